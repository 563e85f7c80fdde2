"""A Max patcher as it is being drawn: boxes at hand-set places, cords between them.

py2max gives the file format, the port counts of Max's own reference, and refuses a cord between
ports that do not exist. Boxes keep the order and the places they are given, so that a patch is
the same bytes each time it is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from py2max import Patcher
from py2max.core.box import Box
from py2max.core.common import Rect, box_width_for, text_width
from py2max.maxref.porttypes import port_counts

HEIGHT = 22.0
"""The height of an object box in Max's default font, in pixels."""

PORT = 9.5
"""How far from a box's edge its first and last port lie, in pixels."""

_PAPER = [0.93, 0.93, 0.915, 1.0]
_INK = [0.16, 0.17, 0.19, 1.0]
_QUIET = [0.42, 0.43, 0.45, 1.0]

# What Max writes beside a box of that class, as seen in patches that Max saved; the rest is ""
_OUTLETS: dict[str, Sequence[str]] = {
    "*~": ("signal",),
    "adc~": ("signal", "signal"),
    "change": ("", "int", "int"),
    "delay": ("bang",),
    "int": ("int",),
    "kslider": ("int", "int"),
    "live.dial": ("", "float"),
    "live.menu": ("", "", "float"),
    "live.numbox": ("", "float"),
    "live.thisdevice": ("bang", "int", "int"),
    "loadbang": ("bang",),
    "meter~": ("float",),
    "metro": ("bang",),
    "notein": ("int", "int", "int"),
    "number": ("", "bang"),
    "plugin~": ("signal", "signal"),
    "textedit": ("", "int", "", ""),
    "toggle": ("int",),
    "transport": ("int", "int", "float", "float", "float", "", "int", "float", ""),
}
_KINDS = {"b": "bang", "i": "int", "f": "float", "l": "", "s": ""}

Point = tuple[float, float]
Size = tuple[float, float, float, float]


class Sheet:
    """One patcher; `width` and `height` are its window's, in pixels."""

    def __init__(
        self,
        width: float,
        height: float,
        *,
        presentation: bool = False,
        description: str = "",
        parent: Sheet | None = None,
    ) -> None:
        self.patcher = Patcher(
            None,
            on_invalid="raise",
            validate_attrs=True,
            parent=parent.patcher if parent else None,
            openinpresentation=int(presentation),
        )
        self.patcher.rect = Rect(100.0, 100.0, width, height)
        self.patcher.description = description
        self.patcher.digest = description

    def to_dict(self) -> dict[str, Any]:
        """The patcher as a .maxpat file holds it."""
        return self.patcher.to_dict()

    # Boxes

    def box(self, text: str, at: Point, *, width: float = 0.0) -> Box:
        """An object box; `width` 0: as wide as its text needs."""
        name = text.split()[0]
        box = self.patcher.add_textbox(text, patching_rect=Rect(*at, 10.0, HEIGHT))
        box._kwds["outlettype"] = _outlets(name, text, box.numoutlets)
        ports = max(box.numinlets, box.numoutlets)
        box.patching_rect = Rect(*at, width or box_width_for(text, ports), HEIGHT)
        return box

    def message(self, text: str, at: Point) -> Box:
        """A message box."""
        return self.patcher.add_message(text, patching_rect=Rect(*at, box_width_for(text), HEIGHT))

    def comment(
        self,
        text: str,
        at: Point | Size,
        *,
        present: Size | None = None,
        size: float = 12.0,
        bold: bool = False,
        quiet: bool = False,
        **more: Any,
    ) -> Box:
        """A comment, one line unless `at` gives a size; `present`: shown in presentation too."""
        rect = at if len(at) == 4 else (*at, text_width(text, size) * 1.08 + 12.0, size + 8.0)
        return self.patcher.add_comment(
            text,
            patching_rect=Rect(*rect),
            fontsize=size,
            fontface=int(bold),
            textcolor=_QUIET if quiet else _INK,
            **_shown(present),
            **more,
        )

    def ui(self, maxclass: str, at: Size, present: Size | None = None, **more: Any) -> Box:
        """A user interface object."""
        ins, outs = port_counts(maxclass)
        box = Box(
            maxclass=maxclass, id=self.patcher.get_id(maxclass), numinlets=ins, numoutlets=outs,
            outlettype=_outlets(maxclass, maxclass, outs or 0), patching_rect=Rect(*at),
            **_shown(present), **more,
        )  # fmt: skip
        return self.patcher.add_box(box)

    def paper(self, size: Size) -> Box:
        """The background of a presentation, behind everything."""
        return self.ui(
            "panel", (4.0, 4.0, 12.0, 12.0), size,
            background=1, ignoreclick=1, bgcolor=_PAPER, border=0, rounded=6, mode=0,
        )  # fmt: skip

    def inlet(self, at: Point, doc: str, *, signal: bool = False) -> Box:
        """An inlet of this patcher; the first made is the leftmost."""
        box = self.ui("inlet", (*at, 30.0, 30.0), comment=doc, index=self._next("inlet"))
        box._kwds["outlettype"] = ["signal" if signal else ""]
        return box

    def outlet(self, at: Point, doc: str) -> Box:
        """An outlet of this patcher; the first made is the leftmost."""
        return self.ui("outlet", (*at, 30.0, 30.0), comment=doc, index=self._next("outlet"))

    def _next(self, kind: str) -> int:
        return 1 + sum(b.maxclass == kind for b in self.patcher._boxes)

    def inside(
        self,
        title: str,
        at: Size,
        present: Size | None,
        draw: Callable[[Sheet], None],
        window: Point = (720.0, 460.0),
    ) -> Box:
        """A patcher inside this one, seen through a window of this one (an embedded bpatcher)."""
        sheet = Sheet(*window, presentation=True, description=title, parent=self)
        draw(sheet)
        return self._holding(sheet, "bpatcher", at, present, varname=_varname(title), embed=1,
                             bgmode=0, border=0, enablehscroll=0, enablevscroll=0,
                             lockeddragscroll=0, lockedsize=0, clickthrough=0,
                             viewvisibility=1, offset=[0.0, 0.0], args=[])  # fmt: skip

    def closed(
        self, name: str, at: Point, draw: Callable[[Sheet], None], window: Point = (720.0, 460.0)
    ) -> Box:
        """A subpatcher, seen when it is opened: [p NAME]."""
        sheet = Sheet(*window, parent=self)
        draw(sheet)
        text = f"p {name}"
        size = (*at, box_width_for(text, 2), HEIGHT)
        return self._holding(sheet, "newobj", size, None, text=text)

    def _holding(
        self, sheet: Sheet, maxclass: str, at: Size, present: Size | None, **more: Any
    ) -> Box:
        inner = sheet.patcher._boxes
        outs = sum(b.maxclass == "outlet" for b in inner)
        return self.patcher.add_box(
            Box(
                maxclass=maxclass,
                id=self.patcher.get_id(maxclass),
                numinlets=sum(b.maxclass == "inlet" for b in inner),
                numoutlets=outs,
                outlettype=[""] * outs,
                patching_rect=Rect(*at),
                patcher=sheet.patcher,
                **_shown(present),
                **more,
            )
        )

    def other(
        self, name: str, args: Sequence[Any], at: Size, present: Size | None, ports: tuple[int, int]
    ) -> Box:
        """A bpatcher that shows the patch NAME.maxpat; `ports` are its inlets and outlets."""
        return self.patcher.add_box(
            Box(
                maxclass="bpatcher", id=self.patcher.get_id("bpatcher"), name=f"{name}.maxpat",
                args=list(args), numinlets=ports[0], numoutlets=ports[1],
                outlettype=[""] * ports[1], patching_rect=Rect(*at), bgmode=0, border=0,
                clickthrough=0, enablehscroll=0, enablevscroll=0, lockeddragscroll=0,
                lockedsize=0, offset=[0.0, 0.0], viewvisibility=1, **_shown(present),
            )
        )  # fmt: skip

    def abstraction(self, text: str, at: Point, ports: tuple[int, int]) -> Box:
        """An object box that is one of our own patches; `ports` are its inlets and outlets."""
        return self.patcher.add_box(
            Box(
                maxclass="newobj", id=self.patcher.get_id("newobj"), text=text,
                numinlets=ports[0], numoutlets=ports[1], outlettype=[""] * ports[1],
                patching_rect=Rect(*at, box_width_for(text, max(ports)), HEIGHT),
            )
        )  # fmt: skip

    # Cords

    def cord(self, source: Box, target: Box, outlet: int = 0, inlet: int = 0) -> None:
        """A cord; raises py2max's InvalidConnectionError when a port does not exist."""
        self.patcher.add_line(source, target, outlet=outlet, inlet=inlet)

    def chain(self, *boxes: Box) -> Box:
        """Cords from each box's first outlet to the next one's first inlet; gives the last."""
        for source, target in zip(boxes, boxes[1:], strict=False):
            self.cord(source, target)
        return boxes[-1]


def spread(count: int, pitch: float) -> float:
    """The width of a box whose `count` ports lie `pitch` pixels apart."""
    return (count - 1) * pitch + 2 * PORT


def _shown(present: Size | None) -> dict[str, Any]:
    return (
        {"presentation": 1, "presentation_rect": [float(round(v)) for v in present]}
        if present
        else {}
    )


def _varname(title: str) -> str:
    return re.sub(r"\W+", "_", title.lower()).strip("_")


def _outlets(name: str, text: str, count: int) -> list[str]:
    args = text.split()[1:]
    if name == "t":
        return [_KINDS.get(arg, "int") for arg in args]
    if name == "sel":
        return ["bang"] * (count - 1) + [""]
    if name == "unpack":
        return ["float" if "." in a else "int" if a.isdigit() else "" for a in args]
    known = list(_OUTLETS.get(name, ()))
    return (known + [""] * count)[:count]
