"""The training stages on a tiny recipe: data in, loss down, weights out, resumable."""

from __future__ import annotations

import errno
import io
import json
import os

import numpy as np
import pytest
import soundfile
import torch
from safetensors import SafetensorError

from instrument.conditioning import CHANNELS, TextEncoder
from instrument.errors import UserError
from instrument.nn import weights
from instrument.nn.analysis import BANDS, FRAME, HOPS, LATENTS, LOOKAHEAD, Analysis
from instrument.nn.codec import Codec
from instrument.nn.dit import DiT, DiTConfig
from instrument.nn.vocoder import VocoderConfig
from instrument.train import codec as codec_stage
from instrument.train import diffusion, labels, latents, loop, pca, precision
from instrument.train.loop import Run, Schedule, load_averages
from instrument.train.shelf import Shelf
from instrument.train.spectral import SpectralLoss
from tests.models import tiny_codec

TINY = DiTConfig(
    io_channels=LATENTS, width=64, depth=1, heads=1, cond_channels=256, global_channels=256,
    add_channels=CHANNELS.count,
)  # fmt: skip


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Shelf:
    """Two pieces of decaying tones, eleven seconds each."""
    folder = tmp_path_factory.mktemp("studio")
    rng = np.random.default_rng(0)
    for i in range(2):
        time = np.arange(11 * 48_000) / 48_000
        notes, sound = [], np.zeros((len(time), 2))
        for onset in np.arange(0, 10, 0.5):
            pitch = int(rng.integers(50, 70))
            after = np.clip(time - onset, 0, None)
            hertz = 440 * 2 ** ((pitch - 69) / 12)
            tone = (time >= onset) * np.exp(-4 * after) * np.sin(2 * np.pi * hertz * after)
            sound += 0.2 * tone[:, None]
            notes.append([float(onset), 0.4, pitch, 0.8, "tone"])
        soundfile.write(folder / f"{i}.wav", sound, 48_000)
        piece = {
            "family": "pluck", "split": "train", "captions": ["plucked tone"], "notes": notes,
            "bpm": 120.0, "first_beat": 0.0, "beats_per_bar": 4, "key": "F", "scale": "minor",
        }  # fmt: skip
        (folder / f"{i}.json").write_text(json.dumps(piece))
    return Shelf([folder])


@pytest.fixture(scope="module")
def data(shelf, tmp_path_factory) -> latents.LatentSet:
    folder = tmp_path_factory.mktemp("latents")
    analysis = tiny_codec().analysis
    assert latents.encode(analysis, Shelf(shelf.folders), folder) == 2
    assert latents.encode(analysis, Shelf(shelf.folders), folder) == 0
    return latents.LatentSet(folder, TextEncoder())


def test_the_analysis_fits_what_it_hears(shelf):
    analysis = Analysis()
    explained = pca.fit(analysis, shelf, 6, frames=30)
    assert explained["mel"] > 0.9
    sound = torch.from_numpy(shelf.crop(np.random.default_rng(1), 20 * FRAME))[None]
    made = analysis.encode(sound)
    mel, _ = analysis.expand(made)
    assert mel.shape == (1, 20, HOPS, BANDS)
    again = analysis.compress(*analysis.expand(made))
    assert torch.allclose(again, made, atol=1e-3)


def test_labels_say_what_is_there(shelf):
    piece = json.loads((shelf.folders[0] / "0.json").read_text())
    frames = 11 * 48_000 // FRAME
    roll = labels.roll(piece["notes"], frames)
    assert (roll > 127).sum() == len(piece["notes"])
    density = labels.density(piece["notes"], frames)
    assert abs(density[frames // 2] - 2.0) < 0.2
    beat = labels.beat(piece, frames)
    assert abs(beat[24] - 24 * FRAME / 48_000 * 2) < 1e-9
    tone = np.full((2, 10 * FRAME), 0.0)
    tone[:] = 0.1 * np.sin(2 * np.pi * 1000 * np.arange(10 * FRAME) / 48_000)
    # BS.1770: two channels of a sine with peak 0.1 at 1 kHz
    assert abs(labels.loudness(tone)[5] - (-20.0)) < 0.3


def test_codec_training_lowers_the_loss_and_resumes(shelf, tmp_path):
    torch.manual_seed(0)
    codec = Codec(VocoderConfig(width=32, depth=1))
    codec.analysis.load_state_dict(tiny_codec().analysis.state_dict())
    recipe = codec_stage.CodecRecipe(batch=2, frames=10)
    heard = codec_stage.batch_of(shelf, recipe, np.random.default_rng(9))

    def lost() -> float:
        """By the same crops, whatever else a step draws."""
        with torch.no_grad():
            given = codec.analysis.compress(*codec.analysis.features(heard))
            made = codec_stage.decode(codec, given, 0, np.random.default_rng(9))
            real = heard[..., LOOKAHEAD : LOOKAHEAD + made.shape[-1]]
            return float(SpectralLoss(made.device)(made, real)[0])

    before = lost()
    codec_stage.fit(tmp_path, shelf, Schedule(steps=16, rate=3e-3, warmup=2), recipe, codec)
    rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert lost() < 0.95 * before
    run = Run(codec, tmp_path, Schedule(steps=16, rate=3e-3))
    assert run.step == rows[-1]["step"]
    assert run.optimiser.state


def test_codec_training_works_where_products_are_made_in_bfloat16(shelf, tmp_path, monkeypatch):
    """As on a GPU, and on processors that do that natively."""
    monkeypatch.setattr(precision, "has_bfloat16", lambda: True)
    torch.manual_seed(0)
    codec = Codec(VocoderConfig(width=32, depth=1))
    codec.analysis.load_state_dict(tiny_codec().analysis.state_dict())
    before = codec.vocoder.hold.weight.detach().clone()
    recipe = codec_stage.CodecRecipe(batch=1, frames=10, judged_from=1.0)
    codec_stage.fit(tmp_path, shelf, Schedule(steps=2, rate=3e-3, warmup=1), recipe, codec)
    assert not torch.equal(codec.vocoder.hold.weight, before)
    assert all(bool(p.isfinite().all()) for p in codec.parameters())


@pytest.mark.parametrize("base", [True, False])
def test_diffusion_learns(data, tmp_path, base):
    torch.manual_seed(0)
    net = DiT(TINY)
    recipe = diffusion.DiffusionRecipe(base=base, batch=2, frames=48, context=32)
    schedule = Schedule(steps=60, rate=3e-3, warmup=5)
    diffusion.train(tmp_path, data, schedule, recipe, net)
    losses = [
        json.loads(line)["loss"] for line in (tmp_path / "log.jsonl").read_text().splitlines()
    ]
    assert np.mean(losses[-5:]) < 0.9 * np.mean(losses[:2])
    other = DiT(TINY)
    load_averages(other, tmp_path / "state.safetensors", averages=False)
    assert torch.equal(other.to_input_add_embed.weight, net.to_input_add_embed.weight)


def test_a_joined_stretch_is_told_both_prompts(data):
    """What a player hears who changes the prompt: one music, from a frame on another."""
    first = data.batch(np.random.default_rng(3), 1, 96)
    assert first.joins.tolist() == [96]
    both = data.batch(np.random.default_rng(3), 1, 96, [40])
    assert both.joins.tolist() == [40]
    assert torch.equal(both.latents[0, :40], first.latents[0, :40])
    assert not torch.equal(both.latents[0, 60:], first.latents[0, 60:])
    assert both.text.shape == (1, 2, 16, 256)


def test_a_joined_stretch_trains_each_part_on_its_own_prompt():
    torch.manual_seed(0)
    net = DiT(TINY)
    for p in net.parameters():
        torch.nn.init.normal_(p, std=0.05)
    noisy, add = torch.randn(1, 24, LATENTS), torch.randn(1, 24, CHANNELS.count)
    text, levels = torch.randn(1, 2, 16, 256), torch.rand(1, 3)
    pooled = torch.stack((text[:, 0, 0], text[:, 1, 0], text[:, 1, 0]), 1)

    def run(text: torch.Tensor) -> torch.Tensor:
        joins = torch.tensor([8])
        return net(noisy, levels, [8, 8, 8], text, pooled, add, add, None, 16, joins)

    with torch.no_grad():
        before, other = run(text), text.clone()
        other[:, 1] += 1.0
        after = run(other)
        alone = net(noisy[:, :8], levels[:, :1], [8], text[:, 0], pooled[:, :1], add[:, :8],
                    add[:, :8])  # fmt: skip
    assert torch.equal(before[:, :8], after[:, :8])
    assert not torch.allclose(before[:, 8:], after[:, 8:], atol=1e-4)
    assert torch.allclose(before[:, :8], alone, atol=1e-4)


def test_accompaniment_is_heard_late():
    """Frame k tells what the partner played `gap` frames before it, never what is to come."""
    partner = torch.arange(1, 101.0)[:, None].expand(100, LATENTS)
    told = latents.heard(partner, slice(0, 20), 5)
    assert not told[:5].any()
    assert torch.equal(told[5:, 0], torch.arange(1, 16.0))
    assert torch.all(told[5:, LATENTS] == 5 * FRAME / 48_000)
    assert torch.all(told[5:, LATENTS + 1] == 1.0)
    assert torch.equal(latents.heard(partner, slice(50, 60), 5)[:, 0], torch.arange(46, 56.0))


def test_stems_are_encoded_with_their_partners(tmp_path):
    """A stem is music of its own: its tracks' notes, plain captions, and the other stem beside."""
    rng = np.random.default_rng(0)
    studio = tmp_path / "studio"
    studio.mkdir()
    for name in ("p", "p.rhythm", "p.harmony"):
        sound = 0.1 * rng.standard_normal((3 * 48_000, 2))
        soundfile.write(studio / f"{name}.wav", sound, 48_000)
    piece = {
        "family": "arrangement", "split": "train", "captions": ["song"], "stems": ["rhythm",
        "harmony"], "notes": [[0.5, 0.2, -1, 0.8, "kit"], [1.0, 1.0, 60, 0.8, "keys"]],
        "bpm": 120.0, "first_beat": 0.0, "beats_per_bar": 4, "key": "F", "scale": "minor",
        "tracks": [{"name": "kit", "family": "drums"}, {"name": "keys", "family": "piano"}],
    }  # fmt: skip
    (studio / "p.json").write_text(json.dumps(piece))
    out = tmp_path / "latents"
    assert latents.encode(tiny_codec().analysis, Shelf([studio]), out) == 1
    found = latents.LatentSet(out, TextEncoder())
    found.scan()
    pieces = {piece["family"]: piece for piece in found.pieces}
    assert set(pieces) == {"arrangement", "drums", "piano"}
    assert "partner" not in pieces["arrangement"]
    assert torch.equal(pieces["drums"]["partner"], pieces["piano"]["latents"])
    assert not pieces["drums"]["roll"].any()
    assert pieces["piano"]["roll"].any()
    assert "drum loop" in pieces["drums"]["captions"]
    conditions = latents.conditions_of(
        pieces["piano"], slice(30, 60), rng, latents.Presence(bare=0.0, partner=1.0)
    )
    assert conditions[:, CHANNELS.partner][-1, LATENTS + 1] == 1.0

    often = latents.LatentSet(out, TextEncoder(), presence=latents.Presence(bare=0, stems=1))
    told = often.batch(rng, 40, 60).conditions[..., CHANNELS.partner.stop - 1].any(1)
    assert 25 <= int(told.sum()) <= 40, "stems come with their partner, 85 % of the time"


@pytest.mark.parametrize("alone", [0.0, 1.0])
def test_with_a_partner_the_past_is_taken_away(alone, monkeypatch):
    """Of stretches with a partner, so that there is a reason to listen to it."""
    frames = 48
    conditions = torch.zeros(2, frames, CHANNELS.count)
    conditions[0, :, CHANNELS.partner.stop - 1] = 1.0
    text = torch.zeros(2, 2, 16, 256)

    class Music:
        def batch(self, *_: object) -> latents.Batch:
            kept = torch.full((2,), frames)
            return latents.Batch(torch.randn(2, frames, LATENTS), conditions, text, kept)

    net, seen = DiT(TINY), []

    def hear(noisy: torch.Tensor, *told: object) -> torch.Tensor:
        seen.append(told[6])
        return noisy

    monkeypatch.setattr(net, "forward", hear)
    recipe = diffusion.DiffusionRecipe(batch=2, frames=frames, forget=0.0, alone=alone)
    task = diffusion.draw(Music(), recipe, np.random.default_rng(0))
    diffusion.loss_of(net, task, recipe)
    (keep,) = seen
    assert bool(keep[0].any()) is (alone == 0.0)
    assert bool(keep[1].all()), "the other stretch has no partner"


def test_a_killed_save_leaves_the_state_before(data, tmp_path):
    net = DiT(TINY)
    run = Run(net, tmp_path, Schedule(steps=0, rate=1e-3))
    run.step = 7
    run.save()
    run.state_path.with_suffix(".part").write_bytes(b"half")
    assert Run(DiT(TINY), tmp_path, Schedule(steps=0, rate=1e-3)).step == 7


@pytest.fixture
def full(monkeypatch):
    """A disk without room for weights."""

    def save(tensors, part, metadata) -> None:
        raise SafetensorError("I/O error: No space left on device (os error 28)")

    return lambda: monkeypatch.setattr(weights, "save_file", save)


def test_a_save_that_fails_says_what_there_is_to_go_on_from(tmp_path, full):
    first, later = (Run(DiT(TINY), tmp_path / name, Schedule(rate=1e-3)) for name in "ab")
    later.save()
    full()
    with pytest.raises(UserError, match=r"cannot write .*a/state.safetensors: No space.*nothing"):
        first.save()
    with pytest.raises(UserError, match=r"the state that was there is whole"):
        later.save()


def test_a_log_on_a_full_disk_keeps_whole_lines(tmp_path):
    class Log(io.FileIO):
        room = 40

        def write(self, data) -> int:
            part = bytes(data)[: self.room]
            self.room -= len(part)
            if not part:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(part)

    with Log(tmp_path / "log.jsonl", "ab") as log:
        loop._append(log, {"step": 1, "loss": 0.25})
        with pytest.raises(OSError, match="No space"):
            loop._append(log, {"step": 2, "loss": 0.25})
    assert (tmp_path / "log.jsonl").read_text() == '{"step": 1, "loss": 0.25}\n'


def test_a_run_whose_log_cannot_be_written_says_so(tmp_path, monkeypatch):
    def append(*_) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(loop, "_append", append)
    run = Run(DiT(TINY), tmp_path, Schedule(rate=1e-3, steps=1))
    with pytest.raises(UserError, match=r"log.jsonl: No space left on device; nothing was saved"):
        run.train(lambda step, rng: (None, {}))


def test_a_run_knows_when_it_is_at_its_end(tmp_path):
    assert not loop.ended(tmp_path, Schedule(rate=1e-3, steps=3))
    run = Run(DiT(TINY), tmp_path, Schedule(rate=1e-3, steps=3))
    run.step, run.elapsed = 3, 60.0
    run.save()
    assert loop.ended(tmp_path, Schedule(rate=1e-3, steps=3))
    assert loop.ended(tmp_path, Schedule(rate=1e-3, minutes=1))
    assert not loop.ended(tmp_path, Schedule(rate=1e-3, minutes=2))
    run.state_path.write_bytes(b"")
    with pytest.raises(UserError, match="not a whole state"):
        loop.ended(tmp_path, Schedule(rate=1e-3))


@pytest.mark.parametrize("text", ["", "{", "[]", "3"])
def test_a_run_that_does_not_say_what_it_is_about_is_not_gone_on_with(tmp_path, text):
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(UserError, match=r"run.json is damaged"):
        loop.bind(tmp_path, {"base": "one"})
    assert (tmp_path / "run.json").read_text() == text


def test_a_run_is_bound_to_what_it_did_not_tell_before(tmp_path):
    loop.bind(tmp_path, {"base": "one"})
    loop.bind(tmp_path, {"base": "one", "rank": 4})
    with pytest.raises(UserError, match="another rank"):
        loop.agree(tmp_path, {"base": "one", "rank": 8})


def test_a_network_that_knows_the_music_plays_it_as_its_own_past():
    clean, heard = torch.randn(3, 20, 4), []

    def play(noisy: torch.Tensor, levels: torch.Tensor) -> torch.Tensor:
        heard.append((noisy, levels))
        t = levels.repeat_interleave(torch.tensor([8, 12]), 1)[..., None]
        return (noisy - clean) / t

    made = diffusion.own_past(play, clean, [8, 12])
    assert torch.allclose(made, clean, atol=1e-4)
    (first, levels), (second, halved) = heard
    assert torch.equal(halved, 0.5 * levels)
    assert not torch.allclose(first, clean, atol=0.2)
    assert (first - clean).abs().mean() > (second - clean).abs().mean()


def test_part_of_the_rows_hear_a_past_of_the_network_s_own():
    played, frames = [], 48

    class Music:
        def batch(self, rng, size, frames, joins):
            seed = torch.Generator().manual_seed(1)
            made = torch.randn(size, frames, LATENTS, generator=seed)
            conditions = torch.zeros(size, frames, CHANNELS.count)
            text = torch.zeros(size, 2, 16, 256)
            return latents.Batch(made, conditions, text, torch.tensor(joins))

    def net(noisy, levels, blocks, text, pooled, add, context, keep, reach, joins):
        played.append(context[..., CHANNELS.latents])
        return torch.zeros_like(noisy)

    recipe = diffusion.DiffusionRecipe(batch=4, frames=frames, own=0.5, blur=0.0)
    task = diffusion.draw(Music(), recipe, np.random.default_rng(0))
    diffusion.loss_of(net, task, recipe)
    clean = Music().batch(None, 4, frames, [frames] * 4).latents
    assert [len(x) for x in played] == [2, 2, 4]  # two steps for two rows, then all of them
    assert torch.equal(played[0], clean[:2])
    assert torch.equal(played[2][2:], clean[2:])
    assert not torch.allclose(played[2][:2], clean[:2], atol=0.1)


def test_partitions_fill_the_stretch():
    rng = np.random.default_rng(0)
    for _ in range(200):
        blocks = diffusion.partition(rng, 192)
        assert sum(blocks) == 192
        assert all(1 <= n <= 48 for n in blocks)


def test_noise_levels_lean_to_noise():
    levels = diffusion.noise_levels(np.random.default_rng(0), 50, 20)
    assert 0 <= float(levels.min()) < 0.01
    assert float(levels.max()) < 1
    assert 0.55 < float(levels.median()) < 0.7


@pytest.mark.parametrize(("native", "made"), [(True, torch.bfloat16), (False, torch.float32)])
def test_products_are_in_bfloat16_only_where_the_processor_makes_them(native, made, monkeypatch):
    monkeypatch.setattr(precision, "has_bfloat16", lambda: native)
    with precision.quick_products():
        assert torch.nn.Linear(4, 4)(torch.zeros(1, 4)).dtype is made
