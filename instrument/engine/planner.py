"""From the player's controls to what the network is told for one block."""

from __future__ import annotations

import copy

import torch
from torch import Tensor

from instrument.conditioning import (
    CHANNELS,
    CURVES,
    LOWEST_NOTE,
    NOTES,
    SUBFRAMES,
    SUSTAIN,
    TextEncoder,
    centroid,
    curve_input,
    key_input,
    phases,
)
from instrument.controls import ACTS, Change, Clock, Controls
from instrument.engine import said
from instrument.engine.delay import Delay, longest_block, noise_level, passes
from instrument.engine.follower import NOTHING, Followed, Follower
from instrument.engine.freeze import Hold, Loop
from instrument.engine.listener import Listener
from instrument.engine.morph import Morph
from instrument.engine.plan import TEXTS, Plan
from instrument.engine.pulse import paced, suited
from instrument.keys import KEYS
from instrument.nn.tempo import Tempo
from instrument.params import PARAMS
from instrument.units import Rates

MORPHING_BLOCK = 8
"""Longest block, in frames, while prompts cross over fast: text is constant within a block."""

LEAVING_S = 4.0
"""How long a new prompt is helped by guidance away from the one before it, beside that away from no
prompt at all, counted from the change (of 24 that changed at once, the music had come 0.75 of the
way in a second and 0.96 in two; with only one of the two 0.70 and 0.84)."""

STARTS_BLOCK = frozenset(
    {
        "prompt",
        "reset",
        "mode",
        "freeze",
        *ACTS,
        *(k for k, p in PARAMS.items() if p.when == "block"),
    }
)
"""Changes that take effect between blocks: a block ends where one of them is due."""

CONTROLS = ("notes", "clock", *CURVES, "key", "partner")
"""Conditions besides the text that a guidance parameter can strengthen."""

STRENGTHS = {name: f"guidance/{name}" for name in CONTROLS} | {"partner": "guidance/input"}
"""Condition -> the parameter of its strength."""

DELAYS = ("blur", "feedback", "mix")
"""Numbers of the delay, by the names of their parameters; time is one more."""


class Planner:
    """Keeps the controls as of the next frame to be planned. One thread owns it."""

    def __init__(
        self,
        encoder: TextEncoder,
        rates: Rates | None = None,
        listener: Listener | None = None,
        tempo: Tempo | None = None,
    ) -> None:
        """Without a listener there is no input: jam and delay mode then hear silence. Without
        `tempo` no beat is told that nobody asked for."""
        self.encoder = encoder
        self.listener = listener
        self.tempo = tempo
        self.follower = None if listener is None else Follower(listener)
        self.rates = rates or Rates()
        self.controls = Controls(self.rates)
        silence = encoder.encode("")
        self.morph = Morph(silence, silence)
        self.late = 0
        self._reset = False
        self._acts: list[tuple[str, str]] = []
        self._loop: Loop | None = None
        self._struck: dict[int, float] = {}
        self._heard = False
        self._followed = NOTHING
        self.pulse: Clock | None = None

    def clone(self) -> Planner:
        """A planner that goes on from here on its own."""
        other = copy.copy(self)
        other.controls, other._acts = self.controls.clone(), list(self._acts)
        other._struck = dict(self._struck)
        return other

    def skip(self, first: int, until: int) -> None:
        """Move the controls over stream frames [first, until), which were planned before."""
        self._notice(self.controls.advance(self._centre(first)), self._centre(first))
        self._reset, self._acts = False, []
        for frame in range(first, until):
            for sub in range(SUBFRAMES):
                now = self._sub(frame, sub)
                self._notice(self.controls.advance(now), now)
        self._struck = {}

    def receive(self, changes: list[Change], next_frame: int) -> list[Change]:
        """Take in timed changes; what is due before `next_frame` happens there, and is counted in
        `late` if it had a time. Returns the late ones."""
        now = self.rates.start_of(next_frame)
        late = [c for c in changes if c.at is not None and c.at < now and c.key != "clock"]
        self.late += len(late)
        for change in changes:
            self.controls.restore([change], now)
            if change.at is None or change.at <= now:
                self._notice([change], now)
        return late

    def meet(self, changes: list[Change], next_frame: int) -> None:
        """Take in all that is asked for, as a new front tells it, in the place of what was. Notes
        that are held already sound on: they are not struck again."""
        held, due = self.controls.notes or {}, dict(self._struck)
        self.controls.let_go()
        self.receive(changes, next_frame)
        self._struck = {p: v for p, v in self._struck.items() if p in due or p not in held}

    def plan(self, first: int, longest: int, block: int | None = None) -> Plan:
        """Decide the block that starts at stream frame `first`, of at most `longest` frames, and
        move the controls to its end. `block`: how long it is to be, if not as the player says."""
        controls = self.controls
        self._notice(controls.advance(self._centre(first)), self._centre(first))
        reset, acts = self._reset, tuple(self._acts)
        self._reset, self._acts = False, []
        start = self.rates.start_of(first)
        frames = max(1, min(longest, block or int(controls.number("block", start))))
        still = self.morph.still(start) / self.rates.hop
        frames = min(frames, max(MORPHING_BLOCK, int(min(still, frames))))
        frames = self._cut(first, self._known(first, frames))
        steps, seed = int(controls.number("steps", start)), int(controls.number("seed", start))
        add = torch.zeros(frames, CHANNELS.count)
        hold = self._held(first, frames)
        delay = self._listen(first, frames, add) if hold is None else None
        self._followed = self._follow(start)
        middle = start + frames * self.rates.hop // 2
        text = self.morph.at(middle)
        self.pulse = self._beat(start, seed, text, None if reset else self.pulse)
        for k in range(frames):
            self._fill(add[k], first + k)
        leaving = self._leaving(middle)
        guidance = self._guidance(start, add, text, leaving is not None)
        beat, key = self._clock(), self._key(start)
        return Plan(
            first, frames, steps, seed, guidance, text, add, reset, delay, acts, hold, leaving,
            self.pulse, beat, key,
        )  # fmt: skip

    def _held(self, first: int, frames: int) -> Hold | None:
        """What a block repeats, if the music is frozen."""
        controls = self.controls
        if controls.freeze is None:
            self._loop = None
        elif self._loop is None:
            self._loop = Loop.begin(first, controls.freeze, self._clock(), self.rates)
        return None if self._loop is None else self._loop.hold(first, frames)

    def _known(self, first: int, frames: int) -> int:
        """Frames of a block for which enough is known of the input."""
        controls, listener = self.controls, self.listener
        if listener is None:
            return frames
        if controls.mode == "jam":
            frames = min(frames, listener.longest(first))
        listener.note(first, frames)
        return min(frames, longest_block(self._way(first))) if controls.mode == "delay" else frames

    def _way(self, first: int) -> float:
        """Seconds that what comes back takes, from stream frame `first` on."""
        asked = self.controls.number("delay/time", self.rates.start_of(first))
        behind = self.listener.behind if self.listener else 0
        return max(asked, self.rates.seconds(behind))

    def _listen(self, first: int, frames: int, add: Tensor) -> Delay | None:
        """What the input has to do with a block: the partner's channels, or the delay."""
        controls, listener, start = self.controls, self.listener, self.rates.start_of(first)
        if listener is None:
            return None
        if controls.mode == "jam" and (partner := listener.partner(first, frames)) is not None:
            add[:, CHANNELS.partner] = partner
        if controls.mode != "delay":
            return None
        values = {k: controls.number(f"delay/{k}", start) for k in DELAYS}
        values["blur"] = noise_level(values["blur"])
        way = self._way(first)
        heard = listener.heard(start - self.rates.samples(way), frames)
        return Delay(heard, way, frozen=bool(controls.value("delay/freeze", start)), **values)

    def _follow(self, start: int) -> Followed:
        """What is found in the live input, if a block is to go by it."""
        controls = self.controls
        if controls.mode != "jam" or self.follower is None:
            return NOTHING
        return self.follower.follow(start) if controls.value("input/follow", start) else NOTHING

    def _beat(self, start: int, seed: int, text: Tensor, before: Clock | None) -> Clock | None:
        """What the music keeps to from a block's start on if nobody says otherwise: it goes on from
        a clock that is there, or from the one `before`, at a tempo that is asked for, said, or
        suits the text."""
        controls = self.controls
        if (clock := controls.clock or self._followed.clock) is not None:
            return clock
        bpm = controls.value("tempo", start)
        if bpm is None:
            bpm = said.tempo(controls.prompts)
        if bpm is None and self.tempo is not None and bool(text.any()):
            bpm = suited(self.tempo, text, seed, before)
        return None if bpm is None else paced(before, float(bpm), start, self.rates)

    def _alone(self) -> bool:
        """Whether nobody plays a part that the music would have to suit."""
        return self.controls.mode in ("text", "sketch") and self.controls.notes is None

    def _clock(self) -> Clock | None:
        clock = self.controls.clock or self._followed.clock
        return self.pulse if clock is None and self._alone() else clock

    def _asked_key(self, at: int) -> str | None:
        return self.controls.value("key", at) or self._followed.key

    def _key(self, at: int) -> str | None:
        key = self._asked_key(at)
        return said.key(self.controls.prompts) if key is None and self._alone() else key

    def acts_due(self, sample: int) -> tuple[tuple[str, str], ...]:
        """Acts to be done while nothing is played, which it is until stream `sample` at least."""
        self._notice(self.controls.advance(sample), sample)
        acts, self._acts = tuple(self._acts), []
        return acts

    def _centre(self, frame: int) -> int:
        return self.rates.start_of(frame) + self.rates.hop // 2

    def _sub(self, frame: int, sub: int) -> int:
        return self.rates.start_of(frame) + (2 * sub + 1) * self.rates.hop // (2 * SUBFRAMES)

    def _cut(self, first: int, frames: int) -> int:
        """Frames until a change that must start a block."""
        if self.controls.next_change() is None:
            return frames
        ahead = self.controls.clone()
        for k in range(1, frames):
            if any(c.key in STARTS_BLOCK for c in ahead.advance(self._centre(first + k))):
                return k
        return frames

    def _notice(self, changes: list[Change], now: int) -> None:
        if any(c.key == "reset" for c in changes):
            self._reset = True
        if any(c.key == "freeze" for c in changes):
            self._loop = None
        struck = (c.value for c in changes if c.key == "note" and c.value[1] > 0)
        self._struck |= {int(pitch): velocity for pitch, velocity in struck}
        self._acts += [(c.key, str(c.value)) for c in changes if c.key in ACTS]
        if not any(c.key == "prompt" for c in changes):
            return
        prompts = [p for p in self.controls.prompts if p is not None]
        after = self.encoder.mix(prompts)
        # The very first prompt is what the music begins with: there is nothing to morph from.
        over = self.rates.samples(self.controls.number("morph", now)) if self._heard else 0
        self.morph = Morph(self.morph.at(now), after, now, now + over)
        self._heard = self._heard or bool(prompts)

    def _fill(self, row: Tensor, frame: int) -> None:
        controls, start = self.controls, self.rates.start_of(frame)
        notes = row[CHANNELS.notes.start : CHANNELS.notes.stop - 1].view(NOTES, SUBFRAMES)
        for sub in range(SUBFRAMES):
            now = self._sub(frame, sub)
            self._notice(controls.advance(now), now)
            onsets, self._struck = self._struck, {}
            for pitch, velocity in ((controls.notes or {}) | onsets).items():
                if 0 <= pitch - LOWEST_NOTE < NOTES:
                    level = 0.5 + 0.5 * velocity if pitch in onsets else SUSTAIN
                    notes[pitch - LOWEST_NOTE, sub] = level
        if controls.notes is not None:
            row[CHANNELS.notes.stop - 1] = 1.0
        for name in CURVES:
            value = controls.value(name, self._centre(frame))
            if isinstance(value, (int, float)):
                value = centroid(value) if name == "brightness" else value
                row[getattr(CHANNELS, name)] = torch.tensor([curve_input(name, value), 1.0])
        if (key := self._key(self._centre(frame))) is not None:
            row[CHANNELS.key] = key_input(*KEYS[key])
        if (clock := self._clock()) is not None:
            beat = torch.tensor(clock.beat_at(start, self.rates), dtype=torch.float64)
            row[CHANNELS.clock] = phases(beat, clock.beats_per_bar)

    def effort(self, at: int) -> int:
        """Passes of the network over a block, by the controls at sample `at`."""
        if self.controls.freeze is not None:
            return 1
        steps = int(self.controls.number("steps", at))
        if self.controls.mode != "delay":
            return steps
        blur, mix = (self.controls.number(f"delay/{k}", at) for k in ("blur", "mix"))
        return passes(steps, blur, mix)

    def rows(self, at: int) -> int:
        """How many rows guidance takes, by the controls given at sample `at`."""
        controls = self.controls
        given = {name: controls.value(name, at) is not None for name in CURVES}
        given |= {"notes": controls.notes is not None, "clock": self._clock() is not None}
        given["key"] = self._asked_key(at) is not None
        given["partner"] = controls.mode == "jam"
        keys = [STRENGTHS[name] for name, there in given.items() if there]
        if any(controls.prompts):
            keys += ["guidance"] * (1 if self._leaving(at) is None else 2)
        return 1 + sum(controls.value(key, at) != 1.0 for key in keys)

    def _leaving(self, at: int) -> Tensor | None:
        """The text before, if it was left a moment ago."""
        return self.morph.leaving(at, self.rates.samples(LEAVING_S))

    def _guidance(self, start: int, add: Tensor, text: Tensor, leaving: bool) -> dict[str, float]:
        strengths = {}
        if bool(text.any()):
            names = TEXTS if leaving else TEXTS[:1]
            strengths |= dict.fromkeys(names, self.controls.number("guidance", start))
        for name in CONTROLS:
            if bool(add[:, getattr(CHANNELS, name)].any()):
                strengths[name] = self.controls.number(STRENGTHS[name], start)
        if self._asked_key(start) is None:
            strengths.pop("key", None)  # one that the prompt says is plain
        return {name: scale for name, scale in shared(strengths).items() if scale != 1.0}


def shared(strengths: dict[str, float]) -> dict[str, float]:
    """The strengths of conditions that are given at once: controls share that of the strongest
    among them, the text keeps its own. Each control's pull leads away from a new prompt, too: with
    four of them in full the music came no more than a fifth of the way to it."""
    pulls = {k: s - 1.0 for k, s in strengths.items() if k not in TEXTS and s > 1.0}
    part = max(pulls.values(), default=0.0) / (sum(pulls.values()) or 1.0)
    return strengths | {name: 1.0 + part * pull for name, pull in pulls.items()}
