"""Attention with rotary positions, and the state that streaming needs: KVCache and CrossKV.

Who may see whom is told in one of two ways:

* `Spans`, for inference: a tuple of (q0, q1, k0, k1), "queries q0:q1 see keys k0:k1". Every regime
  of the live model is a few such rectangles, so no mask is built and none is read.
* a mask [..., Q, K], additive, for training, where a query sees keys that don't lie together.

Modules own weights. The caller owns the KVCache; it is changed only by the pass it is handed to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Span = tuple[int, int, int, int]
Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Rope:
    """Cosine and signed sine of one pass's positions, each [T, 1, R], shared by all layers."""

    cos: Tensor
    sin: Tensor

    def __getitem__(self, rows: slice) -> Rope:
        """The rotations of some tokens."""
        return Rope(self.cos[rows], self.sin[rows])

    def turn(self, x: Tensor) -> Tensor:
        """Rotate the first R of h dimensions, pairs (i, i + R/2). x [B, T, H, h] is changed."""
        wide = self.cos.shape[-1]
        half = wide // 2
        turned = x[..., :wide]
        swapped = torch.cat((x[..., half:wide], x[..., :half]), -1)
        turned.mul_(self.cos).addcmul_(swapped, self.sin)
        return x


class RotaryEmbedding(nn.Module):
    """Angles pos * base^(-2j/R). `inv_freq` is saved with the weights; what is saved decides.

    Frequencies stay exact: angles are made in float64 on the host, and the buffer stays float32
    when the network is cast to half precision.
    """

    def __init__(self, rotated: int, base: float) -> None:
        super().__init__()
        exponent = torch.arange(0, rotated, 2, dtype=torch.float64) / rotated
        self.inv_freq: Tensor
        self.register_buffer("inv_freq", (base**-exponent).float())
        self._host = self.inv_freq.double()

    def _load_from_state_dict(self, *args: Any) -> None:
        super()._load_from_state_dict(*args)
        self._host = self.inv_freq.cpu().double()

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> RotaryEmbedding:
        super()._apply(fn, recurse)
        self.inv_freq = self._host.float().to(self.inv_freq.device)
        return self

    def forward(self, positions: Sequence[float] | Tensor) -> Rope:
        """Positions [T] on the host -> Rope. As exact after years of frames as in the first."""
        angle = torch.as_tensor(positions, dtype=torch.float64)[:, None] * self._host
        cos, sin = angle.cos(), angle.sin()
        both = torch.stack((torch.cat((cos, cos), -1), torch.cat((-sin, sin), -1)))
        return Rope(*both[:, :, None].float().to(self.inv_freq.device))


@dataclass
class KVCache:
    """Keys and values of the frames already played, for all layers: the past of a stream.

    k, v [L, B, H, room, h]; the frames held are [begin, begin + length) of `room`. A pass writes
    its own keys right behind them, so that keys of past and present lie together without a copy;
    `keep` then says how many of those become past. Counts are host integers: nothing waits for a
    device. Keys carry absolute positions and are never rotated again.
    """

    k: Tensor
    v: Tensor
    begin: int = 0
    length: int = 0

    @classmethod
    def empty(
        cls, layers: int, batch: int, heads: int, room: int, width: int, like: Tensor
    ) -> KVCache:
        """A cache that holds nothing: "no context", which is not the same as silence."""
        shape = (layers, batch, heads, room, width)
        k, v = (torch.zeros(shape, dtype=like.dtype, device=like.device) for _ in range(2))
        return cls(k, v)

    def clone(self) -> KVCache:
        """An independent copy (store, fork, rewind)."""
        held = slice(self.begin, self.begin + self.length)
        k, v = torch.empty_like(self.k), torch.empty_like(self.v)
        k[..., held, :] = self.k[..., held, :]
        v[..., held, :] = self.v[..., held, :]
        return replace(self, k=k, v=v)

    def rows(self, index: Sequence[int]) -> KVCache:
        """A copy with these rows of the batch: [0, 0] when guidance starts, [0] when it stops."""
        at = torch.tensor(index, device=self.k.device)
        return replace(self, k=self.k.index_select(1, at), v=self.v.index_select(1, at))

    def make_room(self, frames: int) -> None:
        """Before a pass of `frames` tokens: move the past to the front if they don't fit behind."""
        if self.begin + self.length + frames <= self.k.shape[-2]:
            return
        room = max(self.k.shape[-2], self.length + frames)
        held = slice(self.begin, self.begin + self.length)
        old = (self.k[..., held, :], self.v[..., held, :])
        shape = (*self.k.shape[:-2], room, self.k.shape[-1])
        self.k, self.v = self.k.new_empty(shape), self.v.new_empty(shape)
        self.k[..., : self.length, :], self.v[..., : self.length, :] = old
        self.begin = 0

    def extend(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """Write a pass's k, v [B, H, T, h] behind the past; return past and present together.

        With gradients the result is a concatenation whose past is constant; without, a view.
        """
        first, end = self.begin + self.length, self.begin + self.length + k.shape[2]
        all_k, all_v = self.k[layer], self.v[layer]
        all_k[:, :, first:end] = k.detach()
        all_v[:, :, first:end] = v.detach()
        if k.requires_grad:
            past = slice(self.begin, first)
            k = torch.cat((all_k[:, :, past].to(k.dtype), k), 2)
            return k, torch.cat((all_v[:, :, past].to(v.dtype), v), 2)
        return all_k[:, :, self.begin : end], all_v[:, :, self.begin : end]

    def keep(self, frames: int, context: int) -> None:
        """The first `frames` tokens of the last pass are past now; hold `context` at most."""
        self.length += frames
        self.drop(self.length - context)

    def drop(self, frames: int) -> None:
        """Forget the oldest `frames` (none if negative)."""
        frames = min(max(0, frames), self.length)
        self.begin += frames
        self.length -= frames


@dataclass(frozen=True)
class CrossKV:
    """Keys and values of the text, one [B, H, S, h] for each layer: made once for each prompt.

    `sight`: additive mask [B, 1, Q, S] where texts lie one after another and each is told to some
    of the tokens (training on a change of prompt). None: all see all.
    """

    k: tuple[Tensor, ...]
    v: tuple[Tensor, ...]
    sight: Tensor | None = None


def attend(q: Tensor, k: Tensor, v: Tensor, sight: Spans | Tensor | None) -> Tensor:
    """q [B, H, Q, h], k and v [B, H, K, h] -> [B, H, Q, h]. `sight` None: all see all."""
    if isinstance(sight, tuple):
        return torch.cat(
            [
                F.scaled_dot_product_attention(q[:, :, q0:q1], k[:, :, k0:k1], v[:, :, k0:k1])
                for q0, q1, k0, k1 in sight
            ],
            2,
        )
    if q.requires_grad and q.dtype is torch.bfloat16 and q.device.type == "cpu":
        # The fused kernel's backward pass takes twice as long as this in bfloat16 on CPUs.
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
        if sight is not None:
            scores = scores + sight.to(scores.dtype)
        return scores.softmax(-1) @ v
    return F.scaled_dot_product_attention(q, k, v, attn_mask=sight)


def rows_of(sight: Spans | Tensor | None, first: int) -> Spans | Tensor | None:
    """What the queries `first` and on see; no span may reach across `first`."""
    if first == 0 or sight is None:
        return sight
    if isinstance(sight, Tensor):
        return sight[..., first:, :]
    return tuple((q0 - first, q1 - first, k0, k1) for q0, q1, k0, k1 in sight if q1 > first)


class SelfAttention(nn.Module):
    """Attention over frames and global tokens; q and k normalised, then rotated."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.to_qkv = nn.Linear(width, 3 * width, bias=False)
        self.to_out = nn.Linear(width, width, bias=False)
        self.q_norm = nn.LayerNorm(width // heads, eps=1e-6)
        self.k_norm = nn.LayerNorm(width // heads, eps=1e-6)

    def forward(
        self,
        x: Tensor,
        rope: Rope,
        sight: Spans | Tensor | None,
        cache: KVCache | None = None,
        layer: int = 0,
        first: int = 0,
    ) -> Tensor:
        """x [B, T, D] -> rows `first` and on [B, T - first, D]. With a cache, keys are its past
        followed by x's."""
        q, k, v = self.to_qkv(x).view(*x.shape[:2], 3, self.heads, -1).unbind(2)
        q = rope[first:].turn(self.q_norm(q[:, first:])).transpose(1, 2)
        k = rope.turn(self.k_norm(k)).transpose(1, 2)
        v = v.transpose(1, 2)
        if cache is not None:
            k, v = cache.extend(layer, k, v)
        return self.to_out(attend(q, k, v, rows_of(sight, first)).transpose(1, 2).flatten(2))


class CrossAttention(nn.Module):
    """Attention from frames to text: no positions, no padding mask (padded rows are zero)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_kv = nn.Linear(width, 2 * width, bias=False)
        self.to_out = nn.Linear(width, width, bias=False)
        self.q_norm = nn.LayerNorm(width // heads, eps=1e-6)
        self.k_norm = nn.LayerNorm(width // heads, eps=1e-6)

    def keys(self, text: Tensor) -> tuple[Tensor, Tensor]:
        """Embedded text [B, S, D] -> k, v [B, H, S, h]."""
        k, v = self.to_kv(text).view(*text.shape[:2], 2, self.heads, -1).unbind(2)
        return self.k_norm(k).transpose(1, 2), v.transpose(1, 2)

    def forward(self, x: Tensor, k: Tensor, v: Tensor, sight: Tensor | None = None) -> Tensor:
        """x [B, T, D], k and v [B, H, S, h] -> [B, T, D]."""
        q = self.q_norm(self.to_q(x).view(*x.shape[:2], self.heads, -1)).transpose(1, 2)
        return self.to_out(attend(q, k, v, sight).transpose(1, 2).flatten(2))
