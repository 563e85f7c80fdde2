"""The help of each patch, three examples, and the overview in Max's Extras menu.

None of them opens a panel by itself: there is one [lmdm] in a Max, and it may be open already.
"""

from __future__ import annotations

from collections.abc import Sequence

from py2max.core.box import Box
from py2max.core.common import text_width

from instrument.emit.max import parts
from instrument.emit.max.audio import AUDIO
from instrument.emit.max.bus import MAX
from instrument.emit.max.sheet import Point, Sheet
from instrument.params import PARAMS, Param

ABOUT = {
    "lmdm": "The panel: prompts, parameters, meters; and the link that all the others use",
    "lmdm.param": "A parameter, by its name",
    "lmdm.prompt": "A prompt, in one of six slots",
    "lmdm.notes": "Notes, from MIDI or from the keys that it shows",
    "lmdm.clock": "lmdm in the time of Max's transport",
    "lmdm.audio": "lmdm's sound in Max, and Max's sound to lmdm",
    "lmdm.link": "Another daemon, by its port, besides the one of the panel",
}
"""Every object of the package and what it is."""

_LEFT = 30.0


def _begin(name: str, size: Point) -> Sheet:
    sheet = Sheet(*size, description=ABOUT[name])
    sheet.comment(name, (_LEFT, 16.0), size=24.0, bold=True)
    sheet.comment(ABOUT[name], (_LEFT, 56.0), size=13.0)
    _opener(sheet, (560.0, 16.0))
    return sheet


def _opener(sheet: Sheet, at: Point) -> None:
    """A click that opens the panel."""
    x, y = at
    sheet.comment("the panel, open once for all", at, quiet=True)
    show = sheet.message("load lmdm.maxpat", (x, y + 24.0))
    sheet.cord(show, sheet.box("pcontrol", (x, y + 56.0)))


def _messages(sheet: Sheet, rows: Sequence[tuple[str, str]], at: Point, target: Box) -> float:
    """Message boxes with what they do, all into `target`; each further right than the one above,
    so that no cord crosses a box.
    """
    x, y = at
    for text, words in rows:
        box = sheet.message(text, (x, y))
        sheet.cord(box, target)
        sheet.comment(words, (x + box.patching_rect[2] + 8.0, y + 1.0), quiet=True)
        x, y = x + 14.0, y + 30.0
    return y


def lmdm() -> Sheet:
    """Help of [lmdm]."""
    sheet = _begin("lmdm", (820.0, 640.0))
    send = sheet.box(f"s {MAX.send}", (_LEFT, 420.0))
    _messages(
        sheet,
        (
            ("/lmdm/prompt acid bass", "what is to be played; words need no quotes"),
            ('/lmdm/prompt 1 "warm pad" 0.4', "a second prompt, in slot 1, at a weight of 0.4"),
            ("/lmdm/param/density 6", "six onsets a second"),
            ("/lmdm/ramp brightness 0.9 8", "brighter, within eight seconds"),
            ("/lmdm/curve/loudness 0 -30 4 -12 8 -30", "drawn: seconds and values"),
            ("/lmdm/free density", "back to the model"),
            ("/lmdm/reset", "the model forgets what it played"),
            ("/lmdm/preset/save evening", "keeps prompts and sound under a name"),
        ),
        (_LEFT, 130.0), send,
    )  # fmt: skip
    sheet.comment("The same messages go into the inlet of an object lmdm. It takes host NAME, "
                  "port N and listen N, too.", (_LEFT, 456.0), quiet=True)  # fmt: skip
    heard = sheet.box(f"r {MAX.heard}", (_LEFT, 500.0))
    rest = sheet.box("route /lmdm/meter /lmdm/heartbeat /lmdm/status.reply", (_LEFT, 536.0))
    shown = sheet.box("print lmdm", (_LEFT + 300.0, 576.0))
    sheet.cord(heard, rest)
    sheet.cord(rest, shown, outlet=3)
    sheet.comment("what the daemon says, in the Max console", (_LEFT + 90.0, 501.0), quiet=True)
    return sheet


def param() -> Sheet:
    """Help of [lmdm.param], with the list of all parameters."""
    rows = [
        (each, max(_height(_range(each), 140.0), _height(each.doc, 560.0)))
        for each in PARAMS.values()
    ]
    sheet = _begin("lmdm.param", (900.0, 420.0 + sum(height + 1.0 for _, height in rows)))
    mine = sheet.abstraction("lmdm.param density", (_LEFT, 300.0), (1, 2))
    mine.patching_rect = mine.patching_rect._replace(w=160.0)
    value = sheet.ui("flonum", (_LEFT, 130.0, 60.0, 22.0), parameter_enable=0)
    sheet.cord(value, mine)
    sheet.comment("its value: drag", (_LEFT + 70.0, 131.0), quiet=True)
    _messages(
        sheet,
        (
            ("ramp 12 4", "to 12 within four seconds"),
            ("normalized 0.5", "the middle of its range"),
            ("free", "back to the model"),
            ("get", "says what holds"),
        ),
        (_LEFT + 200.0, 130.0), mine,
    )  # fmt: skip
    sheet.cord(mine, sheet.ui("flonum", (_LEFT, 340.0, 60.0, 22.0), parameter_enable=0))
    sheet.comment("when it was changed elsewhere", (_LEFT + 190.0, 330.0), quiet=True)
    bang = sheet.ui("button", (_LEFT + 140.0, 340.0, 24.0, 24.0))
    sheet.cord(mine, bang, outlet=1)
    sheet.comment("when the model has it again", (_LEFT + 190.0, 350.0), quiet=True)
    y = 384.0
    for each, height in rows:
        sheet.comment(each.key, (_LEFT, y, 150.0, 20.0), size=11.0, bold=True)
        sheet.comment(_range(each), (_LEFT + 152.0, y, 140.0, height), size=11.0, quiet=True)
        sheet.comment(each.doc, (_LEFT + 294.0, y, 560.0, height), size=11.0)
        y += height + 1.0
    return sheet


def _height(text: str, width: float) -> float:
    """How high a comment of that width must be, in pixels: as many lines as its words take."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if text_width(longer, 11.0) > width - 12.0:
            lines.append(word)
        else:
            lines[-1] = longer
    return 6.0 + 14.0 * len(lines)


def _range(each: Param) -> str:
    if each.type == "choice":
        return " ".join(each.choices)
    if each.type == "bool":
        return "0 or 1"
    return f"{each.lo:.10g} to {each.hi:.10g} {each.unit}".rstrip()


def prompt() -> Sheet:
    """Help of [lmdm.prompt]."""
    sheet = _begin("lmdm.prompt", (760.0, 420.0))
    mine = sheet.other("lmdm.prompt", [1], (_LEFT, 280.0, *parts.PROMPT), None, (2, 0))
    sheet.comment("type here, and press return", (_LEFT + 340.0, 282.0), quiet=True)
    _messages(
        sheet,
        (
            ("warm pad", "any words"),
            ("808 kick", "numbers are words"),
            ("clear", "empties the slot"),
        ),
        (_LEFT, 130.0), mine,
    )  # fmt: skip
    weight = sheet.ui("flonum", (_LEFT + 320.0, 200.0, 60.0, 22.0), parameter_enable=0)
    sheet.cord(weight, mine, inlet=1)
    sheet.comment("its weight, 0 to 1, against the other slots", (_LEFT + 390.0, 201.0), quiet=True)
    sheet.comment("Its argument is the slot, 0 to 5. As a bpatcher it shows the line to type in.",
                  (_LEFT, 330.0), quiet=True)  # fmt: skip
    return sheet


def notes() -> Sheet:
    """Help of [lmdm.notes]."""
    sheet = _begin("lmdm.notes", (760.0, 440.0))
    mine = sheet.other("lmdm.notes", [], (_LEFT, 290.0, *parts.NOTES), None, (1, 0))
    _messages(
        sheet,
        (
            ("60 100", "pitch and velocity: begins"),
            ("60 0", "velocity 0: ends"),
            ("off", "ends all, and gives the notes back to the model"),
            ("midi 0", "does not hear MIDI"),
        ),
        (_LEFT, 130.0), mine,
    )  # fmt: skip
    return sheet


def clock() -> Sheet:
    """Help of [lmdm.clock]."""
    sheet = _begin("lmdm.clock", (760.0, 420.0))
    run = sheet.ui("toggle", (_LEFT, 130.0, 24.0, 24.0), parameter_enable=0)
    tempo = sheet.ui("flonum", (_LEFT + 120.0, 130.0, 60.0, 22.0), minimum=20.0, maximum=400.0,
                     parameter_enable=0)  # fmt: skip
    sheet.comment("1: start Max's transport    2: its tempo", (_LEFT + 200.0, 131.0), quiet=True)
    moves = sheet.box("transport", (_LEFT, 210.0), width=200.0)
    sheet.cord(run, moves)
    sheet.cord(sheet.chain(tempo, sheet.message("tempo $1", (_LEFT + 120.0, 170.0))), moves)
    sheet.other("lmdm.clock", [], (_LEFT, 270.0, *parts.CLOCK), None, (1, 0))
    sheet.comment("While the transport runs, each bar tells lmdm which beat it is, and so does a "
                  "new tempo.", (_LEFT, 340.0), quiet=True)  # fmt: skip
    return sheet


def audio() -> Sheet:
    """Help of [lmdm.audio]."""
    sheet = _begin("lmdm.audio", (760.0, 560.0))
    mine = sheet.other("lmdm.audio", [], (_LEFT, 190.0, *AUDIO), None, (2, 2))
    mine._kwds["outlettype"] = ["signal", "signal"]
    source = sheet.box("cycle~ 220", (_LEFT, 126.0))
    quiet = sheet.box("*~ 0.1", (_LEFT, 156.0))
    sheet.chain(source, quiet, mine)
    sheet.cord(quiet, mine, inlet=1)
    sheet.comment("what lmdm is to hear, in jam and delay mode", (_LEFT + 100.0, 127.0), quiet=True)
    out = sheet.ui("ezdac~", (_LEFT, 440.0, 45.0, 45.0))
    sheet.cord(mine, out)
    sheet.cord(mine, out, outlet=1, inlet=1)
    sheet.comment("lmdm, as a signal of Max's: click to turn sound on", (_LEFT + 60.0, 452.0),
                  quiet=True)  # fmt: skip
    return sheet


def link() -> Sheet:
    """Help of [lmdm.link]."""
    sheet = _begin("lmdm.link", (820.0, 420.0))
    mine = sheet.abstraction("lmdm.link 57150 57154", (_LEFT, 270.0), (1, 1))
    mine.patching_rect = mine.patching_rect._replace(w=180.0)
    _messages(
        sheet,
        (
            ("/lmdm/prompt drum loop", "every message of OSC.md"),
            ("/lmdm/ramp density 8 4", "denser, within four seconds"),
            ("host 192.168.1.20", "a daemon on another machine"),
        ),
        (_LEFT, 130.0), mine,
    )  # fmt: skip
    sheet.comment("1: its port (lmdm serve --port 57150)    2: where Max hears it, "
                  "a port of its own", (_LEFT + 190.0, 271.0), quiet=True)  # fmt: skip
    rest = sheet.box("route /lmdm/meter /lmdm/heartbeat", (_LEFT, 310.0))
    sheet.cord(mine, rest)
    sheet.cord(rest, sheet.box("print lmdm.link", (_LEFT + 230.0, 350.0)), outlet=2)
    sheet.comment("what that daemon says, in the Max console", (_LEFT + 250.0, 311.0), quiet=True)
    return sheet


def first_sound(size: Point) -> Sheet:
    """The first example: the panel, and three prompts to click."""
    sheet = Sheet(size[0] + 60.0, size[1] + 160.0, description="First sound")
    sheet.comment("First sound: start  lmdm serve  in a terminal, then click a prompt.",
                  (_LEFT, 16.0), size=13.0)  # fmt: skip
    panel = sheet.other("lmdm", [], (_LEFT, 120.0, *size), None, (1, 1))
    for i, words in enumerate(("acid bass", "warm slow pad", "piano arpeggio")):
        sheet.cord(sheet.message(f"/lmdm/prompt {words}", (_LEFT + 190.0 * i, 60.0)), panel)
    return sheet


def in_time() -> Sheet:
    """The second example: Max's transport, notes, and a parameter that moves in time."""
    sheet = Sheet(840.0, 560.0, description="In time")
    sheet.comment("In time with Max's transport", (_LEFT, 16.0), size=13.0)
    _opener(sheet, (560.0, 16.0))
    run = sheet.ui("toggle", (_LEFT, 60.0, 24.0, 24.0), parameter_enable=0)
    sheet.cord(run, sheet.box("transport", (_LEFT, 100.0), width=200.0))
    sheet.comment("start", (_LEFT + 34.0, 62.0), quiet=True)
    sheet.other("lmdm.clock", [], (_LEFT, 150.0, *parts.CLOCK), None, (1, 0))
    sheet.other("lmdm.notes", [], (_LEFT, 220.0, *parts.NOTES), None, (1, 0))
    sheet.comment("every four bars, busier and calmer", (_LEFT, 330.0), quiet=True)
    every = sheet.box("metro 4.0.0 @quantize 4.0.0 @active 1", (_LEFT, 360.0))
    turn = sheet.ui("toggle", (_LEFT, 395.0, 24.0, 24.0), parameter_enable=0)
    which = sheet.box("sel 1 0", (_LEFT, 430.0), width=180.0)
    up, down = sheet.message("ramp 8 4", (_LEFT, 465.0)), sheet.message("ramp 2 4", (150.0, 465.0))
    density = sheet.abstraction("lmdm.param density", (_LEFT, 510.0), (1, 2))
    sheet.chain(every, turn, which, up, density)
    sheet.cord(which, down, outlet=1)
    sheet.cord(down, density)
    return sheet


def jam() -> Sheet:
    """The third example: Max's sound to lmdm, which accompanies it or comes back transformed."""
    sheet = Sheet(840.0, 640.0, description="Jam")
    sheet.comment("Play to lmdm", (_LEFT, 16.0), size=13.0)
    _opener(sheet, (560.0, 16.0))
    send = sheet.box(f"s {MAX.send}", (_LEFT, 160.0))
    _messages(
        sheet,
        (
            ("/lmdm/mode jam", "it accompanies what it hears (a model that has learned to)"),
            ("/lmdm/mode delay", "what it hears comes back, transformed"),
            ("/lmdm/mode text", "it plays by itself"),
        ),
        (_LEFT, 56.0), send,
    )  # fmt: skip
    sheet.comment("a microphone, or whatever is patched here", (_LEFT, 196.0), quiet=True)
    source = sheet.box("adc~ 1 2", (_LEFT, 220.0), width=219.0)
    mine = sheet.other("lmdm.audio", [], (_LEFT, 260.0, *AUDIO), None, (2, 2))
    mine._kwds["outlettype"] = ["signal", "signal"]
    out = sheet.ui("ezdac~", (_LEFT, 520.0, 45.0, 45.0))
    for i in range(2):
        sheet.cord(source, mine, outlet=i, inlet=i)
        sheet.cord(mine, out, outlet=i, inlet=i)
    return sheet


def overview() -> Sheet:
    """What the package has; a click opens the help of each."""
    end = 130.0 + 40.0 * len(ABOUT)
    sheet = Sheet(640.0, end + 50.0, presentation=True, description="lmdm: what the package has")
    sheet.comment("lmdm", (_LEFT, 16.0), present=(16.0, 12.0, 200.0, 40.0), size=26.0, bold=True)
    sheet.comment("a generative instrument: start  lmdm serve , then open the panel", (_LEFT, 60.0),
                  present=(16.0, 52.0, 560.0, 22.0), size=13.0)  # fmt: skip
    opens = sheet.box("pcontrol", (_LEFT, end + 50.0))
    for i, (name, words) in enumerate(ABOUT.items()):
        y = 110.0 + 40.0 * i
        text = f"load {name}.maxhelp"
        message = sheet.message(text, (_LEFT, y))
        message._kwds |= {"presentation": 1, "presentation_rect": [16.0, y - 20.0, 190.0, 22.0]}
        sheet.cord(message, opens)
        sheet.comment(words, (260.0, y + 1.0), present=(216.0, y - 19.0, 410.0, 20.0))
    message = sheet.message("load lmdm.maxpat", (_LEFT, end))
    message._kwds |= {"presentation": 1, "presentation_rect": [16.0, end - 20.0, 190.0, 22.0]}
    sheet.cord(message, opens)
    sheet.comment("opens the panel", (260.0, end + 1.0), present=(216.0, end - 19.0, 300.0, 20.0))
    return sheet
