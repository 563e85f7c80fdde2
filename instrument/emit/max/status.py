"""What the daemon says of itself, its meters, and the buttons of its transport."""

from __future__ import annotations

from instrument.emit.max.bus import Bus
from instrument.emit.max.controls import parameter
from instrument.emit.max.sheet import Point, Sheet, spread
from instrument.params import MODES

HEIGHT = 58.0
"""The height of their presentations, in pixels."""

GAP = 6.0
_SAYS = "set %s - %s - block %.0f ms made in %.0f - %ld underruns - %s"
SILENT = "set no word from the daemon: is it running? (lmdm serve)"


def draw_status(sheet: Sheet, bus: Bus, size: Point) -> None:
    """Draws the line of state and the line of the last refusal."""
    width, height = size
    sheet.paper((0.0, 0.0, width, height))
    names = "/lmdm/status.reply /lmdm/fail /lmdm/heartbeat"
    route = sheet.box(f"route {names}", (30.0, 56.0), width=spread(4, 480.0))
    sheet.cord(sheet.box(f"r {bus.heard}", (30.0, 20.0)), route)

    every = sheet.box("unpack s s 0 0. 0. 0. 0 0 0. s", (30.0, 100.0), width=spread(10, 40.0))
    words = sheet.box(f"sprintf {_SAYS}", (30.0, 150.0), width=spread(6, 78.0))
    state = sheet.comment(
        "lmdm", (30.0, 360.0, 440.0, 20.0), present=(66.0, 6.0, width - 94.0, 20.0),
        size=11.0, varname="state",
    )  # fmt: skip
    sheet.cord(route, every)
    for inlet, outlet in enumerate((0, 1, 3, 4, 6, 9)):  # state, model, block, making, ...
        sheet.cord(every, words, outlet=outlet, inlet=inlet)
    sheet.cord(words, state)
    sheet.comment("lmdm", (30.0, 400.0), present=(4.0, 3.0, 62.0, 26.0), size=17.0, bold=True)

    refused = sheet.box("unpack s s s", (510.0, 100.0), width=spread(3, 50.0))
    sheet.cord(route, refused, outlet=1)
    why = sheet.box("prepend set", (610.0, 150.0))
    sheet.cord(refused, why, outlet=2)
    line = sheet.comment(
        "", (610.0, 360.0, 300.0, 20.0), present=(6.0, 32.0, width - 12.0, 20.0), size=11.0,
        varname="refusal",
    )  # fmt: skip
    line._kwds["textcolor"] = [0.72, 0.22, 0.12, 1.0]
    sheet.cord(why, line)
    sheet.chain(why, sheet.box("t b", (710.0, 190.0)), sheet.box("delay 10000", (710.0, 230.0)),
                sheet.message("set", (710.0, 270.0)), line)  # fmt: skip

    beat = sheet.box("t b b", (990.0, 100.0), width=spread(2, 120.0))
    sheet.cord(route, beat, outlet=2)
    blink = sheet.ui("button", (990.0, 150.0, 24.0, 24.0), (width - 24.0, 8.0, 16.0, 16.0),
                     varname="heartbeat")  # fmt: skip
    sheet.cord(beat, blink)
    silence = sheet.box("delay 3500", (1110.0, 190.0))
    sheet.cord(beat, silence, outlet=1)
    sheet.cord(sheet.box("loadbang", (1170.0, 150.0)), silence)
    sheet.chain(silence, sheet.message(SILENT, (1110.0, 230.0)), state)


def draw_meters(sheet: Sheet, bus: Bus, size: Point) -> None:
    """Draws the peaks of both channels, in dB."""
    width, height = size
    sheet.paper((0.0, 0.0, width, height))
    peaks = sheet.box("zl.slice 2", (30.0, 92.0))
    sheet.chain(sheet.box(f"r {bus.heard}", (30.0, 20.0)),
                sheet.box("route /lmdm/meter", (30.0, 56.0)), peaks)  # fmt: skip
    each = sheet.box("unpack 0. 0.", (30.0, 128.0), width=100.0)
    left, right = sheet.box("atodb", (30.0, 164.0)), sheet.box("atodb", (111.0, 164.0))
    both = sheet.box("pack 0. 0.", (30.0, 204.0), width=100.0)
    bars = sheet.ui(
        "multislider", (30.0, 250.0, 160.0, 40.0), (30.0, 9.0, width - 38.0, 26.0),
        size=2, setminmax=[-60.0, 0.0], setstyle=1, orientation=0, settype=1, ignoreclick=1,
        parameter_enable=0, varname="peaks", slidercolor=[0.13, 0.53, 0.55, 1.0],
        bgcolor=[0.84, 0.85, 0.84, 1.0], spacing=2,
    )  # fmt: skip
    sheet.cord(peaks, each)
    sheet.cord(each, left)
    sheet.cord(each, right, outlet=1)
    sheet.cord(left, both)
    sheet.cord(right, both, inlet=1)
    sheet.cord(both, bars)
    sheet.comment("L", (200.0, 250.0), present=(6.0, 6.0, 20.0, 14.0), size=9.5)
    sheet.comment("R", (200.0, 270.0), present=(6.0, 22.0, 20.0, 14.0), size=9.5)
    for text, x in (
        ("-60", 26.0),
        ("-30 dB", 26.0 + (width - 38.0) / 2 - 14.0),
        ("0", width - 48.0),
    ):
        sheet.comment(
            text,
            (30.0 + x, 310.0),
            present=(x, 38.0, 44.0, 16.0),
            size=9.5,
            quiet=True,
            textjustification=2 if text == "0" else 0,
        )


def draw_transport(sheet: Sheet, bus: Bus, size: Point) -> None:
    """Draws play, stop, panic, reset, and the choice of the mode."""
    sheet.paper((0.0, 0.0, *size))
    step = (size[0] - GAP) / 4
    send = sheet.box(f"s {bus.send}", (30.0, 170.0))
    for i, (word, hint) in enumerate(
        (("play", "fades in"), ("stop", "fades out"), ("panic", "silence at once, until play"),
         ("reset", "the model forgets what it played"))
    ):  # fmt: skip
        x = 30.0 + i * 110.0
        button = sheet.ui(
            "live.text", (x, 60.0, 60.0, 20.0), (GAP + i * step, 6.0, step - GAP, 20.0),
            **parameter(word, 2, name=word, enum=("off", "on")),
            text=word, texton=word, mode=0, hint=hint,
        )  # fmt: skip
        sheet.chain(button, sheet.message(f"/lmdm/{word}", (x, 110.0)), send)
    heard = sheet.box(f"r {bus.heard}", (500.0, 20.0))
    mode = sheet.box("route /lmdm/mode", (500.0, 56.0))
    show = sheet.box("prepend setsymbol", (500.0, 92.0))
    menu = sheet.ui(
        "live.menu", (500.0, 130.0, 90.0, 16.0), (60.0, 34.0, 90.0, 16.0),
        **parameter("mode", 2, name="mode", enum=MODES),
    )  # fmt: skip
    chosen = sheet.box("prepend /lmdm/mode", (541.0, 170.0))
    sheet.comment("mode", (620.0, 130.0), present=(6.0, 33.0, 50.0, 18.0), size=10.0)
    sheet.chain(heard, mode, show, menu)
    sheet.cord(menu, chosen, outlet=1)
    sheet.cord(chosen, sheet.box(f"s {bus.send}", (541.0, 210.0)))
