"""A Pd patch as its file says it: boxes with their places and sizes, and cords."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_CHARACTER, _LINE, _FRAME = 7, 16, 6  # pixels, at size 12
_WRAP = 60  # characters, unless the box says otherwise


@dataclass(frozen=True)
class Box:
    """One box; x, y, width and height in pixels, as Pd draws it without a mouse."""

    kind: str
    text: str
    x: int
    y: int
    width: int
    height: int

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.x < other.x + other.width and other.x < self.x + self.width
            and self.y < other.y + other.height and other.y < self.y + self.height
        )  # fmt: skip


@dataclass
class Canvas:
    """One canvas: a patch, or a subpatch in it. `face` is what it shows elsewhere, w by h."""

    boxes: list[Box] = field(default_factory=list)
    cords: list[tuple[int, int, int, int]] = field(default_factory=list)
    face: tuple[int, int, int, int] | None = None


def read(path: Path) -> list[Canvas]:
    """The canvases of a patch, itself last."""
    done: list[Canvas] = []
    open_: list[Canvas] = []
    for entry in re.split(r"(?<!\\);\n", path.read_text()):
        words = entry.replace("\n", " ").split(" ")
        if words[:2] == ["#N", "canvas"]:
            open_.append(Canvas())
        elif words[:2] == ["#X", "connect"]:
            open_[-1].cords.append(tuple(int(w) for w in words[2:6]))  # type: ignore[arg-type]
        elif words[:2] == ["#X", "coords"]:
            w, h, _, x, y = (int(word) for word in words[6:11])
            open_[-1].face = x, y, w, h
        elif words[:2] == ["#X", "restore"]:
            done.append(open_.pop())
            open_[-1].boxes.append(_box("obj", words[2:], path))
        elif words[0] == "#X":
            open_[-1].boxes.append(_box(words[1], words[2:], path))
    assert len(open_) == 1, path
    return [*done, *open_]


def _box(kind: str, words: list[str], path: Path) -> Box:
    x, y = int(words[0]), int(words[1])
    text = " ".join(words[2:])
    wrap = _WRAP
    if wide := re.search(r", f (\d+)$", text):
        text, wrap = text[: wide.start()], int(wide[1])
    text = re.sub(r" ?\\([,;$])", r"\1", text)
    if kind in ("floatatom", "listbox", "symbolatom"):
        return Box(kind, text, x, y, int(words[2]) * _CHARACTER + _FRAME, _LINE + _FRAME)
    name = words[2] if len(words) > 2 else ""
    if kind == "obj" and name in ("hsl", "vu", "cnv"):
        at = 4 if name == "cnv" else 3
        return Box(name, text, x, y, int(words[at]), int(words[at + 1]))
    if kind == "obj" and name in ("tgl", "bng"):
        return Box(name, text, x, y, int(words[3]), int(words[3]))
    shown = path.parent / f"{name}.pd"
    if kind == "obj" and shown.is_file() and (face := read(shown)[-1].face):
        return Box(kind, text, x, y, face[2], face[3])
    lines = [part for line in re.split(r"(?<=;) ?", text) if line for part in _wrapped(line, wrap)]
    width = max(len(line) for line in lines or [""])
    frame = 2 if kind == "text" else _FRAME
    return Box(kind, text, x, y, width * _CHARACTER + frame, len(lines) * _LINE + frame)


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
