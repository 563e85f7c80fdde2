"""How the arguments of `/lmdm/prompt` are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from instrument.errors import Refused
from instrument.params import PROMPT_CHARS, SLOTS, kind_of


@dataclass(frozen=True)
class PromptWords:
    """What was asked: a slot, its text (None: clear it) and weight (None: as it was, or 1).

    `guessed`: a number was taken for a word, which a slot or weight out of range looks like, too.
    """

    slot: int
    text: str | None
    weight: float | None = None
    guessed: bool = False


def read(args: Sequence[object]) -> PromptWords:
    """Reads [slot] text... [weight].

    A whole number 0 to 5 at first is the slot (0 when there is none), a number 0 to 1 at last is
    the weight, all else is words. Raises Refused.
    """
    if not args:
        raise Refused("type", "prompt wants a slot, a text, and perhaps a weight")
    for arg in args:
        if isinstance(arg, (bool, bytes)) or arg is None:
            raise Refused("type", f"prompt wants numbers and texts, not {kind_of(arg)}")
        if isinstance(arg, float) and not arg - arg == 0.0:
            raise Refused("range", f"prompt wants finite numbers, not {arg}")
    words, slot, first = list(args), 0, args[0]
    if is_number(first) and (len(words) == 1 or first < 0 or _is_slot(first)):
        if not _is_slot(first):
            raise Refused("range", f"slots are 0 to {SLOTS - 1}, not {_spelled(first)}")
        slot = int(first)
        del words[0]
        if not words:
            return PromptWords(slot, None)
    weight, last = None, words[-1]
    if is_number(last) and 0.0 <= last <= 1.0:
        weight = float(last)
        del words[-1]
        if not words:
            raise Refused("range", f"no text; for its weight alone: prompt/{slot}/weight")
    return PromptWords(slot, joined(words), weight, any(map(is_number, words)))


def joined(words: Sequence[object]) -> str:
    """The words as one text; raises Refused when it is empty or too long."""
    text = " ".join(" ".join(_spelled(word) for word in words).split())
    if not text:
        raise Refused("range", "the text is empty; to clear a prompt send its slot alone")
    if len(text) > PROMPT_CHARS:
        raise Refused("range", f"the text has {len(text)} characters (at most {PROMPT_CHARS})")
    return text


def is_number(word: object) -> TypeGuard[int | float]:
    """Whether it is a number and no truth value."""
    return isinstance(word, (int, float)) and not isinstance(word, bool)


def _is_slot(word: object) -> bool:
    return is_number(word) and word == int(word) and 0 <= word < SLOTS


def _spelled(word: object) -> str:
    if isinstance(word, float):
        return str(int(word)) if word == int(word) else f"{word:g}"
    return str(word)
