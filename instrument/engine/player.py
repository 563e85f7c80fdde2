"""The player: makes each block just in time and writes it where the audio process will read it.

No sockets and no threads: `engine` calls it in a loop, tests with rings of their own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from instrument.audio.panel import Panel
from instrument.audio.ring import IN_HAND, Ring
from instrument.controls import Change
from instrument.engine.cost import Cost
from instrument.engine.generator import Generator, GeneratorState
from instrument.engine.keepsakes import Keepsakes
from instrument.engine.memory import Memory
from instrument.engine.plan import Plan
from instrument.engine.planner import Planner
from instrument.engine.pulse import anchored, moved
from instrument.engine.revision import Revision
from instrument.engine.take import Take
from instrument.health import Health
from instrument.model import Model
from instrument.nn.vocoder import DELAY
from instrument.units import Rates

RESERVE_S = 0.012
"""Sound that must still be queued when a block arrives: below it the audio process begins to fade
into the last good bars."""
SPARE = 0.6
"""Blocks that take more than this part of their own duration leave no time to make any again."""
CLEAR_PERIODS = 2
"""Periods of the device between the reader and what may be written anew."""
LONGEST = 48
"""Frames of a block that the network was trained with, at most."""
LONGEST_CATCH_UP = 8
"""Frames in the first block after a start or a gap, so that the sound is back soon."""


@dataclass
class Player:
    """Plays one model into `ring`. Stream frame = model frame + `skew`: after a gap the stream has
    gone on, while the model continues where it was."""

    generator: Generator
    planner: Planner
    ring: Ring
    panel: Panel
    memory: Memory
    cost: Cost
    rates: Rates = field(default_factory=Rates)
    clock: Callable[[], int] = time.monotonic_ns
    skew: int = 0
    block: int = 0
    late: int = 0
    shed: int = 0
    revised: int = 0
    in_vain: int = 0
    broken: int = 0
    take: Take = field(init=False)
    keepsakes: Keepsakes = field(init=False)
    revision: Revision = field(init=False)
    _flowing: bool = False
    _stopped_ns: int = 0
    _rest_ns: int = 0
    _late_changes: int = 0

    def __post_init__(self) -> None:
        kept = self.memory.read()
        if kept is not None and _finite(kept[0].numpy()):
            past, beat = kept
            state = self.generator.resume(past)
            state.pulse = beat
        else:
            state = self.generator.start()
        self.take = Take(self.generator, state)
        self.keepsakes = Keepsakes(self.generator.model)
        self.revision = Revision(self.rates)

    @property
    def state(self) -> GeneratorState:
        """The state of the music at `next_frame`."""
        return self.take.state

    @property
    def next_frame(self) -> int:
        """The stream frame that the next block begins with."""
        return self.take.frame + self.skew

    def change_model(self, model: Model, cost: Cost) -> None:
        """Go on with another network from the latents just played."""
        frame = self.state.stream.frame
        self.generator = Generator(model)
        self.take = Take(self.generator, self.generator.resume(self.state.past, frame))
        self.revision.forget()
        self.keepsakes.change_model(model)
        self.cost = cost

    def queued_s(self) -> float:
        """Seconds of sound made and not yet read."""
        return self.rates.seconds(self.ring.end - self.panel.position)

    def wait_s(self) -> float:
        """Seconds until the next block should be begun; 0 or less: now."""
        if self._resting():
            return 0.05
        queued = self.ring.end - self.panel.position
        if not self._flowing or queued <= 0:
            return 0.0
        wait = self.rates.seconds(queued) - self._lead_s()
        if self.revision.wish is not None:
            wait = min(wait, max(1e-3, (self._rest_ns - self.clock()) / 1e9))
        return wait

    def receive(self, changes: list[Change]) -> None:
        """Take in timed changes; for what they find made already, see `revise`."""
        made = self.next_frame
        self.planner.receive(changes, made)
        self.revision.came(changes, self.panel.position, made)

    def meet(self, changes: list[Change]) -> None:
        """Take in all that is asked for, from a new front. Most of it is as it was: nothing is made
        again for that."""
        self.planner.meet(changes, self.next_frame)
        self.revision.forget()

    def revise(self) -> Health | None:
        """Make what is not yet heard again, if a change came for it, if there is time to, and if
        that has not taken half of the time already. None if nothing came of it."""
        if self.revision.wish is None or not self._flowing or self.clock() < self._rest_ns:
            return None
        revisable = self._revisable()
        if revisable is None:
            self.revision.wish = None
            return None
        frame, frames = revisable
        begun = self.clock()
        before, spare, model_frame = self.planner, self.state.clone(), frame - self.skew
        self.planner = self.revision.back(frame)
        self.take.cut(model_frame)
        at = self.rates.start_of(frame) - DELAY
        mark = self.planner.clone()
        plan, sound = self._make(self.planner.plan(frame, LONGEST, frames))
        written = self.ring.rewrite(at, sound, self._clear)
        now = self.clock()
        self._rest_ns = 2 * now - begun
        if not written:  # what was made before stands
            self.in_vain += 1
            self.planner = before
            self.take.state = spare
            self.take.settle()
            self.revision.forget()
            return None
        self.revised += 1
        self.revision.planned(frame, mark)
        self.keepsakes.cut(model_frame)
        return self._made(plan, plan, at, begun, self.rates.seconds(at - self.panel.position))

    def _clear(self) -> int:
        """The first sample that the audio process surely has not taken, nor will for a moment."""
        panel = self.panel
        period = -(-panel.period * self.rates.sample_rate // max(1, panel.device_rate))
        return panel.position + CLEAR_PERIODS * period + IN_HAND

    def _revisable(self) -> tuple[int, int] | None:
        """The stream frame from which on to make again what is made, and how many frames, if that
        is likely in time (if it is not, what was made stands): so many that no less is queued
        afterwards."""
        wish, earliest = self.revision.wish, self.revision.earliest
        controls, now = self.planner.controls, self.rates.start_of(self.next_frame)
        if wish is None or earliest is None or not controls.value("replan", now):
            return None
        effort, rows = self.planner.effort(now), self.planner.rows(now)
        frames = block = int(controls.number("block", now))
        if self._again_s(block, effort, rows) > SPARE * self.rates.seconds(
            self.rates.start_of(block)
        ):
            return None
        earliest = max(self.rates.frame_of(wish), earliest, self.take.earliest() + self.skew)
        for _ in range(2):
            need = self.rates.samples(self._again_s(frames, effort, rows))
            frame = max(self.rates.frame_after(self._clear() + need + DELAY), earliest)
            frames = max(block, self.next_frame - frame + self.rates.frame_after(need))
        return (frame, min(frames, LONGEST)) if frame < self.next_frame else None

    def _again_s(self, frames: int, effort: int, rows: int) -> float:
        """Seconds that it usually takes to make so many frames again; what is kept before them is
        decoded once more."""
        decoding = self.cost.decode_ms + frames * self.cost.sound_ms
        return (self.cost.usual(frames, effort, rows) + decoding) / 1e3

    def play(self) -> Health:
        """Make the next block and write it to the ring."""
        begun = self.clock()
        position = self.panel.position
        if not self._flowing or self.ring.end <= position:
            self._catch_up(position)
        at = self.rates.start_of(self.next_frame) - DELAY
        longest = LONGEST if self.ring.end == at else LONGEST_CATCH_UP
        mark = self.planner.clone()
        asked = self.planner.plan(self.next_frame, longest)
        if recalled := any(key == "state/recall" for key, _ in asked.acts):
            self.planner = mark
        self._act(asked.acts)
        if recalled:  # in the beat that the music had then
            asked = self.planner.plan(self.next_frame, longest)
        if not asked.acts:
            self.revision.planned(asked.first, mark)
        plan, sound = self._make(self._affordable(asked, at - position))
        margin = self.rates.seconds(at - self.panel.position)
        self.ring.write(at, sound)
        self._flowing = True
        return self._made(plan, asked, at, begun, margin)

    def _make(self, plan: Plan) -> tuple[Plan, np.ndarray]:
        """The plan as it was carried out, and its sound. A network that goes astray begins anew,
        with other noise; if it does so at once again, the engine ends, and another one goes on from
        what was kept."""
        first = self.take.frame
        for _ in range(2):
            sound = self.take.make(plan)
            if _finite(sound) and _finite(self.state.past.numpy()):
                return plan, sound
            self.broken += 1
            self.take.cut(first)
            plan = replace(plan, seed=(plan.seed + self.broken) % 2**31, reset=True)
        raise FloatingPointError("the network makes no numbers")

    def _made(self, plan: Plan, asked: Plan, at: int, begun: int, margin: float) -> Health:
        """A block is in the ring: keep the books."""
        self.keepsakes.block(plan, asked)
        self._remember()
        took = (self.clock() - begun) / 1e6
        self.cost.learn(took, plan.frames, plan.effort(), 1 + len(plan.guidance))
        if margin < 0:
            self.late += 1
        self.block += 1
        return self._report(plan, at, took, 1e3 * margin)

    def rest(self) -> None:
        """Do what is asked for while nothing is played."""
        if self._resting():
            self._act(self.planner.acts_due(self.panel.position))

    def _act(self, acts: Sequence[tuple[str, str]]) -> None:
        """Do what a plan says is done before its block; the stream goes on where it was."""
        if not acts:
            return
        frame = self.next_frame
        self.revision.forget()
        self.keepsakes.carry_out(acts, self.take, frame)
        self._place(frame - self.take.frame)

    def _resting(self) -> bool:
        """Stopped by the player, and faded out: nothing is made until the music starts again."""
        if self.panel.playing:
            self._stopped_ns = 0
            return False
        now = self.clock()
        self._stopped_ns = self._stopped_ns or now
        if now - self._stopped_ns > 1e9 * (self.panel.play_fade_s + 0.5):
            self._flowing = False
        return not self._flowing

    def _lead_s(self) -> float:
        controls, now = self.planner.controls, self.rates.start_of(self.next_frame)
        frames, passes = int(controls.number("block", now)), self.planner.effort(now)
        rows = self.planner.rows(now)
        margin = max(RESERVE_S, controls.number("margin", now))
        return self.cost.likely(frames, passes, rows) / 1e3 + margin

    def _horizon_s(self) -> float:
        """How long before it is read a frame may already be decided: when a block is planned, all
        of it lies behind the lead. A frame more, for the frame that a moment falls into."""
        now = self.rates.start_of(self.next_frame)
        frames = int(self.planner.controls.number("block", now)) + 1
        return self._lead_s() + self.rates.seconds(self.rates.start_of(frames))

    def _behind_s(self) -> float:
        """How long ago the input was that the music answers to, at best."""
        listener = self.planner.listener
        return self.rates.seconds(self.rates.start_of(listener.gap)) if listener else 0.0

    def _catch_up(self, position: int) -> None:
        """Place the next block ahead of the reader: at the start, and after a gap. What an engine
        before this one has left in the ring is gone on from, if there is time for that."""
        if self._flowing:
            self.late += 1
        ahead = position + self.rates.samples(self._lead_s())
        if self.ring.end > position:
            ahead = max(ahead, self.ring.end)
        self._place(self.rates.frame_after(ahead + DELAY) - self.state.stream.frame)
        self.revision.forget()
        self.take.settle()

    def _remember(self) -> None:
        """For the engine after this one."""
        beat, end = self.state.pulse, self.rates.start_of(self.state.stream.frame)
        if beat is not None:
            beat = moved(anchored(beat, end, self.rates), -end)
        self.memory.write(self.state.past, beat)

    def _place(self, skew: int) -> None:
        """Where the music lies in the stream from now on; its beat comes along."""
        self.skew = skew
        beat = self.state.pulse
        self.planner.pulse = None if beat is None else moved(beat, self.rates.start_of(skew))

    def _affordable(self, plan: Plan, samples: int) -> Plan:
        """Fewer steps, then no guidance, where the time left does not suffice for the plan."""
        left = 1e3 * (self.rates.seconds(samples) - RESERVE_S)
        steps, guidance = plan.steps, plan.guidance

        def likely() -> float:
            return self.cost.likely(plan.frames, plan.effort(steps), 1 + len(guidance))

        while steps > 1 and likely() > left:
            steps -= 1
        if likely() > left:
            guidance = {}
        if steps == plan.steps and guidance == plan.guidance:
            return plan
        self.shed += 1
        return replace(plan, steps=steps, guidance=guidance)

    def _report(self, plan: Plan, at: int, took: float, margin: float) -> Health:
        panel = self.panel
        # a revision may take back what had been late; counters only rise
        self._late_changes = max(self._late_changes, self.planner.late)
        panel.engine_pid, panel.engine_ns = os.getpid(), time.monotonic_ns()
        panel.made_ms, panel.margin_ms, panel.block_frames = took, margin, plan.frames
        panel.late, panel.shed = self.late, self.shed
        beat = plan.beat
        return Health(
            block=self.block,
            start=at,
            frames=plan.frames,
            made_ms=round(took, 3),
            p95_ms=round(self.cost.quantile(0.95), 3),
            p99_ms=round(self.cost.quantile(0.99), 3),
            margin_ms=round(margin, 3),
            late=self.late,
            shed=self.shed,
            revised=self.revised,
            in_vain=self.in_vain,
            broken=self.broken,
            late_changes=self._late_changes,
            horizon_ms=round(1e3 * self._horizon_s(), 3),
            behind_ms=round(1e3 * self._behind_s(), 3),
            bpm=0.0 if beat is None else beat.bpm,
            beat=0.0 if beat is None else beat.beat_at(at, self.rates),
            beats_per_bar=0 if beat is None else beat.beats_per_bar,
            key=plan.key or "",
        )


def _finite(x: np.ndarray) -> bool:
    return bool(np.isfinite(x).all())
