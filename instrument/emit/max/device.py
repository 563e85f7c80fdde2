"""The Max for Live devices: the panel on the track that lmdm's sound comes in on, and the notes of
a MIDI track. Each holds all that it needs.
"""

from __future__ import annotations

import json

from py2max.m4l import ensure_amxd_project_block, pack_amxd

from instrument.config import DEFAULT_PORT
from instrument.emit.max import parts, prompt, status
from instrument.emit.max.bus import LISTEN_LIVE, LIVE
from instrument.emit.max.controls import draw_group, group_width
from instrument.emit.max.link import HOST, draw_link
from instrument.emit.max.panel import Draw, groups
from instrument.emit.max.sheet import Point, Sheet, Size, spread
from instrument.params import SLOTS

HEIGHT = 169.0
"""The height of a device in Live, in pixels."""

_GAP = 3.0
_UPPER, _LOWER = 91.0, 72.0  # two rows of groups, one above the other
_MADE = 3_840_000_000  # a moment in 2025: the files are the same whenever they are made


def device() -> bytes:
    """lmdm.amxd, an audio effect."""
    sheet = Sheet(1_200.0, 900.0, presentation=True, description="Plays the lmdm daemon")
    x, y = 30.0, 60.0
    placed: list[Size] = []

    def part(title: str, at: Point, size: Point, draw: Draw) -> None:
        placed.append((*at, *size))
        sheet.inside(
            title, (x + at[0], y + at[1], *size), (*at, *size), lambda s: draw(s, LIVE, size),
            (980.0, 560.0),
        )  # fmt: skip

    left, width = 0.0, 352.0
    for title, top, height, draw in (
        ("Status", 0.0, 52.0, status.draw_status), ("Transport", 55.0, 54.0, status.draw_transport),
        ("Meters", 112.0, 57.0, status.draw_meters),
    ):  # fmt: skip
        part(title, (left, top), (width, height), draw)
    left += width + _GAP
    line = (HEIGHT + _GAP) / SLOTS
    for slot in range(SLOTS):
        part(f"Prompt {slot}", (left, round(slot * line)), (prompt.WIDTH, prompt.HEIGHT),
             lambda s, b, _, n=str(slot): prompt.draw_prompt(s, n, b))  # fmt: skip
    left += prompt.WIDTH + _GAP
    for column in _columns():
        width = max(sum(w for _, w in row) + _GAP * (len(row) - 1) for row in column)
        for row, (top, height) in zip(
            column, ((0.0, _UPPER), (_UPPER + 6.0, _LOWER)), strict=False
        ):
            at = left
            for title, wide in row:
                wide = left + width - at if (title, wide) == row[-1] else wide
                part(title, (at, top), (wide, height), _drawing(title))
                at += wide + _GAP
        left += width + _GAP
    part("Clock", (left, 0.0), parts.CLOCK, lambda s, b, _: parts.draw_clock(s, b))
    left += parts.CLOCK[0]

    draw_link(sheet, LIVE, LISTEN_LIVE, (30.0, y + HEIGHT + 60.0), wait=True)
    sheet.comment("The track's sound goes through as it is.", (1_000.0, y + HEIGHT + 60.0))
    sheet.cord(*(pair := (sheet.box("plugin~", (1_000.0, y + HEIGHT + 90.0)),
                          sheet.box("plugout~", (1_000.0, y + HEIGHT + 140.0)))))  # fmt: skip
    sheet.cord(*pair, outlet=1, inlet=1)
    return _packed(sheet, "lmdm", "audio_effect", left)


def _drawing(title: str) -> Draw:
    return lambda sheet, bus, size: draw_group(sheet, title, groups()[title], bus, size)


def _columns() -> list[list[list[tuple[str, float]]]]:
    """Groups in columns of two rows: title and width. The high ones go up, the widest below."""
    found = {title: group_width(params) for title, params in groups().items()}
    high = [t for t, params in groups().items() if any(p.free for p in params)]
    low = sorted((t for t in found if t not in high), key=lambda t: -found[t])
    columns: list[list[list[tuple[str, float]]]] = [[[(t, found[t])], []] for t in high]
    while low:
        room = [(c, row) for c in columns for row in c[1:] if not row]
        if not room:
            columns.append([[], []])
            columns[-1][0].append((low[0], found[low.pop(0)]))
            continue
        column, row = room[0]
        width = max(w for _, w in column[0])
        fitting = [t for t in low if found[t] <= width] or low[:1]
        row.append((fitting[0], found[fitting[0]]))
        low.remove(fitting[0])
    return columns


def notes_device() -> bytes:
    """lmdm.notes.amxd, a MIDI effect: the track's notes go to lmdm, and on."""
    sheet = Sheet(900.0, 640.0, presentation=True, description="Plays a track's notes to lmdm")
    parts.draw_notes(sheet, LIVE)
    udp = sheet.box(f"udpsend {HOST} {DEFAULT_PORT}", (600.0, 430.0))
    sheet.cord(sheet.box(f"r {LIVE.send}", (600.0, 390.0)), udp)
    sheet.comment("The notes go on to whatever comes next on the track.", (600.0, 490.0))
    through = sheet.box("midiin", (600.0, 520.0), width=spread(1, 0.0) + 60.0)
    sheet.cord(through, sheet.box("midiout", (600.0, 560.0)))
    return _packed(sheet, "lmdm.notes", "midi_effect", parts.NOTES[0])


def _packed(sheet: Sheet, name: str, kind: str, width: float) -> bytes:
    sheet.patcher.enable_presentation(devicewidth=int(width))
    sheet.patcher.enforce_integer_coords()
    data = ensure_amxd_project_block(sheet.to_dict(), kind, _MADE)
    return pack_amxd(json.dumps(data, indent=1), device_type=kind,
                     patcher_filename=f"{name}.maxpat", mtime=_MADE)  # fmt: skip
