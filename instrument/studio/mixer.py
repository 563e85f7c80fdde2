"""The mixing desk: effects of a track, shared room, stems, loudness. All float32 [N, 2]."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.signal import butter, oaconvolve, sosfilt

from instrument.studio.loudness import QUIET, limit, lufs, true_peak
from instrument.studio.piece import RATE, Effects, Piece, Track
from instrument.studio.rhythm import KICK

CEILING = 10 ** (-1.3 / 20)
RHYTHM = ("drums", "percussion", "bass", "acid")


@dataclass(frozen=True)
class Mix:
    """The finished piece and, where it has both, its two stems (they add up to it)."""

    whole: np.ndarray
    rhythm: np.ndarray | None
    harmony: np.ndarray | None


def sweep(x: np.ndarray, points: tuple[tuple[float, float], ...], resonance: float) -> np.ndarray:
    """A resonant low-pass whose cutoff follows `points`, in steps of 512 samples."""
    block = 512
    times = np.array([p[0] for p in points])
    octaves = np.log2(np.array([p[1] for p in points]))
    q = 0.707 + 4 * resonance
    out = np.empty_like(x)
    state = np.zeros((1, 2, 2))
    for at in range(0, len(x), block):
        hz = min(20000.0, 2 ** float(np.interp(at / RATE, times, octaves)))
        w = 2 * np.pi * hz / RATE
        alpha, c = np.sin(w) / (2 * q), np.cos(w)
        a0 = 1 + alpha
        b = (1 - c) / 2 / a0
        sos = np.array([[b, 2 * b, b, 1.0, -2 * c / a0, (1 - alpha) / a0]])
        out[at : at + block], state = sosfilt(sos, x[at : at + block], axis=0, zi=state)
    return out


@lru_cache(maxsize=4)
def impulse(decay: float, damping: float, seed: int) -> np.ndarray:
    """A room's response: decaying stereo noise whose treble dies sooner."""
    rng = np.random.default_rng(seed)
    n = int(min(6.0, decay * 1.2 + 0.2) * RATE)
    t = np.arange(n)[:, None] / RATE
    noise = rng.standard_normal((n, 2))
    out = np.zeros((n, 2))
    for low, high, scale in ((90, 500, 1.1), (500, 2500, 1.0), (2500, 12000, 1 - 0.75 * damping)):
        sos = butter(2, (low, high), "bandpass", fs=RATE, output="sos")
        out += sosfilt(sos, noise, axis=0) * 10 ** (-3 * t / (decay * scale))
    out *= 1 - np.exp(-t / 0.008)  # no hard edge: the direct sound has that
    lead = int(0.012 * RATE)
    out = np.concatenate([np.zeros((lead, 2)), out])
    return (out / np.sqrt(np.sum(out**2) / 2)).astype(np.float32)


def echo(x: np.ndarray, seconds: float, feedback: float) -> np.ndarray:
    """A ping-pong delay, each repeat darker."""
    out = np.zeros_like(x)
    step = max(1, int(seconds * RATE))
    sos = butter(1, 3500, fs=RATE, output="sos")
    tap, gain = x.mean(axis=1, keepdims=True).repeat(2, axis=1), 1.0
    for i in range(1, 9):
        gain *= feedback if i > 1 else 1.0
        at = i * step
        if gain < 0.04 or at >= len(x):
            break
        tap = sosfilt(sos, tap, axis=0)
        side = np.array([1.0, 0.35] if i % 2 else [0.35, 1.0], np.float32)
        out[at:] += (tap[: len(x) - at] * gain) * side
    return out.astype(np.float32)


def duck(samples: int, kicks: list[float], depth: float, release: float) -> np.ndarray:
    """The gain [N, 1] of a side-chain keyed by kicks."""
    gain = np.ones(samples, np.float32)
    n = int(release * RATE)
    shape = (1 - depth * (1 - np.linspace(0, 1, n) ** 0.6)).astype(np.float32)
    attack = int(0.004 * RATE)
    shape[:attack] = np.linspace(1, 1 - depth, attack)
    for k in kicks:
        at = int(k * RATE)
        m = min(n, samples - at)
        if m > 0:
            gain[at : at + m] = np.minimum(gain[at : at + m], shape[:m])
    return gain[:, None]


def dry(x: np.ndarray, fx: Effects, kicks: list[float], bpm: float) -> np.ndarray:
    """A track through its inserts, placed in stereo."""
    if fx.highpass:
        x = sosfilt(butter(2, fx.highpass, "highpass", fs=RATE, output="sos"), x, axis=0)
    if fx.drive:
        level = float(np.sqrt(np.mean(x[np.abs(x).max(axis=1) > 1e-4] ** 2))) if x.any() else 0
        push = (1 + 5 * fx.drive) * 0.25 / max(level, 1e-5)
        x = np.tanh(x * push) / push
    if fx.cutoff:
        x = sweep(x, fx.cutoff, fx.resonance)
    hz, depth, phase = fx.tremolo
    if depth:
        t = np.arange(len(x))[:, None] / RATE
        x = x * (1 - depth * (0.5 + 0.5 * np.sin(2 * np.pi * (hz * t + np.array([0.0, phase])))))
    if fx.sidechain and kicks:
        x = x * duck(len(x), kicks, fx.sidechain, min(0.45, 50 / bpm))
    if fx.width != 1.0:
        mid = x.mean(axis=1, keepdims=True)
        x = mid + (x - mid) * fx.width
    if fx.pan:
        angle = (fx.pan + 1) * np.pi / 4
        x = x * (np.array([np.cos(angle), np.sin(angle)]) * np.sqrt(2))
    return x.astype(np.float32)


def mix(piece: Piece, audio: list[tuple[Track, np.ndarray]], stems: bool) -> Mix:
    """Level, treat and sum the tracks; loudness as the piece asks, true peak below -1 dB."""
    samples = len(audio[0][1])
    kicks = [n.onset for t, _ in audio if t.drums for n in t.notes if int(n.pitch) == KICK]
    groups: dict[str, list[np.ndarray]] = {"rhythm": [], "harmony": []}
    sends: dict[str, np.ndarray] = {}
    for track, x in audio:
        level = lufs(x)
        if level <= QUIET:
            continue
        x = x * 10 ** ((track.level - 20 - level) / 20)
        fx = track.effects
        x = dry(x, fx, kicks, piece.bpm)
        seconds, feedback, send = fx.delay
        if send:
            x = x + send * echo(x, seconds, feedback)
        name = "rhythm" if track.family in RHYTHM else "harmony"
        groups[name].append(x)
        if fx.reverb:
            part = x * fx.reverb
            sends[name] = sends[name] + part if name in sends else part
    stacks = {}
    room = impulse(round(piece.room[0], 2), round(piece.room[1], 2), piece.seed % 64)
    tail = np.ones((samples, 1), np.float32)
    fade = min(samples, int(0.6 * RATE))
    tail[-fade:, 0] = np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    for name, parts in groups.items():
        if parts:
            y = np.sum(parts, axis=0)
            if name in sends:
                y = y + oaconvolve(sends[name], room, axes=0)[:samples]
            stacks[name] = y * tail
    if not stacks:
        raise ValueError(f"piece {piece.id} is silent")
    whole = np.sum(list(stacks.values()), axis=0).astype(np.float32)
    gain = np.full((samples, 1), 10 ** ((piece.loudness - lufs(whole)) / 20), np.float32)
    if float(np.abs(whole * gain).max()) > CEILING:
        gain = gain * limit(whole * gain, CEILING)
    top = true_peak(whole * gain)
    if top > CEILING:
        gain = gain * (CEILING / top)
    both = stems and len(stacks) == 2
    return Mix(
        whole * gain,
        (stacks["rhythm"] * gain).astype(np.float32) if both else None,
        (stacks["harmony"] * gain).astype(np.float32) if both else None,
    )
