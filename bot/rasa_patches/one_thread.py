"""Keeps the numerical libraries of a serving process to one thread each.

One message is a matrix of one row: more threads cost more than they compute, because each waits for the others awake.
Measured on two cores, a turn took the process 23.5 ms of processor time with the libraries' own choice, one thread a
core, and 13.8 ms with one. Training keeps the libraries' choice.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Final

_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def use_one_thread(environment: MutableMapping[str, str]) -> None:
    """Set what the libraries read when they are imported; whoever has set it already knows better."""
    for name in _THREADS:
        environment.setdefault(name, "1")
