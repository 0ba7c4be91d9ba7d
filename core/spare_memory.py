"""Gives memory that a process has done with back to the system, where the C library keeps it for later."""

from __future__ import annotations

import ctypes
import os


def give_back_spare() -> None:
    """Give back what nothing is in; takes some milliseconds, so it is for after something large was read.

    What reads a model or a language leaves as much behind as it makes, a page here and a page there, that nothing comes
    to need again. Where the C library is not GNU's this does nothing.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)
