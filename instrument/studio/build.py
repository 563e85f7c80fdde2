"""The `studio` stage: renders pieces into a folder until it holds enough hours.

A piece's wav comes first and its json last, both by renaming, so that whoever finds a json finds
a whole piece. What exists is not made again; a killed build goes on where it was.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection
from pathlib import Path

import numpy as np
import soundfile

from instrument.errors import UserError
from instrument.studio import files, fluid, samples, supercollider
from instrument.studio.compose import compose, deal
from instrument.studio.mixer import Mix, mix
from instrument.studio.piece import RATE, Piece, Track

LICENCES = {
    "fluid": fluid.LICENCE,
    "supercollider": supercollider.LICENCE,
    "samples": samples.LICENCE,
}
Told = Callable[[float, float], None]
"""(hours or pieces that are there, those of them that were made now)."""


def render(piece: Piece, *, seconds: float | None = None, stems: bool = False) -> Mix:
    """The audio of a piece (or of its beginning), float32 [N, 2] at 48 kHz."""
    n = int(round((seconds or piece.seconds) * RATE))
    ours = [t for t in piece.tracks if t.renderer == "supercollider"]
    made: dict[int, np.ndarray] = {}
    if ours:
        for track, x in zip(ours, supercollider.render(ours, n, piece.seed), strict=True):
            made[id(track)] = x
    audio: list[tuple[Track, np.ndarray]] = []
    for track in piece.tracks:
        if track.renderer == "fluid":
            made[id(track)] = fluid.fluid().render(track, n)
        elif track.renderer == "samples":
            made[id(track)] = samples.render(track, n)
        audio.append((track, made[id(track)]))
    return mix(piece, audio, stems)


def manifest(piece: Piece, stems: tuple[str, ...] = ()) -> dict:
    """What the json says of a piece. Textures have no pitch and no onset worth a note."""
    notes = sorted(
        [n.onset, n.duration, -1 if t.drums else n.pitch, n.velocity, t.name]
        for t in piece.tracks
        for n in t.notes
        if n.onset < piece.seconds and t.family != "texture"
    )
    return {
        "id": piece.id,
        "seed": piece.seed,
        "family": piece.family,
        "seconds": piece.seconds,
        "bpm": piece.bpm,
        "beats_per_bar": piece.beats_per_bar,
        "first_beat": piece.first_beat,
        "beats": list(piece.beats),
        "key": piece.key,
        "scale": piece.scale,
        "captions": list(piece.captions),
        "notes": notes,
        "tracks": [
            {
                "name": t.name,
                "family": t.family,
                "instrument": t.instrument,
                "renderer": t.renderer,
            }
            for t in piece.tracks
        ],
        "stems": list(stems),
        "split": piece.split,
        "sources": sorted({LICENCES[t.renderer] for t in piece.tracks}),
    }


def put(path: Path, x: np.ndarray) -> None:
    """Write 16-bit audio [N, 2], whole or not at all."""
    wav = io.BytesIO()  # libsndfile would not say why it could not write
    soundfile.write(wav, np.round(x * 32767).astype(np.int16), RATE, "PCM_16", format="WAV")
    files.put(path, wav.getvalue())


def make(out: Path, seed: int, family: str | None = None) -> dict:
    """Compose, render and write one piece; returns its manifest."""
    piece = compose(seed, family)
    name = piece.id
    names = {t.family for t in piece.tracks}
    stems = len(names) > 1
    mixed = render(piece, stems=stems)
    written = []
    for stem in ("rhythm", "harmony"):
        x = getattr(mixed, stem)
        if x is not None:
            put(out / f"{name}.{stem}.wav", x)
            written.append(stem)
    put(out / f"{name}.wav", mixed.whole)
    data = manifest(piece, tuple(written))
    files.put(out / f"{name}.json", json.dumps(data, separators=(",", ":")).encode())
    return data


def build(
    out_dir: str | Path,
    hours: float,
    seed: int = 0,
    workers: int = 1,
    families: Collection[str] = (),
    progress: Told | None = None,
) -> float:
    """Fill `out_dir` with `hours` of pieces from `seed` on, of these `families` alone if any are
    named; returns the hours it holds.

    With several workers the seeds are shared out among processes. A piece that cannot be made is
    named on standard error and left out; UserError when the disk is full or a program is missing.
    """
    out = Path(out_dir)
    with files.filling(out):
        out.mkdir(parents=True, exist_ok=True)
        if workers > 1:
            return _spread(out, hours, seed, workers, families, progress)
        return _fill(out, hours, seed, 1, families, progress)


def hold_out(
    out_dir: str | Path,
    each: int,
    families: Collection[str],
    progress: Told | None = None,
) -> int:
    """Make pieces that training leaves alone, in the order of their seeds, until there are `each`
    of every family; returns how many were made. UserError as in `build`."""
    out = Path(out_dir)
    wanted, made, seed = dict.fromkeys(families, each), 0, 0
    with files.filling(out):
        out.mkdir(parents=True, exist_ok=True)
        while any(wanted.values()):
            family, held = deal(seed)
            if held and wanted.get(family):
                wanted[family] -= 1
                if not (out / f"{seed:06d}-{family}.json").exists():
                    make(out, seed)
                    made += 1
                if progress:
                    progress(each * len(wanted) - sum(wanted.values()), made)
            seed += 1
    return made


def _fill(
    out: Path,
    hours: float,
    first: int,
    stride: int,
    families: Collection[str],
    progress: Told | None = None,
) -> float:
    have = {p.name.removesuffix(".json") for p in out.glob("*.json")}
    total, made, seed, failed = 0.0, 0.0, first, 0
    while total < hours * 3600:
        family, _ = deal(seed)
        name = f"{seed:06d}-{family}"
        if families and family not in families:
            pass
        elif name in have:
            total += json.loads((out / f"{name}.json").read_text())["seconds"]
        else:
            try:
                seconds = make(out, seed)["seconds"]
                total, made, failed = total + seconds, made + seconds, 0
            except (OSError, UserError):
                raise
            except Exception as error:  # noqa: BLE001 - one bad piece must not end hours of work
                failed += 1
                print(f"studio: piece {name} left out: {error}", file=sys.stderr, flush=True)
                if failed >= 5:
                    raise
        seed += stride
        if progress:
            progress(total / 3600, made / 3600)
    return total / 3600


def _spread(
    out: Path,
    hours: float,
    seed: int,
    workers: int,
    families: Collection[str],
    progress: Told | None = None,
) -> float:
    """Share the seeds out among processes, which all tell on one pipe how far they are."""
    listening, telling = os.pipe()
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "instrument.studio.build", str(out), str(hours / workers),
             str(seed + i), str(workers), *families],
            stdout=telling,
        )
        for i in range(workers)
    ]  # fmt: skip
    os.close(telling)
    there: dict[int, float] = {}
    made: dict[int, float] = {}
    fault = None
    with os.fdopen(listening, encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            if "fault" in told:
                fault = told["fault"]
                continue
            there[told["worker"]], made[told["worker"]] = told["hours"], told["made"]
            if progress:
                progress(sum(there.values()), sum(made.values()))
    bad = [p.wait() for p in running]
    if fault is not None:
        raise UserError(fault)
    if any(bad):
        raise RuntimeError(f"{sum(map(bool, bad))} of {workers} studio workers failed")
    return sum(json.loads(p.read_text())["seconds"] for p in out.glob("*.json")) / 3600


def main(arguments: list[str]) -> int:
    """`build.py OUT HOURS SEED STRIDE [FAMILY...]`: one worker, which tells on standard output, in
    lines of JSON, how far it is, or what ended it."""
    out, hours, seed, stride = Path(arguments[0]), float(arguments[1]), *map(int, arguments[2:4])

    def tell(**what: float | str) -> None:
        sys.stdout.write(json.dumps(what) + "\n")  # at once: others write there, too
        sys.stdout.flush()

    try:
        with files.filling(out):
            _fill(
                out, hours, seed, stride, arguments[4:],
                lambda there, made: tell(worker=seed, hours=there, made=made),
            )  # fmt: skip
    except UserError as error:
        tell(fault=str(error))
        return 2
    except (BrokenPipeError, KeyboardInterrupt):  # nobody waits for it any more
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main(sys.argv[1:]))
