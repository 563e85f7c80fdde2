"""States and traces: the music goes on from where it was, and what was played is rendered again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment
from instrument.conditioning import CHANNELS, SUSTAIN
from instrument.controls import Change
from instrument.engine.cost import Cost
from instrument.engine.generator import Generator, GeneratorState
from instrument.engine.keeping import KeepingError, about_of, from_bytes, to_bytes
from instrument.engine.keepsakes import Keepsakes
from instrument.engine.memory import Memory
from instrument.engine.plan import Plan
from instrument.engine.planner import Planner
from instrument.engine.player import Player
from instrument.engine.take import Take
from instrument.engine.trace import Trace
from instrument.model import load_tempo
from instrument.nn.analysis import FRAME
from instrument.nn.vocoder import DELAY, OVERLAP
from instrument.places import named
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
    planner = Planner(generator.model.encoder, tempo=load_tempo())
    ring, cost = Ring.create(60, 48_000), Cost(0.1, 0.01, 0.1, 0.01)
    made = Player(generator, planner, ring, panel, memory, cost, clock=lambda: 1)
    tell(made, "prompt", ["warm pad", 1.0])
    return made


def tell(player: Player, key: str, value: object = None, at: int | None = None) -> None:
    player.receive(player.keepsakes.admit([Change(at, key, 0, value)]))


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
    player.receive(player.keepsakes.returned())
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
    player.cost = Cost(40.0, 0.1, 1.0, 0.1, 40.0)  # little time: steps and guidance are shed
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


@pytest.mark.parametrize("torn", [0, 40, 900])
def test_a_trace_outlives_an_engine_that_dies(player, generator, tmp_path, torn):
    """Its disk's last bytes may be missing: all whole blocks before them are there."""
    tell(player, "trace/start", "lost")
    live = play(player, 6)
    player.keepsakes._disk.submit(int).result()
    part = tmp_path / "traces" / "lost.trace.part"
    part.write_bytes(part.read_bytes()[: part.stat().st_size - torn])
    (tmp_path / "traces" / "empty.trace.part").write_bytes(b"PK")
    after = Keepsakes(MODEL)
    after.rescue()
    after.close()
    assert [path.name for path in (tmp_path / "traces").iterdir()] == ["lost.trace"]
    again = np.concatenate(list(Trace.open(tmp_path / "traces" / "lost.trace").play(generator)))
    assert np.array_equal(again, live[: len(again)])
    assert (len(again) == len(live)) == (torn == 0)
    assert len(again) > 0


# Re-planning


def test_what_is_not_yet_heard_is_made_again_for_a_change(player, generator):
    play(player, 3)
    tell(player, "trace/start", "cut")
    play(player, 3)
    player.panel.position = player.ring.end - 14 * FRAME  # in the block before the last
    old = player.ring.read(player.panel.position, 14 * FRAME)[0]
    player.receive([Change(None, "density", 0, 9.0), Change(None, "prompt", 0, ["drums", 1.0])])
    health = player.revise()
    assert health is not None
    assert (health.revised, health.in_vain, health.late) == (1, 0, 0)
    at = health.start
    assert player._clear() <= at <= player._clear() + 2 * FRAME + DELAY
    new, span = player.ring.read(player.panel.position, player.ring.end - player.panel.position)
    assert span == (player.panel.position, player.ring.end)
    kept = at - player.panel.position
    assert np.array_equal(new[:kept], old[:kept])
    assert not np.allclose(new[kept + OVERLAP : len(old)], old[kept + OVERLAP : len(new)])
    jumps = np.abs(np.diff(new, axis=0)).max(1)
    assert jumps[kept - 64 : kept + OVERLAP].max() <= 1.5 * np.abs(np.diff(old, axis=0)).max()
    assert player.planner.controls.value("density", at + FRAME) == 9.0
    assert player.revise() is None, "once is enough"
    play(player, 2)
    tell(player, "trace/stop", "")
    play(player, 1)
    settled(player)
    trace = Trace.open(named("traces", "cut", ".trace"))
    assert [kind for kind, *_ in trace.steps()].count("cut") == 1
    again = np.concatenate(list(trace.play(generator)))
    live, (first, last) = player.ring.read(player.ring.end - 8 * FRAME - len(again), len(again))
    assert last - first == len(again)
    assert np.array_equal(live, again)


@pytest.mark.parametrize("frame", [3, 8, 13, 23])
def test_a_cut_equals_a_shorter_block(generator, frame):
    """Going back and on without any change of plan is as if the blocks had been shorter."""
    text, add = torch.ones(16, 256), torch.zeros(8, CHANNELS.count)

    def plan(frames: int) -> Plan:
        return Plan(0, frames, 2, 1, {}, text, add[:frames])

    cut, plain = Take(generator, generator.start()), Take(generator, generator.start())
    for _ in range(3):
        cut.make(plan(8))
    cut.cut(frame)
    for k in range(0, frame, 8):
        plain.make(plan(8)) if frame - k >= 8 else _shortened(plain, plan(8), frame - k)
    a, b = cut.make(plan(5)), plain.make(plan(5))
    assert cut.frame == plain.frame == frame + 5
    assert np.array_equal(a, b)
    assert torch.equal(cut.state.past, plain.state.past)


def _shortened(take: Take, plan: Plan, frames: int) -> None:
    """A block of which only the first frames are played, done by hand."""
    latents = take.generator.latents(plan, take.state)[:, :frames]
    stream, dropped = take.state.stream, plan.frames - frames
    stream.pending, stream.blocks = stream.pending[:, :frames], (frames,)
    stream.frame -= dropped
    take.state.past = take.state.past[:, :-dropped]
    take.generator.sound(latents, take.state)


def test_a_revision_knows_every_change_and_each_at_its_time(player):
    play(player, 2)
    start = player.rates.start_of
    player.receive([Change(None, "brightness", 0, 0.1)])  # between two blocks
    player.revision.wish = None  # as if there had been no time for it
    play(player, 1)
    frame = player.next_frame
    player.receive([Change(start(frame + 6), "density", 0, 3.0)])  # ahead: no reason to revise
    assert player.revision.wish is None
    player.panel.position = player.ring.end - 9 * FRAME
    player.receive([Change(start(frame - 2), "loudness", 0, -20.0)])
    assert player.revise().frames == 8
    assert player.next_frame == frame + 6, "cut no earlier than the change asks for"
    controls = player.planner.controls
    assert controls.value("brightness", start(frame)) == 0.1
    assert controls.value("loudness", start(frame)) == -20.0
    assert controls.value("density", start(frame)) is None
    assert player.planner.late == 0
    assert play(player, 1) is not None
    assert controls.value("density", start(frame + 7)) == 3.0


def test_a_revision_that_comes_too_late_changes_nothing(player):
    play(player, 2)
    player.panel.position = player.ring.end - 12 * FRAME
    before = player.ring.read(player.panel.position, 12 * FRAME)[0]
    frame, make = player.next_frame, player.take.make

    def slowly(plan):
        player.panel.position += 8 * FRAME
        return make(plan)

    player.receive([Change(None, "density", 0, 9.0)])
    player.take.make = slowly
    assert player.revise() is None
    player.take.make = make
    assert (player.revised, player.in_vain) == (0, 1)
    assert player.next_frame == frame
    after = player.ring.read(player.ring.end - 12 * FRAME, 12 * FRAME)[0]
    assert np.array_equal(before, after)
    at = player.ring.end
    assert player.play().start == at
    assert player.planner.controls.value("density", at) == 9.0


def watched(player: Player, see: Callable[[Plan], object]) -> Callable[[Plan], np.ndarray]:
    """The take's `make`, of which `see` is told beforehand."""
    make = player.take.make

    def made(plan: Plan) -> np.ndarray:
        see(plan)
        return make(plan)

    return made


def _near(player: Player, frames: int) -> None:
    """The reader comes so near the end of what is made."""
    player.panel.position = player.ring.end - frames * FRAME


@pytest.mark.parametrize("ahead", [None, -3, 5], ids=["at once", "late", "in time"])
def test_after_a_revision_in_vain_the_music_is_as_if_it_had_not_been_tried(player, ahead):
    """A note is struck once, by the block after it, and every sample is the same."""
    twin = Player(
        player.generator,
        Planner(player.generator.model.encoder, tempo=player.planner.tempo),
        Ring.create(60, 48_000),
        Panel.create(), Memory(Segment.create("memory", 256 << 10)), player.cost,
        clock=lambda: 1,
    )  # fmt: skip
    tell(twin, "prompt", ["warm pad", 1.0])
    twin.panel.playing = 1
    sounds, strikes = [], []
    for each in (player, twin):
        play(each, 3)
        _near(each, 14)
        at = None if ahead is None else each.rates.start_of(each.next_frame + ahead)
        each.receive([Change(at, "note", 0, [60, 1.0]), Change(None, "density", 0, 3.0)])
        plans: list[Plan] = []
        if each is player:
            each.take.make = watched(each, lambda _, each=each: _near(each, 0))
            assert each.revise() is None
            assert each.in_vain == 1
            del each.take.make
        _near(each, 2)
        each.take.make = watched(each, plans.append)
        sounds.append(play(each, 3))
        notes = torch.cat([plan.add[:, CHANNELS.notes] for plan in plans])[:, :-1]
        strikes.append(int((notes > SUSTAIN).sum()))
    assert strikes == [1, 1]
    assert np.array_equal(*sounds)


def test_a_machine_with_hiccups_makes_again_what_usually_is_in_time(player):
    play(player, 3)
    quiet = player.cost.expected(8, 1, 1)
    for k in range(100):
        player.cost.learn(quiet * (400.0 if k % 50 == 0 else 1.0), 8, 1, 1)
    player.receive([Change(None, "density", 0, 9.0)])
    player.panel.position = player.ring.end - 14 * FRAME
    queued = player.queued_s()
    health = player.revise()
    assert health is not None
    assert player.queued_s() >= queued, "the next block has its time as before"
    assert player.planner.controls.value("density", health.start + FRAME) == 9.0


def test_nothing_is_made_again_for_what_is_of_no_haste(player):
    play(player, 3)
    player.panel.position = player.ring.end - 14 * FRAME
    player.receive([Change(None, "density", 0, 9.0, haste=False)])
    assert player.revise() is None
    assert player.planner.controls.value("density", player.ring.end) == 9.0
    play(player, 1)
    player.panel.position = player.ring.end - 14 * FRAME
    player.receive([Change(None, "brightness", 0, 0.5)])
    assert player.revise() is not None
    assert player.planner.controls.value("density", player.ring.end) == 9.0


def test_revisions_take_at_most_half_of_the_time_and_only_where_they_are_wanted(player):
    ns = [1]
    player.clock = lambda: ns[0]
    play(player, 2)
    player.panel.position = player.ring.end - 14 * FRAME
    make = player.take.make

    def taking_time(plan):
        ns[0] += 50_000_000
        return make(plan)

    player.take.make = taking_time
    for value in range(5):
        player.receive([Change(None, "density", 0, float(value))])
        player.revise()
    assert player.revised == 1
    assert 0 < player.wait_s() <= 0.05
    ns[0] += 51_000_000
    assert player.revise() is not None
    assert player.planner.controls.value("density", player.ring.end) == 4.0
    ns[0] += 200_000_000
    player.cost = Cost(15.0, 1.0, 1.0, 0.1, 15.0)  # a block takes most of its own duration
    player.receive([Change(None, "density", 0, 3.0)])
    assert player.revise() is None
    player.cost = Cost(0.1, 0.01, 0.1, 0.01)
    player.receive([Change(None, "replan", 0, False), Change(None, "density", 0, 1.0)])
    assert player.revise() is None
