"""The conductor: has the instrument play what the scene file says is on.

It holds little: what it asked for last. Whatever else it needs is a function of the wall clock, so
that a restart, a clock that jumps or an edited file all end in the same place, by a fade.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from instrument.controls import Change, Controls
from instrument.errors import Refused, UserError, did_you_mean
from instrument.params import PARAMS, SLOTS, Value
from instrument.scenes.file import Presets, load
from instrument.scenes.programme import On
from instrument.scenes.scene import Motion, Scene, Still
from instrument.scenes.sensors import Sensor

MOVE_S = 1.0
"""Parameters in motion are sent their way so many seconds ahead, that often."""
SENSE_S = 0.1
_WEIGHT_S = 5.0  # prompts cross over for some time each: not too often
_LOOK_S = 1.0


class Stage(Protocol):
    """What is conducted."""

    controls: Controls

    def reach(self) -> int:
        """The stream sample as of which values hold now."""

    def conduct(self, changes: list[Change]) -> None:
        """Carries out changes of the programme's; raises Refused("busy")."""

    def modes(self) -> Collection[str]:
        """The modes that the model plays."""


class Conductor:
    """One scene file on one stage. Runs on the front's event loop; nothing in it waits.

    Times come in: `wall` in seconds since 1970, `now` of a steady clock.
    """

    def __init__(
        self, stage: Stage, path: Path, presets: Presets, base: Mapping[str, Value],
        say: Callable[[str], None], warn: Callable[[str], None],
    ) -> None:  # fmt: skip
        """Reads the file; raises UserError. What somebody should see to is said to `warn`. `base`
        holds what parameters are where no scene says otherwise, if not their default."""
        self.file = load(path, presets)
        self._stage = stage
        self._path = path
        self._presets = presets
        self._base = base
        self._say = say
        self._warn = warn
        self._seen = self._signature()
        self._looked = -math.inf
        self._on: On | None = None
        self._asked = 0.0
        self._by_hand: tuple[str, float, On] | None = None
        self._playing: bool | None = None
        self._now: tuple[Scene, float] | None = None
        self._resumed: tuple[str, float] | None = None
        self._moved = self._weighed = self._sensed = -math.inf
        self._still_until = -math.inf
        self._born = 0.0
        self._sensors = [Sensor(m) for m in self.file.mappings]
        self._driven: dict[int, float] = {}

    # Asked from outside

    def names(self) -> list[str]:
        """The names of the scenes."""
        return list(self.file.scenes)

    @property
    def scene(self) -> str:
        """The scene that is played."""
        return self._now[0].name if self._now else ""

    def call(self, name: str, wall: float) -> str:
        """Plays a scene until the programme goes on to its next; without a name, goes back to the
        programme at once. Returns the scene's name; raises Refused."""
        if not name:
            self._by_hand = None
            return self._programmed(wall).scene
        if name not in self.file.scenes:
            there = ", ".join(self.names())
            raise Refused(
                "path",
                f'no scene "{name[:80]}"'
                + (did_you_mean(name, self.file.scenes) or f"; there are: {there}"),
            )
        self._by_hand = name, wall, self._programmed(wall)
        return name

    def hear(self, address: str, arguments: tuple, now: float) -> bool:
        """Takes a sensor's message; False when no sensor is mapped there.

        Raises Refused for one that holds no number where one is expected.
        """
        mine = [s for s in self._sensors if s.mapping.source == address]
        for sensor in mine:
            if not sensor.hear(arguments, now, self._value(sensor.mapping.target)):
                place = sensor.mapping.argument + 1
                raise Refused("type", f"{address} wants a finite number as argument {place}")
        return bool(mine)

    def saved(self) -> dict:
        """What a later front needs besides the file and the time."""
        hand = list(self._by_hand[:2]) if self._by_hand else None
        now = [self._now[0].name, self._now[1]] if self._now else None
        return {"by_hand": hand, "now": now, "born": self._born, "playing": self._playing}

    def restore(self, data: dict) -> None:
        """Goes on from saved(); what is not of its shape, or names what is gone, is passed over."""
        try:
            self._born, self._playing = float(data["born"]), bool(data["playing"])
            name, since = data["now"]
            self._resumed = str(name), float(since)
            if data["by_hand"] is not None:
                name, since = data["by_hand"]
                if name in self.file.scenes:
                    planned = self.file.programme.on(float(since))
                    self._by_hand = str(name), float(since), planned
        except (KeyError, TypeError, ValueError):
            return

    def _value(self, target: str) -> float | None:
        """Where a sensor's target is now; None when it is the model's."""
        if target in PARAMS:
            value = self._stage.controls.value(target, self._stage.reach())
            return value if isinstance(value, (int, float)) else None
        had = self._stage.controls.prompts[int(target.split("/")[1])]
        return had[1] if had else None

    # The baton

    def tick(self, wall: float, now: float) -> None:
        """Has played what is due; some ten times a second, or less often."""
        self._born = self._born or wall
        if now - self._looked >= _LOOK_S:
            self._looked = now
            self._look()
        self._open(wall)
        scene, since = self._wanted(wall)
        if self._now is None or self._now[0] != scene or self._now[1] != since:
            self._enter(scene, since, wall, now)
        if now - self._sensed >= SENSE_S and self._sensors:
            self._sensed = now
            self._sense(scene, since, wall, now)
        if now - self._moved >= MOVE_S and now >= self._still_until:
            self._moved = now
            self._move(scene, since, wall, now)

    def _programmed(self, wall: float) -> On:
        on = self._on
        # a clock that was put back asks again, too
        if on is None or not self._asked <= wall < (math.inf if on.until is None else on.until):
            self._on = on = self.file.programme.on(wall)
        self._asked = wall
        return on

    def _wanted(self, wall: float) -> tuple[Scene, float]:
        on = self._programmed(wall)
        name, since = on.scene, on.since or self._born
        if self._by_hand is not None:
            called, at, before = self._by_hand
            if (before.scene, before.since) == (on.scene, on.since):
                name, since = called, at
            else:
                self._by_hand = None
        return self.file.scenes[name], since

    def _open(self, wall: float) -> None:
        heard = self.file.programme.heard(wall)
        if heard.playing == self._playing:
            return
        first, self._playing = self._playing is None, heard.playing
        if first and heard.playing == self._stage.controls.playing:
            return
        fade = heard.fade * (1.0 if heard.playing else max(heard.level, 0.0))
        self._stage.conduct([Change(None, "play", 0, int(heard.playing), 0.0 if first else fade)])
        self._say("programme: opening" if heard.playing else "programme: closing")

    # Entering a scene

    def _enter(self, scene: Scene, since: float, wall: float, now: float) -> None:
        first, before = self._now is None, self._resumed
        self._now, self._resumed = (scene, since), None
        if first and before == (scene.name, since):
            return  # an earlier front has been here; the motions go on
        fade = 0.0 if first and before is None else scene.fade
        prompts = [c for c in self._prompts(scene, wall + fade, since) if self._news(c)]
        if prompts and fade:  # the prompts take their time, and only they
            usual = self._stage.controls.glides["morph"].last
            slow = Change(None, "morph", 0, min(fade, PARAMS["morph"].hi))
            prompts = [slow, *prompts, Change(None, "morph", 0, usual)]
        changes = self._mode(scene)
        for key, motion in self._motions(scene).items():
            changes += self._to(key, motion.at(wall + fade, since), fade)
        self._stage.conduct([*prompts, *(c for c in changes if self._news(c))])
        self._driven.clear()
        self._still_until = self._moved = now + fade
        self._weighed = now + fade
        self._say(f"scene: {scene.name}")

    def _news(self, change: Change) -> bool:
        """Whether it is not so already: what stays as it is is not set again."""
        controls = self._stage.controls
        if change.key == "prompt":
            had = controls.prompts[change.index]
            return (list(had) if had else None) != change.value
        if change.key == "mode":
            return controls.mode != change.value
        key = change.value if change.key == "free" else change.key
        glide = controls.glides[key]
        return glide.last != (None if change.key == "free" else change.value)

    def _mode(self, scene: Scene) -> list[Change]:
        asked = [c.value for c in scene.preset if c.key == "mode"]
        mode = scene.mode or (asked[0] if asked else None)
        if mode is None or mode in self._stage.modes():
            return [] if mode is None else [Change(None, "mode", 0, mode)]
        self._warn(f"scene {scene.name}: the model does not play {mode}")
        return []

    def _prompts(self, scene: Scene, at: float, since: float) -> list[Change]:
        if scene.prompts is None:
            return [c for c in scene.preset if c.key == "prompt"]
        found: list[Change] = []
        for slot in range(SLOTS):
            value = None
            if slot < len(scene.prompts):
                prompt = scene.prompts[slot]
                value = [prompt.text, prompt.weight.at(at, since)]
            found.append(Change(None, "prompt", slot, value))
        return found

    def _motions(self, scene: Scene) -> dict[str, Motion]:
        """Every parameter that the file touches, and how it moves in this scene."""
        found: dict[str, Motion] = {}
        for key in sorted(self.file.touched):
            found[key] = Still(self._base.get(key, PARAMS[key].default))
        for change in scene.preset:
            if change.key == "free":
                found[change.value] = Still(None)
            elif change.key in PARAMS:
                found[change.key] = Still(change.value)
        return found | scene.motions

    def _to(self, key: str, value: Value, over: float) -> list[Change]:
        if value is None:
            return [Change(None, "free", 0, key)]
        return [Change(None, key, 0, value, over)]

    # Moving

    def _move(self, scene: Scene, since: float, wall: float, now: float) -> None:
        held = {s.mapping.target for s in self._sensors if self._serves(s, scene, now)}
        changes = []
        for key, motion in scene.motions.items():
            if motion.moves and key not in held:
                changes += self._to(key, motion.at(wall + MOVE_S, since), MOVE_S)
        if now - self._weighed >= _WEIGHT_S:
            self._weighed = now
            for slot, prompt in enumerate(scene.prompts or ()):
                had = self._stage.controls.prompts[slot]
                if not prompt.weight.moves or f"prompt/{slot}/weight" in held:
                    continue
                if had and had[0] == prompt.text:  # else a player has put something else there
                    weight = prompt.weight.at(wall, since)
                    changes.append(Change(None, "prompt", slot, [prompt.text, weight]))
        # nobody hears when a ramp or walk goes on, and once a second there is always one that does
        if changes := [replace(c, haste=False) for c in changes if self._news(c)]:
            self._stage.conduct(changes)

    def _serves(self, sensor: Sensor, scene: Scene, now: float) -> bool:
        mapping = sensor.mapping
        return sensor.alive(now) and (not mapping.scenes or scene.name in mapping.scenes)

    def _sense(self, scene: Scene, since: float, wall: float, now: float) -> None:
        changes: list[Change] = []
        for number, sensor in enumerate(self._sensors):
            mapping = sensor.mapping
            if self._serves(sensor, scene, now):
                value, before = sensor.value(now), self._driven.get(number)
                least = 1e-3 * abs(mapping.onto[1] - mapping.onto[0])
                if before is None or abs(value - before) > least:
                    self._driven[number] = value
                    changes += self._drive(mapping.target, value, SENSE_S)
            elif number in self._driven:
                del self._driven[number]
                changes += self._give_back(mapping.target, scene, since, wall, mapping.smooth)
        if changes:
            self._stage.conduct(changes)

    def _drive(self, target: str, value: Value, over: float) -> list[Change]:
        if target in PARAMS:
            return self._to(target, value, over)
        slot = int(target.split("/")[1])
        had = self._stage.controls.prompts[slot]
        return [Change(None, "prompt", slot, [had[0], value])] if had else []

    def _give_back(
        self, target: str, scene: Scene, since: float, wall: float, over: float
    ) -> list[Change]:
        over = max(over, MOVE_S)
        if target in PARAMS:
            still = Still(self._base.get(target, PARAMS[target].default))
            motion: Motion = self._motions(scene).get(target, still)
            return self._to(target, motion.at(wall + over, since), over)
        slot = int(target.split("/")[1])
        if not scene.prompts or slot >= len(scene.prompts):
            return []
        return self._drive(target, scene.prompts[slot].weight.at(wall, since), over)

    # The file

    def _signature(self) -> tuple[int, int, int]:
        try:
            found = os.stat(self._path)  # noqa: PTH116 - Path.stat is the same
        except OSError:
            return (0, 0, 0)
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _look(self) -> None:
        """Takes up an edited file; a broken one is refused, and what is played goes on."""
        seen = self._signature()
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self.file = load(self._path, self._presets)
        except UserError as error:
            self._warn(f"scene file not taken up, the one before goes on: {error}")
            return
        self._on = None
        if self._by_hand is not None and self._by_hand[0] not in self.file.scenes:
            self._by_hand = None
        self._sensors = [Sensor(m) for m in self.file.mappings]
        self._driven.clear()
        self._say("scene file taken up")
