"""The measures by name, each a function from a session to figures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from instrument.evaluation import clock, curves, prompts
from instrument.evaluation.distances import ALIKE, distances
from instrument.evaluation.nearest import nearest
from instrument.evaluation.session import Clip, Session

SEEDS = 20
"""Takes of each family."""
CURVE_SEEDS = 2
CLOCK_CASES = 24


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
    return curves.follow(asked[: len(heard)], heard)


def measure_clock(session: Session) -> dict:
    """Onsets against the grid, and tempi, at tempi in no piece of the studio."""
    cases = clock.beats(session.count(CLOCK_CASES))
    sounds = [session.stage.play(clock.ask(case)) for case in session.each(cases)]
    return clock.lock(cases[: len(sounds)], sounds)


MEASURES: dict[str, Callable[[Session], dict]] = {
    "prompts": measure_prompts,
    "distances": measure_distances,
    "nearest": measure_nearest,
    "curves": measure_curves,
    "clock": measure_clock,
}
