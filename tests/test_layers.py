"""Imports go down only (the table of layers), and the front and audio never see torch."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import instrument

PACKAGE = Path(instrument.__file__).parent

GROUND = {
    "errors", "units", "config", "params", "commands", "controls", "health", "places", "presets",
    "generate", "emit", "journal", "scenes", "sounds", "priority", "door", "keys",
}  # fmt: skip
NETWORKS = {"conditioning", "model", "usual"}

MAY: dict[str, set[str]] = {
    **dict.fromkeys(GROUND, GROUND),
    "audio": {"audio", "units", "config", "priority"},
    "osc": {"osc", "params", "commands", "controls", "units", "errors"},
    "http": {"http", "osc", "audio", *GROUND},
    "front": {"front", "audio", "osc", "http", *GROUND},
    "nn": {"nn", "units", "config"},
    "hearing": {"hearing", "keys"},
    **dict.fromkeys(NETWORKS, {*NETWORKS, "nn", *GROUND}),
    "engine": {"engine", "nn", "audio", "hearing", *NETWORKS, *GROUND},
    "studio": {"studio", "units", "errors", "keys"},
}
"""What a part of the package may import of the package. What is not named here (cli, bench,
offline, train, ...) is the top and may import anything but the engine's process.
"""

AUDIO_OF_THE_ENGINE = {"audio.ring", "audio.panel", "audio.shared"}
THIRD = {
    "numpy",
    "yaml",
    "click",
    "sounddevice",
    "jack",
    "soxr",
    "soundfile",
    "aiohttp",
    "astral",
    "psutil",
    "zeroconf",
}
"""What the front and the audio process may import from elsewhere."""


OF_THE_WORKSHOP = {"py2max"}
"""What only the making of generated files needs; nothing that runs imports it."""


def part(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imports(path: Path) -> set[str]:
    """Every module that `path` imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            found.add(node.module)
            if node.module == "instrument" or node.module.count(".") == 1:
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


def owner(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down_only(path: Path) -> None:
    mine = owner(path)
    ours = {m for m in imports(path) if m.startswith("instrument.")}
    known = {p.stem for p in PACKAGE.iterdir()}
    used = {part(m) for m in ours} & known
    if mine in MAY:
        assert used - MAY[mine] <= {mine}
    if mine == "engine":
        wrong = {m for m in ours if part(m) == "audio"}
        wrong = {".".join(m.split(".")[1:3]) for m in wrong} - AUDIO_OF_THE_ENGINE - {"audio"}
        assert not wrong
    assert "instrument.engine.process" not in ours, "the engine is a process, nobody imports it"
    if mine == "train":
        assert "front" not in used


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_front_and_audio_import_little_from_elsewhere(path: Path) -> None:
    if owner(path) not in GROUND | {"front", "audio", "osc", "http"}:
        return
    elsewhere = {m.split(".")[0] for m in imports(path)} - set(sys.stdlib_module_names)
    if owner(path) == "emit":
        elsewhere -= OF_THE_WORKSHOP
    assert elsewhere - {"instrument"} <= THIRD


def test_the_front_and_audio_run_without_torch() -> None:
    modules = [
        ".".join(("instrument", *p.relative_to(PACKAGE).with_suffix("").parts))
        for p in FILES
        if owner(p) in GROUND | {"front", "audio", "osc", "http", "cli"} and p.stem != "__init__"
    ]
    assert "instrument.front.daemon" in modules
    program = (
        "import importlib, sys\n"
        f"for name in {modules!r}:\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except OSError as error:\n"  # a sound library that this machine does not have
        "        print(name, error)\n"
        "heavy = {'torch', 'scipy', 'librosa', 'tokenizers', 'wordllama'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=PACKAGE.parent, timeout=60)
