"""Plots as SVG that takes its colours from the page around it, so that it is readable in the light and in the dark."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup, escape

from returndesk.report.figures import KINDS
from returndesk.report.figures_file import figure, plain_frame

#: What stands for a colour of the page while matplotlib draws: each is a CSS variable afterwards.
_COLOURS: Final = {
    "#010203": "var(--ink)",
    "#040506": "var(--line)",
    "#0a0b01": "var(--answered)",
    "#0a0b02": "var(--declined)",
    "#0a0b03": "var(--unclear)",
    "#0a0b04": "var(--handed-over)",
}
_INK, _LINE, *_OF_KINDS = _COLOURS
_COLOUR_OF: Final = dict(zip(KINDS, _OF_KINDS, strict=True))
_PROLOG: Final = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_SIZE: Final = re.compile(r' (?:width|height)="[\d.]+pt"')
_METADATA: Final = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)

#: Sizes of text, and up to how many bars side by side have room for names of the usual one.
_USUAL: Final = 10
_SMALL: Final = 8
_FEW: Final = 12

#: A bar, or a group of bars on top of each other: its name, and how many of each kind.
Bars = Sequence[tuple[str, Mapping[str, int]]]


def upright_bars(name: str, title: str, description: str, bars: Bars) -> Markup:
    """Bars side by side.

    Args:
        name: One word, different from that of every other plot of the page.
        title: What it shows.
        description: The same for whoever does not see it, with what stands out.
        bars: In their order.
    """

    def draw(axes: Any) -> None:
        places, floor = range(len(bars)), [0] * len(bars)
        for kind in KINDS:
            counts = [each.get(kind, 0) for _, each in bars]
            axes.bar(places, counts, bottom=floor, color=_COLOUR_OF[kind], width=0.8)
            floor = [below + count for below, count in zip(floor, counts, strict=True)]
        axes.set_xticks(list(places), [label for label, _ in bars])
        axes.tick_params(axis="x", labelsize=_SMALL if len(bars) > _FEW else _USUAL)
        axes.set_ylim(0, max(1.0, 1.08 * max(floor, default=0)))
        axes.yaxis.get_major_locator().set_params(integer=True)

    return _drawn(name, title, description, (7.2, 2.8), draw)


def lying_bars(name: str, title: str, description: str, bars: Bars) -> Markup:
    """The same with bars that lie below each other, the first on top; for long names."""

    def draw(axes: Any) -> None:
        places, edge = range(len(bars)), [0] * len(bars)
        for kind in KINDS:
            counts = [each.get(kind, 0) for _, each in bars]
            axes.barh(places, counts, left=edge, color=_COLOUR_OF[kind], height=0.7)
            edge = [left + count for left, count in zip(edge, counts, strict=True)]
        axes.set_yticks(list(places), [label for label, _ in bars])
        axes.invert_yaxis()
        axes.set_xlim(0, max(1.0, 1.05 * max(edge, default=0)))
        axes.xaxis.get_major_locator().set_params(integer=True)

    return _drawn(name, title, description, (7.2, 0.8 + 0.3 * len(bars)), draw)


def _drawn(name: str, title: str, description: str, size: tuple[float, float], draw: Callable[[Any], None]) -> Markup:
    drawn = figure(*size)
    from matplotlib import rc_context  # type: ignore[import-untyped]

    settings = {
        # Text stays text: it can be read out, found and enlarged. Ids are the same for the same plot.
        **{"svg.fonttype": "none", "svg.hashsalt": name, "font.family": "sans-serif", "font.size": _USUAL},
        **{"text.color": _INK, "axes.labelcolor": _INK, "xtick.color": _INK, "ytick.color": _INK},
        **{"axes.edgecolor": _LINE, "axes.facecolor": "none"},
    }
    with rc_context(settings), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        axes = drawn.add_subplot()
        draw(axes)
        plain_frame(axes)
        axes.tick_params(length=0)
        drawn.tight_layout()
        file = io.StringIO()
        drawn.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _for_a_page(file.getvalue(), name, title, description)


def _for_a_page(svg: str, name: str, title: str, description: str) -> Markup:
    """An SVG file as a part of a page, with a name and a description for those who do not see it."""
    svg = _SIZE.sub("", _METADATA.sub("", _PROLOG.sub("", svg, count=1)), count=2)
    # Every plot has the same ids, and a page has each once.
    for before in ('id="', "url(#", 'href="#'):
        svg = svg.replace(before, f"{before}{name}-")
    # In quotes it would be a font of that name.
    svg = svg.replace("'sans-serif'", "sans-serif")
    for placeholder, colour in _COLOURS.items():
        svg = svg.replace(placeholder, colour)
    head = f'<svg role="img" aria-labelledby="{escape(name)}-title {escape(name)}-about"'
    opening, rest = svg.replace("<svg", head, 1).split(">", 1)
    said = Markup('>\n <title id="{0}-title">{1}</title>\n <desc id="{0}-about">{2}</desc>').format(
        name, title, description
    )
    return Markup(opening) + said + Markup(rest)  # noqa: S704  # drawn by matplotlib from our own names and numbers
