"""Recipes: how big the networks are and how each stage is trained, in YAML, strict.

Three stand in the package: `default` trains the networks that ship on a processor, `gpu` on a GPU,
`tiny` goes through every stage in a minute and makes nothing worth hearing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from instrument.config import Section
from instrument.errors import UserError, did_you_mean
from instrument.nn.dit import DiTConfig
from instrument.nn.few_steps import FewStepsConfig
from instrument.nn.lora import LoraConfig
from instrument.nn.vocoder import VocoderConfig
from instrument.train.arc import ArcRecipe
from instrument.train.codec import CodecRecipe
from instrument.train.diffusion import SMALL, DiffusionRecipe
from instrument.train.distil import DistilRecipe
from instrument.train.loop import Schedule

FOLDER = Path(__file__).parent.parent / "recipes"
R = TypeVar("R")


@dataclass(frozen=True)
class Stage(Generic[R]):
    """One stage: its schedule, and what its loss needs to know."""

    schedule: Schedule
    recipe: R

    def over(self, minutes: float | None) -> Schedule:
        """The schedule, lasting `minutes` if given."""
        if minutes is None:
            return self.schedule
        return replace(self.schedule, minutes=minutes, steps=None)


@dataclass(frozen=True)
class Studio:
    """Hours of music that are to be made."""

    hours: float = 5.0


@dataclass(frozen=True)
class Wide:
    """Minutes of sounds that are not music."""

    minutes: float = 45.0


@dataclass(frozen=True)
class Recipe:
    """All stages of a model."""

    studio: Studio
    wide: Wide
    network: DiTConfig
    vocoder: VocoderConfig
    codec: Stage[CodecRecipe]
    base: Stage[DiffusionRecipe]
    lmdm: Stage[DiffusionRecipe]
    few_steps: FewStepsConfig
    distil: Stage[DistilRecipe]
    arc: Stage[ArcRecipe]
    lora: Stage[DiffusionRecipe]
    addition: LoraConfig


def load(name: str) -> Recipe:
    """A recipe by its name, or from the file of that path; raises UserError with file and line."""
    path = Path(name)
    if path.suffix not in {".yaml", ".yml"}:
        path = FOLDER / f"{name}.yaml"
        names = sorted(p.stem for p in FOLDER.glob("*.yaml"))
        if name not in names:
            raise UserError(f'no recipe "{name}"' + did_you_mean(name, names))
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError:
        raise UserError(f"{path}: not UTF-8") from None
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from None


def parse(text: str, where: str) -> Recipe:
    """A recipe from the text of a file; what it leaves out is as in the code."""
    top = Section.parse(text, where)

    def plain(key: str, default: R) -> R:
        section = top.section(key)
        out = _filled(section, default)
        section.finish()
        return out

    def stage(key: str, rate: float, recipe: R) -> Stage[R]:
        section = top.section(key)
        parts = section.section("schedule"), section.section("recipe")
        out = Stage(_filled(parts[0], Schedule(rate=rate)), _filled(parts[1], recipe))
        for part in (*parts, section):
            part.finish()
        return out

    recipe = Recipe(
        studio=plain("studio", Studio()),
        wide=plain("wide", Wide()),
        network=plain("network", SMALL),
        vocoder=plain("vocoder", VocoderConfig()),
        codec=stage("codec", 6e-4, CodecRecipe()),
        base=stage("base", 7e-4, DiffusionRecipe(base=True)),
        lmdm=stage("lmdm", 5e-4, DiffusionRecipe()),
        few_steps=plain("few_steps", FewStepsConfig()),
        distil=stage("distil", 1e-3, DistilRecipe()),
        arc=stage("arc", 1e-5, ArcRecipe()),
        lora=stage("lora", 1e-3, DiffusionRecipe(turn=0.0)),
        addition=plain("addition", LoraConfig()),
    )
    top.finish()
    return recipe


def _filled(section: Section, default: Any) -> Any:
    """A dataclass with the section's values in it, each of the kind that its default has."""
    values = {}
    for field in fields(default):
        was = getattr(default, field.name)
        if isinstance(was, tuple):
            given = section.take(field.name, list, list(was))
            if not given or not all(isinstance(v, (int, float)) for v in given):
                raise section.error(f"{field.name} is to be a list of numbers", field.name)
            values[field.name] = tuple(type(was[0])(v) for v in given)
            continue
        kind = int if was is None else type(was)
        values[field.name] = section.take(field.name, kind, was)
        now = values[field.name]
        if isinstance(now, (int, float)) and now < 0:
            raise section.error(f"{field.name} is not to be negative", field.name)
    try:
        return replace(default, **values)
    except ValueError as error:
        raise section.error(str(error)) from None
