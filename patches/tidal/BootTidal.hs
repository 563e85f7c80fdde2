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
-- both, so that they sound together; /lmdm/latency tells how little would do), and what is sent
:{
let ahead = 0.7
    lmdmTarget = Target {oName = "lmdm", oAddress = "127.0.0.1", oPort = 57140,
                         oBusPort = Nothing, oLatency = ahead, oWindow = Nothing,
                         oSchedule = Pre BundleStamp, oHandshake = False}
    lmdmShapes =
      [ OSC "/lmdm/prompt" $ ArgList [("lmdm_slot", Just $ VI 0), ("lmdm", Nothing),
                                      ("lmdm_weight", Just $ VF 1)]
      , OSC "/lmdm/note" $ ArgList [("lmdm_note", Nothing), ("lmdm_velocity", Just $ VF 0.8),
                                    ("delta", Nothing)]
      , OSC "/lmdm/clock/cps" $ ArgList [("cps", Nothing), ("cycle", Nothing),
                                         ("lmdm_beats", Nothing)]
      , OSC "/lmdm/free" $ ArgList [("lmdm_free", Nothing)]
      , OSC "/lmdm/mode" $ ArgList [("lmdm_mode", Nothing)]
      , OSC "/lmdm/param/gain" $ ArgList [("lmdm_gain", Nothing)]
      , OSC "/lmdm/param/mute" $ ArgList [("lmdm_mute", Nothing)]
      , OSC "/lmdm/param/loudness" $ ArgList [("lmdm_loudness", Nothing)]
      , OSC "/lmdm/param/brightness" $ ArgList [("lmdm_brightness", Nothing)]
      , OSC "/lmdm/param/density" $ ArgList [("lmdm_density", Nothing)]
      , OSC "/lmdm/param/key" $ ArgList [("lmdm_key", Nothing)]
      , OSC "/lmdm/param/tempo" $ ArgList [("lmdm_tempo", Nothing)]
      , OSC "/lmdm/param/guidance" $ ArgList [("lmdm_guidance", Nothing)]
      , OSC "/lmdm/param/guidance/notes" $ ArgList [("lmdm_guidance/notes", Nothing)]
      , OSC "/lmdm/param/guidance/clock" $ ArgList [("lmdm_guidance/clock", Nothing)]
      , OSC "/lmdm/param/guidance/loudness" $ ArgList [("lmdm_guidance/loudness", Nothing)]
      , OSC "/lmdm/param/guidance/brightness" $ ArgList [("lmdm_guidance/brightness", Nothing)]
      , OSC "/lmdm/param/guidance/density" $ ArgList [("lmdm_guidance/density", Nothing)]
      , OSC "/lmdm/param/guidance/key" $ ArgList [("lmdm_guidance/key", Nothing)]
      , OSC "/lmdm/param/guidance/input" $ ArgList [("lmdm_guidance/input", Nothing)]
      , OSC "/lmdm/param/steps" $ ArgList [("lmdm_steps", Nothing)]
      , OSC "/lmdm/param/block" $ ArgList [("lmdm_block", Nothing)]
      , OSC "/lmdm/param/margin" $ ArgList [("lmdm_margin", Nothing)]
      , OSC "/lmdm/param/replan" $ ArgList [("lmdm_replan", Nothing)]
      , OSC "/lmdm/param/latency_mode" $ ArgList [("lmdm_latency_mode", Nothing)]
      , OSC "/lmdm/param/seed" $ ArgList [("lmdm_seed", Nothing)]
      , OSC "/lmdm/param/morph" $ ArgList [("lmdm_morph", Nothing)]
      , OSC "/lmdm/param/delay/time" $ ArgList [("lmdm_delay/time", Nothing)]
      , OSC "/lmdm/param/delay/blur" $ ArgList [("lmdm_delay/blur", Nothing)]
      , OSC "/lmdm/param/delay/feedback" $ ArgList [("lmdm_delay/feedback", Nothing)]
      , OSC "/lmdm/param/delay/mix" $ ArgList [("lmdm_delay/mix", Nothing)]
      , OSC "/lmdm/param/delay/freeze" $ ArgList [("lmdm_delay/freeze", Nothing)]
      , OSC "/lmdm/param/input/gain" $ ArgList [("lmdm_input/gain", Nothing)]
      , OSC "/lmdm/param/input/follow" $ ArgList [("lmdm_input/follow", Nothing)]
      , OSC "/lmdm/param/input/monitor" $ ArgList [("lmdm_input/monitor", Nothing)]
      ]
:}

:{
tidal <- startStream defaultConfig {cFrameTimespan = 1/20}
  [ (superdirtTarget {oLatency = ahead}, [superdirtShape])
  , (lmdmTarget, lmdmShapes) ]
:}

:{
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
:}

-- lmdm, the second block: what its patterns are called
:{
let words' = fmap (map (\c -> if c == '_' then ' ' else c)) :: Pattern String -> Pattern String
    sharps = fmap (map (\c -> if c == 's' then '#' else c)) :: Pattern String -> Pattern String
    lmdm = pS "lmdm" . words' -- a prompt; an underscore is a space
    lmdmSlot = pI "lmdm_slot" -- which of the six, 0 to 5
    lmdmWeight = pF "lmdm_weight"
    lmdmNote n = pF "lmdm_note" (fmap ((+ 60) . unNote) n) -- as note does, from middle c
    lmdmVelocity = pF "lmdm_velocity" -- 0 to 1
    lmdmClock b = pI "lmdm_beats" (pure b) -- lmdm keeps Tidal's tempo, so many beats a cycle
    lmdmFree = pS "lmdm_free" -- back to the model: loudness, brightness, density, key, tempo, notes, clock
    lmdmMode = pS "lmdm_mode"
    lmdmGain = pF "lmdm_gain" -- Level of the output; -60 is silence.
    lmdmMute = pI "lmdm_mute" -- Silences the output.
    lmdmLoudness = pF "lmdm_loudness" -- How loud the music itself is to be played, in LUFS-like dB.
    lmdmBrightness = pF "lmdm_brightness" -- Where the weight of the spectrum lies: dark (0), middling (0.5), bright (1).
    lmdmDensity = pF "lmdm_density" -- Onsets per second.
    lmdmKey = pS "lmdm_key" . sharps -- The key that the music keeps to (Ebm is minor); free: in jam mode that of the live input, else the one that the prompt says ("pad in F# minor"), if it does. As of notes, s is sharp: Fsm.
    lmdmTempo = pF "lmdm_tempo" -- Beats per minute while no clock is set; free: what the prompt says or suits it; less than 30: no beat is told. Where notes are played, and in jam and delay mode, none is.
    lmdmGuidance = pF "lmdm_guidance" -- Strength of the text; 1 is plain (and halves the work), more follows it harder. Eases by up to 1 while the music is what the text says.
    lmdmGuidanceNotes = pF "lmdm_guidance/notes" -- Strength of the notes, while there are any; 1 is plain.
    lmdmGuidanceClock = pF "lmdm_guidance/clock" -- Strength of the tempo clock, while there is one; 1 is plain.
    lmdmGuidanceLoudness = pF "lmdm_guidance/loudness" -- Strength of the loudness control, while it is given; 1 is plain.
    lmdmGuidanceBrightness = pF "lmdm_guidance/brightness" -- Strength of the brightness control, while it is given; 1 is plain.
    lmdmGuidanceDensity = pF "lmdm_guidance/density" -- Strength of the density control, while it is given; 1 is plain.
    lmdmGuidanceKey = pF "lmdm_guidance/key" -- Strength of the key, while there is one; 1 is plain.
    lmdmGuidanceInput = pF "lmdm_guidance/input" -- Strength of the live input in jam mode; 1 is plain.
    lmdmSteps = pI "lmdm_steps" -- Denoising steps of a block: more is finer and slower. In 1 or 2 a prompt is followed as at a guidance of 2 at least.
    lmdmBlock = pI "lmdm_block" -- Length of a block in latent frames: shorter answers sooner, longer is cheaper.
    lmdmMargin = pF "lmdm_margin" -- Spare time kept between the end of a block's making and its being heard.
    lmdmReplan = pI "lmdm_replan" -- Whether what is made but not yet heard is made again when a change comes for it, if there is time: answers sooner, at the cost of computing.
    lmdmLatencyMode = pS "lmdm_latency_mode" -- Sets block, steps, margin and replan together; custom when one of them was set by itself.
    lmdmSeed = pI "lmdm_seed" -- Seed of the noise that the music is made from.
    lmdmMorph = pF "lmdm_morph" -- How long the prompts take to cross over when they change.
    lmdmDelayTime = pF "lmdm_delay/time" -- Delay mode: how long ago the input was that comes back; not less than the third figure of /lmdm/latency.
    lmdmDelayBlur = pF "lmdm_delay/blur" -- Delay mode: how far the input is transformed, from not at all (0: itself through the codec) to entirely (1: the prompt's).
    lmdmDelayFeedback = pF "lmdm_delay/feedback" -- Delay mode: how much of what came back goes round again, transformed once more.
    lmdmDelayMix = pF "lmdm_delay/mix" -- Delay mode: from free music alone (0) to what comes back alone (1); between them the work is twice as much.
    lmdmDelayFreeze = pI "lmdm_delay/freeze" -- Delay mode: what is in the delay goes round and round, and nothing new enters.
    lmdmInputGain = pF "lmdm_input/gain" -- Level of the live input; -60 is silence.
    lmdmInputFollow = pI "lmdm_input/follow" -- Jam mode: goes by beat and key of the live input while no clock or key is set.
    lmdmInputMonitor = pI "lmdm_input/monitor" -- Lets the live input be heard.
    -- the model's own controls for short (Tidal's old name for fast, density, gives way)
    loudness = lmdmLoudness
    brightness = lmdmBrightness
    density = lmdmDensity
    key = lmdmKey
    tempo = lmdmTempo
:}

:set prompt "tidal> "
