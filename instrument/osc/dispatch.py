"""From a packet to timed changes and answers.

A bundle's changes are handed over in one piece, with the sample of its timetag; what is no change
(a question, a task) waits for its moment. A message that is refused is answered with its reason and
harms nothing, the rest of its bundle included.
"""

from __future__ import annotations

import asyncio
import itertools
import math
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from instrument.commands import COMMANDS, LATER, Arg, Command
from instrument.controls import Change, Controls
from instrument.errors import Refused, did_you_mean
from instrument.osc import echo, patterns, prompts
from instrument.osc.codec import Group, Message, PacketError, decode
from instrument.osc.peers import Peer, Peers
from instrument.osc.timing import StreamTime
from instrument.params import FREEABLE, PARAMS, ROOT, SLOTS, Param, find, kind_of

TIDALS_OWN = frozenset({"cps", "cycle", "delta", "orbit", "_id_"})
"""Names that TidalCycles sends with every event and that are none of ours."""

MAX_TASKS = 64
MAX_DEFERRED = 4_096


class Host(Protocol):
    """What the dispatcher asks of the instrument; all of it on the event loop, none of it slow."""

    controls: Controls
    peers: Peers
    time: StreamTime
    late: int

    def reach(self) -> int:
        """The stream sample as of which values hold now."""

    def submit(self, changes: list[Change], origin: Peer, tell: Collection[str]) -> None:
        """Takes changes; raises Refused("busy")."""

    def modes(self) -> Collection[str]:
        """The modes that the model plays."""

    def status(self) -> Sequence[object]:
        """The arguments of /lmdm/status.reply."""

    def latency(self) -> tuple[float, float]:
        """(output, control) in seconds."""

    def version(self) -> tuple[str, str]:
        """(version, model)."""

    def presets(self) -> list[str]:
        """Names of the presets."""

    async def save_preset(self, name: str) -> None:
        """Keeps the present sound; raises Refused."""

    def load_preset(self, name: str) -> list[Change]:
        """The changes that recall a preset; raises Refused."""

    async def load(self, model: str, progress: Callable[[float], None]) -> None:
        """Loads a model; raises Refused."""

    async def capture(self, seconds: float, name: str) -> str:
        """Writes what was heard and returns the file's name; raises Refused."""

    def notify(self, peer: Peer, port: int, host: str) -> int:
        """Subscribes a client and returns its number; raises Refused."""

    def quit(self) -> None:
        """Begins to end; raises Refused where that is not allowed."""


@dataclass
class _Batch:
    """Changes of one bundle, gathered."""

    at: int | None
    heard: int
    peer: Peer
    changes: list[Change] = field(default_factory=list)
    tell: set[str] = field(default_factory=set)

    @property
    def base(self) -> int:
        """The sample that the bundle's time is, or the one heard now."""
        return self.heard if self.at is None else self.at


_Handler = Callable[[_Batch, str, tuple], None]


class Dispatcher:
    """Answers packets. Runs on the event loop; receive() never waits."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.refused = 0
        self._gestures = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._deferred: set[asyncio.TimerHandle] = set()
        self._table = self._addresses()

    def addresses(self) -> list[str]:
        """Every address that is answered."""
        return list(self._table)

    def _addresses(self) -> dict[str, tuple[Command, str, _Handler]]:
        table: dict[str, tuple[Command, str, _Handler]] = {}
        for command in COMMANDS.values():
            handler = getattr(self, "_on_" + command.key.lower().replace("/", "_"))
            names = [""]
            if "NAME" in command.key:
                names = [k for k in PARAMS if command.key != "curve/NAME" or _drawable(PARAMS[k])]
            elif "SLOT" in command.key:
                names = [str(slot) for slot in range(SLOTS)]
            for name in names:
                address = command.address.replace("NAME", name).replace("SLOT", name)
                table[address] = (command, name, handler)
        return table

    # Receiving

    def receive(self, packet: bytes, peer: Peer) -> None:
        """Takes one packet from `peer`."""
        try:
            groups = decode(packet)
        except PacketError as error:
            self._fail(peer, ROOT, Refused("type", f"malformed packet: {error}"))
            return
        for group in groups:
            self._take(group, peer)

    def refuse(self, peer: Peer, error: Refused) -> None:
        """Answers what did not become a packet (too long, wrongly framed)."""
        self._fail(peer, ROOT, error)

    def close(self) -> None:
        """Drops whatever still waits."""
        for timer in self._deferred:
            timer.cancel()
        for task in self._tasks:
            task.cancel()

    def _take(self, group: Group, peer: Peer) -> None:
        heard = self.host.time.heard()
        try:
            at = self.host.time.sample_of(group.timetag)
        except Refused as error:
            self._fail(peer, group.messages[0].address, error)
            return
        if at is not None and at < heard:
            self.host.late += 1
        batch = _Batch(at, heard, peer)
        for message in group.messages:
            self._run(message, batch)
        self._submit(batch, group.messages[0].address)

    def _run(self, message: Message, batch: _Batch) -> None:
        try:
            if message.fault:
                raise Refused("type", message.fault)
            if patterns.is_pattern(message.address):
                self._run_pattern(message, batch)
            else:
                self._run_one(message.address, message.args, batch)
        except Refused as error:
            self._fail(batch.peer, message.address, error)

    def _run_pattern(self, message: Message, batch: _Batch) -> None:
        found = [a for a in patterns.matching(message.address, self._table) if a != f"{ROOT}/quit"]
        if not found:
            raise Refused("unknown", "no address matches this pattern")
        refusals = []
        for address in found:
            try:
                self._run_one(address, message.args, batch)
            except Refused as error:
                refusals.append((address, error))
        if refusals:
            address, error = refusals[0]
            more = f" ({len(refusals)} of {len(found)} addresses refused)"
            raise Refused(error.code, f"{address}: {error.text}{more}")

    def _run_one(self, address: str, args: tuple, batch: _Batch) -> None:
        entry = self._table.get(address)
        if entry is None:
            raise self._unknown(address, batch.peer)
        command, name, handler = entry
        if command.when == "answer" and batch.base > batch.heard:
            self._defer(address, args, batch)
            return
        if not command.repeat and command.key not in ("prompt", "prompt/SLOT/text"):
            args = self._checked(command, args, batch)
        if command.when == "answer":
            self._submit(batch, address)
        handler(batch, name, args)

    def _unknown(self, address: str, peer: Peer) -> Refused:
        if not peer.may_be_told():
            return Refused("unknown", "")  # a flood is not worth the search for what was meant
        rest = address.removeprefix(ROOT + "/")
        if any(rest == name or rest.startswith(name + "/") for name in LATER):
            return Refused("unknown", f"{address[:80]} is not available in this version")
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

    def _checked(self, command: Command, args: tuple, batch: _Batch) -> tuple:
        """The arguments as declared: coerced, clipped (the sender is told), with defaults."""
        wanted = command.args
        least = sum(not a.optional for a in wanted)
        if not least <= len(args) <= len(wanted):
            if not wanted and args:
                return ()  # a button's bang or 1, as TouchOSC and Max send it
            names = ", ".join(f"{a.name}" + (" (optional)" if a.optional else "") for a in wanted)
            raise Refused(
                "type", f"{command.key} wants {names or 'nothing'}; {len(args)} arguments came"
            )
        out = []
        for arg, value in itertools.zip_longest(wanted, args, fillvalue=_MISSING):
            if value is _MISSING:
                out.append(arg.default)
                continue
            checked = _checked_arg(command.key, arg, value)
            if prompts.is_number(value) and checked != (round(value) if arg.type == "i" else value):
                batch.tell.add(command.key.split("/")[0])
            out.append(checked)
        return tuple(out)

    def _submit(self, batch: _Batch, address: str) -> None:
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

    # Later

    def _defer(self, address: str, args: tuple, batch: _Batch) -> None:
        if len(self._deferred) >= MAX_DEFERRED:
            raise Refused("busy", f"{MAX_DEFERRED} questions wait for their time already")
        loop = asyncio.get_running_loop()

        def run() -> None:
            self._deferred.discard(timer)
            self._take(Group(messages=[Message(address, args)]), batch.peer)

        timer = loop.call_later(max(0.0, self.host.time.seconds_until(batch.base)), run)
        self._deferred.add(timer)

    def _start(
        self, address: str, peer: Peer, task: Coroutine[None, None, tuple[object, ...]]
    ) -> None:
        async def run() -> None:
            try:
                peer.done(address, *(await task))
            except Refused as error:
                self._fail(peer, address, error)

        if len(self._tasks) >= MAX_TASKS:
            task.close()
            raise Refused("busy", f"{MAX_TASKS} tasks are under way already")
        running = asyncio.get_running_loop().create_task(run())
        self._tasks.add(running)
        running.add_done_callback(self._tasks.discard)

    # Prompts

    def _put(self, batch: _Batch, key: str, index: int = 0, value: object = None) -> None:
        batch.changes.append(Change(batch.at, key, index, value))

    def _slot(self, batch: _Batch, slot: int) -> tuple[str, float] | list | None:
        """The slot as it will be after the batch so far."""
        for change in reversed(batch.changes):
            if change.key == "prompt" and change.index == slot:
                return change.value
        return self.host.controls.prompts[slot]

    def _on_prompt(self, batch: _Batch, _: str, args: tuple) -> None:
        words = prompts.read(args)
        if words.text is None:
            self._put(batch, "prompt", words.slot, None)
        else:
            weight = 1.0 if words.weight is None else words.weight
            self._put(batch, "prompt", words.slot, [words.text, weight])

    def _on_prompt_clear(self, batch: _Batch, _: str, args: tuple) -> None:
        for slot in range(SLOTS):
            self._put(batch, "prompt", slot, None)

    def _on_prompt_slot_text(self, batch: _Batch, name: str, args: tuple) -> None:
        if not args or any(
            not (isinstance(a, str) or prompts.is_number(a)) or a != a for a in args
        ):
            raise Refused("type", f"prompt/{name}/text wants a text")
        before = self._slot(batch, int(name))
        self._put(batch, "prompt", int(name), [prompts.joined(args), before[1] if before else 1.0])

    def _on_prompt_slot_weight(self, batch: _Batch, name: str, args: tuple) -> None:
        before = self._slot(batch, int(name))
        if before is None:
            raise Refused("range", f"prompt {name} has no text yet")
        self._put(batch, "prompt", int(name), [before[0], args[0]])

    def _on_prompt_slot_clear(self, batch: _Batch, name: str, args: tuple) -> None:
        self._put(batch, "prompt", int(name), None)

    # Parameters

    def _set(self, batch: _Batch, param: Param, value: object) -> None:
        coerced = param.coerce(value)
        clipped = param.clip(coerced)
        whole = isinstance(value, (int, float)) and param.type in ("int", "float")
        if clipped != (value if whole else coerced):
            batch.tell.add(param.key)
        self._put(batch, param.key, 0, clipped)

    def _on_param_name(self, batch: _Batch, name: str, args: tuple) -> None:
        self._set(batch, PARAMS[name], args[0])

    def _on_param_name_normalized(self, batch: _Batch, name: str, args: tuple) -> None:
        self._put(batch, name, 0, PARAMS[name].from_normalized(args[0]))
        if "param" in batch.tell:
            batch.tell.add(name)

    def _on_set(self, batch: _Batch, _: str, args: tuple) -> None:
        if not args or len(args) % 2:
            raise Refused("type", "set wants pairs of a name and a value")
        refusals = []
        for name, value in zip(args[::2], args[1::2], strict=True):
            try:
                self._set_named(batch, name, value)
            except Refused as error:
                refusals.append(error)
        if refusals:
            raise refusals[0]

    def _set_named(self, batch: _Batch, name: object, value: object) -> None:
        if not isinstance(name, str):
            raise Refused("type", f"set wants a name first, not {kind_of(name)}")
        if name in TIDALS_OWN:
            return
        if name == "prompt":
            self._on_prompt(batch, "", (value,) if isinstance(value, str) else (0, str(value)))
        elif name == "mode":
            self._on_mode(batch, "", (value,))
        else:
            self._set(batch, find(name), value)

    def _on_ramp(self, batch: _Batch, _: str, args: tuple) -> None:
        name, target, seconds = args
        param = find(name)
        if not _drawable(param):
            raise Refused("type", f"{name} cannot be ramped: it has no values between")
        value = param.clip(param.coerce(target))
        batch.changes.append(Change(batch.at, name, 0, value, float(seconds)))

    def _on_curve_name(self, batch: _Batch, name: str, args: tuple) -> None:
        if not args or len(args) % 2:
            raise Refused("type", "curve wants pairs of a time and a value")
        param, command = PARAMS[name], COMMANDS["curve/NAME"]
        times = [_checked_arg(command.key, command.args[0], t) for t in args[::2]]
        values = [param.coerce(v) for v in args[1::2]]
        if any(b < a for a, b in itertools.pairwise(times)):
            raise Refused("range", "a curve's times must rise")
        clipped = [param.clip(v) for v in values]
        if clipped != values:
            batch.tell.add(name)
        gesture = next(self._gestures)
        starts = [batch.base + round(t * self.host.time.rate) for t in times]
        points = [Change(starts[0], name, 0, clipped[0], 0.0, -gesture)]
        for i in range(1, len(times)):
            over = times[i] - times[i - 1]
            points.append(Change(starts[i - 1], name, 0, clipped[i], over, gesture))
        batch.changes += points

    def _on_free(self, batch: _Batch, _: str, args: tuple) -> None:
        (name,) = args
        if name not in FREEABLE:
            raise Refused(
                "unknown" if name not in PARAMS else "type",
                f'"{name[:80]}" is no control of the model; they are {" ".join(FREEABLE)}'
                + did_you_mean(name, FREEABLE),
            )
        self._put(batch, "free", 0, name)

    # Notes and time

    def _on_note(self, batch: _Batch, _: str, args: tuple) -> None:
        self._put(batch, "note", 0, [args[0], float(args[1])])

    def _on_notes_off(self, batch: _Batch, _: str, args: tuple) -> None:
        self._put(batch, "free", 0, "notes")

    def _on_clock(self, batch: _Batch, _: str, args: tuple) -> None:
        bpm, beat, per_bar = args
        batch.changes.append(Change(batch.base, "clock", 0, [float(bpm), float(beat), per_bar]))

    def _on_clock_off(self, batch: _Batch, _: str, args: tuple) -> None:
        self._put(batch, "free", 0, "clock")

    def _on_mode(self, batch: _Batch, _: str, args: tuple) -> None:
        mode = _checked_arg("mode", COMMANDS["mode"].args[0], args[0])
        if mode not in self.host.modes():
            raise Refused(
                "model", f"the model does not play {mode}; it plays {' '.join(self.host.modes())}"
            )
        self._put(batch, "mode", 0, mode)

    def _on_reset(self, batch: _Batch, _: str, args: tuple) -> None:
        self._put(batch, "reset")
        batch.peer.done(f"{ROOT}/reset")

    # Transport

    def _on_play(self, batch: _Batch, _: str, args: tuple) -> None:
        batch.changes.append(Change(batch.at, "play", 0, 1, float(args[0])))

    def _on_stop(self, batch: _Batch, _: str, args: tuple) -> None:
        batch.changes.append(Change(batch.at, "play", 0, 0, float(args[0])))

    def _on_panic(self, batch: _Batch, _: str, args: tuple) -> None:
        self._put(batch, "panic")

    # Tasks

    def _on_load(self, batch: _Batch, _: str, args: tuple) -> None:
        peer, (model,) = batch.peer, args

        async def load() -> tuple[object, ...]:
            await self.host.load(model, lambda part: peer.send(f"{ROOT}/progress", "load", part))
            return (model,)

        self._start(f"{ROOT}/load", peer, load())

    def _on_preset_save(self, batch: _Batch, _: str, args: tuple) -> None:
        async def save() -> tuple[object, ...]:
            await self.host.save_preset(args[0])
            return (args[0],)

        self._start(f"{ROOT}/preset/save", batch.peer, save())

    def _on_preset_load(self, batch: _Batch, _: str, args: tuple) -> None:
        changes = self.host.load_preset(args[0])
        batch.tell.update(c.key for c in changes)
        batch.changes += changes
        self._submit(batch, f"{ROOT}/preset/load")
        batch.peer.done(f"{ROOT}/preset/load", args[0])

    def _on_preset_list(self, batch: _Batch, _: str, args: tuple) -> None:
        names = self.host.presets()
        for name in names:
            batch.peer.send(f"{ROOT}/preset", name)
        batch.peer.done(f"{ROOT}/preset/list", len(names))

    def _on_capture(self, batch: _Batch, _: str, args: tuple) -> None:
        async def capture() -> tuple[object, ...]:
            return (await self.host.capture(float(args[0]), args[1]),)

        self._start(f"{ROOT}/capture", batch.peer, capture())

    # Clients

    def _on_notify(self, batch: _Batch, _: str, args: tuple) -> None:
        on, port, host = args
        peer = batch.peer
        if on:
            client = self.host.notify(peer, port, host)
            peer.done(f"{ROOT}/notify", client)
        else:
            peer.done(f"{ROOT}/notify", peer.client)
            peer.unsubscribe()

    def _on_status(self, batch: _Batch, _: str, args: tuple) -> None:
        batch.peer.send(f"{ROOT}/status.reply", *self.host.status())

    def _on_sync(self, batch: _Batch, _: str, args: tuple) -> None:
        peer, before = batch.peer, list(self._tasks)
        if not before:
            peer.send(f"{ROOT}/synced", args[0])
            return

        async def wait() -> None:
            await asyncio.wait(before)
            peer.send(f"{ROOT}/synced", args[0])

        if len(self._tasks) >= MAX_TASKS:
            raise Refused("busy", f"{MAX_TASKS} tasks are under way already")
        running = asyncio.get_running_loop().create_task(wait())
        self._tasks.add(running)
        running.add_done_callback(self._tasks.discard)

    def _on_latency(self, batch: _Batch, _: str, args: tuple) -> None:
        batch.peer.send(f"{ROOT}/latency.reply", *self.host.latency())

    def _on_version(self, batch: _Batch, _: str, args: tuple) -> None:
        batch.peer.send(f"{ROOT}/version.reply", *self.host.version())

    def _on_get(self, batch: _Batch, _: str, args: tuple) -> None:
        for line in echo.named(args[0], self.host.controls, self.host.reach()):
            batch.peer.send(f"{ROOT}/get.reply", *line)

    def _on_refresh(self, batch: _Batch, _: str, args: tuple) -> None:
        for message in echo.everything(self.host.controls, self.host.reach()):
            batch.peer.send(*message)  # type: ignore[arg-type]
        batch.peer.done(f"{ROOT}/refresh")

    def _on_quit(self, batch: _Batch, _: str, args: tuple) -> None:
        self.host.quit()
        batch.peer.done(f"{ROOT}/quit")


_MISSING = object()


def _drawable(param: Param) -> bool:
    return param.type in ("int", "float")


def _checked_arg(command: str, arg: Arg, value: object) -> object:
    """`value` as `arg` declares it; raises Refused."""
    if arg.type == "*":
        return value
    if arg.type == "s":
        if prompts.is_number(value):
            value = f"{value:g}"
        if not isinstance(value, str):
            raise Refused("type", f"{command}: {arg.name} is a text, not {kind_of(value)}")
        if arg.choices and value not in arg.choices:
            raise Refused(
                "range",
                f'{command}: {arg.name} is one of {" ".join(arg.choices)}, not "{value[:40]}"'
                + did_you_mean(value, arg.choices),
            )
        return value
    if not isinstance(value, (int, float)):
        raise Refused("type", f"{command}: {arg.name} is a number, not {kind_of(value)}")
    if not math.isfinite(value):
        raise Refused("range", f"{command}: {arg.name} is a finite number, not {value}")
    number = round(value) if arg.type == "i" else value
    if arg.lo is not None and number < arg.lo:
        number = arg.lo
    if arg.hi is not None and number > arg.hi:
        number = arg.hi
    return int(number) if arg.type == "i" else number
