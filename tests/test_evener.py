"""The evener knows how loud a frame will be heard, and brings it to what the features say."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from instrument.nn.analysis import BANDS, FRAME, HOPS, LOOKAHEAD, Analysis
from instrument.nn.evener import Evener
from instrument.nn.excitation import STEPS, noise_spectra, oscillator_pitches
from instrument.nn.vocoder import BINS, DELAY, Levels, Vocoder, VocoderConfig, overlap_add

FRAMES = 24


@pytest.fixture(scope="module")
def vocoder() -> Vocoder:
    return Vocoder(VocoderConfig(32, 1))


def steady(vocoder: Vocoder, pitches: list[int], level: float, noise: float) -> Levels:
    """The oscillators numbered `pitches` at `level`, and white noise, for FRAMES latent frames."""
    count = FRAMES * STEPS
    tone = torch.zeros(1, count, len(vocoder.pitches))
    tone[..., pitches] = level
    return Levels(
        noise=torch.full((1, count, 2, BINS), noise),
        mel=torch.full((1, count, BANDS), -1.0),
        tone=tone,
        chorus=torch.zeros(1, count, 2, len(vocoder.pitches)),
        tone_lean=torch.zeros_like(tone),
        noise_lean=torch.zeros(1, count, BINS),
        hold=torch.zeros(1, count, BANDS),
    )


def sounded(vocoder: Vocoder, levels: Levels) -> torch.Tensor:
    """Log mel of the middle of what comes out [hops, BANDS]."""
    white = noise_spectra(vocoder.white, 0, FRAMES)
    middle, side = overlap_add(vocoder.windows(levels, 0, white)).unbind(1)
    sound = torch.stack([middle + side, middle - side], 1)[..., DELAY:]
    inner = sound[..., 2 * FRAME : -4 * FRAME]
    count = (inner.shape[-1] - 2 * LOOKAHEAD) // FRAME * FRAME + 2 * LOOKAHEAD
    return Analysis().features(inner[..., :count])[0].flatten(1, 2)[0]


@pytest.mark.parametrize("pitch", [20, 100, 200, 330, 420])
def test_a_tone_is_heard_as_the_analysis_hears_it(vocoder, pitch):
    """Its loudest band, below and above the pitch where beats are heard out."""
    levels = steady(vocoder, [pitch], 0.1, 0.0)
    tones = torch.zeros(1, 1, 2, 2, len(vocoder.pitches))
    tones[:, :, 0, 0, pitch] = 0.1
    power = vocoder.evener.powers(tones, torch.zeros(1, 1, BINS))[0, 0]
    real = (10 ** (2 * sounded(vocoder, levels))).mean(0)
    band = int(real.argmax())
    assert int(power.argmax()) == band
    assert abs(10 * float(torch.log10(power[band] / real[band]))) < 0.5


def test_noise_is_heard_as_the_analysis_hears_it(vocoder):
    levels = steady(vocoder, [], 0.0, 3.0)
    noise = torch.full((1, 1, BINS), 2 * 3.0**2)  # mid and side
    power = vocoder.evener.powers(torch.zeros(1, 1, 2, 2, len(vocoder.pitches)), noise)[0, 0]
    real = (10 ** (2 * sounded(vocoder, levels))).mean(0)
    apart = 10 * torch.log10(power[10:] / real[10:])  # lower ones have few bins, and chance in them
    assert float(apart.abs().mean()) < 1.0


def test_two_oscillators_side_by_side_no_longer_beat(vocoder):
    """110 Hz and its neighbour drift in and out of phase some twice a second: evened to a steady
    level, their band stands still at it."""
    pair = [48, 49]
    beating = steady(vocoder, pair, 0.1, 0.0)
    band = int(sounded(vocoder, beating).mean(0).argmax())
    free = 20 * sounded(vocoder, beating)[:, band]
    held = 20 * sounded(vocoder, replace(beating, hold=torch.ones_like(beating.hold)))[:, band]
    assert float(free.std()) > 3.0
    assert float(held.std()) < 0.2 * float(free.std())
    assert abs(float(held.median()) - -20.0) < 1.5


def test_it_leaves_alone_what_the_network_does_not_let_it_hold():
    evener = Evener(oscillator_pitches())
    tones = torch.randn(1, HOPS, 2, 2, len(oscillator_pitches()))
    noise, mel = torch.rand(1, HOPS, BINS), torch.zeros(1, HOPS, BANDS)
    assert not evener(tones, noise, mel, torch.zeros_like(mel)).any()
    gains = evener(1e-4 * tones, noise * 0, mel, torch.ones_like(mel))
    assert float(gains.max()) <= 1.3816  # 12 dB, however far it is
