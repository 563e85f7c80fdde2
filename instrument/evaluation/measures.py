"""The measures by name, each a function from a session to figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import torch

from instrument.evaluation import clock, curves, delay, drift, jam, notes, prompts
from instrument.evaluation.distances import ALIKE, distances
from instrument.evaluation.embedding import log_mel
from instrument.evaluation.nearest import nearest
from instrument.evaluation.onsets import RATE
from instrument.evaluation.play import Ask
from instrument.evaluation.reference import sounds, stretch
from instrument.evaluation.session import Clip, Session
from instrument.nn.analysis import FRAME

SEEDS = 20
"""Takes of each family."""
CURVE_SEEDS = 2
CLOCK_CASES = 24
NOTE_SEEDS = 3
JAM_CASES = 16
BLOCK_SEEDS = 3
SETTINGS = ((4, 48), (4, 16), (4, 8), (4, 4), (1, 48), (2, 48), (8, 48))
"""(steps, block) that are compared."""
STREAM_MINUTES = 10


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
    names = tuple(sorted({w.family for w in prompts.wishes(1)}))
    heard = [session.reference.family(places, names) for _, places in clips(session)]
    figures = prompts.adherence(heard, wanted)
    return figures | {"held_out": prompts.ceiling(session.reference)}


def measure_distances(session: Session) -> dict:
    """Generated clips against the studio's pieces of the same families, and each family's by
    itself; plain prompts only, since a paraphrase may well be taken for another family."""
    made = [(w.family, p) for w, p in clips(session) if not w.other]
    kept = session.reference.kept
    families = sorted({family for family, _ in made})
    real = [p for p in session.reference.pieces if p.family in families]
    rows = {
        f: distances(
            [p[:, :kept] for family, p in made if family == f],
            [p.places[:, :kept] for p in real if p.family == f],
        )
        for f in families
    }
    whole = distances([p[:, :kept] for _, p in made], [p.places[:, :kept] for p in real])
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
    """Curves asked for against curves heard."""
    asked = curves.bends(CURVE_SEEDS)
    asked = asked[: 3 * session.count(len(asked) // 3)]
    heard = [
        curves.hear(bend.name, session.stage.play(curves.ask(bend))) for bend in session.each(asked)
    ]
    for bend, line in zip(asked, heard, strict=False):
        lines = {"asked": bend.curve[: len(line)], "heard": line[: len(bend.curve)]}
        session.drawn.setdefault(f"{bend.name}, {bend.prompt}", lines)
    return curves.follow(asked[: len(heard)], heard)


def measure_clock(session: Session) -> dict:
    """Onsets against the grid, and tempi, at tempi in no piece of the studio."""
    cases = clock.beats(session.count(CLOCK_CASES))
    sounds = [session.stage.play(clock.ask(case)) for case in session.each(cases)]
    return clock.lock(cases[: len(sounds)], sounds)


def measure_notes(session: Session) -> dict:
    """Melodies asked for against those heard."""
    asked = notes.tunes(NOTE_SEEDS)[: session.count(NOTE_SEEDS * len(notes.PROMPTS))]
    heard = [notes.transcribe(session.stage.play(notes.ask(tune))) for tune in session.each(asked)]
    return notes.follow(asked[: len(heard)], heard)


def measure_drift(session: Session) -> dict:
    """Streams of ten minutes: the last against the first. Less than all (`size`) are shorter."""
    minutes = max(2, round(STREAM_MINUTES * session.size))
    first, last, rows = [], [], {}
    for prompt in session.each(drift.PROMPTS):
        ends = _ends(session.stage.blocks(Ask(prompt, drift.MINUTE_S * minutes)), minutes)
        figures = [drift.minute(sound) for sound in ends]
        rows[prompt] = {
            key: [round(f[key], 3) for f in figures] for key in ("level_db", "brightness", "loop")
        }
        first.append(session.places(ends[0]))
        last.append(session.places(ends[1]))
    kept = session.reference.kept
    real = np.concatenate([p.places[:, :kept] for p in session.reference.pieces])
    whole = drift.apart(np.concatenate(first)[:, :kept], np.concatenate(last)[:, :kept], real)
    return whole | {"minutes": minutes, "cases": len(rows), "streams": rows}


def _ends(blocks: Iterator[np.ndarray], minutes: int) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last minute [N, 2] of a stream."""
    length, at = int(drift.MINUTE_S * RATE), 0
    begin, end = length, (minutes - 1) * length
    first, last = [], []
    for block in blocks:
        first.append(block[: max(0, begin - at)])
        last.append(block[max(0, end - at) :])
        at += len(block)
    return np.concatenate(first), np.concatenate(last)


def measure_jam(session: Session) -> dict:
    """Accompaniment of held-out stems; needs a studio's folder."""
    if session.studio is None:
        return {"left_out": "it needs held-out stems: give --data"}
    cases = list(jam.partners(session.studio))
    cases = cases[: session.count(JAM_CASES)]
    if not cases:
        return {"left_out": f"{session.studio} holds no held-out stems"}
    analysis = session.stage.generator.model.codec.analysis
    takes = [session.stage.play(jam.ask(p, analysis, i)) for i, p in enumerate(session.each(cases))]
    return jam.together(cases[: len(takes)], takes)


def measure_delay(session: Session) -> dict:
    """What comes back from takes of the model's own, less and more blurred, and a long feedback."""
    stage, names = session.stage, tuple(sorted({w.family for w in prompts.wishes(1)}))
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
    heard = np.tile(inputs[1], (1 + int(seconds / delay.SECONDS), 1))
    stream = stage.blocks(delay.ask(heard, seconds, delay.BLUR, delay.FEEDBACK))
    figures = [delay.level_and_flatness(minute) for minute in delay.minutes(stream)]
    codec_db = round(float(np.mean(alone)), 2)
    return {"blur": rows, "codec_error_db": codec_db, "long": delay.steady(figures)}


def measure_codec(session: Session) -> dict:
    """Held-out pieces against themselves after the codec; needs a studio's folder."""
    if session.studio is None:
        return {"left_out": "it needs held-out sounds: give --data"}
    codec, kept = session.stage.generator.model.codec, session.reference.kept
    held = list(sounds(session.studio))
    held = held[: session.count(len(held))]
    if not held:
        return {"left_out": f"{session.studio} holds no held-out pieces"}
    made, real, errors = [], [], []
    for _, path in session.each(held):
        sound = stretch(path)
        sound = sound[: len(sound) // FRAME * FRAME]
        with torch.inference_mode():
            heard = torch.from_numpy(np.ascontiguousarray(sound.T))[None]
            again = codec.decode_whole(codec.analysis.encode(heard))[0].T.numpy()
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


def measure_blocks(session: Session) -> dict:
    """Plain prompts at several block lengths and numbers of steps."""
    stage, kept = session.stage, session.reference.kept
    wanted = [w for w in prompts.wishes(2 * session.count(BLOCK_SEEDS)) if not w.other]
    names = tuple(sorted({w.family for w in wanted}))
    real = [p.places[:, :kept] for p in session.reference.pieces if p.family in names]
    was, made = stage, {setting: [] for setting in SETTINGS}
    for wish, setting in session.each([(w, s) for w in wanted for s in SETTINGS]):
        session.stage = replace(was, steps=setting[0], block=setting[1])
        places = session.places(session.stage.play(prompts.asks([wish])[0]))
        right = session.reference.family(places, names) == wish.family
        made[setting].append((places[:, :kept], right))
        was.played_s = session.stage.played_s
    session.stage = was
    rows = {}
    for (steps, block), takes in made.items():
        row = distances([p for p, _ in takes], real)
        right = round(float(np.mean([r for _, r in takes])), 3) if takes else None
        keys = ("frechet", "floor", "kernel", "p", "cases")
        rows[f"{steps} steps, {block} frames"] = {"right": right} | {k: row.get(k) for k in keys}
    return {"settings": rows}


MEASURES: dict[str, Callable[[Session], dict]] = {
    "prompts": measure_prompts,
    "distances": measure_distances,
    "nearest": measure_nearest,
    "curves": measure_curves,
    "clock": measure_clock,
    "notes": measure_notes,
    "jam": measure_jam,
    "delay": measure_delay,
    "codec": measure_codec,
    "blocks": measure_blocks,
    "drift": measure_drift,
}
