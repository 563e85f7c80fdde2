"""Max patches as they lie on disk, read without the library that wrote them."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "patches" / "max"

Port = tuple[str, int]


@dataclass
class Patch:
    """One patcher. `ports`: what stands for which port, in it and in what it names."""

    data: dict[str, Any]
    ports: Mapping[int, int] = field(default_factory=dict)

    @property
    def boxes(self) -> list[dict[str, Any]]:
        return [entry["box"] for entry in self.data.get("boxes") or ()]

    @property
    def cords(self) -> list[tuple[Port, Port]]:
        """(source id, outlet), (target id, inlet)."""
        lines = [entry["patchline"] for entry in self.data.get("lines") or ()]
        return [(tuple(line["source"]), tuple(line["destination"])) for line in lines]

    def inside(self, box: dict[str, Any]) -> Patch | None:
        """The patcher that `box` holds or names, if there is one."""
        if "patcher" in box:
            return Patch(box["patcher"], self.ports)
        name = box.get("name") if box["maxclass"] == "bpatcher" else words(box)[:1]
        if isinstance(name, list):
            name = f"{name[0]}.maxpat" if name and box["maxclass"] == "newobj" else None
        found = named(name) if name else None
        return found.on_ports(self.ports) if found and self.ports else found

    def every(self, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Patch]]:
        """This patcher and every one that is embedded in it, with the way to it."""
        yield where, self
        for box in self.boxes:
            if "patcher" in box:
                name = box.get("varname") or box.get("text") or box["id"]
                yield from Patch(box["patcher"], self.ports).every((*where, name))

    def on_ports(self, ports: Mapping[int, int]) -> Patch:
        """The same patch with other port numbers."""
        text = json.dumps(self.data)
        for ours, other in ports.items():
            text = text.replace(str(ours), str(other))
        return Patch(json.loads(text), ports)

    def find(self, **wanted: Any) -> dict[str, Any]:
        """The one box whose keys have these values."""
        found = [b for b in self.boxes if all(b.get(k) == v for k, v in wanted.items())]
        assert len(found) == 1, f"{len(found)} boxes with {wanted}"
        return found[0]


def words(box: dict[str, Any]) -> list[str]:
    """The words of an object box."""
    return str(box.get("text", "")).split()


def packaged(package: Path = PACKAGE) -> list[Path]:
    """Every patch of the package."""
    kinds = ("*.maxpat", "*.maxhelp", "*.amxd")
    return sorted(path for kind in kinds for path in package.rglob(kind))


@cache
def _places(package: Path) -> dict[str, Path]:
    return {path.name: path for path in packaged(package)}


def named(name: str) -> Patch | None:
    """The patch of that file name, wherever it lies in the package (Max's search path)."""
    path = _places(PACKAGE).get(name)
    return load(path) if path else None


def load(path: Path) -> Patch:
    """Reads a .maxpat, a .maxhelp, or the patcher in an .amxd."""
    data = path.read_bytes()
    if path.suffix == ".amxd":
        data = device(data)[1]
    return Patch(json.loads(data)["patcher"])


def device(data: bytes) -> tuple[str, bytes]:
    """The kind of a Max for Live device and its patcher's JSON; every length is checked.

    The container: "ampf", version, kind, "ptch" with the size of what follows, "mx@c" with the
    size of the patcher, its JSON ended by a zero, then the list of what is contained.
    """
    assert data[:4] == b"ampf"
    assert struct.unpack_from("<I", data, 4) == (4,)
    kind = {b"aaaa": "audio_effect", b"iiii": "instrument", b"mmmm": "midi_effect"}[data[8:12]]
    assert data[12:16] == b"ptch"
    assert struct.unpack_from("<I", data, 16) == (len(data) - 20,)
    assert data[20:24] == b"mx@c"
    start, _, size = struct.unpack_from(">III", data, 24)
    text, rest = data[20 + start : 20 + size], data[20 + size :]
    assert text[-1:] == b"\0"
    assert rest[:4] == b"dlst"
    assert struct.unpack_from(">I", rest, 4) == (len(rest),)
    return kind, text[:-1]
