"""OSC address patterns: ? * [a-z] [!a-z] {one,two}, each within one part of an address.

A pattern is run as a set of states over the address, so that no pattern can be slow: the time is
bounded by its length times the address's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

MAX_PATTERN = 256
"""Longer patterns match nothing."""

_SPECIAL = frozenset("*?[{")

Token = tuple[str, Collection[str]]


def is_pattern(address: str) -> bool:
    """Whether `address` stands for more than itself."""
    return not _SPECIAL.isdisjoint(address)


def matching(pattern: str, addresses: Iterable[str]) -> list[str]:
    """The addresses that `pattern` stands for, in their order."""
    if len(pattern) > MAX_PATTERN:
        return []
    tokens = _tokens(pattern)
    return [] if tokens is None else [a for a in addresses if _matches(tokens, a)]


@lru_cache(maxsize=256)
def _tokens(pattern: str) -> tuple[Token, ...] | None:
    """The pattern's tokens; None when a bracket is never closed."""
    tokens: list[Token] = []
    at = 0
    while at < len(pattern):
        letter = pattern[at]
        if letter in "[{":
            end = pattern.find("]" if letter == "[" else "}", at + 1)
            if end < 0:
                return None
            inside = pattern[at + 1 : end]
            tokens.append(_letters(inside) if letter == "[" else ("any", tuple(inside.split(","))))
            at = end
        elif letter == "*":
            if tokens[-1:] != [("star", ())]:  # two in a row are one
                tokens.append(("star", ()))
        else:
            tokens.append(("one", ()) if letter == "?" else ("any", (letter,)))
        at += 1
    return tuple(tokens)


def _letters(inside: str) -> Token:
    negated = inside.startswith("!")
    inside = inside[negated:]
    letters: set[str] = set()
    at = 0
    while at < len(inside):
        if inside[at + 1 : at + 2] == "-" and at + 2 < len(inside):
            letters.update(map(chr, range(ord(inside[at]), ord(inside[at + 2]) + 1)))
            at += 3
        else:
            letters.add(inside[at])
            at += 1
    return ("out" if negated else "in", frozenset(letters))


def _matches(tokens: tuple[Token, ...], address: str) -> bool:
    places = {0}
    for kind, what in tokens:
        moved: set[int] = set()
        for at in places:
            if kind == "any":
                moved.update(at + len(word) for word in what if address.startswith(word, at))
            elif kind == "star":
                end = address.find("/", at)
                moved.update(range(at, (len(address) if end < 0 else end) + 1))
            elif at < len(address) and address[at] != "/":
                inside = kind == "one" or (address[at] in what) == (kind == "in")
                moved.update((at + 1,) if inside else ())
        places = moved
        if not places:
            return False
    return len(address) in places
