"""The parameter and command tables hold together, and values are coerced as a client expects."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from instrument.commands import COMMANDS, SENT
from instrument.errors import Refused
from instrument.osc.answers import Answers
from instrument.osc.gestures import Gestures
from instrument.params import FREEABLE, LATENCY_MODES, PARAMS, find


@pytest.mark.parametrize("p", PARAMS.values(), ids=PARAMS)
def test_every_parameter_is_well_declared(p) -> None:
    assert re.fullmatch(r"[a-z_]+(/[a-z]+)?", p.key)
    assert p.doc.endswith(".")
    assert p.free == (p.default is None)
    assert p.lo < p.hi
    assert p.warp != "exp" or p.lo > 0
    if p.default is not None:
        assert p.clip(p.coerce(p.default)) == p.default
        assert p.from_normalized(p.normalized(p.default)) == pytest.approx(p.default)


@pytest.mark.parametrize("p", PARAMS.values(), ids=PARAMS)
@given(x=st.floats(allow_nan=True, allow_infinity=True) | st.integers() | st.booleans())
def test_any_number_is_brought_into_range_or_refused(p, x) -> None:
    try:
        value = p.clip(p.coerce(x))
    except Refused as refused:
        assert refused.code == "range"
        return
    assert p.clip(value) == value
    if p.type in ("int", "float"):
        assert p.lo <= value <= p.hi
        assert isinstance(value, int if p.type == "int" else float)


@given(x=st.floats(-1, 2))
def test_normalized_goes_there_and_back(x) -> None:
    for p in PARAMS.values():
        value = p.from_normalized(x)
        again = p.from_normalized(p.normalized(value))
        assert again == pytest.approx(value)


def test_numbers_of_numpy_are_numbers() -> None:
    assert PARAMS["gain"].coerce(np.float32(-6)) == -6.0
    assert PARAMS["steps"].coerce(np.int64(3)) == 3


def test_a_text_for_a_number_is_refused_with_what_was_wanted() -> None:
    with pytest.raises(Refused, match="gain wants one number") as refused:
        PARAMS["gain"].coerce("loud")
    assert refused.value.code == "type"


@pytest.mark.parametrize("key", ["density", "key"])
def test_who_sends_free_is_told_how_to_free(key):
    with pytest.raises(Refused, match=f"{key} is given back to the model by /lmdm/free {key}"):
        PARAMS[key].coerce("free")
    with pytest.raises(Refused, match="gain wants one number"):  # which is never free
        PARAMS["gain"].coerce("free")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(Refused, match='did you mean "density"') as refused:
        find("densty")
    assert refused.value.code == "unknown"


def test_latency_modes_are_within_range() -> None:
    for settings in LATENCY_MODES.values():
        for key, value in settings.items():
            assert PARAMS[key].clip(PARAMS[key].coerce(value)) == value


def test_design_names_are_there() -> None:
    sound = {"gain", "mute", "loudness", "brightness", "density", "seed", "morph"}
    making = {"guidance", "guidance/notes", "guidance/clock", "steps", "block", "latency_mode"}
    delay = {"delay/time", "delay/blur", "delay/feedback", "delay/mix"}
    assert sound | making | delay | {"input/gain", "input/monitor"} <= set(PARAMS)
    assert {"loudness", "brightness", "density", "key", "tempo", "notes", "clock"} == set(FREEABLE)


def test_every_command_has_a_handler_and_a_doc() -> None:
    for command in COMMANDS.values():
        handlers = Answers if command.when == "answer" else Gestures
        assert callable(getattr(handlers, "on_" + command.key.lower().replace("/", "_")))
        assert command.doc.endswith((".", '").'))
    assert {"done", "fail", "meter", "heartbeat"} <= set(SENT)
