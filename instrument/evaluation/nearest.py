"""Measure `nearest`: is what is generated a copy of what was trained on?"""

from __future__ import annotations

import numpy as np

CLOSE = 0.05
"""A clip is suspiciously close where fewer than this part of held-out patches are closer."""


def nearest(made: np.ndarray, held: np.ndarray, trained: np.ndarray) -> dict:
    """Distances from patches [N, D] to the nearest training patch: of generated ones, and of pieces
    that nothing was trained on. `close`: the part of generated patches that is nearer to a training
    patch than all but a twentieth of held-out ones; much more than 0.05 is copying."""
    ours, theirs = _to_nearest(made, trained), _to_nearest(held, trained)
    limit = float(np.quantile(theirs, CLOSE))
    return {
        "median": round(float(np.median(ours)), 3),
        "held_out": round(float(np.median(theirs)), 3),
        "closest": round(float(ours.min()), 3),
        "held_out_closest": round(float(theirs.min()), 3),
        "close": round(float((ours < limit).mean()), 3),
        "cases": len(made),
    }


def _to_nearest(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    square = np.square(rows).sum(1)[:, None] + np.square(others).sum(1) - 2 * rows @ others.T
    return np.sqrt(square.min(1).clip(0))
