"""`lmdm serve` with the fake engine in the engine's place: all the rest is the real thing."""

from __future__ import annotations

import sys
from pathlib import Path

import instrument.front.daemon
from instrument.cli import main

instrument.front.daemon.ENGINE = (sys.executable, str(Path(__file__).with_name("fake_engine.py")))

if __name__ == "__main__":
    main()
