"""What the patterns of one packet stand for: so much, and no more.

A packet of 64 KiB has room for thousands of patterns, and each may stand for every address: nobody
else would be answered while they are all carried out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from instrument.errors import Refused

MOST_PATTERNS = 64
"""Different patterns in a packet: each is compared with every address."""
MOST_ADDRESSES = 1_024
"""Addresses that all its patterns may stand for, those that occur again counted again."""

_TOO_MUCH = (
    f"in one packet {MOST_PATTERNS} different patterns, for {MOST_ADDRESSES} addresses in all, "
    "are carried out: send the rest in another"
)


class Matches:
    """Of one packet; `find` gives the addresses of a pattern."""

    def __init__(self, find: Callable[[str], Sequence[str]]) -> None:
        self._find = find
        self._known: dict[str, Sequence[str]] = {}
        self._left = MOST_ADDRESSES

    def of(self, pattern: str) -> Sequence[str]:
        """The addresses of a message's pattern; raises Refused where it is one too many."""
        found = self._known.get(pattern)
        if found is None:
            if len(self._known) >= MOST_PATTERNS:
                raise Refused("range", _TOO_MUCH)
            found = self._known[pattern] = self._find(pattern)
        if len(found) > self._left:
            raise Refused("range", _TOO_MUCH)
        self._left -= len(found)
        return found
