"""An evaluation as pictures: which intent is taken for which, and how sure the model is when it is right or wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from lab.evaluation.measures import BINS
from lab.evaluation.outcome import Outcome
from lab.evaluation.scope import Kind
from returndesk.report.figures_file import PAPER, figure, plain_frame, save

CONFUSION_MATRIX = "confusion_matrix.png"
CONFIDENCE = "confidence.png"
_INK, _RIGHT, _WRONG, _OUTSIDE = "#202124", "#2f7d5b", "#c0392b", "#8a8f98"


def draw(outcomes: Sequence[Outcome], folder: Path) -> tuple[Path, Path]:
    """Draw what became of messages as they were written, confusion matrix and confidences, into a folder."""
    written = [outcome for outcome in outcomes if not outcome.is_spoilt]
    matrix, histogram = folder / CONFUSION_MATRIX, folder / CONFIDENCE
    draw_confusion_matrix(written, matrix)
    draw_confidences(written, histogram)
    return matrix, histogram


def draw_confusion_matrix(outcomes: Sequence[Outcome], path: Path) -> None:
    """A row a right intent, a column what it was taken for; the darker, the larger the row's share."""
    counts = Counter((outcome.expected, outcome.understood) for outcome in outcomes)
    rows = sorted({expected for expected, _ in counts})
    columns = sorted({understood for _, understood in counts} | set(rows))
    totals = {row: sum(counts[row, column] for column in columns) for row in rows}
    shares = [[counts[row, column] / totals[row] for column in columns] for row in rows]
    size = max(6.0, 0.26 * len(columns) + 2.5)
    drawn = figure(size, max(5.0, 0.26 * len(rows) + 2.0))
    axes = drawn.add_subplot()
    axes.imshow(shares, cmap="Greens", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize=7)
    axes.set_yticks(range(len(rows)), rows, fontsize=7)
    for across, column in enumerate(columns):
        for down, row in enumerate(rows):
            if counts[row, column]:
                dark = shares[down][across] > 0.55
                colour = PAPER if dark else (_INK if row == column else _WRONG)
                axes.text(across, down, counts[row, column], ha="center", va="center", fontsize=6, color=colour)
    axes.set_xlabel("understood as")
    axes.set_ylabel("right intent")
    save(drawn, path)


def draw_confidences(outcomes: Sequence[Outcome], path: Path) -> None:
    """How many messages the model was how sure of, by whether it was right."""
    edges = [number / (2 * BINS) for number in range(2 * BINS + 1)]
    sure_of = {
        "right intent": [each.confidence for each in outcomes if each.best in each.message.accepted],
        "wrong intent": [
            each.confidence
            for each in outcomes
            if each.best not in each.message.accepted and each.kind is not Kind.OUT_OF_SCOPE
        ],
        "out of scope, taken for a question": [
            each.confidence
            for each in outcomes
            if each.best not in each.message.accepted and each.kind is Kind.OUT_OF_SCOPE
        ],
    }
    drawn = figure(7.5, 4.0)
    axes = drawn.add_subplot()
    axes.hist(list(sure_of.values()), bins=edges, log=True, color=(_RIGHT, _WRONG, _OUTSIDE), label=list(sure_of))
    axes.set_xlabel("confidence of the likeliest intent")
    axes.set_ylabel("messages (logarithmic)")
    axes.legend(frameon=False, loc="upper left")
    plain_frame(axes)
    save(drawn, path)
