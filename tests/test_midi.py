"""MIDI: what each message is here, learning, and a real port of a real JACK server.

The ALSA sequencer is a kernel's and not on every machine that tests; JACK's MIDI goes through the
same library.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
import rtmidi
from browser import browsing
from oscquery import http_port
from playing import LIMIT, Client, Daemon, eventually, playing
from real_parts import Stage

from instrument.errors import Refused, UserError
from instrument.front.midi import TARGETS, Bindings, MidiInput, packet_of
from instrument.osc.codec import decode
from instrument.params import PARAMS


def said(message: list[int], bindings: Bindings) -> tuple | None:
    packet = packet_of(message, bindings)
    if packet is None:
        return None
    (group,) = decode(packet)
    (sent,) = group.messages
    return (sent.address, *sent.args)


def test_notes_and_controllers(tmp_path: Path) -> None:
    bindings = Bindings(tmp_path / "midi.yaml")
    assert said([0x90, 60, 127], bindings) == ("/lmdm/note", 60, 1.0)
    assert said([0x9F, 60, 0], bindings) == ("/lmdm/note", 60, 0.0)
    assert said([0x80, 60, 64], bindings) == ("/lmdm/note", 60, 0.0)
    assert said([0xB0, 123, 0], bindings) == ("/lmdm/notes/off",)
    for nothing in ([0xB0, 74, 9], [0xC0, 5], [0xF8], [0xE0, 1, 2], [0xF0, 1, 2, 3], []):
        assert said(nothing, bindings) is None


def test_learning_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "midi.yaml"
    bindings = Bindings(file)

    async def learn(name: str, *messages: list[int]) -> tuple[object, ...]:
        asked = asyncio.get_running_loop().create_task(bindings.learn(name))
        await asyncio.sleep(0)
        for message in messages:
            packet_of(message, bindings)
        return await asked

    assert asyncio.run(learn("brightness", [0x90, 1, 1], [0xB2, 74, 64])) == ("brightness", 3, 74)
    assert asyncio.run(learn("prompt/1/weight", [0xB0, 7, 1])) == ("prompt/1/weight", 1, 7)
    assert file.read_text() == "1/7: prompt/1/weight\n3/74: brightness\n"
    again = Bindings(file)
    address, value = said([0xB2, 74, 127], again) or ()
    assert (address, value) == ("/lmdm/param/brightness/normalized", 1.0)
    assert said([0xB0, 74, 127], again) is None, "another channel"
    assert said([0xB0, 7, 0], again) == ("/lmdm/prompt/1/weight", 0.0)
    assert again.forget("brightness") == 1
    assert [name for _, name in Bindings(file).items()] == ["prompt/1/weight"]
    assert again.forget("") == 1
    assert list(Bindings(file).items()) == []
    with pytest.raises(Refused, match='did you mean "density"'):
        asyncio.run(learn("densty"))
    assert set(PARAMS) < set(TARGETS)


def test_a_second_learner_takes_the_turn(tmp_path: Path) -> None:
    async def run() -> None:
        bindings = Bindings(tmp_path / "midi.yaml")
        loop = asyncio.get_running_loop()
        first = loop.create_task(bindings.learn("gain"))
        await asyncio.sleep(0)
        second = loop.create_task(bindings.learn("morph"))
        await asyncio.sleep(0)
        with pytest.raises(Refused, match="another one"):
            await first
        packet_of([0xB0, 1, 1], bindings)
        assert await second == ("morph", 1, 1)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("17/4: gain", ':1: "17/4" is no controller'),
        ("gain: 1/4", ':1: "gain" is no controller'),
        ("1/1: gain\n1/2: gian", ':2: a controller cannot move "gian" - did you mean "gain"?'),
    ],
)
def test_a_broken_file_is_said_with_its_line(tmp_path: Path, text: str, wrong: str) -> None:
    file = tmp_path / "midi.yaml"
    file.write_text(text)
    with pytest.raises(UserError) as error:
        Bindings(file)
    assert wrong in str(error.value)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    with pytest.raises(UserError, match=r"pip install 'lmdm\[midi\]'"):
        Bindings.here()


class Leaving:
    """A MIDI input that goes between being named and being opened, and is there the next time."""

    def __init__(self) -> None:
        self.opened = 0

    def get_ports(self) -> list[str]:
        return ["keys"]

    def open_port(self, number: int, name: str) -> None:
        self.opened += 1
        if self.opened == 1:
            raise rtmidi.InvalidPortError("no such port")

    def set_callback(self, callback: object) -> None:
        pass

    def close_port(self) -> None:
        pass


def test_a_keyboard_that_goes_while_it_is_taken_is_taken_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, lines = Leaving(), []
    monkeypatch.setattr("instrument.front.midi._inputs", lambda: [port])
    monkeypatch.setattr("instrument.front.midi._LOOK_EVERY", 0.0)

    async def run() -> None:
        midi = MidiInput("keys", None, Bindings(tmp_path / "midi.yaml"), lines.append)
        midi.open()
        while lines[-1] != "midi: keys":
            await asyncio.sleep(0)
        midi.close()

    asyncio.run(asyncio.wait_for(run(), LIMIT))
    assert lines[0].startswith('midi: no input "keys" yet')


class Keyboard:
    """A MIDI port of JACK's that others listen to."""

    def __init__(self, name: str) -> None:
        self.out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
        self.out.open_virtual_port("keys")

    def close(self) -> None:
        self.out.close_port()
        self.out.delete()


def test_a_keyboard_plays_it(
    stage_here: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through a real JACK server: played, taught, unplugged and plugged in again."""
    stage_here.jackd()
    for name, value in stage_here.env.items():
        monkeypatch.setenv(name, value)
    keyboard = Keyboard("little-keys")
    daemon = Daemon(tmp_path, "--midi", "little-KEYS")
    try:
        daemon.wait_playing()
        daemon.wait_said("midi: little-keys:keys")
        client = Client(daemon.port)
        client.subscribe()
        keyboard.out.send_message([0x90, 64, 127])
        assert client.expect("/lmdm/note").args == (64, 1.0)
        keyboard.out.send_message([0x80, 64, 0])
        assert client.expect("/lmdm/note").args == (64, 0.0)

        client.send("/lmdm/midi/learn", "guidance")
        client.send("/lmdm/version")
        client.expect("/lmdm/version.reply")
        keyboard.out.send_message([0xB0, 1, 0])
        assert client.expect("/lmdm/done", "/lmdm/midi/learn").args[1:] == ("guidance", 1, 1)
        keyboard.out.send_message([0xB0, 1, 127])
        assert client.expect("/lmdm/param/guidance").args == (10.0,)
        client.send("/lmdm/midi/list")
        assert client.expect("/lmdm/midi").args == ("guidance", 1, 1)
        with browsing(tmp_path) as browser:
            tab = browser.open()
            tab.go(f"http://127.0.0.1:{http_port(daemon)}/ui")
            tab.until("document.getElementById('midi').textContent.includes('1/1 moves guidance')")
            tab.run("document.getElementById('learned').value = 'prompt/0/weight'")
            tab.run("document.getElementById('learn').requestSubmit()")
            tab.until("document.getElementById('message').textContent.startsWith('move the')")
            keyboard.out.send_message([0xB3, 7, 64])
            tab.until("document.getElementById('midi').textContent.includes('4/7 moves prompt/0')")
            keyboard.out.send_message([0xB3, 7, 127])
            client.expect("/lmdm/prompt", 0)
            tab.run("document.querySelector('#midi li:nth-child(2) button').click()")
            tab.until("document.getElementById('midi').children.length === 1")
            assert not tab.complaints
        client.send("/lmdm/midi/learn", "gainn")
        assert 'did you mean "gain"' in client.fail("unknown")

        keyboard.close()
        daemon.wait_said("little-keys:keys is gone")
        keyboard = Keyboard("little-keys")
        eventually(lambda: daemon.said().count("midi: little-keys:keys\n") == 2)
        keyboard.out.send_message([0xB0, 1, 0])
        client.expect("/lmdm/param/guidance", 0.0)
        client.send("/lmdm/midi/forget")
        assert client.expect("/lmdm/done", "/lmdm/midi/forget").args[1:] == (1,)
        client.close()
    finally:
        daemon.stop()
        keyboard.close()


def test_it_can_be_off(tmp_path: Path) -> None:
    with playing(tmp_path) as daemon:
        client = Client(daemon.port)
        client.send("/lmdm/midi/list")
        assert "--midi" in client.fail("unknown")
        client.close()
