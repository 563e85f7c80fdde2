"""A model that can be played: networks, codec and text encoder, loaded from weights files."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TextEncoder
from instrument.errors import Refused, UserError, did_you_mean
from instrument.nn import weights
from instrument.nn.analysis import LATENTS
from instrument.nn.codec import Codec
from instrument.nn.dit import DiT
from instrument.nn.few_steps import FewSteps, FewStepsConfig
from instrument.nn.lora import LoraConfig, fingerprint, merge
from instrument.nn.packed import pack_linears, packed
from instrument.nn.sampler import Sampling
from instrument.nn.tempo import Tempo, TempoConfig
from instrument.nn.vocoder import VocoderConfig
from instrument.params import MODES
from instrument.places import DEFAULT_MODEL as DEFAULT
from instrument.places import MODELS, models, named
from instrument.usual import Usual

N = TypeVar("N", bound=nn.Module)

SHIPPED = Path(__file__).parent / "weights"
NETWORK = "small.safetensors"
CODEC = "codec.safetensors"
TEMPO = "tempo.safetensors"
FEW_STEPS = "few_steps.safetensors"
SUFFIX = MODELS[1]
MOST_TOLD = 12
"""Models that are named where one was asked for that is not there."""
CONTEXT = 192
"""Latent frames of the past that are kept (8.2 s), and that a block sees unless the network's file
says how many, as its `sight`."""


@dataclass(frozen=True)
class Model:
    """Networks in float32, in evaluation mode; they hold no state and may be shared."""

    name: str
    dit: DiT
    codec: Codec
    encoder: TextEncoder
    provenance: dict[str, Any]
    context: int = CONTEXT
    sight: int = CONTEXT
    """Of the context, what the network sees: one that was trained on short stretches strays sooner
    if it is to see more of the past than it ever had."""
    sampling: Sampling = Sampling()
    identity: Mapping[str, str] = field(default_factory=dict)
    """What states and traces are bound to: digests of the network's and the codec's files."""
    usual: Usual | None = None
    """What its music is like as a rule, if its file tells (`usual`)."""
    tempo: Tempo | None = None
    """Which tempo a prompt's music has."""
    hears: bool = True
    """It has learned to accompany: jam mode means something to it."""
    few_steps: FewSteps | None = None
    """What makes its blocks in as few steps as that is for."""

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes that it plays."""
        return tuple(mode for mode in MODES if mode != "jam" or self.hears)


def path_of(name: str) -> Path:
    """The network's file of a model: "default" is shipped, others lie in the state's folder
    `models`. Raises WeightsError for what is no plain name, or names nothing."""
    if name == DEFAULT:
        return SHIPPED / NETWORK
    try:
        path = named(MODELS[0], name.removesuffix(SUFFIX), SUFFIX)
    except Refused as error:
        raise weights.WeightsError(error.text) from None
    if not path.is_file():
        raise weights.WeightsError(f'no model "{name}"' + _there_are(name, models()))
    return path


def _there_are(name: str, names: list[str]) -> str:
    """What else could have been meant, and, if they are many, the first of those that there are."""
    more = f" and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else ""
    near = did_you_mean(name, names)
    there = f"{near} There are: " if near else "; there are: "
    return there + ", ".join(names[:MOST_TOLD]) + more


def load(name: str | Path = DEFAULT) -> Model:
    """A model by name (as `path_of`), or a network in the file at a Path. What `lmdm train export`
    wrote beside the network belongs to it; what is not there is as shipped. A LoRA is loaded on its
    base.

    Raises WeightsError with one clear line.
    """
    path = path_of(name) if isinstance(name, str) else name
    addition = weights.read(path, "lora") if weights.kind_of(path) == "lora" else None
    base = path if addition is None else base_of(addition, path.name)
    dit, provenance = weights.load_dit(base, channels=CHANNELS.count)
    now = fingerprint(dit.state_dict())
    if addition is not None:
        _add(dit, now, addition, path.name)
        provenance = provenance | {"lora": addition.provenance}
    config = dit.config
    wanted = {
        "io_channels": LATENTS,
        "cond_channels": TEXT_CHANNELS,
        "add_channels": CHANNELS.count,
    }
    wrong = [
        f"{k} {getattr(config, k)}, not {v}" for k, v in wanted.items() if getattr(config, k) != v
    ]
    if wrong:
        raise weights.WeightsError(f"{path.name}: not for this instrument: {'; '.join(wrong)}")
    codec = load_codec(_beside(base, CODEC))
    pack_linears(codec.vocoder, torch.float32)
    title = path.stem if isinstance(name, Path) else name
    sampling = weights.config_of(Sampling, provenance.get("sampling", {}), path.name)
    encoder = TextEncoder()
    identity = {"network": digest(path), "codec": digest(_beside(base, CODEC))}
    sight = _sight(provenance.get("sight", CONTEXT), path.name)
    usual = _usual(provenance.get("usual"), path.name, encoder)
    hears = bool(dit.to_input_add_embed.weight[:, CHANNELS.partner].any())
    few_steps = load_few_steps(dit, now, _beside(base, FEW_STEPS))
    net = packed(dit.eval())
    return Model(
        title, net, codec, encoder, provenance, sight=sight, sampling=sampling, identity=identity,
        usual=usual, tempo=load_tempo(_beside(base, TEMPO)), hears=hears, few_steps=few_steps,
    )  # fmt: skip


def _beside(network: Path, name: str) -> Path:
    """The file of that name in the folder of the file `network`, else the shipped one."""
    own = network.with_name(name)
    return own if own.is_file() else SHIPPED / name


def _sight(value: Any, name: str) -> int:
    """How many frames a file says that its network sees; WeightsError if no context has as many."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= CONTEXT:
        raise weights.WeightsError(f"{name}: a sight of {value!r} frames, not 1 to {CONTEXT}")
    return value


def _usual(table: Any, name: str, encoder: TextEncoder) -> Usual | None:
    """What a file tells of its music; WeightsError if it is anything else."""
    if table is None:
        return None
    if not isinstance(table, dict):
        raise weights.WeightsError(f"{name}: what is usual is told as a table, not {table!r:.60}")
    try:
        return Usual.told(table, encoder)
    except ValueError as error:
        raise weights.WeightsError(f"{name}: what is usual: {error}") from None


def digest(path: Path) -> str:
    """What tells a weights file from every other."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def base_of(addition: weights.Weights, name: str) -> Path:
    """The network that the LoRA in the file `name` adds to; WeightsError if it is not there."""
    base = str(addition.provenance.get("base", ""))
    try:
        return path_of(base)
    except weights.WeightsError as error:
        raise weights.WeightsError(f'{name}: a LoRA on the model "{base}": {error}') from None


def _add(dit: DiT, now: str, addition: weights.Weights, name: str) -> None:
    """Put a LoRA on its base, whose fingerprint is `now`; WeightsError with the difference if it
    was trained on another."""
    base, about = addition.provenance.get("base"), addition.provenance
    wanted, found = about.get("base_config", {}), asdict(dit.config)
    differences = [f"{k} {found.get(k)}, not {v}" for k, v in wanted.items() if found.get(k) != v]
    if differences:
        raise weights.WeightsError(
            f'{name}: "{base}" is another architecture now: {"; ".join(differences)}'
        )
    if now != about.get("base_fingerprint"):
        raise weights.WeightsError(
            f'{name}: made on other weights of "{base}": {about.get("base_fingerprint")} '
            f"({about.get('base_stage', 'unknown stage')}), those here are {now}; train it again"
        )
    config = weights.config_of(LoraConfig, addition.config, name)
    try:
        merge(dit, config, addition.tensors)
    except ValueError as error:
        raise weights.WeightsError(f"{name}: {error}") from None


def _of_file(path: Path, kind: str, network: Callable[[Any], N], config: Callable[..., Any]) -> N:
    """A network from its weights file of that kind; raises WeightsError."""
    file = weights.read(path, kind)
    made = network(weights.config_of(config, file.config, path.name))
    weights.restore(made, file.tensors, path.name)
    return made.eval()


def load_codec(path: Path = SHIPPED / CODEC) -> Codec:
    """The codec from its weights file; raises WeightsError."""
    return _of_file(path, "codec", Codec, VocoderConfig)


def save_codec(path: Path, codec: Codec, provenance: dict[str, Any]) -> None:
    """Write a codec's weights, float16."""
    weights.write(path, "codec", codec.vocoder.config, codec.state_dict(), provenance)


def load_tempo(path: Path = SHIPPED / TEMPO) -> Tempo:
    """Which tempo a prompt's music has, from its weights file; raises WeightsError."""
    return _of_file(path, "tempo", Tempo, TempoConfig)


def save_tempo(path: Path, tempo: Tempo, provenance: dict[str, Any]) -> None:
    """Write what `load_tempo` reads, float16."""
    weights.write(path, "tempo", tempo.config, tempo.state_dict(), provenance)


def load_few_steps(base: DiT, now: str, path: Path = SHIPPED / FEW_STEPS) -> FewSteps | None:
    """What plays `base` in few steps, if the file at `path` was made for weights whose fingerprint
    is `now`; what a player's sounds have added to them stays. Raises WeightsError."""
    if not path.exists():
        return None
    file = weights.read(path, "few_steps")
    if file.provenance.get("base_fingerprint") != now:
        return None
    config = weights.config_of(FewStepsConfig, file.config, path.name)
    sampling = weights.config_of(Sampling, file.provenance.get("sampling", {}), path.name)
    dit = copy.deepcopy(base)
    try:
        merge(dit, LoraConfig(config.rank, text=False), file.tensors)
    except ValueError as error:
        raise weights.WeightsError(f"{path.name}: {error}") from None
    return FewSteps(packed(dit.eval()), config, sampling, digest(path))


def save_few_steps(
    path: Path, base: DiT, config: FewStepsConfig, tensors: Mapping[str, Tensor],
    sampling: Sampling, provenance: dict[str, Any],
) -> None:  # fmt: skip
    """Write what `load_few_steps` reads, float16."""
    about = {"base_fingerprint": fingerprint(base.state_dict()), "sampling": asdict(sampling)}
    weights.write(path, "few_steps", config, tensors, about | provenance)


def from_argument(text: str) -> str | Path:
    """What a user typed for `--model`: a path if it looks like one, else a name."""
    looks_like_path = text.endswith(SUFFIX) or Path(text).name != text
    return Path(text) if looks_like_path else text


def check_argument(text: str) -> None:
    """Raises UserError, as `load_argument` would, if what a user typed names no file: for who has
    another process load it, and need not wait for that."""
    try:
        model = from_argument(text)
        weights.kind_of(path_of(model) if isinstance(model, str) else model)
    except (weights.WeightsError, OSError) as error:
        raise UserError(str(error)) from None


def load_argument(text: str) -> Model:
    """The model that a user typed for `--model`; UserError, in one line, if it cannot be loaded."""
    try:
        return load(from_argument(text))
    except (weights.WeightsError, ImportError, OSError) as error:
        raise UserError(str(error)) from None
