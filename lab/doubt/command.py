"""`python -m lab doubt`: from test sets to `bot/nlu/doubt.yml`."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.nlu.doubt import OPINIONS, TABLE, TAKEN_FOR, Opinions, is_debatable
from lab.doubt.fitting import Answer, Point, cross_validated, curve, fitted
from lab.evaluation.assistant import Assistant
from lab.evaluation.command import Examination, messages
from lab.evaluation.sets import CONVERSATIONS, Message, read_sets
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project

_HEADER = """\
# How likely the answer to a chat's first words is right (bot/nlu/doubt.py, docs/nlu.md); below the bar the customer
# chooses. Written by `python -m lab doubt`; not to be edited by hand.
"""


def fit_doubt(project: Project, model: Path, bar: float, more: Path | None, progress: Progress) -> Sequence[Point]:
    """Put the messages of test sets to a model, and write the table that tells right answers from wrong ones.

    Args:
        project: The checkout.
        model: The trained model's archive.
        bar: How likely right an answer must be to be given.
        more: A folder of sets that are not in the repository.
        progress: Where it says what it finds.

    Returns:
        What each bar would have asked back, each set judged by what the others teach.

    Raises:
        Failure: A set can't be read, or all answers are right or all wrong.
    """
    committed = messages(Examination(project, model, project.state))[0]
    # What is told in the course of a conversation is no good example of first words.
    first_words = (each for each in committed if each.source != CONVERSATIONS)
    put = [*first_words, *(read_sets(more) if more else ())]
    with progress.step("Reading messages"), tempfile.TemporaryDirectory() as folder:
        answers = asyncio.run(answers_to(Assistant(project, model, Path(folder)), put))
    if len({each.is_right for each in answers}) < 2:
        raise Failure("All answers are right, or all are wrong: nothing tells them apart.")
    table = fitted(answers, bar)
    counted = Counter(each.is_right for each in answers)
    described = {
        "fitted_on": {
            "sets": len({each.message.source for each in answers}),
            "not_in_the_repository": len({each.source for each in put} & {each.stem for each in _files(more)}),
            "messages": len(put),
            "in_doubt": len(answers),
            "wrong": counted[False],
        },
        **{"bar": table.bar, "constant": table.constant, "weights": dict(table.weights)},
    }
    TABLE.write_text(_HEADER + yaml.safe_dump(described, sort_keys=False), encoding="utf-8")
    points = tuple(curve(answers, cross_validated(answers)))
    progress.say(f"{len(put)} messages, {len(answers)} of them in doubt, {counted[False]} of these wrong")
    for each in points:
        progress.say(
            f"  below {each.bar}: {each.wrong} wrong (the choice holds the right one of {each.wrong_held}), "
            f"{each.right} right ({each.right_held})"
        )
    return points


async def answers_to(assistant: Assistant, put: Sequence[Message]) -> list[Answer]:
    """What is answered to messages as the first of their chats, where two opinions are known and it can be doubted."""
    found = []
    for message in put:
        parse = await assistant.parse_in_full(message.text)
        opinions, intent = parse.get(OPINIONS), parse.get(TAKEN_FOR)
        if isinstance(opinions, Opinions) and is_debatable(str(intent), opinions):
            found.append(Answer(message, str(intent), opinions))
    return found


def _files(folder: Path | None) -> Sequence[Path]:
    return sorted(folder.glob("*.yml")) if folder else ()
