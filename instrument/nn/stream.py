"""The contract of everything that streams: state is passed, never hidden.

A streaming layer has `init_state(batch) -> State` and `step(x, state) -> y`. It owns the weights;
the caller owns the state, and only the `step` it is handed to changes it. Cutting the input into
other chunks changes nothing but rounding. `check_contract` holds a layer to all that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Protocol, Self

import torch
from torch import Tensor


@dataclass
class State:
    """Base of the state dataclasses. Fields: tensors, states, numbers, and tuples or lists."""

    def clone(self) -> Self:
        """An independent copy: store, recall, fork and rewind are gestures on these."""
        return replace(self, **{f.name: _copied(getattr(self, f.name)) for f in fields(self)})

    def mark(self) -> Self:
        """A copy that shares the tensors: enough to go back to, at no cost, while steps put new
        tensors in place of a state's and never write into them (a KVCache writes behind what it
        holds). Going on from the mark spoils the marks that were made after it."""
        return _marked(self)


def _copied(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_copied(item) for item in value)
    return value.clone() if hasattr(value, "clone") else value


def _marked(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_marked(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _marked(getattr(value, f.name)) for f in fields(value)})
    return value


class Streaming(Protocol):
    """What `check_contract` checks."""

    def init_state(self, batch: int) -> State:
        """The state before the first chunk."""

    def step(self, x: Tensor, state: Any) -> Tensor:
        """The next chunk's output; `state` moves on by that chunk."""


def check_contract(
    layer: Streaming,
    x: Tensor,
    *,
    chunks: Sequence[int] = (1, 2, 4, 48),
    unit: int = 1,
    axis: int = 1,
    out_axis: int | None = None,
    tolerance: float = 1e-5,
) -> None:
    """Raise AssertionError unless chunks equal the whole and a restored state repeats bit by bit.

    x is batch first, time along `axis` in multiples of `unit`; chunks are in units. That nothing
    looks ahead follows: a chunk's output is right before the next chunk exists.
    """
    out_axis = axis if out_axis is None else out_axis
    total = x.shape[axis] // unit
    with torch.no_grad():
        whole = layer.step(x, layer.init_state(len(x)))
        size = whole.abs().max().clamp(min=1e-12)
        for chunk in chunks:
            state = layer.init_state(len(x))
            pieces = x.split(chunk * unit, axis)
            y = torch.cat([layer.step(piece, state) for piece in pieces], out_axis)
            assert y.shape == whole.shape, f"chunks of {chunk}: {y.shape} is not {whole.shape}"
            error = float((y - whole).abs().max() / size)
            assert error <= tolerance, f"chunks of {chunk} differ from the whole by {error:.2g}"
        first, second = x.split([total // 2 * unit, x.shape[axis] - total // 2 * unit], axis)
        state = layer.init_state(len(x))
        layer.step(first, state)
        stored = state.clone()
        once = layer.step(second, state)
        again = layer.step(second, stored.clone())
        assert torch.equal(once, again), "a restored state does not repeat what the state did"
        layer.step(second, state)
        assert torch.equal(once, layer.step(second, stored)), "a stored state was changed"
