"""Measure `distances`: how far generated sound is from the studio's, as two sets.

A clip is the places [P, D] of its patches. Figures of sets of other sizes, or in another embedding,
are not to be compared; `floor` says what real pieces get.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

PATCHES = 3
"""Patches of a clip that count, so that long ones do not outweigh short ones."""
ROUNDS = 500
"""Permutations of a kernel test."""
ALIKE = 0.05
"""A kernel test below this tells two sets apart."""

Clips = Sequence[np.ndarray]


def frechet(a: np.ndarray, b: np.ndarray) -> float:
    """Fréchet distance of the Gaussians fitted to two sets [N, D] (Heusel et al. 2017)."""
    one, two = np.cov(a.T), np.cov(b.T)
    values, axes = np.linalg.eigh(one)
    root = (axes * np.sqrt(values.clip(0))) @ axes.T
    both = np.sqrt(np.linalg.eigvalsh(root @ two @ root).clip(0)).sum()
    apart = np.square(a.mean(0) - b.mean(0)).sum()
    return float(apart + np.trace(one) + np.trace(two) - 2 * both)


def kernel(a: np.ndarray, b: np.ndarray, seed: int = 0) -> tuple[float, float]:
    """Squared maximum mean discrepancy of two sets [N, D] (unbiased, Gaussian kernel as wide as the
    median distance in `b`; Gretton et al. 2012), and the part of random divisions of all rows into
    two such sets in which it is at least as large: p."""
    rows = np.concatenate([a, b])
    square = np.square(rows[:, None] - rows[None]).sum(-1)
    own = square[len(a) :, len(a) :]
    width = np.median(own[np.triu_indices(len(own), 1)]) + 1e-12
    near = np.exp(-square / width)
    rng = np.random.default_rng(seed)
    order = np.arange(len(rows))
    found = _discrepancy(near, order, len(a))
    chance = [_discrepancy(near, rng.permutation(order), len(a)) for _ in range(ROUNDS)]
    return found, (1 + sum(c >= found for c in chance)) / (1 + ROUNDS)


def distances(made: Clips, real: Clips, seed: int = 0) -> dict:
    """Both distances of two sets of clips; `floor`: the Fréchet distance of as many real clips from
    the rest (the mean of eight draws, None where half of the real ones are fewer)."""
    made, real = ([c[:PATCHES] for c in clips] for clips in (made, real))
    if min(len(made), len(real)) < 4:
        return {"cases": len(made), "real": len(real)}
    found, p = kernel(_means(made), _means(real), seed)
    rng = np.random.default_rng(seed)
    floor = None
    if 2 * len(made) <= len(real):
        draws = []
        for _ in range(8):
            order = rng.permutation(len(real))
            part, rest = order[: len(made)], order[len(made) :]
            draws.append(frechet(_rows(real, part), _rows(real, rest)))
        floor = round(float(np.mean(draws)), 2)
    return {
        "frechet": round(frechet(np.concatenate(made), np.concatenate(real)), 2),
        "floor": floor,
        "kernel": round(1000 * found, 1),
        "p": round(p, 3),
        "cases": len(made),
        "real": len(real),
    }


def _means(clips: Clips) -> np.ndarray:
    return np.stack([c.mean(0) for c in clips])


def _rows(clips: Clips, which: np.ndarray) -> np.ndarray:
    return np.concatenate([clips[i] for i in which])


def _discrepancy(near: np.ndarray, order: np.ndarray, count: int) -> float:
    a, b = order[:count], order[count:]
    within = [
        (near[np.ix_(s, s)].sum() - np.trace(near[np.ix_(s, s)])) / (len(s) * (len(s) - 1))
        for s in (a, b)
    ]
    return float(sum(within) - 2 * near[np.ix_(a, b)].mean())
