"""What the user or a client got wrong, and how it is said. Imports nothing of ours."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache


class UserError(Exception):
    """One clear line for the person at the terminal; the command ends with exit status 2."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer to a client, not a fault of ours
    """A request that is answered with `/lmdm/fail`.

    `code` is one of CODES; the text is one sentence that says what would have been right.
    """

    CODES = ("unknown", "type", "range", "busy", "path", "clock", "model")

    def __init__(self, code: str, text: str) -> None:
        assert code in self.CODES, code
        super().__init__(text)
        self.code = code
        self.text = text


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """' - did you mean "x"?' for the name nearest to `name`, or '' when none is near."""
    near = _nearest(name[:80], tuple(names))
    return f' - did you mean "{near}"?' if near else ""


@lru_cache(maxsize=512)
def _nearest(name: str, names: tuple[str, ...]) -> str:
    return next(iter(difflib.get_close_matches(name, names, n=1, cutoff=0.6)), "")
