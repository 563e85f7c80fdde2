"""README's first lines for each tool, as they stand there, played by the real programs.

The reader's clone is a copy of `patches` in which the daemon has another port, as one may run here
already; `lmdm` plays there with the fake engine, and Pd has no window. Sonic Pi's lines are played
in test_sonic_pi.py, SuperCollider's first block in test_end_to_end.py.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from oscquery import ask
from playing import TESTS, Daemon, eventually, playing
from readme import README, block
from real_parts import ROOT, Part, Stage, free_port, need, stage

from instrument.osc import orca


@dataclass
class Clone:
    """A reader's clone: `run` does there what a terminal does with a block of README."""

    root: Path
    port: int
    stage: Stage

    def run(self, name: str, lines: str) -> Part:
        return self.stage.start(name, ["bash", "-c", f"cd '{self.root}'\n{lines}"])


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    root, port, replies = tmp_path_factory.mktemp("clone"), free_port(), free_port()
    shutil.copytree(ROOT / "patches", root / "patches")
    for path in (root / "patches").rglob("*"):
        if path.suffix in (".pd", ".ck", ".hs", ".py"):
            text = path.read_text().replace("57140", str(port)).replace("57150", str(replies))
            path.write_text(text)
    programs = {
        ".venv/bin/lmdm": f'"{sys.executable}" "{TESTS}/fake_serve.py" "$@" --port {port}',
        "bin/pd": f'{need("pd")} -nogui -stderr -noprefs -nomidi "$@"',
    }
    for name, command in programs.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"#!/bin/sh\nexec {command}\n")
        (root / name).chmod(0o755)
    with stage(tmp_path_factory.mktemp("stage")) as here:
        here.extra |= {
            "PATH": f"{root}/bin:{here.env['PATH']}", "LMDM_FAKE_LOG": str(root / "log"),
        }  # fmt: skip
        here.jackd()
        yield Clone(root, port, here)


@pytest.fixture
def daemon(clone: Clone, tmp_path: Path) -> Iterator[Daemon]:
    """`lmdm serve`, beside which README has the others play."""
    with playing(tmp_path, port=clone.port) as made:
        yield made


def test_pd(clone: Clone) -> None:
    part = clone.run("pd", block("sh", "pd -jack"))
    try:
        part.wait_for("model: ", 60)
        heard = {"pure_data:input_3"}
        eventually(lambda: clone.stage.connections().get("lmdm:out_1") == heard)
        assert clone.stage.connections()["pure_data:output_1"] == {"system:playback_1"}
        eventually(lambda: "lmdm_subscribers 1" in ask(clone.port + 1, "/metrics")[1])
        for trouble in ("error", "couldn't create", "refused", "Traceback", "warning: no"):
            assert trouble not in part.output(), part.output()
    finally:
        part.stop()
        eventually(lambda: "lmdm:out_1" not in clone.stage.jack_ports())


def played(daemon: Daemon, key: str) -> list:
    """The values that `key` was given, one after the other."""
    return [c[3] for c in daemon.changes(key) if c[3] is not None]


def test_chuck(clone: Clone, daemon: Daemon) -> None:
    part = clone.run("chuck", block("sh", "chuck "))
    eventually(lambda: ["warm slow pad", 1.0] in played(daemon, "prompt"))
    eventually(lambda: len(played(daemon, "clock")) > 1)
    assert part.process.poll() is None, part.output()
    assert "refused" not in part.output()
    part.stop()


def test_tidal(clone: Clone, daemon: Daemon) -> None:
    (boot,) = re.findall(r"TidalCycles starts with `(\S+)`", README)
    with (clone.root / "ghci.log").open("w") as log:
        ghci = subprocess.Popen(  # as the editors' plugins start it
            [need("ghci"), "-v0", "-ghci-script", boot],
            stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, text=True, cwd=clone.root,
        )  # fmt: skip
    assert ghci.stdin is not None
    ghci.stdin.write(block("haskell", "lmdm") + "\n")
    ghci.stdin.flush()
    chords = [[pitch, pytest.approx(0.8)] for pitch in (60, 64, 67, 71)]

    def heard() -> bool:
        prompts = [text for text, _ in played(daemon, "prompt")]
        return (
            {"warm pad", "acid bass"} <= set(prompts)
            and {round(value, 4) for value in played(daemon, "density")} == {0.3, 8.0}
            and all(note in played(daemon, "note") for note in chords)
        )

    eventually(heard, 60, "not all of it was heard")
    ghci.stdin.write("hush\n:quit\n")
    ghci.stdin.close()
    ghci.wait(60)
    assert "error" not in (clone.root / "ghci.log").read_text()


@pytest.mark.parametrize("library", ["FoxDot", "renardo_lib.runtime"])
def test_foxdot_and_renardo(clone: Clone, daemon: Daemon, library: str) -> None:
    lines = block("python", "foxdot").replace("/path/to/lmdm", str(clone.root))
    # Renardo's launcher downloads samples to here; it does not start without the folder
    home = Path(clone.stage.env["HOME"])
    (home / ".config/renardo/samples/0_foxdot_default/_loop_").mkdir(parents=True, exist_ok=True)
    script = clone.root / "buffer.py"  # what is evaluated in either's editor, which imports it
    script.write_text(
        f"from {library} import *\n{lines}\nimport threading\nthreading.Event().wait()"
    )
    part = clone.run(library, f'"{sys.executable}" {script.name}')
    eventually(lambda: ["warm pad", 1.0] in played(daemon, "prompt"))
    eventually(lambda: played(daemon, "density")[:2] == [2.0, 8.0])
    assert "refused" not in part.output()
    part.stop()


BY_HAND = r"""
~m = LMDM("127.0.0.1", PORT);
~m.connect({
	{
		"LINES".split($|).do { |line| line.interpret; 0.3.wait };
		~m.sync;
		("RESULT " ++ ~m.slots[..1]).postln;
		0.exit
	}.fork(AppClock)
});
"""


def test_supercollider(clone: Clone, daemon: Daemon) -> None:
    lines = "|".join(block("supercollider", "~m.gui").splitlines())
    quoted = lines.replace("\\", r"\\").replace('"', r"\"")
    install = block("supercollider", "Quarks").replace("/path/to/lmdm", str(ROOT))
    for name, code in {
        "install": f"{install}\n0.exit;",  # the next sclang compiles it with its class library
        "by-hand": BY_HAND.replace("PORT", str(daemon.port)).replace("LINES", quoted),
    }.items():
        script = clone.root / f"{name}.scd"
        script.write_text(code)
        said = clone.run(name, f"{need('sclang')} {script}").finish(90)
        assert "ERROR" not in said, said
        assert "WARNING: LMDM" not in said, said
    assert "RESULT [ [ acid bass, 0.7 ], [ warm pad, 0.3 ] ]" in said
    eventually(lambda: [line for line in daemon.told() if "verse" in str(line)])  # the last of them
    assert played(daemon, "loudness") == [-20.0]
    assert len(played(daemon, "brightness")) > 4, "a curve is drawn in lines"
    assert {"loudness", "brightness"} <= set(played(daemon, "free"))
    assert played(daemon, "clock")[0][0] == 60.0


def test_orca() -> None:
    (letter, glyphs) = re.search(r"Orca: .*?`=(\w)(\w+)`", README, re.DOTALL).groups()
    address, arguments = orca.translated(f"/{letter}", [int(glyph, 36) for glyph in glyphs])
    assert address == "/lmdm/param/density/normalized"
    assert arguments == (pytest.approx(8 / 35),)
