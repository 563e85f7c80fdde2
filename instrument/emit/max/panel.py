"""lmdm.maxpat: the whole instrument on one panel, and the link that every other patch uses."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from instrument.emit.max import prompt, status
from instrument.emit.max.bus import Bus
from instrument.emit.max.controls import draw_group, group_height, group_width
from instrument.emit.max.link import draw_link
from instrument.emit.max.sheet import Point, Sheet
from instrument.emit.max.status import GAP
from instrument.params import PARAMS, SLOTS, Param

WIDTHS = 700, 840
"""From where to where the panel's width may be, in pixels, as long as that is enough for what
stands beside the prompts: the width that takes the fewest rows is taken."""

_STATUS = 446.0
_BESIDE = "making"  # stands beside the prompts
_TITLES = {
    "sound": "Sound",
    "delay": "Delay mode",
    "input": "Live input",
    "guidance": "How strictly it follows",
    "output": "Output",
    "making": "How it is made",
}
_PLACES = {"gain": "output", "mute": "output", "morph": "sound", "guidance": "guidance"}


Draw = Callable[[Sheet, Bus, Point], None]


def groups(params: Iterable[Param] = tuple(PARAMS.values())) -> Mapping[str, list[Param]]:
    """Title -> its parameters. One that is new finds its place: by its name up to the first
    slash, or as a sound if the model can have it, or else among those of the making.
    """
    found: dict[str, list[Param]] = {key: [] for key in _TITLES}
    for param in params:
        first, slash, _ = param.key.partition("/")
        key = _PLACES.get(first) or (first if slash else "sound" if param.free else "making")
        found.setdefault(key, []).append(param)
    return {_TITLES.get(k, k.title()): v for k, v in found.items() if v}


def rows(widths: Sequence[float], width: float) -> list[list[int]]:
    """Boxes of these widths set like words in lines of `width`: their numbers, line by line."""
    lines: list[list[int]] = [[]]
    x = GAP
    for i, each in enumerate(widths):
        if lines[-1] and x + each > width - GAP:
            lines.append([])
            x = GAP
        lines[-1].append(i)
        x += each + GAP
    return lines


def draw_panel(sheet: Sheet, bus: Bus) -> Point:
    """Draws it; gives the size of its presentation."""
    x, y = 30.0, 60.0
    sheet.comment("The panel. Each part is a patch of its own: unlock, and open it from its menu.",
                  (x, 24.0), quiet=True)  # fmt: skip

    def part(title: str, at: Point, size: Point, draw: Draw) -> None:
        sheet.inside(
            title, (x + at[0], y + at[1], *size), (*at, *size), lambda s: draw(s, bus, size),
            (980.0, 560.0),
        )  # fmt: skip

    def group(title: str, at: Point, size: Point) -> None:
        part(title, at, size, lambda s, b, sz: draw_group(s, title, found[title], b, sz))

    found = dict(groups())
    below = [title for title in found if title != _TITLES[_BESIDE]]
    widths = [group_width(found[title]) for title in below]
    narrow, broad = WIDTHS
    least = max(narrow, math.ceil(prompt.WIDTH + group_width(found[_TITLES[_BESIDE]]) + 3 * GAP))
    some = range(least, max(least, broad) + 1, 4)
    width = float(min(some, key=lambda each: (len(rows(widths, each)), each)))

    top = GAP
    part("Status", (GAP, top), (_STATUS, status.HEIGHT), status.draw_status)
    left = _STATUS + 2 * GAP
    part("Meters", (left, top), (width - GAP - left, status.HEIGHT), status.draw_meters)
    top += status.HEIGHT + GAP
    line = prompt.HEIGHT + 2.0
    for slot in range(SLOTS):
        at, size = (GAP, top + slot * line), (prompt.WIDTH, prompt.HEIGHT)
        part(f"Prompt {slot}", at, size, lambda s, b, _, n=str(slot): prompt.draw_prompt(s, n, b))
    left, room = prompt.WIDTH + 2 * GAP, SLOTS * line - 2.0
    side = width - GAP - left
    part("Transport", (left, top), (side, status.HEIGHT), status.draw_transport)
    under = status.HEIGHT + GAP
    group(_TITLES[_BESIDE], (left, top + under), (side, room - under))
    top += room + GAP
    for numbers in rows(widths, width):
        left = GAP
        height = max(group_height(found[below[i]]) for i in numbers)
        for i in numbers:  # the last of a row reaches to the edge
            wide = width - GAP - left if i == numbers[-1] else widths[i]
            group(below[i], (left, top), (wide, height))
            left += wide + GAP
        top += height + GAP
    return width, top


def panel(listen: int, bus: Bus) -> tuple[Sheet, Point]:
    """The panel as a patch of its own, and the size that a bpatcher shows."""
    sheet = Sheet(1_160.0, 860.0, presentation=True,
                  description="Plays the lmdm daemon: prompts, parameters, meters")  # fmt: skip
    size = draw_panel(sheet, bus)
    draw_link(sheet, bus, listen, (size[0] + 90.0, 24.0))
    sheet.patcher.rect = sheet.patcher.rect._replace(w=size[0], h=size[1])
    return sheet, size
