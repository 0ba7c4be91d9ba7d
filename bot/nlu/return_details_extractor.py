"""The entities of a message: order and return numbers, e-mails, countries, counts, dates, tracking numbers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import ENTITY_ATTRIBUTE_CONFIDENCE_TYPE
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.entities.detail import Detail
from bot.nlu.entities.finder import DetailFinder
from bot.nlu.language_detector import LANGUAGE
from bot.nlu.masking_tokenizer import RETURN_DETAILS
from core.settings import load_settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ReturnDetailsExtractor(EntityExtractorMixin, GraphComponent):
    """Turns the details of a message into entities: those that `MaskingTokenizer` found, or else those it finds itself.

    Each entity carries `well_formed`: false for a number or an address that is evidently meant as one and has a typo. A
    date carries its `sense`.
    """

    @cached_property
    def _finder(self) -> DetailFinder:
        """Made when first needed: behind a `MaskingTokenizer` it never is."""
        return DetailFinder(load_settings().number_shapes)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ReturnDetailsExtractor:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Extract the entities of each message in place.

        Args:
            messages: Messages with a text; one without is left as it is.
        """
        for message in messages:
            text, details = message.get(TEXT), message.get(RETURN_DETAILS)
            if text:
                known = details if details is not None else self._finder.find(text, message.get(LANGUAGE))
                found = self.add_extractor_name([as_entity(detail) for detail in known])
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages


def as_entity(detail: Detail) -> dict[str, Any]:
    """A detail in Rasa's form."""
    return {
        ENTITY_ATTRIBUTE_TYPE: detail.kind.value,
        ENTITY_ATTRIBUTE_START: detail.start,
        ENTITY_ATTRIBUTE_END: detail.end,
        ENTITY_ATTRIBUTE_VALUE: detail.value,
        # What Rasa calls the certainty of an entity's type.
        ENTITY_ATTRIBUTE_CONFIDENCE_TYPE: 1.0 if detail.well_formed else 0.5,
        "well_formed": detail.well_formed,
        **({"sense": detail.sense.value} if detail.sense else {}),
    }
