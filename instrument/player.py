"""The player: makes each block just in time and writes it where the audio process will read it.

No sockets and no threads: `engine` calls it in a loop, tests with rings of their own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import torch

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS
from instrument.cost import Cost, timed_ms
from instrument.generator import Generator, GeneratorState
from instrument.health import Health
from instrument.keepsakes import Keepsakes
from instrument.memory import Memory
from instrument.model import Model
from instrument.nn.analysis import LATENTS
from instrument.nn.vocoder import DELAY
from instrument.plan import Plan, Planner
from instrument.take import Take
from instrument.units import Rates

RESERVE_S = 0.012
"""Sound that must still be queued when a block arrives: below it the audio process begins to fade
into the last good bars."""
LONGEST_CATCH_UP = 8
"""Frames in the first block after a start or a gap, so that the sound is back soon."""


def measure(generator: Generator) -> Cost:
    """Time the networks on this machine, about a second."""

    def plan(frames: int, steps: int) -> Plan:
        text = torch.zeros(TEXT_TOKENS, TEXT_CHANNELS)
        return Plan(0, frames, steps, 0, {}, text, torch.zeros(frames, CHANNELS.count))

    state = generator.resume(torch.zeros(1, generator.model.context, LATENTS))
    generator.latents(plan(8, 2), state)
    short = timed_ms(lambda: generator.latents(plan(2, 4), state)) / 4
    long = timed_ms(lambda: generator.latents(plan(34, 4), state), 2) / 4
    frame_ms = max(1e-3, (long - short) / 32)
    one = timed_ms(lambda: generator.sound(torch.zeros(1, 1, LATENTS), state))
    many = timed_ms(lambda: generator.sound(torch.zeros(1, 33, LATENTS), state), 2)
    sound_ms = max(1e-3, (many - one) / 32)
    return Cost(max(0.1, short - 2 * frame_ms), frame_ms, max(0.1, one - sound_ms), sound_ms)


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
    take: Take = field(init=False)
    keepsakes: Keepsakes = field(init=False)
    _flowing: bool = False
    _stopped_ns: int = 0

    def __post_init__(self) -> None:
        past = self.memory.read()
        state = self.generator.start() if past is None else self.generator.resume(past)
        self.take = Take(self.generator, state)
        self.keepsakes = Keepsakes(self.generator.model)

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
        return self.rates.seconds(queued) - self._lead_s()

    def play(self) -> Health:
        """Make the next block and write it to the ring."""
        begun = self.clock()
        position = self.panel.position
        if not self._flowing or self.ring.end <= position:
            self._catch_up(position)
        at = self.rates.start_of(self.next_frame) - DELAY
        longest = 48 if self.ring.end == at else LONGEST_CATCH_UP
        asked = self.planner.plan(self.next_frame, longest)
        self._act(asked.acts)
        plan = self._affordable(asked, at - position)
        sound = self.take.make(plan)
        self.keepsakes.block(plan, asked)
        margin = self.rates.seconds(at - self.panel.position)
        self.ring.write(at, sound)
        self._flowing = True
        self.memory.write(self.state.past)
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

    def _act(self, acts: Iterable[tuple[str, str]]) -> None:
        """Do what a plan says is done before its block; the stream goes on where it was."""
        frame = self.next_frame
        self.keepsakes.carry_out(acts, self.take, frame)
        self.skew = frame - self.take.frame

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
        frames, passes = int(controls.value("block", now)), self.planner.effort(now)
        rows = self.planner.rows(now)
        margin = max(RESERVE_S, float(controls.value("margin", now)))
        return self.cost.likely(frames, passes, rows) / 1e3 + margin

    def _horizon_s(self) -> float:
        """How long before it is read a frame may already be decided: when a block is planned, all
        of it lies behind the lead. A frame more, for the frame that a moment falls into."""
        now = self.rates.start_of(self.next_frame)
        frames = int(self.planner.controls.value("block", now)) + 1
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
        self.skew = self.rates.frame_after(ahead + DELAY) - self.state.stream.frame

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
        panel.engine_pid, panel.engine_ns = os.getpid(), time.monotonic_ns()
        panel.made_ms, panel.margin_ms, panel.block_frames = took, margin, plan.frames
        panel.late, panel.shed = self.late, self.shed
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
            late_changes=self.planner.late,
            horizon_ms=round(1e3 * self._horizon_s(), 3),
            behind_ms=round(1e3 * self._behind_s(), 3),
        )
