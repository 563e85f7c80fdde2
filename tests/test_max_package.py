"""The Max package, as Max would load it; and that what looks at it can see a fault."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from max_patches import PACKAGE, Patch, device, load, named, packaged
from max_validator import buses, complaints, extent, label, name_of
from py2max.m4l import unpack_amxd

from instrument import __version__
from instrument.emit.max.controls import parameter
from instrument.emit.max.panel import groups
from instrument.params import PARAMS

PATCHES = packaged()


@pytest.mark.parametrize("path", PATCHES, ids=lambda p: p.name)
def test_max_would_load_it(path: Path) -> None:
    assert complaints(load(path)) == []


def test_what_is_sent_is_received() -> None:
    in_max = [load(path) for path in PATCHES if path.suffix != ".amxd"]
    assert list(buses(in_max)) == []
    for path in PATCHES:
        if path.suffix == ".amxd":
            assert list(buses([load(path)])) == []


def test_the_package_is_described_as_max_wants_it() -> None:
    info = json.loads((PACKAGE / "package-info.json").read_text())
    assert info["name"] == "lmdm"
    assert info["version"] == __version__
    assert {"displayname", "author", "description", "tags", "max_version_min", "os"} <= set(info)


def test_every_object_has_its_help_and_is_in_the_overview() -> None:
    overview = load(PACKAGE / "extras" / "lmdm.overview.maxpat")
    for path in (PACKAGE / "patchers").iterdir():
        name = f"{path.stem}.maxhelp"
        about = load(PACKAGE / "help" / name)
        uses = {label(b).split()[0] for b in about.boxes} | {b.get("name") for b in about.boxes}
        assert path.stem in uses or path.name in uses or path.stem == "lmdm"
        assert overview.find(text=f"load {name}")["presentation"] == 1
    assert (PACKAGE / "extras" / json.loads(
        (PACKAGE / "package-info.json").read_text())["homepatcher"]).is_file()  # fmt: skip


def test_what_a_click_loads_is_there() -> None:
    for path in PATCHES:
        for _, patch in load(path).every():
            for box in patch.boxes:
                if box["maxclass"] == "message" and box["text"].startswith("load "):
                    assert named(box["text"].removeprefix("load ")), box["text"]


@pytest.mark.parametrize(
    ("name", "kind"), [("lmdm", "audio_effect"), ("lmdm.notes", "midi_effect")]
)
def test_a_device_is_one_that_live_takes(name: str, kind: str) -> None:
    data = (PACKAGE / "devices" / f"{name}.amxd").read_bytes()
    assert device(data)[0] == kind
    assert unpack_amxd(data) == (device(data)[1], kind)
    patch = load(PACKAGE / "devices" / f"{name}.amxd")
    assert patch.data["openinpresentation"] == 1
    assert patch.data["project"]["amxdtype"] == int.from_bytes(data[8:12], "big")
    width, height = extent(patch)
    assert height <= 169, "Live shows no more"
    assert width <= patch.data["devicewidth"]
    for _, each in patch.every():
        for box in each.boxes:
            assert all(v == int(v) for v in box.get("presentation_rect", [])), "blurred in Live"
            assert not (box["maxclass"] == "bpatcher" and "patcher" not in box), "not in the device"
    through = {"audio_effect": {"plugin~", "plugout~"}, "midi_effect": {"midiin", "midiout"}}[kind]
    assert through <= {name_of(b) for b in patch.boxes}


def test_a_device_that_is_cut_off_is_seen() -> None:
    data = (PACKAGE / "devices" / "lmdm.amxd").read_bytes()
    for broken in (data[:-4], data[:20] + b"mxxx" + data[24:], data[:8] + b"zzzz" + data[12:]):
        with pytest.raises((AssertionError, KeyError)):
            device(broken)


def test_the_panel_has_a_control_for_every_parameter_with_its_range() -> None:
    controls: dict[str, dict[str, Any]] = {}
    for _, patch in load(PACKAGE / "patchers" / "lmdm.maxpat").every():
        boxes = {b["id"]: b for b in patch.boxes}
        for (source, _), (target, _) in patch.cords:
            if boxes[target].get("text") == "s lmdm.turned":
                said = boxes[source]["text"].removeprefix("prepend ")
                controls[said] = next(boxes[a] for (a, _), (b, _) in patch.cords if b == source)
    assert set(controls) == set(PARAMS)
    for key, box in controls.items():
        param = PARAMS[key]
        value = box.get("saved_attribute_attributes", {}).get("valueof", {})
        if param.type == "choice":
            assert value["parameter_enum"] == list(param.choices)
        elif param.type == "bool":
            assert value["parameter_enum"] == ["off", "on"]
        elif box["maxclass"] == "number":
            assert (box["minimum"], box["maximum"]) == (param.lo, param.hi)
        else:
            assert (value["parameter_mmin"], value["parameter_mmax"]) == (param.lo, param.hi)
        assert "parameter_initial_enable" not in value, "opening the panel would change the sound"


def test_a_new_parameter_finds_its_place() -> None:
    placed = [param for members in groups().values() for param in members]
    assert sorted(p.key for p in placed) == sorted(PARAMS)


# That the validator sees faults: each of these breaks a good patch in one place


def break_it(path: str, change: Callable[[dict[str, Any]], None]) -> list[str]:
    data = copy.deepcopy(load(PACKAGE / "patchers" / path).data)
    change(data)
    return complaints(Patch(data))


def box_with(data: dict[str, Any], **wanted: Any) -> dict[str, Any]:
    return Patch(data).find(**wanted)


def first(data: dict[str, Any], maxclass: str) -> dict[str, Any]:
    return next(e["box"] for e in data["boxes"] if e["box"]["maxclass"] == maxclass)


def inside(data: dict[str, Any], name: str) -> dict[str, Any]:
    return box_with(data, varname=name)["patcher"]


FAULTS: dict[str, tuple[str, str, Callable[[dict[str, Any]], Any]]] = {
    "no boxes": ("schema", "lmdm.param.maxpat", lambda d: d.update(boxes=None)),
    "old file": ("schema", "lmdm.param.maxpat", lambda d: d["appversion"].update(major=4)),
    "no id": ("schema", "lmdm.param.maxpat", lambda d: d["boxes"][0]["box"].pop("id")),
    "one id twice": (
        "schema", "lmdm.param.maxpat",
        lambda d: d["boxes"][0]["box"].update(id=d["boxes"][1]["box"]["id"]),
    ),
    "no size": (
        "schema", "lmdm.param.maxpat",
        lambda d: d["boxes"][0]["box"].update(patching_rect=[0.0, 0.0, 0.0, 22.0]),
    ),
    "too few outlet types": (
        "schema", "lmdm.param.maxpat", lambda d: box_with(d, text="route free").pop("outlettype"),
    ),
    "an object that Max has not": (
        "vocabulary", "lmdm.param.maxpat",
        lambda d: box_with(d, text="route free").update(text="OSC-route free"),
    ),
    "an abstraction that is not there": (
        "vocabulary", "lmdm.param.maxpat",
        lambda d: box_with(d, text="route free").update(text="lmdm.nothing"),
    ),
    "an attribute misspelt": (
        "attributes", "lmdm.prompt.maxpat", lambda d: first(d, "textedit").update(keymod=1),
    ),
    "an inlet too many": (
        "ports", "lmdm.param.maxpat", lambda d: box_with(d, text="route free").update(numinlets=3),
    ),
    "ports that do not follow the arguments": (
        "ports", "lmdm.clock.maxpat",
        lambda d: box_with(d, text="pack 120. 0. 4").update(text="pack 120. 0. 4 4"),
    ),
    "expr without its inlets": (
        "ports", "lmdm.clock.maxpat",
        lambda d: box_with(d, text="expr $i4").update(text="expr $i2"),
    ),
    "a bpatcher with an inlet that is not inside": (
        "ports", "lmdm.maxpat", lambda d: box_with(d, varname="prompt_0").update(numinlets=1),
    ),
    "a cord to nowhere": (
        "cords", "lmdm.param.maxpat",
        lambda d: d["lines"][0]["patchline"].update(destination=["obj-999", 0]),
    ),
    "a cord from an outlet that is not there": (
        "cords", "lmdm.param.maxpat",
        lambda d: d["lines"][0]["patchline"]["source"].__setitem__(1, 7),
    ),
    "the same cord twice": (
        "cords", "lmdm.param.maxpat", lambda d: d["lines"].append(d["lines"][0]),
    ),
    "a signal into a message object": (
        "cords", "lmdm.audio.maxpat",
        lambda d: d["lines"].append({"patchline": {
            "source": [box_with(d, text="adc~ 1 2")["id"], 0],
            "destination": [box_with(d, text="set 1 $1")["id"], 0]}}),
    ),
    "boxes on top of each other": (
        "overlaps", "lmdm.param.maxpat",
        lambda d: d["boxes"][1]["box"].update(patching_rect=d["boxes"][2]["box"]["patching_rect"]),
    ),
    "controls on top of each other": (
        "overlaps", "lmdm.prompt.maxpat",
        lambda d: first(d, "live.numbox").update(
            presentation_rect=first(d, "textedit")["presentation_rect"]),
    ),
    "a control that is not shown": (
        "presentation", "lmdm.prompt.maxpat", lambda d: first(d, "live.text").pop("presentation"),
    ),
    "a control outside": (
        "presentation", "lmdm.prompt.maxpat",
        lambda d: first(d, "live.text").update(presentation_rect=[-20.0, 4.0, 40.0, 16.0]),
    ),
    "a window that shows less than there is": (
        "presentation", "lmdm.maxpat",
        lambda d: box_with(d, varname="sound").update(presentation_rect=[6.0, 230.0, 100.0, 90.0]),
    ),
    "a fault within a part": (
        "cords", "lmdm.maxpat",
        lambda d: inside(d, "sound")["lines"][0]["patchline"].update(destination=["obj-999", 0]),
    ),
    "words that do not fit": (
        "legible", "lmdm.param.maxpat",
        lambda d: box_with(d, text="route free").update(text="route free " + "and much more " * 9),
    ),
    "udpsend without a port": (
        "network", "lmdm.maxpat",
        lambda d: box_with(d, text="udpsend 127.0.0.1 57140").update(text="udpsend 127.0.0.1"),
    ),
    "udpsend to another port": (
        "network", "lmdm.maxpat",
        lambda d: box_with(d, text="udpsend 127.0.0.1 57140").update(text="udpsend 127.0.0.1 57"),
    ),
    "udpreceive in CNMAT's packets": (
        "network", "lmdm.maxpat",
        lambda d: box_with(d, text="udpreceive 57144").update(text="udpreceive 57144 cnmat"),
    ),
    "a port that the daemon is not told of": (
        "network", "lmdm.maxpat",
        lambda d: box_with(d, text="udpreceive 57144").update(text="udpreceive 57150"),
    ),
    "an address that nobody answers": (
        "addresses", "lmdm.param.maxpat",
        lambda d: box_with(d, text="/lmdm/free #1").update(text="/lmdm/fre #1"),
    ),
    "an argument in an embedded part": (
        "arguments", "lmdm.maxpat",
        lambda d: box_with(inside(d, "prompt_0"), text="route 0").update(text="route #1"),
    ),
    "a comma in a message": (
        "arguments", "lmdm.param.maxpat",
        lambda d: box_with(d, text="/lmdm/free #1").update(text="/lmdm/free, #1"),
    ),
    "an argument within a word": (
        "arguments", "lmdm.param.maxpat",
        lambda d: box_with(d, text="sel #1").update(text="sel x#1"),
    ),
    "a time that Max does not know": (
        "times", "lmdm.clock.maxpat",
        lambda d: box_with(d, text="metro 40").update(text="metro 4m"),
    ),
    "two parameters of one name": (
        "parameters", "lmdm.prompt.maxpat",
        lambda d: first(d, "live.text").update(parameter("weight 1", 2, name="x", enum=("a", "b"))),
    ),
    "a range upside down": (
        "parameters", "lmdm.prompt.maxpat",
        lambda d: first(d, "live.numbox").update(parameter("x", 0, name="x", lo=2.0, hi=1.0)),
    ),
    "a menu without items": (
        "parameters", "lmdm.prompt.maxpat",
        lambda d: first(d, "live.text")["saved_attribute_attributes"]["valueof"].pop(
            "parameter_enum"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_the_validator_sees(name: str) -> None:
    rule, path, change = FAULTS[name]
    found = break_it(path, change)
    assert any(line.startswith(f"{rule}:") for line in found), found


def test_the_validator_sees_a_send_that_nobody_receives() -> None:
    data = copy.deepcopy(load(PACKAGE / "patchers" / "lmdm.param.maxpat").data)
    box_with(data, text="s lmdm.send").update(text="s lmdm.sent")
    others = [load(p) for p in PATCHES if p.suffix == ".maxpat" and p.name != "lmdm.param.maxpat"]
    assert list(buses([Patch(data), *others]))
