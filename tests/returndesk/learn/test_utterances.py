"""Messages with their intents, as Rasa's files hold them."""

from __future__ import annotations

from pathlib import Path

import pytest

from returndesk.failure import Failure
from returndesk.learn.utterances import Utterance, read_training, read_utterances, words


def written(folder: Path, text: str) -> Path:
    path = folder / "some.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_utterances_are_read_in_order_with_their_intents(tmp_path):
    text = 'nlu:\n- synonym: x\n  examples: |\n    - y\n- intent: greet\n  examples: |\n    - hi\n    - good "day"\n'
    assert read_utterances(written(tmp_path, text)) == (Utterance("hi", "greet"), Utterance('good "day"', "greet"))


def test_training_data_is_read_from_folders_and_files_alike(tmp_path):
    (tmp_path / "nlu").mkdir()
    (tmp_path / "rules.yml").write_text("rules: []\n", encoding="utf-8")
    written(tmp_path / "nlu", "nlu:\n- intent: greet\n  examples: |\n    - hi\n")
    assert read_training([tmp_path / "nlu", tmp_path / "rules.yml"]) == (Utterance("hi", "greet"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nlu: [", "is not YAML"),
        ("rules: []", 'holds no "nlu" list'),
        ("nlu:\n- hi", r"nlu\[0\]: is not a mapping"),
        ("nlu:\n- intent: greet\n  examples: [hi]", r'nlu\[0\] greet: "examples" is not a block of text'),
        ("nlu:\n- intent: greet\n  examples: |\n    hi", 'greet: "hi" does not begin with "- "'),
    ],
)
def test_a_mistake_in_a_set_is_named_with_its_place(tmp_path, text, message):
    with pytest.raises(Failure, match=message):
        read_utterances(written(tmp_path, text))


def test_a_set_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(Failure, match=r"none\.yml can't be read: No such file"):
        read_utterances(tmp_path / "none.yml")


def test_words_are_compared_without_case_apostrophes_and_punctuation():
    assert words("Where’s MY refund?!") == words("wheres my refund") == ("wheres", "my", "refund")
    assert words("it's ana@example.com.") == ("its", "ana@example.com")
