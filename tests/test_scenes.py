"""Scenes and programmes by a simulated clock: a year in a moment, with its changes of clocks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import astral
import astral.sun
import pytest
from click.testing import CliRunner
from playing import LIMIT, Client, Daemon, eventually, panel_of, playing
from real_parts import ROOT

from instrument.cli import group
from instrument.controls import Change, Controls
from instrument.errors import Refused, UserError
from instrument.offline.preview import MOST_LINES
from instrument.params import PARAMS
from instrument.scenes.calendar import Days
from instrument.scenes.conductor import Conductor
from instrument.scenes.file import SceneFile, parse
from instrument.scenes.scene import Walk

BERLIN = ZoneInfo("Europe/Berlin")
MUSEUM = ROOT / "instrument" / "scenes" / "museum.yaml"


def no_presets(name: str) -> list[Change]:
    raise Refused("path", f'no preset "{name}"')


def read(text: str) -> SceneFile:
    return parse(text, "x.yaml", no_presets)


def at(text: str) -> float:
    """A moment in Berlin."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp()


PROGRAMME = """
place: {zone: Europe/Berlin, latitude: 52.52, longitude: 13.4}
hours: [{on: tue-sun, from: "10:00", to: 18:00, fade_in: 60 s, fade_out: 2 min}]
scenes:
  calm: {prompts: [pad], params: {density: 1, brightness: {ramp: [0.2, 0.6], over: 1 h}}}
  busy: {prompts: [drums, {text: bass, weight: 0.5}], params: {density: {walk: [4, 8], every: 60}}}
  bell: {prompts: [bell], params: {gain: -20}}
  feast: {prompts: [choir]}
programme:
  - {scene: calm, at: "09:00"}
  - {scene: busy, at: 14:30, on: weekdays}
  - {scene: bell, at: "10:00", until: 17:30, every: 1 h, for: 2 min}
  - {scene: feast, on: [12-24..01-01], at: sunset - 30 min}
"""


@pytest.mark.parametrize(
    ("moment", "scene", "since"),
    [
        ("2026-11-24 09:30", "calm", "2026-11-24 09:00"),
        ("2026-11-24 10:01", "bell", "2026-11-24 10:00"),
        ("2026-11-24 10:02", "calm", "2026-11-24 09:00"),
        ("2026-11-24 14:29:59", "calm", "2026-11-24 09:00"),
        ("2026-11-24 14:30", "busy", "2026-11-24 14:30"),
        ("2026-11-24 17:59", "busy", "2026-11-24 14:30"),
        ("2026-11-24 17:00:30", "bell", "2026-11-24 17:00"),
        ("2026-11-25 08:00", "busy", "2026-11-24 14:30"),
        ("2026-11-29 20:00", "calm", "2026-11-29 09:00"),
        ("2026-12-25 16:30", "feast", None),
        ("2027-01-02 08:00", "feast", None),
    ],
)
def test_what_is_on_when(moment: str, scene: str, since: str | None) -> None:
    on = read(PROGRAMME).programme.on(at(moment))
    assert on.scene == scene
    if since is not None:
        assert on.since == at(since)
    assert on.until is not None
    assert on.until > at(moment)


def test_it_opens_and_closes_with_fades_inside_the_hours() -> None:
    programme = read(PROGRAMME).programme
    rising, falling = at("2026-11-24 10:00:15"), at("2026-11-24 17:58:30")
    assert not programme.heard(at("2026-11-24 09:59:59")).playing
    assert (programme.heard(rising).playing, programme.heard(rising).level) == (True, 0.25)
    assert (programme.heard(falling).playing, programme.heard(falling).level) == (False, 0.75)
    assert programme.heard(at("2026-11-24 12:00")).level == 1.0
    assert not programme.heard(at("2026-11-23 12:00")).playing, "a Monday"


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_a_change_of_clocks_leaves_nothing_out_and_plays_nothing_twice(day: str) -> None:
    programme = read(
        """
place: {zone: Europe/Berlin}
scenes: {a: {prompts: [a]}, b: {prompts: [b]}, c: {prompts: [c]}}
programme:
  - {scene: a, at: "01:30"}
  - {scene: b, at: "02:30"}
  - {scene: c, at: "04:00"}
"""
    ).programme
    begin = at(f"{day} 00:00")
    played = [s for _, s, _ in programme.changes(begin, begin + 20 * 3600)]
    assert played == ["c", "a", "b", "c"]
    starts = {s: m for m, s, _ in programme.changes(begin, begin + 20 * 3600)}
    assert (starts["b"] - starts["a"]) == 3600, "2:30 is an hour after 1:30, whatever it is called"


def test_a_year_has_every_beginning_to_the_second() -> None:
    """Each entry counted over a year, against a calendar that was worked out by hand."""
    programme = read(PROGRAMME).programme
    begin, end = at("2027-01-03 00:00"), at("2027-12-20 00:00")
    starts = [
        (dt.datetime.fromtimestamp(m, BERLIN), s) for m, s, _ in programme.changes(begin, end)
    ]
    busy = [m for m, s in starts if s == "busy" and (m.hour, m.minute) == (14, 30)]
    days = [begin + k * 86_400 for k in range(351)]
    assert len(busy) == sum(dt.datetime.fromtimestamp(d + 7200, BERLIN).weekday() < 5 for d in days)
    assert all(m.second == 0 for m, _ in starts)
    bells = [m for m, s in starts if s == "bell"]
    assert {m.hour for m in bells} == set(range(10, 18))
    assert len({m.date() for m in bells}) == 351


def test_the_sun_is_where_astronomers_put_it_and_polar_nights_pass() -> None:
    text = """
place: {{zone: {zone}, latitude: {lat}, longitude: {lon}}}
scenes: {{day: {{prompts: [a]}}, night: {{prompts: [b]}}}}
programme: [{{scene: day, at: sunrise}}, {{scene: night, at: sunset + 10 min}}]
"""
    # Auckland's day lies a day ahead of UTC's, Honolulu's behind: both must get their own sunset
    for name, lat, lon in (("Pacific/Auckland", -36.8, 174.8), ("Pacific/Honolulu", 21.3, -157.9)):
        programme = read(text.format(zone=name, lat=lat, lon=lon)).programme
        day = dt.date(2027, 6, 21)
        begin = dt.datetime.combine(day, dt.time(), ZoneInfo(name)).timestamp()
        (_, (rise, s1, _), (set_, s2, _)) = programme.changes(begin, begin + 86_400)
        assert (s1, s2) == ("day", "night")
        sun = astral.sun.sun(astral.Observer(lat, lon), day, tzinfo=ZoneInfo(name))
        assert abs(rise - sun["sunrise"].timestamp()) < 1.0
        assert abs(set_ - 600 - sun["sunset"].timestamp()) < 1.0
    north = read(text.format(zone="Europe/Oslo", lat=69.6, lon=18.9)).programme
    assert north.on(at("2026-12-21 12:00")).scene == "night", "the sun has not risen for weeks"


def test_days_are_said_in_many_ways() -> None:
    monday = dt.date(2026, 11, 23)
    assert Days.parse(["mon-fri"]).hold(monday)
    assert not Days.parse(["sat-sun"]).hold(monday)
    assert Days.parse(["sat-mon"]).hold(monday)
    assert Days.parse([dt.date(2026, 11, 23)]).hold(monday)
    assert Days.parse(["11-01..01-31"]).hold(monday)
    assert Days.parse(["2026-11-20..2026-11-30"]).last_until(dt.date(2027, 5, 1)) == dt.date(
        2026, 11, 30
    )
    assert Days.parse(["02-29"]).last_until(monday) == dt.date(2024, 2, 29)


def test_a_walk_depends_on_seed_and_hour_alone_and_stays_in_its_bounds() -> None:
    walk = Walk(2.0, 6.0, 60.0, "7:a:density")
    values = [float(walk.at(k * 7.0, 0.0)) for k in range(2_000)]  # type: ignore[arg-type]
    assert values == [walk.at(k * 7.0, 99.0) for k in range(2_000)]
    assert min(values) >= 2.0
    assert max(values) <= 6.0
    assert max(values) - min(values) > 3.0
    assert max(abs(b - a) for a, b in zip(values, values[1:], strict=False)) < 0.8
    assert values != [Walk(2.0, 6.0, 60.0, "8:a:density").at(k * 7.0, 0.0) for k in range(2_000)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there are no scenes"),
        ("scenes: {a: {promts: [x]}}", 'x.yaml:1: no key "promts" here - did you mean "prompts"?'),
        ("scenes:\n  a:\n    params:\n      densty: 3", 'x.yaml:4: no parameter "densty" - did'),
        ("scenes:\n  a: {params: {density: 99}}", "x.yaml:2: density is 0 to 16 1/s"),
        ("scenes: {a: {params: {density: {wlak: [1, 2]}}}}", 'no key "wlak" here - did you mean'),
        ("scenes: {a: {params: {density: {walk: [1, 99]}}}}", "density is 0 to 16"),
        ("scenes: {a: {params: {density: {ramp: [1, 2]}}}}", "a ramp needs over"),
        ("scenes: {a: {params: {mute: {ramp: [0, 1], over: 2}}}}", "mute has no values between"),
        ("scenes: {a: {params: {mute: free}}}", 'mute wants one number, not the text "free"'),
        ("scenes:\n  a:\n    params:\n      key: H", "x.yaml:4: key is one of C C# D"),
        ("scenes: {a: {params: {key: H}}}", 'not "H" - did you mean "B"?'),
        ("scenes: {a: {params: {key: 99}}}", "key is one of C C# D"),
        ("scenes: {a: {params: {key: {walk: [0, 9]}}}}", "key has no values between"),
        ("scenes: {a: {}}\nmap: [{from: /a, to: key}]", "key has no values between"),
        ("scenes: {a: {fade: soon}}", "fade: 'soon' is no duration"),
        ("scenes: {a: {preset: x}}", 'x.yaml:1: no preset "x"'),
        ("scenes: {a: {mode: scetch}}", 'did you mean "sketch"?'),
        ("scenes: {a: {prompts: [a, b, c, d, e, f, g]}}", "there are 7 prompts (at most 6)"),
        ("scenes: {'a b': {}}", '"a b" is no name'),
        ("scenes: {calm: {}}\nprogramme:\n- {scene: clam}", 'x.yaml:3: no scene "clam" - did you'),
        ("scenes: {a: {}}\nprogramme: [{scene: a, at: 25:00}]", "is no time of day"),
        ("scenes: {a: {}}\nprogramme: [{scene: a, at: sunste}]", 'did you mean "sunset"?'),
        ("scenes: {a: {}}\nprogramme: [{scene: a, at: sunset}]", "the sun needs a place"),
        ("scenes: {a: {}}\nprogramme: [{scene: a, on: someday}]", '"someday" is no day'),
        ("scenes: {a: {}}\nprogramme: [{scene: a, on: 2026-02-30}]", "cannot be read"),
        ("scenes: {a: {}}\nprogramme: [{scene: a, every: 1 h}]", "needs for"),
        ("scenes: {a: {}}\nplace: {zone: Europe/Berlni}", 'did you mean "Europe/Berlin"?'),
        ("scenes: {a: {}}\nhours: [{from: 10:00}]", "opening hours need from and to"),
        ("scenes: {a: {}}\nmap: [{from: /lmdm/x, to: gain}]", "is no sensor's address"),
        ("scenes: {a: {}}\nmap: [{from: /a, to: gian}]", 'did you mean "gain"?'),
        ("scenes: {a: {}}\nmap: [{from: /a, to: density, range: [1, 1]}]", "two different numbers"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        read(text)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


class Hall:
    """A stage without sound: the front's own Controls, a second of stream to one of the clock."""

    def __init__(self) -> None:
        self.controls = Controls()
        self.sample = 0
        self.done: list[Change] = []

    def reach(self) -> int:
        return self.sample

    def conduct(self, changes: list[Change]) -> None:
        self.done += changes
        self.controls.submit(changes, self.sample)

    def modes(self) -> tuple[str, ...]:
        return ("text",)

    def value(self, key: str) -> float:
        value = self.controls.value(key, self.sample)
        assert isinstance(value, (int, float))
        return float(value)


class Day:
    """A conductor whose clock the test turns."""

    def __init__(self, folder: Path, text: str, start: str) -> None:
        self.path = folder / "x.yaml"
        self.path.write_text(text)
        self.hall = Hall()
        self.said: list[str] = []
        self.wall, self.steady = at(start), 0.0
        self.conductor = self._conductor()
        self.conductor.tick(self.wall, self.steady)

    def _conductor(self) -> Conductor:
        return Conductor(self.hall, self.path, no_presets, {}, self.said.append, self.said.append)

    def pass_time(self, seconds: float, step: float = 1.0) -> None:
        for _ in range(round(seconds / step)):
            self.wall += step
            self.steady += step
            self.hall.sample += round(step * 48_000)
            self.hall.controls.advance(self.hall.sample)
            self.conductor.tick(self.wall, self.steady)

    def restart(self) -> None:
        """Another front, which restores what the first saved."""
        data = self.conductor.saved()
        self.conductor = self._conductor()
        self.conductor.restore(data)
        self.conductor.tick(self.wall, self.steady)


def test_a_day_is_conducted(tmp_path: Path) -> None:
    day = Day(tmp_path, PROGRAMME, "2026-11-24 09:30")
    controls = day.hall.controls
    assert not controls.playing, "closed until ten"
    assert controls.prompts[0] == ("pad", 1.0)
    assert day.hall.value("brightness") == pytest.approx(0.4, abs=1e-3), "half of the ramp is over"
    day.pass_time(1810)
    assert controls.playing
    assert controls.prompts[0] == ("bell", 1.0)
    assert day.hall.value("gain") == -20.0
    assert controls.value("density", day.hall.sample) is None, "the bell leaves it to the model"
    day.pass_time(130)
    assert day.hall.value("gain") == -12.0, "what only another scene sets is set back"
    assert day.hall.value("brightness") == 0.6
    day.pass_time(4 * 3600 + 28 * 60, 10.0)
    assert [p and p[0] for p in controls.prompts[:3]] == ["drums", "bass", None]
    assert 4.0 <= day.hall.value("density") <= 8.0
    day.pass_time(3 * 3600 + 30 * 60, 10.0)
    assert not controls.playing
    closing = [c for c in day.hall.done if c.key == "play"][-1]
    assert closing.over == pytest.approx(120.0, abs=10.0)


def test_a_scene_fades_in_and_its_prompts_morph_as_long(tmp_path: Path) -> None:
    text = """
scenes:
  a: {prompts: [x], params: {gain: -10}}
  b: {fade: 20, prompts: [y], params: {gain: -30}}
"""
    day = Day(tmp_path, text, "2026-11-24 12:00")
    assert day.hall.value("gain") == -10.0
    before = len(day.hall.done)
    assert day.conductor.call("b", day.wall) == "b"
    day.pass_time(1, 0.1)
    told = day.hall.done[before:]
    assert [(c.key, c.value) for c in told[:3]] == [
        ("morph", 20.0), ("prompt", ["y", 1.0]), ("morph", PARAMS["morph"].default),
    ]  # fmt: skip
    day.pass_time(9, 0.1)
    assert day.hall.value("gain") == pytest.approx(-20.0, abs=0.3)
    day.pass_time(10.5, 0.1)
    assert day.hall.value("gain") == -30.0


def test_a_scene_has_a_key_and_the_next_one_leaves_it_to_the_model(tmp_path: Path) -> None:
    text = """
scenes:
  a: {prompts: [x], params: {key: F#m}}
  b: {fade: 5, prompts: [y], params: {key: free}}
  c:
    fade: 5
    prompts: [z]
    params:
      key: C# # a comment
"""
    day = Day(tmp_path, text, "2026-11-24 12:00")

    def held() -> object:
        return day.hall.controls.value("key", day.hall.sample)

    assert held() == "F#m"
    for scene, key in (("b", None), ("c", "C#"), ("b", None), ("a", "F#m")):
        before = len(day.hall.done)
        assert day.conductor.call(scene, day.wall) == scene
        day.pass_time(8)
        assert held() == key, scene
        told = [c for c in day.hall.done[before:] if "key" in (c.key, c.value)]
        assert len(told) == 1, "said once, and not again each second"


def test_a_new_scene_is_heard_at_once_and_what_moves_in_it_is_of_no_haste(tmp_path: Path) -> None:
    text = """
place: {zone: Europe/Berlin}
scenes:
  a: {prompts: [x]}
  b: {fade: 2, prompts: [{text: y, weight: {walk: [0, 1], every: 20}}],
      params: {density: {walk: [1, 4], every: 20}}}
programme: [{scene: a, at: "00:00"}, {scene: b, at: "12:00"}]
"""
    day = Day(tmp_path, text, "2026-11-25 11:59")
    day.hall.done.clear()
    day.pass_time(61)
    entered = {c.key for c in day.hall.done}
    assert {"prompt", "density"} <= entered
    assert all(c.haste for c in day.hall.done)
    day.hall.done.clear()
    day.pass_time(20)
    assert {c.key for c in day.hall.done} == {"prompt", "density"}
    assert not any(c.haste for c in day.hall.done)


def test_called_by_hand_it_stays_until_the_programme_goes_on(tmp_path: Path) -> None:
    day = Day(tmp_path, PROGRAMME, "2026-11-24 12:10")
    day.conductor.call("feast", day.wall)
    day.pass_time(60)
    assert day.conductor.scene == "feast"
    day.restart()
    assert day.conductor.scene == "feast"
    day.pass_time(50 * 60)
    assert day.conductor.scene == "bell"
    day.pass_time(10 * 60)
    assert day.conductor.scene == "calm"
    day.conductor.call("feast", day.wall)
    day.pass_time(5)
    day.conductor.call("", day.wall)
    day.pass_time(5)
    assert day.conductor.scene == "calm"
    with pytest.raises(Refused, match='no scene "feats" - did you mean "feast"'):
        day.conductor.call("feats", day.wall)


def test_a_new_front_goes_on_in_the_same_place_without_a_word(tmp_path: Path) -> None:
    day = Day(tmp_path, PROGRAMME, "2026-11-24 15:10")
    day.pass_time(30)
    before = len(day.hall.done)
    day.hall.controls.submit([Change(None, "prompt", 0, ["by hand", 1.0])], day.hall.sample)
    day.restart()
    assert len(day.hall.done) == before, "nothing is set again"
    assert day.hall.controls.prompts[0] == ("by hand", 1.0)
    day.pass_time(5)
    assert day.conductor.scene == "busy"


@pytest.mark.parametrize("jump", [-3600.0, 3600.0, -5 * 86_400.0, 400 * 86_400.0])
def test_a_clock_that_jumps_ends_in_the_right_place_by_a_fade(tmp_path: Path, jump: float) -> None:
    day = Day(tmp_path, PROGRAMME, "2026-11-24 13:30")
    day.pass_time(10)
    day.wall += jump
    for _ in range(30):
        gain = day.hall.value("gain")
        day.pass_time(1.0, 0.1)
        assert abs(day.hall.value("gain") - gain) <= 1.1, "no leap in level"
    assert day.conductor.scene == day.conductor.file.programme.on(day.wall).scene


def test_an_edit_is_taken_up_and_a_broken_one_is_not(tmp_path: Path) -> None:
    text = "scenes: {a: {prompts: [x], fade: 1}}"
    day = Day(tmp_path, text, "2026-11-24 12:00")
    day.path.write_text("scenes: {a: {prompts: [x], faed: 1}}")
    day.pass_time(3)
    assert 'no key "faed" here - did you mean "fade"?' in day.said[-1]
    assert day.hall.controls.prompts[0] == ("x", 1.0)
    day.path.unlink()
    day.pass_time(3)
    assert "No such file" in day.said[-1]
    day.path.write_text("scenes: {a: {prompts: [something else], fade: 1}}")
    day.pass_time(3)
    assert "taken up" in day.said[-2]
    assert day.hall.controls.prompts[0] == ("something else", 1.0)


def test_a_sensor_moves_a_parameter_smoothly_and_lets_go_of_it(tmp_path: Path) -> None:
    day = Day(
        tmp_path,
        """
scenes: {a: {prompts: [x], params: {density: 2}}}
map: [{from: /sensor/distance, to: density, range: [0, 4], onto: [8, 0], smooth: 2 s, hold: 10 s}]
""",
        "2026-11-24 12:00",
    )
    assert not day.conductor.hear("/sensor/other", (1.0,), day.steady)
    with pytest.raises(Refused, match="wants a finite number"):
        day.conductor.hear("/sensor/distance", ("near",), day.steady)
    assert day.conductor.hear("/sensor/distance", (0.0,), day.steady)
    values = []
    for _ in range(80):
        day.pass_time(0.1, 0.1)
        values.append(day.hall.value("density"))
    assert max(b - a for a, b in zip(values, values[1:], strict=False)) < 0.5
    assert values[19] == pytest.approx(2 + 6 * (1 - 2.718281828**-1), abs=0.4), "one time constant"
    assert values[-1] == pytest.approx(8.0, abs=0.15)
    day.pass_time(15, 0.1)
    assert day.hall.value("density") == 2.0, "nobody there: the scene has it back"


def test_the_shipped_scene_file_is_checked_and_drawn(tmp_path: Path) -> None:
    out = tmp_path / "day.png"
    checked = CliRunner().invoke(group, ["scene", "check", str(MUSEUM), "--date", "2026-12-22"])
    assert checked.exit_code == 0, checked.output
    assert "Tue 2026-12-22 10:00:00  morning" in checked.output
    always = CliRunner().invoke(group, ["scene", "check", str(MUSEUM.with_name("always.yaml"))])
    assert always.exit_code == 0, always.output
    assert len(always.output.splitlines()) == MOST_LINES + 2, "a week of it is thousands of lines"
    assert always.output.endswith(" more\n")
    drawn = CliRunner().invoke(group, ["scene", "preview", str(MUSEUM), "--day", str(out)])
    assert drawn.exit_code == 0, drawn.output
    assert out.read_bytes().startswith(b"\x89PNG")


def test_a_daemon_plays_scenes_hears_sensors_and_keeps_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        """
scenes:
  a: {fade: 0, prompts: [first], params: {gain: -20}}
  b: {fade: 0, prompts: [second], params: {gain: -15, density: {walk: [1, 3], every: 2}}}
map: [{from: /sensor/near, to: brightness, smooth: 0}]
"""
    )
    with playing(tmp_path, "--scene", str(path)) as first:
        client = Client(first.port)
        assert client.get("prompt/0") == ("first", 1.0)
        assert panel_of(first).gain_db == -20.0
        client.send("/lmdm/scene", "bb")
        assert 'no scene "bb"' in client.fail("path")
        client.send("/lmdm/scene", "b")
        client.expect("/lmdm/done", "/lmdm/scene", "b")
        eventually(lambda: client.get("prompt/0") == ("second", 1.0))
        client.send("/lmdm/scene/list")
        client.expect("/lmdm/done", "/lmdm/scene/list", 2, "b")
        client.send("/sensor/near", 0.75)
        eventually(lambda: client.get("brightness") == (0.75,))
        eventually(lambda: 1.0 <= float(client.get("density")[0]) <= 3.0)
        saved = first.state / "ports" / f"{first.port}.json"
        eventually(lambda: saved.exists() and '"b"' in saved.read_text())
        first.kill()
        with playing(tmp_path, "--scene", str(path), port=first.port) as second:
            assert client.get("prompt/0") == ("second", 1.0)
            path.write_text("scenes: {a: {promts: [x]}}")
            second.wait_said('did you mean "prompts"')
        client.close()
    broken = Daemon(tmp_path, "--scene", str(path))
    assert broken.process.wait(LIMIT) == 2
    assert len(broken.said().splitlines()) == 1
