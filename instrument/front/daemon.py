"""`lmdm serve`: starts everything in order, keeps it alive, stops it in reverse.

The port is taken first (it is what makes this the only instrument there), then audio, then the
engine, then the ears are opened. No torch here: the engine is a process of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from instrument import __version__, presets, priority
from instrument.audio.backend import Options
from instrument.config import Config, listener_of
from instrument.controls import Change
from instrument.errors import UserError
from instrument.front.audio_keeper import AudioKeeper
from instrument.front.duties import Duties
from instrument.front.front import METER_RATE, Front
from instrument.front.midi import Bindings, MidiInput
from instrument.front.saving import Saving
from instrument.front.spare import Launch
from instrument.front.supervisor import ANSWER_LIMIT, EngineKeeper
from instrument.front.trouble import Trouble
from instrument.front.watch import Watch
from instrument.journal import Journal
from instrument.osc.dispatch import Dispatcher
from instrument.osc.peers import Peer
from instrument.osc.server import AllowList, OscServer, Sockets
from instrument.params import ROOT
from instrument.scenes.conductor import Conductor
from instrument.scenes.file import load as load_scenes
from instrument.units import Rates

if TYPE_CHECKING:
    from instrument.http.server import HttpServer

ENGINE = (sys.executable, "-m", "instrument.engine.process")

_FADE_OUT = 0.4
_MAX_FALSE_STARTS = 3


def serve(config: Config, engine: Sequence[str] | None = None) -> None:
    """Runs the instrument until it is told to end; raises UserError.

    `engine` is the command that starts an engine process, its options excepted (ENGINE).
    """
    priority.take(priority.FRONT)
    if config.scene is not None:
        load_scenes(Path(config.scene), presets.load)  # what is wrong is said before anything plays
    allow = AllowList(config.allow, config.read, config.administer)
    sockets = Sockets.bind(config.bind, config.port)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_Daemon(config, sockets, allow, tuple(engine or ENGINE)).run())
    finally:
        sockets.close()


class _Daemon:
    """The composition root. Everything runs on one event loop."""

    def __init__(
        self, config: Config, sockets: Sockets, allow: AllowList, engine: tuple[str, ...]
    ) -> None:
        self.config = config
        self.sockets = sockets
        self.allow = allow
        self.command = engine
        self.journal = Journal(Path(config.log) if config.log else None)
        self.rates = Rates()
        options = Options(
            config.audio, config.connect, config.device or "", config.input_device or "",
            config.client,
        )  # fmt: skip
        self.audio = AudioKeeper(sockets.port, options, self.rates)
        self.http: HttpServer | None = None
        self.bindings = Bindings.here() if config.midi is not None else None
        self._false_starts = 0

    async def run(self) -> None:
        """Start, keep, stop."""
        self.journal.say(f"lmdm {__version__}")
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self.audio.close)
            self.audio.start()
            self._say_audio()
            self.front = Front(self.config, self.audio.panel, self.audio.out, self.rates)
            stack.callback(self.front.close)
            self.front.say = self._say_trouble
            self.front.on_ready = self._ready
            self.trouble = Trouble(
                self.journal.warn, self.front.peers.publish, f"{ROOT}/trouble", self.config.webhook
            )
            self.front.tell = self.trouble.tell
            self.duties = Duties(self.journal.warn, self.trouble.tell)
            self.audio.say = lambda text: self.trouble.tell("audio", text)
            self._controls()
            self.front.engine = self.engine = EngineKeeper(
                self._launch, self.front.engine_snapshot, self.front, self.config.spare
            )
            stack.push_async_callback(self.engine.close)
            if (orphan := self.audio.orphan(self._plays())) is not None:
                self.journal.say("engine: taking over the one that plays")
                self.engine.take(orphan, ANSWER_LIMIT)
            else:
                self.journal.say(f"loading model {self.config.model} ...")
                self.engine.start()
            self._note()
            self.watch = Watch(self.front, self.engine, self.audio, self.trouble, self.journal.say)
            stack.callback(self.watch.close)
            stack.push_async_callback(self._fade_out)
            if self.config.http.enabled:  # the library takes its time, while the engine takes its
                importlib.import_module("instrument.http.server")
            dispatcher = Dispatcher(self.front, self.journal.warn)
            stack.callback(dispatcher.close)
            server = OscServer(
                self.sockets, dispatcher, self.front.peers, self.allow, self.config.rate
            )
            self.front.server = server
            stack.push_async_callback(server.stop)
            await server.start()
            self._listeners(server)
            self.journal.say(f"osc: udp and tcp, {self.config.bind}:{self.sockets.port}")
            if self.config.http.enabled:
                await self._open_http(dispatcher, stack)
            if self.config.link:
                self.front.link.follow(True)
                self.journal.say("clock: Ableton Link is followed")
            if self.config.midi is not None:
                self._open_midi(self.config.midi, dispatcher, stack)
            self._catch_signals()
            await self._keep()
        if self.front.failed_start is not None:
            raise UserError(self.front.failed_start)

    async def _keep(self) -> None:
        """Looks after everything until it is time to end."""
        second = 0.0
        while not self.front.stopping.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.front.stopping.wait(), 1.0 / METER_RATE)
            self.duties.do(self.front.watch, self.front.link.tick, self._conduct)
            if time.monotonic() - second < 1.0:
                continue
            second = time.monotonic()
            self.duties.do(
                self.front.beat, self.engine.check, self._note_engine, self._check_audio,
                self.watch.tick, self.saving.save,
            )  # fmt: skip

    def _note_engine(self) -> None:
        if self.engine.ready is not None:  # a model may have been loaded
            self._note()

    def _check_audio(self) -> None:
        self.front.audio_lost = not self.audio.check(self._audio_again)

    def _conduct(self) -> None:
        if self.front.conductor is not None:
            self.front.conductor.tick(time.time(), time.monotonic())

    # Parts

    def _launch(self, socket_fd: int) -> Launch:
        command = [*self.command, "--socket-fd", str(socket_fd), *self.audio.engine_options()]
        command += ["--model", self.front.model, "--threads", str(self.config.threads)]
        return Launch(command, self.audio.engine_descriptors())

    def _plays(self) -> list[str]:
        """What an engine must have been started with to be the one that is wanted."""
        return [__version__, *self.command, self.front.model, str(self.config.threads)]

    def _note(self) -> None:
        self.audio.note(self.engine.pid, self._plays())

    def _say_audio(self) -> None:
        about = self.audio.handle.ready
        if self.audio.adopted:
            self.journal.say("audio: taking over the sound that is playing")
            return
        rate = about.get("rate")
        self.journal.say(
            f"audio: {about.get('backend', self.config.audio)}" + (f", {rate} Hz" if rate else "")
        )
        if about.get("warning"):
            self.journal.warn(f"warning: {about['warning']}")

    def _say_trouble(self, text: str) -> None:
        self.journal.warn(text)
        if not self.front.was_ready.is_set() and self.front.failed_start is None:
            self._false_starts += 1
            if self._false_starts >= _MAX_FALSE_STARTS:
                self.front.failed_start = "the engine does not start (lmdm doctor may know why)"
                self.front.stopping.set()

    def _audio_again(self) -> None:
        self.front.dirty = True  # what is saved names the audio process
        self.front.audio_restarts = self.audio.restarts
        self.front.output.show_all()
        self.front.panel.play_fade_s = _FADE_OUT  # not an hour, as for an opening
        self._note()
        self._say_audio()

    def _ready(self) -> None:
        self.audio.end_old_engine()
        self._note()
        ready = self.engine.ready
        assert ready is not None
        self.journal.say(f"model: {ready.model}")
        if self.http is not None:
            self.http.model_changed()
        panel = self.front.panel
        if self.front.controls.playing and not panel.playing:
            panel.play_fade_s = self.config.fade_in
            panel.playing = 1
            prompts = [p[0] for p in self.front.controls.prompts if p is not None]
            self.journal.say(f'playing "{", ".join(prompts)}"' if prompts else "playing")

    async def _open_http(self, dispatcher: Dispatcher, stack: contextlib.AsyncExitStack) -> None:
        """OSCQuery and the page; when they cannot be had, that is said, and the rest plays on."""
        from instrument.http.server import open_server

        try:
            self.http = open_server(
                self.config, self.front, dispatcher, self.journal, self.sockets.port
            )
        except UserError as error:
            self.journal.warn(f"warning: {error}")
            return
        stack.push_async_callback(self.http.stop)
        await self.http.start()
        self.journal.say(f"http: {self.http.url}")

    def _open_midi(
        self, port: str, dispatcher: Dispatcher, stack: contextlib.AsyncExitStack
    ) -> None:
        assert self.bindings is not None
        self.front.bindings = self.bindings
        midi = MidiInput(port, dispatcher, self.bindings, self.journal.say)
        midi.open()
        stack.callback(midi.close)

    def _listeners(self, server: OscServer) -> None:
        for text in self.config.listeners:
            target = listener_of(text)
            peer = Peer(("udp", *target), server.udp_send(target))
            self.front.peers.subscribe(peer, permanent=True)

    # Controls at the start, and kept for the next front

    def _controls(self) -> None:
        config = self.config
        if config.scene is not None:
            self.front.conductor = Conductor(
                self.front, Path(config.scene), presets.load, config.params, self.journal.say,
                lambda text: self.trouble.tell("scene", text),
            )  # fmt: skip
        self.saving = Saving(self.front, self.audio, self.sockets.port)
        kept = (self.audio.adopted or config.resume) and self.saving.restore(config.resume)
        if kept and not self.audio.adopted:
            self.journal.say("going on with what was saved last")
        if not kept:
            self.front.output.show_all()
            changes = [Change(None, "prompt", 0, [config.prompt, 1.0])]
            changes += [Change(None, key, 0, value) for key, value in config.params.items()]
            self.front.submit(changes)
        self._conduct()

    # Ending

    def _catch_signals(self) -> None:
        loop = asyncio.get_running_loop()
        names = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows lacks the last
        for number in (getattr(signal, n) for n in names if hasattr(signal, n)):
            with contextlib.suppress(NotImplementedError):  # Windows: KeyboardInterrupt ends us
                loop.add_signal_handler(number, self.front.stopping.set)

    async def _fade_out(self) -> None:
        panel = self.front.panel
        if panel.playing and self.audio.handle.alive:
            panel.play_fade_s = _FADE_OUT
            panel.playing = 0
            await asyncio.sleep(_FADE_OUT + 0.1)
