"""One prompt: a line of text, its weight, and a button that clears it."""

from __future__ import annotations

from instrument.emit.max.bus import Bus
from instrument.emit.max.controls import parameter
from instrument.emit.max.sheet import Sheet, spread

WIDTH, HEIGHT = 330.0, 24.0
"""The size of its presentation, in pixels."""


def draw_prompt(sheet: Sheet, slot: str, bus: Bus) -> None:
    """Draws it for the prompt in `slot` ("#1": the abstraction's argument)."""
    name = slot.strip("#")
    sheet.paper((0.0, 0.0, WIDTH, HEIGHT))
    words = sheet.inlet((30.0, 20.0), "words; clear")
    which = sheet.box("route clear", (30.0, 70.0), width=spread(2, 210.0))
    enter = sheet.box("t b l", (240.0, 110.0), width=spread(2, 100.0))
    put = sheet.box("prepend set", (340.0, 150.0))
    sheet.comment("words that are sent here are typed here", (100.0, 26.0), quiet=True)
    text = sheet.ui(
        "textedit", (240.0, 370.0, 320.0, 22.0), (20.0, 2.0, 212.0, 20.0),
        varname=f"text_{name}", keymode=1, lines=1, outputmode=1, tabmode=1, nosymquotes=1,
        fontsize=12.0, parameter_enable=0, rounded=4.0,
    )  # fmt: skip
    sheet.cord(words, which)
    sheet.cord(which, enter, outlet=1)
    sheet.cord(enter, text)
    sheet.cord(enter, put, outlet=1)
    sheet.cord(put, text)

    weighed = sheet.inlet((690.0, 20.0), "weight, 0 to 1")
    weight = sheet.ui(
        "live.numbox", (690.0, 284.0, 48.0, 16.0), (236.0, 4.0, 44.0, 16.0),
        **parameter(f"weight {name}", 0, name="weight"),
    )  # fmt: skip
    known = sheet.box("t f f", (730.0, 200.0), width=60.0)
    show = sheet.box("prepend set", (730.0, 236.0))
    sheet.chain(sheet.box("loadmess 1.", (780.0, 164.0)), known, show, weight)
    sheet.cord(weighed, weight)

    gone = sheet.box("route bang", (480.0, 128.0), width=spread(2, 110.0))
    sheet.comment("what the daemon plays is shown", (480.0, 0.0), quiet=True)
    sheet.chain(sheet.box(f"r {bus.heard}", (480.0, 20.0)),
                sheet.box("route /lmdm/prompt", (480.0, 56.0)),
                sheet.box(f"route {slot}", (480.0, 92.0)), gone)  # fmt: skip
    sheet.chain(gone, sheet.message("clear", (480.0, 170.0)), text)
    parts = sheet.box("zl.slice 1", (590.0, 164.0), width=spread(2, 140.0))
    sheet.cord(gone, parts, outlet=1)
    sheet.chain(parts, sheet.box("prepend set", (590.0, 200.0)), text)
    sheet.cord(parts, known, outlet=1)

    joined = sheet.box("join 2", (240.0, 490.0), width=spread(2, 150.0))
    sheet.chain(text, sheet.box("route text", (240.0, 410.0)), sheet.box("t s", (240.0, 446.0)),
                joined, sheet.box(f"prepend /lmdm/prompt {slot}", (240.0, 530.0)),
                sheet.box(f"s {bus.send}", (240.0, 570.0)))  # fmt: skip
    turned = sheet.box("t b f", (690.0, 320.0), width=60.0)
    sheet.chain(weight, turned, text)
    sheet.cord(turned, joined, outlet=1, inlet=1)
    sheet.cord(known, joined, outlet=1, inlet=1)

    button = sheet.ui(
        "live.text", (70.0, 210.0, 44.0, 16.0), (286.0, 4.0, 40.0, 16.0),
        **parameter(f"clear {name}", 2, name="clear", enum=("off", "on")),
        text="clear", texton="clear", mode=0,
    )  # fmt: skip
    both = sheet.box("t b b", (30.0, 250.0), width=spread(2, 100.0))
    sheet.cord(which, both)
    sheet.chain(button, both, sheet.message(f"/lmdm/prompt {slot}", (30.0, 290.0)),
                sheet.box(f"s {bus.send}", (30.0, 330.0)))  # fmt: skip
    clear = sheet.message("clear", (146.0, 290.0))
    sheet.cord(both, clear, outlet=1)
    sheet.cord(clear, text)
    if slot == name:
        sheet.comment(slot, (580.0, 372.0, 20.0, 20.0), present=(2.0, 2.0, 18.0, 20.0), quiet=True)
