"""Teaching which tempo a prompt's music has, by the captions and the beats of the pieces."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from instrument.engine import said
from instrument.errors import UserError
from instrument.nn.analysis import FRAME, SAMPLE_RATE
from instrument.nn.tempo import Tempo, TempoConfig
from instrument.train.latents import LatentSet

EPOCHS, BATCH, RATE, DECAY = 6, 128, 1e-3, 1e-2
NOISE = 0.5
"""Of unit variance, as texts are: without it single captions are learned by heart."""


def taught(data: LatentSet, seed: int = 0) -> Tempo:
    """From all whole pieces in `data`; UserError where there are none."""
    data.scan()
    texts, tempi = examples(data)
    torch.manual_seed(seed)
    net = Tempo(TempoConfig(texts.shape[1]))
    with torch.no_grad():
        net.out.bias.copy_(
            torch.stack((tempi.mean(), tempi.std(correction=0).clamp(min=0.1).log()))
        )
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(texts)).split(BATCH):
            loss = surprise(net, texts[rows] + NOISE * torch.randn_like(texts[rows]), tempi[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return net.eval()


def surprise(net: Tempo, texts: Tensor, tempi: Tensor) -> Tensor:
    """Mean negative log likelihood of tempi (log2) [N] for pooled texts [N, C], in nats."""
    mean, spread = net(texts).unbind(-1)
    return (0.5 * ((tempi - mean) / spread.exp()).square() + spread).mean()


def examples(data: LatentSet) -> tuple[Tensor, Tensor]:
    """Pooled captions [N, C] that say no number of beats themselves, and log2 of tempi [N]."""
    pairs = list(_pairs(data))
    if not pairs:
        raise UserError(f"{data.folder} holds no encoded pieces: run `lmdm train lmdm` first")
    texts, tempi = zip(*pairs, strict=True)
    return torch.stack(texts), torch.tensor(tempi)


def _pairs(data: LatentSet) -> Iterator[tuple[Tensor, float]]:
    for piece in data.pieces:
        if "partner" in piece:  # a stem
            continue
        beats = float((piece["beat"][-1] - piece["beat"][0]) / (len(piece["beat"]) - 1))
        bpm = beats * 60.0 * SAMPLE_RATE / FRAME
        for caption in piece["captions"]:
            if said.tempo([(caption, 1.0)]) is None:
                yield data.encoder.encode(caption)[0], math.log2(bpm)
