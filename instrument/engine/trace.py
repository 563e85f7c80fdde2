"""Traces: what was executed, block by block, so that a performance can be rendered again.

A file is a zip of safetensors (keeping.py), in order: `start`, the state that the music was in, and
what it was made by; then a `block` (its Plan), a `cut` (the frame gone back to) or a `recall` (the
state gone on from) for each thing that was done. What is not in it: when messages came, and the
output stage. What is being recorded is on the disk as it goes, under a name that ends with PART: an
engine that dies leaves it, and the next one makes a trace of it (`rescue`).
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import torch

from instrument import __version__
from instrument.engine.generator import Generator, GeneratorState
from instrument.engine.keeping import KeepingError, about_of, from_bytes, to_bytes
from instrument.engine.plan import Plan
from instrument.engine.take import KEPT, Take
from instrument.model import Model
from instrument.nn.analysis import FRAME
from instrument.nn.packed import has_bfloat16

SUFFIX = ".trace"
PART = ".part"
LONGEST = 100_000
"""Entries of a trace, some hours; then it ends by itself."""
_BEHIND = 2_000
"""Entries that may wait for a slow disk; then the trace is given up."""
_LARGEST = 256 << 20
_ENTRY = re.compile(r"[0-9]{7}-(start|block|cut|recall)\.safetensors")
_HEAD = struct.Struct("<4s5H3I2H")
"""What stands before each entry of a zip."""
_UNTOLD = torch.zeros(0)
"""Stands for a text that is the last block's."""


def made_by(model: Model) -> dict[str, Any]:
    """What the samples depend on besides the plans."""
    return {
        "version": __version__,
        "model": model.name,
        "identity": dict(model.identity),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "bfloat16": has_bfloat16(),
        "few_steps": None if model.few_steps is None else model.few_steps.digest,
    }


def differences(about: dict[str, Any], model: Model) -> list[str]:
    """By what files another model made this; nothing if it was this model."""
    theirs = about.get("identity")
    theirs = theirs if isinstance(theirs, dict) else {}
    return [
        f"its {part} is {theirs.get(part, 'unknown')!s:.16}, not {digest}"
        for part, digest in model.identity.items()
        if theirs.get(part) != digest
    ]


class Tracer:
    """A trace being written. One thread calls it; the writing is done by `executor`'s thread, which
    must be one. The file appears under its name when it is finished, and never before."""

    def __init__(self, path: Path, model: Model, state: GeneratorState, executor: Executor) -> None:
        """Begin with `state`, which is copied."""
        self.path = path
        self._part = path.with_name(path.name + PART)
        self._executor = executor
        self._zip: zipfile.ZipFile | None = None
        self._entries = self._written = 0
        self._text: torch.Tensor | None = None
        self._error: Exception | None = None
        self._add("start", state.clone(), made_by(model))

    @property
    def full(self) -> bool:
        """It has grown as long as a trace may, or cannot be written: finish it."""
        behind = self._entries - self._written > _BEHIND
        return self._entries >= LONGEST or behind or self._error is not None

    def block(self, plan: Plan, asked: Plan) -> None:
        """A block was made by `plan`, which is `asked` but for what had to be shed."""
        about = {} if plan.guidance == asked.guidance else {"guidance": asked.guidance}
        text, self._text = self._text, plan.text
        if text is not None and torch.equal(text, plan.text):
            plan = replace(plan, text=_UNTOLD)
        self._add("block", replace(plan, acts=()), about)

    def cut(self, frame: int) -> None:
        """The take was cut at `frame`."""
        self._add("cut", frame, {})

    def recall(self, state: GeneratorState, first: int) -> None:
        """The take goes on from `state`, which nobody will change, at stream frame `first`."""
        self._add("recall", state, {"first": first})

    def finish(self) -> Future[None]:
        """No more comes. The result, or OSError, comes when the file is whole."""
        return self._executor.submit(self._finish)

    def _add(self, kind: str, value: Any, about: dict[str, Any]) -> None:
        name = f"{self._entries:07d}-{kind}.safetensors"
        self._entries += 1
        self._executor.submit(self._write, name, value, about)

    def _write(self, name: str, value: Any, about: dict[str, Any]) -> None:
        self._written += 1
        if self._error is not None:
            return
        try:
            if self._zip is None:
                self._file = self._part.open("wb")
                self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
            self._zip.writestr(name, to_bytes(value, about))
            self._file.flush()
        except (OSError, TypeError, ValueError) as error:
            self._error = error

    def _finish(self) -> None:
        try:
            if self._zip is not None:
                self._zip.close()
                self._file.close()
            if self._error is not None:
                raise OSError(f"{self._error}")
            self._part.replace(self.path)
        except OSError:
            with suppress(OSError):
                self._part.unlink()
            raise


def rescue(part: Path) -> None:
    """Make a trace of what an engine that died has left in `part`: all that is whole of it. OSError
    if it cannot be written; what has no beginning is taken away."""
    whole, spare = part.with_suffix(""), part.with_name("." + part.name)
    with part.open("rb") as file, zipfile.ZipFile(spare, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in _written(file):
            made.writestr(name, data)
        any_there = bool(made.filelist)
    if any_there and not whole.exists():
        spare.replace(whole)
    spare.unlink(missing_ok=True)
    part.unlink()


def _written(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The whole entries of a zip whose table of contents, which comes last, is missing."""
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        mark, _, _, _, _, _, crc, packed, _, length, extra = _HEAD.unpack(head)
        name = file.read(length).decode("ascii", "replace")
        file.seek(extra, 1)
        data = file.read(packed)
        if mark != b"PK\3\4" or not packed or len(data) < packed:
            return
        try:
            data = zlib.decompress(data, -zlib.MAX_WBITS)
        except zlib.error:
            return
        if zlib.crc32(data) != crc:
            return
        yield name, data


@dataclass
class Trace:
    """A finished trace."""

    path: Path
    about: dict[str, Any]
    entries: list[str]

    @classmethod
    def open(cls, path: Path) -> Trace:
        """Raises KeepingError, in one line."""
        try:
            with zipfile.ZipFile(path) as file:
                infos = sorted(file.infolist(), key=lambda info: info.filename)
                names = [info.filename for info in infos]
                if not names or not all(_ENTRY.fullmatch(name) for name in names):
                    raise KeepingError(f"{path.name}: no trace of this program")
                if max(info.file_size for info in infos) > _LARGEST:
                    raise KeepingError(f"{path.name}: too large for a trace")
                about = about_of(file.read(names[0]))
        except FileNotFoundError:
            raise KeepingError(f"{path}: no such file") from None
        except (OSError, zipfile.BadZipFile) as error:
            raise KeepingError(f"{path.name}: not a whole trace ({error})") from None
        except KeepingError as error:
            raise KeepingError(f"{path.name}: {error}") from None
        return cls(path, about, names)

    def check(self, model: Model) -> None:
        """Raises KeepingError, naming the difference, if another model made it."""
        if wrong := differences(self.about, model):
            name = self.about.get("model", "unknown")
            raise KeepingError(
                f"{self.path.name}: made by another model ({name!s:.40}): {'; '.join(wrong)}"
            )

    def steps(self) -> Iterator[tuple[str, Any, dict[str, Any]]]:
        """What was done: ("start" | "recall", state), ("block", plan), ("cut", frame), with what is
        told besides. Raises KeepingError."""
        kinds = {"start": GeneratorState, "recall": GeneratorState, "block": Plan, "cut": int}
        text = torch.zeros(0)
        try:
            with zipfile.ZipFile(self.path) as file:
                for name in self.entries:
                    kind = _ENTRY.fullmatch(name)[1]  # type: ignore[index]
                    data = file.read(name)
                    value = from_bytes(data, kinds[kind])
                    if kind == "block":
                        text = value.text if value.text.numel() else text
                        value = replace(value, text=text)
                    yield kind, value, about_of(data)
        except (OSError, zipfile.BadZipFile, zlib.error, KeepingError) as error:
            raise KeepingError(f"{self.path.name}: {error}") from None

    def play(self, generator: Generator, steps: int | None = None) -> Iterator[np.ndarray]:
        """The model-rate samples again, float32 [N, 2] in pieces; in `steps` denoising steps, and
        with all guidance that was asked for, if they are given."""
        take: Take | None = None
        held: list[np.ndarray] = []
        most = KEPT * 48 * FRAME
        for kind, value, about in self.steps():
            if take is None:
                if kind != "start":
                    raise KeepingError(f"{self.path.name}: it has no beginning")
                take = Take(generator, value)
            elif kind == "recall":
                take.recall(value, int(about.get("first", 0)))
            elif kind == "cut":
                if not take.earliest() <= value <= take.frame:
                    raise KeepingError(f"{self.path.name}: a cut beyond what was made")
                _drop(held, (take.frame - value) * FRAME)
                take.cut(value)
            else:
                if steps is not None:
                    value = replace(
                        value, steps=steps, guidance=about.get("guidance", value.guidance)
                    )
                held.append(take.make(value))
            while sum(map(len, held)) > most:
                yield held.pop(0)
        yield from held


def _drop(held: list[np.ndarray], samples: int) -> None:
    """Take the last `samples` away."""
    while samples > 0:
        last = held.pop()
        if len(last) > samples:
            held.append(last[: len(last) - samples])
        samples -= len(last)
