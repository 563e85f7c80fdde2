"""The front: what OSC asks becomes settings of the audio process and changes for the engine.

Threading: everything runs on the event loop but what is handed to a thread by name (files). The
audio process is steered through the panel, the engine through its keeper; neither is waited for.
"""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections.abc import Callable, Collection, Coroutine, Sequence

from instrument import __version__, presets, sounds
from instrument.audio.panel import DEVICE_LOST, Panel
from instrument.audio.ring import Ring
from instrument.captures import write_wav
from instrument.config import Config
from instrument.controls import Applied, Change, Controls
from instrument.describing import words_for
from instrument.errors import Refused
from instrument.health import Health, Ready
from instrument.osc import echo
from instrument.osc.host import Bindings
from instrument.osc.peers import Peer, Peers
from instrument.osc.server import OscServer
from instrument.osc.timing import StreamTime
from instrument.params import MODES, PARAMS, ROOT
from instrument.places import check_name, named
from instrument.scenes.conductor import Conductor
from instrument.supervisor import EngineEvents, EngineKeeper
from instrument.units import Rates

ECHO_RATE = 30.0
"""Echoes of a gliding parameter, a second."""

METER_RATE = 20.0
_GLIDE_STEP = 0.01  # seconds between settings of the output stage on a ramp
_PROGRAMME = object()  # whose changes the programme makes again by itself
_MODEL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Front(EngineEvents):
    """The state of the instrument as its players see it; the dispatcher's Host."""

    def __init__(self, config: Config, panel: Panel, out: Ring, rates: Rates) -> None:
        self.config = config
        self.panel = panel
        self.out = out
        self.rates = rates
        self.controls = Controls(rates)
        self.peers = Peers()
        self.time = StreamTime(panel.anchor, rates.sample_rate)
        self.late = 0
        self.dirty = False
        self.audio_lost = False
        self.audio_restarts = 0
        self.bindings: Bindings | None = None
        self.reset_when_ready = False
        self.failed_start: str | None = None
        self.stopping = asyncio.Event()
        self.was_ready = asyncio.Event()
        self.server: OscServer | None = None
        self.engine: EngineKeeper | None = None
        self.conductor: Conductor | None = None
        self.on_ready: Callable[[], None] = lambda: None
        self.say: Callable[[str], None] = lambda _: None
        self.tell: Callable[[str, str], None] = lambda kind, text: None
        self._model = config.model
        self._health = Health()
        self._late_before = 0
        self._born = time.monotonic()
        self._loading: asyncio.Future[None] | None = None
        self._describing = False
        self._acts: dict[tuple[str, str], list[asyncio.Future[None]]] = {}
        self._tracing = ""
        self._told_state = ""
        self._underruns = panel.underruns
        self._beats = 0
        self._last_echo: dict[str, float] = {}
        self._glide_timer: asyncio.TimerHandle | None = None
        self._due_timer: asyncio.TimerHandle | None = None
        self._due_at = math.inf
        self._reached = 0
        self.controls.listen(self._applied)
        panel.ceiling_db, panel.loudest_lufs = config.limits.ceiling, config.limits.loudness

    # Changes

    def reach(self) -> int:
        """The stream sample up to which the audio process has made, or is about to make, sound."""
        panel = self.panel
        rate = panel.device_rate or self.rates.sample_rate
        period = math.ceil(panel.period * self.rates.sample_rate / rate)
        reach = self.time.heard() + panel.latency_samples + period
        # the anchor is measured and jitters; a value that was set must not be unset by that
        if reach > self._reached or reach < self._reached - self.rates.sample_rate:
            self._reached = reach
        return self._reached

    def submit(
        self, changes: list[Change], origin: object = None, tell: Collection[str] = ()
    ) -> None:
        """Carries out changes: the engine's go to it at once, whatever their time."""
        full = self.controls.submit(changes, self.reach(), origin=origin, tell=tell)
        if self.engine is not None:
            self.engine.send_changes(c for c in full if c.for_engine)
        self._arm()

    def conduct(self, changes: list[Change]) -> None:
        """Carries out the programme's changes."""
        try:
            self.submit(changes, _PROGRAMME)
        except Refused as refused:
            self.say(f"programme: {refused.text}")

    def _arm(self) -> None:
        due = self.controls.next_change()
        if due is None or due >= self._due_at:
            return
        if self._due_timer is not None:
            self._due_timer.cancel()
        wait = max(0.0, (due - self.reach()) / self.rates.sample_rate)
        self._due_at = due
        self._due_timer = asyncio.get_running_loop().call_later(min(wait, 1.0), self._due)

    def _due(self) -> None:
        self._due_timer, self._due_at = None, math.inf
        self.controls.advance(self.reach())
        self._arm()

    def _applied(self, entry: Applied) -> None:
        change, key = entry.change, entry.change.key
        self.dirty = self.dirty or entry.origin is not _PROGRAMME
        if key == "play":
            self.panel.play_fade_s = change.over
            self.panel.panic = 0
            self.panel.playing = int(bool(change.value))
        elif key == "panic":
            self.panel.panic, self.panel.playing = 1, 0
        elif key in PARAMS:
            if PARAMS[key].when == "now":
                self._set_panel(key)
            glide = self.controls.glides[key]
            if glide.end > glide.start and self._glide_timer is None:
                self._glide()
        without = entry.origin if isinstance(entry.origin, Peer) and not entry.tell else None
        self.peers.publish(echo.change(change, self.controls), without)

    def _set_panel(self, key: str) -> None:
        value = self.controls.value(key, self.reach())
        if key == "gain":
            self.panel.gain_db = float(value)  # type: ignore[arg-type]
        elif key == "mute":
            self.panel.mute = int(bool(value))
        elif key == "input/gain":
            self.panel.input_gain_db = float(value)  # type: ignore[arg-type]
        elif key == "input/monitor":
            self.panel.monitor = int(bool(value))

    def _glide(self) -> None:
        """A step of every ramp: the output stage follows, subscribers hear of it now and then."""
        self._glide_timer = None
        at, now = self.reach(), time.monotonic()
        moving = self.controls.gliding(at)
        for key in {*moving, *self._last_echo}:
            if PARAMS[key].when == "now":
                self._set_panel(key)
            arrived = key not in moving
            if arrived or now - self._last_echo.get(key, -1.0) >= 1.0 / ECHO_RATE:
                self._last_echo[key] = now
                self.peers.publish([echo.param(key, self.controls.value(key, at))])
            if arrived:
                del self._last_echo[key]
        if moving:
            self._glide_timer = asyncio.get_running_loop().call_later(_GLIDE_STEP, self._glide)

    def restore(self, changes: list[Change]) -> None:
        """Takes over the controls that an earlier front saved."""
        self.controls.restore(changes, self.reach())
        self._arm()

    def show_all(self) -> None:
        """Writes every output setting to the panel."""
        for key, param in PARAMS.items():
            if param.when == "now":
                self._set_panel(key)

    # The engine

    def engine_snapshot(self) -> list[Change]:
        """What a fresh engine is told."""
        return self.controls.snapshot(self.reach())

    def engine_ready(self, ready: Ready) -> None:
        """A model plays."""
        if self._loading is not None and not self._loading.done():
            self._loading.set_result(None)
        if self.reset_when_ready:  # what the last engine left is what it was stuck in
            self.reset_when_ready = False
            self.submit([Change(None, "reset")])
        self.was_ready.set()
        self.on_ready()

    def engine_health(self, health: Health) -> None:
        """Keeps the last report; counters go on over restarts."""
        if health.late_changes < self._health.late_changes:
            self._late_before += self._health.late_changes
        self._health = health

    def engine_failed(self, code: str, text: str) -> None:
        """A load failed, or a start."""
        if self._loading is not None and not self._loading.done():
            code = code if code in Refused.CODES else "model"
            self._loading.set_exception(Refused(code, text))
        elif not self.was_ready.is_set():
            self.failed_start = text
            self.stopping.set()
        else:
            self.say(f"engine: {text}")

    def engine_did(self, key: str, name: str, refusal: Refused | None) -> None:
        """A state was saved, a trace is written, ..."""
        if refusal is None and key.startswith("trace/"):
            self._tracing = name if key == "trace/start" else ""
        for asked in self._acts.pop((key, name), ()):
            if asked.done():
                continue
            if refusal is None:
                asked.set_result(None)
            else:
                asked.set_exception(refusal)

    def engine_lost(self, reason: str) -> None:
        """The last good bars are heard; the keeper starts another."""
        for key, name in list(self._acts):
            self.engine_did(key, name, Refused("model", f"the engine was lost: {reason}"))
        if self._tracing:
            text = f"trace {self._tracing} was lost with the engine"
            self.peers.publish([(f"{ROOT}/fail", f"{ROOT}/trace/start", "model", text)])
            self._tracing = ""
        if self._loading is not None and not self._loading.done():
            self._loading.set_exception(Refused("model", f"the engine was lost: {reason}"))
        text = f"engine lost: {reason}; starting another"
        if self.was_ready.is_set():
            self.tell("engine", text)
        else:
            self.say(text)

    # What the dispatcher asks

    def modes(self) -> Collection[str]:
        """The modes the model plays."""
        ready = self.engine.ready if self.engine is not None else None
        return ready.modes if ready is not None else (MODES[0],)

    @property
    def engine_restarts(self) -> int:
        """Times that an engine was started again."""
        return self.engine.restarts if self.engine is not None else 0

    @property
    def health(self) -> Health:
        """The engine's last report."""
        return self._health

    @property
    def model(self) -> str:
        """The name of the model, for a new engine too."""
        return self._model

    def state(self) -> str:
        """In a word."""
        ready = self.engine is not None and self.engine.ready is not None
        if self.audio_lost or self.panel.state == DEVICE_LOST:
            return "no audio"
        if not ready:
            return "recovering" if self.was_ready.is_set() else "loading"
        return "playing" if self.controls.playing else "stopped"

    def status(self) -> Sequence[object]:
        """The arguments of /lmdm/status.reply."""
        health, rate = self._health, self.rates.sample_rate
        block = health.frames or self.controls.value("block", self.reach())
        queued = max(0, self.out.end - self.panel.position)
        return (
            self.state(),
            self.version()[1],
            rate,
            float(block) * self.rates.hop * 1e3 / rate,  # type: ignore[arg-type]
            health.p95_ms,
            queued * 1e3 / rate,
            self.panel.underruns,
            self.late + self._late_before + health.late_changes,
            time.monotonic() - self._born,
            __version__,
        )

    def latency(self) -> tuple[float, float, float]:
        """Output latency, how far ahead a change must be sent to land on its frame, and how long
        after it was played the live input is answered."""
        output = self.panel.latency_samples / self.rates.sample_rate
        health = self._health
        behind = health.behind_ms / 1e3
        if health.horizon_ms:
            return output, health.horizon_ms / 1e3 + output, behind
        block = health.frames or self.controls.value("block", self.reach())
        frames = float(block) + 1.0  # type: ignore[arg-type]
        margin = float(self.controls.value("margin", self.reach()))  # type: ignore[arg-type]
        made = (health.p99_ms or health.p95_ms) / 1e3
        control = output + made + margin + frames * self.rates.hop / self.rates.sample_rate
        return output, control, behind

    def version(self) -> tuple[str, str]:
        """The version, and the model that plays."""
        ready = self.engine.ready if self.engine is not None else None
        return __version__, ready.model if ready is not None else self._model

    def presets(self) -> list[str]:
        """Names of the presets."""
        return presets.names()

    async def save_preset(self, name: str) -> None:
        """Keeps the present sound under a name."""
        text = presets.dump(self.controls, self.reach())
        await asyncio.to_thread(presets.save, name, text)

    def load_preset(self, name: str) -> list[Change]:
        """The changes that recall a preset; a mode that the model lacks is refused."""
        changes = presets.load(name)
        for change in changes:
            if change.key == "mode" and change.value not in self.modes():
                raise Refused("model", f"preset {name} is for {change.value}: not in this model")
        return changes

    def _conductor(self) -> Conductor:
        if self.conductor is None:
            raise Refused("path", "there are no scenes (lmdm serve --scene FILE)")
        return self.conductor

    def scenes(self) -> list[str]:
        """The scene that is played, and then the names of all."""
        conductor = self._conductor()
        return [conductor.scene, *conductor.names()]

    def scene(self, name: str) -> str:
        """Plays a scene, or the programme's own."""
        self.dirty = True
        return self._conductor().call(name, time.time())

    def midi(self) -> Bindings:
        """What MIDI controllers move."""
        if self.bindings is None:
            raise Refused("unknown", "MIDI is off (lmdm serve --midi PORT)")
        return self.bindings

    def sensor(self, address: str, arguments: tuple) -> bool:
        """Takes a sensor's message."""
        conductor = self.conductor
        return conductor is not None and conductor.hear(address, arguments, time.monotonic())

    async def load(self, model: str, progress: Callable[[float], None]) -> None:
        """Has the engine load a model by name; the old one plays until it is ready."""
        if not _MODEL_NAME.fullmatch(model):
            raise Refused("path", f'"{model[:80]}" is no model name (names only, never paths)')
        if self._loading is not None:
            raise Refused("busy", "a model is being loaded already")
        if self.engine is None or self.engine.ready is None:
            raise Refused("busy", "the engine is not ready yet")
        self._loading = asyncio.get_running_loop().create_future()
        try:
            progress(0.0)
            self.engine.load(model)
            await self._loading
            self._model = model
            progress(1.0)
        finally:
            self._loading = None

    def act(self, key: str, name: str) -> Coroutine[None, None, tuple[object, ...]]:
        """Waits until the engine has done what a change of `key` asks of it."""
        if name or key != "trace/stop":
            check_name(name)
        if self.engine is None or self.engine.ready is None:
            raise Refused("busy", "the engine is not ready yet")

        async def wait() -> tuple[object, ...]:
            asked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._acts.setdefault((key, name), []).append(asked)
            await asked
            return (name,) if name else ()

        return wait()

    async def describe(self, name: str) -> str:
        """Words for a sound of the player's, by the model's ear; one at a time."""
        path = sounds.find(name)
        if self._describing:
            raise Refused("busy", "another sound is being listened to")
        self._describing = True
        try:
            return await words_for(path, self._model)
        finally:
            self._describing = False

    async def capture(self, seconds: float, name: str) -> str:
        """Writes the last seconds heard (before the output's gain) as a 24-bit wav."""
        path = named("captures", name or time.strftime("%Y%m%d-%H%M%S"), ".wav")
        if path.exists():
            raise Refused("path", f"there is a capture {path.name} already")
        end = min(self.time.heard(), self.out.end)
        begin = max(self.out.begin, end - round(seconds * self.rates.sample_rate))
        if end <= begin:
            raise Refused("busy", "nothing has been heard yet")
        sound, (first, last) = self.out.read(begin, end - begin)
        sound = sound[first - begin : last - begin]
        try:
            await asyncio.to_thread(write_wav, path, sound, self.rates.sample_rate)
        except OSError as error:
            raise Refused("path", f"{path.name} cannot be written: {error.strerror}") from None
        return path.name

    def notify(self, peer: Peer, port: int, host: str) -> int:
        """Subscribes a client, whose messages go to `port` and `host` when these are given."""
        assert self.server is not None
        if port or host:
            if not port:
                raise Refused("range", "notify with a host needs a port")
            self.server.redirect(peer, port, host)
        return self.peers.subscribe(peer)

    def quit(self) -> None:
        """Ends the instrument, where the configuration lets clients do that."""
        if not self.config.allow_quit:
            raise Refused("unknown", "quit is off (osc: quit: true in the configuration file)")
        self.stopping.set()

    # What goes out by itself

    def beat(self) -> None:
        """Once a second: heartbeat, and whatever changed unseen."""
        self._beats += 1
        self.panel.front_ns = time.monotonic_ns()
        self.peers.publish(
            [(f"{ROOT}/heartbeat", self._beats, time.monotonic() - self._born, self.state())]
        )

    def watch(self) -> None:
        """Some times a second: meters, underruns and the state, to subscribers."""
        messages: list[echo.Outgoing] = [
            (f"{ROOT}/meter", *self.panel.peak, *self.panel.rms),
        ]
        if (underruns := self.panel.underruns) != self._underruns:
            self._underruns = underruns
            messages.append((f"{ROOT}/underrun", underruns))
        if (state := self.state()) != self._told_state:
            self._told_state = state
            messages.append((f"{ROOT}/state", state))
        self.peers.publish(messages)
