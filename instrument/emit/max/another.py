"""[lmdm.link]: another daemon, besides the one whose panel is open."""

from __future__ import annotations

from instrument.emit.max.link import HOST
from instrument.emit.max.sheet import Sheet, spread


def link() -> Sheet:
    """[lmdm.link PORT LISTEN]: it shares no names, so that each plays a daemon of its own."""
    sheet = Sheet(660.0, 330.0, description="A daemon of its own, by its port")
    sheet.comment("lmdm.link PORT LISTEN", (230.0, 20.0), bold=True)
    inlet = sheet.inlet((30.0, 20.0), "OSC messages as in OSC.md; host NAME; port N")
    asked = sheet.box("route host port", (30.0, 70.0), width=spread(3, 150.0))
    host = sheet.box("prepend host", (30.0, 106.0))
    port = sheet.box("prepend port", (150.0, 106.0))
    udp = sheet.box(f"udpsend {HOST} #1", (30.0, 260.0))
    sheet.chain(inlet, asked, host, udp)
    sheet.cord(asked, port, outlet=1)
    sheet.cord(port, udp)
    sheet.cord(asked, udp, outlet=2)
    sheet.chain(sheet.box("loadmess 1", (400.0, 120.0)), sheet.box("metro 2000", (400.0, 156.0)),
                sheet.message("/lmdm/notify 1 #2", (400.0, 192.0)), udp)  # fmt: skip
    heard = sheet.box("udpreceive #2", (540.0, 192.0))
    sheet.cord(heard, sheet.outlet((540.0, 260.0), "every message from that daemon"))
    return sheet
