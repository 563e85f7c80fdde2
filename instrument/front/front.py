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

from instrument import places, presets, sounds
from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.config import Config
from instrument.controls import ACTS, Applied, Change, Controls
from instrument.errors import Refused, UserError
from instrument.front.captures import write_wav
from instrument.front.describing import words_for
from instrument.front.errands import Errands
from instrument.front.link import Link
from instrument.front.output import Output
from instrument.front.standing import Standing
from instrument.front.supervisor import EngineEvents, EngineKeeper
from instrument.health import Health, Ready
from instrument.osc import echo
from instrument.osc.host import Bindings
from instrument.osc.peers import Peer, Peers
from instrument.osc.server import OscServer
from instrument.osc.timing import StreamTime
from instrument.params import MODES, ROOT
from instrument.places import check_name, named
from instrument.scenes.conductor import Conductor
from instrument.units import Rates

METER_RATE = 20.0
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
        self.errands = Errands(config.model)
        self.output = Output(panel, self.controls, self.peers, self.reach)
        self.standing = Standing(self)
        self._describing = False
        self._due_timer: asyncio.TimerHandle | None = None
        self._due_at = math.inf
        self._reached = 0
        self.controls.listen(self._applied)
        self.link = Link(self)
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
        """Carries out changes: the engine's go to it at once, whatever their time.

        Raises Refused("busy").
        """
        try:
            full = self.controls.submit(changes, self.reach(), origin=origin, tell=tell)
        except Refused:
            for change in changes:
                if change.key in ACTS:
                    self.errands.unasked(change.key, str(change.value))
            raise
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
        self.dirty = self.dirty or entry.origin is not _PROGRAMME
        self.output.follow(entry.change)
        sender = entry.origin if isinstance(entry.origin, Peer) else None
        messages = echo.change(entry.change, self.controls)
        self.peers.publish(messages, None if entry.tell else sender)
        if entry.tell and sender is not None and not (sender.subscribed or sender.listens):
            for address, *args in messages:
                sender.send(str(address), *args)

    def close(self) -> None:
        """Carries out nothing more: the panel goes."""
        if self._due_timer is not None:
            self._due_timer.cancel()
        self.output.close()

    def restore(self, changes: list[Change]) -> None:
        """Takes over the controls that an earlier front saved."""
        self.controls.restore(changes, self.reach())
        self._arm()

    # The engine

    def engine_snapshot(self) -> list[Change]:
        """What a fresh engine is told."""
        return self.controls.snapshot(self.reach())

    def engine_ready(self, ready: Ready) -> None:
        """A model plays."""
        self.errands.ready()
        if self.reset_when_ready:  # what the last engine left is what it was stuck in
            self.reset_when_ready = False
            self.submit([Change(None, "reset")])
        self.was_ready.set()
        self.on_ready()

    def engine_health(self, health: Health) -> None:
        """Keeps the last report."""
        self.standing.heard_from_engine(health)

    def engine_failed(self, code: str, text: str) -> None:
        """A load failed, or a start."""
        if self.errands.failed(code, text):
            return
        if not self.was_ready.is_set():
            self.failed_start = text
            self.stopping.set()
        else:
            self.say(f"engine: {text}")

    def engine_did(self, key: str, name: str, refusal: Refused | None) -> None:
        """A state was saved, a trace is written, ..."""
        self.errands.did(key, name, refusal)

    def engine_lost(self, reason: str) -> None:
        """The last good bars are heard; the keeper starts another."""
        if trace := self.errands.lost(reason):
            text = f"trace {trace} ends with the engine that was lost"
            self.peers.publish([(f"{ROOT}/fail", f"{ROOT}/trace/start", "model", text)])
        text = f"engine lost: {reason}; starting another"
        if self.was_ready.is_set():
            self.tell("engine", text)
        else:
            self.say(text)

    # What the dispatcher asks

    def modes(self) -> Collection[str]:
        """The modes the model plays."""
        return self.ready.modes if self.ready is not None else (MODES[0],)

    @property
    def ready(self) -> Ready | None:
        """What the engine that plays says of itself; None while there is none."""
        return self.engine.ready if self.engine is not None else None

    @property
    def engine_restarts(self) -> int:
        """Times that an engine was started again."""
        return self.engine.restarts if self.engine is not None else 0

    @property
    def tracing(self) -> str:
        """The trace that is being recorded, or nothing."""
        return self.errands.tracing

    @property
    def health(self) -> Health:
        """The engine's last report."""
        return self.standing.health

    @property
    def model(self) -> str:
        """The name of the model, for a new engine too."""
        return self.errands.model

    def state(self) -> str:
        """In a word."""
        return self.standing.state()

    def status(self) -> Sequence[object]:
        """The arguments of /lmdm/status.reply."""
        return self.standing.status()

    def latency(self) -> tuple[float, float, float]:
        """(output, control, behind) in seconds."""
        return self.standing.latency()

    def playing(self) -> tuple[float, float, int, str]:
        """(bpm, beat, beats per bar, key) of what is heard."""
        return self.standing.playing()

    def version(self) -> tuple[str, str]:
        """The version, and the model that plays."""
        return self.standing.version()

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

    def states(self) -> list[str]:
        """Names of the states that are kept."""
        return places.names(*places.STATES)

    def models(self) -> list[str]:
        """Names of the models that can be loaded."""
        return places.models()

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

    def follow_link(self, on: bool) -> None:
        """Follows the Ableton Link session, or no longer."""
        try:
            self.link.follow(on)
        except UserError as error:
            raise Refused("clock", str(error)) from None

    def sensor(self, address: str, arguments: tuple) -> bool:
        """Takes a sensor's message."""
        conductor = self.conductor
        return conductor is not None and conductor.hear(address, arguments, time.monotonic())

    async def load(self, model: str, progress: Callable[[float], None]) -> None:
        """Has the engine load a model by name; the old one plays until it is ready."""
        if not _MODEL_NAME.fullmatch(model):
            raise Refused("path", f'"{model[:80]}" is no model name (names only, never paths)')
        if self.engine is None or self.engine.ready is None:
            raise Refused("busy", "the engine is not ready yet")
        await self.errands.load(model, self.engine.load, progress)

    def act(self, key: str, name: str) -> Coroutine[None, None, tuple[object, ...]]:
        """Waits until the engine has done what a change of `key` asks of it."""
        if name or key != "trace/stop":
            check_name(name)
        if self.engine is None or self.engine.ready is None:
            raise Refused("busy", "the engine is not ready yet")

        return self.errands.act(key, name)

    async def describe(self, name: str) -> str:
        """Words for a sound of the player's, by the model's ear; one at a time."""
        path = sounds.find(name)
        if self._describing:
            raise Refused("busy", "another sound is being listened to")
        self._describing = True
        try:
            return await words_for(path, self.model)
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
        """Once a second: the audio process hears that we live, and subscribers do."""
        self.panel.front_ns = time.monotonic_ns()
        self.peers.publish(self.standing.beat())

    def watch(self) -> None:
        """Some times a second: meters, underruns and the state, to subscribers."""
        self.peers.publish(self.standing.news())
