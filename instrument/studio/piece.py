"""What a composer hands to the renderers: notes, tracks and the piece they belong to.

Times are seconds from the start of the file; everything is frozen, so that a piece is a value.
"""

from __future__ import annotations

from dataclasses import dataclass, field

RATE = 48000


@dataclass(frozen=True)
class Note:
    """One event. `pitch` is a MIDI number; on a drum track it is the General MIDI drum number.

    `params` goes to the synthesiser definition by name (SuperCollider tracks only).
    """

    onset: float
    duration: float
    pitch: float
    velocity: float
    params: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Effects:
    """What the mixer does to one track, in this order."""

    highpass: float = 0.0  # Hz
    drive: float = 0.0  # 0..1
    cutoff: tuple[tuple[float, float], ...] = ()  # (seconds, Hz): a low-pass sweep
    resonance: float = 0.0  # 0..1, of that sweep
    sidechain: float = 0.0  # depth 0..1, keyed by the piece's kicks
    tremolo: tuple[float, float, float] = (0.0, 0.0, 0.0)  # Hz, depth 0..1, stereo phase 0..1
    width: float = 1.0  # 0 mono .. 1 as rendered .. 1.5
    pan: float = 0.0  # -1..1
    delay: tuple[float, float, float] = (0.0, 0.0, 0.0)  # seconds, feedback, send
    reverb: float = 0.0  # send 0..1


@dataclass(frozen=True)
class Track:
    """One instrument's part. `sound` is `bank:program`, a SynthDef's name, or a kit's name."""

    name: str
    family: str
    instrument: str
    renderer: str  # "fluid" | "supercollider" | "samples"
    sound: str
    notes: tuple[Note, ...]
    level: float = 0.0  # LU relative to the other tracks
    drums: bool = False
    effects: Effects = field(default_factory=Effects)
    bend: tuple[tuple[float, int, int], ...] = ()  # (seconds, MIDI controller, value), fluid only


@dataclass(frozen=True)
class Piece:
    """A finished composition. `captions` describe it in several phrasings."""

    id: str
    seed: int
    family: str
    seconds: float
    bpm: float
    beats_per_bar: int
    first_beat: float
    beats: tuple[float, ...]
    key: str
    scale: str
    tracks: tuple[Track, ...]
    captions: tuple[str, ...]
    split: str
    loudness: float  # LUFS aimed at
    room: tuple[float, float]  # reverb decay in seconds, damping 0..1
