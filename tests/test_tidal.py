"""Real GHC with Tidal, started by the shipped BootTidal.hs, plays a real daemon."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playing import Client, Daemon, eventually, playing
from real_parts import ROOT, need

from instrument.emit.tidal import tidal_name
from instrument.params import PARAMS

BOOT = ROOT / "patches" / "tidal" / "BootTidal.hs"
RATE = 48_000
CPS = 0.5625  # Tidal's own, 135 beats of four a minute
FRAME = 2_048

Say = Callable[[str], None]


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with playing(tmp_path_factory.mktemp("daemon")) as made:
        yield made


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tidal") / "ghci.log"


@pytest.fixture(scope="module")
def say(daemon: Daemon, log: Path) -> Iterator[Say]:
    """Evaluates a line, as an editor does."""
    with log.open("w") as out:
        ghci = subprocess.Popen(
            [need("ghci"), "-v0", "-ignore-dot-ghci"],
            stdin=subprocess.PIPE, stdout=out, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
    assert ghci.stdin is not None

    def evaluate(line: str) -> None:
        ghci.stdin.write(line + "\n")
        ghci.stdin.flush()

    evaluate(BOOT.read_text().replace("oPort = 57140", f"oPort = {daemon.port}"))
    evaluate('putStrLn "booted"')
    eventually(lambda: "booted" in log.read_text(), 60)
    assert "error" not in log.read_text(), log.read_text()
    yield evaluate
    evaluate("hush\n:quit")
    ghci.stdin.close()
    ghci.wait(60)


def steps(daemon: Daemon, key: str, count: int) -> list[list]:
    """The next `count` changes of `key`."""
    before = len(daemon.changes(key))
    eventually(lambda: len(daemon.changes(key)) >= before + count)
    return daemon.changes(key)[before : before + count]


def test_a_pattern_of_prompts_and_values_lands_on_its_frames(daemon: Daemon, say: Say) -> None:
    before = len(daemon.changes("prompt"))
    say('d1 $ lmdm "warm_pad acid_bass" # density "0.3 8"')
    eventually(lambda: len(daemon.changes("density")) > 6)
    prompts, densities = daemon.changes("prompt")[before:], daemon.changes("density")[-6:]
    say("d1 silence")
    assert {(c[2], c[3][0], c[3][1]) for c in prompts} == {
        (0, "warm pad", 1.0), (0, "acid bass", 1.0),
    }  # fmt: skip
    values = [round(c[3], 4) for c in densities]
    assert values in ([0.3, 8.0] * 3, [8.0, 0.3] * 3)
    at = [c[0] for c in densities]
    assert None not in at, "it came late"
    half = RATE / CPS / 2
    for k, sample in enumerate(at):
        assert sample - at[0] == pytest.approx(k * half, abs=FRAME / 4)
    # a prompt and the density of the same event
    for sample in at:
        assert min(abs(c[0] - sample) for c in prompts) < FRAME / 4


def test_notes_end_by_themselves(daemon: Daemon, say: Say) -> None:
    say('d2 $ lmdmNote "c e" # lmdmVelocity 0.5')
    notes = steps(daemon, "note", 8)
    say("d2 silence")
    begun = {c[3][0]: c[0] for c in notes if c[3] == [c[3][0], 0.5]}
    ended = [(c[3][0], c[0]) for c in notes if c[3][1] == 0.0]
    assert set(begun) == {60, 64}
    for pitch, sample in ended[:1]:
        lengths = [sample - c[0] for c in notes if c[3] == [pitch, 0.5]]
        assert min(abs(x - RATE / CPS / 2) for x in lengths) < FRAME / 4


def test_the_tempo_follows_tidal(daemon: Daemon, say: Say) -> None:
    say("d3 $ lmdmClock 4")
    first, second = steps(daemon, "clock", 2)
    assert first[3][0] == pytest.approx(CPS * 240)
    assert second[3][1] - first[3][1] == pytest.approx(4)
    assert second[0] - first[0] == pytest.approx(RATE / CPS, abs=FRAME / 4)
    say("setcps 0.75")
    eventually(lambda: daemon.changes("clock")[-1][3][0] == 180.0)
    say('d3 silence\nonce $ lmdmFree "clock"\nsetcps 0.5625')
    eventually(lambda: [c for c in daemon.changes("free") if c[3] == "clock"])


def test_every_parameter_has_its_function(say: Say, other: Client) -> None:
    wanted = {key: param.from_normalized(0.75) for key, param in PARAMS.items()}
    for key, value in wanted.items():
        number = int(value) if isinstance(value, int) else value
        pattern = f'"{value}"' if isinstance(value, str) else f"(pure ({number}))"
        say(f"once $ {tidal_name(key)} {pattern}")
    for key, value in wanted.items():
        value = pytest.approx(value, rel=1e-4) if isinstance(value, float) else value
        other.expect(PARAMS[key].address, value)


def test_keys_are_a_pattern_and_sharps_are_written_as_notes_are(
    daemon: Daemon, say: Say, other: Client
) -> None:
    say('d1 $ lmdm "warm_pad" # key "<Ebm Fs>"')
    assert {c[3] for c in steps(daemon, "key", 4)} == {"Ebm", "F#"}
    say('d1 silence\nonce $ key "Csm"')
    other.expect("/lmdm/param/key", "C#m")
    say('once $ lmdmFree "key"')
    other.expect("/lmdm/free", "key")


def test_superdirts_events_are_not_for_lmdm_and_gain_keeps_its_meaning(
    daemon: Daemon, say: Say
) -> None:
    client = Client(daemon.port)
    client.subscribe()
    gain = client.get("gain")
    say('once $ sound "bd" # gain 1.2 # note 3')
    say("once $ lmdmSteps 6 # lmdmMute 0")
    client.expect("/lmdm/param/steps", 6)
    assert client.get("gain") == gain
    assert "refused" not in daemon.said()
    client.close()


def test_what_is_refused_is_said_where_the_daemon_runs(daemon: Daemon, say: Say) -> None:
    say('once $ lmdmMode "skecth"')
    daemon.wait_said('refused /lmdm/mode: .*did you mean "sketch"')


def test_ghc_had_nothing_to_say_against_it(say: Say, log: Path) -> None:
    say('putStrLn "played"')
    eventually(lambda: "played" in log.read_text())
    assert "error" not in log.read_text(), log.read_text()
