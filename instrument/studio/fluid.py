"""FluidSynth through its C library: one General MIDI sound, one stereo track, off line.

The library is used directly rather than the command, so that each track comes out alone, without
a MIDI file and a process in between. Reverb and chorus are off: the mixer has its own.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from functools import lru_cache
from pathlib import Path

import numpy as np

from instrument.errors import UserError
from instrument.studio.piece import RATE, Track

FONTS = (
    "/usr/share/sounds/sf2/FluidR3_GM.sf2",
    "/usr/share/soundfonts/FluidR3_GM.sf2",
    "/opt/homebrew/share/sounds/sf2/FluidR3_GM.sf2",
)
LICENCE = "FluidR3 GM sound font, Frank Wen and contributors, MIT"


class Fluid:
    """The library and the sound font's path, UserError when one is not there; a synthesiser lives
    for one track only.

    A reset leaves the ends of the track before in FluidSynth's buffers, and so would make the
    samples depend on what was played before; a new synthesiser costs 0.06 s.
    """

    def __init__(self, font: str | None = None) -> None:
        name = ctypes.util.find_library("fluidsynth")
        if name is None:
            raise UserError("libfluidsynth is missing: install fluidsynth (libfluidsynth3)")
        path = font or next((f for f in FONTS if Path(f).exists()), None)
        if path is None:
            raise UserError("FluidR3_GM.sf2 is missing: install fluid-soundfont-gm")
        self._path = path
        lib = self._lib = ctypes.CDLL(name)
        p, i = ctypes.c_void_p, ctypes.c_int
        for function, result, arguments in (
            ("new_fluid_settings", p, []),
            ("delete_fluid_settings", None, [p]),
            ("new_fluid_synth", p, [p]),
            ("delete_fluid_synth", None, [p]),
            ("fluid_settings_setnum", i, [p, ctypes.c_char_p, ctypes.c_double]),
            ("fluid_settings_setint", i, [p, ctypes.c_char_p, i]),
            ("fluid_synth_sfload", i, [p, ctypes.c_char_p, i]),
            ("fluid_synth_noteon", i, [p, i, i, i]),
            ("fluid_synth_noteoff", i, [p, i, i]),
            ("fluid_synth_cc", i, [p, i, i, i]),
            ("fluid_synth_program_select", i, [p, i, i, i, i]),
            ("fluid_synth_write_float", i, [p, i, p, i, i, p, i, i]),
        ):
            getattr(lib, function).restype = result
            getattr(lib, function).argtypes = arguments

    def render(self, track: Track, samples: int) -> np.ndarray:
        """The track alone, float32 [samples, 2]."""
        lib = self._lib
        settings = lib.new_fluid_settings()
        lib.fluid_settings_setnum(settings, b"synth.sample-rate", float(RATE))
        lib.fluid_settings_setnum(settings, b"synth.gain", 0.35)
        for key, value in (
            (b"synth.reverb.active", 0),
            (b"synth.chorus.active", 0),
            (b"synth.polyphony", 256),
            (b"synth.dynamic-sample-loading", 1),
        ):
            lib.fluid_settings_setint(settings, key, value)
        synth = lib.new_fluid_synth(settings)
        try:
            font = lib.fluid_synth_sfload(synth, self._path.encode(), 1)
            if font < 0:
                raise UserError(f"cannot read the sound font {self._path}")
            return self._play(synth, font, track, samples)
        finally:
            lib.delete_fluid_synth(synth)
            lib.delete_fluid_settings(settings)

    def _play(self, synth: int, font: int, track: Track, samples: int) -> np.ndarray:
        lib = self._lib
        channel = 9 if track.drums else 0
        bank, program = (int(v) for v in track.sound.split(":"))
        lib.fluid_synth_program_select(synth, channel, font, bank, program)
        events: list[tuple[int, int, int, int]] = []  # sample, order, a, b
        for note in track.notes:
            on = int(note.onset * RATE)
            force = max(1, min(127, round(note.velocity * 127)))
            events.append((on, 2, int(note.pitch), force))
            events.append((on + max(64, int(note.duration * RATE)), 1, int(note.pitch), 0))
        for second, controller, value in track.bend:
            events.append((int(second * RATE), 0, controller, value))
        events.sort()
        # the synthesiser works in periods of 64 samples: always whole ones
        whole = -(-samples // 64) * 64
        out = np.zeros((whole, 2), np.float32)
        at = 0
        for when, kind, a, b in [*events, (whole, 9, 0, 0)]:
            stop = min(whole, when - when % 64)
            if stop > at:
                base = out[at:stop].ctypes.data
                lib.fluid_synth_write_float(synth, stop - at, base, 0, 2, base, 1, 2)
                at = stop
            if kind == 2:
                lib.fluid_synth_noteon(synth, channel, a, b)
            elif kind == 1:
                lib.fluid_synth_noteoff(synth, channel, a)
            elif kind == 0:
                lib.fluid_synth_cc(synth, channel, a, b)
        return out[:samples]


@lru_cache(maxsize=1)
def fluid() -> Fluid:
    """The library, loaded once per process."""
    return Fluid()
