"""Which drum kits play a style: (renderer, sound, words that name it in captions)."""

from __future__ import annotations

Kit = tuple[str, str, str]

ACOUSTIC = (
    ("fluid", "128:0", "acoustic drum kit|drum kit"),
    ("fluid", "128:8", "room drum kit|roomy drums"),
    ("fluid", "128:16", "power drum kit|big drums"),
    ("samples", "acoustic", "acoustic drums|live drums"),
)
MACHINE = (
    ("fluid", "128:24", "electronic drum kit|electronic drums"),
    ("fluid", "128:25", "808 drum machine|drum machine"),
    ("supercollider", "kit_808", "808 drum machine|808 drums"),
    ("supercollider", "kit_909", "909 drum machine|909 drums"),
    ("supercollider", "kit_hard", "hard drum machine|punchy drum machine"),
    ("samples", "house", "club drum machine|house drums"),
    ("samples", "techno", "techno drum machine|techno drums"),
    ("samples", "electro", "electro drum machine|electro drums"),
    ("samples", "klub", "club drums|drum machine"),
)
KIT_CHOICE: dict[str, tuple[Kit, ...]] = {
    "house": (MACHINE[0], MACHINE[3], MACHINE[5], MACHINE[8]),
    "techno": (MACHINE[3], MACHINE[4], MACHINE[6]),
    "hip hop": (
        ACOUSTIC[0],
        ("samples", "lo-fi", "dusty drums|sampled drums"),
        ("supercollider", "kit_soft", "soft drum machine|soft drums"),
        MACHINE[8],
    ),
    "drum and bass": (ACOUSTIC[0], ACOUSTIC[2], ACOUSTIC[3], MACHINE[7]),
    "rock": ACOUSTIC,
    "funk": (ACOUSTIC[0], ACOUSTIC[1], ACOUSTIC[3]),
    "breakbeat": (ACOUSTIC[0], ACOUSTIC[3], ACOUSTIC[2]),
    "trap": (MACHINE[1], MACHINE[2], ("samples", "808", "808 drums|trap drums")),
    "lo-fi": (
        ("samples", "lo-fi", "dusty drums|lo-fi drums"),
        ("supercollider", "kit_soft", "soft drum machine|soft drums"),
        ("fluid", "128:40", "brush kit|soft brushed drums"),
    ),
    "latin": (ACOUSTIC[0], ACOUSTIC[1]),
    "jazz": (
        ("fluid", "128:32", "jazz drum kit|jazz drums"),
        ("fluid", "128:40", "brush drum kit|brushed drums"),
    ),
    "reggae": (ACOUSTIC[0], ACOUSTIC[1], ACOUSTIC[3]),
    "electro": (MACHINE[1], MACHINE[2], MACHINE[7]),
    "march": (("fluid", "128:48", "orchestral drums|marching drums"), ACOUSTIC[2]),
    "tribal": (
        ("samples", "tabla", "tabla and hand drums|hand drums"),
        ACOUSTIC[1],
        ("supercollider", "kit_soft", "electronic toms|tribal drum machine"),
    ),
}
