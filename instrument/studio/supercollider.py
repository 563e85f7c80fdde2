"""SuperCollider, non-real-time: our own SynthDefs, a binary score, one stereo pair per track."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np
import soundfile
from pythonosc.osc_message_builder import OscMessageBuilder

from instrument.errors import UserError
from instrument.studio import files
from instrument.studio.piece import RATE, Track

SOURCE = Path(__file__).with_name("synthdefs.scd")
LICENCE = "own SuperCollider SynthDefs (instrument/studio/synthdefs.scd), MIT"


class SuperColliderError(RuntimeError):
    """sclang or scsynth failed; the text says which and why."""


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "lmdm" / "synthdefs"


@lru_cache(maxsize=1)
def synthdefs() -> dict[str, bytes]:
    """Compiled definitions by name; compiled with sclang when the source is new."""
    stamp = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    place = cache_folder() / stamp
    if not (place / "done").exists():
        sclang = shutil.which("sclang")
        if sclang is None:
            raise UserError("sclang is missing: install supercollider-language")
        place.mkdir(parents=True, exist_ok=True)
        env = dict(
            os.environ,
            LMDM_SYNTHDEFS=str(place),
            QT_QPA_PLATFORM="offscreen",
            QTWEBENGINE_DISABLE_SANDBOX="1",
        )
        run = subprocess.run(
            [sclang, str(SOURCE)], env=env, capture_output=True, text=True, timeout=300
        )
        if "synthdefs written" not in run.stdout:
            raise SuperColliderError(f"sclang failed: {run.stdout[-2000:]}{run.stderr[-500:]}")
        (place / "done").write_text("done\n")
    return {p.stem: p.read_bytes() for p in sorted(place.glob("*.scsyndef"))}


def message(address: str, *arguments: object) -> bytes:
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build().dgram


def bundle(second: float, messages: list[bytes]) -> bytes:
    """One entry of a score: its length, then a bundle whose timetag counts from the start."""
    body = b"#bundle\0" + struct.pack(">Q", int(second * 2**32))
    for m in messages:
        body += struct.pack(">i", len(m)) + m
    return struct.pack(">i", len(body)) + body


def score(tracks: list[Track], seconds: float, seed: int) -> bytes:
    """The whole score; track i plays to outputs 2i and 2i + 1."""
    defs = synthdefs()
    names = {t.sound for t in tracks}
    for name in sorted(names):
        if name.startswith("kit_"):
            continue
        if name not in defs:
            raise SuperColliderError(f"no SynthDef {name!r}")
    # a late definition would miss its first note: all are received before any time passes
    parts = [bundle(0.0, [message("/d_recv", data)]) for data in defs.values()]
    parts.append(bundle(0.0, [message("/s_new", "seed", 1, 0, 0, "seed", int(seed) % 65536)]))
    events = []
    for i, track in enumerate(tracks):
        for note in track.notes:
            name, extra = track.sound, list(note.params)
            if track.sound.startswith("kit_"):
                name, more = KITS[track.sound].get(int(note.pitch), ("perc", ()))
                extra = [*more, *extra]
            arguments: list[object] = [name, -1, 1, 0, "out", 2 * i]
            freq = 440.0 * 2 ** ((note.pitch - 69) / 12)
            merged = {"freq": freq, "dur": note.duration, "vel": note.velocity, **dict(extra)}
            for key, value in merged.items():
                arguments += [key, float(value)]
            events.append((note.onset, i, message("/s_new", *arguments)))
    events.sort(key=lambda e: (e[0], e[1]))
    parts += [bundle(when, [m]) for when, _, m in events]
    parts.append(bundle(seconds, [message("/c_set", 0, 0)]))
    return b"".join(parts)


def render(tracks: list[Track], samples: int, seed: int) -> list[np.ndarray]:
    """All SuperCollider tracks of a piece: float32 [samples, 2] each."""
    scsynth = shutil.which("scsynth")
    if scsynth is None:
        raise UserError("scsynth is missing: install supercollider-server")
    files.want(Path(tempfile.gettempdir()), samples * 2 * len(tracks) * 4 + 10_000_000)
    with tempfile.TemporaryDirectory(prefix="lmdm-studio-") as temporary:
        osc, wav = Path(temporary) / "score.osc", Path(temporary) / "out.wav"
        osc.write_bytes(score(tracks, samples / RATE + 0.01, seed))
        command = [scsynth, "-N", osc, "_", wav, str(RATE), "WAV", "float"]
        command += ["-i", "0", "-o", str(2 * len(tracks)), "-m", "131072", "-D", "0", "-n", "4096"]
        run = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=600)
        if run.returncode != 0 or not wav.exists() or "FAILURE" in run.stdout:
            raise SuperColliderError(f"scsynth failed: {run.stdout[-1500:]}{run.stderr[-500:]}")
        x, _ = soundfile.read(wav, dtype="float32", always_2d=True)
    x = np.nan_to_num(x, nan=0.0, posinf=0.0, neginf=0.0)
    if len(x) < samples:
        x = np.pad(x, ((0, samples - len(x)), (0, 0)))
    return [np.ascontiguousarray(x[:samples, 2 * i : 2 * i + 2]) for i in range(len(tracks))]


Voice = tuple[str, tuple[tuple[str, float], ...]]


def _kit(kick: Voice, snare: Voice, clap: Voice, hat: float, tone: float) -> dict[int, Voice]:
    return {
        36: kick,
        38: snare,
        39: clap,
        37: ("rim", (("freq", 1700 * tone),)),
        42: ("hat", (("decay", 0.05), ("tone", hat))),
        44: ("hat", (("decay", 0.08), ("tone", hat))),
        46: ("hat", (("decay", 0.38), ("tone", hat))),
        49: ("cymbal", (("decay", 1.8), ("tone", hat))),
        51: ("cymbal", (("decay", 0.7), ("tone", hat * 1.2))),
        41: ("tom", (("freq", 80 * tone),)),
        45: ("tom", (("freq", 110 * tone),)),
        48: ("tom", (("freq", 150 * tone),)),
        50: ("tom", (("freq", 190 * tone),)),
        56: ("cowbell", (("freq", 560 * tone),)),
        70: ("shaker", ()),
        54: ("shaker", (("decay", 0.12),)),
        60: ("tom", (("freq", 320 * tone), ("decay", 0.12))),
        61: ("tom", (("freq", 260 * tone), ("decay", 0.14))),
        62: ("tom", (("freq", 240 * tone), ("decay", 0.12))),
        63: ("tom", (("freq", 210 * tone), ("decay", 0.25))),
        64: ("tom", (("freq", 160 * tone), ("decay", 0.3))),
        75: ("rim", (("freq", 2500 * tone),)),
    }


KITS: dict[str, dict[int, Voice]] = {
    "kit_808": _kit(
        ("kick", (("freq", 48), ("decay", 0.7), ("sweep", 2.2), ("click", 0.2))),
        ("snare", (("freq", 185), ("decay", 0.16), ("noise", 0.6))),
        ("clap", ()),
        1.0,
        1.0,
    ),
    "kit_909": _kit(
        ("kick", (("freq", 52), ("decay", 0.32), ("sweep", 4.5), ("click", 0.6))),
        ("snare", (("freq", 200), ("decay", 0.2), ("noise", 0.9))),
        ("clap", ()),
        1.15,
        1.1,
    ),
    "kit_hard": _kit(
        ("kick", (("freq", 50), ("decay", 0.4), ("sweep", 7.0), ("click", 0.9), ("drive", 4.0))),
        ("snare", (("freq", 230), ("decay", 0.14), ("noise", 1.0))),
        ("clap", (("tone", 1.3),)),
        1.3,
        0.9,
    ),
    "kit_soft": _kit(
        ("kick", (("freq", 55), ("decay", 0.22), ("sweep", 2.0), ("click", 0.1))),
        ("snare", (("freq", 170), ("decay", 0.1), ("noise", 0.4))),
        ("clap", (("tone", 0.8),)),
        0.8,
        0.85,
    ),
}
