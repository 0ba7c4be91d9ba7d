"""Measures what the examples of follow-ups teach, on the examples of an author who saw none of the others'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from bot.nlu.embedding_table import ARTEFACT, EmbeddingTable, artefact_path
from bot.nlu.follow_up_classifier import SURELY
from bot.nlu.follow_up_model import ANY, EXAMPLES, FollowUp, FollowUpModel, read_follow_ups
from returndesk.progress import Progress

#: The files of authors who were told the topics and the sources, and saw no message of ours.
AUTHORS: Final = "told_*.yml"


def measure_follow_ups(progress: Progress) -> None:
    """Say, author by author, how many of their messages are understood by what all others' teach.

    Args:
        progress: Is told the shares: right, right without the question that was answered before, and of how many a
            meaning is sure and how many of these are right.
    """
    table = EmbeddingTable(artefact_path({"artefact": ARTEFACT}))
    for author in sorted(EXAMPLES.glob(AUTHORS)):
        others = [file for file in sorted(EXAMPLES.glob("*.yml")) if file != author]
        model = fitted([each for file in others for each in read_follow_ups(file)], table)
        unseen = read_follow_ups(author)
        found = [model.confidences(each.text, table.mean(each.text), each.before) for each in unseen]
        blind = [model.confidences(each.text, table.mean(each.text), ANY) for each in unseen]
        sure = [place for place, each in enumerate(found) if max(each.values()) >= SURELY]
        progress.say(
            f"{author.stem}: {len(unseen)} messages, {share_right(unseen, found):.1%} right, "
            f"{share_right(unseen, blind):.1%} not knowing the answer before; {len(sure) / len(unseen):.1%} sure, "
            f"{share_right([unseen[each] for each in sure], [found[each] for each in sure]):.1%} of them right"
        )


def fitted(examples: Sequence[FollowUp], table: EmbeddingTable) -> FollowUpModel:
    """What some examples teach."""
    return FollowUpModel.fitted(examples, np.stack([table.mean(each.text) for each in examples]))


def share_right(messages: Sequence[FollowUp], found: Sequence[Mapping[str, float]]) -> float:
    """The share of messages whose likeliest meaning is theirs; 0 of none."""
    right = sum(
        max(each, key=lambda name: each[name]) == said.means for said, each in zip(messages, found, strict=True)
    )
    return right / len(messages) if messages else 0.0
