"""The discriminator of stage `arc` (LMDM.md section 9): a trunk of the network's own layers, and a
convolutional head."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import weight_norm

from instrument.nn.dit import DiT

SHAKE = 0.05
"""How much noise tells the slope of the discriminator's scores."""


@dataclass(frozen=True)
class Heard:
    """What the discriminator hears: latents [B, T, C] with noise at levels t [B], beside the text
    [B, S, 256] and conditions [B, T, A] that they are said to be of; judged are the frames `first`
    and on."""

    noisy: Tensor
    t: Tensor
    text: Tensor
    conditions: Tensor
    first: int

    @staticmethod
    def together(several: Sequence[Heard]) -> Heard:
        """All their rows."""
        return Heard(
            torch.cat([heard.noisy for heard in several]),
            torch.cat([heard.t for heard in several]),
            torch.cat([heard.text for heard in several]),
            torch.cat([heard.conditions for heard in several]),
            several[0].first,
        )

    def rows(self, count: int) -> Heard:
        """The first `count` rows."""
        n = slice(count)
        return Heard(self.noisy[n], self.t[n], self.text[n], self.conditions[n], self.first)

    def shaken(self) -> Heard:
        """The same with a little more noise."""
        return replace(self, noisy=self.noisy + SHAKE * torch.randn_like(self.noisy))


class Block(nn.Module):
    """A ConvNeXt block on [B, D, T], without norms, as the reference's head has them."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            weight_norm(nn.Conv1d(width, width, 7, padding=3, groups=width)),
            weight_norm(nn.Conv1d(width, 4 * width, 1)),
            nn.GELU(),
            weight_norm(nn.Conv1d(4 * width, width, 1)),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


class Discriminator(nn.Module):
    """Trunk of a DiT, all frames in one block, and a convolutional head -> scores [B, T / 4]."""

    def __init__(self, dit: DiT, layers: int, width: int) -> None:
        super().__init__()
        self.trunk = copy.deepcopy(dit).requires_grad_(True)
        self.trunk.transformer.layers = self.trunk.transformer.layers[:layers]
        for unused in (self.trunk.transformer.project_out, self.trunk.postprocess_conv):
            unused.requires_grad_(False)
        parts: list[nn.Module] = [weight_norm(nn.Conv1d(dit.config.width, width, 7, padding=3))]
        for times, stride in ((1, 1), (2, 2), (4, 2)):
            parts += [Block(width * times), Block(width * times)]
            wider = width * min(4, 2 * times)
            kernel = 3 if stride == 1 else 2 * stride
            padding = 1 if stride == 1 else (stride + 1) // 2
            parts.append(weight_norm(nn.Conv1d(width * times, wider, kernel, stride, padding)))
        parts.append(weight_norm(nn.Conv1d(wider, 1, 3, padding=1)))
        self.head = nn.Sequential(*parts)

    def forward(self, heard: Heard) -> Tensor:
        """Scores [B, T / 4] of the frames that are judged."""
        net = self.trunk
        condition = net.condition(heard.text, heard.text[:, 0])
        frames = net.noised(heard.noisy) + net.added(heard.conditions)
        tokens = torch.cat((frames, net.global_tokens(heard.t[:, None], condition)), 1)
        hidden = net.body(tokens, net.rope([*range(heard.noisy.shape[1]), 0]), condition)
        return self.head(hidden[:, heard.first : -1].transpose(1, 2))[:, 0]
