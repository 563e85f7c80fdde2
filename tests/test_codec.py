"""The codec streams: any chunks give what the whole gives, and the delay is what it says."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from instrument.model import load_codec
from instrument.nn.analysis import FRAME, HISTORY, LATENTS, LOOKAHEAD, Analysis, mel_filters
from instrument.nn.codec import Codec
from instrument.nn.excitation import (
    VOICES,
    WINDOW,
    chorus_phases,
    chorus_turns,
    chorus_voices,
    oscillator_phases,
    oscillator_pitches,
)
from instrument.nn.stream import check_contract
from instrument.nn.vocoder import DELAY, Vocoder
from tests.models import tiny_codec


class Encoding:
    """The encoder as a streaming layer."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec

    def init_state(self, batch: int):
        return self.codec.analysis.init_state(batch)

    def step(self, x, state):
        return self.codec.encode(x, state)


class Decoding(Encoding):
    """The decoder as a streaming layer."""

    def init_state(self, batch: int):
        return self.codec.vocoder.init_state(batch)

    def step(self, x, state):
        return self.codec.decode(x, state)


@pytest.fixture(scope="module", params=["tiny", "shipped"])
def codec(request) -> Codec:
    return tiny_codec() if request.param == "tiny" else load_codec()


def noise(frames: int, seed: int = 0) -> torch.Tensor:
    return 0.1 * torch.randn(1, 2, frames * FRAME, generator=torch.Generator().manual_seed(seed))


def test_encoding_streams(codec):
    check_contract(Encoding(codec), noise(48), unit=FRAME, axis=2, out_axis=1, tolerance=1e-4)


def test_decoding_streams(codec):
    latents = torch.randn(1, 48, LATENTS, generator=torch.Generator().manual_seed(1))
    check_contract(Decoding(codec), latents, axis=1, out_axis=2, tolerance=1e-4)


def test_streamed_latents_are_the_whole_ones_one_frame_later(codec):
    sound = noise(12)
    state = codec.analysis.init_state()
    streamed = codec.encode(sound, state)
    whole = codec.analysis.encode(sound)
    assert torch.allclose(streamed[:, 1:], whole[:, :-1], atol=1e-5)
    assert HISTORY == FRAME + LOOKAHEAD


def test_the_delay_is_what_it_says():
    """A burst comes back where it was, once DELAY is taken out."""
    codec = load_codec()
    sound = torch.zeros(1, 2, 24 * FRAME)
    at = 10 * FRAME + 700
    sound[..., at : at + 3000] = noise(2)[..., :3000] * 3
    with torch.inference_mode():
        back = codec.decode_whole(codec.analysis.encode(sound))[0].mean(0).numpy()
    power = np.convolve(back**2, np.ones(256) / 256, mode="same")
    first = int(np.argmax(power > 0.25 * power.max()))
    assert abs(first - at) < 1024
    assert DELAY <= 1024


def test_a_tone_comes_back_at_its_pitch_and_level():
    codec = load_codec()
    time = torch.arange(30 * FRAME) / 48_000
    sound = (0.3 * torch.sin(2 * math.pi * 440.0 * time)).expand(1, 2, -1)
    with torch.inference_mode():
        back = codec.decode_whole(codec.analysis.encode(sound))[0].mean(0).numpy()
    middle = back[10 * FRAME : 20 * FRAME]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    peak = np.argmax(spectrum) * 48_000 / len(middle)
    assert abs(12 * math.log2(peak / 440.0)) < 0.5
    assert abs(20 * math.log10(middle.std() / (0.3 / math.sqrt(2)))) < 6


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(("pink", "apart_db"), [(True, 8.0), (False, 2.4)])
def test_a_side_stays_a_side(side, pink, apart_db):
    """Noise on one side only, with music's spectrum or white. Eight values tell the stereo of a
    latent frame; above 8 kHz, where white noise has most of its power, little of it is left."""
    codec = load_codec()
    sound = noise(20)
    if pink:
        spectrum = torch.fft.rfft(sound)
        spectrum /= torch.arange(spectrum.shape[-1]).clamp(min=17).sqrt()  # even below 20 Hz
        sound = torch.fft.irfft(spectrum)
        sound *= 0.1 / sound.std()
    sound[:, 1 - side] = 0.0
    with torch.inference_mode():
        back = codec.decode_whole(codec.analysis.encode(sound))[0]
    level = back[:, FRAME * 4 :].square().mean(1).log10() * 10.0
    assert level[side] > level[1 - side] + apart_db


def test_silence_is_silence():
    codec = load_codec()
    with torch.inference_mode():
        back = codec.decode_whole(codec.analysis.encode(torch.zeros(1, 2, 20 * FRAME)))
    assert 20 * math.log10(float(back[..., 8 * FRAME :].square().mean().sqrt()) + 1e-9) < -60


def test_the_clock_is_exact_after_years():
    pitches = oscillator_pitches()
    year = 365 * 24 * 3600 * 48_000 // FRAME
    far = oscillator_phases(pitches, year, 2)
    centre = np.arange(16, dtype=object) * 256 + year * FRAME
    exact = [(int(c) * 440) % 48_000 / 48_000 for c in centre]
    index = int(torch.argmin((pitches - 440.0).abs()))
    assert abs(float(pitches[index]) - 440.0) < 1e-9
    offset = index * 0.6180339887498949
    wanted = torch.tensor([math.cos(2 * math.pi * (x + offset)) for x in exact])
    assert torch.allclose(far[:, index], wanted, atol=1e-3)


def test_a_chorus_is_as_strong_as_its_oscillator_and_exact_after_years():
    pitches = oscillator_pitches()
    voices, starts = chorus_voices(pitches)
    heard = chorus_phases(voices, starts, chorus_turns(voices), 7, 3_000)
    power = heard.unflatten(2, (2, -1)).square().sum(2).mean(0)
    # low voices are so close together that a minute is a few beats of theirs
    assert float((power[:, pitches > 400] - 1).abs().max()) < 0.1
    year = 365 * 24 * 3600 * 48_000 // FRAME
    far = chorus_phases(voices, starts, chorus_turns(voices), year, 2)
    centre = year * FRAME + 256 * np.arange(16)
    angle = (
        2
        * math.pi
        * (
            np.longdouble(1) * voices[:VOICES, -1].numpy() / 48_000 * centre[:, None]
            + starts[:VOICES, -1].numpy()
        )
    )
    wanted = torch.from_numpy(np.cos(angle.astype(np.float64)).sum(1) / VOICES**0.5).float()
    assert torch.allclose(far[:, 0, len(pitches) - 1], wanted, atol=0.02)
    assert bool((torch.diff(voices[0]) > 0).all())  # no voice of one passes those of the next


def test_a_synthesis_frame_is_the_windowed_tones_themselves():
    """Tones are laid into a few bins each; what is left out lies 80 dB below them."""
    vocoder = tiny_codec().vocoder
    pitches, rng = vocoder.pitches, torch.Generator().manual_seed(2)
    tones = torch.randn(3, 2 * len(pitches), generator=rng)
    time = torch.arange(-WINDOW // 2, WINDOW // 2, dtype=torch.float64) / 48_000
    angle = 2 * math.pi * pitches[:, None] * time
    basis = torch.cat([torch.cos(angle), -torch.sin(angle)])
    wanted = (tones.double() @ basis) * 0.5 * torch.hann_window(WINDOW, dtype=torch.float64)
    made = torch.fft.irfft(vocoder._spectra(tones.unflatten(1, (2, -1))), WINDOW)
    assert float((made - wanted).std() / wanted.std()) < 1e-3


def test_mel_filters_hear_every_band():
    filters = mel_filters()
    assert torch.allclose(filters.sum(0), torch.ones(filters.shape[1]), atol=1e-5)
    assert not bool(torch.isnan(filters).any())


def test_cost_and_size_are_within_the_design():
    codec = load_codec()
    assert sum(p.numel() for p in codec.parameters()) < 9e6
    assert isinstance(codec.vocoder, Vocoder)
    assert isinstance(codec.analysis, Analysis)
