"""What OSC asks of the instrument."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from typing import Protocol

from instrument.controls import Change, Controls
from instrument.osc.peers import Peer, Peers
from instrument.osc.timing import StreamTime


class Bindings(Protocol):
    """Which MIDI controller moves what."""

    async def learn(self, name: str) -> tuple[object, ...]:
        """(name, channel, controller) of the next controller that moves; raises Refused."""

    def forget(self, name: str) -> int:
        """Frees those that move `name` ("": all); how many. Raises Refused."""

    def items(self) -> Iterator[tuple[tuple[int, int], str]]:
        """((channel, controller), name) of all."""


class Host(Protocol):
    """All of it is asked on the event loop, none of it slow."""

    controls: Controls
    peers: Peers
    time: StreamTime
    late: int

    def reach(self) -> int:
        """The stream sample as of which values hold now."""

    def submit(self, changes: list[Change], origin: Peer, tell: Collection[str]) -> None:
        """Takes changes; raises Refused("busy")."""

    def modes(self) -> Collection[str]:
        """The modes that the model plays."""

    def status(self) -> Sequence[object]:
        """The arguments of /lmdm/status.reply."""

    def latency(self) -> tuple[float, float, float]:
        """(output, control, behind) in seconds."""

    def playing(self) -> tuple[float, float, int, str]:
        """(bpm, beat, beats per bar, key) of what is heard."""

    def version(self) -> tuple[str, str]:
        """(version, model)."""

    def presets(self) -> list[str]:
        """Names of the presets."""

    async def save_preset(self, name: str) -> None:
        """Keeps the present sound; raises Refused."""

    def load_preset(self, name: str) -> list[Change]:
        """The changes that recall a preset; raises Refused."""

    def states(self) -> list[str]:
        """Names of the states."""

    def models(self) -> list[str]:
        """Names of the models that can be loaded."""

    def scenes(self) -> list[str]:
        """The scene that is played, and then the names of all; raises Refused without any."""

    def scene(self, name: str) -> str:
        """Plays a scene ("": the programme's) and returns its name; raises Refused."""

    def sensor(self, address: str, arguments: tuple) -> bool:
        """Takes a sensor's message; False when nothing is mapped to it. Raises Refused."""

    async def describe(self, name: str) -> str:
        """Words for a sound of the player's, by its name; raises Refused."""

    async def load(self, model: str, progress: Callable[[float], None]) -> None:
        """Loads a model; raises Refused."""

    def act(self, key: str, name: str) -> Coroutine[None, None, tuple[object, ...]]:
        """Waits until the engine has done what a change of `key` (controls.ACTS) asks of it;
        raises Refused at once for what is no name."""

    async def capture(self, seconds: float, name: str) -> str:
        """Writes what was heard and returns the file's name; raises Refused."""

    def notify(self, peer: Peer, port: int, host: str) -> int:
        """Subscribes a client and returns its number; raises Refused."""

    def midi(self) -> Bindings:
        """What was learned; raises Refused while MIDI is off."""

    def follow_link(self, on: bool) -> None:
        """Joins or leaves the Ableton Link session; raises Refused without the library."""

    def quit(self) -> None:
        """Begins to end; raises Refused where that is not allowed."""
