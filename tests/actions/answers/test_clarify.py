"""What is said to a message that nobody is sure about."""

from __future__ import annotations

from typing import Any

import pytest
from custom_desk import Desk
from rasa.shared.core.domain import Domain
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers.clarify import LONGEST_MESSAGE, clarification, with_person
from actions.replies.reply import Reply
from core.intents import is_offered


def ranking(**confidences: float) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": confidence} for name, confidence in confidences.items()]


def said(desk: Desk, text: str, likely: list[dict[str, Any]], in_form: bool = False) -> str:
    return desk.say(Reply((clarification(text, likely, in_form),)))[0]


def test_the_three_likeliest_topics_become_buttons_and_something_else(desk: Desk):
    likely = ranking(ask_refund_time=0.3, ask_track_refund=0.25, ask_dispute=0.2, ask_countries=0.15)

    reply = Reply((clarification("my money", likely, in_form=False),))
    assert desk.say(reply) == ["I'm not sure which one you mean. Is it one of these?"]
    assert desk.buttons(reply) == [
        ("When the refund comes", "/ask_refund_time"),
        ("Where my refund is", "/ask_track_refund"),
        ("Who decides a dispute", "/ask_dispute"),
        ("Something else", "/help"),
    ]


def test_a_single_likely_topic_is_asked_about_as_one(desk: Desk):
    assert said(desk, "my money", ranking(ask_refund_time=0.3)) == "I'm not sure that I understood. Is it this?"


def test_a_person_is_among_the_buttons_once(desk: Desk):
    likely = ranking(talk_to_person=0.3, ask_dispute=0.2)

    payloads = [
        payload for _, payload in desk.buttons(Reply((with_person(clarification("someone", likely, in_form=False)),)))
    ]
    assert payloads == ["/ask_dispute", "/help", "/talk_to_person"]


def test_what_is_hardly_likely_gets_no_button(desk: Desk):
    likely = ranking(ask_refund_time=0.3, ask_track_refund=0.1, ask_dispute=0.099)

    payloads = [payload for _, payload in desk.buttons(Reply((clarification("money", likely, in_form=False),)))]
    assert payloads == ["/ask_refund_time", "/ask_track_refund", "/help"]


def test_small_talk_gets_no_button(desk: Desk, domain: Domain):
    small_talk = sorted(intent for intent in domain.intents if not is_offered(intent))
    assert {"greet", "thank", "button_choose", "system_open_chat"} <= set(small_talk)
    likely = ranking(**{**dict.fromkeys(small_talk, 0.5), "nlu_fallback": 0.9, "ask_dispute": 0.2})

    payloads = [payload for _, payload in desk.buttons(Reply((clarification("hm", likely, in_form=False),)))]
    assert payloads == ["/ask_dispute", "/help"]


def test_every_intent_that_may_get_a_button_has_a_title(desk: Desk, domain: Domain):
    for intent in filter(is_offered, domain.intents):
        buttons = desk.buttons(Reply((clarification("?", ranking(**{intent: 0.5}), in_form=False),)))
        # Rasa's own intents, such as /restart, are never the likeliest of anything.
        if intent not in ("back", "restart", "session_start"):
            assert buttons[0][1] == f"/{intent}"
            assert buttons[0][0]


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_message_is_called_empty(desk: Desk, text: str):
    assert said(desk, text, ranking(ask_dispute=0.5)).startswith("I received an empty message.")


def test_a_message_of_twenty_thousand_characters_is_asked_for_in_fewer_words(desk: Desk):
    assert said(desk, "x" * 20_000, ranking(ask_dispute=0.5)).startswith(
        "That message is too much for me to read in full."
    )


@pytest.mark.parametrize(("length", "read"), [(LONGEST_MESSAGE, True), (LONGEST_MESSAGE + 1, False)])
def test_the_longest_message_that_is_read(desk: Desk, length: int, read: bool):
    assert ("too much" not in said(desk, "x" * length, [])) is read


def test_where_nothing_is_likely_other_words_are_asked_for(desk: Desk):
    reply = Reply((clarification("blargh", [], in_form=False),))

    assert "I didn't understand that" in desk.say(reply)[0]
    assert desk.buttons(reply) == [("What can you do?", "/help"), ("Talk to a person", "/talk_to_person")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ana@", "That e-mail address does not look complete."),
        ("blargh", "I need the number and the e-mail address of the order"),
    ],
)
def test_in_the_form_it_is_about_the_details(desk: Desk, text: str, words: str):
    assert said(desk, text, [], in_form=True).startswith(words)


def test_in_the_form_a_likely_question_still_gets_its_button(desk: Desk):
    assert said(desk, "money?", ranking(ask_refund_time=0.3), in_form=True).startswith("I'm not sure")


def tracker(text: str | None, likely: list[dict[str, Any]], active_loop: object = None) -> Tracker:
    return Tracker.from_dict(
        {
            "sender_id": "someone",
            "latest_message": {"text": text, "intent_ranking": likely},
            "active_loop": active_loop or {},
        }
    )


async def test_run_offers_a_person_where_nothing_was_understood(desk: Desk):
    dispatcher = CollectingDispatcher()

    events = await desk.action("action_clarify").run(dispatcher, tracker("blargh", ranking(greet=0.2)), {})

    assert "I didn't understand that" in desk.spoken(dispatcher)[0]["text"]
    assert [(event["name"], event["value"]) for event in events] == [("offer", "person")]


async def test_run_withdraws_an_older_offer_where_it_asks_which_topic(desk: Desk):
    events = await desk.action("action_clarify").run(
        CollectingDispatcher(), tracker("money", ranking(ask_dispute=0.4)), {}
    )

    assert [(event["name"], event["value"]) for event in events] == [("offer", None)]


async def test_run_knows_that_the_form_is_waiting(desk: Desk):
    dispatcher = CollectingDispatcher()

    await desk.action("action_clarify").run(dispatcher, tracker("ana@", [], {"name": "identity_form"}), {})

    assert desk.spoken(dispatcher)[0]["text"].startswith("That e-mail address does not look complete.")


async def test_run_survives_a_message_without_text(desk: Desk):
    dispatcher = CollectingDispatcher()

    await desk.action("action_clarify").run(dispatcher, tracker(None, []), {})

    assert desk.spoken(dispatcher)[0]["text"].startswith("I received an empty message.")


async def answered(desk: Desk, intent: str, before: str | None, text: str = "blorp") -> list[dict[str, Any]]:
    """What is said to a message, by what the answer before was made of."""
    said = [{"event": "bot", "metadata": {"utter_action": before}}] if before else []
    tracker = Tracker.from_dict(
        {
            "sender_id": desk.session,
            "latest_message": {"text": text, "intent": {"name": intent}, "intent_ranking": ranking(ask_dispute=0.05)},
            "events": [{"event": "user"}, *said, {"event": "user"}],
        }
    )
    dispatcher = CollectingDispatcher()
    await desk.action("action_clarify").run(dispatcher, tracker, {})
    return desk.spoken(dispatcher)


@pytest.mark.parametrize("intent", ["nlu_fallback", "out_of_scope"])
@pytest.mark.parametrize("before", ["utter_not_understood", "utter_out_of_scope", "utter_failed_again"])
async def test_where_it_fails_twice_in_a_row_a_person_is_offered(desk: Desk, intent: str, before: str):
    (message,) = await answered(desk, intent, before)

    assert message["text"].startswith("I'm sorry, I can't help with that either.")
    assert message["buttons"][0] == {"title": "Talk to a person", "payload": "/talk_to_person"}


async def test_a_first_failure_is_answered_as_before(desk: Desk):
    assert (await answered(desk, "out_of_scope", "utter_thank"))[0]["text"].startswith("That is not something")
    assert (await answered(desk, "nlu_fallback", None))[0]["text"].startswith("I'm sorry, I didn't understand")


async def test_several_pictures_get_one_answer(desk: Desk):
    assert len(await answered(desk, "message_attachment", None, "")) == 1
    assert await answered(desk, "message_attachment", "utter_attachment", "") == []


async def test_who_cannot_tell_the_day_gets_the_latest_it_can_have_been(desk: Desk):
    said = await unsure(desk, "utter_hand_in_reckoned", "no idea anymore", "3 days ago or 2 days ago")

    # Sunday 11 October, and Monday the 12th is a holiday in Spain.
    assert said[0].startswith(
        "That's all right. I reckon with the latest day that it can have been, **Sunday 11 October**."
    )
    assert "by **Wednesday 14 October**" in said[1]


async def test_of_a_weekday_and_another_date_it_is_the_later_one(desk: Desk):
    said = await unsure(desk, "utter_hand_in_day_contradicts", "I don't remember", "Wednesday the 8th")

    assert "**Thursday 8 October**" in said[0]
    # Friday 9 and Tuesday 13 October.
    assert "by **Tuesday 13 October**" in said[1]


async def test_without_any_day_the_rule_goes_on(desk: Desk):
    said = await unsure(desk, "utter_drop_off_no_drop_off", "I forgot")

    assert said[0].startswith("No problem. The receipt from the counter may show the day")
    assert "**1 to 2 working days** after you hand in the parcel" in said[1]
    assert len(await unsure(desk, "utter_drop_off_no_drop_off_paid", "I forgot")) == 1
    # The rule was the answer before.
    assert len(await unsure(desk, "utter_rule_report_not_marked_returned", "no idea which day")) == 1


@pytest.mark.parametrize(("day", "due"), [("Saturday", "Tuesday 20 October"), ("Sunday", "Tuesday 20 October")])
async def test_another_day_of_a_planned_hand_in_is_reckoned_whatever_is_asked_of_it(desk: Desk, day: str, due: str):
    plan = [{"entity": "hand_in", "value": "ahead"}, {"entity": "date", "value": "Friday", "sense": "ahead"}]
    asked = [{"entity": "date", "value": day, "sense": "past"}]

    assert f"by **{due}**" in "".join(await behind(desk, plan, f"and would {day} be worse?", asked))
    assert "understand" in "".join(await behind(desk, [], f"and would {day} be worse?", asked))


async def behind(desk: Desk, before: list[Any], text: str, entities: list[Any]) -> list[str]:
    """What is said to a message that nobody is sure about, behind one with these entities."""
    latest = {"text": text, "intent": {"name": "nlu_fallback"}, "entities": entities}
    hand_in = {"intent": {"name": "report_not_marked_returned"}, "entities": before}
    events = [
        {"event": "user", "text": "I'd post it on Friday", "parse_data": hand_in},
        {"event": "user", "text": text, "parse_data": latest},
    ]
    tracker = Tracker.from_dict({"sender_id": desk.session, "latest_message": latest, "events": events})
    dispatcher = CollectingDispatcher()
    await desk.action("action_clarify").run(dispatcher, tracker, {})
    return [message["text"] for message in desk.spoken(dispatcher)]


async def test_who_was_asked_for_no_day_is_asked_for_other_words_and_not_offered_reminders(desk: Desk):
    said = await unsure(desk, "utter_thank", "I don't remember", "yesterday")

    assert len(said) == 1
    assert said[0].startswith("I'm sorry, I didn't understand that.")


async def unsure(desk: Desk, response: str, text: str, *days: str) -> list[str]:
    """What is said to a message behind an answer about R1005, by a customer who has named these days before."""
    entities = [{"entity": "date", "value": day, "sense": "past"} for day in days]
    before = {"event": "user", "text": "…", "parse_data": {"entities": entities}}
    latest = {"text": text, "intent": {"name": "nlu_fallback"}, "intent_ranking": ranking(ask_reminders=0.4)}
    said = {"event": "bot", "metadata": {"utter_action": response}}
    tracker = Tracker.from_dict(
        {
            "sender_id": desk.session,
            "slots": {"customer_number": "R1005"},
            "latest_message": latest,
            "events": [before, said, {"event": "user", "text": text}],
        }
    )
    dispatcher = CollectingDispatcher()
    await desk.verified("ana").action("action_clarify").run(dispatcher, tracker, {})
    return [message["text"] for message in desk.spoken(dispatcher)]


async def test_a_number_that_comes_instead_of_a_choice_is_asked_about_the_likeliest_topic(desk: Desk):
    assert await topic_behind(desk, ask_refund_time=0.3, report_parcel_lost=0.2) == "ask_refund_time"
    # Of what everybody is told the same, nothing waits.
    assert await topic_behind(desk, ask_dispute=0.3, ask_refund_time=0.2) is None


async def topic_behind(desk: Desk, **confidences: float) -> Any:
    """The topic that a menu leaves behind."""
    latest = {"text": "hm", "intent": {"name": "nlu_fallback"}, "intent_ranking": ranking(**confidences)}
    tracker = Tracker.from_dict({"sender_id": desk.session, "latest_message": latest, "events": []})
    events = await desk.action("action_clarify").run(CollectingDispatcher(), tracker, {})
    return next((event["value"] for event in events if event.get("name") == "topic"), None)


async def test_the_one_likely_topic_of_something_that_is_waited_for_is_answered(desk: Desk):
    said = await first_message(desk, "the tracker reads delivered, your end is silent", report_not_marked_returned=0.33)

    assert said[0].startswith("I take it that this is about “Handed in, not marked returned”.")
    assert "**1 to 2 working days** after you hand in the parcel" in said[1]
    assert said[2].startswith("Shall I look at your own return?")


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        # What does something, what is hardly likely, what may be about anything, and no word of a parcel or money.
        ("send two back and one is allowed", {"ask_amend_return": 0.4}),
        ("sent it and nothing", {"report_not_marked_returned": 0.2}),
        ("sent it to the moon", {"report_not_marked_returned": 0.4, "out_of_scope": 0.09}),
        ("everything is asleep", {"report_not_marked_returned": 0.4}),
    ],
)
async def test_any_other_is_asked_about(desk: Desk, text: str, likely: dict[str, float]):
    assert await first_message(desk, text, **likely) == ["I'm not sure that I understood. Is it this?"]


async def first_message(desk: Desk, text: str, **confidences: float) -> list[str]:
    """What is said to a first message that no intent is sure of."""
    latest = {"text": text, "intent": {"name": "nlu_fallback"}, "intent_ranking": ranking(**confidences)}
    tracker = Tracker.from_dict({"sender_id": desk.session, "latest_message": latest, "events": []})
    dispatcher = CollectingDispatcher()
    await desk.action("action_clarify").run(dispatcher, tracker, {})
    return [message["text"] for message in desk.spoken(dispatcher)]
