"""Small discriminators that listen to the vocoder, and how their say is weighed against the
spectral losses.

A discriminator is a stack of 2-D convolutions over a spectrogram, with hinge losses and feature
matching. Some hear an excerpt with its phases (as UnivNet's, Jang et al. 2021, and EnCodec's,
Défossez et al. 2022, section 3.4): whether an attack is sharp, whether a tone is one. Some hear mel
bands only, and for longer: whether a sound has the grain that it should have.
What each loss pulls is brought to a set size against the spectral loss's pull at the sound itself
(the loss balancer of EnCodec, section 3.4), so that no weight depends on how far training is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import leaky_relu, relu
from torch.nn.utils.parametrizations import weight_norm

from instrument.nn.analysis import BANDS, FLOOR, mel_filters
from instrument.train.precision import quick_products
from instrument.train.spectral import powers

SIZES = (2048, 1024, 512)
WIDTH = 24
BAND_SIZES = (1536,)
BAND_WIDTH = 32
BAND_OVERLAP = 3
"""Windows over each sample, of those that hear bands."""
HIGHEST = 16_000.0
"""Hertz up to which mel bands are heard."""
DILATIONS = (1, 2, 4)
LONGEST = 8
"""Dilation in time of one more layer, of those that hear bands."""


class Discriminator(nn.Module):
    """One that hears phases, in one resolution: sound [B, N] -> features of each layer, the scores
    last."""

    window: Tensor

    def __init__(self, size: int, width: int = WIDTH) -> None:
        super().__init__()
        self.size = size
        self.register_buffer("window", torch.hann_window(size) / size**0.5, persistent=False)
        layers = [nn.Conv2d(3, width, (3, 9), (1, 2), (1, 4))]
        for spread in DILATIONS:
            layers.append(nn.Conv2d(width, width, (3, 9), (1, 2), (spread, 4), (spread, 1)))
        layers += [nn.Conv2d(width, width, 3, padding=1), nn.Conv2d(width, 1, 3, padding=1)]
        self.layers = nn.ModuleList(weight_norm(layer) for layer in layers)

    def forward(self, sound: Tensor) -> list[Tensor]:
        """Levels are compressed as an ear does; phase is kept: it tells an attack from a smear."""
        with torch.autocast(sound.device.type, enabled=False):
            spectrum = torch.stft(
                sound.float(), self.size, self.size // 4, window=self.window, center=False,
                return_complex=True,
            )  # fmt: skip
            power = spectrum.real.square() + spectrum.imag.square() + 1e-8
            small = power.pow(-0.35)
            x = torch.stack((spectrum.real * small, spectrum.imag * small, 0.1 * power.log()), 1)
        # Not in channels_last: oneDNN's gradient of a dilated convolution is wrong there (in bf16).
        return _each(self.layers, x.transpose(2, 3).contiguous())


class BandDiscriminator(nn.Module):
    """One that hears mel bands, over half a second: sound [B, N] -> features of each layer, the
    scores last."""

    window: Tensor
    filters: Tensor
    place: Tensor

    def __init__(self, size: int, width: int = BAND_WIDTH) -> None:
        super().__init__()
        window = torch.hann_window(size)
        self.register_buffer("window", window * (2 / window.sum()), persistent=False)
        filters = mel_filters(BANDS, highest=HIGHEST, size=size)
        self.register_buffer("filters", filters, persistent=False)
        self.register_buffer("place", torch.linspace(-1, 1, BANDS), persistent=False)
        layers = [nn.Conv2d(2, width, (3, 7), (1, 2), (1, 3))]
        for spread in DILATIONS:
            layers.append(nn.Conv2d(width, width, (3, 7), (1, 2), (spread, 3), (spread, 1)))
        layers.append(nn.Conv2d(width, width, 3, 1, (LONGEST, 1), (LONGEST, 1)))
        layers.append(nn.Conv2d(width, 1, 3, padding=1))
        self.layers = nn.ModuleList(weight_norm(layer) for layer in layers)

    def forward(self, sound: Tensor) -> list[Tensor]:
        """Beside the levels each layer may know which band is which."""
        with torch.autocast(sound.device.type, enabled=False):
            power = powers(sound.float(), self.window, BAND_OVERLAP) @ self.filters
            levels = (torch.log10(power + 3 * FLOOR) + 4.0) / 1.5
            x = torch.stack((levels, self.place.expand_as(levels)), 1)
        return _each(self.layers, x)


def _each(layers: nn.ModuleList, x: Tensor) -> list[Tensor]:
    """What comes out of each layer in turn."""
    features = []
    for layer in layers[:-1]:
        x = leaky_relu(layer(x), 0.1)
        features.append(x)
    return [*features, layers[-1](x)]


class Adversary(nn.Module):
    """Discriminators that hear the same; under a million parameters in all."""

    def __init__(self, listeners: Iterable[nn.Module]) -> None:
        super().__init__()
        self.listeners = nn.ModuleList(listeners)

    def forward(self, sound: Tensor) -> list[list[Tensor]]:
        with quick_products(sound.device):
            return [listener(sound) for listener in self.listeners]

    def own_loss(self, made: Tensor, real: Tensor) -> tuple[Tensor, dict[str, float]]:
        """What the discriminators lose by hearing `made` and `real` [B, N] (hinge)."""
        scores = [f[-1].float().chunk(2) for f in self(torch.cat((made.detach(), real)))]
        lost = sum(relu(1 + m).mean() + relu(1 - r).mean() for m, r in scores) / len(scores)
        right = np.mean([float((r.mean((1, 2, 3)) > m.mean((1, 2, 3))).float().mean())
                         for m, r in scores])  # fmt: skip
        return lost, {"critic": float(lost.detach()), "right": float(right)}

    def losses(self, made: Tensor, real: Tensor) -> tuple[Tensor, Tensor]:
        """What the vocoder loses: (it is told from the real, its features are not the real's)."""
        with torch.no_grad():
            wanted = self(real)
        told = matched = made.new_zeros(())
        for ours, theirs in zip(self(made), wanted, strict=True):
            told = told - ours[-1].float().mean()
            for a, b in zip(ours[:-1], theirs[:-1], strict=True):
                matched = matched + (a - b).float().abs().mean() / b.float().abs().mean()
        return told / len(wanted), matched / len(wanted)


@dataclass(frozen=True)
class Pull:
    """A loss with its weight: how hard it pulls at the sound against the first one."""

    loss: Tensor
    weight: float


def balanced(sound: Tensor, heard: Tensor, first: Tensor, others: list[Pull]) -> Tensor:
    """A loss of value `first` whose gradient is that of `first` and of `others`, each as strong as
    its weight times the first's.

    All are functions of `heard`, a leaf with the values of `sound` [...], which has the graph.
    """
    pull = torch.autograd.grad(first, heard, retain_graph=True)[0]
    total, size = pull.clone(), pull.norm()
    for other in others:
        its = torch.autograd.grad(other.loss, heard, retain_graph=True)[0]
        total += its * (other.weight * size / its.norm().clamp(min=1e-12))
    along = (sound * total).sum()
    return first.detach() + along - along.detach()


def excerpt(made: Tensor, real: Tensor, samples: int, rng: np.random.Generator) -> list[Tensor]:
    """The same `samples`, or all if there are fewer, of one channel of both [B, 2, N] ->
    [B, samples] each."""
    samples = min(samples, made.shape[-1])
    start = int(rng.integers(made.shape[-1] - samples + 1))
    return [x[:, 0, start : start + samples] for x in (made, real)]
