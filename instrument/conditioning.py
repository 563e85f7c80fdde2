"""What the network is told: text as embeddings, everything else as channels for each latent frame.

The channel layout is one of the things every checkpoint depends on: add at the end, never reorder.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from instrument.keys import weights
from instrument.nn.analysis import FRAME, LATENTS, SAMPLE_RATE

TEXT_CHANNELS = 256
TEXT_TOKENS = 16
"""The pooled embedding of a prompt, then the embeddings of its first 15 word pieces."""

LOWEST_NOTE = 21
NOTES = 88
SUBFRAMES = 4
"""A pitch roll has four columns in a latent frame, so that onsets keep their time."""
SUSTAIN = 0.25
"""Value of a held note in the roll; an onset is between 0.5 and 1 by velocity."""


class Channels:
    """Where each condition lies among the additive channels; `present` flags follow their values.

    A condition that is absent is all zeros, its flag too, which is how it was dropped in training.
    """

    context = slice(0, 1)
    latents = slice(1, 1 + LATENTS)
    loudness = slice(73, 75)
    brightness = slice(75, 77)
    density = slice(77, 79)
    clock = [*range(79, 84), *range(511, 515)]
    notes = slice(84, 84 + NOTES * SUBFRAMES + 1)
    partner = slice(437, 437 + LATENTS + 2)
    """Accompaniment: latents of the live input, horizon gap in seconds, flag."""
    key = slice(515, 528)
    """The twelve pitch classes by their weight in the key, flag."""

    count = 528


CHANNELS = Channels()
LONGEST_GAP = 64
"""Frames by which accompaniment may be heard late; trained with less than that."""
CURVES = ("loudness", "brightness", "density")


def curve_input(name: str, value: float) -> float:
    """A curve's value in its own unit (dB, 0..1, onsets a second) -> the network's scale."""
    if name == "loudness":
        return (value + 24.0) / 12.0
    if name == "brightness":
        return (value - 0.4) / 0.2
    if name == "density":
        return value / 4.0 - 1.0
    raise KeyError(name)


BRIGHTEST = 0.5
"""Centroid of the brightest music (as `train.labels.brightness` measures it): a player's 1."""
_BEND = 1.5


def centroid(brightness: float) -> float:
    """Where the weight of the spectrum lies, of a player's brightness 0..1. The middle of what the
    studio's pieces have, 0.18, is a half; nineteen of twenty lie between 0.25 and 0.75. Told as it
    is, a half was brighter than any pad, and what a network has never heard it answers with
    silence."""
    return BRIGHTEST * brightness**_BEND


def brightness(centroid: float) -> float:
    """The other way round."""
    return float((max(0.0, centroid) / BRIGHTEST) ** (1.0 / _BEND))


def phases(beat: Tensor, beats_per_bar: Tensor | float) -> Tensor:
    """Beat positions [..] -> sine and cosine of beat and bar, the flag, and sine and cosine of
    eighth and sixteenth, which are the grid that most onsets lie on [.., 9]."""
    turn = 2 * math.pi * beat
    beat_and_bar, finer = (turn, turn / beats_per_bar), (2 * turn, 4 * turn)
    parts = [f(x) for x in beat_and_bar for f in (torch.sin, torch.cos)]
    parts += [torch.ones_like(turn), *(f(x) for x in finer for f in (torch.sin, torch.cos))]
    return torch.stack(parts, -1).float()


def key_input(tonic: int, scale: Sequence[int]) -> Tensor:
    """A key (as in `keys.KEYS`) -> its channels [13]."""
    return torch.tensor([*weights(tonic, scale), 1.0])


def accompaniment(latents: Tensor, gap: int) -> Tensor:
    """What was heard `gap` frames before each frame, latents [T, LATENTS] -> the partner's channels
    [T, LATENTS + 2]."""
    seconds = torch.full((len(latents), 1), gap * FRAME / SAMPLE_RATE)
    return torch.cat([latents, seconds, torch.ones_like(seconds)], 1)


def with_context(conditions: Tensor, latents: Tensor) -> Tensor:
    """The channels of played frames: `conditions` [.., A] and the clean latents [.., LATENTS]."""
    assert latents.shape[-1] == LATENTS
    out = conditions.clone()
    out[..., CHANNELS.context] = 1.0
    out[..., CHANNELS.latents] = latents
    return out


class TextEncoder:
    """Prompt -> embeddings, with the 256-d static vectors inside the `wordllama` wheel (MIT).

    Reads that package's two files and runs none of its code; nothing is fetched.
    """

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or package_folder()
        weights = load_file(folder / "weights" / "l2_supercat_256.safetensors")
        self.table = next(iter(weights.values())).float()
        config = folder / "tokenizers" / "l2_supercat_tokenizer_config.json"
        self.tokenizer = Tokenizer.from_file(str(config))
        # Vectors of unit mean square, as a network likes them.
        self.table = self.table / self.table.square().mean().sqrt()
        self._encode = lru_cache(maxsize=512)(self._encode_now)

    def encode(self, text: str) -> Tensor:
        """Text -> [TEXT_TOKENS, TEXT_CHANNELS]; the empty text is all zeros."""
        return self._encode(" ".join(text.lower().split()))

    def _encode_now(self, text: str) -> Tensor:
        out = torch.zeros(TEXT_TOKENS, TEXT_CHANNELS)
        ids = self.tokenizer.encode(text, add_special_tokens=False).ids if text else []
        if ids:
            vectors = self.table[torch.tensor(ids)]
            pooled = vectors.mean(0)
            out[0] = pooled / pooled.square().mean().sqrt().clamp(min=1e-6)
            kept = vectors[: TEXT_TOKENS - 1]
            out[1 : 1 + len(kept)] = kept
        return out

    def mix(self, prompts: Sequence[tuple[str, float]]) -> Tensor:
        """Prompts with weights -> their weighted mean, token by token (LMDM.md section 5)."""
        total = sum(weight for _, weight in prompts)
        if total <= 0:
            return self.encode("")
        parts = (self.encode(text) * (weight / total) for text, weight in prompts)
        return sum(parts, torch.zeros(()))


def package_folder() -> Path:
    """Where the `wordllama` package lies; raises ImportError with the remedy."""
    spec = importlib.util.find_spec("wordllama")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("the package 'wordllama' is missing: pip install wordllama")
    return Path(next(iter(spec.submodule_search_locations)))
