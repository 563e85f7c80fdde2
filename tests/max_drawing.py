"""Draws Max patches as pictures, to be looked at: `python tests/max_drawing.py DIR [PATCH ...]`.

Max is not here. Each patcher is drawn twice, patching view and presentation, with the fonts' widths
of py2max; a bpatcher is seen through its window, as in Max. Near enough to see what overlaps, what
does not fit its box, and which cord goes where.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

from matplotlib import pyplot
from matplotlib.patches import FancyBboxPatch, Wedge
from max_patches import PACKAGE, Patch, load, packaged
from py2max.core.common import text_width

_BODY = {"message": "#e3e4e1", "newobj": "#ffffff", "comment": "none"}
_INK = "#20242a"
PORT = 9.5


def port(rect: list[float], index: int, count: int) -> float:
    """The x of a port of a box."""
    x, _, w, _ = rect
    return x + PORT if count < 2 else x + PORT + index * (w - 2 * PORT) / (count - 1)


def draw(patch: Patch, path: Path, *, presentation: bool) -> None:
    """One view of one patcher, one pixel of Max to 1.5 of the picture."""
    rects = [rect for _, rect in shown(patch, presentation)]
    if not rects:
        return
    width = max(r[0] + r[2] for r in rects) + 20
    height = max(r[1] + r[3] for r in rects) + 20
    figure = pyplot.figure(figsize=(width / 72, height / 72), dpi=108)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    figure.patch.set_facecolor("#c9ccd0" if presentation else "#f4f4f2")
    _draw(axes, patch, 0.0, 0.0, presentation, None)
    figure.savefig(path)
    pyplot.close(figure)


def shown(patch: Patch, presentation: bool) -> Iterator[tuple[dict, list[float]]]:
    """The boxes of a view with their rectangles, backgrounds first."""
    for box in sorted(patch.boxes, key=lambda b: not b.get("background")):
        if not presentation:
            yield box, box["patching_rect"]
        elif box.get("presentation"):
            yield box, box["presentation_rect"]


def _draw(axes, patch: Patch, dx: float, dy: float, presentation: bool, clip) -> None:
    for box, (x, y, w, h) in shown(patch, presentation):
        _box(axes, patch, box, (x + dx, y + dy, w, h), clip)
        inner = patch.inside(box)
        if box["maxclass"] == "bpatcher" and inner:
            frame = pyplot.Rectangle((x + dx, y + dy), w, h, fc="none", ec="#8d9298", lw=0.5)
            axes.add_patch(frame)
            _draw(axes, inner, x + dx, y + dy, True, clip or frame)
    if presentation:
        return
    boxes = {b["id"]: b for b in patch.boxes}
    for (source, outlet), (target, inlet) in patch.cords:
        a, b = boxes[source], boxes[target]
        x0 = port(a["patching_rect"], outlet, a["numoutlets"])
        x1 = port(b["patching_rect"], inlet, b["numinlets"])
        y0, y1 = a["patching_rect"][1] + a["patching_rect"][3], b["patching_rect"][1]
        signal = (a.get("outlettype") or [""])[outlet : outlet + 1] == ["signal"]
        bend = min(40, abs(y1 - y0) / 2 + (20 if y1 < y0 else 0))
        curve = mpl.path.Path([(x0, y0), (x0, y0 + bend), (x1, y1 - bend), (x1, y1)], [1, 4, 4, 4])
        style = {"ec": "#9a8c12", "lw": 1.6} if signal else {"ec": "#6d7278", "lw": 0.8}
        axes.add_patch(mpl.patches.PathPatch(curve, fc="none", **style))


def _box(axes, patch: Patch, box: dict, rect: tuple, clip) -> None:
    x, y, w, h = rect
    kind = box["maxclass"]
    value = box.get("saved_attribute_attributes", {}).get("valueof", {})
    name = value.get("parameter_shortname", "")
    text = box.get("text", "")
    made = []
    face = box.get("bgcolor") if kind == "panel" else _BODY.get(kind, "#dfe6e8")
    if kind != "comment" or not text:
        style = "round,pad=0,rounding_size=3"
        made.append(axes.add_patch(
            FancyBboxPatch((x, y), w, h, boxstyle=style, fc=face, lw=0.5,
                           ec="none" if kind == "panel" else "#777d84")
        ))  # fmt: skip
    if kind == "live.dial":
        made.append(axes.add_patch(
            Wedge((x + w / 2, y + h / 2 + 2), min(w, h) / 4, 130, 50, width=2, fc="#3a8f93")
        ))  # fmt: skip
        made.append(axes.text(x + w / 2, y + 6, name, size=6.6, ha="center", va="center"))
        limits = f"{value.get('parameter_mmin', 0):g}..{value.get('parameter_mmax', 127):g}"
        made.append(axes.text(x + w / 2, y + h - 5, limits, size=5, ha="center", va="center"))
    elif kind in ("comment", "newobj", "message"):
        size = box.get("fontsize", 12.0) * 0.62
        middle = box.get("textjustification") == 1
        made.append(axes.text(
            x + (w / 2 if middle else 4), y + (h / 2 if h < 30 else 3),
            wrapped(text, box.get("fontsize", 12.0), w - 8), size=size,
            ha="center" if middle else "left", va="center" if h < 30 else "top",
            color=box.get("textcolor", _INK),
            weight="bold" if box.get("fontface") == 1 else "normal",
        ))  # fmt: skip
    elif kind not in ("panel", "bpatcher"):
        label = box.get("text") or box.get("comment") or ""
        made.append(axes.text(x + w / 2, y + h / 2, label[:26] or kind, size=6.4, ha="center",
                              va="center", color=_INK if label else "#8a9096"))  # fmt: skip
    for each in made:
        each.set_clip_on(True)
        if clip is not None:
            each.set_clip_path(clip)


def wrapped(text: str, size: float, width: float) -> str:
    """The text in lines of that width, in pixels, as a comment sets it."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and text_width(f"{lines[-1]} {word}", size) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


def main() -> None:
    """Draws the patches named, or the whole package, and every patcher inside them."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for path in [Path(p) for p in sys.argv[2:]] or packaged(PACKAGE):
        for where, patch in load(path).every():
            name = "-".join([path.name, *where]).replace(" ", "_").replace("/", "_")
            draw(patch, folder / f"{name}.patching.png", presentation=False)
            draw(patch, folder / f"{name}.presentation.png", presentation=True)


if __name__ == "__main__":
    main()
