"""What joins Max to the daemon: one udpsend, one udpreceive, and the watch over both."""

from __future__ import annotations

from py2max.core.box import Box

from instrument.config import DEFAULT_PORT
from instrument.emit.max.bus import Bus
from instrument.emit.max.sheet import Point, Sheet, spread
from instrument.params import PARAMS

HOST = "127.0.0.1"
_ROW = 30.0


def draw_link(sheet: Sheet, bus: Bus, listen: int, at: Point, *, wait: bool = False) -> None:
    """Draws it.

    `wait`: nothing of what is sent goes out until a second after the device is loaded, since Live
    recalls every dial of a set, and opening a set must not change what plays.
    """
    x, y = at
    sheet.comment("What comes in", (x, y), bold=True)
    inlet = sheet.inlet((x, y + 26.0), "OSC messages as in OSC.md; host NAME; port N; listen N")
    asked = sheet.box("route host port listen", (x, y + 76.0), width=spread(4, 104.0))
    host = sheet.box("prepend host", (x, y + 600.0))
    port = sheet.box("prepend port", (x + 104.0, y + 600.0))
    by_hand = sheet.box("t b l", (x + 312.0, y + 116.0), width=spread(2, 60.0))
    sheet.chain(inlet, asked, host)
    sheet.cord(asked, port, outlet=1)
    sheet.cord(asked, by_hand, outlet=3)
    sheet.cord(by_hand, sheet.box(f"s {bus.send}", (x + 372.0, y + 156.0)), outlet=1)

    sheet.comment("To the daemon", (x, y + 560.0), bold=True)
    udp = sheet.box(f"udpsend {HOST} {DEFAULT_PORT}", (x, y + 760.0))
    turned = sheet.box(f"r {bus.turned}", (x + 330.0, y + 600.0))
    both = sheet.box("t l l", (x + 330.0, y + 634.0), width=spread(2, 130.0))
    named = sheet.box("prepend /lmdm/set", (x + 330.0, y + 668.0))
    sheet.chain(turned, both, named)
    sheet.cord(both, sheet.box(f"s {bus.value}", (x + 460.0, y + 668.0)), outlet=1)
    sent = sheet.box(f"r {bus.send}", (x + 230.0, y + 600.0))
    going = [sent, named]
    if wait:
        gate = sheet.box("gate", (x + 208.0, y + 718.0), width=spread(2, 90.0))
        for box in going:
            sheet.cord(box, gate, inlet=1)
        ready = sheet.box("live.thisdevice", (x + 104.0, y + 632.0))
        later = sheet.box("delay 1000", (x + 120.0, y + 660.0))
        sheet.chain(ready, later, sheet.message("1", (x + 160.0, y + 686.0)), gate)
        going = [gate]
    for box in (host, port, *going):
        sheet.cord(box, udp)
    given = sheet.box("route /lmdm/free", (x + 600.0, y + 634.0))
    sheet.chain(sheet.box(f"r {bus.send}", (x + 600.0, y + 600.0)), given,
                sheet.box(f"s {bus.free}", (x + 600.0, y + 668.0)))  # fmt: skip

    listening = sheet.box("t i i", (x + 208.0, y + 116.0), width=60.0)
    sheet.cord(asked, listening, outlet=2)
    there = sheet.box("prepend port", (x + 249.0, y + 156.0))
    sheet.cord(listening, there, outlet=1)
    sheet.comment("From the daemon", (x + 500.0, y), bold=True)
    udp_in = sheet.box(f"udpreceive {listen}", (x + 500.0, y + 196.0))
    sheet.cord(there, udp_in)
    values = sheet.closed("values", (x + 640.0, y + 236.0), lambda s: _draw_values(s, bus),
                          (640.0, 120.0 + _ROW * len(PARAMS)))  # fmt: skip
    sheet.cord(udp_in, sheet.box(f"s {bus.heard}", (x + 500.0, y + 236.0)))
    sheet.cord(udp_in, sheet.outlet((x + 420.0, y + 236.0), "every message from the daemon"))
    sheet.cord(udp_in, values)
    _watch(sheet, bus, listen, (x + 208.0, y + 300.0), listening, by_hand, udp)


def _watch(
    sheet: Sheet, bus: Bus, listen: int, at: Point, listening: Box, by_hand: Box, udp: Box
) -> None:
    """Asks for news every two seconds, and for everything when the daemon is there (again)."""
    x, y = at
    sheet.comment("News every two seconds, so that a daemon that is started later is found",
                  (x, y), bold=True)  # fmt: skip
    start = x + 30.0  # the cord of "listen" passes on the left
    both = sheet.box("t b b", (start, y + 106.0), width=spread(2, 110.0))
    port = sheet.box(f"int {listen}", (x, y + 142.0))
    notify = sheet.message("/lmdm/notify 1 $1", (x, y + 178.0))
    status = sheet.message("/lmdm/status", (start + 110.0, y + 142.0))
    sheet.chain(sheet.box("loadmess 1", (start, y + 34.0)),
                sheet.box("metro 2000", (start, y + 70.0)), both, port, notify)  # fmt: skip
    sheet.cord(both, status, outlet=1)
    sheet.cord(listening, port)

    right = x + 290.0
    alive = sheet.box("t 1 b", (right, y + 106.0), width=spread(2, 100.0))
    changed = sheet.box("change", (right, y + 214.0))
    refresh = sheet.message("/lmdm/refresh", (right, y + 290.0))
    sheet.chain(
        sheet.box(f"r {bus.heard}", (right, y + 34.0)),
        sheet.box("route /lmdm/heartbeat", (right, y + 70.0)),
        alive, changed, sheet.box("sel 1", (right, y + 250.0)), refresh,
    )  # fmt: skip
    silence = sheet.box("delay 3500", (right + 100.0, y + 142.0))
    sheet.cord(alive, silence, outlet=1)
    sheet.chain(silence, sheet.message("0", (right + 100.0, y + 178.0)), changed)

    soon = sheet.box("delay 1000", (x + 530.0, y + 142.0))
    sheet.cord(by_hand, soon)
    sheet.comment("what was sent by hand is asked back", (x + 530.0, y + 170.0), quiet=True)
    sheet.cord(soon, refresh)
    for box in (notify, status, refresh):
        sheet.cord(box, udp)


def _draw_values(sheet: Sheet, bus: Bus) -> None:
    """Any message that gives a parameter a value -> its name and value, to whoever shows it."""
    sheet.comment("/lmdm/param/NAME value  ->  NAME value", (20.0, 14.0), bold=True)
    inlet = sheet.inlet((20.0, 40.0), "OSC messages, sent or heard")
    last = inlet
    send = sheet.box(f"s {bus.value}", (480.0, 80.0 + _ROW * len(PARAMS)))
    for row, param in enumerate(PARAMS.values()):
        y = 84.0 + _ROW * row
        route = sheet.box(f"route {param.address}", (20.0, y), width=230.0)
        sheet.cord(last, route, outlet=0 if row == 0 else 1)
        name = sheet.box(f"prepend {param.key}", (290.0, y))
        sheet.chain(route, name, send)
        last = route
    free = sheet.box("route /lmdm/free", (20.0, 84.0 + _ROW * len(PARAMS)), width=230.0)
    sheet.cord(last, free, outlet=1)
    sheet.cord(free, sheet.box(f"s {bus.free}", (290.0, 84.0 + _ROW * len(PARAMS))))
