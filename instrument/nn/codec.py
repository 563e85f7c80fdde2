"""The codec: analysis and vocoder, with their streaming states."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from instrument.nn.analysis import FRAME, Analysis, AnalysisState
from instrument.nn.stream import State
from instrument.nn.vocoder import DELAY, Vocoder, VocoderConfig, VocoderState


@dataclass
class CodecState(State):
    """State of one stream through the codec, both ways; the caller owns it."""

    encode: AnalysisState
    decode: VocoderState


class Codec(nn.Module):
    """Stereo sound at 48 kHz <-> latents [B, T, 72], T at 23.44 frames a second."""

    def __init__(self, config: VocoderConfig) -> None:
        super().__init__()
        self.analysis = Analysis()
        self.vocoder = Vocoder(config)

    def init_state(self, batch: int = 1, frame: int = 0) -> CodecState:
        """Silence before latent `frame`."""
        return CodecState(self.analysis.init_state(batch), self.vocoder.init_state(batch, frame))

    def encode(self, sound: Tensor, state: AnalysisState) -> Tensor:
        """Sound [B, 2, T * FRAME] -> latents [B, T, 72], one frame late (see `Analysis.step`)."""
        return self.analysis.step(sound, state)

    def decode(self, latents: Tensor, state: VocoderState) -> Tensor:
        """Latents [B, T, 72] -> sound [B, 2, T * FRAME], DELAY samples late."""
        return self.vocoder.step(*self.analysis.expand(latents), state)

    def decode_whole(self, latents: Tensor) -> Tensor:
        """Latents [B, T, 72] -> their sound [B, 2, T * FRAME], the delay taken out."""
        state = self.vocoder.init_state(len(latents))
        last = latents[:, -1:]
        sound = self.decode(torch.cat([latents, last], 1), state)
        return sound[..., DELAY : DELAY + latents.shape[1] * FRAME]
