"""Bars as a page draws them in SVG: where each is, and nothing of how it looks, which is the style sheet's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_WIDTH: Final = 720
_HEIGHT: Final = 240
_TOP: Final = 10
_LEFT: Final = 52
_FOOT: Final = 26
_NAMES: Final = 220
_LINE: Final = 26
_BAR: Final = 18
_MOST_NAMES: Final = 12
_MOST_STEPS: Final = 5
_LONGEST_NAME: Final = 32

#: A bar, or blocks in one line: its name, and how much of each kind.
Bars = Sequence[tuple[str, Mapping[str, float]]]
#: How a number is written in a language.
Written = Callable[[int], str]


@dataclass(frozen=True)
class Block:
    """A part of a bar; `kind` names its colour."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True)
class Label:
    """Words beside the bars; `anchor` says which end of them stands at `x`."""

    x: float
    y: float
    anchor: str
    words: str


@dataclass(frozen=True)
class Picture:
    """A picture, by what is in it. `lines` are those of the scale, each from one point to another."""

    name: str
    title: str
    description: str
    width: int
    height: int
    blocks: Sequence[Block]
    labels: Sequence[Label]
    lines: Sequence[tuple[float, float, float, float]]


def upright(name: str, title: str, description: str, bars: Bars, written: Written) -> Picture:
    """Bars side by side.

    Args:
        name: One word, different from that of every other picture of the page.
        title: What it shows.
        description: What stands out, for whoever does not see it.
        bars: In their order.
        written: How the numbers of the scale are written.
    """
    steps = _steps(bars)
    scale = (_HEIGHT - _TOP - _FOOT) / steps[-1]
    floor, room = _HEIGHT - _FOOT, (_WIDTH - _LEFT) / max(1, len(bars))
    every = -(-len(bars) // _MOST_NAMES)
    blocks, labels = [], []
    for place, (label, amounts) in enumerate(bars):
        x, y = _LEFT + place * room, float(floor)
        for kind, amount in amounts.items():
            y -= amount * scale
            if amount:
                blocks.append(_block(x + 0.1 * room, y, 0.8 * room, amount * scale, kind))
        if place % every == 0:
            labels.append(Label(round(x + room / 2, 1), floor + 17, "middle", label))
    labels += [Label(_LEFT - 6, round(floor - step * scale + 4, 1), "end", written(step)) for step in steps]
    lines = [(_LEFT, round(floor - step * scale, 1), _WIDTH, round(floor - step * scale, 1)) for step in steps]
    return Picture(name, title, description, _WIDTH, _HEIGHT, blocks, labels, lines)


def lying(name: str, title: str, description: str, bars: Bars, written: Written) -> Picture:
    """The same with bars that lie below each other, the first on top; for long names."""
    steps = _steps(bars)
    scale = (_WIDTH - _NAMES - 20) / steps[-1]
    height = _TOP + _LINE * len(bars) + _FOOT
    blocks, labels = [], []
    for place, (label, amounts) in enumerate(bars):
        x, y = float(_NAMES), _TOP + place * _LINE
        for kind, amount in amounts.items():
            if amount:
                blocks.append(_block(x, y, amount * scale, _BAR, kind))
            x += amount * scale
        short = label if len(label) <= _LONGEST_NAME else f"{label[: _LONGEST_NAME - 1]}…"
        labels.append(Label(_NAMES - 8, y + 14, "end", short))
    labels += [Label(round(_NAMES + step * scale, 1), height - 8, "middle", written(step)) for step in steps]
    lines = [
        (round(_NAMES + step * scale, 1), _TOP - 4, round(_NAMES + step * scale, 1), height - _FOOT) for step in steps
    ]
    return Picture(name, title, description, _WIDTH, height, blocks, labels, lines)


def _block(x: float, y: float, width: float, height: float, kind: str) -> Block:
    return Block(round(x, 1), round(y, 1), round(width, 1), round(height, 1), kind)


def _steps(bars: Bars) -> Sequence[int]:
    """The whole numbers of a scale, from 0 to one that nothing exceeds."""
    most = max((sum(amounts.values()) for _, amounts in bars), default=0)
    size = 1
    while size * _MOST_STEPS < most:
        # 1, 2, 5, 10, 20, 50 and so on.
        size = size * 5 // 2 if str(size)[0] == "2" else size * 2
    count = max(1, -(-most // size))
    return [size * each for each in range(int(count) + 1)]
