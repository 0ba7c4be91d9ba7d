"""What a benchmark ran on."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("rasa", "tensorflow", "scikit-learn", "numpy", "spacy")
_GIB = 1024.0**2


def machine() -> Mapping[str, str]:
    """Processor, memory, system and versions, for a reader who wants to compare."""
    return {
        "Processor": f"{_field(Path('/proc/cpuinfo'), 'model name') or platform.processor()}, {os.cpu_count()} cores",
        "Memory": _memory(),
        "System": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
    }


def load() -> float:
    """How many processes wanted to run, on average over the last minute."""
    return os.getloadavg()[0]


def _memory() -> str:
    kib = _field(Path("/proc/meminfo"), "MemTotal").split()
    return f"{int(kib[0]) / _GIB:.0f} GB" if kib else "unknown"


def _field(path: Path, name: str) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
