"""Components as Rasa's graph makes them: created, trained, stored and loaded through its own model storage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.entities.finder import DetailFinder
from bot.nlu.masking_tokenizer import MaskingTokenizer
from core.identifiers import USUAL_SHAPES

Make = Callable[..., Any]


@pytest.fixture(scope="session")
def finder() -> DetailFinder:
    return DetailFinder(USUAL_SHAPES)


@pytest.fixture
def tokenizer(finder: DetailFinder) -> MaskingTokenizer:
    """A tokenizer as configured; it shares one finder, which takes a while to make."""
    return MaskingTokenizer(MaskingTokenizer.get_default_config(), finder)


class Graph:
    """One model storage, in which each component class has one place."""

    def __init__(self, directory: Path) -> None:
        self._storage = LocalModelStorage(directory)

    def create(self, component: type[GraphComponent], **config: Any) -> Any:
        """A component for training, with its defaults and `config`."""
        return self._make(component.create, component, config)

    def load(self, component: type[GraphComponent], **config: Any) -> Any:
        """The component that was stored last."""
        return self._make(component.load, component, config)

    def _make(self, constructor: Make, component: type[GraphComponent], config: dict[str, Any]) -> Any:
        return constructor(
            {**component.get_default_config(), **config},
            self._storage,
            Resource(component.__name__),
            ExecutionContext(GraphSchema({}), node_name=component.__name__),
        )


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    directory = tmp_path / "model"
    directory.mkdir()
    return Graph(directory)


@pytest.fixture
def messages() -> Callable[..., list[Message]]:
    """Messages from texts, or from pairs of text and intent."""

    def make(*examples: str | tuple[str, str]) -> list[Message]:
        return [
            Message(
                data={TEXT: example} if isinstance(example, str) else dict(zip((TEXT, INTENT), example, strict=True))
            )
            for example in examples
        ]

    return make


@pytest.fixture
def training_data(messages: Callable[..., list[Message]]) -> Callable[[Sequence[Any]], TrainingData]:
    """Training data from texts, or from pairs of text and intent."""
    return lambda examples: TrainingData(messages(*examples))
