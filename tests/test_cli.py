"""The `lmdm` command by itself: what a newcomer meets before anything plays."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from instrument.audio import portaudio
from instrument.cli import group

PLAIN = """
import sys
class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("scipy", "matplotlib"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Lacking())
from instrument.cli import main
main()
"""


@pytest.mark.parametrize("command", ["train", "eval", "soak", "live"])
def test_a_plain_installation_says_which_extra_a_command_needs(command: str) -> None:
    run = [sys.executable, "-c", PLAIN, command, "--help"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=120, check=False)
    said = done.stderr.splitlines()
    assert (done.returncode, len(said)) == (2, 1), done.stderr[-500:]
    assert said[0].endswith("is not installed: pip install 'lmdm[train]'")


def test_no_sound_device_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portaudio, "list_devices", list)
    done = CliRunner().invoke(group, ["serve", "--list-devices"])
    assert (done.exit_code, done.output) == (
        0, "there is no sound device, or other programs hold it\n",
    )  # fmt: skip


def test_the_list_of_parameters_is_for_people() -> None:
    lines = {
        line.split()[0]: line
        for line in CliRunner().invoke(group, ["params"]).output.split("\n")
        if line
    }
    assert "0 or 1                   (0)" in lines["mute"]
    assert "0 to 2147483647" in lines["seed"]
