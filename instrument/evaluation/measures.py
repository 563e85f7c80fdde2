"""The measures by name, each a function from a session to figures."""

from __future__ import annotations

from collections.abc import Callable

from instrument.evaluation import clock, curves, prompts
from instrument.evaluation.session import Session

SEEDS = 20
"""Takes of each family."""
CURVE_SEEDS = 2
CLOCK_CASES = 24


def measure_prompts(session: Session) -> dict:
    """The family asked for against the nearest centroid."""
    wanted = prompts.wishes(session.count(SEEDS))
    names = tuple(sorted({w.family for w in wanted}))
    heard = [
        session.reference.family(session.places(session.stage.play(ask)), names)
        for ask in session.each(prompts.asks(wanted))
    ]
    figures = prompts.adherence(heard, wanted[: len(heard)])
    return figures | {"held_out": prompts.ceiling(session.reference)}


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
    "curves": measure_curves,
    "clock": measure_clock,
}
