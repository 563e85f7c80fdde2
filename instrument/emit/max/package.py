"""The Max package: every file of patches/max that is made, by its path in the repository."""

from __future__ import annotations

import json
from typing import Any

from instrument import __version__
from instrument.emit.max import guide, parts
from instrument.emit.max.another import link
from instrument.emit.max.audio import audio
from instrument.emit.max.bus import LISTEN, MAX
from instrument.emit.max.device import device, notes_device
from instrument.emit.max.panel import panel

FOLDER = "patches/max"


def files() -> dict[str, str | bytes]:
    """Path in the repository -> contents."""
    hub, size = panel(LISTEN, MAX)
    sheets = {
        "patchers/lmdm.maxpat": hub,
        "patchers/lmdm.param.maxpat": parts.param(MAX),
        "patchers/lmdm.prompt.maxpat": parts.prompt(MAX),
        "patchers/lmdm.notes.maxpat": parts.notes(MAX),
        "patchers/lmdm.clock.maxpat": parts.clock(MAX),
        "patchers/lmdm.audio.maxpat": audio(),
        "patchers/lmdm.link.maxpat": link(),
        "help/lmdm.maxhelp": guide.lmdm(),
        "help/lmdm.param.maxhelp": guide.param(),
        "help/lmdm.prompt.maxhelp": guide.prompt(),
        "help/lmdm.notes.maxhelp": guide.notes(),
        "help/lmdm.clock.maxhelp": guide.clock(),
        "help/lmdm.audio.maxhelp": guide.audio(),
        "help/lmdm.link.maxhelp": guide.link(),
        "examples/lmdm.first-sound.maxpat": guide.first_sound(size),
        "examples/lmdm.in-time.maxpat": guide.in_time(),
        "examples/lmdm.jam.maxpat": guide.jam(),
        "extras/lmdm.overview.maxpat": guide.overview(),
    }
    made: dict[str, str | bytes] = {
        "package-info.json": _json(_info()),
        "devices/lmdm.amxd": device(),
        "devices/lmdm.notes.amxd": notes_device(),
    }
    made |= {path: _json(sheet.to_dict()) for path, sheet in sheets.items()}
    return {f"{FOLDER}/{path}": contents for path, contents in made.items()}


def _info() -> dict[str, Any]:
    """What Max's package manager reads."""
    return {
        "name": "lmdm",
        "displayname": "lmdm",
        "version": __version__,
        "author": "lmdm",
        "authors": ["lmdm"],
        "description": "Plays lmdm, a generative instrument: endless music from a live music "
        "diffusion model, over OSC. No externals.",
        "tags": ["generative", "diffusion", "osc", "instrument", "control"],
        "max_version_min": "8.5",
        "max_version_max": "none",
        "os": {
            "macintosh": {"min_version": "none", "platform": ["x64", "aarch64"]},
            "windows": {"min_version": "none", "platform": ["x64"]},
        },
        "homepatcher": "lmdm.overview.maxpat",
        "package_extra": {"reverse_domain": "org.lmdm"},
    }


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=1) + "\n"
