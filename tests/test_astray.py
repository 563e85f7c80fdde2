"""Music that has become another than was asked for is known for it, and forgotten; what is rare, or
a prompt that means no one kind of music, is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from instrument.conditioning import CHANNELS, TEXT_CHANNELS, TEXT_TOKENS, TextEncoder
from instrument.engine import generator as engine
from instrument.engine.astray import EVERY, LIMIT, Astray
from instrument.engine.generator import Generator, GeneratorState
from instrument.engine.keeping import from_bytes, to_bytes
from instrument.engine.plan import Plan
from instrument.model import load
from instrument.nn.portrait import FIGURES, SPAN, Portrait, figures
from instrument.usual import Usual
from tests.models import tiny_model
from tests.test_level import ANALYSIS, music

HOME = -18.0
DRUMS = torch.cat([music(HOME + 5.0, 2), music(HOME - 12.0, 4)] * (SPAN // 6 + 1), 1)[:, :SPAN]
ROAR = music(HOME + 4.0, SPAN)
PORTRAIT = Portrait("drums", figures(ANALYSIS, DRUMS), torch.full((len(FIGURES),), 0.5))
SECONDS = EVERY * 2048 / 48_000


def after(past: torch.Tensor, times: int, astray: Astray, asked: tuple[str, ...] = ()) -> Astray:
    for _ in range(times):
        astray = astray.after(ANALYSIS, past, EVERY, PORTRAIT, asked)
        if astray.lost:
            break
    return astray


def test_figures_tell_what_they_say():
    heard = dict(zip(FIGURES, figures(ANALYSIS, DRUMS).tolist(), strict=True))
    even = dict(zip(FIGURES, figures(ANALYSIS, ROAR).tolist(), strict=True))
    assert heard["level"] == pytest.approx(HOME + 0.5, abs=0.5)
    assert even["level"] == pytest.approx(HOME + 4.0, abs=0.1)
    assert heard["spread"] == pytest.approx(17.0 * (2 / 9) ** 0.5, abs=0.5), "a third is louder"
    assert even["spread"] < 0.5
    assert heard["hop"] > 4 * even["hop"]
    assert heard["cepstrum 0"] == pytest.approx(even["cepstrum 0"], abs=0.5), "of one colour"


def test_drums_that_become_a_roar_are_lost_soon():
    drums = after(DRUMS, 40, Astray())
    assert drums.far == 0.0
    assert not drums.lost
    lost = after(ROAR, 5, drums)
    assert lost.lost
    assert (lost.frames - drums.frames) * 2048 / 48_000 <= 5 * SECONDS
    short = drums
    for _ in range((EVERY - 1) // 4):
        short = short.after(ANALYSIS, ROAR, 4, PORTRAIT)
        assert short.far == 0.0, "short blocks do not wait for it"
    assert short.after(ANALYSIS, ROAR, 4, PORTRAIT).far > 0.0


def test_what_is_rare_is_left_alone():
    drums = after(DRUMS, 40, Astray())
    once = after(ROAR, 1, drums)
    assert 0.0 < once.far < LIMIT
    assert after(DRUMS, 6, once).far == 0.0, "it came back"
    assert not after(ROAR[:, : SPAN - 1], 40, drums).lost, "too short to tell"
    other = Portrait("roars", figures(ANALYSIS, ROAR), PORTRAIT.spreads)
    assert drums.after(ANALYSIS, DRUMS, EVERY, other).frames == EVERY, "another prompt"


def test_controls_answer_for_what_they_ask():
    loud = Portrait("loud", PORTRAIT.figures.clone(), PORTRAIT.spreads)
    loud.figures[FIGURES.index("spread")] += 5.0
    heard = figures(ANALYSIS, DRUMS)
    assert loud.apart(heard) > 1.5
    assert loud.apart(heard, ("density",)) == pytest.approx(0.0, abs=1e-4)
    assert loud.apart(heard, ("brightness",)) > 1.5


def test_where_beginning_anew_does_not_help_it_is_done_less_and_less():
    astray, times = Astray(), []
    for _ in range(300):
        astray = after(ROAR, 1, astray)
        if astray.lost:
            times.append(astray.frames)
    waits = [b - a for a, b in zip(times, times[1:], strict=False)]
    assert len(waits) >= 3
    assert waits[1] >= 1.5 * waits[0]
    assert max(waits) > 3 * waits[0]


def test_a_stream_s_way_is_kept_in_its_state():
    state = Generator(tiny_model()).start()
    state.astray = after(ROAR, 1, after(DRUMS, 40, Astray()))
    assert from_bytes(to_bytes(state, {}), GeneratorState).astray == state.astray


@pytest.mark.parametrize(("said", "forgets"), [("known", True), ("unknown", False)])
def test_a_stream_that_is_lost_begins_anew(monkeypatch, said, forgets):
    words = torch.eye(2, TEXT_CHANNELS)
    usual = Usual(words[:1], torch.zeros(1, dtype=torch.long), (PORTRAIT,))
    generator = Generator(replace(tiny_model(), usual=usual))
    state, add = generator.start(), torch.zeros(24, CHANNELS.count)
    text = words[int(said == "unknown")].expand(TEXT_TOKENS, TEXT_CHANNELS).clone()

    class Lost(Astray):
        def after(self, *_) -> Astray:
            return Astray(lost=True)

    monkeypatch.setattr(engine, "Astray", Lost)
    monkeypatch.setattr(generator, "_has_faded", lambda *_: False)
    generator.latents(Plan(state.stream.frame, 24, 3, 1, {}, text, add), state)
    assert (state.past.shape[1] == 0) == forgets
    assert state.stream.frame == 24, "the sound goes on"


def test_music_that_stays_near_needs_no_guidance_and_what_goes_away_does():
    astray = after(DRUMS, 3, Astray())
    assert astray.need == 1.0, "it has hardly been heard"
    eased = after(DRUMS, 12, astray)
    assert eased.need == 0.0
    assert after(ROAR, 2, eased).need == 1.0


EASED = Astray("drums", frames=1000, calm=60.0)


@pytest.mark.parametrize(
    ("asked", "astray", "strength"),
    [(2.0, EASED, None), (1.5, EASED, None), (4.0, EASED, 3.0), (0.5, EASED, 0.5),
     (2.0, replace(EASED, calm=16.0), 1.5), (2.0, Astray(), 2.0), (2.0, None, 2.0)],
)  # fmt: skip
def test_guidance_eases_by_what_is_usual_at_most(asked, astray, strength):
    others = {"density": 2.0}
    told = others if strength is None else others | {"text": strength}
    assert engine._eased(others | {"text": asked}, astray) == told
    turning = {"text": asked, "leaving": asked}
    assert engine._eased(turning, astray) == turning


def rows_of(monkeypatch, guidance, add=None, calm=60.0) -> tuple[list[int], Astray]:
    """Of a stream that has long been near its prompt's music: in how many rows it goes on."""
    words, rows = torch.eye(1, TEXT_CHANNELS), []
    usual = Usual(words, torch.zeros(1, dtype=torch.long), (PORTRAIT,))
    generator = Generator(replace(tiny_model(), usual=usual))
    fit = generator._fit_rows
    monkeypatch.setattr(generator, "_fit_rows", lambda s, n: (rows.append(n), fit(s, n)))
    state, frames = generator.start(), 8
    state.astray = Astray(PORTRAIT.name, frames=1000, calm=calm)
    add = torch.zeros(frames, CHANNELS.count) if add is None else add
    text = words[0].expand(TEXT_TOKENS, TEXT_CHANNELS).clone()
    leaving = text if "leaving" in guidance else None
    generator.latents(Plan(0, frames, 3, 1, guidance, text, add, leaving=leaving), state)
    return rows, state.astray


def test_a_row_goes_where_guidance_has_eased_unless_something_is_asked(monkeypatch):
    assert rows_of(monkeypatch, {"text": 2.0})[0] == [1]
    assert rows_of(monkeypatch, {"text": 2.0}, calm=0.0)[0] == [2]
    louder = torch.zeros(8, CHANNELS.count)
    louder[:, CHANNELS.loudness] = 0.5
    assert rows_of(monkeypatch, {"text": 2.0}, louder)[0] == [2]
    rows, astray = rows_of(monkeypatch, {"text": 2.0, "leaving": 2.0})
    assert rows == [3]
    assert astray.calm == 0.0, "another text has to be led to again"


def test_what_begins_anew_is_guided_in_full():
    generator = Generator(tiny_model())
    state = generator.start()
    state.astray = EASED
    generator.forget(state)
    assert state.astray == replace(EASED, calm=0.0)
    assert state.astray.need == 1.0


def test_the_shipped_model_knows_its_music():
    model = load()
    assert model.usual is not None
    drums, pad = (model.usual.portrait(model.encoder.encode(p)) for p in ("techno drums", "pad"))
    assert drums is not None
    assert pad is not None
    assert pad.apart(drums.figures) > 2.0
    assert drums.apart(pad.figures) > 2.0
    for unsure in ("", "jazz", "something happy"):
        assert model.usual.portrait(TextEncoder().encode(unsure)) is None
    mixed = model.encoder.mix([("drum loop", 1.0), ("ambient pad", 1.0)])
    assert model.usual.portrait(mixed) is None, "it may be anything between them"
