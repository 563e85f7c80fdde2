"""The ring and the panel: as a model of themselves, then between real processes."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instrument.audio.panel import Panel
from instrument.audio.ring import Ring
from instrument.audio.shared import Segment


def coded(at: int, n: int, salt: int = 0) -> np.ndarray:
    """Samples [n, 2] that tell their own place, exactly representable in float32."""
    s = np.arange(at, at + n) + salt
    return np.stack([s % 65_521, -(s % 8_191)], axis=1).astype(np.float32)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 64),
    st.lists(st.tuples(st.integers(-90, 90), st.integers(0, 100)), max_size=30),
    st.integers(-40, 40),
    st.integers(0, 150),
)
def test_ring_holds_what_was_written(
    capacity: int, writes: list[tuple[int, int]], look: int, n: int
) -> None:
    """Against a dictionary of samples: continuing, overwriting, jumping, lapping, any read."""
    ring = Ring.create(capacity / 1000, 1000)
    model: dict[int, tuple[float, float]] = {}
    begin = end = 0
    for salt, (offset, count) in enumerate(writes):
        at = max(0, end + offset)
        x = coded(at, count, salt)
        ring.write(at, x)
        if not begin <= at <= end:
            begin = at
        end = at + count
        begin = max(begin, end - capacity)
        model.update({at + i: tuple(row) for i, row in enumerate(x.tolist())})
        assert ring.span() == (ring.begin, ring.end) == (begin, end)
    at = max(0, end + look)
    got, (first, last) = ring.read(at, n)
    want_first, want_last = max(at, begin), min(at + n, end)
    if want_first >= want_last:
        want_first = want_last = at
    assert (first, last) == (want_first, want_last)
    for i in range(n):
        want = model[at + i] if first <= at + i < last else (0.0, 0.0)
        assert tuple(got[i].tolist()) == want
    out = np.full((n, 2), np.nan, np.float32)
    found = ring.read_into(at, out)
    assert found == (last - at if first == at else 0)
    np.testing.assert_array_equal(out[:found], got[:found])
    ring.close()


WRITER = """
import sys, time
import numpy as np
from instrument.audio.ring import Ring
ring = Ring.attach(sys.argv[1])
rng = np.random.default_rng(1)
at, stop = 0, time.monotonic() + float(sys.argv[2])
while time.monotonic() < stop:
    n = int(rng.integers(1, 3000))
    s = np.arange(at, at + n)
    ring.write(at, np.stack([s % 65_521, -(s % 8_191)], axis=1).astype(np.float32))
    at += n
"""


def test_ring_between_processes() -> None:
    """A reader at full speed never sees a sample out of place while another process writes."""
    ring = Ring.create(0.5, 48_000)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, ring.spec, "1.5"], pass_fds=[ring.segment.fd]
    ) as writer:
        reads = samples = 0
        out = np.empty((700, 2), np.float32)
        rng = np.random.default_rng(2)
        while writer.poll() is None:
            begin, end = ring.span()
            # also close to the writer's heels, where it overwrites the oldest samples
            at = max(0, int(rng.integers(begin, max(begin + 1, end))))
            found = ring.read_into(at, out)
            np.testing.assert_array_equal(out[:found], coded(at, found))
            x, (first, last) = ring.read(at, 300)
            np.testing.assert_array_equal(x[first - at : last - at], coded(first, last - first))
            reads, samples = reads + 1, samples + found
        assert writer.returncode == 0
    assert reads > 100
    assert samples > 10_000
    ring.close()


ANCHOR = """
import sys, time
from instrument.audio.panel import Panel
panel = Panel.attach(sys.argv[1])
k, stop = 0, time.monotonic() + float(sys.argv[2])
while time.monotonic() < stop:
    k += 1
    panel.set_anchor(1_000_003 * k, k)
    panel.position = k
"""


def test_panel_anchor_between_processes() -> None:
    """The pair of the anchor belongs together, whenever it is read."""
    panel = Panel.create()
    assert panel.anchor() == (0, 0)
    with subprocess.Popen(
        [sys.executable, "-c", ANCHOR, panel.spec, "1.0"], pass_fds=[panel.segment.fd]
    ) as writer:
        reads, last = 0, 0
        while writer.poll() is None:
            ns, sample = panel.anchor()
            assert ns == 1_000_003 * sample
            assert sample >= last
            last, reads = sample, reads + 1
        assert writer.returncode == 0
    assert last == panel.position > 100
    assert reads > 100
    panel.close()


def test_panel_fields_are_apart() -> None:
    """Every field keeps its own value; the anchor converts both ways."""
    panel = Panel.create()
    assert (panel.gain_db, panel.ceiling_db, panel.playing) == (-12.0, -1.0, 0)
    pairs = {"peak", "rms"}
    names = [n for n, f in vars(Panel).items() if type(f).__name__ in {"_Float", "_Int", "_Pair"}]
    for k, name in enumerate(names):
        setattr(panel, name, (k + 0.0, k + 1000.0) if name in pairs else k)
    for k, name in enumerate(names):
        assert getattr(panel, name) == ((k, k + 1000) if name in pairs else k), name
    panel.set_anchor(5_000_000_000, 96_000)
    other = Panel.attach(panel.spec)
    assert other.anchor() == (5_000_000_000, 96_000)
    assert other.time_of(144_000) == 6_000_000_000
    assert other.sample_at(6_000_000_000) == 144_000
    assert other.sample_at(6_000_000_001) == 144_001
    assert other.sample_at(4_000_000_000) == 48_000


def test_segments_are_told_apart() -> None:
    """A wrong spec or a foreign segment is an error in words, not a crash."""
    with pytest.raises(ValueError, match="not a segment"):
        Segment.attach("fd:x")
    with pytest.raises(ValueError, match="not a segment"):
        Ring.attach("nonsense")
    panel = Panel.create()
    with pytest.raises(ValueError, match="not an lmdm ring"):
        Ring.attach(panel.spec)
    ring = Ring.create(0.1, 48_000)
    with pytest.raises(ValueError, match="not an lmdm panel"):
        Panel.attach(ring.spec)


def test_ring_is_quick_enough_for_a_callback() -> None:
    """Counted in work, not wall time: no growth of memory over many reads and writes."""
    import tracemalloc

    ring = Ring.create(1.0, 48_000)
    x, out = np.zeros((256, 2), np.float32), np.zeros((256, 2), np.float32)
    ring.write(0, x)
    tracemalloc.start()
    for k in range(1, 50):
        ring.write(256 * k, x)
        ring.read_into(256 * (k - 1), out)
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    start = time.monotonic()
    for k in range(50, 2000):
        ring.write(256 * k, x)
        ring.read_into(256 * (k - 1), out)
    assert time.monotonic() > start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak - before < 2048  # not one buffer of 256 samples
    ring.close()


def test_segments_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """What systems without memfd use: seen by another process, gone with its creator."""
    monkeypatch.setattr("instrument.audio.shared.sys.platform", "darwin")
    ring = Ring.create(0.1, 48_000)
    assert ring.spec.startswith("shm:")
    code = "import sys; from instrument.audio.ring import Ring; ring = Ring.attach(sys.argv[1]);"
    code += "ring.write(0, __import__('numpy').ones((100, 2), 'float32')); ring.close()"
    for _ in range(2):  # the visitor's end must not take the segment with it
        done = subprocess.run(
            [sys.executable, "-c", code, ring.spec],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        assert not done.stderr
    assert ring.span() == (0, 100)
    assert ring.read(0, 100)[0].all()
    spec = ring.spec
    ring.close()
    with pytest.raises(FileNotFoundError):
        Ring.attach(spec)


def test_a_rewrite_replaces_what_lies_ahead_and_refuses_what_is_near() -> None:
    ring = Ring.create(1.0, 48_000)
    ring.write(0, np.full((3000, 2), 1.0, np.float32))
    assert ring.rewrite(2000, np.full((500, 2), 2.0, np.float32), lambda: 2000)
    assert ring.span() == (0, 2500)
    x, _ = ring.read(0, 2500)
    assert (x[:2000] == 1.0).all()
    assert (x[2000:] == 2.0).all()
    for at in (2400, 2501, -1):  # too near, behind the end, before the beginning
        assert not ring.rewrite(at, np.full((500, 2), 3.0, np.float32), lambda: 2401)
    assert ring.span() == (0, 2500)
    assert np.array_equal(ring.read(0, 2500)[0], x)
    ring.close()


def test_a_rewrite_that_comes_too_late_takes_nothing_back_meanwhile() -> None:
    """Who reads just then finds all that was there: else it would sound as if it were late."""
    ring = Ring.create(1.0, 48_000)
    ring.write(0, np.ones((3000, 2), np.float32))
    out, found = np.zeros((512, 2), np.float32), []

    def near() -> int:
        found.append(ring.read_into(2200, out))
        return 2200

    assert not ring.rewrite(2000, np.full((500, 2), 3.0, np.float32), near)
    assert found == [512]
    ring.close()


REWRITER = """
import sys, time
import numpy as np
from instrument.audio.ring import Ring
ring = Ring.attach(sys.argv[1])
end = time.monotonic() + float(sys.argv[2])
version = 1
while time.monotonic() < end:
    version += 1
    size = 20_000 + 1_000 * (version % 7)
    assert ring.rewrite(1_000, np.full((size, 2), version, np.float32), lambda: 0)
"""


def test_nobody_takes_half_of_one_version_and_half_of_another() -> None:
    """The writer is told that no reader is near, and rewrites under the very copying."""
    ring = Ring.create(1.0, 48_000)
    ring.write(0, np.ones((21_000, 2), np.float32))
    seen, whole = set(), 0
    with subprocess.Popen(
        [sys.executable, "-c", REWRITER, ring.spec, "60"], pass_fds=[ring.segment.fd]
    ) as writer:
        out = np.zeros((27_000, 2), np.float32)
        begun = time.monotonic()
        while time.monotonic() - begun < 1.5 or len(seen) <= 10 or whole <= 10:
            assert writer.poll() is None
            found = ring.read_into(500, out)
            if found:
                assert (out[: min(found, 500)] == 1.0).all()
                assert len(set(out[500:found].ravel())) <= 1
                seen.update(out[500 : min(found, 501), 0])
                whole += found > 500
            x, (first, last) = ring.read(900, 20_100)
            assert not x[last - 900 :].any()
            assert len(set(x[100 : max(100, last - 900)].ravel())) <= 1
        writer.kill()
    ring.close()
