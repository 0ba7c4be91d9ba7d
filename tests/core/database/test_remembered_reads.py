"""What is read while a message is answered is read once, until something is written."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import text

from core.database.engine import make_file, open_engine
from core.database.remembered_reads import known_already, remembered, remembering
from core.database.sessions import writing, writing_connection


@pytest.fixture
def engine(new_database):
    engine = open_engine(new_database())
    make_file(engine)
    return engine


class Asked(Counter[str]):
    """Counts what is asked, and answers with how often it was."""

    def ask(self, question: str) -> int:
        def read() -> int:
            self[question] += 1
            return self[question]

        return remembered(question, read)


def test_the_same_question_is_asked_once_for_one_message_and_again_for_the_next():
    asked = Asked()
    with remembering():
        assert [asked.ask("who"), asked.ask("what"), asked.ask("who")] == [1, 1, 1]
        assert (known_already("who"), known_already("when")) == (1, None)
    with remembering():
        assert known_already("who") is None
        assert asked.ask("who") == 2


def test_nothing_is_remembered_outside_of_a_message():
    asked = Asked()
    assert [asked.ask("who"), asked.ask("who")] == [1, 2]
    assert known_already("who") is None


def test_that_nobody_is_known_is_remembered_too():
    asked = Asked()

    def nobody() -> None:
        asked["nobody"] += 1

    with remembering():
        assert (remembered("who", nobody), remembered("who", nobody), asked["nobody"]) == (None, None, 1)


@pytest.mark.parametrize("write", [writing, writing_connection])
def test_whatever_is_written_has_everything_asked_anew(engine, write):
    asked = Asked()
    with remembering():
        asked.ask("who")
        with write(engine) as connection:
            connection.execute(text("SELECT 1"))
            # What is read before the commit may not hold after it.
            assert asked.ask("who") == 2
        assert asked.ask("who") == 3


def test_what_could_not_be_written_has_everything_asked_anew_as_well(engine):
    asked = Asked()
    with remembering():
        asked.ask("who")
        with pytest.raises(ZeroDivisionError), writing(engine):
            raise ZeroDivisionError
        assert asked.ask("who") == 2
