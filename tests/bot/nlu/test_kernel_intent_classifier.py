"""The classifier: its solution, its confidences, and what it stores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix

from bot.nlu.kernel_intent_classifier import KernelIntentClassifier, fit, softmax
from bot.nlu.ngram_featurizer import NgramFeaturizer
from bot.nlu.static_embedding_featurizer import StaticEmbeddingFeaturizer

EXAMPLES = [
    ("cancel my return", "cancel"),
    ("I want to cancel the return", "cancel"),
    ("please cancel it", "cancel"),
    ("withdraw my return request", "cancel"),
    ("where is my refund", "refund"),
    ("when do I get my money back", "refund"),
    ("refund not received", "refund"),
    ("how long does the refund take", "refund"),
    ("tell me a joke", "other"),
    ("what is the weather", "other"),
    ("sing a song", "other"),
    ("who won the match", "other"),
]
SETTINGS = {"ridge": 0.2, "sharpness": 3.0, "dense_weight": 2.0, "sparse_weight": 1.0}


class Pipeline:
    """The components up to the classifier, trained on EXAMPLES."""

    def __init__(self, graph, tokenizer, training_data, **config):
        self.graph = graph
        self.before = [tokenizer, graph.create(NgramFeaturizer), None]
        data = self.before[0].process_training_data(training_data(EXAMPLES))
        self.before[1].train(data)
        self.before[2] = graph.create(StaticEmbeddingFeaturizer)
        for featurizer in self.before[1:]:
            data = featurizer.process_training_data(data)
        self.classifier = graph.create(KernelIntentClassifier, **config)
        self.classifier.train(data)

    def understood(self, text, classifier=None):
        messages = [Message(data={TEXT: text})]
        for component in (*self.before, classifier or self.classifier):
            messages = component.process(messages)
        return messages[0]


@pytest.fixture
def pipeline(graph, tokenizer, training_data):
    return Pipeline(graph, tokenizer, training_data)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("can I cancel this return?", "cancel"), ("the refund, when?", "refund"), ("do you know a good joke", "other")],
)
def test_new_wording_gets_its_intent(pipeline, text, intent):
    assert pipeline.understood(text).get(INTENT)["name"] == intent


@pytest.mark.parametrize("text", [" ", "….", "\u2003"])
def test_a_message_without_a_word_has_no_intent(pipeline, text):
    message = pipeline.understood(text)
    assert message.get(INTENT) == {"name": None, "confidence": 0.0}
    assert message.get(INTENT_RANKING_KEY) == []


def test_the_ranking_falls_and_starts_with_the_intent(pipeline):
    message = pipeline.understood("cancel the refund")
    ranking = message.get(INTENT_RANKING_KEY)
    assert ranking[0] == message.get(INTENT)
    confidences = [entry["confidence"] for entry in ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)
    assert {entry["name"] for entry in ranking} == {"cancel", "refund", "other"}


def test_intent_and_ranking_are_part_of_the_output(pipeline):
    output = pipeline.understood("cancel").as_dict(only_output_properties=True)
    assert {INTENT, INTENT_RANKING_KEY} <= set(output)


def test_the_ranking_can_be_cut(graph, tokenizer, training_data):
    message = Pipeline(graph, tokenizer, training_data, ranking_length=2).understood("cancel")
    assert len(message.get(INTENT_RANKING_KEY)) == 2


def test_a_message_of_unknown_words_gets_little_confidence(pipeline):
    assert pipeline.understood("żółć").get(INTENT)["confidence"] < 0.6
    assert pipeline.understood("cancel my return").get(INTENT)["confidence"] > 0.6


def test_a_stored_classifier_answers_the_same(pipeline):
    loaded = pipeline.graph.load(KernelIntentClassifier)
    text = "cancel the money"
    again, before = (pipeline.understood(text, which).get(INTENT_RANKING_KEY) for which in (loaded, None))
    assert [entry["name"] for entry in again] == [entry["name"] for entry in before]
    assert [entry["confidence"] for entry in again] == pytest.approx([entry["confidence"] for entry in before])


def test_a_message_without_features_is_left_alone(pipeline):
    (message,) = pipeline.classifier.process([Message(data={TEXT: "cancel"})])
    assert message.get(INTENT) is None


def test_an_untrained_classifier_says_nothing(graph):
    (message,) = graph.create(KernelIntentClassifier).process([Message(data={TEXT: "cancel"})])
    assert message.get(INTENT) is None


def test_a_pipeline_without_a_dense_featurizer_is_told_so(graph, tokenizer, training_data):
    ngrams = graph.create(NgramFeaturizer)
    data = tokenizer.process_training_data(training_data(EXAMPLES))
    ngrams.train(data)
    with pytest.raises(InvalidConfigException, match="needs a dense and a sparse featurizer"):
        graph.create(KernelIntentClassifier).train(ngrams.process_training_data(data))


def test_training_without_examples_is_an_error(graph, training_data):
    with pytest.raises(InvalidConfigException, match="no training example has an intent and a text"):
        graph.create(KernelIntentClassifier).train(training_data(["a text without an intent"]))


@pytest.mark.parametrize("name", ["ridge", "sharpness", "dense_weight", "sparse_weight"])
@pytest.mark.parametrize("value", [0, -1])
def test_a_weight_that_is_not_positive_is_refused_by_name(graph, name, value):
    with pytest.raises(InvalidConfigException, match=f"KernelIntentClassifier: {name}: {value} is not above 0"):
        graph.create(KernelIntentClassifier, **{name: value})


def examples(seed: int, count: int = 40) -> tuple[np.ndarray, csr_matrix, list[str]]:
    random = np.random.default_rng(seed)
    dense = random.standard_normal((count, 6)).astype(np.float32)
    sparse = csr_matrix((random.random((count, 9)) > 0.6).astype(np.float32))
    return dense, sparse, [f"intent {label}" for label in (dense[:, 0] > 0).astype(int) + (dense[:, 1] > 0)]


def test_leaving_an_example_out_in_closed_form_is_leaving_it_out(monkeypatch):
    """The scores that the temperature is fitted on are those of models that never saw the example."""
    dense, sparse, labels = examples(1)
    fitted_on = {}
    monkeypatch.setattr(
        "bot.nlu.kernel_intent_classifier.fitted_temperature",
        lambda scores, truth: fitted_on.setdefault("scores", scores) is None or 1.0,
    )
    model = fit(dense, sparse, labels, **SETTINGS)

    # The same by hand for example 0, around the same mean and prior.
    near = np.exp(3.0 * (model.directions @ model.directions.T - 1))
    kernel = 2.0 * near + (sparse @ sparse.T).toarray()
    wanted = np.array([[label == intent for intent in model.intents] for label in labels], dtype=float) - model.prior
    rest = np.arange(1, len(labels))
    coefficients = np.linalg.solve(kernel[np.ix_(rest, rest)] + 0.2 * np.eye(len(rest)), wanted[rest])
    assert fitted_on["scores"][0] == pytest.approx(kernel[0, rest] @ coefficients + model.prior, abs=1e-3)


def test_the_same_examples_give_the_same_model():
    one, other = (fit(*examples(2), **SETTINGS) for _ in range(2))
    dense, sparse, _ = examples(3, 5)
    assert np.array_equal(one.confidences(dense, sparse), other.confidences(dense, sparse))


@pytest.mark.parametrize("seed", [4, 5])
def test_the_order_of_the_examples_makes_no_difference(seed):
    dense, sparse, labels = examples(seed)
    order = np.random.default_rng(seed).permutation(len(labels))
    shuffled = fit(dense[order], sparse[order], [labels[i] for i in order], **SETTINGS)
    new_dense, new_sparse, _ = examples(seed + 10, 5)
    assert shuffled.confidences(new_dense, new_sparse) == pytest.approx(
        fit(dense, sparse, labels, **SETTINGS).confidences(new_dense, new_sparse), abs=1e-3
    )


def test_confidence_is_right_as_often_as_it_says():
    """On noisy labels that nobody can get right more than 7 times in 10, nobody is told 9 in 10."""
    random = np.random.default_rng(6)
    dense, sparse, labels = examples(6, 400)
    noisy = [label if random.random() < 0.55 else f"intent {random.integers(3)}" for label in labels]
    model = fit(dense[:300], sparse[:300], noisy[:300], **SETTINGS)
    confidences = model.confidences(dense[300:], sparse[300:])
    right = np.array(model.intents)[confidences.argmax(axis=1)] == np.array(noisy[300:])
    assert confidences.max(axis=1).mean() == pytest.approx(right.mean(), abs=0.12)


def test_a_vector_of_zeros_does_no_harm():
    dense, sparse, labels = examples(7)
    model = fit(dense, sparse, labels, **SETTINGS)
    confidences = model.confidences(np.zeros((1, 6), np.float32), csr_matrix((1, 9), dtype=np.float32))
    assert np.isfinite(confidences).all()


@given(st.lists(st.lists(st.floats(-1e4, 1e4, width=32), min_size=3, max_size=3), min_size=1, max_size=4))
@settings(deadline=None)
def test_probabilities_add_up_to_one_whatever_the_scores(scores):
    probabilities = softmax(np.array(scores, dtype=np.float32))
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(len(scores)), abs=1e-5)
    assert (probabilities >= 0).all()
