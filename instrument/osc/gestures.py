"""Messages that change what is played: each adds timed changes to its batch.

A method `on_KEY` carries out the command of that key (commands.py); `name` is what stands for NAME
or SLOT in the address, `args` are as declared.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Coroutine

from instrument.commands import COMMANDS
from instrument.controls import Change, shifted
from instrument.errors import Refused, did_you_mean
from instrument.osc import arguments, prompts
from instrument.osc.batch import Batch
from instrument.osc.host import Host
from instrument.osc.peers import Peer
from instrument.params import FREEABLE, PARAMS, ROOT, SLOTS, Param, find, kind_of

TIDALS_OWN = frozenset({"cps", "cycle", "delta", "orbit", "_id_"})
"""Names that TidalCycles sends with every event and that are none of ours."""


Start = Callable[[str, Peer, Coroutine[None, None, tuple[object, ...]]], None]


def drawable(param: Param) -> bool:
    """Whether there are values between two of its values."""
    return param.type in ("int", "float")


class Gestures:
    """The handlers; they raise Refused."""

    def __init__(self, host: Host, start: Start) -> None:
        """`start(address, peer, task)` answers when a task is done."""
        self._host = host
        self._start = start
        self._gestures = itertools.count(1)

    # Prompts

    def _slot(self, batch: Batch, slot: int) -> tuple[str, float] | list | None:
        """The slot as it will be after the batch so far."""
        for change in reversed(batch.changes):
            if change.key == "prompt" and change.index == slot:
                return change.value
        return self._host.controls.prompts[slot]

    def on_prompt(self, batch: Batch, _: str, args: tuple) -> None:
        words = prompts.read(args)
        if words.text is None:
            batch.put("prompt", words.slot, None)
        else:
            if words.guessed:
                batch.tell.add("prompt")
            weight = 1.0 if words.weight is None else words.weight
            batch.put("prompt", words.slot, [words.text, weight])

    def on_prompt_clear(self, batch: Batch, _: str, args: tuple) -> None:
        for slot in range(SLOTS):
            batch.put("prompt", slot, None)

    def on_prompt_slot_text(self, batch: Batch, name: str, args: tuple) -> None:
        if not args or any(
            not (isinstance(a, str) or prompts.is_number(a)) or a != a for a in args
        ):
            raise Refused("type", f"prompt/{name}/text wants a text")
        before = self._slot(batch, int(name))
        batch.put("prompt", int(name), [prompts.joined(args), before[1] if before else 1.0])

    def on_prompt_slot_weight(self, batch: Batch, name: str, args: tuple) -> None:
        before = self._slot(batch, int(name))
        if before is None:
            raise Refused("range", f"prompt {name} has no text yet")
        batch.put("prompt", int(name), [before[0], args[0]])

    def on_prompt_slot_clear(self, batch: Batch, name: str, args: tuple) -> None:
        batch.put("prompt", int(name), None)

    # Parameters

    def _set(self, batch: Batch, param: Param, value: object) -> None:
        coerced = param.coerce(value)
        clipped = param.clip(coerced)
        as_sent = isinstance(value, (int, float)) and param.type in ("int", "float", "choice")
        if clipped != (value if as_sent else coerced):
            batch.tell.add(param.key)
        batch.put(param.key, 0, clipped)

    def on_param_name(self, batch: Batch, name: str, args: tuple) -> None:
        self._set(batch, PARAMS[name], args[0])

    def on_param_name_normalized(self, batch: Batch, name: str, args: tuple) -> None:
        batch.put(name, 0, PARAMS[name].from_normalized(args[0]))

    def on_set(self, batch: Batch, _: str, args: tuple) -> None:
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

    def _set_named(self, batch: Batch, name: object, value: object) -> None:
        if not isinstance(name, str):
            raise Refused("type", f"set wants a name first, not {kind_of(name)}")
        if name in TIDALS_OWN:
            return
        if name == "prompt":
            self.on_prompt(batch, "", (value,) if isinstance(value, str) else (0, str(value)))
        elif name == "mode":
            self.on_mode(batch, "", (value,))
        else:
            self._set(batch, find(name), value)

    def on_ramp(self, batch: Batch, _: str, args: tuple) -> None:
        name, target, seconds = args
        param = find(name)
        if not drawable(param):
            raise Refused("type", f"{name} cannot be ramped: it has no values between")
        value = param.clip(param.coerce(target))
        batch.put(name, 0, value, float(seconds))
        if value != target or batch.clipped:  # it is on its way for long: the sender is told now
            batch.peer.send(f"{ROOT}/ramp", name, value, float(seconds))

    def on_curve_name(self, batch: Batch, name: str, args: tuple) -> None:
        if not args or len(args) % 2:
            raise Refused("type", "curve wants pairs of a time and a value")
        param, command = PARAMS[name], COMMANDS["curve/NAME"]
        times = [arguments.number(command.key, command.args[0], t) for t in args[::2]]
        values = [param.coerce(v) for v in args[1::2]]
        if any(b < a for a, b in itertools.pairwise(times)):
            raise Refused("range", "a curve's times must rise")
        clipped = [param.clip(v) for v in values]
        if clipped != values:
            batch.tell.add(name)
        gesture = next(self._gestures)
        starts = [batch.base + round(t * self._host.time.rate) for t in times]
        points = [Change(starts[0], name, 0, clipped[0], 0.0, -gesture)]
        for i in range(1, len(times)):
            over = times[i] - times[i - 1]
            points.append(Change(starts[i - 1], name, 0, clipped[i], over, gesture))
        batch.changes += points

    def on_free(self, batch: Batch, _: str, args: tuple) -> None:
        (name,) = args
        if name not in FREEABLE:
            raise Refused(
                "unknown" if name not in PARAMS else "type",
                f'"{name[:80]}" is no control of the model; they are {" ".join(FREEABLE)}'
                + did_you_mean(name, FREEABLE),
            )
        batch.put("free", 0, name)

    # Notes and time

    def on_note(self, batch: Batch, _: str, args: tuple) -> None:
        pitch, velocity, seconds = args
        batch.put("note", 0, [pitch, float(velocity)])
        if velocity and seconds:
            # one that is to sound as soon as possible sounds a horizon later, and so ends
            wait = self._host.latency()[1] if batch.at is None else 0.0
            # a millisecond early: the next of that pitch may begin just then, some samples off
            rate = self._host.time.rate
            end = batch.base + round((wait + max(seconds - 0.001, 0.001)) * rate)
            batch.changes.append(Change(end, "note", 0, [pitch, 0.0]))

    def on_notes_off(self, batch: Batch, _: str, args: tuple) -> None:
        batch.put("free", 0, "notes")

    def on_clock(self, batch: Batch, _: str, args: tuple) -> None:
        bpm, beat, per_bar = args
        batch.changes.append(Change(batch.base, "clock", 0, [float(bpm), float(beat), per_bar]))

    def on_clock_cps(self, batch: Batch, name: str, args: tuple) -> None:
        cps, cycle, beats = args
        bpm = arguments.number("clock/cps", COMMANDS["clock"].args[0], cps * 60.0 * beats)
        self.on_clock(batch, name, (bpm, cycle * beats, beats))

    def on_clock_off(self, batch: Batch, _: str, args: tuple) -> None:
        batch.put("free", 0, "clock")

    def on_mode(self, batch: Batch, _: str, args: tuple) -> None:
        mode = arguments.one("mode", COMMANDS["mode"].args[0], args[0])
        if mode not in self._host.modes():
            raise Refused(
                "model",
                f"the model does not play {mode!s}; it plays {' '.join(self._host.modes())}",
            )
        batch.put("mode", 0, mode)

    def on_freeze(self, batch: Batch, _: str, args: tuple) -> None:
        batch.put("freeze", 0, float(args[1]) if args[0] else None)

    def on_reset(self, batch: Batch, _: str, args: tuple) -> None:
        batch.put("reset")
        batch.peer.done(f"{ROOT}/reset")

    def on_preset_load(self, batch: Batch, _: str, args: tuple) -> None:
        changes = shifted(self._host.load_preset(args[0]), batch.at)
        batch.tell.update(c.key for c in changes)
        batch.changes += changes
        batch.peer.done(f"{ROOT}/preset/load", args[0])

    # States and traces

    def _act(self, batch: Batch, key: str, name: str) -> None:
        self._start(f"{ROOT}/{key}", batch.peer, self._host.act(key, name))
        batch.put(key, 0, name)

    def on_state_save(self, batch: Batch, _: str, args: tuple) -> None:
        self._act(batch, "state/save", args[0])

    def on_state_recall(self, batch: Batch, _: str, args: tuple) -> None:
        self._act(batch, "state/recall", args[0])

    def on_trace_start(self, batch: Batch, _: str, args: tuple) -> None:
        self._act(batch, "trace/start", args[0])

    def on_trace_stop(self, batch: Batch, _: str, args: tuple) -> None:
        self._act(batch, "trace/stop", args[0])

    # Transport

    def on_play(self, batch: Batch, _: str, args: tuple) -> None:
        batch.put("play", 0, 1, float(args[0]))

    def on_stop(self, batch: Batch, _: str, args: tuple) -> None:
        if batch.clipped:
            batch.tell.add("play")
        batch.put("play", 0, 0, float(args[0]))

    def on_panic(self, batch: Batch, _: str, args: tuple) -> None:
        batch.put("panic")
