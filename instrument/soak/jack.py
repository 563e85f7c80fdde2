"""A JACK server of the soak's own, without hardware, that can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import time
from pathlib import Path

from instrument.audio.panel import RUNNING
from instrument.errors import UserError
from instrument.soak.result import Result
from instrument.soak.stage import LIMIT_S, Stage, until


class JackServer:
    """A context manager; `env` is what the daemon needs to find it, and nobody else's."""

    def __init__(self, folder: Path) -> None:
        self.name = f"lmdm-soak-{os.getpid()}"
        self.env = {"JACK_DEFAULT_SERVER": self.name, "JACK_NO_AUDIO_RESERVATION": "1"}
        self._log = (folder / "jackd.txt").open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> JackServer:
        if shutil.which("jackd") is None:
            raise UserError("jackd is not here (Debian: apt-get install jackd2)")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._log.close()
        for left in Path("/dev/shm").glob(f"jack*_{self.name}_*"):  # a killed server leaves it
            left.unlink(missing_ok=True)

    def start(self) -> None:
        """Starts it; it takes a moment."""
        words = ["jackd", "-S", "-n", self.name, "-r", "-d", "dummy", "-r", "48000", "-p", "512"]
        self._process = subprocess.Popen(
            words, env={**os.environ, **self.env}, stdout=self._log, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()
            self._process.wait()

    def fault(self, stage: Stage, rng: random.Random) -> Result:
        """It is killed, and started again a little later; seconds are counted from then."""
        assert stage.panel is not None
        returns = stage.panel.device_returns
        self.kill()
        time.sleep(rng.uniform(0.5, 4.0))
        self.start()
        panel = stage.panel
        back = until(
            lambda: panel.device_returns > returns and panel.state == RUNNING and stage.plays(),
            LIMIT_S,
        )
        return Result("jack", back)
