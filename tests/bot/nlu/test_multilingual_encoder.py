"""Vectors of messages: which are known, what is masked, and how they are kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.multilingual_encoder import (
    DIRECTIONS,
    LONGEST,
    MOST_SIGNS,
    MultilingualEncoder,
    bare_encoder,
    direction,
    encoder,
    ending,
    key,
    missing,
    plain_words,
    renew,
    write,
)

SIZE = 384


class CountedEncoder:
    """Stands in for the encoder: a vector of its own for each text, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def query(self, text: str) -> np.ndarray:
        self.asked.append(text)
        return vector_of(text)

    def token_count(self, text: str, *, is_query: bool) -> int:
        return len(text.encode()) + 2 * is_query


def vector_of(text: str) -> np.ndarray:
    return direction(np.random.default_rng(int(key(text), 16)).standard_normal(SIZE).astype(np.float32))


def counted(reader: MultilingualEncoder) -> CountedEncoder:
    """Put a stand-in in the place of a reader's encoder."""
    stand_in = CountedEncoder()
    reader.__dict__["_encoder"] = stand_in
    return stand_in


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("where is R-1001?", "where is 0"),
        ("bestellung 40077315 fehlt", "bestellung 0 fehlt"),
        ("mail an anna@example.org bitte", "mail an 0 bitte"),
        ("  seit\n dem  12.05.  ", "seit dem 0"),
        ("ב-12 במאי", "0 במאי"),
        ("", ""),
    ],
)
def test_a_nought_stands_for_each_number_and_address(text, plain):
    assert plain_words(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (
            "quisiera mandar de vuelta la tetera, 8133000044445555 lola@example.org",
            "quisiera mandar de vuelta la tetera,",
        ),
        ("lola@example.org R4455 sigue sin aparecer el dinero", "sigue sin aparecer el dinero"),
        ("me llegaron 2 teteras rotas del pedido R4455", "me llegaron 0 teteras rotas del pedido"),
        ("la tetera: 8133000044445555, lola@example.org", "la tetera: 0 0"),
    ],
)
def test_beside_a_question_which_return_it_is_says_nothing(text, plain):
    assert plain_words(text) == plain


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("where is it", "where is it"),
        ("so " * 200 + "where is it", "so " * 129 + "where is it"),
        ("a" * 1_000, "a" * LONGEST),
        ("", ""),
    ],
)
def test_of_a_long_story_the_end_is_read_in_whole_words(text: str, read: str):
    assert ending(text) == read


def test_only_the_first_letters_are_read():
    assert plain_words("a" * 1_000) == "a" * LONGEST


@pytest.mark.parametrize(
    "text",
    ["怎样退货" * 200, "щьґ" * 300, "qzxkwvjqzkxwvjq " * 30, "ยังไม่ได้รับเงินคืน" * 30, "\U0001f9e6\u0436" * 150, "a"],
)
def test_a_text_is_read_no_further_than_it_takes_the_encoder_long(text):
    """In the encoder's own signs: a word that is none, or a script without blanks, has hundreds of them."""
    reader = bare_encoder()
    read = []
    query = reader._encoder.query
    reader._encoder.query = lambda cut: read.append(cut) or query(cut)
    reader.vector(text)
    (cut,) = read
    assert plain_words(text).startswith(cut)
    assert reader._encoder.token_count(cut, is_query=True) <= MOST_SIGNS
    assert cut == plain_words(text) or reader._encoder.token_count(cut, is_query=True) > MOST_SIGNS * 3 // 4


def test_a_known_vector_is_not_asked_for():
    known = np.eye(1, SIZE, dtype=np.float32)[0]
    reader = MultilingualEncoder({key("where is 0"): known})
    asked = counted(reader).asked
    assert reader.vector("where is R1001") is known
    assert asked == []


def test_an_unknown_text_is_asked_for_without_its_numbers():
    reader = MultilingualEncoder({key("another"): np.zeros(SIZE, np.float32)})
    asked = counted(reader).asked
    assert reader.vector("wo ist 4711") == pytest.approx(vector_of("wo ist 0"))
    assert asked == ["wo ist 0"]


def test_vectors_stand_in_the_order_of_their_texts():
    known = np.eye(1, SIZE, dtype=np.float32)[0]
    reader = MultilingualEncoder({key("two"): known})
    counted(reader)
    assert reader.vectors(["one", "two", "three"]) == pytest.approx(
        np.stack([vector_of("one"), known, vector_of("three")])
    )


def test_an_unknown_text_is_projected_and_has_length_one():
    projection = np.linalg.qr(np.random.default_rng(1).standard_normal((SIZE, 5)))[0].astype(np.float32)
    reader = MultilingualEncoder(None, projection)
    counted(reader)
    vector = reader.vector("one")
    assert vector == pytest.approx(direction(vector_of("one") @ projection))
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_nothing_has_no_direction():
    assert not direction(np.zeros(3, np.float32)).any()


def test_vectors_that_were_written_are_read(tmp_path: Path):
    texts = [f"text {'a' * number}" for number in range(DIRECTIONS + 40)]
    # All within as many directions as are kept, so that the projection loses nothing of them.
    within = np.random.default_rng(2).standard_normal((len(texts), 6)) @ np.eye(6, SIZE)
    vectors = np.stack([direction(each.astype(np.float32)) for each in within])
    path = tmp_path / "messages.safetensors"
    write(texts, vectors, path)
    reader = encoder(path)
    asked = counted(reader).asked

    read = reader.vectors(texts)

    assert asked == []
    assert read.shape == (len(texts), DIRECTIONS)
    # Which directions they are in may change; how near they are to each other may not.
    assert read @ read.T == pytest.approx(vectors @ vectors.T, abs=0.02)
    assert np.linalg.norm(read, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)
    for number in (0, 7, len(texts) - 1):
        assert read[number] == pytest.approx(direction(vectors[number] @ reader.projection), abs=0.02)


def test_new_texts_are_added_and_those_that_are_gone_go(tmp_path: Path):
    texts = [f"text {'a' * number}" for number in range(DIRECTIONS + 1)]
    path = tmp_path / "messages.safetensors"
    write(texts, np.stack([vector_of(text) for text in texts]), path)
    before = encoder(path)
    now = [*texts[1:], "one more", "another"]

    added = missing(now, path)
    assert added == ["one more", "another"]
    wanted = np.stack([direction(vector_of(text) @ before.projection) for text in added])
    renew(now, added, wanted, path)

    after = encoder(path)
    asked = counted(after).asked
    assert missing(now, path) == []
    assert after.vectors(now[:5]) == pytest.approx(before.vectors(now[:5]))
    assert after.vectors(added) == pytest.approx(wanted, abs=0.02)
    assert asked == []
    assert after.vector(texts[0]) is not None
    assert asked == [plain_words(texts[0])]


def test_a_server_projects_as_training_did_and_knows_no_text(tmp_path: Path):
    texts = [f"text {'a' * number}" for number in range(DIRECTIONS + 1)]
    path = tmp_path / "messages.safetensors"
    write(texts, np.stack([vector_of(text) for text in texts]), path)
    with_texts, bare = encoder(path), bare_encoder(path)
    asked = counted(bare).asked
    assert bare.vector(texts[3]) == pytest.approx(with_texts.vector(texts[3]), abs=0.02)
    assert asked == [texts[3]]


def test_two_translations_are_nearer_than_two_questions():
    """The encoder itself, as it is installed."""
    refund, geld, etikett = bare_encoder().vectors(
        ["when will I get my money back", "wann bekomme ich mein Geld zurück", "das Rücksendeetikett fehlt im Paket"]
    )
    assert refund @ geld > max(refund @ etikett, geld @ etikett)


#: Loads OpenMP with more than one thread, reads a text, forks, and has the other process read one.
READ_ON_BOTH_SIDES_OF_A_FORK = """
import os, signal
import sklearn.utils._openmp_helpers
from bot.nlu.multilingual_encoder import bare_encoder
reader = bare_encoder()
reader.vector("¿dónde está mi paquete?")
pid = os.fork()
if pid == 0:
    signal.alarm(60)
    reader.vector("wo ist mein Paket?")
    os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
"""


def test_a_forked_process_reads_too():
    environment = {**os.environ, "OMP_NUM_THREADS": "4"}
    subprocess.run([sys.executable, "-c", READ_ON_BOTH_SIDES_OF_A_FORK], env=environment, check=True, timeout=300)


@pytest.mark.parametrize("sign", ["\ufdfa", "\u3300", "½", "ﬃ", "\u1f5b", "\U0001f3fd"])
def test_signs_that_stand_for_many_end_nothing(sign):
    """In a process of its own: writing beyond what is reserved ends it."""
    code = f"from bot.nlu.multilingual_encoder import bare_encoder; bare_encoder().vector({sign * 4_000!a})"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)


def test_what_a_sign_stands_for_is_read_like_the_sign():
    reader = bare_encoder()
    assert reader.vector("ﬁlet ﬂach ㎏") == pytest.approx(reader.vector("filet flach kg"), abs=1e-6)
