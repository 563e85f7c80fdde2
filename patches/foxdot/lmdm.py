"""lmdm in FoxDot and Renardo. While `lmdm serve` runs, evaluate in the editor

    exec(open("/path/to/lmdm/patches/foxdot/lmdm.py").read())
    lmdm.prompt("warm pad")
    lmdm.set(density=var([2, 8], 4), brightness=linvar([0, 1], 16), key="F#m")
    lmdm.follow()

Values may be TimeVars: they are looked at each half beat, and sent when they have changed. FoxDot
takes names in a TimeVar letter by letter; there a choice goes by its number, and a key by 0 to 23,
from C to B and from Cm to Bm: `key=var([21, 0], 8)` is Am and C. Messages are bundles for the
moment at which FoxDot's own sound of that beat is heard; so that they land on their frames, have
the clock look further ahead: `Clock.latency = 0.7`. Refusals are printed.
"""

import socket
import struct
import threading

NTP_EPOCH = 2208988800


def _text(text):
    data = str(text).encode()
    return data + b"\0" * (4 - len(data) % 4)


def _message(address, *values):
    tags, body = ",", b""
    for value in values:
        if isinstance(value, str):
            tags, body = tags + "s", body + _text(value)
        elif isinstance(value, int):
            tags, body = tags + "i", body + struct.pack(">i", value)
        else:  # a TimeVar is what it is now
            tags, body = tags + "f", body + struct.pack(">f", float(value))
    return _text(address) + _text(tags) + body


class Lmdm:
    """One daemon, played in the time of `clock`."""

    def __init__(self, clock, host="127.0.0.1", port=57140):
        self.clock = clock
        self.values = {}
        self._sent = {}
        self._moving = False
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._to = host, port
        self.send("version")
        threading.Thread(target=self._hear, daemon=True).start()

    def send(self, address, *values):
        """Any message of instrument/OSC.md, at the time of the clock's sound."""
        message = _message("/lmdm/" + address, *values)
        due = self.clock.osc_message_time() + NTP_EPOCH
        tag = struct.pack(">II", int(due), int(due % 1 * 2**32))
        bundle = b"#bundle\0" + tag + struct.pack(">i", len(message)) + message
        self._socket.sendto(bundle, self._to)

    def prompt(self, text, weight=1.0, slot=0):
        """One of the six texts that are mixed."""
        self.send("prompt", int(slot), text, float(weight))

    def set(self, **values):
        """Parameters by name, with __ for / (delay__time): numbers, names, or TimeVars."""
        self.values.update(values)
        self._look()
        if not self._moving:
            self._moving = True
            self.clock.schedule(self._again, self.clock.now() + 0.5)

    def free(self, *names):
        """Gives controls back to the model."""
        for name in names:
            self.values.pop(name, None)
            self._sent.pop(name, None)
            self.send("free", name)

    def note(self, pitch, velocity=0.8, seconds=0.5):
        """A note that ends by itself."""
        self.send("note", int(pitch), float(velocity), float(seconds))

    def follow(self):
        """lmdm keeps the clock's tempo, from now on."""
        self.send("clock", float(self.clock.bpm), float(self.clock.now()))
        self.clock.schedule(self.follow, self.clock.next_bar())

    def _again(self):
        self._look()
        self.clock.schedule(self._again, self.clock.now() + 0.5)

    def _look(self):
        for name, value in self.values.items():
            now = value if isinstance(value, (str, int)) else float(value)
            if self._sent.get(name) != now:
                self._sent[name] = now
                self.send("param/" + name.replace("__", "/"), now)

    def _hear(self):
        while True:
            data = self._socket.recv(65536)
            parts = [part.decode(errors="replace") for part in data.split(b"\0") if part]
            if parts[0] == "/lmdm/fail":
                print("lmdm refused " + ": ".join([parts[2], parts[-1]]))


lmdm = Lmdm(Clock)  # noqa: F821
