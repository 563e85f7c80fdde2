"""`/metrics`: the numbers in Prometheus' text format, version 0.0.4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from instrument.http.host import HttpHost
from instrument.http.report import processes, report
from instrument.params import PARAMS

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
STATES = ("loading", "playing", "stopped", "recovering", "no audio")

Sample = tuple[Mapping[str, str], float]


def exposition(host: HttpHost, refused: int, sessions: int) -> str:
    """All metrics. `refused` messages so far, `sessions` connected now."""
    lines: list[str] = []
    for name, kind, about, samples in _families(host, refused, sessions):
        lines += [f"# HELP lmdm_{name} {about}", f"# TYPE lmdm_{name} {kind}"]
        for labels, value in samples:
            inner = ",".join(f'{k}="{_escaped(v)}"' for k, v in labels.items())
            lines.append(
                f"lmdm_{name}{{{inner}}} {value:.17g}" if inner else f"lmdm_{name} {value:.17g}"
            )
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _families(
    host: HttpHost, refused: int, sessions: int
) -> Iterator[tuple[str, str, str, list[Sample]]]:
    now, panel = report(host), host.panel
    block = now["block"]
    yield (
        "info",
        "gauge",
        "What is running.",
        [({"version": str(now["version"]), "model": str(now["model"])}, 1.0)],
    )
    yield (
        "state",
        "gauge",
        "1 for the state it is in.",
        [({"state": state}, float(state == now["state"])) for state in STATES],
    )
    counters = {
        "underruns": (
            "Times that the last good bars were heard for want of new.",
            now["underruns"],
        ),
        "filler_seconds": ("Seconds for which they were heard.", now["filled"]),
        "xruns": ("Periods that the sound server reported as dropped.", now["xruns"]),
        "device_losses": ("Times that the device or sound server went away.", now["device_losses"]),
        "device_returns": ("Times that one came back.", now["device_returns"]),
        "callbacks": ("Callbacks of the sound device.", panel.callbacks),
        "position_seconds": ("Place in the stream.", panel.position / host.rates.sample_rate),
        "blocks": ("Blocks made by this engine.", now["blocks"]),
        "late_blocks": ("Blocks that came after their time.", now["late_blocks"]),
        "shed_blocks": ("Blocks made with fewer steps or no guidance.", now["shed_blocks"]),
        "late_changes": ("Changes that came too late for their frame.", now["late_changes"]),
        "engine_restarts": ("Times that the engine was started again.", now["engine_restarts"]),
        "audio_restarts": ("Times that the audio process was.", now["audio_restarts"]),
        "refused_messages": ("Messages answered with /lmdm/fail.", refused),
    }
    for name, (about, value) in counters.items():
        yield f"{name}_total", "counter", about, [({}, float(value))]
    gauges = {
        "uptime_seconds": ("Since the front began.", now["uptime"]),
        "block_length_seconds": ("Sound in a block: the budget of its making.", block["length"]),
        "block_made_seconds": ("What the last block took to make.", block["made"]),
        "block_made_p95_seconds": ("95 of 100 blocks took less.", block["p95"]),
        "block_made_p99_seconds": ("99 of 100 blocks took less.", block["p99"]),
        "block_margin_seconds": ("What was left when the last block was ready.", block["margin"]),
        "buffered_seconds": ("Sound made and not yet heard.", now["buffered"]),
        "output_latency_seconds": ("From the mixer to the port.", now["latency"]),
        "horizon_seconds": ("How far ahead a change is to be sent.", now["horizon"]),
        "behind_seconds": ("How long after it was played live input is answered.", now["behind"]),
        "filling": ("1 while the last good bars are heard.", now["filling"]),
        "faulty": ("1 while recording or the callback has a fault.", bool(now["fault"])),
        "limiter_decibels": ("What the limiter takes away, 0 or less.", now["limiter_db"]),
        "guard_decibels": ("What the loudness guard takes away, 0 or less.", now["guard_db"]),
        "loudness_lufs": ("Loudness of the last 3 s, before the guard.", now["lufs"]),
        "subscribers": ("OSC clients that are subscribed.", now["subscribers"]),
        "websockets": ("WebSockets that are open.", sessions),
    }
    for name, (about, value) in gauges.items():
        yield name, "gauge", about, [({}, float(value))]
    for name, about, pair in (
        ("level_peak", "Falling peak of what leaves the port, linear.", panel.peak),
        ("level_rms", "Mean level of what leaves the port, linear.", panel.rms),
    ):
        yield (
            name,
            "gauge",
            about,
            [({"channel": str(i + 1)}, level) for i, level in enumerate(pair)],
        )
    values = {key: host.controls.value(key, host.reach()) for key in PARAMS}
    yield (
        "parameter",
        "gauge",
        "Numeric parameters that are not the model's own.",
        [
            ({"name": key}, float(value))
            for key, value in values.items()
            if isinstance(value, (bool, int, float))
        ],
    )
    living = processes(host)
    yield (
        "memory_bytes",
        "gauge",
        "Resident memory.",
        [({"process": name}, float(memory)) for name, (memory, _) in living.items()],
    )
    yield (
        "cpu_seconds_total",
        "counter",
        "Processor time.",
        [({"process": name}, seconds) for name, (_, seconds) in living.items()],
    )
