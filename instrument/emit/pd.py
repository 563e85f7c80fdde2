"""PARAMS -> the patches of Pd that depend on it: ranges, echoes, and all parameters at once.

The other abstractions in patches/pd are drawn by hand, in Pd; they hold no parameter's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from instrument.params import FREEABLE, PARAMS, Param

_HEADER = "made from instrument/params.py by python -m instrument.generate: do not edit"
_LINE = 30  # pixels from box to box
_FACE = 340, 24  # of lmdm.param, in pixels
_WIDE = 112  # characters in a line of the help


def files() -> dict[str, str]:
    """Path in the repository -> contents, of all that is made for Pd."""
    return {
        "patches/pd/lmdm.table.pd": _table(),
        "patches/pd/lmdm.echo.pd": _echo(),
        "patches/pd/lmdm.params.pd": _panel(),
        "patches/pd/lmdm.param-help.pd": _help(),
        "patches/pd/lmdm.params-help.pd": _panel_help(),
    }


class _Patch:
    """Boxes and cords in Pd's file format; a box is known by its number."""

    def __init__(self, width: int, height: int) -> None:
        self._head = f"#N canvas 60 60 {width} {height} 12;"
        self._boxes: list[str] = []
        self._cords: list[str] = []
        self._count = 0

    def box(self, x: int, y: int, text: str, kind: str = "obj", after: str = "") -> int:
        """Adds a box; `after` is what its file entry ends with. Returns its number."""
        text = text.replace("\\", "\\\\").replace("$", "\\$")
        for character in ",;":
            text = text.replace(character, f" \\{character}")
        self._boxes.append(f"#X {kind} {x} {y} {text}{after};")
        self._count += 1
        return self._count - 1

    def cord(self, source: int, outlet: int, target: int, inlet: int = 0) -> None:
        """Connects two boxes."""
        self._cords.append(f"#X connect {source} {outlet} {target} {inlet};")

    def text(self, face: str = "") -> str:
        """The file; `face` is its coords entry, if it shows itself in another patch."""
        lines = [self._head, *self._boxes, *self._cords, *([face] if face else [])]
        return "\n".join(lines) + "\n"


def _kind(p: Param) -> int:
    """How lmdm.param goes from its slider to a value: 0 linear, 1 exponential, 2 whole numbers."""
    if p.type in ("int", "bool", "choice"):
        return 2
    return 1 if p.warp == "exp" else 0


def _table() -> str:
    """A text of name, lowest, highest and kind, called $1-table."""
    patch = _Patch(720, 200)
    rows = []
    for p in PARAMS.values():
        highest = len(p.choices) - 1 if p.type == "choice" else p.hi
        rows.append(f"{p.key} {p.lo:.10g} {highest:.10g} {_kind(p)}")
    after = ";\n#A set " + " \\;\n".join(rows) + " \\;"
    patch.box(20, 20, "text define -k $1-table", after=after)
    patch.box(
        20, 60, "name, lowest, highest, kind (0 linear, 1 exponential, 2 whole)", "text", ", f 90"
    )
    patch.box(20, 90, _HEADER, "text", ", f 90")
    return patch.text()


def _echo() -> str:
    """Takes what follows /lmdm in an echo apart, and sends it to lmdm.param.NAME."""
    below: dict[str, list[str]] = {}
    for key in PARAMS:
        first, _, rest = key.partition("/")
        below.setdefault(first, []).append(rest)
    nested = {first: [r for r in rest if r] for first, rest in below.items() if any(rest)}
    patch = _Patch(1_100, 640)
    patch.box(120, 20, _HEADER, "text", ", f 90")
    inlet = patch.box(20, 20, "inlet")
    kinds = patch.box(20, 50, "route param free")
    patch.cord(inlet, 0, kinds)
    names = patch.box(20, 80, " ".join(["route", *below]), after=", f 140")
    patch.cord(kinds, 0, names)

    def send(x: int, y: int, key: str, source: int, outlet: int) -> None:
        patch.cord(source, outlet, patch.box(x, y, f"s lmdm.param.{key}"))

    top = 130
    y = dict.fromkeys((20, 320), top)  # of the plain names, and of those with others below
    for outlet, first in enumerate(below):
        if first not in nested:
            send(20, y[20], first, names, outlet)
            y[20] += _LINE
            continue
        rest = nested[first]
        source = patch.box(320, y[320], " ".join(["route", *rest]))
        patch.cord(names, outlet, source)
        for k, name in enumerate(rest):
            send(340, y[320] + _LINE * (k + 1), f"{first}/{name}", source, k)
        if first in PARAMS:  # what is left over is its own value
            send(560, y[320] + _LINE, first, source, len(rest))
        y[320] += _LINE * (len(rest) + 1) + 10
    free = [name for name in FREEABLE if name in PARAMS]
    patch.box(800, top, "given back to the model", "text")
    freed = patch.box(800, top + _LINE, " ".join(["route", *free]))
    patch.cord(kinds, 1, freed)
    for k, name in enumerate(free):
        said = patch.box(800, top + _LINE * (2 + k), "free", "msg")
        patch.cord(freed, k, said)
        send(860, top + _LINE * (2 + k), name, said, 0)
    return patch.text()


def _columns(keys: Sequence[str], count: int) -> Iterable[tuple[int, int, str]]:
    """(column, row, key), column by column."""
    rows = -(-len(keys) // count)
    return ((i // rows, i % rows, key) for i, key in enumerate(keys))


def _panel() -> str:
    """Every parameter, in two columns that show themselves in the patch that holds them."""
    width, height = _FACE
    keys = list(PARAMS)
    rows = -(-len(keys) // 2)
    whole = 2 * width + 10, rows * (height + 2)
    patch = _Patch(whole[0] + 60, whole[1] + 100)
    for column, row, key in _columns(keys, 2):
        patch.box(20 + column * (width + 10), 20 + row * (height + 2), f"lmdm.param {key}")
    patch.box(20, whole[1] + 40, _HEADER, "text", ", f 90")
    return patch.text(f"#X coords 0 -1 1 1 {whole[0]} {whole[1]} 2 20 20;")


def _help() -> str:
    """Every parameter with its range, its default and what it does."""
    texts = {p.key: f"{_range(p)}. {p.doc}" for p in PARAMS.values()}
    heights = [max(34, 4 + 16 * _lines(text)) for text in texts.values()]
    patch = _Patch(1_180, 400 + sum(heights))
    patch.box(
        20, 12, "lmdm.params shows them all; lmdm.param NAME is one of them", "text", ", f 70"
    )
    patch.box(560, 12, _HEADER, "text", ", f 84")
    y = 60
    for (key, text), height in zip(texts.items(), heights, strict=True):
        patch.box(20, y, f"lmdm.param {key}")
        patch.box(_FACE[0] + 40, y, text, "text", f", f {_WIDE}")
        y += height
    patch.box(20, y + 4, "lmdm")
    return patch.text()


def _lines(text: str) -> int:
    """How many lines a comment of the help takes; Pd begins a new one after a semicolon, too."""
    return sum(len(wrap(part, _WIDE)) for part in text.split("; "))


def _panel_help() -> str:
    patch = _Patch(1_100, 560)
    patch.box(20, 12, "lmdm.params: every parameter, each a lmdm.param", "text", ", f 70")
    patch.box(20, 50, "lmdm.params")
    patch.box(2 * _FACE[0] + 60, 50, "lmdm")
    patch.box(560, 12, _HEADER, "text", ", f 74")
    return patch.text()


def _range(p: Param) -> str:
    default = "free" if p.default is None else str(p.default).lower()
    if p.type == "choice":
        return f"{' '.join(p.choices)} ({default})"
    if p.type == "bool":
        return f"0 or 1 ({default})"
    return f"{p.lo:.10g} to {p.hi:.10g} {p.unit}".rstrip() + f" ({default})"
