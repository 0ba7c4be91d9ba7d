"""What a message in words chooses among the things that were shown."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.gateway.references import referred

SLOTS = [AnySlot(name, mappings=[]) for name in ("belongings", "customer_number", "with_person")]


def look(number: str) -> str:
    return f'/give_details{{"customer_number": "{number}"}}'


PICKER = BotUttered(
    "Which one?",
    {
        "buttons": [
            {"title": "R1003 · Electric cup", "payload": look("R1003")},
            {"title": "R1001 · Desk lamp", "payload": look("R1001")},
            {"title": "R1002 · Running shoes", "payload": look("R1002")},
        ]
    },
)
ANSWER = BotUttered("It is on its way.", {})
OWNED = SlotSet(
    "belongings",
    {"of": "ana", "things": [{"number": "R1001", "title": "Desk lamp"}, {"number": "R1002", "title": "Running shoes"}]},
)


def buttons(*titles_and_payloads: tuple[str, str]) -> BotUttered:
    return BotUttered(
        "?", {"buttons": [{"title": title, "payload": payload} for title, payload in titles_and_payloads]}
    )


def user(*numbers: str) -> UserUttered:
    return UserUttered("…", {"name": "greet"}, [{"entity": "customer_number", "value": each} for each in numbers])


def meant(text: str, *events: Event, **_: Any) -> str | None:
    tracker = DialogueStateTracker("web:1", SLOTS)
    for event in events:
        tracker.update(event, Domain.empty())
    return referred(text, tracker)


@pytest.mark.parametrize(
    ("text", "number"),
    [("the second one", "R1001"), ("2", "R1001"), ("and the last?", "R1002"), ("the cup", "R1003"), ("#3", "R1002")],
)
def test_a_list_is_chosen_from(text: str, number: str):
    assert meant(text, user(), PICKER) == look(number)


def test_a_list_is_remembered_behind_an_answer_but_not_for_a_bare_numeral():
    assert meant("the last one", user(), PICKER, user(), ANSWER) == look("R1002")
    assert meant("2", user(), PICKER, user(), ANSWER) is None


def test_a_list_of_long_ago_is_not_chosen_from():
    later = [event for _ in range(5) for event in (user(), ANSWER)]
    assert meant("the last one", user(), PICKER, *later) is None


@pytest.mark.parametrize("text", ["Look at my return", "look at my return!", " LOOK at my RETURN "])
def test_a_title_typed_by_hand_is_its_button(text: str):
    assert meant(text, user(), buttons(("Look at my return", "/affirm"), ("No, thanks", "/deny"))) == "/affirm"


def test_a_title_of_an_earlier_answer_is_words():
    assert meant("Look at my return", user(), buttons(("Look at my return", "/affirm")), user(), ANSWER) is None


def test_a_person_is_asked_for_in_words():
    assert meant("Talk to a person", user(), buttons(("Talk to a person", "/talk_to_person"))) is None


def test_what_the_customer_has_is_meant_by_its_title_though_it_was_not_listed():
    named = '/give_details{"customer_number": "R1002", "choice": "Running shoes"}'
    assert meant("and the running shoes?", OWNED, user(), ANSWER) == named
    assert meant("the second one", OWNED, user(), ANSWER) is None
    assert meant("what about the jacket", OWNED, user(), ANSWER) is None


def test_of_two_things_the_other_one_is_the_one_that_is_not_in_hand():
    assert meant("and the other one?", OWNED, SlotSet("customer_number", "R1002"), user(), ANSWER) == look("R1001")
    assert meant("and the other one?", OWNED, user(), ANSWER) is None
    assert meant("the other one", user(), PICKER, SlotSet("customer_number", "R1001"), user(), ANSWER) is None


def test_a_form_reads_its_answers_itself_but_titles_are_buttons():
    asked = buttons(("Desk lamp", '/button_choose{"choice": "I1"}'), ("All of them", '/button_choose{"choice": "all"}'))
    assert meant("the shoes", OWNED, ActiveLoop("start_return_form"), user(), asked) is None
    assert (
        meant("all of them", OWNED, ActiveLoop("start_return_form"), user(), asked) == '/button_choose{"choice": "all"}'
    )


def test_a_person_reads_words():
    assert meant("the second one", SlotSet("with_person", "T1"), user(), PICKER) is None


def test_what_says_more_is_understood_like_any_message():
    assert meant("when does the second one arrive", user(), PICKER) is None
    assert meant("anything", user()) is None


def test_several_numbers_of_one_message_are_a_list():
    assert meant("the second one", user("R1003", "R1001"), ANSWER) == look("R1001")
    assert meant("and the first?", user(), PICKER, user("R1001", "R1002"), ANSWER, user(), ANSWER) == look("R1001")
    assert meant("the second one", user("R1003"), ANSWER) is None


@pytest.mark.parametrize("text", ["ok, 1002 then", "try 002", "the one ending in 1002"])
def test_last_digits_are_those_of_a_number_that_the_customer_has(text: str):
    assert meant(text, OWNED, user(), ANSWER) == look("R1002")


def test_last_digits_are_else_put_at_the_end_of_the_number_that_was_typed():
    assert meant("then 346", OWNED, user("8120034500012345"), ANSWER, user(), ANSWER) == look("8120034500012346")
    assert meant("then 345", OWNED, user("8120034500012345"), ANSWER, user(), ANSWER) == look("8120034500012345")


def test_last_digits_mean_nothing_without_a_number_of_somebody_known():
    assert meant("then 346", user("8120034500012345"), ANSWER) is None
    assert meant("then 346", OWNED, user(), ANSWER) is None
    assert meant("then 1002", OWNED, user("R1002", "8120034500001002"), ANSWER) is None
