"""The output stage, driven by hand: no device, no clock, so that every sample can be looked at."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import butter, resample_poly, sosfilt

from instrument.audio.limiter import Limiter
from instrument.audio.mix import Mix
from instrument.audio.panel import CALLBACK_ERROR, Panel
from instrument.audio.player import FADE
from instrument.audio.resample import Resampler
from instrument.audio.ring import Ring

RATE = 48_000
LOOKAHEAD = Limiter(RATE, 64).lookahead


class Desk:
    """A Mix with its rings and panel, and a device that is this test."""

    def __init__(self, rate: int = RATE, period: int = 256, seconds: float = 12.0) -> None:
        self.out, self.into = Ring.create(seconds, RATE), Ring.create(seconds, RATE)
        self.panel = Panel.create()
        self.panel.gain_db = 0.0
        self.panel.play_fade_s = 0.0
        self.panel.playing = 1
        self.mix = Mix(self.out, self.into, self.panel)
        self.mix.set_device(rate, period, 0, 0)
        self.rate, self.period = rate, period
        self.frames = 0
        self.heard: list[np.ndarray] = []

    def play(self, frames: int, heard: np.ndarray | None = None) -> np.ndarray:
        """Run callbacks for `frames` device frames; what left the port, [frames, 2]."""
        got = []
        for begin in range(0, frames, self.period):
            n = min(self.period, frames - begin)
            x = np.full((n, 2), np.nan, np.float32)
            dry = None if heard is None else heard[begin : begin + n]
            self.mix(x, dry, self.frames * 1_000_000_000 // self.rate)
            self.frames += n
            got.append(x)
        assert not self.mix.error, self.mix.error
        self.heard.append(np.concatenate(got))
        return self.heard[-1]

    @property
    def all(self) -> np.ndarray:
        """Everything that left the port so far."""
        return np.concatenate(self.heard)


def sine(at: int, n: int, hz: float = 440.0, level: float = 0.5, rate: int = RATE) -> np.ndarray:
    """Stereo [n, 2], a function of the place in the stream."""
    s = np.arange(at, at + n) / rate
    wave = level * np.sin(2 * np.pi * hz * s)
    return np.stack([wave, -wave], axis=1).astype(np.float32)


def music(at: int, n: int) -> np.ndarray:
    """Something with a beat and a chord, and nothing that is periodic within a few seconds."""
    t = np.arange(at, at + n) / RATE
    chord = sum(np.sin(2 * np.pi * hz * t + k) for k, hz in enumerate((220.3, 277.7, 331.1, 415.9)))
    left = 0.1 * chord * (1.0 + 0.5 * np.sin(2 * np.pi * 0.37 * t))
    return np.stack([left, 0.8 * left], axis=1).astype(np.float32)


def biggest_step(x: np.ndarray) -> float:
    """The greatest difference between neighbouring samples."""
    return float(np.abs(np.diff(x, axis=0)).max())


def rms(x: np.ndarray) -> float:
    """Root of the mean square."""
    return float(np.sqrt(np.mean(x.astype(np.float64) ** 2)))


@pytest.mark.parametrize("period", [64, 100, 256, 1024, 2048, 5000])
def test_what_is_in_the_ring_is_what_is_heard(period: int) -> None:
    """Bit for bit, delayed by the limiter's lookahead, once the first fade is over."""
    desk = Desk(period=period)
    want = music(0, 6 * RATE)
    desk.out.write(0, want)
    got = desk.play(4 * RATE)
    np.testing.assert_array_equal(got[RATE:], want[RATE - LOOKAHEAD : 4 * RATE - LOOKAHEAD])
    assert biggest_step(got[:RATE]) <= biggest_step(want) * 1.2
    assert desk.panel.position == 4 * RATE
    assert desk.panel.latency_samples == LOOKAHEAD
    ns, sample = desk.panel.anchor()
    # the anchor tells at what time a sample was heard, and that is where we find it
    assert ns * RATE // 1_000_000_000 - sample in (LOOKAHEAD, LOOKAHEAD - 1)
    assert (desk.panel.underruns, desk.panel.filler_samples, desk.panel.filling) == (0, 0, 0)
    assert desk.panel.limiter_db == 0.0
    assert desk.panel.live_ns == desk.panel.audio_ns or period == 5000


def test_silence_until_the_first_sound() -> None:
    """Before any sound was ever made there is silence, and time goes on; then a fade in."""
    desk = Desk()
    assert not desk.play(RATE).any()
    assert desk.panel.position == RATE
    assert (desk.panel.underruns, desk.panel.filler_samples) == (0, 0)
    desk.out.write(RATE + 1000, sine(RATE + 1000, RATE))
    got = desk.play(RATE // 2)
    assert rms(got[-RATE // 4 :]) == pytest.approx(0.5 / 2**0.5, rel=0.01)
    assert biggest_step(got) < 0.035


def test_the_last_good_bars_go_on_at_unchanged_level() -> None:
    """No new sound for half a minute: the last four seconds go round, never silent, no click."""
    desk = Desk()
    desk.out.write(0, music(0, 10 * RATE))
    desk.play(10 * RATE - 3000)
    level, step = rms(desk.all[-4 * RATE :]), biggest_step(desk.all[RATE:])
    got = desk.play(30 * RATE)
    assert biggest_step(got) <= 1.3 * step
    for second in range(26):
        assert rms(got[second * RATE : (second + 4) * RATE]) == pytest.approx(level, rel=0.03)
    assert min(rms(got[k : k + 2400]) for k in range(0, len(got), 2400)) > 0.2 * level
    # it is the last four seconds: the same sound comes again after one way round
    back = desk.mix.player._back
    assert 3.9 * RATE <= back <= 4 * RATE
    np.testing.assert_array_equal(
        got[6 * RATE : 12 * RATE], got[6 * RATE - back : 12 * RATE - back]
    )
    assert desk.panel.underruns == 1
    assert desk.panel.filling == 1
    assert 29.9 * RATE < desk.panel.filler_samples <= 30 * RATE
    assert desk.panel.position == 40 * RATE - 3000


@pytest.mark.parametrize("period", [64, 256, 2048])
@pytest.mark.parametrize("hz", [55.0, 440.0, 1234.5])
def test_no_click_whatever_the_writer_does(period: int, hz: float) -> None:
    """A sine through underruns, jumps, overwritten and lost sound, and a new engine.

    No sample may differ from its neighbour by much more than the sine's own steepest slope and a
    fade's: a click would be ten times that.
    """
    desk = Desk(period=period)
    slope = 2 * np.pi * hz / RATE * 0.5
    bound = 1.5 * slope + 0.5 * np.pi / 2 / FADE * 1.5
    rng = np.random.default_rng(7)
    phase = 0
    for turn in range(60):
        kind = turn % 6
        position, end = desk.panel.position, desk.out.end
        at = {
            0: end + int(rng.integers(1, 9000)),  # a jump forward, leaving a hole
            1: position + 2 * period,  # what was not heard yet is replaced
            2: position - 300,  # so late that it begins before what is read next
            3: position + int(rng.integers(0, 40)),  # just in front of it
            4: end + RATE,  # a new engine, that knows nothing: all before is lost at once
            5: end,  # all is well
        }[kind]
        at = max(at, desk.out.begin)
        overlap = min(512, end - at)
        if end < position:
            at, overlap = max(at, position + 100), 0
        # a writer may change its mind only where it jumps, or has room to crossfade; the player
        # can take the change at its read position on itself
        if kind in (0, 2, 4) or overlap >= 512 or end < position:
            phase = int(rng.integers(0, RATE))
        x = sine(at + phase, int(rng.integers(2000, 40_000)), hz)
        if kind in (1, 3) and overlap >= 512:
            old, (first, last) = desk.out.read(at, overlap)
            assert (first, last) == (at, at + overlap)
            ramp = np.linspace(0, 1, overlap, dtype=np.float32)[:, None]
            x[:overlap] = old * (1 - ramp) + x[:overlap] * ramp
        desk.out.write(at, x)
        desk.play(int(rng.integers(1, 45_000)))
    assert desk.panel.underruns > 10
    assert biggest_step(desk.all) < bound
    assert rms(desk.all[RATE:]) > 0.2
    assert np.abs(desk.all).max() <= 10 ** (-1 / 20)


def test_sound_that_vanishes_is_still_faded() -> None:
    """A jump takes away what was about to be played: the samples in hand are faded out."""
    desk = Desk(period=64)
    desk.out.write(0, sine(0, 3 * RATE))
    desk.play(2 * RATE)
    desk.out.write(20 * RATE, sine(0, 1000))
    got = desk.play(RATE)
    assert desk.panel.underruns == 1
    assert biggest_step(np.concatenate([desk.heard[0][-10:], got])) < 0.04
    assert rms(got) == pytest.approx(0.5 / 2**0.5, rel=0.05)


def test_a_short_past_is_looped_as_far_as_it_goes() -> None:
    """Half a second was all there ever was: it is what is looped. Of 20 ms there is no loop."""
    desk = Desk()
    desk.out.write(0, sine(0, RATE // 2))
    got = desk.play(6 * RATE)
    assert rms(got[2 * RATE :]) == pytest.approx(0.5 / 2**0.5, rel=0.05)
    assert biggest_step(got) < 0.05
    desk = Desk(period=64)
    desk.out.write(0, sine(0, 3000))
    got = desk.play(RATE)
    assert not got[RATE // 2 :].any()
    assert biggest_step(got) < 0.05


def test_stutter_for_a_minute() -> None:
    """An engine that makes half of what is needed: never silent, never a click, level kept."""
    desk = Desk()
    desk.out.write(0, music(0, 5 * RATE))
    desk.play(5 * RATE - 2000)
    level, step = rms(desk.all[RATE:]), biggest_step(desk.all[RATE:])
    for _ in range(60):
        at = desk.panel.position + 600
        desk.out.write(at, music(at, RATE // 2))
        desk.play(RATE)
    got = desk.all[6 * RATE :]
    assert desk.panel.underruns == 60
    assert biggest_step(got) <= 1.5 * step
    quarter = RATE // 4
    levels = [rms(got[k : k + quarter]) for k in range(0, len(got) - quarter, quarter)]
    assert 0.3 * level < min(levels)
    assert max(levels) < 2.0 * level


def test_broken_sound_does_not_stay() -> None:
    """NaN and infinity from a broken engine become silence, and the next sound is whole."""
    desk = Desk()
    x = sine(0, 4 * RATE)
    x[RATE : RATE + 500] = np.nan
    x[RATE + 900] = np.inf
    desk.out.write(0, x)
    got = desk.play(4 * RATE - 2048)
    assert np.isfinite(got).all()
    np.testing.assert_array_equal(got[2 * RATE :], x[2 * RATE - LOOKAHEAD : -2048 - LOOKAHEAD])


def ready_desk(period: int = 64) -> Desk:
    """One that has played a constant for a second: gains can be read off its output."""
    desk = Desk(period=period)
    desk.out.write(0, np.full((12 * RATE, 2), 0.5, np.float32))
    desk.play(RATE)
    return desk


@pytest.mark.parametrize(
    ("settings", "target"),
    [
        ({"gain_db": -6.0206}, 0.25),
        ({"gain_db": -60.0}, 0.0),
        ({"mute": 1}, 0.0),
        ({"panic": 1}, 0.0),
    ],
)
def test_gain_mute_panic_within_ten_milliseconds(settings: dict[str, float], target: float) -> None:
    """There within 10 ms, limiter included; in a straight line, never in a step; and back."""
    desk = ready_desk()
    before = {name: getattr(desk.panel, name) for name in settings}
    for values, end in ((settings, target), (before, 0.5)):
        for name, value in values.items():
            setattr(desk.panel, name, value)
        got = desk.play(RATE // 10)
        assert got[480:, 0] == pytest.approx(end, abs=1e-5)
        assert biggest_step(got) <= 0.5 / 200


def test_play_and_stop_fade() -> None:
    """Over play_fade_s, also when turned round half-way; silence afterwards is exact."""
    desk = ready_desk()
    desk.panel.play_fade_s = 1.0
    desk.panel.playing = 0
    got = desk.play(RATE // 2)
    assert got[-1, 0] == pytest.approx(0.25, abs=0.01)
    desk.panel.playing = 1
    desk.play(RATE // 4)
    desk.panel.playing = 0
    got = desk.play(2 * RATE)
    assert biggest_step(desk.all[RATE - 1000 :]) < 0.5 * 1.6 / RATE
    assert not got[RATE:].any()
    assert desk.panel.position == desk.frames
    desk.panel.playing = 1
    desk.panel.play_fade_s = 0.0
    got = desk.play(RATE // 10)
    assert got[600:, 0] == pytest.approx(0.5)
    assert biggest_step(got) < 0.005


def test_farewell() -> None:
    """The last fade of the process takes as long as it says, and is final."""
    desk = ready_desk()
    desk.mix.fade_out(0.05)
    got = desk.play(RATE // 5)
    assert desk.mix.silent
    assert not got[2400 + 64 :].any()
    assert biggest_step(got) < 0.5 / 2000


def test_input_reaches_the_ring_and_the_monitor() -> None:
    """With the stream's own counter; the dry monitor fades, and stop does not silence it."""
    desk = Desk()
    desk.play(1024)
    dry = sine(0, 2 * RATE, 1000.0, 0.25)
    assert not desk.play(RATE, dry[:RATE]).any()
    got, span = desk.into.read(1024, RATE)
    assert span == (1024, 1024 + RATE)
    np.testing.assert_array_equal(got, dry[:RATE])
    desk.panel.monitor, desk.panel.input_gain_db = 1, 6.0206
    desk.panel.playing = 0
    heard = desk.play(RATE, dry[RATE:])
    want = 2 * dry[2 * RATE - 4096 - LOOKAHEAD : -LOOKAHEAD]
    np.testing.assert_allclose(heard[-4096:], want, rtol=1e-4)
    assert biggest_step(heard) < 0.07
    desk.play(RATE)  # a device without input: silence keeps the counter going
    assert desk.into.end == desk.panel.position
    assert not desk.into.read(desk.into.end - 1000, 1000)[0].any()


def test_meters() -> None:
    """Peak and mean level of what leaves."""
    desk = Desk()
    desk.out.write(0, np.stack([sine(0, 4 * RATE)[:, 0], 0.5 * sine(0, 4 * RATE)[:, 0]], axis=1))
    desk.play(3 * RATE)
    assert desk.panel.peak == pytest.approx((0.5, 0.25), rel=0.02)
    assert desk.panel.rms == pytest.approx((0.3536, 0.1768), rel=0.02)


def test_a_failing_callback_is_silence_and_a_flag() -> None:
    """A fault of ours must not end the stream."""
    desk = ready_desk()
    desk.mix.player._history = None
    out = np.ones((64, 2), np.float32)
    desk.mix(out, None, 0)
    assert not out.any()
    assert desk.panel.fault == CALLBACK_ERROR
    assert "Traceback" in desk.mix.error


def test_a_device_that_comes_back_is_faded_in() -> None:
    desk = Desk()
    desk.out.write(0, music(0, 8 * RATE))
    desk.play(2 * RATE)
    desk.mix.fade_in()
    desk.mix.set_device(RATE, 256, 0, 0)
    got = desk.play(3 * RATE)
    assert not got[:LOOKAHEAD].any()
    assert rms(got[: RATE // 10]) < 0.15 * rms(got[2 * RATE :])
    want = music(2 * RATE - LOOKAHEAD, 3 * RATE)
    np.testing.assert_array_equal(got[int(1.1 * RATE) :], want[int(1.1 * RATE) :])
    assert biggest_step(got) <= 1.1 * biggest_step(want)


# the limiter -----------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.integers(1, 2048), min_size=1, max_size=12),
    st.floats(-12.0, 0.0),
)
def test_limiter_never_passes_its_ceiling(seed: int, pieces: list[int], ceiling_db: float) -> None:
    """Noise, bursts, single samples up to +40 dB, in pieces of any size, at any ceiling."""
    ceiling = 10 ** (ceiling_db / 20)
    rng = np.random.default_rng(seed)
    limiter = Limiter(RATE, 2048)
    x = rng.normal(0, 0.5, (sum(pieces), 2)).astype(np.float32)
    x *= 100 ** rng.uniform(-1, 1, (len(x), 1)).astype(np.float32) ** 9
    y = x.copy()
    for begin, end in itertools.pairwise(itertools.accumulate(pieces, initial=0)):
        limiter.process(y[begin:end], ceiling)
    assert np.abs(y).max() <= ceiling
    whole = Limiter(RATE, len(x))
    z = x.copy()
    whole.process(z, ceiling)
    np.testing.assert_allclose(y, z, atol=1e-6)


def test_limiter_is_transparent_below_and_gentle_above() -> None:
    """Below the ceiling every bit is kept; a burst is turned down without a step, and let go."""
    limiter = Limiter(RATE, 256)
    ceiling = 10 ** (-1 / 20)
    x = np.concatenate(
        [sine(0, RATE, 220, 0.88), sine(0, RATE, 220, 2.0), sine(0, RATE, 220, 0.88)]
    )
    y = x.copy()
    for begin in range(0, len(y), 256):
        limiter.process(y[begin : begin + 256], ceiling)
    L = limiter.lookahead
    np.testing.assert_array_equal(y[L : RATE - L], x[: RATE - 2 * L])
    assert np.abs(y).max() <= ceiling
    gain = y[L:] / np.where(np.abs(x[:-L]) > 0.3, x[:-L], np.nan)
    jumps = np.diff(gain[:, 0])
    assert np.nanmax(np.abs(jumps)) < 0.02
    middle = gain[int(1.2 * RATE) : int(1.9 * RATE), 0]
    assert 0.40 < np.nanmin(middle) <= np.nanmax(middle) < 0.47
    np.testing.assert_array_equal(y[-RATE // 4 :], x[-RATE // 4 - L : -L])


@pytest.mark.parametrize("hz", [997.0, 6_000.0, 11_025.0, 12_000.0])
def test_the_wave_between_the_samples_keeps_the_ceiling_too(hz: float) -> None:
    """Sines whose samples all lie well below their crests: judged by a much finer interpolation."""
    limiter = Limiter(RATE, 480)
    ceiling = 10 ** (-1 / 20)
    wave = np.sin(2 * np.pi * hz * np.arange(RATE) / RATE + np.pi / 4)
    y = np.stack([wave, wave], 1).astype(np.float32) * np.float32(1.4)
    for begin in range(0, len(y), 480):
        limiter.process(y[begin : begin + 480], ceiling)
    fine = resample_poly(y[4_800:, 0].astype(np.float64), 16, 1)[1_600:-1_600]
    assert 20 * np.log10(np.abs(fine).max()) < -1.0 + 0.1
    assert 20 * np.log10(np.abs(fine).max()) > -1.6


def test_hissing_sound_keeps_the_ceiling_between_its_samples() -> None:
    """Full of what is near 18 kHz, where a short interpolation reads too low."""
    hiss = np.random.default_rng(2).normal(0, 2.0, (RATE, 2))
    y = sosfilt(butter(10, 18_000, fs=RATE, output="sos"), hiss, axis=0).astype(np.float32)
    limiter = Limiter(RATE, 480)
    for begin in range(0, len(y), 480):
        limiter.process(y[begin : begin + 480], 10 ** (-1 / 20))
    fine = resample_poly(y[4_800:].astype(np.float64), 4, 1, axis=0, window=("kaiser", 8.0))
    assert -1.6 < 20 * np.log10(np.abs(fine).max()) < -1.0 + 0.1


# sample rates ----------------------------------------------------------------------------------


@pytest.mark.parametrize("target", [44_100, 96_000, 88_200, 192_000, 32_000, 22_050, 44_101])
def test_resampler_keeps_pitch_level_and_place(target: int) -> None:
    """Against the sine that should come out, both ways, in ragged pieces."""
    rng = np.random.default_rng(3)
    for source, other in ((RATE, target), (target, RATE)):
        resampler = Resampler(source, other, 2048)
        hz, made, fed = 997.0, [], 0
        while sum(map(len, made)) < other // 2:
            n = int(rng.integers(1, 700))
            missing = resampler.need(n)
            while missing:
                m = min(missing, resampler.room)
                resampler.feed(sine(fed, m, hz, rate=source))
                fed, missing = fed + m, missing - m
            assert resampler.need(n) == 0
            assert resampler.ready() >= n
            out = np.empty((n, 2), np.float32)
            resampler.take(out)
            made.append(out)
        got = np.concatenate(made)
        up, unit = resampler.place
        assert up * other == len(got) * source * unit  # exact, always
        error = got[500:] - sine(0, len(got), hz, rate=other)[500:]
        limit = 1e-4 if target != 44_101 else 1e-3
        assert np.abs(error).max() < limit


@pytest.mark.parametrize("rate", [44_100, 96_000])
def test_mix_at_another_rate(rate: int) -> None:
    """Pitch and place are right, the position counts model samples exactly, input comes back."""
    desk = Desk(rate=rate, period=256)
    desk.out.write(0, sine(0, 10 * RATE, 997.0))
    dry = sine(0, 4 * rate, 500.0, 0.25, rate=rate)
    got = desk.play(4 * rate, dry)
    ns, sample = desk.panel.anchor()
    # the sine's phase in what left the port, against the anchor's word for it
    frame = desk.frames - desk.period
    offset = (sample - (ns * 1e-9 - frame / rate) * RATE) / RATE  # stream time of that frame
    t = offset + (np.arange(rate, frame) - frame) / rate
    error = got[rate:frame, 0] - 0.5 * np.sin(2 * np.pi * 997.0 * t)
    assert np.abs(error).max() < 2e-3
    behind = desk.panel.position - 4 * RATE
    assert 0 < behind < 80
    assert desk.panel.latency_samples == pytest.approx(desk.panel.position - sample, abs=300)
    x, (first, last) = desk.into.read(RATE, 2 * RATE)
    assert (first, last) == (RATE, 3 * RATE)
    np.testing.assert_allclose(x, sine(RATE, 2 * RATE, 500.0, 0.25), atol=2e-4)
    assert desk.panel.underruns == 0


def test_a_change_of_device_rate_leaves_no_gap() -> None:
    """48 kHz, then 44.1, then 48 again: the position only ever advances by what was played."""
    desk = Desk()
    desk.out.write(0, sine(0, 11 * RATE))
    desk.play(RATE)
    for rate in (44_100, 48_000):
        desk.mix.set_device(rate, 256, 256, 0)
        desk.rate = rate
        desk.play(rate)
    assert 3 * RATE <= desk.panel.position < 3 * RATE + 80
    assert desk.panel.underruns == 0
    end = desk.into.end
    assert 3 * RATE - 80 <= end <= 3 * RATE + 80
    assert desk.into.begin == 0
    assert desk.panel.device_rate == RATE
