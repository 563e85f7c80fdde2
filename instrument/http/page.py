"""`/ui`: a page of plain HTML and JavaScript, read once from inside the package.

The names below are all there is: nothing of a request becomes a path.
"""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

_FOLDER = Path(__file__).parent / "ui"
_KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Page:
    """The page's files by name; "" is the page itself."""

    def __init__(self) -> None:
        self._files = {
            path.name: (path.read_bytes(), _KINDS[path.suffix[1:]])
            for path in sorted(_FOLDER.iterdir())
            if path.suffix[1:] in _KINDS
        }
        self._files[""] = self._files.pop("index.html")

    def answer(self, name: str) -> web.Response:
        """The file of that name; 404 when there is none."""
        if name not in self._files:
            raise web.HTTPNotFound(text="the page has no such part")
        body, kind = self._files[name]
        return web.Response(
            body=body,
            content_type=kind,
            charset="utf-8",
            headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"},
        )
