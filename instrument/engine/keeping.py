"""States and plans as safetensors: tensors by number, everything else as a tree in the metadata.

Only the dataclasses of KINDS are ever made from a file; nothing is unpickled, no code is named.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from instrument.controls import Clock
from instrument.engine.astray import Astray
from instrument.engine.delay import Delay, Line
from instrument.engine.freeze import Held, Hold
from instrument.engine.generator import GeneratorState
from instrument.engine.level import Home
from instrument.engine.plan import Plan
from instrument.nn.attention import KVCache
from instrument.nn.sampler import StreamState
from instrument.nn.vocoder import VocoderState

FORMAT = "lmdm 1"
KINDS = {
    kind.__name__: kind
    for kind in (
        Astray,
        Clock,
        Delay,
        GeneratorState,
        Held,
        Hold,
        Home,
        KVCache,
        Line,
        Plan,
        StreamState,
        VocoderState,
    )
}
LONGEST_ROOM = 1 << 14
"""The most frames that a cache read from a file may have room for."""


class KeepingError(Exception):
    """Such a file cannot be used; the message says why, in one line."""


def to_bytes(value: Any, about: Mapping[str, Any]) -> bytes:
    """`value` and `about` (plain JSON values) as the bytes of a safetensors file."""
    tensors: dict[str, Tensor] = {}
    tree = json.dumps(_tree(value, tensors))
    return save(tensors, {"format": FORMAT, "about": json.dumps(dict(about)), "tree": tree})


def about_of(data: bytes) -> dict[str, Any]:
    """What `to_bytes` was told besides. Raises KeepingError."""
    return json.loads(_metadata(data)["about"])


def from_bytes(data: bytes, kind: type) -> Any:
    """The value of that kind. Raises KeepingError."""
    metadata = _metadata(data)
    try:
        value = _value(json.loads(metadata["tree"]), load(data))
    except (KeyError, TypeError, ValueError, IndexError, RuntimeError, SafetensorError) as error:
        raise KeepingError(f"it is damaged ({str(error)[:80]})") from None
    if not isinstance(value, kind):
        raise KeepingError(f"it holds no {kind.__name__}")
    return value


def _metadata(data: bytes) -> dict[str, str]:
    size = int.from_bytes(data[:8], "little")
    try:
        metadata = json.loads(data[8 : 8 + size])["__metadata__"]
        found = metadata["format"]
    except (ValueError, KeyError, TypeError):
        raise KeepingError("it is not whole, or no such file of this program") from None
    if found != FORMAT:
        raise KeepingError(f"its format is {str(found)[:20]!r}; this program reads {FORMAT!r}")
    return metadata


def _tree(value: Any, tensors: dict[str, Tensor]) -> Any:
    if isinstance(value, Tensor):
        name = str(len(tensors))
        tensors[name] = value.clone().contiguous()  # safetensors takes no two views of one memory
        return {"tensor": name}
    if isinstance(value, KVCache):
        held = slice(value.begin, value.begin + value.length)
        parts = {"k": value.k[..., held, :], "v": value.v[..., held, :]}
        told = {name: _tree(part, tensors) for name, part in parts.items()}
        return {"kind": "KVCache", **told, "begin": value.begin, "room": value.k.shape[-2]}
    if is_dataclass(value):
        told = {f.name: _tree(getattr(value, f.name), tensors) for f in fields(value)}
        return {"kind": type(value).__name__, **told}
    if isinstance(value, tuple):
        return {"tuple": [_tree(item, tensors) for item in value]}
    if isinstance(value, list):
        return [_tree(item, tensors) for item in value]
    if isinstance(value, dict):
        return {"dict": {key: _tree(item, tensors) for key, item in value.items()}}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def _value(tree: Any, tensors: Mapping[str, Tensor]) -> Any:
    if isinstance(tree, list):
        return [_value(item, tensors) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if "tensor" in tree:
        return tensors[tree["tensor"]]
    if "tuple" in tree:
        return tuple(_value(item, tensors) for item in tree["tuple"])
    if "dict" in tree:
        return {key: _value(item, tensors) for key, item in tree["dict"].items()}
    told = {key: _value(item, tensors) for key, item in tree.items() if key != "kind"}
    return _cache(**told) if tree["kind"] == "KVCache" else KINDS[tree["kind"]](**told)


def _cache(k: Tensor, v: Tensor, begin: int, room: int) -> KVCache:
    """A cache laid out as it was: where its keys lie decides when it moves them, and both how
    products round."""
    length = k.shape[-2]
    if not 0 <= begin <= begin + length <= room <= LONGEST_ROOM or k.shape != v.shape:
        raise ValueError("the cache's numbers do not fit")
    keys, values = (x.new_zeros((*x.shape[:-2], room, x.shape[-1])) for x in (k, v))
    cache = KVCache(keys, values)
    cache.k[..., begin : begin + length, :] = k
    cache.v[..., begin : begin + length, :] = v
    cache.begin, cache.length = begin, length
    return cache
