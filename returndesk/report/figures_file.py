"""Figures that need no screen, and files of them that differ only where their pictures do."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, Final

PAPER: Final = "#ffffff"
_DOTS_PER_INCH: Final = 110


def figure(width: float, height: float) -> Any:
    """An empty figure, `width` and `height` in inches."""
    with warnings.catch_warnings():
        # matplotlib's import takes a second and is needed here alone; it complains about its own dependencies.
        warnings.simplefilter("ignore")
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # type: ignore[import-untyped]
        from matplotlib.figure import Figure  # type: ignore[import-untyped]

    drawn = Figure(figsize=(width, height), facecolor=PAPER)
    FigureCanvasAgg(drawn)
    return drawn


def plain_frame(axes: Any) -> None:
    """Take away the lines above and to the right of what is drawn."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def save(drawn: Any, path: Path) -> None:
    """Write a figure as PNG, without the date and the library's version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        drawn.savefig(path, dpi=_DOTS_PER_INCH, bbox_inches="tight", metadata={"Software": None})
