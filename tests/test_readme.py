"""README tells the truth: its commands exist, and its second one is what CI runs."""

from __future__ import annotations

import re

import click
import pytest
from real_parts import ROOT

from instrument.cli import group
from instrument.commands import COMMANDS, SENT
from instrument.emit.supercollider import sc_name
from instrument.params import PARAMS

README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
SHELL = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)
LANGUAGE = re.findall(r"```supercollider\n(.*?)\n```", README, re.DOTALL)


def test_ci_runs_the_second_command_word_for_word() -> None:
    (tests,) = (line for line in SHELL if "pytest" in line)
    assert tests in CI.splitlines() or f"\t{tests}" in CI.splitlines()


def test_ci_installs_the_packages_that_readme_names() -> None:
    (named,) = re.findall(r"`apt-get install (supercollider.*?)`", README, re.DOTALL)
    (installed,) = re.findall(r"packages=\((.*?)\)", CI, re.DOTALL)
    assert set(named.split()) == set(installed.split())
    (studio,) = re.findall(r"`apt-get install (fluidsynth.*?)`", README, re.DOTALL)
    assert set(studio.split()) < set(installed.split())


def commands() -> list[list[str]]:
    """Every `lmdm ...` of README, in words."""
    found = re.findall(r"\.venv/bin/lmdm ([^\n]+)", "\n".join(SHELL))
    found += re.findall(r"`lmdm ([a-z][^`]*)`", README)
    return [re.findall(r'"[^"]*"|\S+', line) for line in found]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_commands_exist(words: list[str]) -> None:
    context = click.Context(group)
    command = group.get_command(context, words[0])
    assert command is not None, f"lmdm {words[0]}"
    if isinstance(command, click.Group):  # as in `lmdm train --recipe tiny codec`
        options = {name for param in command.params for name in param.opts}
        words = words[1:]
        while words[0] in options:
            words = words[2:]
        command = command.get_command(context, words[0])
        assert command is not None, words
    known = {name for param in command.params for name in param.opts}
    assert {word for word in words[1:] if word.startswith("--")} <= known


def test_files_that_are_linked_exist() -> None:
    for path in re.findall(r"\]\(([^):]+)\)", README):
        assert (ROOT / path).exists(), path


def test_the_example_is_the_shipped_one() -> None:
    example = (ROOT / "sc/examples/first_sound.scd").read_text()
    assert any(block in example for block in LANGUAGE if "waitForBoot" in block)


def test_methods_and_addresses_exist() -> None:
    source = "".join(path.read_text() for path in (ROOT / "sc/Classes").glob("LMDM*.sc"))
    names = {sc_name(key) for key in PARAMS}
    for method in re.findall(r"~m\.(\w+)", "\n".join(LANGUAGE)):
        assert method in names or re.search(rf"^\t{method} \{{", source, re.MULTILINE), method
    addresses = {entry.address for table in (PARAMS, COMMANDS, SENT) for entry in table.values()}
    for address in re.findall(r"`(/lmdm/[a-z/]+)`", README):
        assert address in addresses, address
