"""What an evaluation asks of a model, and what it hears: the generator that is played, offline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from torch import Tensor

from instrument.conditioning import CHANNELS
from instrument.controls import Change
from instrument.engine.generator import Generator
from instrument.engine.listener import Listener, Recorded
from instrument.engine.planner import STRENGTHS, Planner
from instrument.nn.vocoder import DELAY
from instrument.units import Rates

RATES = Rates()


@dataclass(frozen=True)
class Ask:
    """One take: a prompt, changes at their stream samples, and for `jam` the channels of a partner
    [T, LATENTS + 2] as the network is told them; `heard`: live input [N, 2], for the modes that
    listen, and `behind`: latent frames by which jam hears it late."""

    prompt: str
    seconds: float
    changes: tuple[Change, ...] = ()
    seed: int = 0
    partner: Tensor | None = None
    heard: np.ndarray | None = None
    behind: int = 0


@dataclass
class Stage:
    """Plays asks on a model with `steps` and `block`; controls that neither `settings` nor an ask
    gives have the defaults that a player has. `played_s` counts the sound that it made; `kept` are
    the first takes of the first `keep` prompts."""

    generator: Generator
    steps: int = 4
    block: int = 48
    seed: int = 0
    settings: tuple[Change, ...] = ()
    played_s: float = field(default=0.0)
    keep: int = 0
    kept: dict[str, np.ndarray] = field(default_factory=dict)

    def play(self, ask: Ask) -> np.ndarray:
        """The take's sound [N, 2] at 48 kHz: sample 0 is sample 0 of the stream."""
        sound = np.concatenate(list(self.blocks(ask)))
        if len(self.kept) < self.keep:
            self.kept.setdefault(ask.prompt, sound)
        return sound

    def blocks(self, ask: Ask) -> Iterator[np.ndarray]:
        """The take's sound block by block, for takes too long to hold."""
        total: int = RATES.samples(ask.seconds)
        frames = RATES.frame_after(total + DELAY)
        model, listener = self.generator.model, None
        if ask.heard is not None:
            listener = Listener(model.codec.analysis, Recorded(ask.heard), least=ask.behind)
        planner = Planner(model.encoder, listener=listener, tempo=model.tempo)
        first = {"seed": self.seed + ask.seed, "block": self.block}
        begin = [Change(None, key, 0, value) for key, value in first.items()]
        begin.append(Change(None, "prompt", 0, [ask.prompt, 1.0]))
        planner.receive([*begin, *self.settings, *ask.changes], 0)
        state, skip, made = self.generator.start(), DELAY, 0
        while made < frames:
            plan = planner.plan(made, min(self.block, frames - made))
            plan = replace(plan, steps=self.steps)  # more than a player may ask for, too
            if ask.partner is not None:
                told = ask.partner[made : made + plan.frames]
                plan.add[: len(told), CHANNELS.partner] = told
                strength = planner.controls.number(STRENGTHS["partner"], RATES.start_of(made))
                plan = replace(plan, guidance=plan.guidance | {"partner": strength})
            sound = self.generator.sound(self.generator.latents(plan, state), state)
            made += plan.frames
            yield sound[skip:][:total]
            total -= len(sound[skip:][:total])
            skip = max(0, skip - len(sound))
        self.played_s += ask.seconds
