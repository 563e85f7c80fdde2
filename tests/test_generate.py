"""What is made from the tables is current, and complete."""

from __future__ import annotations

from pathlib import Path

from instrument import generate
from instrument.commands import COMMANDS
from instrument.params import PARAMS


def test_generated_files_are_current() -> None:
    assert generate.stale(generate.checkout()) == []


def test_a_missing_or_edited_file_is_noticed_and_made_again(tmp_path: Path) -> None:
    assert set(generate.stale(tmp_path)) == set(generate.made())
    generate.write(tmp_path)
    assert generate.stale(tmp_path) == []
    page = tmp_path / "instrument" / "OSC.md"
    page.write_text(page.read_text() + "edited by hand\n")
    assert generate.stale(tmp_path) == ["instrument/OSC.md"]


def test_the_reference_names_everything() -> None:
    page = generate.made()["instrument/OSC.md"]
    for param in PARAMS.values():
        assert f"| `{param.key}` |" in page
    for command in COMMANDS.values():
        assert command.address in page
