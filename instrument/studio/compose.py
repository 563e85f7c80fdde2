"""A seed to a piece: which family, which split, and the finished composition."""

from __future__ import annotations

import random

from instrument.studio.arrangement import arrangement
from instrument.studio.captions import Facts, write
from instrument.studio.families import COMPOSERS
from instrument.studio.families.draft import Composer, Draft
from instrument.studio.piece import Piece

# a round of seeds: every family once, drums three times, arrangements five times (a fifth)
DECK = (
    *COMPOSERS,
    "drums",
    "drums",
    *("arrangement",) * 5,
)
HELD_EVERY = 16  # each place in the deck is held out in one round of so many: 6 %
FAMILIES: dict[str, Composer] = {**COMPOSERS, "arrangement": arrangement}

# LUFS: quietest and loudest of each family
LOUDNESS: dict[str, tuple[float, float]] = {
    "drums": (-21, -14),
    "bass": (-24, -17),
    "acid": (-21, -15),
    "pad": (-29, -20),
    "drone": (-30, -21),
    "texture": (-30, -21),
    "choir": (-27, -19),
    "strings": (-26, -18),
    "arrangement": (-20, -14),
}


def deal(seed: int) -> tuple[str, bool]:
    """(family, held out) of a seed: balanced within each round of len(DECK) seeds."""
    turn, place = divmod(seed, len(DECK))
    order = list(range(len(DECK)))
    random.Random(f"deck {turn}").shuffle(order)
    card = order[place]
    return DECK[card], (turn + 5 * card) % HELD_EVERY == 3


def compose(seed: int, family: str | None = None) -> Piece:
    """The piece of a seed; the same seed gives the same piece."""
    dealt, held = deal(seed)
    family = family or dealt
    rng = random.Random(f"{family} {seed}")
    draft: Draft = FAMILIES[family](rng)
    form = draft.form
    end = form.time(form.length)
    last = max((n.onset + n.duration for t in draft.tracks for n in t.notes), default=end)
    seconds = round(min(60.0, max(end + draft.tail, min(last + 0.5, end + 3.0))), 3)
    beats = []
    for i in range(form.length + 16):
        at = form.first_beat + i * 60 / form.bpm
        if at < seconds:
            beats.append(round(at, 5))
    low, high = LOUDNESS.get(family, (-25, -17))
    extras = draft.extras
    loudness = round(rng.uniform(low, high), 2)
    if loudness < -25:
        extras = (*extras, "quiet")
    elif loudness > -15.5:
        extras = (*extras, "loud")
    facts = Facts(
        family=family,
        instruments=draft.words,
        mood=draft.mood,
        bpm=form.bpm,
        key=form.key.name,
        scale=form.key.scale,
        genre=draft.genre,
        extras=extras,
        beatless=draft.beatless,
    )
    return Piece(
        id=f"{seed:06d}-{family}",
        seed=seed,
        family=family,
        seconds=seconds,
        bpm=form.bpm,
        beats_per_bar=form.meter,
        first_beat=form.first_beat,
        beats=tuple(beats),
        key=form.key.name,
        scale=form.key.scale,
        tracks=tuple(t for t in draft.tracks if t.notes),
        captions=write(facts, rng),
        split="heldout" if held else "train",
        loudness=loudness,
        room=draft.room,
    )
