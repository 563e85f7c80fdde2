"""States and traces: the music goes on from where it was, and what was played is rendered again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment
from instrument.controls import Change
from instrument.cost import Cost
from instrument.generator import Generator, GeneratorState
from instrument.keeping import KeepingError, about_of, from_bytes, to_bytes
from instrument.memory import Memory
from instrument.nn.analysis import FRAME
from instrument.nn.vocoder import OVERLAP
from instrument.plan import Planner
from instrument.player import Player
from instrument.trace import Trace
from tests.models import tiny_model

MODEL = replace(tiny_model(), identity={"network": "1", "codec": "2"})


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator(MODEL)


@pytest.fixture
def player(generator, tmp_path, monkeypatch) -> Player:
    monkeypatch.setenv("LMDM_STATE", str(tmp_path))
    panel = Panel.create()
    panel.playing = 1
    memory = Memory(Segment.create("memory", 256 << 10))
    planner = Planner(generator.model.encoder)
    ring, cost = Ring.create(60, 48_000), Cost(0.1, 0.01, 0.1, 0.01)
    made = Player(generator, planner, ring, panel, memory, cost, clock=lambda: 1)
    tell(made, "prompt", ["warm pad", 1.0])
    return made


def tell(player: Player, key: str, value: object = None, at: int | None = None) -> None:
    changes = player.keepsakes.admit([Change(at, key, 0, value)])
    player.planner.receive(changes, player.next_frame)


def play(player: Player, blocks: int) -> np.ndarray:
    """The next blocks' samples, as they are in the ring."""
    starts = []
    for _ in range(blocks):
        starts.append(player.play().start)
        player.panel.position = player.ring.end - 30_000
    return player.ring.read(starts[0], player.ring.end - starts[0])[0]


def settled(player: Player) -> list[dict]:
    """What was answered once the disk has done its work."""
    player.keepsakes._disk.submit(int).result()
    return player.keepsakes.answers()


@pytest.mark.parametrize("from_disk", [False, True])
def test_a_recalled_state_is_followed_by_the_same_samples(player, from_disk):
    play(player, 3)
    tell(player, "state/save", "here")
    once = play(player, 4)
    assert settled(player) == [{"did": ["state/save", "here"]}]
    play(player, 3)
    if from_disk:
        player.keepsakes.states._at_hand.clear()
        player.keepsakes._promised.clear()
    before = player.next_frame
    tell(player, "state/recall", "here")
    settled(player)
    player.planner.receive(player.keepsakes.returned(), player.next_frame)
    again = play(player, 4)
    assert player.next_frame == before + len(again) // FRAME, "the stream goes on without a gap"
    assert settled(player) == [{"did": ["state/recall", "here"]}]
    assert np.array_equal(once[OVERLAP:], again[OVERLAP:])
    assert np.abs(once).max() > 0


def test_a_recall_does_not_click(player):
    play(player, 3)
    tell(player, "state/save", "here")
    play(player, 5)
    tell(player, "state/recall", "here")
    at = player.ring.end
    play(player, 1)
    around = player.ring.read(at - 4 * FRAME, 8 * FRAME)[0]
    jumps = np.abs(np.diff(around, axis=0)).max(1)
    middle = slice(4 * FRAME - 64, 4 * FRAME + OVERLAP + 64)
    assert jumps[middle].max() <= 1.5 * np.delete(jumps, np.r_[middle]).max()


def test_acts_land_on_their_frame(player):
    play(player, 1)
    frame = player.next_frame + 5
    tell(player, "state/save", "later", at=frame * FRAME)
    play(player, 3)
    saved = player.keepsakes.states.get("later")
    assert saved.stream.frame + player.skew == frame


@pytest.mark.parametrize(
    ("name", "says"), [("nowhere", "no state"), ("bad", "not whole"), ("other", "network is 7")]
)
def test_what_cannot_be_recalled_is_said_and_the_music_goes_on(player, tmp_path, name, says):
    play(player, 2)
    (tmp_path / "states").mkdir()
    state = to_bytes(player.state, {"identity": {"network": "7", "codec": "2"}})
    (tmp_path / "states" / "bad.safetensors").write_bytes(state[: len(state) // 2][8:])
    (tmp_path / "states" / "other.safetensors").write_bytes(state)
    tell(player, "state/recall", name)
    (answer,) = settled(player)
    assert answer["refused"][:2] == ["state/recall", name]
    assert says in answer["refused"][3]
    assert len(play(player, 1)) > 0


def test_a_kept_state_is_the_same_state(player):
    play(player, 5)
    data = to_bytes(player.state, {"note": "x"})
    assert about_of(data) == {"note": "x"}
    state = from_bytes(data, GeneratorState)
    mine, theirs = player.state.stream, state.stream
    assert (mine.frame, mine.blocks, mine.cache.begin) == (
        theirs.frame, theirs.blocks, theirs.cache.begin,
    )  # fmt: skip
    assert torch.equal(mine.pending, theirs.pending)
    with pytest.raises(KeepingError, match="damaged"):
        from_bytes(data.replace(b"StreamState", b"StreamStatf"), GeneratorState)


def test_a_trace_renders_to_the_same_samples(player, generator, tmp_path):
    play(player, 2)
    tell(player, "trace/start", "one")
    live = [play(player, 2)]
    tell(player, "density", 5.0)
    tell(player, "note", [60, 1.0])
    player.cost = Cost(40.0, 0.1, 1.0, 0.1)  # little time: steps and guidance are shed
    live.append(play(player, 2))
    assert player.shed > 0
    player.cost = Cost(0.1, 0.01, 0.1, 0.01)
    tell(player, "state/save", "x")
    tell(player, "reset")
    live.append(play(player, 2))
    tell(player, "state/recall", "x")
    live.append(play(player, 2))
    tell(player, "trace/stop", "one")
    play(player, 1)
    settled(player)
    assert [a.get("did", a) for a in settled(player)] == []
    trace = Trace.open(tmp_path / "traces" / "one.trace")
    trace.check(MODEL)
    again = np.concatenate(list(trace.play(generator)))
    assert np.array_equal(np.concatenate(live), again)
    finer = np.concatenate(list(trace.play(generator, steps=6)))
    assert finer.shape == again.shape
    assert not np.array_equal(finer, again)
    with pytest.raises(KeepingError, match="network is 1, not 9"):
        trace.check(replace(MODEL, identity={"network": "9", "codec": "2"}))
