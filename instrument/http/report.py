"""How it goes, in numbers: what the page shows and what is measured."""

from __future__ import annotations

import os
from typing import Any

import psutil

from instrument.audio.panel import FAULTS
from instrument.errors import Refused
from instrument.http.host import HttpHost


def report(host: HttpHost) -> dict[str, Any]:
    """Everything that changes by itself; times in seconds. Cheap enough for twice a second."""
    panel, health = host.panel, host.health
    state, model, rate, block_ms, p95_ms, buffered_ms, underruns, late, uptime, version = (
        host.status()
    )
    output, horizon, behind = host.latency()
    bpm, _, _, key = host.playing()
    return {
        "state": state,
        "model": model,
        "version": version,
        "uptime": uptime,
        "bpm": bpm,
        "key": key,
        "rate": rate,
        "block": {
            "length": float(block_ms) / 1e3,  # type: ignore[arg-type]
            "made": health.made_ms / 1e3,
            "p95": float(p95_ms) / 1e3,  # type: ignore[arg-type]
            "p99": health.p99_ms / 1e3,
            "margin": health.margin_ms / 1e3,
        },
        "buffered": float(buffered_ms) / 1e3,  # type: ignore[arg-type]
        "latency": output,
        "horizon": horizon,
        "behind": behind,
        "blocks": health.block,
        "late_blocks": health.late,
        "shed_blocks": health.shed,
        "late_changes": late,
        "underruns": underruns,
        "filling": bool(panel.filling),
        "filled": panel.filler_samples / host.rates.sample_rate,
        "xruns": panel.xruns,
        "device_losses": panel.device_losses,
        "fault": FAULTS.get(panel.fault, "unknown"),
        "device_returns": panel.device_returns,
        "limiter_db": panel.limiter_db,
        "guard_db": panel.guard_db,
        "lufs": panel.lufs,
        "engine_restarts": host.engine_restarts,
        "audio_restarts": host.audio_restarts,
        "scene": _scene(host),
        "midi": host.bindings is not None,
        "trace": host.tracing,
        "subscribers": len(list(host.peers.subscribers())),
    }


def _scene(host: HttpHost) -> str | None:
    try:
        return host.scenes()[0]
    except Refused:  # it plays without a scene file
        return None


def processes(host: HttpHost) -> dict[str, tuple[int, float]]:
    """Resident bytes and seconds of processor time of each process that lives."""
    ids = {"front": os.getpid(), "audio": host.panel.audio_pid, "engine": host.panel.engine_pid}
    found = {}
    for name, pid in ids.items():
        try:
            process = psutil.Process(pid)
            times = process.cpu_times()
            found[name] = (process.memory_info().rss, times.user + times.system)
        except (psutil.Error, ValueError):
            continue
    return found
