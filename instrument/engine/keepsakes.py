"""What is kept of the music while it plays: states to come back to, and a trace.

The player calls it between blocks; files are read and written by one thread besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from instrument.controls import Change
from instrument.engine.plan import Plan
from instrument.engine.states import States
from instrument.engine.take import Take
from instrument.engine.trace import PART, SUFFIX, Tracer, rescue
from instrument.errors import Refused
from instrument.model import Model
from instrument.places import named, state_dir

TRACES = "traces"

Answer = dict[str, list]
"""{"did": [key, name]} or {"refused": [key, name, code, text]}: what the front is told."""


class Keepsakes:
    """One thread owns it. `model` is the one that plays."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.states = States(model)
        self.tracer: Tracer | None = None
        self._disk = ThreadPoolExecutor(1, "disk")
        self._under_way: list[tuple[str, str, Future, Callable[[Any], None]]] = []
        self._answers: list[Answer] = []
        self._held_back: list[Change] = []
        self._promised: set[str] = set()

    def rescue(self) -> None:
        """Make traces of what an engine that died was recording, while none records any. What
        cannot be written stays as it is, for the next."""
        for part in (state_dir() / TRACES).glob("*" + SUFFIX + PART):
            self._disk.submit(rescue, part)

    # Before a block

    def admit(self, changes: list[Change]) -> list[Change]:
        """The changes that the planner may have now: one that recalls a state comes back from
        `returned` when that is in memory."""
        admitted = []
        for change in changes:
            name = str(change.value)
            if change.key == "state/save":
                self._promised.add(name)
            there = name in self._promised or self.states.get(name) is not None
            if change.key != "state/recall" or there:
                admitted.append(change)
                continue

            def keep(state: Any, change: Change = change, name: str = name) -> None:
                self.states.put(name, state)
                self._held_back.append(change)

            self._start(change.key, name, self._disk.submit(self.states.read, name), keep)
        return admitted

    def returned(self) -> list[Change]:
        """Changes that `admit` held back and that can be carried out now."""
        back, self._held_back = self._held_back, []
        return back

    def carry_out(self, acts: Iterable[tuple[str, str]], take: Take, first: int) -> None:
        """Do a plan's acts to the music as it is before stream frame `first`. Nothing before
        them is ever gone back into."""
        for key, name in acts:
            take.settle()
            try:
                if key == "state/save":
                    self._save(name, take)
                elif key == "state/recall":
                    self._recall(name, take, first)
                elif key == "trace/start":
                    self._start_trace(name, take)
                elif key == "trace/stop":
                    self._stop_trace(name)
            except Refused as error:
                self._refuse(key, name, error)

    def _save(self, name: str, take: Take) -> None:
        state = take.state.clone()
        self._promised.discard(name)
        self.states.put(name, state)
        self._start("state/save", name, self._disk.submit(self.states.write, name, state))

    def _recall(self, name: str, take: Take, first: int) -> None:
        state = self.states.get(name)
        if state is None:
            raise Refused("path", f"no state {name} is at hand: it is saved later, or was long ago")
        take.recall(state, first)
        if self.tracer is not None:
            self.tracer.recall(state, first)
        self._answers.append({"did": ["state/recall", name]})

    def _start_trace(self, name: str, take: Take) -> None:
        if self.tracer is not None:
            raise Refused("busy", f"trace {self.tracer.path.stem} is being recorded: stop it first")
        path = named(TRACES, name, SUFFIX)
        if path.exists():
            raise Refused("path", f"there is a trace {name} already")
        self.tracer = Tracer(path, self.model, take.state, self._disk)
        self._answers.append({"did": ["trace/start", name]})

    def _stop_trace(self, name: str) -> None:
        tracer = self.tracer
        if tracer is None or name not in ("", tracer.path.stem):
            recorded = f"; {tracer.path.stem} is" if tracer else ""
            raise Refused("unknown", f"no trace {name} is being recorded{recorded}")
        self.tracer = None
        self._start("trace/stop", name, tracer.finish())

    # After a block

    def block(self, plan: Plan, asked: Plan) -> None:
        """A block was made by `plan`; nothing had been shed from `asked`."""
        if self.tracer is not None:
            self.tracer.block(plan, asked)
            if self.tracer.full:
                self._stop_trace("")

    def cut(self, frame: int) -> None:
        """The take was cut at its `frame`."""
        if self.tracer is not None:
            self.tracer.cut(frame)

    # Otherwise

    def change_model(self, model: Model) -> None:
        """Another model plays: a trace ends here, and states are read anew."""
        if self.tracer is not None:
            self._stop_trace("")
        self.model, self.states = model, States(model)

    def answers(self) -> list[Answer]:
        """What there is to tell since it was asked last; never waits."""
        for entry in [entry for entry in self._under_way if entry[2].done()]:
            self._under_way.remove(entry)
            key, name, future, then = entry
            try:
                then(future.result())
            except Refused as error:
                self._refuse(key, name, error)
            except OSError as error:
                text = f"{name} cannot be written: {error.strerror or error}"
                self._refuse(key, name, Refused("path", text))
        told, self._answers = self._answers, []
        return told

    def close(self) -> None:
        """Finish what is being written."""
        if self.tracer is not None:
            self._stop_trace("")
        self._disk.shutdown()

    def _start(
        self, key: str, name: str, future: Future, then: Callable[[Any], None] | None = None
    ) -> None:
        def done(_: Any) -> None:
            self._answers.append({"did": [key, name]})

        self._under_way.append((key, name, future, then or done))

    def _refuse(self, key: str, name: str, error: Refused) -> None:
        self._answers.append({"refused": [key, name, error.code, error.text]})
