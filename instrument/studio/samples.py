"""One-shots from Sonic Pi's collection, all CC0, played at any pitch.

Only single sounds whose origin the collection names are used: no loops, so that no rhythm in
the training data is somebody's recording.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import soundfile
import soxr

from instrument.errors import UserError
from instrument.studio import rhythm as r
from instrument.studio.piece import RATE, Track

FOLDERS = ("/usr/share/sonic-pi/samples", "/usr/lib/sonic-pi/etc/samples")
LICENCE = "Sonic Pi sample collection (freesound.org), CC0"

# General MIDI drum number -> (file, playback rate, gain)
Kit = dict[int, tuple[str, float, float]]
_CYMBALS: Kit = {
    r.HAT: ("drum_cymbal_closed", 1.0, 0.42),
    r.PEDAL: ("drum_cymbal_pedal", 1.0, 0.45),
    r.OPEN: ("drum_cymbal_open", 1.1, 0.38),
    r.CRASH: ("drum_splash_hard", 0.9, 0.5),
    r.RIDE: ("drum_cymbal_soft", 1.0, 0.42),
    r.COWBELL: ("drum_cowbell", 1.0, 0.6),
    r.SHAKER: ("drum_cymbal_closed", 1.7, 0.4),
    r.TAMB: ("elec_triangle", 1.0, 0.4),
    r.RIM: ("elec_wood", 1.3, 0.6),
    r.CLAP: ("perc_snap", 1.0, 0.8),
    41: ("drum_tom_lo_hard", 1.0, 0.9),
    45: ("drum_tom_mid_hard", 1.0, 0.9),
    48: ("drum_tom_hi_hard", 1.0, 0.9),
    50: ("drum_tom_hi_soft", 1.2, 0.9),
    60: ("tabla_te1", 1.2, 0.8),
    61: ("tabla_tun1", 1.2, 0.8),
    62: ("tabla_na", 0.9, 0.7),
    63: ("tabla_tas1", 0.9, 0.7),
    64: ("tabla_ghe1", 1.0, 0.8),
    75: ("elec_wood", 1.6, 0.5),
}
KITS: dict[str, Kit] = {
    "acoustic": {
        **_CYMBALS,
        r.KICK: ("drum_bass_hard", 1.0, 1.0),
        r.SNARE: ("drum_snare_hard", 1.0, 0.9),
        r.CLAP: ("drum_snare_soft", 1.0, 0.8),
    },
    "808": {
        **_CYMBALS,
        r.KICK: ("bd_808", 1.0, 1.0),
        r.SNARE: ("sn_dub", 1.0, 0.8),
        r.CLAP: ("elec_filt_snare", 1.4, 0.7),
    },
    "house": {
        **_CYMBALS,
        r.KICK: ("bd_haus", 1.0, 1.0),
        r.SNARE: ("sn_generic", 1.0, 0.7),
        r.CLAP: ("elec_snare", 1.2, 0.7),
        r.OPEN: ("elec_cymbal", 1.0, 0.36),
    },
    "techno": {
        **_CYMBALS,
        r.KICK: ("bd_tek", 1.0, 1.0),
        r.SNARE: ("sn_dolf", 1.0, 0.7),
        r.CLAP: ("elec_hi_snare", 1.0, 0.7),
        r.RIM: ("elec_tick", 1.0, 0.7),
        41: ("elec_fuzz_tom", 0.8, 0.7),
        r.OPEN: ("elec_cymbal", 1.2, 0.36),
    },
    "electro": {
        **_CYMBALS,
        r.KICK: ("bd_fat", 1.0, 1.0),
        r.SNARE: ("elec_mid_snare", 1.0, 0.7),
        r.CLAP: ("elec_lo_snare", 1.0, 0.7),
        r.HAT: ("elec_tick", 1.5, 0.5),
        r.RIM: ("elec_blip", 1.0, 0.5),
        r.COWBELL: ("elec_ping", 1.0, 0.5),
        41: ("elec_hollow_kick", 0.7, 0.8),
    },
    "lo-fi": {
        **_CYMBALS,
        r.KICK: ("bd_zome", 0.9, 1.0),
        r.SNARE: ("sn_zome", 0.9, 0.7),
        r.RIM: ("perc_snap2", 1.0, 0.6),
        r.HAT: ("drum_cymbal_pedal", 0.95, 0.42),
    },
    "klub": {
        **_CYMBALS,
        r.KICK: ("bd_klub", 1.0, 1.0),
        r.SNARE: ("drum_snare_soft", 1.2, 0.8),
        r.CLAP: ("perc_snap", 0.9, 0.8),
    },
    "tabla": {
        **_CYMBALS,
        r.KICK: ("tabla_ghe4", 1.0, 1.0),
        r.SNARE: ("tabla_na_s", 1.0, 0.9),
        r.RIM: ("tabla_te2", 1.0, 0.8),
        r.HAT: ("tabla_ke1", 1.0, 0.8),
        r.SHAKER: ("tabla_ke3", 1.0, 0.6),
        r.COWBELL: ("tabla_na_o", 1.0, 0.7),
        r.CRASH: ("tabla_ghe6", 0.9, 0.8),
        41: ("tabla_ghe2", 0.9, 0.9),
        45: ("tabla_tun2", 0.9, 0.8),
        48: ("tabla_tas2", 1.0, 0.8),
        50: ("tabla_tas3", 1.1, 0.8),
        60: ("tabla_re", 1.0, 0.8),
    },
}


def folder() -> Path:
    """Where the collection is; UserError when it is not there."""
    for name in FOLDERS:
        if Path(name).is_dir():
            return Path(name)
    raise UserError("Sonic Pi's samples are missing: install sonic-pi-samples")


@lru_cache(maxsize=256)
def one_shot(name: str, rate: float) -> np.ndarray:
    """A sample resampled to 48 kHz and played at `rate`: float32 [N, 2], peak 1."""
    x, sr = soundfile.read(folder() / f"{name}.flac", dtype="float32", always_2d=True)
    x = soxr.resample(x, sr * rate, RATE)
    if x.shape[1] == 1:
        x = np.repeat(x, 2, axis=1)
    x = x[:, :2] / max(1e-6, float(np.abs(x).max()))
    fade = min(240, len(x))
    x[len(x) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
    return np.ascontiguousarray(x, dtype=np.float32)


def render(track: Track, samples: int) -> np.ndarray:
    """A kit's or a single sample's part: float32 [samples, 2].

    A kit is found by its name; any other `sound` is `FILE:ROOT`, a sample with the MIDI number
    it plays at its own rate; its notes fade out over their last quarter.
    """
    out = np.zeros((samples, 2), np.float32)
    kit = KITS.get(track.sound)
    for note in track.notes:
        if kit is not None:
            name, rate, gain = kit.get(int(note.pitch), kit[r.RIM])
            tune = dict(note.params).get("tune", 1.0)
            x = one_shot(name, round(rate * tune, 3)) * (gain * note.velocity**1.5)
        else:
            name, root = track.sound.split(":")
            rate = round(2 ** ((note.pitch - int(root)) / 12), 3)
            x = one_shot(name, rate) * note.velocity
            long = int(note.duration * RATE)
            if long < len(x):
                x = x[:long].copy()
                tail = max(1, long // 4)
                x[-tail:] *= np.linspace(1, 0, tail, dtype=np.float32)[:, None] ** 2
            attack = int(dict(note.params).get("attack", 0.0) * RATE)
            if attack:
                x = x.copy()
                n = min(attack, len(x))
                x[:n] *= np.linspace(0, 1, n, dtype=np.float32)[:, None]
        at = int(note.onset * RATE)
        n = min(len(x), samples - at)
        if n > 0:
            out[at : at + n] += x[:n]
    return out
