"""Has training data that are put together share their messages.

Rasa copies every message each time it puts two sets together, six times before a training begins, and works out anew
which messages are there twice. Half of the reading of sixty thousand messages is that. Nothing changes the sets that
were put together afterwards, so that one message in both is as good as two.
"""

from __future__ import annotations

from typing import Optional

from rasa.shared.nlu.constants import INTENT, RESPONSE
from rasa.shared.nlu.training_data import util
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


def share_examples() -> None:
    """Replace two methods of Rasa's, for this process."""
    TrainingData.merge = _merged
    TrainingData.sanitize_examples = staticmethod(_clean)


def _merged(data: TrainingData, *others: Optional[TrainingData]) -> TrainingData:
    """These training data and others."""
    every = [data, *(each for each in others if each)]
    synonyms: dict[str, str] = {}
    for each in every:
        for text, synonym in each.entity_synonyms.items():
            util.check_duplicate_synonym(synonyms, text, synonym, "merging training data")
        synonyms |= each.entity_synonyms
    return TrainingData(
        [message for each in every for message in each.training_examples],
        synonyms,
        [feature for each in every for feature in each.regex_features],
        [table for each in every for table in each.lookup_tables],
        {name: response for each in every for name, response in each.responses.items()},
    )


def _clean(examples: list[Message]) -> list[Message]:
    """Messages without blanks around their labels, each once.

    A label that is clean is not set again, since that has a message forget its fingerprint.
    """
    for each in examples:
        for name in (INTENT, RESPONSE):
            label = each.get(name)
            if label and label != label.strip():
                each.set(name, label.strip())
    return list(dict.fromkeys(examples))
