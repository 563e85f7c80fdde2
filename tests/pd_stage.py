"""Real Pd without a window, holding abstractions of ours that a test plays and listens to."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

from playing import eventually
from real_parts import ROOT, Part, Stage, free_port, need

PATCHES = ROOT / "patches" / "pd"

_REMOTE = """#N canvas 0 0 600 400 12;
#X obj 20 20 netreceive -u {port};
#X obj 20 50 list split 1;
#X obj 20 80 t b s;
#X obj 20 140 list;
#X obj 20 170 list trim;
#X obj 20 200 send;
#X obj 220 20 loadbang;
#X obj 220 50 print ready;
#X connect 0 0 1 0;
#X connect 1 0 2 0;
#X connect 1 1 3 1;
#X connect 2 0 3 0;
#X connect 2 1 5 1;
#X connect 3 0 4 0;
#X connect 4 0 5 0;
#X connect 6 0 7 0;
"""
_OWN = 8  # boxes of the above
BOX = "box"


class Pd:
    """One running Pd. `boxes` are object texts; the inlets of the k-th are called boxk, boxk.1 ...
    to play(), and so are its outlets to said().
    """

    def __init__(
        self, stage: Stage, boxes: Sequence[str], outlets: int = 1, inlets: int = 1,
        options: Sequence[str] = ("-noaudio",), more: str = "",
    ) -> None:  # fmt: skip
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._to = ("127.0.0.1", free_port())
        lines, cords, at = [], [], _OWN
        for k, box in enumerate(boxes):
            lines.append(f"#X obj 20 {200 + 30 * k} {box};")
            this, at = at, at + 1
            for i in range(inlets):
                lines.append(f"#X obj 220 {200 + 30 * k} r {_name(k, i)};")
                cords.append(f"#X connect {at} 0 {this} {i};")
                at += 1
            for o in range(outlets):
                lines.append(f"#X obj 320 {200 + 30 * k} print {_name(k, o)};")
                cords.append(f"#X connect {this} {o} {at} 0;")
                at += 1
        patch = stage.folder / "stage.pd"
        patch.write_text(
            _REMOTE.format(port=self._to[1]) + "\n".join([*lines, *cords]) + "\n" + more
        )
        self.part: Part = stage.start(
            "pd",
            [need("pd"), "-nogui", "-stderr", "-noprefs", "-nomidi", *options,
             "-path", str(PATCHES), str(patch)],
        )  # fmt: skip
        self.part.wait_for("ready: bang", 10)

    def play(self, name: str, *words: object) -> None:
        """Sends a message to an inlet."""
        text = " ".join(str(word) for word in (name, *words))
        self._socket.sendto(f"{text};\n".encode(), self._to)

    def said(self, name: str) -> list[str]:
        """What an outlet has said so far."""
        head = f"{name}: "
        return [x[len(head) :] for x in self.part.output().splitlines() if x.startswith(head)]

    def expect(self, name: str, *texts: str) -> None:
        """Waits until an outlet has said one of `texts` last."""
        try:
            eventually(lambda: self.said(name)[-1:] and self.said(name)[-1] in texts)
        except AssertionError:
            said = self.said(name)[-3:]
            raise AssertionError(f"{name} said {said}, not {texts}; {self.complaints()}") from None

    def complaints(self) -> list[str]:
        """Lines in which Pd itself complains."""
        words = ("error", "couldn't create", "no method", "no such", "inlet:", "multiply")
        return [
            line for line in self.part.output().splitlines()
            if any(word in line for word in words) and not line.startswith(("lmdm:", "box0: fail"))
        ]  # fmt: skip

    def close(self) -> None:
        """Closes the socket; the stage ends Pd."""
        self._socket.close()


def _name(k: int, port: int) -> str:
    return f"{BOX}{k}.{port}" if port else f"{BOX}{k}"


@contextlib.contextmanager
def pd(stage: Stage, boxes: Sequence[str], **options: object) -> Iterator[Pd]:
    """Pd with these boxes, ended with the block."""
    made = Pd(stage, boxes, **options)  # type: ignore[arg-type]
    try:
        yield made
    finally:
        made.close()
        made.part.stop()


def patches() -> list[Path]:
    """Every patch that ships."""
    return sorted(PATCHES.glob("*.pd"))
