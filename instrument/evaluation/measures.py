"""The measures by name, each a function from a session to figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import numpy as np
import torch

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
    taught,
    turn,
)
from instrument.evaluation.distances import ALIKE, distances
from instrument.evaluation.embedding import log_mel
from instrument.evaluation.nearest import nearest
from instrument.evaluation.play import RATES, Ask
from instrument.evaluation.reference import sounds, stretch
from instrument.evaluation.session import Clip, Session
from instrument.hearing.onsets import RATE
from instrument.nn.analysis import FRAME

SEEDS = 20
"""Takes of each family."""
HELD = 24
"""Held-out pieces of each family that takes are compared with."""
CURVE_SEEDS = 6
CLOCK_CASES = 24
KEY_CASES = 24
NOTE_SEEDS = 3
JAM_CASES = 16
BLOCK_SEEDS = 3
SETTINGS = ((4, 48), (4, 16), (4, 8), (4, 4), (1, 48), (2, 48), (8, 48), (2, 4))
"""(steps, block) that are compared; the last as in `latency_mode` low."""
STREAM_MINUTES = 10

Grouped = list[tuple[str, np.ndarray]]
"""Clips with their families: the places of their patches [P, D]."""


def clips(session: Session) -> list[Clip]:
    """Takes of the families, made once for all measures that look at them."""
    if not session.clips:
        wanted = prompts.wishes(session.count(SEEDS))
        for wish, ask in zip(wanted, session.each(prompts.asks(wanted)), strict=False):
            session.clips.append((wish, session.places(session.stage.play(ask))))
    return session.clips


def measure_prompts(session: Session) -> dict:
    """The family asked for against the nearest centroid."""
    wanted = [wish for wish, _ in clips(session)]
    names = prompts.families()
    heard = [session.reference.family(places, names) for _, places in clips(session)]
    figures = prompts.adherence(heard, wanted)
    return figures | {"held_out": prompts.ceiling(session.reference)}


def measure_distances(session: Session) -> dict:
    """Takes of the captions of held-out pieces against those pieces, in all and by family. Given
    the pieces' sounds (a studio's folder), also these after the codec alone against themselves,
    and takes against these: which of the two, codec or network, is to blame for the distance."""
    kept, families = session.reference.kept, prompts.families()
    each = session.count(HELD)
    held = {f: [p for p in session.reference.held_out() if p.family == f][:each] for f in families}
    real = [p for turn in zip_longest(*held.values()) for p in turn if p is not None]
    paths = {} if session.studio is None else {x["id"]: path for x, path in sounds(session.studio)}
    made: Grouped = []
    coded: Grouped = []
    for seed, piece in enumerate(session.each(real)):
        take = session.stage.play(Ask(piece.caption, prompts.SECONDS, seed=seed))
        made.append((piece.family, session.places(take)[:, :kept]))
        if piece.name in paths:
            _, again = _coded(session, paths[piece.name])
            coded.append((piece.family, session.places(again)[:, :kept]))
    pieces = [(p.family, p.places[:, :kept]) for p in real]
    figures = _by_family(made, pieces)
    if coded:
        figures["coded"] = _by_family(coded, pieces)
        figures["beside_coded"] = _by_family(made, coded)
    return figures


def _by_family(made: Grouped, real: Grouped) -> dict:
    """Distances of two sets of clips with their families, in all and of each."""
    rows = {
        f: distances(*([p for family, p in clips if family == f] for clips in (made, real)))
        for f in prompts.families()
    }
    whole = distances(*([p for _, p in clips] for clips in (made, real)))
    alike = sum(row.get("p", 0) > ALIKE for row in rows.values())
    return whole | {"families_not_told_apart": alike, "families": rows}


def measure_nearest(session: Session) -> dict:
    """Generated patches against those of the training pieces."""
    kept, reference = session.reference.kept, session.reference
    trained = np.concatenate([p.places for p in reference.pieces if p.split == "train"])
    held = np.concatenate([p.places for p in reference.held_out()])
    made = np.concatenate([p for _, p in clips(session)])
    return nearest(made[:, :kept], held[:, :kept], trained[:, :kept])


def measure_curves(session: Session) -> dict:
    """Curves asked for against curves heard, and whether the music is still what was asked for."""
    asked = curves.bends(CURVE_SEEDS)
    asked = asked[: 3 * session.count(len(asked) // 3)]
    heard, families = [], []
    for bend in session.each(asked):
        take = session.stage.play(curves.ask(bend))
        heard.append(curves.hear(bend.name, take))
        families.append(session.family(take))
    asked = asked[: len(heard)]
    for bend, line in zip(asked, heard, strict=True):
        lines = {"asked": bend.curve[: len(line)], "heard": line[: len(bend.curve)]}
        session.draw(f"{bend.name}, {bend.prompt}", lines, 1 / RATES.frame_rate)
    figures = curves.follow(asked, heard)
    for name, mine in figures.items():
        own = [(b.prompt, f) for b, f in zip(asked, families, strict=True) if b.name == name]
        mine["family"] = prompts.kept(*zip(*own, strict=True))
    return figures


def measure_clock(session: Session) -> dict:
    """Onsets against the grid, and tempi, at tempi in no piece of the studio."""
    cases = clock.beats(session.count(CLOCK_CASES))
    sounds = [session.stage.play(clock.ask(case)) for case in session.each(cases)]
    cases = cases[: len(sounds)]
    return clock.lock(cases, sounds) | {"family": _family(session, cases, sounds)}


def measure_key(session: Session) -> dict:
    """Pitch classes against the key asked for."""
    asked = key.cases(session.count(KEY_CASES))
    sounds = [session.stage.play(key.ask(case)) for case in session.each(asked)]
    asked = asked[: len(sounds)]
    return key.kept(asked, sounds) | {"family": _family(session, asked, sounds)}


def _family(
    session: Session, cases: Sequence[clock.Beat | key.Case], sounds: Sequence[np.ndarray]
) -> float | None:
    return prompts.kept((case.prompt for case in cases), map(session.family, sounds))


def measure_notes(session: Session) -> dict:
    """Melodies asked for against those heard."""
    asked = notes.tunes(NOTE_SEEDS)[: session.count(NOTE_SEEDS * len(notes.PROMPTS))]
    heard, families = [], []
    for tune in session.each(asked):
        take = session.stage.play(notes.ask(tune))
        heard.append(notes.transcribe(take))
        families.append(session.family(take))
    return notes.follow(asked[: len(heard)], heard, families)


def measure_drift(session: Session) -> dict:
    """Streams of ten minutes: the last against the first, and the distance of each. Less than all
    (`size`) are shorter. `right`: the part of the patches that are of the prompt's family."""
    minutes = max(2, round(STREAM_MINUTES * session.size))
    heard: list[list[np.ndarray]] = [[] for _ in range(minutes)]
    rows, names = {}, prompts.families()
    for prompt in session.each(drift.PROMPTS):
        figures, places = [], []
        for sound in _minutes(session.stage.blocks(Ask(prompt, drift.MINUTE_S * minutes))):
            figures.append(drift.minute(sound))
            places.append(session.places(sound))
        ends = figures[0], figures[-1]
        rows[prompt] = {
            key: [round(f[key], 3) for f in ends] for key in ("level_db", "brightness", "loop")
        }
        wanted = prompts.MEANT[prompt]
        families = [
            [session.reference.family(p[None], names) for p in places[at]] for at in (0, -1)
        ]
        rows[prompt]["right"] = [round(f.count(wanted) / len(f), 3) for f in families]
        for minute, patches in zip(heard, places, strict=True):
            minute.append(patches)
    kept = session.reference.kept
    real = np.concatenate([p.places[:, :kept] for p in session.reference.pieces])
    whole = drift.apart([np.concatenate(patches)[:, :kept] for patches in heard], real)
    right = np.mean([row["right"] for row in rows.values()], 0)
    whole["right_first"], whole["right_last"] = (round(float(r), 3) for r in right)
    return whole | {"minutes": minutes, "cases": len(rows), "streams": rows}


def _minutes(blocks: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """The whole minutes [N, 2] of a stream."""
    length, kept = int(drift.MINUTE_S * RATE), np.zeros((0, 2), np.float32)
    for block in blocks:
        kept = np.concatenate((kept, block))
        if len(kept) >= length:
            yield kept[:length]
            kept = kept[length:]


def measure_turn(session: Session) -> dict:
    """Prompts that change at once, and how soon it is heard."""
    cases = turn.turns(session.count(turn.SEEDS))
    lines = []
    for case in session.each(cases):
        takes = [session.stage.play(ask) for ask in turn.asks(case)]
        lines.append(turn.line(*(turn.features(take) for take in takes)))
    middle = np.median(lines, 0)
    session.draw("turn", {"median": middle}, turn.WINDOW_S)
    return turn.soon(lines)


def measure_jam(session: Session) -> dict:
    """Accompaniment of held-out stems; needs a studio's folder."""
    if session.studio is None:
        return {"left_out": "it needs held-out stems: give --data"}
    cases = list(jam.partners(session.studio))
    cases = cases[: session.count(JAM_CASES)]
    if not cases:
        return {"left_out": f"{session.studio} holds no held-out stems"}
    takes, alone = [], []
    for seed, partner in enumerate(session.each(cases)):
        takes.append(session.stage.play(jam.ask(partner, seed)))
        alone.append(session.stage.play(jam.ask(partner, seed, follow=False)))
    return jam.together(cases[: len(takes)], takes, alone)


def measure_delay(session: Session) -> dict:
    """What comes back from takes of the model's own, less and more blurred, and a long feedback."""
    stage, names = session.stage, prompts.families()
    codec, rows = stage.generator.model.codec, {}
    inputs = [stage.play(delay.played(prompt)) for prompt in delay.INPUTS]
    blurs = [delay.BLURS[i] for i in (0, -1, 2, 1, 3)][: max(2, session.count(len(delay.BLURS)))]
    for blur in session.each(blurs):
        backs = [stage.play(delay.ask(x, delay.SECONDS + delay.WAY, blur)) for x in inputs]
        errors = [delay.error_db(x, back) for x, back in zip(inputs, backs, strict=True)]
        heard = [session.reference.family(session.places(back), names) for back in backs]
        right = np.mean([family == delay.FAMILY for family in heard])
        rows[str(blur)] = {"error_db": round(float(np.mean(errors)), 2), "prompts": float(right)}
    alone = []
    for x in inputs:
        whole = torch.from_numpy(np.ascontiguousarray(x[: len(x) // FRAME * FRAME].T))[None]
        with torch.inference_mode():
            again = codec.decode_whole(codec.analysis.encode(whole))[0].T.numpy()
        lead = np.zeros((round(delay.WAY * RATE), 2), np.float32)
        alone.append(delay.error_db(x, np.concatenate((lead, again))))
    length = max(3, round(delay.MINUTES * session.size))
    seconds = length * delay.MINUTE_S
    long = np.tile(inputs[1], (1 + int(seconds / delay.SECONDS), 1))
    stream = stage.blocks(delay.ask(long, seconds, delay.BLUR, delay.FEEDBACK))
    figures = [delay.level_and_flatness(minute) for minute in delay.minutes(stream)]
    codec_db = round(float(np.mean(alone)), 2)
    return {"blur": rows, "codec_error_db": codec_db, "long": delay.steady(figures)}


def measure_morph(session: Session) -> dict:
    """Prompts that cross over in 12 s, in each mode, beside takes that stay where they are."""
    stage, kept = session.stage, session.reference.kept
    heard = stage.play(Ask(morph.INPUT, morph.SECONDS, seed=5))
    partner = jam.channels(heard, stage.generator.model.codec.analysis)
    cases = morph.ways(session.count(morph.SEEDS))
    done: dict[str, list[morph.Heard]] = {}
    for way in session.each(cases):
        rows = []
        for ask in morph.asks(way, partner, heard):
            pieces = list(stage.blocks(ask))
            take = np.concatenate(pieces)
            places = [session.places(window)[0, kept:] for window in morph.windows(take)]
            rows.append((places, morph.seams(pieces), morph.silence_ms(take)))
        places, seams, silences = zip(*rows, strict=True)
        done.setdefault(way.mode, []).append(morph.Heard(way, np.array(places), seams, silences))
    for mode, heards in done.items():
        lines = zip(morph.LINES, morph.lines(heards), strict=True)
        session.draw(mode, {name: line.mean(0) for name, line in lines}, morph.HOP_S)
    return {mode: morph.figures(heards) for mode, heards in done.items()}


def measure_codec(session: Session) -> dict:
    """Held-out pieces against themselves after the codec; needs a studio's folder."""
    if session.studio is None:
        return {"left_out": "it needs held-out sounds: give --data"}
    kept = session.reference.kept
    held = list(sounds(session.studio))
    held = held[: session.count(len(held))]
    if not held:
        return {"left_out": f"{session.studio} holds no held-out pieces"}
    made, real, errors = [], [], []
    for _, path in session.each(held):
        sound, again = _coded(session, path)
        made.append(session.places(again)[:, :kept])
        real.append(session.places(sound)[:, :kept])
        before, after = (log_mel(x)[0] for x in (sound, again))
        errors.append(20 * float(np.abs(before - after).mean()))
    studio = [p.places[:, :kept] for p in session.reference.pieces]
    figures = distances(made, real)
    return figures | {
        "floor": distances(real, studio).get("frechet"),
        "log_mel_db": round(float(np.median(errors)), 2),
    }


def _coded(session: Session, path: Path) -> tuple[np.ndarray, np.ndarray]:
    """The stretch of a piece that counts, and the same after the codec [N, 2] each."""
    codec, sound = session.stage.generator.model.codec, stretch(path)
    sound = sound[: len(sound) // FRAME * FRAME]
    with torch.inference_mode():
        heard = torch.from_numpy(np.ascontiguousarray(sound.T))[None]
        return sound, codec.decode_whole(codec.analysis.encode(heard))[0].T.numpy()


def measure_blocks(session: Session) -> dict:
    """Plain prompts at several block lengths and numbers of steps."""
    stage, kept = session.stage, session.reference.kept
    wanted = [w for w in prompts.wishes(2 * session.count(BLOCK_SEEDS)) if not w.other]
    asked = prompts.families()
    real = [p.places[:, :kept] for p in session.reference.pieces if p.family in asked]
    was = stage
    made: dict[tuple[int, int], list[tuple[np.ndarray, bool]]] = {s: [] for s in SETTINGS}
    for wish, setting in session.each([(w, s) for w in wanted for s in SETTINGS]):
        session.stage = replace(was, steps=setting[0], block=setting[1])
        places = session.places(session.stage.play(prompts.asks([wish])[0]))
        right = session.reference.family(places, asked) == wish.family
        made[setting].append((places[:, :kept], right))
        was.played_s = session.stage.played_s
    session.stage = was
    rows = {}
    for (steps, block), takes in made.items():
        row = distances([p for p, _ in takes], real)
        share = round(float(np.mean([r for _, r in takes])), 3) if takes else None
        keys = ("frechet", "floor", "kernel", "p", "cases")
        rows[f"{steps} steps, {block} frames"] = {"right": share} | {k: row.get(k) for k in keys}
    return {"settings": rows}


MEASURES: dict[str, Callable[[Session], dict]] = {
    "prompts": measure_prompts,
    "distances": measure_distances,
    "nearest": measure_nearest,
    "curves": measure_curves,
    "clock": measure_clock,
    "key": measure_key,
    "notes": measure_notes,
    "turn": measure_turn,
    "jam": measure_jam,
    "delay": measure_delay,
    "morph": measure_morph,
    "codec": measure_codec,
    "blocks": measure_blocks,
    "drift": measure_drift,
    "taught": taught.measure,
}
