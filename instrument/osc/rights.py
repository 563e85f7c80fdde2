"""Who may do what, and how much of it: rights to look, to play and to administer; a rate for each
sender. A machine that is on no list is not answered at all.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from instrument.commands import COMMANDS, Command
from instrument.errors import Refused

LOOK, PLAY, ADMINISTER = 0, 1, 2
"""Rights; each has those before it."""

_NEEDS = {LOOK: "look", PLAY: "play", ADMINISTER: "administer"}
_LISTS = {PLAY: "allow", ADMINISTER: "administer"}
_LOOKING = frozenset(
    {"status", "version", "latency", "playing", "get", "refresh", "notify", "sync", "preset/list",
     "state/list", "model/list", "scene/list", "midi/list"}
)  # fmt: skip
_ADMINISTERING = frozenset(
    {"load", "quit", "preset/save", "state/save", "capture", "trace/start", "trace/stop",
     "midi/learn", "midi/forget"}
)  # fmt: skip
"""What changes files, models or the daemon itself; all else is playing."""

_MAX_SENDERS = 1_024
_HERE = 20  # this machine may send so many times as much as others


def right_of(command: Command) -> int:
    """What `command` needs."""
    if command.key in _LOOKING:
        return LOOK
    return ADMINISTER if command.key in _ADMINISTERING else PLAY


_RIGHTS = {key: right_of(command) for key, command in COMMANDS.items()}


def check(command: Command, right: int) -> None:
    """Raises Refused when `right` does not suffice."""
    needed = _RIGHTS[command.key]
    if right < needed:
        raise Refused(
            "range",
            f"this machine may not {_NEEDS[needed]} (osc: {_LISTS[needed]} in the configuration)",
        )


@dataclass
class _Sender:
    """`tokens`: packets that it may send at once, as of `then`; `told`: that there were more."""

    rate: float
    tokens: float
    then: float
    told: bool = False


class Rates:
    """Packets a second of each sender: what is more is dropped, in bursts of two seconds' worth."""

    def __init__(self, most: float, here: Callable[[str], bool]) -> None:
        """`most` for other machines; for those that are `here` many times as much."""
        self._most = most
        self._here = here
        self._senders: OrderedDict[str, _Sender] = OrderedDict()
        self.dropped = 0

    def admit(self, host: str, now: float | None = None) -> bool:
        """Whether a packet of `host` is to be looked at."""
        now = time.monotonic() if now is None else now
        sender = self._senders.get(host)
        if sender is None:
            rate = self._most * (_HERE if self._here(host) else 1)
            sender = self._senders[host] = _Sender(rate, 2.0 * rate, now)
            if len(self._senders) > _MAX_SENDERS:
                self._senders.popitem(last=False)
        full = 2.0 * sender.rate
        sender.tokens = min(full, sender.tokens + (now - sender.then) * sender.rate)
        sender.then = now
        if sender.tokens == full:
            sender.told = False
        if sender.tokens < 1.0:
            self.dropped += 1
            return False
        sender.tokens -= 1.0
        return True

    def to_tell(self, host: str) -> bool:
        """Whether `host`, of which a packet was dropped, is to be told: once in a burst, as it has
        more to read than it can anyway."""
        sender = self._senders[host]
        first, sender.told = not sender.told, True
        return first
