from __future__ import annotations

import json

import numpy as np
from click.testing import CliRunner

from instrument.bench.reaction import step_after
from instrument.bench.speed import command


def test_bench_writes_its_figures(tmp_path):
    path = tmp_path / "bench.json"
    done = CliRunner().invoke(command, ["--json", str(path), "--rounds", "1"])
    assert done.exit_code == 0, done.output
    found = json.loads(path.read_text())
    assert found["threads"] == 1
    assert found["steps"] == 4
    assert set(found["blocks"]) == {"4", "8", "16", "48"}
    for frames, row in found["blocks"].items():
        assert abs(row["rtf"] * row["ms"] / 1e3 - int(frames) * 2048 / 48_000) < 0.01
        assert row["cpu_ms"] > 0
    assert set(found["guided_blocks"]) == {"4", "2", "1"}
    assert found["guided_blocks"]["2"]["48"]["cpu_ms"] > 0
    assert found["codec"]["decode_rtf"] > 0
    assert found["codec"]["encode_rtf"] > 0
    assert set(found["speedup_over_naive"]) == {"encdec", "blockcausal"}


def test_reaction_finds_where_the_level_steps():
    rng = np.random.default_rng(0)
    for late in (0.05, 0.18, 0.4):
        for soft, loud in ((0.004, 0.2), (0.2, 0.004)):
            sound = rng.normal(size=3 * 48_000).astype(np.float32) * soft
            sound[48_000 + round(late * 48_000) :] *= loud / soft
            assert abs(step_after(sound, 48_000, 48_000) - late) <= 0.004
            assert step_after(sound, 48_000 + round(late * 48_000) + 9600, 48_000) is None
    assert step_after(rng.normal(size=3 * 48_000), 48_000, 48_000) is None
