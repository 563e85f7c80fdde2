"""The group that the stages of `lmdm train` are in: what a file does to one of them is a line."""

from __future__ import annotations

import errno
from typing import Any

import click
from safetensors import SafetensorError
from soundfile import LibsndfileError

from instrument.errors import UserError
from instrument.nn.weights import WeightsError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FAULTS = OSError, LibsndfileError, SafetensorError, WeightsError
"""What files do to a stage."""

_KEPT = "what was saved is whole"
_SYSTEM = 2
"""libsndfile's code for what the system said, which it does not pass on."""


class Stages(click.Group):
    """Ends its commands with UserError where a file cannot be read, written or used."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except FAULTS as error:
            raise UserError(said(error)) from None


def said(error: Exception) -> str:
    """One of FAULTS in a line: which file, what is wrong with it, and what to do."""
    if isinstance(error, LibsndfileError):
        more = f" Is the disk full? {_KEPT.capitalize()}" if error.code == _SYSTEM else ""
        return f"a sound cannot be read or written: {error}{more}"
    if not isinstance(error, OSError):
        return str(error).splitlines()[0]
    where, why = error.filename2 or error.filename, error.strerror or str(error)
    more = f"; make room and start it again: {_KEPT}" if error.errno in FULL else ""
    return (f"{where}: {why}" if where else why) + more
