"""One composer for each family of solo and small-ensemble pieces."""

from instrument.studio.families.draft import Composer
from instrument.studio.families.low import acid, bass_riff, drum_loop
from instrument.studio.families.melodic import arpeggios, guitar, lead, melodic, piano, winds
from instrument.studio.families.sustained import choir, drone, organ, pad, strings, texture

COMPOSERS: dict[str, Composer] = {
    "drums": drum_loop,
    "bass": bass_riff,
    "acid": acid,
    "pad": pad,
    "drone": drone,
    "pluck": melodic("pluck", (76, 140), ("happy", "calm", "dreamy", "mysterious", "sad"), 0.22,
                     0.35),
    "mallet": melodic("mallet", (76, 136), ("bright", "dreamy", "happy", "calm", "mysterious"),
                      0.25, 0.25),
    "piano": piano,
    "strings": strings,
    "choir": choir,
    "arp": arpeggios,
    "lead": lead,
    "texture": texture,
    "guitar": guitar,
    "brass": winds("brass"),
    "flute": winds("flute"),
    "organ": organ,
}  # fmt: skip
