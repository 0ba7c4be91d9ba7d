"""What the answer before left behind."""

from __future__ import annotations

from typing import Any

from actions.dialogue.last_answer import TURNS_KEPT, answers_before, last_answer, rules_behind


def user(text: str = "…") -> dict[str, Any]:
    return {"event": "user", "text": text}


def bot(response: str, *facts: str, **metadata: Any) -> dict[str, Any]:
    told = {"facts": list(facts)} if facts else {}
    return {"event": "bot", "text": f"Words of {response}", "metadata": {"utter_action": response, **told, **metadata}}


def names(messages: tuple[Any, ...]) -> list[str]:
    return [each.response for each in messages]


def test_the_messages_of_the_turn_before_come_in_their_order():
    events = [bot("utter_greet"), user(), bot("utter_a"), bot("utter_b"), user("why?")]
    assert names(last_answer(events)) == ["utter_a", "utter_b"]


def test_what_this_turn_has_said_is_not_the_answer_before():
    assert last_answer([user("why?"), bot("utter_a")]) == ()


def test_turns_that_only_said_what_does_not_count_are_passed_over():
    events = [user(), bot("utter_a"), user(), bot("utter_not_understood"), user("again")]
    assert names(last_answer(events, {"utter_not_understood"})) == ["utter_a"]


def test_the_deciding_rule_comes_first():
    events = [user(), bot("utter_a", "ship.within", "refund.time", because="refund.time"), user("why?")]
    assert rules_behind(events) == ("refund.time", "ship.within")


def test_an_answer_without_rules_leaves_the_rules_of_the_one_before():
    events = [user(), bot("utter_a", "inspection"), user("thanks"), bot("utter_thank"), user("why?")]
    assert rules_behind(events) == ("inspection",)


def test_an_answer_of_long_ago_is_no_answer_before():
    later = [event for _ in range(TURNS_KEPT) for event in (user(), bot("utter_thank"))]
    assert rules_behind([user(), bot("utter_a", "inspection"), *later, user("why?")]) == ()
    assert rules_behind([user(), bot("utter_a", "inspection"), *later[2:], user("why?")]) == ("inspection",)


def test_values_of_ones_own_make_a_message_personal():
    events = [
        *(user(), bot("utter_rule_ask_label_use", "ship.label"), bot("utter_refund_issued", amount="€1", rich=True)),
        user("again"),
    ]
    assert [each.personal for each in last_answer(events)] == [False, True]


def test_the_greeting_of_an_opened_chat_is_an_answer():
    assert names(last_answer([bot("utter_greet"), user("again")])) == ["utter_greet"]


def test_events_that_hold_nothing_are_nothing():
    assert list(answers_before([])) == []
    (message,) = last_answer([{"event": "bot"}, user()])
    assert (message.response, message.text, message.buttons, message.facts) == ("", "", (), ())
