"""[lmdm.audio]: lmdm's sound in Max, and Max's sound to lmdm, through a loopback device."""

from __future__ import annotations

from instrument.emit.max.controls import parameter
from instrument.emit.max.sheet import Point, Sheet, spread

AUDIO: Point = (430.0, 214.0)
"""The size of its presentation, in pixels."""

ROUTES = (
    ("macOS", 'BlackHole (or Loopback):  lmdm serve --device "BlackHole 2ch" --input-device '
     '"BlackHole 16ch".  In Max, Options, Audio Status: input BlackHole 2ch; output an aggregate '
     "of your loudspeakers and BlackHole 16ch, whose first channel is then 3."),
    ("Windows", "VB-Cable:  lmdm serve --device NAME, as --list-devices prints CABLE Input. In "
     "Max, Audio Status: input CABLE Output. A second cable is the way back: its Output after "
     "--input-device. In REAPER, ReaRoute as Max's ASIO driver leads to its tracks."),
)  # fmt: skip
"""Which loopback device to choose, by system."""


def audio() -> Sheet:
    """The patch. Its signals go through Max's own input and output channels."""
    sheet = Sheet(1_000.0, 560.0, presentation=True, description="lmdm's sound in Max, and back")
    width, height = AUDIO
    sheet.paper((0.0, 0.0, width, height))
    sheet.comment("Audio", (40.0, 0.0), present=(4.0, 1.0, 60.0, 18.0), size=11.0, bold=True)

    sheet.comment("lmdm to Max", (30.0, 26.0), present=(8.0, 24.0, 90.0, 18.0), size=11.0)
    first = _channel(sheet, "from channel", (30.0, 60.0), (100.0, 25.0), initial=1)
    pair = sheet.box("t i i", (30.0, 100.0), width=spread(2, 120.0))
    left, right = (
        sheet.message("set 1 $1", (30.0, 180.0)),
        sheet.message("set 2 $1", (150.0, 180.0)),
    )
    hear = sheet.box("adc~ 1 2", (30.0, 226.0), width=spread(2, 120.0))
    sheet.chain(first, pair, left, hear)
    second = sheet.box("+ 1", (150.0, 140.0))
    sheet.cord(pair, second, outlet=1)
    sheet.chain(second, right, hear)
    for i, x in enumerate((30.0, 150.0)):
        sheet.cord(hear, sheet.outlet((x, 340.0), f"lmdm, channel {i + 1}"), outlet=i)
        meter = sheet.ui("meter~", (x + 40.0, 280.0, 80.0, 14.0),
                         (180.0, 24.0 + 11.0 * i, 120.0, 9.0), varname=f"from_{i + 1}")  # fmt: skip
        sheet.cord(hear, meter, outlet=i)

    sheet.comment("Max to lmdm", (460.0, 26.0), present=(8.0, 50.0, 90.0, 18.0), size=11.0)
    ins = [sheet.inlet((460.0 + 200.0 * i, 60.0), f"to lmdm, channel {i + 1}", signal=True)
           for i in range(2)]  # fmt: skip
    through = sheet.ui(
        "live.text", (560.0, 60.0, 44.0, 16.0), (310.0, 51.0, 60.0, 16.0),
        **parameter("send to lmdm", 2, name="send", enum=("off", "on")), text="send", texton="send",
        mode=1,
    )  # fmt: skip
    first = _channel(sheet, "to channel", (760.0, 60.0), (100.0, 51.0), initial=3)
    pair = sheet.box("t i i", (760.0, 100.0), width=spread(2, 120.0))
    after = sheet.box("+ 1", (880.0, 140.0))
    sheet.chain(first, pair)
    sheet.cord(pair, after, outlet=1)
    play = sheet.box("dac~ 3 4", (460.0, 280.0), width=spread(2, 200.0))
    for i in range(2):
        x = 460.0 + 200.0 * i
        level = sheet.box("*~ 0.", (x, 180.0), width=60.0)
        sheet.cord(ins[i], level)
        sheet.cord(through, level, inlet=1)
        sheet.cord(level, play, inlet=i)
        meter = sheet.ui("meter~", (x + 70.0, 226.0, 80.0, 14.0),
                         (180.0, 50.0 + 11.0 * i, 120.0, 9.0), varname=f"to_{i + 1}")  # fmt: skip
        sheet.cord(level, meter)
        place = sheet.message("set $1", (760.0 + 120.0 * i, 180.0))
        sheet.cord((pair, after)[i], place)
        sheet.cord(place, play, inlet=i)

    for i, (system, words) in enumerate(ROUTES):
        y = 78.0 + 66.0 * i
        sheet.comment(system, (30.0, 390.0 + 50.0 * i), present=(8.0, y, 56.0, 18.0), size=10.0,
                      bold=True)  # fmt: skip
        sheet.comment(words, (110.0, 390.0 + 50.0 * i, 640.0, 44.0),
                      present=(66.0, y, width - 72.0, 60.0), size=10.0, quiet=True)  # fmt: skip
    return sheet


def _channel(sheet: Sheet, name: str, at: Point, seen: Point, initial: int):
    """A channel number that the patch keeps; a pair begins there."""
    more = parameter(name, 1, name=name, lo=0, hi=63)
    more["saved_attribute_attributes"]["valueof"] |= {
        "parameter_initial": [initial], "parameter_initial_enable": 1, "parameter_invisible": 1,
    }  # fmt: skip
    return sheet.ui("live.numbox", (*at, 44.0, 16.0), (*seen, 44.0, 16.0), **more)
