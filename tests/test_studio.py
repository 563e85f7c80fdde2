"""The studio: composition is deterministic and sound; each renderer makes audible, clean audio."""

from __future__ import annotations

import errno
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from instrument.errors import UserError
from instrument.evaluation.clock import TEMPI
from instrument.evaluation.prompts import wishes
from instrument.studio import progress, wide
from instrument.studio.build import build, hold_out, manifest, render
from instrument.studio.captions import phrases
from instrument.studio.compose import DECK, FAMILIES, compose, deal
from instrument.studio.form import RESERVED, draw_form
from instrument.studio.instruments import INSTRUMENTS
from instrument.studio.kits import KIT_CHOICE
from instrument.studio.loudness import limit, lufs, true_peak
from instrument.studio.mixer import Mix
from instrument.studio.parts import release
from instrument.studio.piece import RATE, Note, Piece, Track
from instrument.studio.samples import KITS
from instrument.studio.supercollider import KITS as SYNTH_KITS
from instrument.studio.supercollider import synthdefs
from instrument.studio.theory import Key, chord, voice


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_composition(family: str) -> None:
    for seed in range(6):
        piece = compose(seed, family)
        assert piece == compose(seed, family)
        assert 38 <= piece.seconds <= 60
        assert 60 <= piece.bpm <= 180
        gaps = np.diff(piece.beats)
        assert np.allclose(gaps, 60 / piece.bpm, atol=1e-4)
        assert piece.beats[0] == pytest.approx(piece.first_beat)
        assert len(piece.captions) >= 6
        assert len(set(piece.captions)) == len(piece.captions)
        assert all(c.strip() for c in piece.captions)
        assert piece.tracks
        for track in piece.tracks:
            assert track.notes
            for note in track.notes:
                assert 0 <= note.onset < piece.seconds
                assert note.duration > 0
                assert 0 < note.velocity <= 1
                assert 20 <= note.pitch <= 110
        drums = [t.drums for t in piece.tracks]
        if family == "drums":
            assert all(drums)
        elif family != "arrangement":
            assert not any(drums)


def test_no_piece_has_a_tempo_that_the_evaluation_keeps_for_itself() -> None:
    rng = random.Random(1)
    drawn = [draw_form(rng, (low, low + 4.0), "calm").bpm for low in (85, 101, 119, 137) * 100]
    assert not [b for b in drawn if any(low <= b <= high for low, high in RESERVED)]
    assert all(any(low <= tempo <= high for low, high in RESERVED) for tempo in TEMPI)


def test_arrangements_have_several_parts() -> None:
    sizes = [len(compose(seed, "arrangement").tracks) for seed in range(30)]
    assert min(sizes) >= 2
    assert np.mean(sizes) >= 3.5


def test_a_round_is_balanced_and_some_is_held_out() -> None:
    cards = [deal(seed) for seed in range(len(DECK) * 16)]
    names = [family for family, _ in cards]
    for family in FAMILIES:
        assert names.count(family) == 16 * DECK.count(family)
        assert (family, True) in cards
    assert sum(held for _, held in cards) / len(cards) == pytest.approx(1 / 16)


def test_every_sound_exists() -> None:
    defs = synthdefs()
    for choices in INSTRUMENTS.values():
        for i in choices:
            assert i.lo <= i.hi
            assert i.words
            if i.renderer == "supercollider":
                assert i.sound in defs
    for choices in KIT_CHOICE.values():
        for renderer, sound, _ in choices:
            assert renderer == "fluid" or sound in KITS or sound in SYNTH_KITS
    for kit in SYNTH_KITS.values():
        assert {name for name, _ in kit.values()} <= set(defs)


def test_a_key_is_let_go_before_it_is_struck_again() -> None:
    first, second = Note(0.0, 2.0, 60, 0.5), Note(1.0, 1.0, 60, 0.5)
    freed = release([first, second])
    assert freed[0].onset + freed[0].duration < second.onset
    assert freed[1] == second


def test_voices_move_little() -> None:
    key = Key(0, "major")
    before = voice(chord(key, 0), (), 50, 74, 3)
    after = voice(chord(key, 3), before, 50, 74, 3)
    assert sum(abs(a - b) for a, b in zip(before, after, strict=True)) <= 5


def tone(renderer: str, sound: str, *, drums: bool = False) -> Piece:
    """Two and a half bars of quarter notes on one track."""
    notes = tuple(
        Note(0.25 + i * 0.5, 0.4, 36 + (i % 2) * 2 if drums else 48 + i, 0.8) for i in range(9)
    )
    track = Track("t", "drums" if drums else "lead", "t", renderer, sound, notes, drums=drums)
    return replace(compose(0, "lead"), tracks=(track,), seconds=5.0, loudness=-18.0)


@pytest.mark.parametrize(
    ("renderer", "sound", "drums"),
    [
        ("fluid", "0:0", False),
        ("fluid", "128:0", True),
        ("supercollider", "lead_saw", False),
        ("supercollider", "kit_909", True),
        ("samples", "acoustic", True),
        ("samples", "ambi_glass_hum:60", False),
    ],
)
def test_render(renderer: str, sound: str, drums: bool) -> None:
    piece = tone(renderer, sound, drums=drums)
    x = render(piece, seconds=5.0).whole
    assert x.shape == (5 * RATE, 2)
    assert np.isfinite(x).all()
    assert true_peak(x) < 10 ** (-1 / 20)
    assert -24 < lufs(x) < -16
    assert np.array_equal(x, render(piece, seconds=5.0).whole)
    # sound begins with the first note, not before
    loud = np.flatnonzero(np.abs(x).max(axis=1) > 0.01)
    assert 0.245 < loud[0] / RATE < 0.35


def test_stems_add_up() -> None:
    piece = next(
        p
        for p in (compose(seed, "arrangement") for seed in range(40))
        if {"drums", "bass"} <= {t.family for t in p.tracks}
    )
    mixed = render(piece, seconds=8.0, stems=True)
    assert mixed.rhythm is not None
    assert mixed.harmony is not None
    assert np.abs(mixed.rhythm + mixed.harmony - mixed.whole).max() < 1e-4


def test_loudness_of_a_full_scale_sine() -> None:
    t = np.arange(RATE * 3) / RATE
    x = np.repeat(np.sin(2 * np.pi * 997 * t)[:, None], 2, axis=1).astype(np.float32)
    # BS.1770: one channel of a full-scale 997 Hz sine reads -3.01 LUFS; two channels +3.01 more
    assert lufs(x) == pytest.approx(0.0, abs=0.1)
    assert np.abs(x * limit(x, 0.5)).max() <= 0.5001


def test_build_goes_on_where_it_was(tmp_path) -> None:
    hours = 100 / 3600
    held = build(tmp_path, hours, seed=3)
    assert held >= hours
    made = {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    assert not [n for n in made if n.endswith(".part")]
    build(tmp_path, hours, seed=3)
    assert made == {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    for path in tmp_path.glob("*.json"):
        data = json.loads(path.read_text())
        info = soundfile.info(path.with_suffix(".wav"))
        assert (info.samplerate, info.channels, info.subtype) == (RATE, 2, "PCM_16")
        assert info.frames == round(data["seconds"] * RATE)
        assert data == json.loads(json.dumps(manifest(compose(data["seed"]), data["stems"])))
        assert data["sources"]


def test_build_makes_only_the_families_that_are_named(tmp_path) -> None:
    told: list[tuple[float, float]] = []
    hours, families = 2 / 3600, ("pluck", "organ")
    held = build(tmp_path, hours, 40, 2, families, lambda *far: told.append(far))
    assert told[-1] == (pytest.approx(held), pytest.approx(held))
    assert build(tmp_path, hours, 40, 2, families, lambda *far: told.append(far)) == held
    assert told[-1] == (pytest.approx(held), 0.0), "all of it was there"
    made = [path.stem for path in tmp_path.glob("*.json")]
    assert len(made) == 2, "one of each worker"
    for name in made:
        seed, family = name.split("-")
        assert family in {"pluck", "organ"}
        assert deal(int(seed))[0] == family


def test_workers_say_in_one_line_what_is_missing(tmp_path, monkeypatch, capfd) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UserError, match="scsynth is missing: install"):
        build(tmp_path / "studio", 1.0, workers=2, families=("acid",))
    assert capfd.readouterr().err == ""


@pytest.fixture
def no_room(monkeypatch) -> None:
    """The disk takes 100 kB of a file and no more."""
    write = Path.write_bytes

    def some(path: Path, data: bytes) -> int:
        write(path, data[:100_000])
        if len(data) > 100_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return len(data)

    monkeypatch.setattr(Path, "write_bytes", some)


@pytest.mark.usefixtures("no_room")
def test_a_full_disk_is_said_and_no_part_is_left(tmp_path, monkeypatch, capsys) -> None:
    silence = np.zeros((50_000, 2), np.float32)
    monkeypatch.setattr("instrument.studio.build.render", lambda *_, **__: Mix(silence, None, None))
    full = f"{tmp_path}: the disk is full; .* goes on from there"
    with pytest.raises(UserError, match=full):
        build(tmp_path, 1.0)
    with pytest.raises(UserError, match=full):
        hold_out(tmp_path, 1, ("pad",))
    with pytest.raises(UserError, match=full):
        wide.fill(tmp_path, 1.0, seed=2)
    assert not list(tmp_path.iterdir())
    assert capsys.readouterr().err == "", "no other piece was tried"


def test_what_other_programs_would_not_say_of_a_full_disk_is_asked_before(monkeypatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10**6}))
    with pytest.raises(UserError, match="the disk is full"):
        render(tone("supercollider", "lead_saw"))


def test_how_far_it_is_and_the_time_left_are_said_once_a_minute(monkeypatch, capsys) -> None:
    now = 1000.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    tell = progress.Progress("studio", 9.0, "hours")
    for minute, made in ((0, 0.0), (1, 0.1), (1.5, 0.2), (5, 0.5), (80, 8.0)):
        now = 1000.0 + minute * 60
        tell(1.0 + made, made)
    tell(9.1, 8.1)
    assert capsys.readouterr().err.splitlines() == [
        "studio: 1.10 of 9.0 hours, 79.0 min left",
        "studio: 1.50 of 9.0 hours, 75.0 min left",
        "studio: 9.00 of 9.0 hours",
    ]


@pytest.mark.parametrize("kind", sorted(wide.MAKERS))
def test_wide_sounds_are_remade_by_their_seed(kind):
    made = wide.sound(kind, 7)
    assert made.shape == (20 * 48_000, 2)
    assert 0.05 < np.abs(made).max() < 1.0
    assert np.array_equal(made, wide.sound(kind, 7))
    assert not np.array_equal(made, wide.sound(kind, 12))


def test_everyday_phrases_are_many_and_none_is_in_the_evaluation() -> None:
    said = phrases()
    assert set(said) == set(FAMILIES)
    assert all(len(set(each)) >= 40 for each in said.values())
    assert sum(c in said["drums"] for c in compose(0, "drums").captions) >= 3
    kept_apart = {w.text for w in wishes(4) if w.other}
    assert not kept_apart & {phrase for each in said.values() for phrase in each}


def test_pieces_to_compare_with_are_held_out_and_as_many_of_each_family(
    tmp_path, monkeypatch
) -> None:
    def made(out, seed: int) -> None:
        family, held = deal(seed)
        assert held
        (out / f"{seed:06d}-{family}.json").write_text("{}")

    monkeypatch.setattr("instrument.studio.build.make", made)
    assert hold_out(tmp_path, 3, ("drums", "piano")) == 6
    names = sorted(path.stem.split("-")[1] for path in tmp_path.iterdir())
    assert names == ["drums"] * 3 + ["piano"] * 3
    assert hold_out(tmp_path, 4, ("drums", "piano")) == 2, "what is there is not made again"
