"""The Max package: every file of patches/max that is made, by its path in the repository."""

from __future__ import annotations

import json
from typing import Any

from instrument import __version__
from instrument.emit.max import parts
from instrument.emit.max.audio import audio
from instrument.emit.max.bus import LISTEN, MAX
from instrument.emit.max.panel import panel
from instrument.emit.max.sheet import Sheet

FOLDER = "patches/max"


def files() -> dict[str, str | bytes]:
    """Path in the repository -> contents."""
    made: dict[str, str | bytes] = {"package-info.json": _json(_info())}
    sheets = {
        "lmdm": panel(LISTEN, MAX)[0],
        "lmdm.param": parts.param(MAX),
        "lmdm.prompt": parts.prompt(MAX),
        "lmdm.notes": parts.notes(MAX),
        "lmdm.clock": parts.clock(MAX),
        "lmdm.audio": audio(),
    }
    made |= {f"patchers/{name}.maxpat": _patch(sheet) for name, sheet in sheets.items()}
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


def _patch(sheet: Sheet) -> str:
    return _json(sheet.to_dict())


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=1) + "\n"
