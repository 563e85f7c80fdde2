"""A model too small to make music, for tests of everything around it."""

from __future__ import annotations

from pathlib import Path

import torch

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TextEncoder
from instrument.model import Model
from instrument.nn import weights
from instrument.nn.analysis import LATENTS
from instrument.nn.codec import Codec
from instrument.nn.dit import DiT, DiTConfig
from instrument.nn.vocoder import VocoderConfig


def tiny_codec() -> Codec:
    """Random weights; the analysis keeps the first coefficients as they are."""
    torch.manual_seed(3)
    codec = Codec(VocoderConfig(width=32, depth=2))
    for basis in (codec.analysis.mel_basis, codec.analysis.stereo_basis):
        basis.copy_(torch.linalg.qr(torch.randn(basis.shape))[0])
    return codec.eval()


def tiny_model(context: int = 32) -> Model:
    """One narrow layer or two; every path open (nothing starts at zero)."""
    torch.manual_seed(4)
    config = DiTConfig(
        io_channels=LATENTS,
        width=64,
        depth=2,
        heads=2,
        cond_channels=TEXT_CHANNELS,
        global_channels=TEXT_CHANNELS,
        add_channels=CHANNELS.count,
    )
    dit = DiT(config)
    for parameter in dit.parameters():
        if parameter.ndim > 1 and not bool(parameter.any()):
            torch.nn.init.normal_(parameter, std=0.05)
    return Model("tiny", dit.eval(), tiny_codec(), TextEncoder(), {}, context)


def little_model(path: Path) -> Path:
    """A network that costs nothing, in a file: what is heard at blur 0 is the shipped codec's."""
    weights.save_dit(path, tiny_model().dit, {})
    return path
