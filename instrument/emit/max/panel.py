"""lmdm.maxpat: the whole instrument on one panel, and the link that every other patch uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from instrument.emit.max import prompt, status
from instrument.emit.max.bus import Bus
from instrument.emit.max.controls import draw_group, group_height, group_width
from instrument.emit.max.link import draw_link
from instrument.emit.max.sheet import Point, Sheet
from instrument.params import PARAMS, SLOTS, Param

WIDTH = 700.0
"""The width of the panel, in pixels."""

GAP = 6.0
_BESIDE = "making"  # stands beside the prompts, as long as there is room
_TITLES = {
    "sound": "Sound",
    "delay": "Delay mode",
    "input": "Live input",
    "guidance": "How strictly it follows",
    "output": "Output",
    "making": "How it is made",
}
_PLACES = {"gain": "output", "mute": "output", "morph": "sound", "guidance": "guidance"}


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

    def part(title: str, at: Point, size: Point, draw: Callable[[Sheet], None]) -> None:
        sheet.inside(title, (x + at[0], y + at[1], *size), (*at, *size), draw, (980.0, 560.0))

    def group(title: str, at: Point, height: float) -> None:
        size = (group_width(found[title]), height)
        part(title, at, size, lambda s: draw_group(s, title, found[title], bus, size))

    found = dict(groups())
    top = GAP
    part("Status", (GAP, top), status.STATUS, lambda s: status.draw_status(s, bus))
    part("Meters", (status.STATUS[0] + 2 * GAP, top), status.METERS,
         lambda s: status.draw_meters(s, bus))  # fmt: skip
    top += status.STATUS[1] + GAP
    line = prompt.HEIGHT + 2.0
    for slot in range(SLOTS):
        part(f"Prompt {slot}", (GAP, top + slot * line), (prompt.WIDTH, prompt.HEIGHT),
             lambda s, slot=slot: prompt.draw_prompt(s, str(slot), bus))  # fmt: skip
    right, room = prompt.WIDTH + 2 * GAP, SLOTS * line - 2.0
    part("Transport", (right, top), status.TRANSPORT, lambda s: status.draw_transport(s, bus))
    below = [title for title in found if title != _TITLES[_BESIDE]]
    if right + group_width(found[_TITLES[_BESIDE]]) <= WIDTH - GAP:
        under = status.TRANSPORT[1] + GAP
        group(_TITLES[_BESIDE], (right, top + under), room - under)
    else:
        below.append(_TITLES[_BESIDE])
    top += room + GAP
    for numbers in rows([group_width(found[title]) for title in below], WIDTH):
        titles, left = [below[i] for i in numbers], GAP
        height = max(group_height(found[title]) for title in titles)
        for title in titles:
            group(title, (left, top), height)
            left += group_width(found[title]) + GAP
        top += height + GAP
    return WIDTH, top


def panel(listen: int, bus: Bus) -> tuple[Sheet, Point]:
    """The panel as a patch of its own, and the size that a bpatcher shows."""
    sheet = Sheet(1_160.0, 860.0, presentation=True,
                  description="Plays the lmdm daemon: prompts, parameters, meters")  # fmt: skip
    size = draw_panel(sheet, bus)
    draw_link(sheet, bus, listen, (WIDTH + 90.0, 24.0))
    sheet.patcher.rect = sheet.patcher.rect._replace(w=size[0], h=size[1])
    return sheet, size
