"""A page of a report: static HTML with figures, curves, bars, spectrograms and sounds in one
folder, that any browser opens. Needs the `train` extra (matplotlib)."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import ArrayLike

RATE = 48_000
STYLE = (
    "body{font:15px/1.5 system-ui;max-width:60em;margin:2em auto;padding:0 1em;background:#fff;"
    "color:#111}table{border-collapse:collapse}td,th{padding:.1em .8em .1em 0;text-align:left;"
    "vertical-align:top}img{max-width:100%}h2{margin-top:2em}"
)


class Page:
    """Collects parts, and writes pictures and sounds beside `index.html` as they come."""

    def __init__(self, folder: Path, title: str) -> None:
        self.folder, self.title = folder, title
        folder.mkdir(parents=True, exist_ok=True)
        self._parts: list[str] = []

    def head(self, text: str) -> None:
        """A heading."""
        self._parts.append(f"<h2>{html.escape(text)}</h2>")

    def text(self, text: str) -> None:
        """A paragraph."""
        self._parts.append(f"<p>{html.escape(text)}</p>")

    def figures(self, values: Mapping[str, Any]) -> None:
        """Names and values; mappings within become tables within."""
        self._parts.append(_table(values))

    def curves(
        self, name: str, lines: Mapping[str, ArrayLike], x: ArrayLike,
        unit: str = "minutes",
    ) -> None:  # fmt: skip
        """Lines over `x`, as a picture."""
        figure, axes = _axes(9, 3)
        for label, values in lines.items():
            axes.plot(x, values, linewidth=1, label=label)
        axes.set_xlabel(unit)
        axes.legend(frameon=False)
        self._picture(figure, name)

    def bars(self, name: str, values: Mapping[str, float], unit: str) -> None:
        """A bar for each value, as a picture."""
        figure, axes = _axes(9, 3)
        axes.bar(list(values), list(values.values()))
        axes.tick_params("x", rotation=60)
        axes.set_ylabel(unit)
        self._picture(figure, name)

    def sound(self, name: str, sound: np.ndarray) -> None:
        """Sound [N, 2] at 48 kHz: a player and a spectrogram."""
        self.head(name)
        path = self.folder / f"{_plain(name)}.wav"
        soundfile.write(path, np.clip(sound, -1, 1), RATE, "PCM_16")
        self._parts.append(f'<audio controls src="{path.name}"></audio>')
        figure, axes = _axes(9, 2.6)
        axes.specgram(sound.mean(1) + 1e-9, NFFT=2048, Fs=RATE, noverlap=1024, vmin=-140, vmax=-30)
        axes.set_yscale("symlog", linthresh=500)
        axes.set_ylim(40, 20_000)
        self._picture(figure, name)

    def write(self) -> Path:
        """The page itself; returns its path."""
        body = "\n".join(self._parts)
        path = self.folder / "index.html"
        path.write_text(
            f'<!doctype html><meta charset="utf-8"><title>{html.escape(self.title)}</title>'
            f"<style>{STYLE}</style><h1>{html.escape(self.title)}</h1>\n{body}\n",
            encoding="utf-8",
        )
        return path

    def _picture(self, figure: Any, name: str) -> None:
        path = self.folder / f"{_plain(name)}.png"
        figure.savefig(path, dpi=90, bbox_inches="tight")
        self._parts.append(f'<p><img src="{path.name}" alt="{html.escape(name)}"></p>')


def _axes(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # no window, no global state

    figure = Figure((width, height))
    return figure, figure.subplots()


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "untitled"


def _table(values: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><th>{html.escape(str(k).replace('_', ' '))}<td>"
        f"{_table(v) if isinstance(v, Mapping) else html.escape(str(v))}"
        for k, v in values.items()
    )
    return f"<table>{rows}</table>"
