"""What an engine holds outside Python, kept from growing in months."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

_KEPT_SHAPES = {"LRU_CACHE_CAPACITY": "384", "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "384"}
"""With 128 a performance whose blocks were made again in all lengths had an underrun."""
_MMAP_THRESHOLD, _LARGE = -3, 1 << 20


def bound() -> None:
    """To be called before the first product.

    Of each shape of product that a network has had, and blocks of all lengths with all numbers of
    guidance's rows make thousands, oneDNN and PyTorch's layer above it keep 0.3 MB each, of 1,024
    of them if not told otherwise; to make one again takes a third of a millisecond. Large pieces go
    back to the system as soon as they are free: left alone, glibc takes them from its heap, where
    what lies behind them keeps them, once some have come and gone.
    """
    for name, count in _KEPT_SHAPES.items():
        os.environ.setdefault(name, count)
    _tell_glibc("mallopt", _MMAP_THRESHOLD, _LARGE)


def trim() -> None:
    """Give the free pages between small pieces back to the system, too; takes some milliseconds."""
    _tell_glibc("malloc_trim", 0)


def _tell_glibc(function: str, *arguments: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library does so anyway, or cannot
            getattr(ctypes.CDLL(None), function)(*arguments)
