"""A parameter that is added in one place is everywhere.

A copy of this checkout gets one more line in its table; what is made from the table is found stale,
and made again; and then the copy's own tests, those that go through every parameter, play it with
the real programs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from real_parts import ROOT

KEY = "tremble/depth"
DECLARED = f"""
    Param(
        key="{KEY}", default=0.5, lo=0.0, hi=3.0, step=0.01, unit="s", when="block",
        doc="How far it trembles.",
    ),
"""
BEFORE = """
    Param(
        key="input/gain","""

STALE = {
    "instrument/OSC.md": f"| `{KEY}` | float | 0 to 3 s | 0.5 | block | How far it trembles. |",
    "sc/Classes/LMDMParams.sc": "trembleDepth_ { |seconds|",
    "sc/HelpSource/Reference/LMDMParameters.schelp": "LMDM.default.trembleDepth = 1.5;",
    "patches/pd/lmdm.table.pd": f"{KEY} 0 3 0",
    "patches/pd/lmdm.echo.pd": f"s lmdm.param.{KEY}",
    "patches/pd/lmdm.params.pd": f"lmdm.param {KEY}",
    "patches/pd/lmdm.param-help.pd": "0 to 3 s (0.5). How far it trembles",
    "patches/tidal/BootTidal.hs": "lmdmTrembleDepth = pF",
    "patches/open-stage-control/lmdm.json": f'"address": "/lmdm/param/{KEY}"',
    "patches/max/patchers/lmdm.maxpat": f"prepend {KEY}",
    "patches/max/help/lmdm.param.maxhelp": "How far it trembles.",
    "patches/max/devices/lmdm.amxd": f"prepend {KEY}",
}
"""What depends on the table, and what stands in it afterwards."""

PLAYED = (
    "test_generate.py",
    "test_osc_daemon.py::test_every_parameter_takes_every_kind_of_number",
    "test_http_oscquery.py::test_parameters_are_described_in_full",
    "test_sc_unit.py",
    "test_max_package.py::test_max_would_load_it",
    "test_max_package.py::test_the_panel_has_a_control_for_every_parameter_with_its_range",
    f"test_max_messages.py::test_a_control_is_turned_and_the_daemon_follows[{KEY}]",
    "test_pd.py::test_every_parameter_is_played_and_shown",
    "test_tidal.py::test_every_parameter_has_its_function",
    "test_ui.py::test_every_parameter_has_its_control",
)
"""Tests that go through the whole table, by OSC, OSCQuery, sclang, Max, Pd, Tidal and the page."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """This checkout with one parameter more; the weights are the same files."""
    root = tmp_path / "lmdm"
    for name in ("instrument", "patches", "sc", "tests"):
        left = shutil.ignore_patterns("weights", "__pycache__")
        shutil.copytree(ROOT / name, root / name, ignore=left)
    for name in ("pyproject.toml", "instrument/weights"):
        (root / name).symlink_to(ROOT / name)
    table = root / "instrument/params.py"
    text = table.read_text()
    assert text.count(BEFORE) == 1
    table.write_text(text.replace(BEFORE, DECLARED + BEFORE.lstrip("\n")))
    return root


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Python in the copy, with nothing of this checkout."""
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=root, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(root)}, timeout=300,
    )  # fmt: skip


def test_it_appears_everywhere_and_is_played(copy: Path) -> None:
    checked = run(copy, "instrument.generate", "--check")
    assert checked.returncode == 1
    stale = {line.split(" is not current")[0] for line in checked.stderr.splitlines()}
    assert stale == set(STALE)
    assert run(copy, "instrument.generate").returncode == 0
    for path, stands in STALE.items():
        assert stands.encode() in (copy / path).read_bytes(), path

    done = run(
        copy, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *(f"tests/{x}" for x in PLAYED)
    )
    assert done.returncode == 0, done.stdout[-5_000:]
