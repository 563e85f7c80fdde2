"""README, and its blocks of code."""

from __future__ import annotations

import re
from pathlib import Path

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def block(language: str, word: str) -> str:
    """The one block in that language with `word` in it."""
    blocks = re.findall(rf"```{language}\n(.*?)\n```", README, re.DOTALL)
    (found,) = [text for text in blocks if word in text]
    return found
