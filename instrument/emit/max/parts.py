"""The abstractions that stand in a player's own patch, and speak through the one [lmdm] there."""

from __future__ import annotations

from instrument.emit.max.bus import Bus
from instrument.emit.max.controls import parameter
from instrument.emit.max.prompt import HEIGHT as PROMPT_HEIGHT
from instrument.emit.max.prompt import WIDTH as PROMPT_WIDTH
from instrument.emit.max.prompt import draw_prompt
from instrument.emit.max.sheet import Point, Sheet, spread

PROMPT: Point = (PROMPT_WIDTH, PROMPT_HEIGHT)
NOTES: Point = (344.0, 84.0)
CLOCK: Point = (330.0, 46.0)
"""The sizes of their presentations, in pixels."""

TICKS = 480
"""Ticks of Max's transport in a quarter note."""


def param(bus: Bus) -> Sheet:
    """[lmdm.param NAME]: a parameter without a face; a dial of one's own goes on top."""
    sheet = Sheet(960.0, 520.0, description="A parameter of lmdm, by its name")
    sheet.comment("lmdm.param NAME", (80.0, 26.0), bold=True)
    inlet = sheet.inlet((30.0, 20.0), "value; free; ramp TARGET SECONDS; normalized 0-1; get")
    which = sheet.box("route free ramp normalized get", (30.0, 70.0), width=spread(5, 150.0))
    # while its own value goes out, what comes back at once is not said again
    quiet = sheet.box("t 1 l 0", (630.0, 110.0), width=spread(3, 80.0))
    normal = sheet.box("prepend /lmdm/normalized", (330.0, 220.0))
    sent = (
        sheet.message("/lmdm/free #1", (30.0, 220.0)),
        sheet.box("prepend /lmdm/ramp #1", (180.0, 220.0)),
        normal,
        sheet.message("/lmdm/get #1", (510.0, 220.0)),
    )
    send = sheet.box(f"s {bus.send}", (30.0, 270.0))
    sheet.cord(inlet, which)
    for outlet, box in enumerate(sent):
        sheet.cord(which, box, outlet=outlet)
        sheet.cord(box, send)
    sheet.cord(which, quiet, outlet=4)
    value = sheet.box("prepend #1", (710.0, 220.0))
    sheet.cord(quiet, value, outlet=1)
    sheet.cord(value, sheet.box(f"s {bus.turned}", (710.0, 256.0)))
    sheet.chain(sheet.box("loadmess #1", (520.0, 110.0)),
                sheet.box("sprintf set /lmdm/param/%s/normalized", (350.0, 160.0)),
                normal)  # fmt: skip

    gate = sheet.box("gate 1 1", (630.0, 410.0), width=spread(2, 100.0))
    value = sheet.box("route #1", (730.0, 356.0))
    sheet.cord(sheet.box(f"r {bus.value}", (730.0, 320.0)), value)
    sheet.cord(value, gate, inlet=1)
    sheet.cord(quiet, gate, outlet=0)
    sheet.cord(quiet, gate, outlet=2)
    told = sheet.outlet((630.0, 470.0), "its value, when it was changed elsewhere or clipped")
    freed = sheet.outlet((860.0, 470.0), "bang when the model has it again")
    sheet.cord(gate, told)
    sheet.chain(sheet.box(f"r {bus.free}", (860.0, 320.0)),
                sheet.box("sel #1", (860.0, 356.0)), freed)  # fmt: skip
    answer = sheet.box("route free", (330.0, 420.0))
    sheet.chain(sheet.box(f"r {bus.heard}", (330.0, 318.0)),
                sheet.box("route /lmdm/get.reply", (330.0, 352.0)),
                sheet.box("route #1", (330.0, 386.0)), answer, freed)  # fmt: skip
    sheet.cord(answer, told, outlet=1)
    return sheet


def prompt(bus: Bus) -> Sheet:
    """[lmdm.prompt SLOT]: a prompt, as a line to type in or fed by messages."""
    sheet = Sheet(960.0, 640.0, presentation=True, description="A prompt of lmdm, in a slot 0-5")
    draw_prompt(sheet, "#1", bus)
    return sheet


def notes(bus: Bus) -> Sheet:
    """[lmdm.notes]: what is played on a MIDI keyboard or on the one that it shows."""
    sheet = Sheet(900.0, 480.0, presentation=True, description="Plays notes to lmdm")
    draw_notes(sheet, bus)
    return sheet


def draw_notes(sheet: Sheet, bus: Bus) -> None:
    """Draws them."""
    width, height = NOTES
    sheet.paper((0.0, 0.0, width, height))
    sheet.comment("Notes", (40.0, 0.0), present=(4.0, 1.0, 60.0, 18.0), size=11.0, bold=True)
    inlet = sheet.inlet((30.0, 20.0), "pitch velocity (0-127, 0 is off); off; midi 0 or 1")
    which = sheet.box("route off midi", (30.0, 70.0), width=spread(3, 130.0))
    sheet.cord(inlet, which)
    off = sheet.message("/lmdm/notes/off", (30.0, 330.0))
    send = sheet.box(f"s {bus.send}", (30.0, 430.0))
    sheet.cord(which, off)
    sheet.cord(off, send)
    button = sheet.ui(
        "live.text", (60.0, 270.0, 60.0, 16.0), (width - 76.0, 3.0, 70.0, 15.0),
        **parameter("notes off", 2, name="all off", enum=("off", "on")),
        text="all off", texton="all off", mode=0,
    )  # fmt: skip
    sheet.cord(button, off)

    listen = sheet.ui(
        "live.text", (160.0, 120.0, 60.0, 16.0), (width - 154.0, 3.0, 72.0, 15.0),
        **parameter("midi in", 2, name="MIDI in", enum=("off", "on")),
        text="MIDI in", texton="MIDI in", mode=1,
    )  # fmt: skip
    sheet.cord(which, listen, outlet=1)
    sheet.cord(sheet.box("loadmess 1", (160.0, 96.0)), listen)
    gate = sheet.box("gate", (160.0, 180.0), width=spread(2, 300.0))
    sheet.cord(listen, gate)
    midi = sheet.box("notein", (460.0, 70.0), width=spread(3, 40.0))
    played = sheet.box("pack 60 0", (460.0, 120.0), width=spread(2, 40.0))
    sheet.cord(midi, played)
    sheet.cord(midi, played, outlet=1, inlet=1)
    sheet.cord(played, gate, inlet=1)
    each = sheet.box("unpack 60 100", (290.0, 230.0), width=spread(2, 100.0))
    sheet.cord(which, each, outlet=2)
    sheet.cord(gate, each)

    keys = sheet.ui(
        "kslider", (560.0, 230.0, 336.0, 53.0), (4.0, 24.0, 336.0, 53.0),
        varname="keys", mode=1, range=48, offset=36, parameter_enable=0,
    )  # fmt: skip
    part = sheet.box("/ 127.", (390.0, 310.0))
    note = sheet.box("pack 60 0.", (290.0, 350.0), width=spread(2, 100.0))
    for source in (each, keys):
        sheet.cord(source, part, outlet=1)
        sheet.cord(source, note)
    sheet.cord(part, note, inlet=1)
    sheet.chain(note, sheet.box("prepend /lmdm/note", (290.0, 390.0)), send)


def clock(bus: Bus) -> Sheet:
    """[lmdm.clock]: lmdm keeps the time of Max's (or Live's) transport."""
    sheet = Sheet(980.0, 640.0, presentation=True, description="lmdm plays in the transport's time")
    draw_clock(sheet, bus)
    return sheet


def draw_clock(sheet: Sheet, bus: Bus) -> None:
    """Draws it."""
    width, height = CLOCK
    sheet.paper((0.0, 0.0, width, height))
    sheet.comment("Clock", (40.0, 0.0), present=(4.0, 1.0, 60.0, 18.0), size=11.0, bold=True)
    inlet = sheet.inlet((30.0, 20.0), "1: follow the transport; 0: leave the tempo to the model")
    follow = sheet.ui(
        "live.text", (30.0, 70.0, 70.0, 18.0), (width - 104.0, 3.0, 98.0, 16.0),
        **parameter("follow transport", 2, name="follow", enum=("off", "on")),
        text="follow transport", texton="follow transport", mode=1,
    )  # fmt: skip
    sheet.cord(inlet, follow)
    sheet.cord(sheet.box("loadmess 1", (80.0, 26.0)), follow)
    on = sheet.box("t i i", (30.0, 106.0), width=spread(2, 600.0))
    look = sheet.box("metro 40", (30.0, 142.0))
    now = sheet.box("transport", (30.0, 190.0), width=spread(9, 100.0))
    sheet.chain(follow, on, look, now)
    sheet.comment("its outlets: bar, beat, units, ppq, tempo, time signature, running, ticks",
                  (120.0, 160.0), quiet=True)  # fmt: skip

    bar = sheet.box("change", (30.0, 350.0))
    known = sheet.box("pack 0 120. 0. 4 4", (30.0, 400.0), width=spread(5, 120.0))
    tempo = sheet.box("change", (430.0, 240.0))
    retempo = sheet.box("t b f", (430.0, 276.0), width=spread(2, 60.0))
    signature = sheet.box("unpack 4 4", (530.0, 240.0))
    running = sheet.box("change", (630.0, 240.0))
    started = sheet.box("sel 1 0", (630.0, 276.0))
    again = sheet.message("set -1", (560.0, 312.0))
    sheet.comment("when a bar begins, or the tempo changes, it is said which beat it is",
                  (30.0, 326.0), quiet=True)  # fmt: skip
    for outlet, box in ((0, bar), (4, tempo), (5, signature), (6, running)):
        sheet.cord(now, box, outlet=outlet)
    sheet.cord(now, known, outlet=7, inlet=2)
    sheet.chain(bar, known)
    sheet.chain(tempo, retempo, known)
    sheet.cord(retempo, known, outlet=1, inlet=1)
    for outlet in (0, 1):
        sheet.cord(signature, known, outlet=outlet, inlet=3 + outlet)
    off = sheet.message("/lmdm/clock/off", (690.0, 312.0))
    sheet.chain(running, started, again, bar)
    sheet.cord(started, off, outlet=1)
    chosen = sheet.box("sel 1 0", (730.0, 142.0))
    sheet.cord(on, chosen, outlet=1)
    sheet.cord(chosen, again)
    sheet.cord(chosen, off, outlet=1)
    sheet.cord(off, sheet.box(f"s {bus.send}", (690.0, 348.0)))

    gate = sheet.box("gate", (30.0, 450.0), width=spread(2, 60.0))
    sheet.cord(running, gate)
    sheet.cord(known, gate, inlet=1)
    # a beat is the signature's own: an eighth in 7/8, so that a bar has a whole number of them
    each = sheet.box("t l l l", (30.0, 490.0), width=spread(3, 200.0))
    sheet.cord(gate, each)
    said = sheet.box("pack 120. 0. 4", (30.0, 580.0), width=spread(3, 200.0))
    for i, rule in enumerate(("$f2 * $f5 / 4.", f"$f3 * $f5 / {4 * TICKS}.", "$i4")):
        worked = sheet.box(f"expr {rule}", (30.0 + 200.0 * i, 540.0))
        sheet.cord(each, worked, outlet=i)
        sheet.cord(worked, said, inlet=i)
    sheet.chain(said, sheet.box("prepend /lmdm/clock", (30.0, 620.0)),
                sheet.box(f"s {bus.send}", (30.0, 656.0)))  # fmt: skip
    sheet.comment("tempo", (100.0, 516.0), quiet=True)
    sheet.comment("beat", (300.0, 516.0), quiet=True)
    sheet.comment("beats in a bar", (500.0, 516.0), quiet=True)
    sheet.comment(
        "While the transport runs, lmdm's beats and bars fall on its own.",
        (120.0, 60.0, 440.0, 20.0), present=(4.0, 23.0, width - 8.0, 18.0), size=9.5, quiet=True,
    )  # fmt: skip
