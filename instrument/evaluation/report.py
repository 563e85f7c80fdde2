"""The page of an evaluation: all figures, curves asked for and heard, takes to listen to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from instrument.evaluation.session import Session
from instrument.pages import Page

TAKES = 12
"""Takes that a page has room for."""


def write(
    folder: Path, figures: dict[str, Any], measures: dict[str, Callable], session: Session
) -> Path:
    """Write the page and what it shows into `folder`; returns its path."""
    page = Page(folder, f"lmdm eval: {figures['model']}")
    page.figures({k: v for k, v in figures.items() if k != "measures"})
    for name, found in figures["measures"].items():
        page.head(name)
        page.text(measures[name].__doc__ or "")
        page.figures(found)
        for title, (measure, lines, each_s) in session.drawn.items():
            if measure == name:
                seconds = each_s * np.arange(len(next(iter(lines.values()))))
                page.curves(title, lines, seconds, "seconds")
    for prompt, sound in session.stage.kept.items():
        page.sound(prompt, sound)
    return page.write()
