"""A message's digest is the same for equal messages alone, as it is with Rasa's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import coo_matrix, csr_matrix

from bot.rasa_patches.message_fingerprints import install

TEXT = "where is my money"


@pytest.fixture(params=["of Rasa", "of ours"], autouse=True)
def digest(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both ways, and Rasa's own after each test."""
    own = Message.fingerprint, Features.fingerprint
    if request.param == "of ours":
        install()
    yield
    Message.fingerprint, Features.fingerprint = own


def message(**more: object) -> Message:
    return Message(data={"text": TEXT, "intent": "ask_refund_time", **more})


def dense(*numbers: float) -> Features:
    return Features(np.array([numbers], dtype=np.float32), "sentence", "text", "vectors")


def sparse(*numbers: float) -> Features:
    return Features(csr_matrix([numbers], dtype=np.float32), "sentence", "text", "counts")


def featured(*features: Features) -> Message:
    return Message(data={"text": TEXT}, features=list(features))


@pytest.mark.parametrize(
    "make",
    [
        message,
        lambda: message(text_tokens=[Token("where", 0), Token("is", 6)]),
        lambda: message(metadata={"language": "de", "places": [1, 2]}),
        lambda: message(details=(1, None, "x")),
        lambda: featured(dense(0.5, 1.5)),
        lambda: featured(dense(0.5), sparse(0, 1, 0)),
    ],
)
def test_equal_messages_have_the_same(make: Callable[[], Message]):
    first, second = make(), make()
    assert first.fingerprint() == second.fingerprint() == first.fingerprint()
    assert first == second and len(first.fingerprint()) == 32


def test_the_order_of_what_a_message_has_makes_no_difference():
    one = Message(data={"text": TEXT, "metadata": {"language": "de", "way": "email"}})
    other = Message(data={"metadata": {"way": "email", "language": "de"}, "text": TEXT})
    assert one.fingerprint() == other.fingerprint()


@pytest.mark.parametrize(
    "make",
    [
        lambda: (message(), message(text="where is my parcel")),
        lambda: (message(), message(intent="greet")),
        lambda: (message(), message(metadata={"language": "de"})),
        lambda: (message(metadata={"language": "nl"}), message(metadata={"language": "de"})),
        lambda: (message(text_tokens=[Token("where", 0)]), message(text_tokens=[Token("where", 1)])),
        lambda: (message(text_tokens=[Token("where", 0)]), message(text_tokens=[Token("There", 0)])),
        lambda: (message(details=(1, 2)), message(details=(2, 1))),
        lambda: (featured(dense(0.5)), featured(dense(0.25))),
        lambda: (featured(dense(0.5)), featured()),
        lambda: (featured(dense(0.5, 0)), featured(sparse(0.5, 0))),
        lambda: (featured(sparse(0, 1)), featured(sparse(1, 0))),
        lambda: (featured(dense(1), dense(2)), featured(dense(2), dense(1))),
    ],
)
def test_others_have_another(make: Callable[[], tuple[Message, Message]]):
    one, other = make()
    assert one.fingerprint() != other.fingerprint() and one != other


def test_what_is_set_later_counts():
    changed = message()
    before = changed.fingerprint()
    changed.set("text_tokens", [Token("where", 0)])
    with_words = changed.fingerprint()
    changed.add_features(dense(1.0))
    assert len({before, with_words, changed.fingerprint()}) == 3


@pytest.mark.parametrize("kind", [csr_matrix, coo_matrix])
def test_the_form_of_a_sparse_matrix_makes_no_difference(kind: Callable[..., object]):
    features = Features(kind([[0, 2.0, 0]]), "sentence", "text", "counts")
    assert features.fingerprint() == Features(csr_matrix([[0, 2.0, 0]]), "sentence", "text", "counts").fingerprint()


def test_training_data_are_told_apart_by_their_messages():
    assert TrainingData([message()]).fingerprint() == TrainingData([message()]).fingerprint()
    assert TrainingData([message()]).fingerprint() != TrainingData([message(intent="greet")]).fingerprint()
