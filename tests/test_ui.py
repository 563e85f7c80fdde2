"""The page in real Chromium: it shows what plays, plays what a hand does, and anyone can use it."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, Tab, browsing
from oscquery import http_port
from playing import Client, Daemon, eventually, playing
from real_parts import free_port
from serving import serving

from instrument.params import PARAMS

PHONE = (390, 844)
READY = "document.querySelectorAll('[data-key]').length > 0"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("browser")) as made:
        yield made


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with playing(tmp_path_factory.mktemp("ui")) as made:
        yield made


@pytest.fixture
def client(daemon: Daemon) -> Iterator[Client]:
    made = Client(daemon.port)
    yield made
    made.close()


def show(browser: Browser, port: int, *size: int) -> Tab:
    tab = browser.open(*size)
    tab.go(f"http://127.0.0.1:{port}/")  # a browser is led to the page
    tab.until(READY)
    tab.until("document.getElementById('figures').children.length > 0")
    return tab


@pytest.fixture(scope="module")
def tab(browser: Browser, daemon: Daemon) -> Tab:
    return show(browser, http_port(daemon))


def test_every_parameter_has_its_control(tab: Tab) -> None:
    keys = tab.run("[...document.querySelectorAll('[data-key]')].map((e) => e.dataset.key)")
    assert sorted(keys) == sorted(PARAMS)
    assert tab.run("location.pathname") == "/ui"
    assert not tab.complaints, "nothing failed, and its own policy refused it nothing"


def test_what_plays_is_shown(tab: Tab, client: Client) -> None:
    tab.until("document.getElementById('state').textContent === 'playing'")
    assert (
        tab.run("document.querySelector('#prompts input').value") == "warm slow pad with soft piano"
    )
    client.send("/lmdm/param/guidance", 7.5)
    tab.until("document.querySelector('#param-guidance').value === '7.5'")
    assert tab.run("document.querySelector('#param-guidance').ariaValueText") == "7.5"
    client.send("/lmdm/prompt", 2, "dusty drum loop", 0.4)
    tab.until("document.querySelectorAll('#prompts li:not([hidden])').length === 2")
    client.send("/lmdm/prompt", 2)
    tab.until("document.querySelectorAll('#prompts li:not([hidden])').length === 1")
    client.send("/lmdm/param/density", 3.0)
    tab.until("!document.querySelector('[data-key=density]').classList.contains('is-free')")
    client.send("/lmdm/free", "density")
    tab.until("document.querySelector('[data-key=density]').classList.contains('is-free')")
    key = "document.querySelector('#param-key').selectedOptions[0].textContent"
    assert tab.run(key) == "free: the model decides"
    client.send("/lmdm/param/key", "F#m")
    tab.until(f"{key} === 'F#m'")
    client.send("/lmdm/free", "key")
    tab.until(f"{key} === 'free: the model decides'")
    tab.until("Number(document.getElementById('meter-1').ariaValueNow) > -60")
    tab.until("document.getElementById('budget-text').textContent.includes('to make 85 ms')")
    tab.until("document.getElementById('log').textContent.includes('model: default')")


def test_the_spectrogram_shows_the_sound(tab: Tab) -> None:
    """A sine at 440 Hz: the newest column is brightest at its height."""
    script = """(() => {
      const canvas = document.getElementById("spectrogram");
      const { data } = canvas.getContext("2d").getImageData(canvas.width - 1, 0, 1, canvas.height);
      const rows = [...Array(canvas.height).keys()];
      const light = rows.map((row) => data[4 * row] + data[4 * row + 1] + data[4 * row + 2]);
      return Math.max(...light) > 400 && light.indexOf(Math.max(...light));
    })()"""
    row = tab.until(script)
    hertz = 40 * (16_000 / 40) ** ((95.5 - row) / 96)
    assert 380 < hertz < 510


def test_it_is_played_with_the_keyboard_alone(tab: Tab, client: Client) -> None:
    client.send("/lmdm/param/guidance", 2.0)
    tab.until("document.querySelector('#param-guidance').value === '2'")
    tab.run("document.querySelector('#param-guidance').focus()")
    tab.key("ArrowRight", 39)
    eventually(lambda: client.get("guidance") == (pytest.approx(2.1),))
    tab.run("document.querySelector('#param-mute').focus()")
    tab.key(" ", 32, " ")
    eventually(lambda: client.get("mute") == (1,))
    tab.key(" ", 32, " ")
    eventually(lambda: client.get("mute") == (0,))
    tab.run("document.getElementById('new-prompt').focus()")
    tab.type("glass bells")
    tab.key("Enter", 13, "\r")
    eventually(lambda: client.get("prompt/1") == ("glass bells", 1.0))
    tab.run("document.querySelector('#prompts li:nth-child(2) button').focus()")
    tab.key("Enter", 13, "\r")
    eventually(lambda: client.get("prompt/1") == ())
    tab.run("document.querySelector('[data-key=brightness] .free input').focus()")
    tab.key(" ", 32, " ")
    eventually(lambda: client.get("brightness") == (0.5,))
    tab.key(" ", 32, " ")
    eventually(lambda: client.get("brightness") == ("free",))
    tab.run("document.querySelector('#param-key').focus()")
    tab.key("E", 69, "E")  # the first name of that letter
    eventually(lambda: client.get("key") == ("Eb",))
    tab.key("Home", 36)
    eventually(lambda: client.get("key") == ("free",))
    tab.run("document.getElementById('preset-name').focus()")
    tab.type("evening")
    tab.key("Enter", 13, "\r")
    tab.until("document.getElementById('presets').textContent === 'evening'")
    tab.run("document.getElementById('stop').focus()")
    tab.key("Enter", 13, "\r")
    tab.until("document.getElementById('state').textContent === 'stopped'")
    tab.run("document.getElementById('play').click()")
    tab.until("document.getElementById('state').textContent === 'playing'")


def pressed(tab: Tab, button: str) -> bool:
    return tab.run(f"document.querySelector({button!r}).ariaPressed === 'true'")


def test_what_is_kept_is_listed_and_recalled(tab: Tab, client: Client, daemon: Daemon) -> None:
    for name in ("states/verse", "models/other"):  # the engine here writes none
        (daemon.state / name).parent.mkdir(exist_ok=True)
        (daemon.state / f"{name}.safetensors").touch()
    tab.run("document.getElementById('state-name').focus()")
    tab.type("break")
    tab.key("Enter", 13, "\r")
    tab.until("document.getElementById('message').textContent === 'state break is kept'")
    eventually(lambda: [c[3] for c in daemon.changes("state/save")] == ["break"])
    tab.until("document.getElementById('states').textContent === 'verse'")
    tab.run("document.querySelector('#states button').click()")
    tab.until("document.getElementById('message').textContent === 'the music goes on from verse'")
    assert [c[3] for c in daemon.changes("state/recall")] == ["verse"]

    client.send("/lmdm/load", "default")  # whatever is loaded, all is listed anew
    tab.until("document.getElementById('loaded').options.length === 2")
    tab.run("document.getElementById('loaded').value = 'other'")
    tab.run("document.getElementById('load').requestSubmit()")
    tab.until("document.getElementById('message').textContent === 'model other plays'")
    tab.until("document.getElementById('model').textContent === 'other'")


def test_what_plays_is_frozen_and_recorded(tab: Tab, client: Client, daemon: Daemon) -> None:
    tab.run("document.getElementById('freeze-beats').focus()")
    tab.type("2")
    tab.run("document.getElementById('freeze').click()")
    eventually(lambda: client.get("freeze") == (1, 2.0))
    assert pressed(tab, "#freeze")
    client.send("/lmdm/freeze", 0)
    tab.until("document.getElementById('freeze').ariaPressed === 'false'")

    tab.run("document.getElementById('trace-name').focus()")
    tab.type("take")
    tab.key("Enter", 13, "\r")
    tab.until("document.querySelector('#trace button').textContent === 'Stop trace take'")
    assert pressed(tab, "#trace button")
    tab.run("document.querySelector('#trace button').click()")
    tab.until("document.querySelector('#trace button').textContent === 'Record a trace'")
    # the engine writes down what it is asked before it answers
    assert [c[3] for key in ("start", "stop") for c in daemon.changes(f"trace/{key}")] == [
        "take", "take",
    ]  # fmt: skip

    tab.run("document.getElementById('capture').click()")
    said = tab.until(
        "document.getElementById('message').textContent.match(/captured as (.*wav)/)?.[1]"
    )
    assert (daemon.state / "captures" / said).stat().st_size > 1_000


def test_it_asks_only_for_what_there_is(tab: Tab, daemon: Daemon) -> None:
    assert tab.run("document.getElementById('scenes-part').hidden")
    assert tab.run("document.getElementById('midi-part').hidden")
    assert "refused /lmdm/scene/list" not in daemon.said()
    assert "refused /lmdm/midi/list" not in daemon.said()


def test_the_tab_key_goes_through_all_of_it_in_order(browser: Browser, daemon: Daemon) -> None:
    tab = show(browser, http_port(daemon))
    wanted = """[...document.querySelectorAll("a, button, input, select, [tabindex='0']")]
      .filter((e) => e.checkVisibility() && !e.matches(":disabled"))"""
    count = tab.run(f"(window.all = {wanted}).length")
    assert count > 1.5 * len(PARAMS)
    where = []
    for _ in range(count):
        tab.key("Tab", 9)
        where.append(tab.run("all.indexOf(document.activeElement)"))
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert tab.run(outline) != "none", "where it is can be seen"
    assert where == list(range(count))
    tab.call("Page.close")


def test_a_refusal_is_said(tab: Tab) -> None:
    tab.run("document.getElementById('preset-name').removeAttribute('pattern')")
    tab.run("document.getElementById('preset-name').value = '../secret'")
    tab.run("document.getElementById('save-preset').requestSubmit()")
    said = tab.until("document.querySelector('.message.bad')?.textContent")
    assert "letters, digits" in said
    assert tab.run("document.getElementById('message').ariaLive") == "polite"


def test_everything_has_a_name_that_is_read_out(tab: Tab) -> None:
    told = [(role, name.lower()) for role, name in tab.accessible()]
    wanted = {
        "slider",
        "switch",
        "checkbox",
        "button",
        "textbox",
        "combobox",
        "spinbutton",
        "meter",
    }
    assert wanted <= {role for role, _ in told}
    nameless = [entry for entry in told if entry[0] in {*wanted, "image", "list"} and not entry[1]]
    assert [role for role, _ in nameless if role != "list"] == []
    assert ("heading", "sound") in told and ("slider", "gain") in told
    assert ("meter", "level left") in told
    assert ("checkbox", "density: the model decides") in told


@pytest.mark.parametrize("size", [PHONE, (1280, 900)], ids=["phone", "desktop"])
def test_it_fits(browser: Browser, daemon: Daemon, tmp_path: Path, size: tuple[int, int]) -> None:
    tab = show(browser, http_port(daemon), *size)
    wide = tab.run("document.documentElement.scrollWidth")
    assert wide <= size[0], "nothing is cut off, nothing scrolls sideways"
    small = """[...document.querySelectorAll("button, input, select")].filter((e) => {
      const box = (e.closest("label") ?? e).getBoundingClientRect();
      return e.checkVisibility() && (box.width < 20 || box.height < 20);
    }).map((e) => e.outerHTML)"""
    assert tab.run(small) == [], "a finger finds it"
    over = """[...document.querySelectorAll(".control, .prompts li, .figures div")].filter(
      (e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"""
    assert tab.run(over) == []
    assert tab.picture(tmp_path / "page.png").startswith(b"\x89PNG")
    tab.call("Page.close")


@contextlib.contextmanager
def elsewhere() -> Iterator[str]:
    """A page of somebody else's on this machine: another port is another origin."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>elsewhere</title>")

        def log_message(self, *_: object) -> None:
            pass

    # Chromium opens a connection to spare, and says nothing on it for a minute
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_page_from_elsewhere_gets_nothing(browser: Browser, daemon: Daemon) -> None:
    """It can neither connect, nor read, nor show the page in a frame and have it clicked."""
    tab, port = browser.open(), http_port(daemon)
    with elsewhere() as url:
        tab.go(url)
        tab.until("document.title === 'elsewhere'")
        for path in ("/", "/ui/feed"):
            script = f"""new Promise((found) => {{
              const socket = new WebSocket("ws://127.0.0.1:{port}{path}");
              socket.onopen = () => found("open");
              socket.onerror = () => found("refused");
            }})"""
            assert tab.run(script) == "refused"
        assert sum("403" in complaint for complaint in tab.complaints) == 2, tab.complaints
        reading = f'fetch("http://127.0.0.1:{port}/lmdm").then(() => "read", () => "refused")'
        assert tab.run(reading) == "refused"
        tab.run(f"""new Promise((found) => {{
          const frame = document.createElement("iframe");
          frame.onload = frame.onerror = found;
          frame.src = "http://127.0.0.1:{port}/ui";
          document.body.append(frame);
        }}).then(() => 1)""")
        assert any("frame-ancestors" in c for c in tab.complaints), tab.complaints
    tab.call("Page.close")


def test_other_machines_look_and_do_not_play(browser: Browser) -> None:
    with serving() as here:
        tab = show(browser, here.port)
        tab.until("!document.getElementById('look-only').hidden")
        assert tab.run("document.querySelector('#param-gain').matches(':disabled')")
        assert tab.run("document.getElementById('play').matches(':disabled')")
        assert tab.run("document.getElementById('log-part').hidden")
        assert tab.run("document.getElementById('message').textContent") == ""
        tab.call("Page.close")


def test_scenes_have_their_buttons(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("scenes: {dawn: {prompts: [first]}, night: {prompts: [second]}}")
    with playing(tmp_path, "--scene", str(path)) as here:
        tab = show(browser, http_port(here))
        tab.until("document.getElementById('scenes').textContent === 'dawnnight'")
        tab.until("document.querySelector('#scenes [aria-pressed=true]')?.textContent === 'dawn'")
        tab.run("document.querySelector('#scenes li:last-child button').click()")
        tab.until("document.querySelector('#scenes [aria-pressed=true]')?.textContent === 'night'")
        assert tab.run("document.getElementById('message').textContent") == "scene night plays"
        tab.run("document.getElementById('programme').click()")
        tab.call("Page.close")


def test_it_comes_back_after_the_front_was_killed(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with playing(tmp_path, port=port) as first:
        tab = show(browser, port + 1)
        tab.until("document.getElementById('state').textContent === 'playing'")
        first.kill()
        tab.until("document.getElementById('state').textContent === 'no connection'")
        with playing(tmp_path, port=port) as second:
            Client(second.port).send("/lmdm/param/guidance", 6.0)
            tab.until("document.getElementById('state').textContent === 'playing'")
            tab.until("document.querySelector('#param-guidance').value === '6'")
            assert second.process.poll() is None
    tab.call("Page.close")
