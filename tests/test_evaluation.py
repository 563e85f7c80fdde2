"""Each measure on sound whose answer is known: perfect play scores so, and chance scores chance."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from instrument.controls import Change
from instrument.engine.generator import Generator
from instrument.errors import UserError
from instrument.evaluation import (
    clock,
    curves,
    delay,
    drift,
    jam,
    key,
    morph,
    notes,
    prompts,
    report,
    taught,
    turn,
)
from instrument.evaluation.distances import distances, frechet
from instrument.evaluation.embedding import embed, log_mel
from instrument.evaluation.measures import MEASURES
from instrument.evaluation.nearest import nearest
from instrument.evaluation.play import Ask, Stage
from instrument.evaluation.reference import Reference
from instrument.evaluation.session import Session, run
from instrument.hearing.onsets import onsets
from instrument.model import load_argument
from tests.chords import chords
from tests.models import tiny_model

RATE = 48_000


def hits(times, seconds: float) -> np.ndarray:
    """Short bursts of noise over faint noise [N, 2]."""
    rng = np.random.default_rng(0)
    sound = 1e-4 * rng.standard_normal((int(seconds * RATE), 2))
    shape = np.exp(-np.arange(4800) / 1200)[:, None]
    for time in times:
        place = sound[int(time * RATE) :][:4800]
        place += 0.3 * (shape * rng.standard_normal((4800, 2)))[: len(place)]
    return sound.astype(np.float32)


def sixteenths(bpm: float, beat: float, seconds: float) -> np.ndarray:
    """Times of the sixteenths, the beat being `beat` at time 0."""
    count = int(seconds * bpm / 15)
    first = np.ceil(4 * beat)
    return ((first + np.arange(count)) / 4 - beat) * 60 / bpm


def grooving(case: clock.Beat) -> np.ndarray:
    """Hits on the beats and on two of the sixteenths between."""
    times = sixteenths(case.bpm, case.beat, 10)
    places = (np.arange(len(times)) + int(np.ceil(4 * case.beat))) % 8
    return times[np.isin(places, [0, 3, 4, 6])]


def test_onsets_are_found_where_they_are():
    times = np.arange(0.5, 8, 0.237)
    heard = onsets(hits(times, 9))
    assert len(heard) == len(times)
    assert np.abs(heard - times).max() < 0.005


def test_takes_that_obey_are_to_be_of_their_family_too():
    assert prompts.kept(["drum loop", "choir", "mallets"], ["drums", "pad", "mallet"]) == 0.667
    asked = {*clock.PROMPTS, *key.PROMPTS, *(p for each in curves.PROMPTS.values() for p in each)}
    assert asked | {*notes.PROMPTS, *drift.PROMPTS} == set(prompts.MEANT)


def test_hits_on_the_grid_score_and_hits_off_it_score_chance():
    cases = clock.beats(6)
    on = [hits(grooving(c), 10) for c in cases]
    figures = clock.lock(cases, on)
    assert figures["onset_ms"] < 4
    assert figures["tempo"] == 1.0
    assert figures["tempo_shuffled"] < 0.4
    chance = figures["onset_ms_chance"]
    assert abs(figures["onset_ms_shuffled"] - chance) < 0.2 * chance
    rng = np.random.default_rng(1)
    off = [hits(np.sort(rng.uniform(0, 10, 40)), 10) for _ in cases]
    assert abs(clock.lock(cases, off)["onset_ms"] - chance) < 0.25 * chance


def test_hits_late_by_20_ms_are_said_to_be():
    cases = clock.beats(3)
    late = [hits(sixteenths(c.bpm, c.beat, 10)[::4] + 0.02, 10) for c in cases]
    assert abs(clock.lock(cases, late)["late_ms"] - 20) < 4


def test_a_take_without_onsets_is_in_no_tempo():
    figures = clock.lock(clock.beats(2), [np.zeros((10 * RATE, 2), np.float32)] * 2)
    assert figures["tempo"] == 0.0
    assert figures["onset_ms"] is None


def test_a_curve_that_is_followed_scores_1_and_another_nothing():
    asked = curves.bends(1)
    figures = curves.follow(asked, [b.curve for b in asked])
    for name in curves.CURVES:
        assert figures[name]["correlation"] > 0.999
        assert figures[name]["lag_frames"] == 0
        assert abs(figures[name]["shuffled"]) < 0.5
    late = curves.follow(asked, [np.roll(b.curve, 3) for b in asked])
    assert late["loudness"]["lag_frames"] == 3
    flat = curves.follow(asked, [np.zeros(len(b.curve)) for b in asked])
    assert flat["density"]["correlation"] == 0.0


def test_curves_are_heard_in_sound():
    bend = next(b for b in curves.bends(1) if b.name == "loudness")
    level = np.repeat(10 ** (bend.curve / 20), 2048)
    tone = np.sin(2 * np.pi * 997 * np.arange(len(level)) / RATE) * level
    heard = curves.hear("loudness", np.stack([tone, tone], 1).astype(np.float32))
    assert curves.agreement(bend.curve, heard)[curves.LAGS] > 0.97
    slow, fast = np.arange(0, 6, 0.5), np.arange(6, 12, 0.125)
    density = curves.hear("density", hits([*slow, *fast], 12))
    assert abs(density[60] - 2) < 0.4
    assert abs(density[220] - 8) < 0.8
    dull = curves.hear("brightness", np.stack([tone, tone], 1).astype(np.float32))
    noise = np.random.default_rng(0).standard_normal((10 * RATE, 2)).astype(np.float32)
    assert curves.hear("brightness", noise)[50] > dull[50] + 0.2


def tones(played, seconds: float) -> np.ndarray:
    """Decaying notes of five partials over faint noise [N, 2]."""
    sound = 1e-5 * np.random.default_rng(0).standard_normal(int(seconds * RATE))
    time = np.arange(int(1.5 * RATE)) / RATE
    for at, pitch in played:
        turns = 440 * 2 ** ((pitch - 69) / 12) * time
        wave = sum(np.sin(2 * np.pi * k * turns) / k for k in range(1, 6))
        place = sound[int(at * RATE) :][: len(time)]
        place += (0.1 * np.exp(-3 * time) * wave)[: len(place)]
    return np.stack([sound, sound], 1).astype(np.float32)


def test_a_melody_that_is_played_is_heard():
    asked = notes.tunes(1)[:2]
    heard = [notes.transcribe(tones(t.notes, notes.SECONDS)) for t in asked]
    families = ["piano", "flute"]
    figures = notes.follow(asked, heard, families)
    assert figures["f1"] > 0.9
    assert figures["family"] == 0.5
    assert figures["shuffled"] < 0.15
    wrong = [[(at, pitch + 1) for at, pitch in t.notes] for t in asked]
    assert notes.follow(asked, wrong, families)["f1"] == 0.0
    late = [[(at + 0.06, pitch) for at, pitch in t.notes] for t in asked]
    assert notes.follow(asked, late, families)["f1"] < 0.05


def test_a_melody_without_attacks_is_heard_where_its_pitch_changes():
    (asked,) = notes.tunes(1)[:1]
    time = np.arange(int(notes.SECONDS * RATE)) / RATE
    steps = np.searchsorted([at for at, _ in asked.notes], time, side="right") - 1
    pitch = np.array([p for _, p in asked.notes])[steps.clip(0)]
    turns = np.cumsum(440 * 2 ** ((pitch - 69) / 12)) / RATE
    wave = 0.05 * sum(np.sin(2 * np.pi * k * turns) / k for k in range(1, 6))
    heard = notes.transcribe(np.stack([wave, wave], 1).astype(np.float32))
    played = [n for k, n in enumerate(asked.notes) if k == 0 or n[1] != asked.notes[k - 1][1]]
    assert notes.f1(played, heard) > 0.9
    assert notes.transcribe(np.zeros((RATE, 2), np.float32)) == []


def test_a_loop_is_heard_as_one():
    rng = np.random.default_rng(0)
    steps = rng.random((8, 16)).repeat(6000, 1)[..., None]
    new = (rng.standard_normal((8, 16 * 6000, 2)) * steps).reshape(-1, 2).astype(np.float32)
    same = np.tile(new[: 16 * 6000 * 2], (4, 1))
    assert drift.looping(log_mel(same)[0]) > 0.95
    assert drift.looping(log_mel(new)[0]) < 0.8


def test_a_minute_that_is_worse_is_said_to_be():
    rng = np.random.default_rng(0)
    real, first, last = (rng.standard_normal((n, 8)) for n in (300, 60, 60))
    assert abs(drift.apart([first, last], real)["worse_by"]) < 0.6
    strayed = drift.apart([first, last, last + 2.0], real)
    assert strayed["worse_by"] > 3
    assert strayed["frechet_each"][1] < strayed["frechet_later"] < strayed["frechet_last"]


def test_accompaniment_in_time_and_key_agrees_more_than_with_a_stranger():
    cases, takes = [], []
    for bpm, beat, root in ((92.0, 0.3, 60), (133.0, 2.6, 66)):
        times = sixteenths(bpm, beat, jam.SECONDS)[:-1]
        chord = [(t, root + (0, 4, 7)[i % 3]) for i, t in enumerate(times[::4])]
        sound = tones(chord, jam.SECONDS)
        cases.append(jam.Partner("", "rhythm", sound, sound, bpm, beat))
        takes.append(tones([(t, root + 12) for t in times[2::4]], jam.SECONDS))
    figures = jam.together(cases, takes, takes[::-1])
    assert figures["beat_ms"] < 8
    assert figures["beat_ms_random"] > 2.5 * figures["beat_ms"]
    assert figures["beat_ms_alone"] > 2.5 * figures["beat_ms"]
    assert figures["beat_ms_companion"] < 8
    assert figures["key"] > figures["key_random"] + 0.2


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    """Twelve pieces of three families that any ear tells apart."""
    folder = tmp_path_factory.mktemp("studio")
    rng = np.random.default_rng(0)
    for i in range(12):
        family = ("drums", "pad", "texture")[i % 3]
        time = np.arange(9 * RATE) / RATE
        if family == "drums":
            sound = hits(np.arange(0.1, 9, rng.uniform(0.2, 0.3)), 9)
        elif family == "pad":
            tone = sum(np.sin(2 * np.pi * f * time) for f in rng.uniform(200, 800, 4))
            sound = np.stack([tone, tone], 1) * 0.05
        else:
            sound = 0.05 * rng.standard_normal((len(time), 2))
        soundfile.write(folder / f"{i}.wav", sound, RATE)
        split = "heldout" if i >= 9 else "train"
        label = {"id": str(i), "family": family, "split": split, "stems": [], "captions": [family]}
        (folder / f"{i}.json").write_text(json.dumps(label))
    return folder


@pytest.fixture(scope="module")
def reference(studio) -> Reference:
    return Reference.of(studio, embed)


def test_families_are_told_apart_and_kept_in_a_file(reference, tmp_path):
    assert all(reference.family(p.places) == p.family for p in reference.held_out())
    reference.save(tmp_path / "reference.safetensors")
    again = Reference.load(tmp_path / "reference.safetensors")
    assert [again.family(p.places) for p in again.pieces] == [p.family for p in again.pieces]
    (tmp_path / "broken").write_bytes(b"nothing")
    with pytest.raises(UserError, match="broken"):
        Reference.load(tmp_path / "broken")


def test_a_set_is_near_to_its_like_and_far_from_another():
    rng = np.random.default_rng(0)

    def clips(count: int, shift: float) -> list[np.ndarray]:
        centres = rng.standard_normal((count, 8)) + shift
        return [c + 0.3 * rng.standard_normal((3, 8)) for c in centres]

    same = distances(clips(24, 0.0), clips(60, 0.0))
    other = distances(clips(24, 1.0), clips(60, 0.0))
    assert same["p"] > 0.05
    assert other["p"] < 0.01
    assert same["frechet"] < 2 * same["floor"]
    assert other["frechet"] > 4 * same["frechet"]
    a = rng.standard_normal((4000, 2))
    assert abs(frechet(a, 2 * a + [3.0, 0.0]) - (9 + 2)) < 0.2  # of N(0, 1) and N(3, 4)


def test_what_the_codec_costs_is_told_from_what_the_network_does(studio, reference, tmp_path):
    """Pieces come back from the shipped codec as themselves; an untrained network makes none."""
    held = [replace(piece, split="heldout") for piece in reference.pieces]
    folder = shutil.copytree(studio, tmp_path / "held")
    for path in folder.glob("*.json"):
        label = json.loads(path.read_text())
        path.write_text(json.dumps(label | {"split": "heldout"}))
    whole = Reference(reference.maps, [*reference.pieces, *held])
    generator = Generator(replace(tiny_model(), codec=load_argument("default").codec))
    session = Session(Stage(generator), lambda: whole, embed, folder, told=lambda _: None)
    figures = MEASURES["distances"](session)
    assert figures["coded"]["cases"] == figures["beside_coded"]["real"] == figures["cases"]
    assert 3 * figures["coded"]["frechet"] < figures["frechet"]
    assert 3 * figures["coded"]["frechet"] < figures["beside_coded"]["frechet"]
    alone = MEASURES["distances"](replace(session, studio=None))
    assert alone == {k: v for k, v in figures.items() if "coded" not in k}


def test_copies_are_found():
    rng = np.random.default_rng(0)
    trained, held, new = (rng.standard_normal((n, 6)) for n in (400, 100, 100))
    honest = nearest(new, held, trained)
    copies = nearest(trained[:100] + 0.01, held, trained)
    assert honest["close"] < 0.15
    assert copies["close"] == 1.0
    assert copies["median"] < 0.1 * copies["held_out"]


def test_what_comes_back_is_compared_with_what_was_played_before():
    rng = np.random.default_rng(4)
    heard = (0.1 * rng.normal(size=(4 * RATE, 2))).astype(np.float32)
    lead = np.zeros((round(delay.WAY * RATE), 2), np.float32)
    assert delay.error_db(heard, np.concatenate((lead, heard))) < 0.1
    softer = delay.error_db(heard, np.concatenate((lead, 0.5 * heard)))
    assert softer == pytest.approx(6.0, abs=0.2)
    assert delay.error_db(heard, np.concatenate((lead, lead, heard))) > 12


def test_a_level_that_rises_and_a_spectrum_that_flattens_are_seen():
    pieces = list(delay.minutes(iter([np.ones((RATE * 50, 2), np.float32)] * 3)))
    assert [len(piece) for piece in pieces] == [60 * RATE] * 2
    noise = np.random.default_rng(1).normal(size=(3 * RATE, 2)).astype(np.float32) * 0.1
    tone = 0.1 * np.sin(np.arange(3 * RATE) * 0.05)[:, None].repeat(2, 1)
    rows = [delay.level_and_flatness(sound) for sound in (noise, tone, 0.5 * tone, noise)]
    figures = delay.steady(rows)
    assert figures["level_spread_db"] > 5.5
    assert figures["flatness_last"] > 10 * figures["flatness_second"]


def test_prompts_that_are_met_score_1_and_shuffled_ones_a_tenth():
    wanted = prompts.wishes(4)
    assert sum(w.other for w in wanted) == len(wanted) // 2
    met = prompts.adherence([w.family for w in wanted], wanted)
    assert met["right"] == met["plain"] == met["paraphrase"] == 1.0
    assert met["shuffled"] == 0.1
    deaf = prompts.adherence(["drums"] * len(wanted), wanted)
    assert deaf["right"] == deaf["shuffled"] == 0.1


def passing(way: morph.Way, path: np.ndarray, wander: float = 0.3) -> morph.Heard:
    """A way whose windows go along `path` [W], while music wanders by itself."""
    rng = np.random.default_rng(way.seed)
    ends = np.array([[0.0, 0.0], [4.0, 3.0]])
    lines = np.stack([np.zeros(len(path)), np.ones(len(path)), path])
    places = ends[0] + lines[..., None] * (ends[1] - ends[0])
    return morph.Heard(way, places + wander * rng.normal(size=places.shape), (0.1,) * 3, (0.0,) * 3)


def test_a_way_that_only_goes_on_is_steady_and_one_that_turns_back_is_not():
    ways = [way for way in morph.ways(4) if way.mode == "text"]
    on = np.linspace(0, 1, 17)
    figures = morph.figures([passing(way, on) for way in ways])
    assert figures["steady"]
    assert figures["order"] > 0.95
    assert figures["end"] - figures["begin"] > 0.9
    back = np.concatenate([on[::2], on[7::-1]])
    figures = morph.figures([passing(way, back) for way in ways])
    assert not figures["steady"]
    assert figures["fall"] > 3 * figures["fall_still"]
    jump = np.repeat([0.0, 1.0], [9, 8])
    assert morph.figures([passing(way, jump) for way in ways])["order"] < 0.95


def test_a_click_and_a_gap_in_a_take_are_seen():
    pad = 0.1 * np.sin(np.arange(RATE) / 20)[:, None].repeat(2, 1)
    blocks = [pad[at : at + 8_192].copy() for at in range(0, RATE, 8_192)]
    assert morph.seams(blocks) == pytest.approx(1.0, abs=0.2)
    for block in blocks:
        block += 0.002 * len(block) / RATE  # all alike: no leap anywhere
    assert morph.seams(blocks) == pytest.approx(1.0, abs=0.2)
    for block in blocks[::2]:
        block += 0.005
    assert morph.seams(blocks) > 5
    gap = pad.copy()
    gap[30_000:30_960] = 0.0
    assert morph.silence_ms(gap) == pytest.approx(20.0, abs=0.1)
    assert morph.silence_ms(pad) < 1.0


def test_no_paraphrase_is_a_family_word_of_the_captions():
    from instrument.studio.captions import FAMILY_WORDS

    words = {w for phrases in FAMILY_WORDS.values() for w in phrases}
    assert not words & {w.text for w in prompts.wishes(8) if w.other}


def test_the_shipped_reference_tells_held_out_pieces_apart():
    figures = prompts.ceiling(Reference.load())
    assert figures["cases"] >= 10
    assert figures["right"] > 0.8


def test_sounds_that_were_taught_are_cut_into_takes(tmp_path):
    for name, seconds, level in ("a", 20.0, 0.1), ("b", 9.0, 0.2):
        soundfile.write(tmp_path / f"{name}.wav", np.full((int(seconds * RATE), 1), level), RATE)
    (tmp_path / "bad.wav").write_bytes(b"no sound")
    found = taught.stretches(tmp_path)
    assert [x.shape for x in found] == [(9 * RATE, 2)] * 3
    assert [round(float(x.mean()), 2) for x in found] == [0.1, 0.1, 0.18]
    assert len(taught.stretches(tmp_path, 2)) == 2
    (tmp_path / "a.wav").unlink()
    soundfile.write(tmp_path / "b.wav", np.full((RATE, 1), 0.3), RATE)
    assert [x.shape for x in taught.stretches(tmp_path)] == [(9 * RATE, 2)]


def test_a_taught_model_is_nearer_to_its_sounds_than_its_base():
    rng = np.random.default_rng(0)
    near = [rng.normal(0, 1, (3, 4)) for _ in range(12)]
    same, far = ([rng.normal(at, 1, (3, 4)) for _ in range(12)] for at in (0, 5))
    figures = taught.moved(near, same, far)
    assert figures["frechet"] < 5 < 50 < figures["base_frechet"]
    assert figures["p"] > 0.05 > figures["base_p"]


def test_every_measure_runs_on_a_model_and_stops_in_time(studio, monkeypatch, tmp_path):
    monkeypatch.setattr(drift, "MINUTE_S", 9.5)
    monkeypatch.setattr(delay, "MINUTE_S", 1.0)
    monkeypatch.setattr(delay, "SECONDS", 4.0)
    monkeypatch.setattr(morph, "SECONDS", 10.0)
    stage = Stage(Generator(tiny_model()))
    lines: list[str] = []
    session = Session(stage, Reference.load, embed, studio, 0.01, told=lines.append)
    figures = run(session, MEASURES, 0.0001)
    assert set(figures) == set(MEASURES)
    assert all(row["took_s"] >= 0 for row in figures.values())
    strayed = figures["drift"]
    assert strayed["right_last"] == strayed["streams"]["drum loop"]["right"][1]
    assert 0.0 <= strayed["right_last"] <= 1.0
    bent = [row for row in figures["curves"].values() if isinstance(row, dict)]
    assert bent
    for row in (figures["clock"], figures["key"], *bent):
        assert row["family"] is None or 0.0 <= row["family"] <= 1.0
    assert any(line.startswith("clock: 0 of") for line in lines)
    stage.keep = 1
    stage.play(Ask("drums", 1.0))
    written = report.write(tmp_path, {"model": "tiny", "measures": figures}, MEASURES, session)
    page = written.read_text()
    assert "onset ms" in page
    assert page.count("<img") == len(session.drawn) + 1 > 1
    assert (tmp_path / "drums.wav").exists()
    assert json.dumps(figures)


def test_takes_begin_at_the_stream_s_first_sample():
    stage = Stage(Generator(tiny_model()))
    ask = Ask("drums", 2.0, seed=3)
    take = stage.play(ask)
    assert take.shape == (2 * RATE, 2)
    assert np.array_equal(take, stage.play(ask))
    assert not np.array_equal(take, stage.play(Ask("drums", 2.0, seed=4)))


def test_what_is_set_is_set_in_all_takes_that_do_not_set_it_themselves():
    generator = Generator(tiny_model())
    bare, fast, slow = (
        Ask("drums", 2.0),
        *(Ask("drums", 2.0, (Change(None, "tempo", 0, bpm),)) for bpm in (150.0, 60.0)),
    )
    plain, told = Stage(generator), Stage(generator, settings=fast.changes)
    assert np.array_equal(told.play(bare), plain.play(fast))
    assert np.array_equal(told.play(slow), plain.play(slow))
    assert not np.array_equal(told.play(bare), plain.play(bare))


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--only", "clok"], 'did you mean "clock"'),
        (["--json", "/nowhere/at/all.json"], "no folder"),
        (["--model", "/nowhere/small.safetensors"], "no such file"),
        (["--only", "clock", "--data", "/nowhere"], "no pieces"),
        (
            ["--set", "guidence=2"],
            '--set:1: no parameter "guidence" - did you mean "guidance"',
        ),
        (["--set", "block=2", "--set", "guidance=99"], "--set:2: guidance is 0 to 10"),
        (["--set", "guidance"], "--set"),
    ],
)
def test_what_is_wrong_is_said(arguments, what):
    from instrument.cli import group

    error = CliRunner().invoke(group, ["eval", *arguments]).exception
    assert isinstance(error, UserError)
    assert what in str(error)


def test_a_turn_is_placed_between_what_both_prompts_sound_like():
    rng = np.random.default_rng(3)
    seconds, change = turn.SECONDS, int(turn.AT_S * RATE)
    noise = 0.05 * rng.standard_normal((int(seconds * RATE), 2))
    tones = 0.1 * np.sin(2 * np.pi * 330 * np.arange(len(noise)) / RATE)[:, None] * [1.0, 0.9]
    tones = tones + 1e-4 * rng.standard_normal(tones.shape)
    ends = turn.features(noise), turn.features(tones)

    def told(late_s: float) -> dict:
        at = change + int(late_s * RATE)
        return turn.soon(
            [turn.line(*ends, turn.features(np.concatenate((noise[:at], tones[at:]))))]
        )

    at_once, late = told(0.0), told(1.5)
    assert abs(at_once["0 s"]) < 0.1
    assert all(abs(at_once[f"{s:g} s"] - 1) < 0.1 for s in turn.AFTER_S)
    assert at_once["half_way_in_1_s"] == 1.0
    assert abs(late["1 s"]) < 0.1 < 0.9 < late["2 s"]
    assert late["half_way_in_1_s"] == 0.0


def test_music_in_its_key_is_right_and_in_another_key_is_not():
    asked = key.cases(6)
    assert len({case.key for case in asked}) == 6
    on = [chords(case.key, 10) for case in asked]
    figures = key.kept(asked, on)
    assert figures["right"] == 1.0
    assert figures["inside"] > 0.95
    assert figures["inside_shuffled"] < 0.8
    assert figures["right_shuffled"] < 0.3
    noise = [0.1 * np.random.default_rng(1).standard_normal((10 * RATE, 2))] * 6
    assert key.kept(asked, noise)["right"] == 0.0
    assert key.kept(asked, noise)["inside"] < 0.7
    silent = key.kept(asked[:2], [np.zeros((10 * RATE, 2), np.float32)] * 2)
    assert silent["right"] == 0.0


def test_a_piece_whose_stem_is_gone_is_named(tmp_path):
    label = {"split": "heldout", "stems": ["rhythm", "harmony"], "id": "7-arrangement"}
    (tmp_path / "7-arrangement.json").write_text(json.dumps(label))
    soundfile.write(tmp_path / "7-arrangement.wav", np.zeros((48_000, 2)), 48_000)
    with pytest.raises(UserError, match="7-arrangement.rhythm.wav, a stem"):
        list(jam.partners(tmp_path))
