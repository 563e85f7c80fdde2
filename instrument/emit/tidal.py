"""PARAMS -> BootTidal.hs: Tidal's start, with lmdm as a second target beside SuperDirt.

Each parameter is an OSC shape of its own, with a name that none of SuperDirt's has: an event sends
what it carries, and a SuperDirt event sends lmdm nothing.
"""

from __future__ import annotations

import re

from instrument.config import DEFAULT_PORT
from instrument.params import FREEABLE, PARAMS, ROOT, Param

_MAKER = {"float": "pF", "int": "pI", "bool": "pI", "choice": "pS"}


def files() -> dict[str, str]:
    """Path in the repository -> contents, of all that is made for Tidal."""
    return {"patches/tidal/BootTidal.hs": _boot()}


def tidal_name(key: str) -> str:
    """A parameter's function in Tidal: delay/time -> lmdmDelayTime.

    >>> tidal_name("guidance/notes")
    'lmdmGuidanceNotes'
    """
    return "lmdm" + "".join(word[:1].upper() + word[1:] for word in re.split(r"[/_]", key))


def _boot() -> str:
    shapes = "\n".join(
        f'      , OSC "{p.address}" $ ArgList [("lmdm_{p.key}", Nothing)]' for p in PARAMS.values()
    )
    functions = "\n".join(_function(p) for p in PARAMS.values())
    short = "\n".join(
        f"    {tidal_name(p.key)[4:5].lower()}{tidal_name(p.key)[5:]} = {tidal_name(p.key)}"
        for p in PARAMS.values()
        if p.free
    )
    return _TEXT.format(
        port=DEFAULT_PORT,
        root=ROOT,
        shapes=shapes,
        functions=functions,
        short=short,
        freeable=", ".join(FREEABLE),
    )


def _function(p: Param) -> str:
    # in a pattern # is another sign; a note's s is none of our names' letters
    sharp = any("#" in choice for choice in p.choices)
    then, how = (" . sharps", " As of notes, s is sharp: Fsm.") if sharp else ("", "")
    return f'    {tidal_name(p.key)} = {_MAKER[p.type]} "lmdm_{p.key}"{then} -- {p.doc}{how}'


_TEXT = """\
-- Made from instrument/params.py by python -m instrument.generate. Do not edit; copy it, or in your
-- own BootTidal.hs replace what starts Tidal by the two blocks about lmdm.
--
--   d1 $ lmdm "warm_pad acid_bass" # density "0.3 8"
--   d2 $ lmdmNote "c'maj e'min"
--   d3 $ lmdmClock 4

:set -XOverloadedStrings
:set prompt ""
:set prompt-cont ""

import Sound.Tidal.Context
import System.IO (hSetEncoding, stdout, utf8)
hSetEncoding stdout utf8

-- lmdm, the first block: how far ahead of its sound a message is sent, in seconds (the same for
-- both, so that they sound together; {root}/latency tells how little would do), and what is sent
:{{
let ahead = 0.7
    lmdmTarget = Target {{oName = "lmdm", oAddress = "127.0.0.1", oPort = {port},
                         oBusPort = Nothing, oLatency = ahead, oWindow = Nothing,
                         oSchedule = Pre BundleStamp, oHandshake = False}}
    lmdmShapes =
      [ OSC "{root}/prompt" $ ArgList [("lmdm_slot", Just $ VI 0), ("lmdm", Nothing),
                                      ("lmdm_weight", Just $ VF 1)]
      , OSC "{root}/note" $ ArgList [("lmdm_note", Nothing), ("lmdm_velocity", Just $ VF 0.8),
                                    ("delta", Nothing)]
      , OSC "{root}/clock/cps" $ ArgList [("cps", Nothing), ("cycle", Nothing),
                                         ("lmdm_beats", Nothing)]
      , OSC "{root}/free" $ ArgList [("lmdm_free", Nothing)]
      , OSC "{root}/mode" $ ArgList [("lmdm_mode", Nothing)]
{shapes}
      ]
:}}

:{{
tidal <- startStream defaultConfig {{cFrameTimespan = 1/20}}
  [ (superdirtTarget {{oLatency = ahead}}, [superdirtShape])
  , (lmdmTarget, lmdmShapes) ]
:}}

:{{
let only = (hush >>)
    p = streamReplace tidal
    hush = streamHush tidal
    once = streamOnce tidal
    setcps = asap . cps
    asap = once
    d1 = p 1 . (|< orbit 0)
    d2 = p 2 . (|< orbit 1)
    d3 = p 3 . (|< orbit 2)
    d4 = p 4 . (|< orbit 3)
    d5 = p 5 . (|< orbit 4)
    d6 = p 6 . (|< orbit 5)
    d7 = p 7 . (|< orbit 6)
    d8 = p 8 . (|< orbit 7)
:}}

-- lmdm, the second block: what its patterns are called
:{{
let words' = fmap (map (\\c -> if c == '_' then ' ' else c)) :: Pattern String -> Pattern String
    sharps = fmap (map (\\c -> if c == 's' then '#' else c)) :: Pattern String -> Pattern String
    lmdm = pS "lmdm" . words' -- a prompt; an underscore is a space
    lmdmSlot = pI "lmdm_slot" -- which of the six, 0 to 5
    lmdmWeight = pF "lmdm_weight"
    lmdmNote n = pF "lmdm_note" (fmap ((+ 60) . unNote) n) -- as note does, from middle c
    lmdmVelocity = pF "lmdm_velocity" -- 0 to 1
    lmdmClock b = pI "lmdm_beats" (pure b) -- lmdm keeps Tidal's tempo, so many beats a cycle
    lmdmFree = pS "lmdm_free" -- back to the model: {freeable}
    lmdmMode = pS "lmdm_mode"
{functions}
    -- the model's own controls for short (Tidal's old name for fast, density, gives way)
{short}
:}}

:set prompt "tidal> "
"""
