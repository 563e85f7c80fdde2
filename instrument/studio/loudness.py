"""Loudness after ITU-R BS.1770 (gated, LUFS), true peak, and a look-ahead limiter."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import resample_poly, sosfilt

# K-weighting at 48 kHz: a shelf for the head, then a high-pass
K_WEIGHT = np.array(
    [
        [1.535124859587, -2.691696189406, 1.198392810853, 1.0, -1.690659293182, 0.732480774216],
        [1.0, -2.0, 1.0, 1.0, -1.990047454834, 0.990072250366],
    ]
)  # fmt: skip
QUIET = -120.0


def lufs(x: np.ndarray, rate: int = 48000) -> float:
    """Integrated loudness of float [N, 2]; QUIET for silence."""
    y = sosfilt(K_WEIGHT, x.astype(np.float32), axis=0)
    hop = rate // 10
    n = len(y) // hop
    if n < 4:
        power = np.array([float(np.mean(np.sum(y**2, axis=1)))]) if len(y) else np.zeros(1)
    else:
        tenth = np.square(y[: n * hop]).reshape(n, hop, -1).mean(axis=1).sum(axis=1)
        power = (tenth[:-3] + tenth[1:-2] + tenth[2:-1] + tenth[3:]) / 4
    db = 10 * np.log10(power + 1e-12) - 0.691
    loud = power[db > -70]
    if not len(loud):
        return QUIET
    gate = 10 * np.log10(loud.mean()) - 0.691 - 10
    kept = power[db > max(gate, -70)]
    return float(10 * np.log10(kept.mean()) - 0.691)


def true_peak(x: np.ndarray) -> float:
    """Linear peak of 4-times oversampled [N, 2]; only places near the sample peak are looked at."""
    peak = float(np.abs(x).max(initial=0.0))
    if peak == 0.0:
        return 0.0
    high = np.abs(x).max(axis=1) > 0.6 * peak
    blocks = np.unique(np.flatnonzero(high) // 1024)
    worst = peak
    for b in blocks[:4000]:
        part = x[max(0, b * 1024 - 32) : (b + 1) * 1024 + 32]
        worst = max(worst, float(np.abs(resample_poly(part, 4, 1, axis=0)).max()))
    return worst


def limit(x: np.ndarray, ceiling: float, look: int = 240) -> np.ndarray:
    """Gain [N, 1] that keeps x below `ceiling`, smooth over `look` samples on both sides."""
    peak = np.abs(x).max(axis=1)
    need = np.minimum(1.0, ceiling / np.maximum(peak, 1e-9))
    held = minimum_filter1d(need, 2 * look + 1)
    return uniform_filter1d(held, 2 * look + 1).astype(np.float32)[:, None]
