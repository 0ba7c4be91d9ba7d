"""The entities of a message: order and return numbers, e-mails, countries, counts, dates, tracking numbers."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
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

from bot.components.details.detail import Detail
from bot.components.details.finder import DetailFinder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ReturnDetailsExtractor(EntityExtractorMixin, GraphComponent):
    """Adds what `DetailFinder` finds to a message's entities.

    Each entity carries `well_formed`: false for a number or an address that is evidently meant as one and has a typo.
    """

    def __init__(self, finder: DetailFinder) -> None:
        self._finder = finder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ReturnDetailsExtractor:
        """Create the component; it has no parameters."""
        return cls(DetailFinder())

    def process(self, messages: list[Message]) -> list[Message]:
        """Extract the entities of each message in place.

        Args:
            messages: Messages with a text; one without is left as it is.
        """
        for message in messages:
            text = message.get(TEXT)
            if text:
                found = self.add_extractor_name([as_entity(detail) for detail in self._finder.find(text)])
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages


def as_entity(detail: Detail) -> dict[str, Any]:
    """A detail in Rasa's form."""
    return {
        ENTITY_ATTRIBUTE_TYPE: detail.kind.value,
        ENTITY_ATTRIBUTE_START: detail.start,
        ENTITY_ATTRIBUTE_END: detail.end,
        ENTITY_ATTRIBUTE_VALUE: detail.value,
        "well_formed": detail.well_formed,
    }
