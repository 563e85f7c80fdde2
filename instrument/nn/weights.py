"""Weights on disk: safetensors with the network's configuration and provenance inside.

Big arrays are float16 on disk and float32 in memory; small ones (norms, rotary frequencies) keep
float32. Nothing is ever unpickled. The networks know no paths; this file does.
"""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.functional import pad

from instrument.nn.dit import DiT, DiTConfig

FORMAT = 1
"""Version of the metadata. A reader refuses other versions."""

HALF_FROM = 4096
"""Arrays of this many values and more are stored as float16."""

REFERENCE_PREFIX = "model.model."
ADD = "to_input_add_embed.weight"


class WeightsError(Exception):
    """A weights file can't be used; the message says why, in one line."""


@dataclass(frozen=True)
class Weights:
    """What a file holds. `kind` is what it is for ("dit", "codec"); tensors are float32."""

    kind: str
    config: dict[str, Any]
    tensors: dict[str, Tensor]
    provenance: dict[str, Any]


def write(
    path: Path | str,
    kind: str,
    config: Any,
    tensors: Mapping[str, Tensor],
    provenance: Mapping[str, Any],
    *,
    half: bool = True,
) -> None:
    """Save. `config` is a dataclass or a dict. As `save_whole`."""
    path = Path(path)
    config = asdict(config) if is_dataclass(config) else dict(config)
    stored = {}
    for name, tensor in tensors.items():
        tensor = tensor.detach().to("cpu", copy=True).contiguous()
        if half and tensor.is_floating_point() and tensor.numel() >= HALF_FROM:
            tensor = tensor.half()
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise WeightsError(f"{path.name}: {name} holds values that float16 or nothing can hold")
        stored[name] = tensor
    metadata = {
        "format": str(FORMAT),
        "kind": kind,
        "config": json.dumps(config, sort_keys=True),
        "provenance": json.dumps(dict(provenance), sort_keys=True),
    }
    save_whole(path, stored, metadata)


def save_whole(path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> None:
    """A safetensors file that appears whole or not at all: what was there before stays where it
    cannot be written, which is an OSError that names `path`."""
    part = path.with_suffix(".part")
    try:
        part.touch()
        mode = part.stat().st_mode
        save_file({k: v.contiguous() for k, v in tensors.items()}, part, dict(metadata))
        part.chmod(mode)  # safetensors lets nobody but the owner read its files
        part.replace(path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, SafetensorError | OSError):
            raise _named(error, path) from None
        raise


def _named(error: Exception, path: Path) -> OSError:
    """What the system said, of `path`; safetensors has it in a text of its own."""
    if isinstance(error, OSError):
        return OSError(error.errno, error.strerror, str(path))
    found = re.search(r"([^:]*) \(os error (\d+)\)", str(error))
    if found is None:
        return OSError(errno.EIO, str(error).splitlines()[0], str(path))
    return OSError(int(found[2]), found[1].strip(), str(path))


def kind_of(path: Path | str) -> str | None:
    """What a file that `write` made is for; None for another program's. Raises WeightsError."""
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
    except (FileNotFoundError, SafetensorError, OSError):
        _open(Path(path))  # says what is wrong
        raise
    _refuse_state(metadata, Path(path))
    return metadata.get("kind")


def read(path: Path | str, kind: str) -> Weights:
    """Load a file that `write` made. Raises WeightsError."""
    metadata, tensors = _open(Path(path))
    name = Path(path).name
    if "format" not in metadata:
        raise WeightsError(f"{name}: made by another program (it has no format version)")
    if metadata["format"] != str(FORMAT):
        raise WeightsError(f"{name}: format {metadata['format']}; this program reads {FORMAT}")
    if metadata.get("kind") != kind:
        raise WeightsError(f"{name}: holds {metadata.get('kind')!r} weights, {kind!r} is needed")
    try:
        config, provenance = json.loads(metadata["config"]), json.loads(metadata["provenance"])
    except (KeyError, ValueError) as error:
        raise WeightsError(f"{name}: its metadata is damaged ({error})") from None
    return Weights(kind, config, tensors, provenance)


def restore(module: nn.Module, tensors: Mapping[str, Tensor], name: str) -> None:
    """Copy tensors into a network of the same architecture, or say by name what differs."""
    own = module.state_dict()
    faults = [f"{key} is missing" for key in own if key not in tensors]
    faults += [f"{key} is unknown" for key in tensors if key not in own]
    faults += [
        f"{key} is {_shape(tensors[key])}, not {_shape(value)}"
        for key, value in own.items()
        if key in tensors and tensors[key].shape != value.shape
    ]
    if faults:
        more = f" and {len(faults) - 6} more" if len(faults) > 6 else ""
        raise WeightsError(f"{name}: another architecture: {'; '.join(faults[:6])}{more}")
    module.load_state_dict(dict(tensors))


def config_of(kind: Callable[..., Any], values: Mapping[str, Any], name: str) -> Any:
    """A configuration dataclass from a file's values; names what is unknown or missing."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(values) - known)
    if unknown:
        raise WeightsError(f"{name}: unknown in its configuration: {', '.join(unknown)}")
    try:
        return kind(**values)
    except (TypeError, ValueError) as error:
        raise WeightsError(f"{name}: its configuration doesn't fit ({error})") from None


def save_dit(
    path: Path | str, dit: DiT, provenance: Mapping[str, Any], *, half: bool = True
) -> None:
    """Save a network (`half` False: all float32, to go on training)."""
    write(path, "dit", dit.config, dit.state_dict(), provenance, half=half)


def load_dit(
    path: Path | str, expect: DiTConfig | None = None, channels: int = 0
) -> tuple[DiT, dict[str, Any]]:
    """A network and its provenance, from our file or from a checkpoint of the paper's family.

    With `expect`, another configuration is an error that names the difference. A file that knows
    fewer than `channels` additive ones is given the rest, which say nothing to it.
    """
    path = Path(path)
    metadata, tensors = _open(path)
    if "format" in metadata:
        weights = read(path, "dit")
        config = config_of(DiTConfig, weights.config, path.name)
        tensors, provenance = weights.tensors, weights.provenance
    else:
        tensors = from_reference(tensors, path.name)
        config, provenance = _measured(tensors, path.name), {"source": path.name}
    missing = channels - config.add_channels
    if config.add_channels and missing > 0:
        config = replace(config, add_channels=channels)
        tensors = {**tensors, ADD: pad(tensors[ADD], (0, missing))}
    if expect is not None:
        check_config(config, expect, path.name)
    dit = DiT(config)
    restore(dit, tensors, path.name)
    return dit, provenance


def check_config(config: Any, expect: Any, name: str) -> None:
    """WeightsError, with the differences, where the file `name` is of another configuration (both
    of one dataclass) than the one expected."""
    found, wanted = asdict(config), asdict(expect)
    differences = [f"{k} {found[k]}, not {wanted[k]}" for k in wanted if found[k] != wanted[k]]
    if differences:
        raise WeightsError(f"{name}: another architecture: {'; '.join(differences)}")


def from_reference(tensors: Mapping[str, Tensor], name: str) -> dict[str, Tensor]:
    """The reference's state dict -> ours: prefix cut off, split self-attention joined again.

    Arrays outside the prefix belong to its codec and text encoder and are left out.
    """
    own = {
        key.removeprefix(REFERENCE_PREFIX): value
        for key, value in tensors.items()
        if key.startswith(REFERENCE_PREFIX)
    }
    if not own:
        raise WeightsError(f"{name}: no array's name starts with {REFERENCE_PREFIX}")
    for key in [key for key in own if key.endswith("self_attn.to_q.weight")]:
        both = key.replace("to_q", "to_kv")
        if both not in own:
            raise WeightsError(f"{name}: {key} without {both}")
        own[key.replace("to_q", "to_qkv")] = torch.cat((own.pop(key), own.pop(both)))
    return own


def _measured(tensors: Mapping[str, Tensor], name: str) -> DiTConfig:
    """The configuration of a reference state dict, from its shapes."""
    try:
        width, io = tensors["transformer.project_in.weight"].shape
        head = len(tensors["transformer.layers.0.self_attn.q_norm.weight"])
        freq = tensors["transformer.rotary_pos_emb.inv_freq"].double()
        add = tensors.get(ADD)
        layers = {key.split(".")[2] for key in tensors if key.startswith("transformer.layers.")}
        return DiTConfig(
            io_channels=io,
            width=width,
            depth=len(layers),
            heads=width // head,
            cond_channels=tensors["to_cond_embed.0.weight"].shape[1],
            global_channels=tensors["to_global_embed.0.weight"].shape[1],
            add_channels=0 if add is None else add.shape[1],
            rope_base=round(float(freq[1] ** -len(freq)), 1),
        )
    except KeyError as error:
        raise WeightsError(f"{name}: another architecture: {error} is missing") from None


def _open(path: Path) -> tuple[dict[str, str], dict[str, Tensor]]:
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {key: _float(file.get_tensor(key)) for key in file.keys()}  # noqa: SIM118
    except FileNotFoundError:
        raise WeightsError(f"{path}: no such file") from None
    except (SafetensorError, OSError) as error:
        size = path.stat().st_size if path.is_file() else 0
        detail = str(error).splitlines()[0]
        raise WeightsError(
            f"{path.name}: not a whole safetensors file ({size} bytes: {detail})"
        ) from None
    _refuse_state(metadata, path)
    return metadata, tensors


def _refuse_state(metadata: Mapping[str, str], path: Path) -> None:
    """WeightsError for what a run keeps to go on from (`train/loop.py`): it holds more than one set
    of weights, and tells no configuration."""
    if "format" not in metadata and metadata.keys() >= {"step", "elapsed"}:
        raise WeightsError(
            f"{path}: the state of a training run, not weights: `lmdm train export` writes those "
            "(`lmdm train lora` where its -o says)"
        )


def _float(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.is_floating_point() else tensor


def _shape(tensor: Tensor) -> str:
    return "x".join(str(n) for n in tensor.shape) or "a number"
