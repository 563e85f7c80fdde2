"""The decoder: latents -> sound, a causal neural vocoder of steady tones, choruses and noise.

The latents are expanded to the log-mel frames they stand for (a fixed map). Interpolated, these
already say roughly how strong each oscillator of the bank and each band of noise is (`excitation`);
of oscillators that share a peak of the spectrum, the nearest is preferred (`ridge`). A causal
ConvNeXt (Liu et al. 2022, as in Vocos, Siuzdak 2023) reads the frames and corrects all, in mid and
side: which peaks are tones, which are blurred (a chorus), what is noise, how sharp an attack is.
Learned corrections to a fixed start need far less training than a spectrum from nothing. Last, each
band is evened to what the features say, as far as the network lets it (`evener`).

Delay: the network hears one hop (512 samples) of lookahead and the overlap holds back 384 more, so
the sound of latent frames up to T is final up to sample T * FRAME - DELAY.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from instrument.nn.analysis import BANDS, FRAME, HOP, HOPS, SAMPLE_RATE, STEREO_BANDS, mel_centres
from instrument.nn.evener import Evener
from instrument.nn.excitation import (
    STEP,
    STEPS,
    WINDOW,
    chorus_phases,
    chorus_turns,
    chorus_voices,
    noise_spectra,
    noise_table,
    oscillator_phases,
    oscillator_pitches,
)
from instrument.nn.spread import Spread
from instrument.nn.stream import State

BINS = WINDOW // 2 + 1
LEVEL_BANDS = 48
KERNEL = 7
OVERLAP = WINDOW - STEP
REACH = 16
"""Bins on each side of a pitch over which a synthesis frame of it spreads; the rest lies 80 dB
below its peak."""
NEIGHBOURS = 5
"""Oscillators on each side among which a peak prefers the nearest."""
ROUNDS = 2
"""How often a synthesis frame is evened: a band's gain changes its neighbours, too."""
DELAY = HOP + OVERLAP // 2
"""Samples by which decoded sound lags behind its latent frame (896)."""


@dataclass(frozen=True)
class VocoderConfig:
    width: int = 320
    depth: int = 6
    expansion: int = 3


@dataclass
class VocoderState(State):
    """`past`: the last KERNEL - 1 inputs of each convolution [B, KERNEL - 1, C];
    `overlap`: the sum of the open windows [B, 2, OVERLAP]; `frame`: absolute latent frame."""

    past: list[Tensor]
    overlap: Tensor
    frame: int


@dataclass(frozen=True)
class Start:
    """What the features alone say: `tone` [B, T, P], log levels of the oscillators; `lean`
    [B, T, STEREO_BANDS], side / mid of what is panned; `apart` [B, T, STEREO_BANDS], log of side /
    mid of what is not; `noise` [B, T, LEVEL_BANDS], log magnitudes of noise."""

    tone: Tensor
    lean: Tensor
    apart: Tensor
    noise: Tensor


@dataclass(frozen=True)
class Levels:
    """What is sounded in each of K synthesis frames: amplitudes of the oscillators, `tone`
    [B, K, P], and of their choruses in mid and side, `chorus` [B, K, 2, P]; magnitudes of noise in
    both, `noise` [B, K, 2, BINS]; how much of mid's is in the side besides, `tone_lean` [B, K, P]
    and `noise_lean` [B, K, BINS]; the log mel that all should come to, `mel` [B, K, BANDS], and how
    far it is evened to that, `hold` [B, K, BANDS], 0 to 1."""

    noise: Tensor
    mel: Tensor
    tone: Tensor
    chorus: Tensor
    tone_lean: Tensor
    noise_lean: Tensor
    hold: Tensor


class Block(nn.Module):
    """Depthwise causal convolution over time, then a two-layer perceptron on each hop."""

    def __init__(self, width: int, expansion: int) -> None:
        super().__init__()
        self.kernel = nn.Parameter(torch.randn(KERNEL, width) * (1 / KERNEL) ** 0.5)
        self.norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, expansion * width)
        self.down = nn.Linear(expansion * width, width)
        self.gain = nn.Parameter(torch.full((width,), 0.3))

    def forward(self, x: Tensor, past: Tensor) -> tuple[Tensor, Tensor]:
        """x [B, T, D] and the inputs before it [B, KERNEL - 1, D] -> output, new past."""
        long = torch.cat([past, x], 1)
        y = (long.unfold(1, KERNEL, 1).transpose(2, 3) * self.kernel).sum(2)
        y = self.down(F.gelu(self.up(self.norm(y)), approximate="tanh"))
        return torch.addcmul(x, self.gain, y), long[:, x.shape[1] :]


class Vocoder(nn.Module):
    """See the module's docstring. Weights only; the caller owns the `VocoderState`."""

    pitches: Tensor
    voices: Tensor
    starts: Tensor
    turns: Tensor
    white: Tensor
    window: Tensor
    to_tone: Tensor
    to_noise: Tensor
    lean_to_tone: Tensor
    lean_to_noise: Tensor
    level_bands: Tensor
    to_bins: Tensor

    def __init__(self, config: VocoderConfig) -> None:
        super().__init__()
        self.config = config
        features = BANDS + 2 * STEREO_BANDS
        width = config.width
        self.enter = nn.Linear(KERNEL * features, width)
        self.blocks = nn.ModuleList(Block(width, config.expansion) for _ in range(config.depth))
        self.norm = nn.LayerNorm(width)
        pitches = oscillator_pitches()
        self.register_buffer("pitches", pitches, persistent=False)
        voices, starts = chorus_voices(pitches)
        self.register_buffer("voices", voices, persistent=False)
        self.register_buffer("starts", starts, persistent=False)
        self.register_buffer("turns", chorus_turns(voices), persistent=False)
        # Overlapped every STEP samples, these windows sum to 1.
        window = torch.hann_window(WINDOW, dtype=torch.float64) * (2 * STEP / WINDOW)
        self.spread = Spread(pitches, window, REACH)
        self.register_buffer("white", noise_table(), persistent=False)
        self.register_buffer("window", torch.hann_window(WINDOW) * (2 / 3), persistent=False)
        places = torch.linspace(0, 1, LEVEL_BANDS) ** 2 * (SAMPLE_RATE / 2)
        self.register_buffer("to_tone", interpolation(pitches), persistent=False)
        self.register_buffer("to_noise", interpolation(places.double()), persistent=False)
        self.register_buffer("lean_to_tone", coarse(self.to_tone), persistent=False)
        self.register_buffer("lean_to_noise", coarse(self.to_noise), persistent=False)
        bands = torch.linspace(0, 1, BINS) ** 0.5 * (LEVEL_BANDS - 1)
        nearness = 1 - (bands[:, None] - torch.arange(LEVEL_BANDS)).abs()
        self.register_buffer("level_bands", nearness.clamp(min=0).T.contiguous(), persistent=False)
        bins = torch.arange(BINS, dtype=torch.float64) * (SAMPLE_RATE / WINDOW)
        self.register_buffer("to_bins", interpolation(bins), persistent=False)
        self.evener = Evener(pitches)
        self.sharpness = nn.Parameter(torch.full((2, len(pitches)), 20.0))
        self.tone = nn.Linear(width, 2 * len(pitches))
        self.chorus = nn.Linear(width, 2 * len(pitches))
        self.noise = nn.Linear(width, HOP // STEP * 2 * LEVEL_BANDS)
        self.aim = nn.Linear(width, HOP // STEP * BANDS)
        self.hold = nn.Linear(width, BANDS)
        heads = (self.tone, self.chorus, self.noise, self.aim, self.hold)
        with torch.no_grad():
            for head, start in zip(heads, (0.0, -1.5, 0.0, 0.0, 1.0), strict=True):
                head.weight.mul_(0.1)
                head.bias.fill_(start)

    def init_state(self, batch: int = 1, frame: int = 0) -> VocoderState:
        """The state before latent `frame`: silence."""
        widths = [BANDS + 2 * STEREO_BANDS] + [self.config.width] * self.config.depth
        device = self.pitches.device
        past = [torch.zeros(batch, KERNEL - 1, w, device=device) for w in widths]
        past[0][..., :BANDS] = -4.0  # log mel of silence
        return VocoderState(past, torch.zeros(batch, 2, OVERLAP, device=device), frame)

    def levels(
        self, mel: Tensor, stereo: Tensor, past: list[Tensor]
    ) -> tuple[Levels, list[Tensor]]:
        """Features [B, T, HOPS, BANDS], [B, T, 2 * STEREO_BANDS] -> the K = T * STEPS synthesis
        frames; new past."""
        batch, frames = mel.shape[:2]
        stereo = stereo[:, :, None].expand(-1, -1, HOPS, -1)
        x = torch.cat([mel, stereo], -1).flatten(1, 2)
        hops, steps = x.shape[1], HOP // STEP
        long = torch.cat([past[0], x], 1)
        # One hop of lookahead: what is corrected is the hop before the newest one heard.
        earlier, own, later = (long[:, i - hops : i or None].float() for i in (-2, -1, 0))
        start = self._start(own)
        kept = [long[:, hops:]]
        x = self.enter(long.unfold(1, KERNEL, 1).transpose(2, 3).flatten(2))
        for block, held in zip(self.blocks, past[1:], strict=True):
            x, after = block(x, held)
            kept.append(after)
        x = self.norm(x)
        below = ridge(start.tone)
        tone, lean = self.tone(x).float().chunk(2, -1)
        chorus, apart = self.chorus(x).float().chunk(2, -1)
        tone, chorus = (
            (height + start.tone + sharpness * below - 1.0).clamp(max=2.0)
            for height, sharpness in zip((tone, chorus), self.sharpness, strict=True)
        )
        apart = chorus + (apart + start.apart @ self.lean_to_tone).clamp(max=2.0)
        lean = (start.lean @ self.lean_to_tone + torch.tanh(lean)).clamp(-1.0, 1.0)
        noise = self.noise(x).float().view(batch, hops, steps, 2, LEVEL_BANDS)
        beside = torch.stack([torch.zeros_like(start.apart), start.apart], 2) @ self.lean_to_noise
        noise = (noise + (start.noise[:, :, None] + beside)[:, :, None] + 1.0).clamp(max=6.0).exp()
        # A hop's synthesis frames lie a quarter of a hop before its centre and behind it.
        mel = torch.stack([0.75 * own + 0.25 * earlier, 0.75 * own + 0.25 * later], 2)[..., :BANDS]
        mel = mel + self.aim(x).float().view(batch, hops, steps, BANDS)
        hops_of = (
            tone.exp(),
            torch.stack([chorus, apart], 2).exp(),
            lean,
            start.lean @ self.lean_to_noise @ self.level_bands,
            torch.sigmoid(self.hold(x).float()),
        )
        by_frame = (each.flatten(1, 2) for each in (noise @ self.level_bands, mel))
        by_hop = (each.repeat_interleave(steps, 1) for each in hops_of)
        # Products may have been made in bfloat16; what they are made into sound with is float32.
        return Levels(*(each.float() for each in (*by_frame, *by_hop))), kept

    def _start(self, hops: Tensor) -> Start:
        """From the features of hops [B, T, BANDS + 2 * STEREO_BANDS]."""
        mel, balance, width = hops.split([BANDS, STEREO_BANDS, STEREO_BANDS], -1)
        nepers = mel * math.log(10.0)
        # A source panned to L = cos a, R = sin a has this side for its mid; what width remains is
        # not a panning, but sounds that differ left and right.
        balance = balance.clamp(-1.0, 1.0)
        lean = -balance / (1.0 + torch.sqrt(1.0 - balance.square() + 1e-6))
        width = width.clamp(0.0, 1.0)
        panned = lean.square() / (1.0 + lean.square())
        apart = 0.5 * torch.log((width - panned).clamp(min=1e-3) / (1.0 - width + 1e-2))
        return Start(nepers @ self.to_tone, lean, apart, nepers @ self.to_noise)

    def windows(self, levels: Levels, frame: int, white: Tensor) -> Tensor:
        """Synthesis frames of mid and side [B, K, 2, WINDOW] from what `levels` gave, the first of
        them in latent `frame`; white [(B,) K, 2, BINS] complex."""
        frames = levels.noise.shape[1] // STEPS
        phases = oscillator_phases(self.pitches, frame, frames)
        chorus = chorus_phases(self.voices, self.starts, self.turns, frame, frames)
        # In full precision: products of 8 bits would put noise around each tone, where music has
        # none.
        with torch.autocast(white.device.type, enabled=False):
            # Of each oscillator its cosine and its sine [.., 2, P].
            phases, chorus = (x.unflatten(-1, (2, -1)) for x in (phases, chorus))
            middle, side = (levels.chorus[..., None, :] * chorus).unbind(2)
            middle = torch.addcmul(middle, levels.tone[..., None, :], phases)
            side = torch.addcmul(side, levels.tone_lean[..., None, :], middle)
            tones = torch.stack([middle, side], 2)
            power = levels.noise.square()
            power = power[:, :, 0] * (1 + levels.noise_lean.square()) + power[:, :, 1]
            noise = levels.noise
            for _ in range(ROUNDS):
                gain = self.evener(tones, power, levels.mel, levels.hold)
                tones = tones * (gain @ self.to_tone).exp()[:, :, None, None]
                raised = (gain @ self.to_bins).exp()
                noise, power = noise * raised[:, :, None], power * raised.square()
            # Real and imaginary parts: products with complex numbers take twice as long.
            middle, side = (noise[..., None] * torch.view_as_real(white)).unbind(2)
            side = torch.addcmul(side, levels.noise_lean[..., None], middle)
            noise = torch.view_as_complex(torch.stack([middle, side], 2))
            tones = torch.fft.irfft(self._spectra(tones), WINDOW)
            return torch.addcmul(tones, torch.fft.irfft(noise, WINDOW), self.window)

    def _spectra(self, tones: Tensor) -> Tensor:
        """Amplitudes of cosines and sines [.., 2, P] -> spectra [.., bins], complex; above the last
        bin there is nothing."""
        return torch.complex(*self.spread(tones).unbind(-2))

    def step(self, mel: Tensor, stereo: Tensor, state: VocoderState) -> Tensor:
        """T more latent frames, as features -> the next T * FRAME samples [B, 2, T * FRAME], which
        begin DELAY samples before the first frame's own start. Updates `state`."""
        frames = mel.shape[1]
        levels, state.past = self.levels(mel, stereo, state.past)
        white = noise_spectra(self.white, state.frame, frames)
        sound = left_right(overlap_add(self.windows(levels, state.frame, white)))
        sound[..., :OVERLAP] += state.overlap
        state.overlap = sound[..., frames * FRAME :].clone()
        state.frame += frames
        return sound[..., : frames * FRAME]


def interpolation(hertz: Tensor) -> Tensor:
    """Cubic (Catmull-Rom) interpolation along the mel bands' centres, at `hertz` [P] -> a matrix
    [BANDS, P]; beyond the first and last centre the end value holds."""
    centres = mel_centres()
    place = torch.searchsorted(centres, hertz.clamp(centres[0], centres[-1])).clamp(1, BANDS - 1)
    low, high = centres[place - 1], centres[place]
    t = ((hertz - low) / (high - low)).clamp(0, 1)
    weights = (
        (-t + 2 * t**2 - t**3) / 2,
        (2 - 5 * t**2 + 3 * t**3) / 2,
        (t + 4 * t**2 - 3 * t**3) / 2,
        (-(t**2) + t**3) / 2,
    )
    matrix = torch.zeros(BANDS, len(hertz), dtype=torch.float64)
    columns = torch.arange(len(hertz))
    for offset, weight in zip((-2, -1, 0, 1), weights, strict=True):
        rows = (place + offset).clamp(0, BANDS - 1)
        matrix.index_put_((rows, columns), weight, accumulate=True)
    return matrix.float()


def coarse(matrix: Tensor) -> Tensor:
    """A map from mel bands [BANDS, P] -> the same from the stereo bands [STEREO_BANDS, P]."""
    return matrix.view(STEREO_BANDS, BANDS // STEREO_BANDS, -1).sum(1)


def ridge(heights: Tensor) -> Tensor:
    """How far each oscillator's log level [.., P] lies below the highest of its neighbours: 0 on a
    peak, at most 0.5 below it beside one."""
    flat = heights.flatten(0, -2)[:, None]
    top = F.max_pool1d(flat, 2 * NEIGHBOURS + 1, 1, NEIGHBOURS)
    return (heights - top.view_as(heights)).clamp(min=-0.5)


def left_right(sound: Tensor) -> Tensor:
    """Mid and side [B, 2, N] -> left and right [B, 2, N]."""
    middle, side = sound.unbind(1)
    return torch.stack([middle + side, middle - side], 1)


def overlap_add(windows: Tensor) -> Tensor:
    """Windows [B, K, C, WINDOW], STEP apart -> their sum [B, C, (K - 1) * STEP + WINDOW]."""
    batch, count, channels, _ = windows.shape
    parts = windows.view(batch, count, channels, WINDOW // STEP, STEP)
    total = windows.new_zeros(batch, channels, count + WINDOW // STEP - 1, STEP)
    for i in range(WINDOW // STEP):
        total[:, :, i : i + count] += parts[:, :, :, i].transpose(1, 2)
    return total.flatten(2)


assert STEPS == HOPS * (HOP // STEP)
