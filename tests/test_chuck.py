"""Real ChucK on a JACK server plays a real daemon, by the class and the example that ship."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playing import Daemon, eventually, playing
from real_parts import ROOT, Part, Stage, free_port, need, stage

CHUCK = ROOT / "patches" / "chuck"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("chuck")) as made:
        made.jackd()
        yield made


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with playing(tmp_path_factory.mktemp("daemon")) as made:
        yield made


def chuck(here: Stage, name: str, code: str) -> Part:
    """ChucK with the class of ours, running `code`."""
    script = here.folder / f"{name}.ck"
    script.write_text(code)
    return here.start(name, [need("chuck"), str(CHUCK / "lmdm.ck"), str(script)])


def test_the_example_plays_and_ends(here: Stage, daemon: Daemon) -> None:
    code = (CHUCK / "first_sound.ck").read_text()
    at = f'm.connect( "127.0.0.1", {daemon.port}, {free_port()} );'
    faster = re.sub(r"\b110\.0\b", "400.0", code.replace("m.connect();", at))
    assert faster.count("400.0") == 1
    said = chuck(here, "example", faster).finish(60)
    assert "refused" not in said
    eventually(lambda: [c for c in daemon.changes("free") if c[3] == "clock"])
    assert [c[3][0] for c in daemon.changes("prompt") if c[3]][-2:] == [
        "warm slow pad",
        "drum loop",
    ]
    assert daemon.changes("density")[-1][3] == 6.0
    glide = [c for c in daemon.changes("brightness") if c[4]]
    assert glide[-1][3:] == [pytest.approx(0.7), 8.0]
    beats = [c[3] for c in daemon.changes("clock")]
    assert beats == [[400.0, float(k), 4] for k in range(0, 64, 4)]
    notes = [c[3] for c in daemon.changes("note")]
    assert len([n for n in notes if n[1] == pytest.approx(0.8)]) == 8
    assert len([n for n in notes if n[1] == 0.0]) == 8


def test_what_cannot_be_done_is_said_in_chuck(here: Stage, daemon: Daemon) -> None:
    part = chuck(
        here,
        "wrong",
        f"""Lmdm m; m.connect( "127.0.0.1", {daemon.port}, {free_port()} );
        1::second => now;
        m.set( "densty", 3 );
        m.set( "density", "fast" );
        m.set( "latency_mode", "nromal" );
        2::second => now;
        """,
    )
    said = part.finish(60)
    assert 'did you mean "density"' in said
    assert 'density wants one number, not the text "fast"' in said
    assert 'did you mean "normal"' in said


def test_news_is_heard(here: Stage, daemon: Daemon) -> None:
    part = chuck(
        here,
        "news",
        f"""class Loud extends Lmdm {{
            fun void heard( OscMsg message ) {{
                if( message.address == "/lmdm/param/steps" ) <<< "steps", message.getInt( 0 ) >>>;
                if( message.address == "/lmdm/heartbeat" ) <<< "alive", message.getString( 2 ) >>>;
            }}
        }}
        Loud m; m.connect( "127.0.0.1", {daemon.port}, {free_port()} );
        1::second => now;
        m.set( "steps", 99 ); // clipped: the sender is told
        2::second => now;
        """,
    )
    said = part.finish(60)
    assert "steps 8" in said
    assert "alive playing" in said
