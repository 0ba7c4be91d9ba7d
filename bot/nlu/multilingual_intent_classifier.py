"""What a message in another language than English asks, and a second opinion on an English one that left doubts."""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any, Final, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped]

from bot.nlu.bare_question import bare_question
from bot.nlu.doubt import OPINIONS, Opinions
from bot.nlu.first_words import says_first_words
from bot.nlu.kernel_intent_classifier import KernelModel, fit
from bot.nlu.language_detector import LANGUAGE, english_messages, is_english
from bot.nlu.mapped_tensors import mapped_tensors
from bot.nlu.masking_tokenizer import RETURN_DETAILS
from bot.nlu.multilingual_encoder import (
    ARTEFACT,
    MultilingualEncoder,
    Vectors,
    bare_encoder,
    encoder,
    ending,
    plain_words,
)
from bot.nlu.nearest_questions import NearestQuestions
from bot.nlu.second_opinion import (
    FIRM,
    FIRST_OPINION,
    IN_QUESTION,
    TORN,
    alone,
    credible,
    in_question,
    is_asked_for,
    is_easily_mistaken,
    joined,
    torn,
    unfounded,
)
from core.languages import ENGLISH

FAMILIES: Final = "families.json"
MEANS: Final = "means.safetensors"
RARITY: Final = "rarity.safetensors"
#: Letters and words are counted in so many columns; which of them share one hardly matters.
COLUMNS: Final = 1 << 15
_TOKEN: Final = re.compile(r"[^\W_]+|[?!]|[^\w\s\x00-\x7f]")
_LETTER_NGRAMS: Final = range(2, 6)


class Family:
    """Languages that are understood by one model, as they share words: what Spanish teaches helps Portuguese.

    Args:
        model: Whatever the family's languages say.
        means: The mean vector of each language, which is taken away: what is left is what a message says.
        rarity: How rare each column of letters and words is.
    """

    def __init__(self, model: KernelModel, means: Mapping[str, Vectors], rarity: Vectors) -> None:
        self.model = model
        self.means = means
        self.rarity = rarity

    def likely(self, text: str, language: str, vector: Vectors) -> Mapping[str, float]:
        """How likely each intent is for a message, the likeliest first."""
        dense = (vector - self.means.get(language, self.means[ENGLISH]))[np.newaxis, :]
        confidences = self.model.confidences(dense, weighted(columns_of(text), self.rarity))[0]
        return {self.model.intents[i]: float(confidences[i]) for i in np.argsort(-confidences, kind="stable").tolist()}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MultilingualIntentClassifier(IntentClassifier, GraphComponent):
    """Classifies what is not English: by the letters of its words, and by what a multilingual encoder makes of them.

    Related languages are one model, with some English examples of each intent in it: what one language's examples
    leave out another's may have. An English message is read by the encoder only where the classifier before was not
    sure of it; then the questions nearest to it are heard as well. docs/nlu.md has the measurements.

    Configuration:
        families: Which languages share a model; a language that none names has one of its own.
        english_examples: How many English examples of each intent every family gets.
        sure: The confidence from which on an English message needs no second opinion.
        ridge, sharpness, dense_weight, sparse_weight: As in `KernelIntentClassifier`.
        ranking_length: How many intents a message gets.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        families: Optional[Mapping[str, Family]] = None,
        nearest: Optional[NearestQuestions] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._families = families or {}
        self._nearest = nearest
        self._read_last: Optional[Family] = None
        self._encoder: Optional[MultilingualEncoder] = bare_encoder() if families or nearest else None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "families": [["es", "pt"], ["fr", "it"], ["de", "nl"], ["ru", "uk"]],
            "english_examples": 40,
            "sure": 0.9,
            "ridge": 0.15,
            "sharpness": 4.0,
            "dense_weight": 0.6,
            "sparse_weight": 0.4,
            "ranking_length": 10,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> Optional[str]:
        """The digest of the directions that vectors are kept in."""
        return str(zlib.crc32(mapped_tensors(ARTEFACT)["projection"].tobytes()))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MultilingualIntentClassifier:
        """A new component that knows no language yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MultilingualIntentClassifier:
        families: dict[str, Family] = {}
        with model_storage.read_from(resource) as directory:
            for languages in json.loads((directory / FAMILIES).read_text(encoding="utf-8")):
                folder = directory / "-".join(languages)
                family = Family(
                    KernelModel.read(folder), mapped_tensors(folder / MEANS), mapped_tensors(folder / RARITY)["rarity"]
                )
                families |= dict.fromkeys(languages, family)
            nearest = NearestQuestions.read(directory)
        return cls(config, model_storage, resource, families, nearest)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit a model to each family's examples; without any there is none."""
        examples = [each for each in training_data.intent_examples if each.get(INTENT) and each.get(TEXT)]
        every = english_messages(examples)
        english = list(_some_of_each(every, self._config["english_examples"]))
        others = [each for each in examples if not is_english(each)]
        languages = sorted({each.get(LANGUAGE) for each in others})
        families = [[tag for tag in family if tag in languages] for family in self._config["families"]]
        families += [[tag] for tag in languages if not any(tag in family for family in families)]
        reader = encoder()
        with self._model_storage.write_to(self._resource) as directory:
            (directory / FAMILIES).write_text(json.dumps([each for each in families if each]), encoding="utf-8")
            for family in filter(None, families):
                spoken = [*(each for each in others if each.get(LANGUAGE) in family), *english]
                self._fit(spoken, reader, directory / "-".join(family))
            if every:
                vectors = reader.vectors([each.get(TEXT) for each in every])
                NearestQuestions.fitted(vectors, [each.get(INTENT) for each in every]).save(directory)
        return self._resource

    def _fit(self, examples: Sequence[Message], reader: MultilingualEncoder, folder: Any) -> None:
        texts = [each.get(TEXT) for each in examples]
        languages = [each.get(LANGUAGE) or ENGLISH for each in examples]
        vectors = reader.vectors(texts)
        means = {
            tag: vectors[[place for place, each in enumerate(languages) if each == tag]].mean(axis=0)
            for tag in sorted(set(languages))
        }
        counted = [columns_of(text) for text in texts]
        rarity = rarity_of(counted)
        model = fit(
            vectors - np.stack([means[tag] for tag in languages]),
            vstack([weighted(each, rarity) for each in counted]).tocsr(),
            [each.get(INTENT) for each in examples],
            **{name: self._config[name] for name in ("ridge", "sharpness", "dense_weight", "sparse_weight")},
        )
        folder.mkdir(exist_ok=True)
        model.save(folder)
        save_file(means, folder / MEANS)
        save_file({"rarity": rarity}, folder / RARITY)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message that is not English, or left doubts."""
        for message in messages:
            text = message.get(TEXT) or ""
            if self._encoder is not None and text and not text.startswith("/"):
                asked = bare_question(text, message.get(RETURN_DETAILS) or (), message.get(LANGUAGE))
                ranking = self._ranking(message, asked, self._encoder)
                if ranking:
                    message.set(INTENT, ranking[0], add_to_output=True)
                    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message, text: str, reader: MultilingualEncoder) -> list[dict[str, Any]]:
        """The likeliest intents of a message, none where it stays with what it was taken for."""
        if is_english(message):
            likely = self._second_opinion(message, text, reader)
        else:
            family = self._family(message.get(LANGUAGE))
            likely = family.likely(text, message.get(LANGUAGE), reader.vector(text)) if family is not None else {}
        best = islice(likely.items(), self._config["ranking_length"])
        return [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence} for name, confidence in best]

    def _family(self, language: str) -> Optional[Family]:
        """What reads a language. The one before takes no memory from now on: it has some 20 MB of numbers."""
        family = self._families.get(language)
        if family is not self._read_last and self._read_last is not None:
            self._read_last.model.rest()
        self._read_last = family
        return family

    def _second_opinion(self, message: Message, text: str, reader: MultilingualEncoder) -> Mapping[str, float]:
        """How likely each intent is of a message that left doubts, none where it stays with what it was taken for."""
        ranking = message.get(INTENT_RANKING_KEY) or ()
        first = {each[INTENT_NAME_KEY]: each[PREDICTED_CONFIDENCE_KEY] for each in ranking}
        if self._nearest is None:
            return {}
        is_first = says_first_words(message)
        is_unsure = is_asked_for(first, text, self._config["sure"])
        if not is_unsure and not (is_first and is_easily_mistaken(first, text)):
            return {}
        second: Mapping[str, float]
        second, near = self._nearest.heard(reader.vector(ending(text)))
        if is_first:
            message.set(OPINIONS, Opinions(first, second, near))
        if not is_unsure:
            return {}
        # Later words may be of the answer before, and in a form of what it asks.
        second = credible(first, second) if is_first else second
        likely = joined(first, second)
        message.set(TORN, is_first and (torn(first, second, likely) or unfounded(first, likely)))
        message.set(IN_QUESTION, in_question(first, second))
        if max(first.values()) >= FIRM and not message.get(TORN):
            return {}
        message.set(FIRST_OPINION, alone(first))
        return likely


def _some_of_each(examples: Sequence[Message], most: int) -> Iterator[Message]:
    """Examples of each intent, spread evenly over all that there are."""
    by_intent: dict[str, list[Message]] = defaultdict(list)
    for each in examples:
        by_intent[each.get(INTENT)].append(each)
    for _, of_intent in sorted(by_intent.items()):
        yield from of_intent[:: -(-len(of_intent) // most)]


Counts = tuple[Mapping[int, int], Mapping[int, int]]


def columns_of(text: str) -> Counts:
    """How often a text has each column of words and pairs of words, and of letters within words."""
    words = [word.lower() for word in _TOKEN.findall(plain_words(text))]
    pairs = [f" {first} {second}" for first, second in pairwise(words)]
    letters = (
        bordered[start : start + size]
        for bordered in (f"_{word}_" for word in words)
        for size in _LETTER_NGRAMS
        for start in range(len(bordered) - size + 1)
    )
    return Counter(map(_column, [*(f" {word}" for word in words), *pairs])), Counter(map(_column, letters))


def _column(ngram: str) -> int:
    return zlib.crc32(ngram.encode("utf-8", "replace")) % COLUMNS


def rarity_of(counted: Sequence[Counts]) -> Vectors:
    """The weight of each column: more for what few examples have, none for what one alone has."""
    seen_in = Counter(column for words, letters in counted for column in {*words, *letters})
    rarity = np.zeros(COLUMNS, dtype=np.float32)
    for column, count in seen_in.items():
        if count > 1:
            rarity[column] = np.log(len(counted) / count) + 1
    return rarity


def weighted(counts: Counts, rarity: Vectors) -> csr_matrix:
    """A row of weights, each half of length 1."""
    columns, values = [], []
    for half in counts:
        found = np.fromiter(half, dtype=np.int32, count=len(half))
        weights = (1 + np.log(np.fromiter(half.values(), dtype=np.float32, count=len(half)))) * rarity[found]
        length = float(np.linalg.norm(weights))
        columns.append(found)
        values.append(weights / length if length else weights)
    ends = [0, sum(map(len, columns))]
    row = csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=(1, COLUMNS))
    row.sum_duplicates()
    return row
