"""Orca's grid, as far as our example goes: what each frame sends. Orca itself does not run here.

After its source (operator.js, library.js, orca.js of hundredrabbits/Orca): operators run in reading
order, capitals and signs in every frame, others beside a bang; a running one locks the cells of its
ports; C and D write into the cell below them.
"""

from __future__ import annotations

GLYPHS = "0123456789abcdefghijklmnopqrstuvwxyz"
Sent = tuple[str, list[int]]
"""(address, a number for each glyph)."""


def value(glyph: str) -> int:
    return max(GLYPHS.find(glyph.lower()), 0)


class Grid:
    """One grid; `step` runs the next frame."""

    def __init__(self, text: str) -> None:
        self.rows = [list(line) for line in text.splitlines()]
        self.frame = 0
        self._locked: set[tuple[int, int]] = set()

    def __str__(self) -> str:
        return "\n".join("".join(row) for row in self.rows) + "\n"

    def at(self, x: int, y: int) -> str:
        inside = 0 <= y < len(self.rows) and 0 <= x < len(self.rows[y])
        return self.rows[y][x] if inside else "."

    def step(self) -> list[Sent]:
        """What this frame sends."""
        sent: list[Sent] = []
        self._locked = set()
        there = [
            (x, y, glyph)
            for y, row in enumerate(self.rows)
            for x, glyph in enumerate(row)
            if glyph != "."
        ]
        for x, y, glyph in there:
            if (x, y) in self._locked or glyph.isdigit():
                continue
            if glyph.isupper() or glyph in "#*=" or self._banged(x, y):
                sent += self._run(glyph, x, y)
        self.frame += 1
        return sent

    def _banged(self, x: int, y: int) -> bool:
        return "*" in (self.at(x + 1, y), self.at(x - 1, y), self.at(x, y + 1), self.at(x, y - 1))

    def _run(self, glyph: str, x: int, y: int) -> list[Sent]:
        if glyph == "#":
            end = "".join(self.rows[y]).find("#", x + 1)
            self._locked |= {(k, y) for k in range(x, len(self.rows[y]) if end < 0 else end + 1)}
        elif glyph == "*":
            self.rows[y][x] = "."
        elif glyph == "=":
            row = "".join(self.rows[y][x + 2 :]).partition(".")[0]
            self._locked |= {(x + k, y) for k in range(1, len(row) + 3)}
            if self._banged(x, y) and self.at(x + 1, y) != ".":
                return [(f"/{self.at(x + 1, y)}", [value(each) for each in row])]
        elif glyph in "CD":
            self._locked |= {(x - 1, y), (x + 1, y), (x, y + 1)}
            rate, mod = max(value(self.at(x - 1, y)), 1), value(self.at(x + 1, y)) or 8
            if glyph == "C":
                self.rows[y + 1][x] = GLYPHS[self.frame // rate % mod]
            else:
                self.rows[y + 1][x] = "*" if self.frame % (rate * mod) == 0 else "."
        else:
            raise AssertionError(f"the operator {glyph} at {x}, {y} would run")
        return []
