"""The metrics of a real daemon, read by Prometheus' own parser."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from oscquery import ask, http_port
from playing import Client, Daemon, eventually, panel_of, playing
from prometheus_client.parser import text_string_to_metric_families

from instrument.audio.ring import Ring
from instrument.http.spectrum import BANDS, HIGHEST, LOWEST, Spectrum
from instrument.journal import LINES, Journal


def metrics(daemon: Daemon) -> dict[tuple[str, ...], float]:
    """(name, label values) -> value; every family has its help and its type."""
    status, text = ask(http_port(daemon), "/metrics")
    assert status == 200
    found = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation and family.type in ("counter", "gauge"), family
        for sample in family.samples:
            assert sample.name.endswith("_total") == (family.type == "counter")
            found[(sample.name, *sample.labels.values())] = sample.value
    return found


def test_what_happens_is_counted(tmp_path: Path) -> None:
    with playing(tmp_path) as daemon:
        client, panel = Client(daemon.port), panel_of(daemon)
        eventually(lambda: max(panel.rms) > 1e-3)
        client.send("/lmdm/param/steps", 7)
        client.send("/lmdm/parm/steps", 7)
        client.bundle(-5.0, ("/lmdm/param/steps", 6))
        client.sync()
        found = metrics(daemon)
        assert found["lmdm_state", "playing"] == 1.0 and found["lmdm_state", "stopped"] == 0.0
        assert found["lmdm_info", "0.1.0", "default"] == 1.0
        assert found["lmdm_refused_messages_total",] == 1.0
        assert found["lmdm_late_changes_total",] == 1.0
        assert found["lmdm_parameter", "steps"] == 6.0
        assert ("lmdm_parameter", "density") not in found, "it is the model's own"
        assert found["lmdm_level_peak", "1"] > 1e-3
        assert found["lmdm_blocks_total",] >= 1.0
        assert found["lmdm_engine_restarts_total",] == 0.0
        for process in ("front", "audio", "engine"):
            assert found["lmdm_memory_bytes", process] > 1e6
            assert found["lmdm_cpu_seconds_total", process] > 0.0
        before, position = found["lmdm_underruns_total",], found["lmdm_position_seconds_total",]

        client.send("/lmdm/prompt", 5, "fill")  # nothing more is made
        eventually(lambda: panel.underruns > before)
        client.send("/lmdm/prompt", 5, "die")
        eventually(lambda: len(daemon.engines()) > 1)
        eventually(lambda: metrics(daemon)["lmdm_engine_restarts_total",] >= 1.0)
        found = metrics(daemon)
        assert found["lmdm_underruns_total",] >= before + 1
        assert found["lmdm_filler_seconds_total",] > 0.0
        assert found["lmdm_position_seconds_total",] > position
        client.close()


def test_the_spectrum_shows_where_the_sound_is() -> None:
    ring = Ring.create(1.0, 48_000)
    spectrum, t = Spectrum(ring), np.arange(48_000) / 48_000
    assert spectrum.column(0) == bytes(BANDS), "silence before anything was played"
    for hertz, level in ((60.0, 1.0), (440.0, 0.1), (9_000.0, 0.5)):
        wave = (level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)
        ring.write(0, np.stack([wave, 0 * wave], 1))
        column = np.frombuffer(spectrum.column(40_000), np.uint8)
        place = BANDS * np.log(hertz / LOWEST) / np.log(HIGHEST / LOWEST)
        peak = np.flatnonzero(column == column.max())
        assert peak.min() - 2 <= place <= peak.max() + 2, (hertz, peak)
        wanted = 255 * (1 + 20 * np.log10(level) / 84)
        assert abs(int(column.max()) - wanted) < 6, hertz
        assert column.min() < 40
    ring.close()


def test_the_journal_keeps_the_last_lines() -> None:
    journal = Journal()
    for i in range(3):
        journal.say(f"line {i}")
    assert [text for _, text in journal.since(1)] == ["line 1", "line 2"]
    assert journal.since(3) == []
    for i in range(2 * LINES):
        journal.warn(f"more {i}")
    assert len(journal.since(0)) == LINES
    assert journal.since(0)[-1][1] == f"more {2 * LINES - 1}"
