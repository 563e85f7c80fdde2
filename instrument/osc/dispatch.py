"""From a packet to timed changes and answers.

A bundle's changes are handed over in one piece, with the sample of its timetag; what is no change
(a question, a task) waits for its moment. A message that is refused is answered with its reason and
harms nothing, the rest of its bundle included.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import lru_cache

from instrument.commands import COMMANDS, Command
from instrument.errors import Refused, did_you_mean
from instrument.osc import orca, patterns, rights
from instrument.osc.answers import Answers
from instrument.osc.arguments import checked
from instrument.osc.batch import Batch
from instrument.osc.codec import Group, Message, PacketError, decode
from instrument.osc.complaints import Complaints
from instrument.osc.gestures import Gestures, drawable
from instrument.osc.host import Host
from instrument.osc.matches import Matches
from instrument.osc.peers import Peer
from instrument.params import PARAMS, ROOT, SLOTS

MAX_DEFERRED = 4_096
"""Questions that may wait for their timetag; more are refused with `busy`."""

_REFUSAL = f"{ROOT}/fail"
_FREE_FORM = frozenset({"prompt", "prompt/SLOT/text"})  # they read their arguments themselves

_Handler = Callable[[Batch, str, tuple], None]


def addresses() -> Iterator[tuple[str, Command, str]]:
    """Every address that is answered, its command, and what stands there for NAME or SLOT."""
    for command in COMMANDS.values():
        names = [""]
        if "NAME" in command.key:
            names = [k for k in PARAMS if command.key != "curve/NAME" or drawable(PARAMS[k])]
        elif "SLOT" in command.key:
            names = [str(slot) for slot in range(SLOTS)]
        for name in names:
            yield command.address.replace("NAME", name).replace("SLOT", name), command, name


class Dispatcher:
    """Answers packets. Runs on the event loop; receive() never waits."""

    def __init__(self, host: Host, say: Callable[[str], None] = lambda _: None) -> None:
        """`say` tells the person at the terminal of refusals."""
        self.host = host
        self.refused = 0
        self._complaints = Complaints(say)
        self._answers = Answers(host, self._fail)
        self._gestures = Gestures(host, self._answers.start)
        self._deferred: set[asyncio.TimerHandle] = set()
        self._table = self._addresses()
        self._matching = lru_cache(maxsize=256)(self._find)

    def addresses(self) -> list[str]:
        """Every address that is answered."""
        return list(self._table)

    def _addresses(self) -> dict[str, tuple[Command, str, _Handler]]:
        table: dict[str, tuple[Command, str, _Handler]] = {}
        for address, command, name in addresses():
            handlers = self._answers if command.when == "answer" else self._gestures
            handler = getattr(handlers, "on_" + command.key.lower().replace("/", "_"))
            table[address] = (command, name, handler)
        return table

    def _find(self, pattern: str) -> tuple[str, ...]:
        found = patterns.matching(pattern, self._table)
        return tuple(address for address in found if address != f"{ROOT}/quit")

    # Receiving

    def receive(self, packet: bytes, peer: Peer) -> None:
        """Takes one packet from `peer`."""
        try:
            groups = decode(packet)
        except PacketError as error:
            self._fail(peer, ROOT, Refused("type", f"malformed packet: {error}"))
            return
        matches = Matches(self._matching)
        for group in groups:
            self._take(group, peer, matches)

    def refuse(self, peer: Peer, error: Refused) -> None:
        """Answers what did not become a packet (too long, wrongly framed)."""
        self._fail(peer, ROOT, error)

    def close(self) -> None:
        """Drops whatever still waits."""
        for timer in self._deferred:
            timer.cancel()
        self._answers.close()

    def _take(self, group: Group, peer: Peer, matches: Matches) -> None:
        heard = self.host.time.heard()
        try:
            at = self.host.time.sample_of(group.timetag)
        except Refused as error:
            self._fail(peer, group.messages[0].address, error)
            return
        base = heard if at is None else at
        if base < heard:
            self.host.late += 1
            at = None  # the engine need not find out, and count it, once more
        batch = Batch(at, base, base > heard, peer, matches)
        for message in group.messages:
            self._run(message, batch)
        self._submit(batch, group.messages[0].address)

    def _run(self, message: Message, batch: Batch) -> None:
        if message.address == _REFUSAL:
            return  # answered by another, two that were led to each other would never end
        try:
            if message.fault:
                raise Refused("type", message.fault)
            if patterns.is_pattern(message.address):
                self._run_pattern(message, batch)
            else:
                self._run_one(message.address, message.args, batch)
        except Refused as error:
            self._fail(batch.peer, message.address, error)

    def _run_pattern(self, message: Message, batch: Batch) -> None:
        found = batch.matches.of(message.address)
        if not found:
            raise Refused("unknown", "no address matches this pattern")
        refusals = []
        for address in found:
            try:
                self._run_one(address, message.args, batch)
            except Refused as error:
                refusals.append((address, error))
        if refusals:
            where, first = refusals[0]
            more = f" ({len(refusals)} of {len(found)} addresses refused)"
            raise Refused(first.code, f"{where}: {first.text}{more}")

    def _run_one(self, address: str, args: tuple, batch: Batch) -> None:
        entry = self._table.get(address)
        if entry is None:
            if batch.peer.right >= rights.PLAY and self.host.sensor(address, args):
                return
            if orca.is_orca(address):
                self._run_one(*orca.translated(address, args), batch)
                return
            raise self._unknown(address, batch.peer)
        command, name, handler = entry
        rights.check(command, batch.peer.right)
        if command.when == "answer" and batch.ahead:
            self._defer(address, args, batch)
            return
        if not command.repeat and command.key not in _FREE_FORM:
            args, batch.clipped = checked(command, args)
            if batch.clipped:
                batch.tell.add(name if "NAME" in command.key else command.key.split("/")[0])
        if command.when == "answer":
            self._submit(batch, address)
        handler(batch, name, args)

    def _unknown(self, address: str, peer: Peer) -> Refused:
        if not peer.may_be_told():
            return Refused("unknown", "")  # a flood is not worth the search for what was meant
        rest = address.removeprefix(ROOT + "/")
        if rest.startswith("curve/") and rest[6:] in PARAMS:
            return Refused("type", f"{rest[6:]} cannot be drawn as a curve")
        if rest.startswith("param/"):
            return Refused(
                "unknown",
                f'no parameter "{rest[6:86]}"'
                + did_you_mean(rest[6:].removesuffix("/normalized"), PARAMS),
            )
        return Refused(
            "unknown", f'nothing listens at "{address[:80]}"' + did_you_mean(address, self._table)
        )

    def _submit(self, batch: Batch, address: str) -> None:
        changes, batch.changes = batch.changes, []
        if not changes:
            return
        try:
            self.host.submit(changes, batch.peer, batch.tell)
        except Refused as error:
            self._fail(batch.peer, address, error)

    def _fail(self, peer: Peer, address: str, error: Refused) -> None:
        self.refused += 1
        peer.fail(address, error)
        self._complaints.note(address, error)

    # Later

    def _defer(self, address: str, args: tuple, batch: Batch) -> None:
        if len(self._deferred) >= MAX_DEFERRED:
            raise Refused("busy", f"{MAX_DEFERRED} questions wait for their time already")
        loop = asyncio.get_running_loop()

        def run() -> None:
            self._deferred.discard(timer)
            group = Group(messages=[Message(address, args)])
            self._take(group, batch.peer, Matches(self._matching))

        timer = loop.call_later(max(0.0, self.host.time.seconds_until(batch.base)), run)
        self._deferred.add(timer)
