"""The diffusion transformer: one class for every size, from ours to the paper's.

It predicts the velocity v = noise - clean of latent frames. A frame is one token; noise level and
global condition are one more, the *global token*. Text comes by cross-attention, all else through
additive channels, whose layout is the caller's. There are two kinds of frame tokens:

* target: projection of the noisy latents + projection of its additive channels;
* context (clean, played frames): projection of the additive channels only. It never sees a target
  or a global token, so what it computes depends on no noise level and can be cached.

Blocks, and who sees whom. Frames are cut into blocks [s, e) of any lengths. With C = `context`,
a target or global token of a block sees the context frames [s - C, s), the block's targets and its
global token; a context frame of a block sees the context frames [s - C, e).

Positions are absolute frame numbers; the global token stands at the first frame of its block.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from instrument.nn.attention import (
    CrossAttention,
    CrossKV,
    KVCache,
    Rope,
    RotaryEmbedding,
    SelfAttention,
    Spans,
    rows_of,
)

TIME_FEATURES = 256


@dataclass(frozen=True)
class DiTConfig:
    """What fixes the network's shape. `add_channels` 0 means: no additive channels at all."""

    io_channels: int
    width: int
    depth: int
    heads: int
    cond_channels: int = 256
    global_channels: int = 256
    add_channels: int = 0
    rope_base: float = 1e4

    def __post_init__(self) -> None:
        if self.width % self.heads:
            raise ValueError(f"width {self.width} is no multiple of heads {self.heads}")
        if self.head_width < self.rotated:
            raise ValueError(f"heads of {self.head_width} are narrower than {self.rotated}")

    @property
    def head_width(self) -> int:
        """Dimensions of one head."""
        return self.width // self.heads

    @property
    def rotated(self) -> int:
        """Dimensions of a head that carry positions."""
        return max(self.head_width // 2, 32)


@dataclass(frozen=True)
class Condition:
    """What a prompt becomes in the network: CrossKV and the embedded global condition [B, ?, D].

    Made once for each prompt by `DiT.condition`, good for any number of passes.
    """

    cross: CrossKV
    glob: Tensor


class LayerNorm(nn.Module):
    """Layer norm with a learned gain. `beta` stays zero; it is in the file for its name only."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(width))
        self.beta: Tensor
        self.register_buffer("beta", torch.zeros(width))

    def forward(self, x: Tensor) -> Tensor:
        return nn.functional.layer_norm(x, self.gamma.shape, self.gamma, self.beta)


class TimeFeatures(nn.Module):
    """Noise levels [...] -> learned Fourier features [..., TIME_FEATURES]."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(TIME_FEATURES // 2, 1))

    def forward(self, t: Tensor) -> Tensor:
        angle = t.float()[..., None] * (2 * math.pi * self.weight[:, 0].float())
        return torch.cat((angle.cos(), angle.sin()), -1).to(self.weight.dtype)


class GatedLinear(nn.Module):
    """SwiGLU: [.., D] -> [.., 4D]."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.proj = nn.Linear(width, 8 * width)

    def forward(self, x: Tensor) -> Tensor:
        value, gate = self.proj(x).chunk(2, -1)
        gate = nn.functional.silu(gate)
        return gate * value if gate.requires_grad else gate.mul_(value)


class FeedForward(nn.Module):
    """The reference keeps its layers in a list with a hole at 1; so do we, for the names."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.ff = nn.Sequential(GatedLinear(width), nn.Identity(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        return self.ff(x)


class Layer(nn.Module):
    """Self-attention, cross-attention, feed-forward; normalised before, added after."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.pre_norm = LayerNorm(width)
        self.self_attn = SelfAttention(width, heads)
        self.cross_attend_norm = LayerNorm(width)
        self.cross_attn = CrossAttention(width, heads)
        self.ff_norm = LayerNorm(width)
        self.ff = FeedForward(width)

    def forward(
        self,
        x: Tensor,
        rope: Rope,
        sight: Spans | Tensor | None,
        cross: CrossKV,
        layer: int,
        cache: KVCache | None,
        first: int,
    ) -> Tensor:
        x = x[:, first:] + self.self_attn(self.pre_norm(x), rope, sight, cache, layer, first)
        told = rows_of(cross.sight, first)
        x = x + self.cross_attn(self.cross_attend_norm(x), cross.k[layer], cross.v[layer], told)
        return x + self.ff(self.ff_norm(x))


class Transformer(nn.Module):
    """Layers between two projections. Grouped for the names; DiT calls the parts."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.project_in = nn.Linear(config.io_channels, config.width, bias=False)
        self.layers = nn.ModuleList(Layer(config.width, config.heads) for _ in range(config.depth))
        self.project_out = nn.Linear(config.width, config.io_channels, bias=False)
        self.rotary_pos_emb = RotaryEmbedding(config.rotated, config.rope_base)


def mlp(channels: int, width: int, *, bias: bool) -> nn.Sequential:
    """Linear, SiLU, linear."""
    return nn.Sequential(
        nn.Linear(channels, width, bias=bias), nn.SiLU(), nn.Linear(width, width, bias=bias)
    )


class DiT(nn.Module):
    """The network. It keeps no state between calls; any thread may call it, one at a time."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.config = config
        io, width = config.io_channels, config.width
        self.timestep_features = TimeFeatures()
        self.to_timestep_embed = mlp(TIME_FEATURES, width, bias=True)
        self.to_cond_embed = mlp(config.cond_channels, width, bias=False)
        self.to_global_embed = mlp(config.global_channels, width, bias=False)
        if config.add_channels:
            self.to_input_add_embed = nn.Linear(config.add_channels, width, bias=False)
        self.preprocess_conv = nn.Conv1d(io, io, 1, bias=False)
        self.postprocess_conv = nn.Conv1d(io, io, 1, bias=False)
        self.transformer = Transformer(config)
        self._start_as_identity()

    def _start_as_identity(self) -> None:
        """Whatever is added to a residual path starts at zero."""
        for conv in (self.preprocess_conv, self.postprocess_conv):
            nn.init.zeros_(conv.weight)
        for layer in self.transformer.layers:
            for last in (layer.self_attn.to_out, layer.cross_attn.to_out, layer.ff.ff[2]):
                nn.init.zeros_(last.weight)
            nn.init.zeros_(layer.ff.ff[2].bias)

    # The parts of a pass, in order. `sampler` and `forward` put them together.

    def condition(self, cross: Tensor, glob: Tensor) -> Condition:
        """Text [B, S, cond] and global condition [B, glob] or [B, blocks, glob] -> Condition."""
        text = self.to_cond_embed(cross)
        pairs = [layer.cross_attn.keys(text) for layer in self.transformer.layers]
        glob = self.to_global_embed(glob)
        return Condition(
            CrossKV(tuple(k for k, _ in pairs), tuple(v for _, v in pairs)),
            glob if glob.dim() == 3 else glob[:, None],
        )

    def added(self, add: Tensor) -> Tensor:
        """Additive channels [B, T, A] -> context tokens [B, T, D], or what is added to targets."""
        return self.to_input_add_embed(add)

    def noised(self, noisy: Tensor) -> Tensor:
        """Noisy latents [B, T, C] -> [B, T, D]: target tokens, but for their additive part."""
        weight = self.preprocess_conv.weight[:, :, 0]
        return self.transformer.project_in(noisy + nn.functional.linear(noisy, weight))

    def global_tokens(self, t: Tensor, condition: Condition) -> Tensor:
        """Noise levels [B, N] -> N global tokens [B, N, D]."""
        return self.to_timestep_embed(self.timestep_features(t)) + condition.glob

    def rope(self, positions: Sequence[float] | Tensor) -> Rope:
        """Positions in frames [T] -> the rotations of one pass."""
        return self.transformer.rotary_pos_emb(positions)

    def body(
        self,
        tokens: Tensor,
        rope: Rope,
        condition: Condition,
        sight: Spans | Tensor | None = None,
        cache: KVCache | None = None,
        first: int = 0,
    ) -> Tensor:
        """Tokens [B, T, D] through all layers -> rows `first` and on [B, T - first, D].

        Of the rows before `first` the last layer only makes keys. All keys are written behind the
        cache's past; whether they stay is up to the caller (`KVCache.keep`).
        """
        if cache is not None:
            cache.make_room(tokens.shape[1])
        for index, layer in enumerate(self.transformer.layers):
            skip = first if index == len(self.transformer.layers) - 1 else 0
            tokens = layer(tokens, rope, sight, condition.cross, index, cache, skip)
        return tokens

    def velocity(self, hidden: Tensor) -> Tensor:
        """Hidden rows of frames [B, T, D] -> velocities [B, T, C]."""
        out = self.transformer.project_out(hidden)
        return out + nn.functional.linear(out, self.postprocess_conv.weight[:, :, 0])

    def new_cache(self, batch: int, room: int) -> KVCache:
        """An empty cache; it grows if a pass needs more than `room` frames."""
        config = self.config
        like = self.transformer.layers[0].self_attn.to_qkv.weight
        return KVCache.empty(config.depth, batch, config.heads, room, config.head_width, like)

    def forward(
        self,
        noisy: Tensor,
        t: Tensor,
        blocks: Sequence[int],
        cross: Tensor,
        glob: Tensor,
        add_target: Tensor | None = None,
        add_context: Tensor | None = None,
        keep: Tensor | None = None,
        context: int = 192,
        joins: Tensor | None = None,
    ) -> Tensor:
        """Velocities of every block of a stretch at once: the training pass.

        noisy        [B, T, C]
        t            [B, N], the noise level of each block
        blocks       lengths of the N blocks, T in all; one partition for the whole batch
        cross, glob  [B, S, cond], [B, glob] or [B, N, glob]
        add_target   [B, T, A] or None
        add_context  [B, T, A]: the clean copy (clean latents are among its channels). None: no
                     context tokens at all, so each block stands alone. blocks=[T] then is the
                     bidirectional base model
        keep         bool [B, T] or None: a clean frame with False is seen by its own block's clean
                     frames only, as if it had been cut from the cache before the next block
        joins        int [B]: `cross` then is [B, 2, S, cond], and the blocks from this frame on
                     are told its second text, played frames and global tokens alike
        Returns [B, T, C], equal to streaming the blocks through a cache.
        """
        frames = noisy.shape[1]
        target = self.noised(noisy)
        if add_target is not None:
            target = target + self.added(add_target)
        condition = self.condition(cross if joins is None else cross.flatten(1, 2), glob)
        parts = [target, self.global_tokens(t, condition)]
        starts = [sum(blocks[:n]) for n in range(len(blocks))]
        places = [*range(frames), *starts]
        if add_context is not None:
            parts.insert(0, self.added(add_context))
            places = [*range(frames), *places]
        sight = None
        if add_context is not None or len(blocks) > 1:
            allowed = block_mask(blocks, context, add_context is not None, keep)
            sight = torch.zeros(allowed.shape, device=target.device)
            sight.masked_fill_(~allowed.to(target.device), -math.inf)
        if joins is not None:
            told = told_mask(torch.tensor(places, device=joins.device), joins, cross.shape[2])
            condition = replace(condition, cross=replace(condition.cross, sight=told))
        first = 0 if add_context is None else frames
        rope = self.rope(places)
        hidden = self.body(torch.cat(parts, 1), rope, condition, sight, first=first)
        return self.velocity(hidden[:, :frames])


def told_mask(places: Tensor, joins: Tensor, tokens: int) -> Tensor:
    """Tokens at `places` [Q] see the first text before `joins` [B], else the second; additive
    [B, 1, Q, 2 * tokens]."""
    second = places >= joins[:, None]
    hidden = torch.stack((second, ~second), -1).repeat_interleave(tokens, -1)
    sight = torch.zeros(hidden.shape, device=hidden.device)
    return sight.masked_fill_(hidden, -math.inf)[:, None]


def block_mask(
    blocks: Sequence[int], context: int, with_context: bool = True, keep: Tensor | None = None
) -> Tensor:
    """Who sees whom in [clean T | noisy T | one global token per block], True = sees.

    Without context the clean part is absent. Returns [1, 1, Q, Q], or [B, 1, Q, Q] given `keep`
    [B, T] (see DiT.forward), on the device of `keep`.
    """
    device = None if keep is None else keep.device
    lengths = torch.tensor(list(blocks), device=device)
    firsts = lengths.cumsum(0) - lengths
    block = torch.arange(len(blocks), device=device).repeat_interleave(lengths)
    own = torch.cat((block, torch.arange(len(blocks), device=device)))
    targets = (own[:, None] == own)[None]
    if not with_context:
        return targets[None]
    frame = torch.arange(len(block), device=device)
    start = firsts[own][:, None]
    past = ((frame >= start - context) & (frame < start))[None]
    if keep is not None:
        past = past & keep[:, None]
    clean = past[:, : len(block)] | (block[:, None] == block)
    clean = torch.nn.functional.pad(clean, (0, len(own)))
    noisy = torch.cat((past, targets.expand(len(past), -1, -1)), -1)
    return torch.cat((clean, noisy), -2)[:, None]
