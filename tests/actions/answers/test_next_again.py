"""What comes next for somebody who asks for it again. NOW is Tuesday 13 October 2026, noon in Madrid."""

from __future__ import annotations

from typing import Any

from custom_desk import Desk

from actions.replies.reply import Reply

ACTION = "action_follow_up"
USER: dict[str, Any] = {"event": "user"}


def bot(reply: Reply, desk: Desk) -> list[dict[str, Any]]:
    """What the conversation keeps of an answer."""
    return [
        {
            "event": "bot",
            "text": text,
            "metadata": {"utter_action": said.response, "because": said.because, "number": "R"},
        }
        for said, text in zip(reply.utterances, desk.say(reply), strict=True)
    ]


def asked_on(desk: Desk, times: int, first: Reply | None = None, **said: Any) -> list[Reply]:
    """The answers to "and now?", asked so many times."""
    events = [USER, *(bot(first, desk) if first else ()), USER]
    replies = []
    for _ in range(times):
        reply = desk.reply(ACTION, "what_next", said="and now?", events=tuple(events), **said)
        replies.append(reply)
        events += [*bot(reply, desk), USER]
    return replies


def test_no_sentence_is_said_twice_until_a_person_is_left(desk: Desk) -> None:
    ana = desk.verified("ana")
    replies = asked_on(ana, 5, number="R1001")
    said = ["\n".join(ana.say(reply)) for reply in replies]

    assert said[0].startswith("You handed in your return **R1001**")
    # Handed in on Friday 9 October; Monday 12 October is a holiday in Spain.
    assert said[1].startswith("The page should show it by **Wednesday 14 October**")
    assert "The warehouse receives the parcel and checks it" in said[1]
    assert said[2].startswith("If all is in order, the refund starts.")
    assert said[3].startswith("With the refund the return is over")
    assert "A person can look at it with you" in said[4]
    assert [ana.buttons(reply) for reply in replies[2:]] == [[("Talk to a person", "/talk_to_person")]] * 3
    assert replies[4].slots == {"offer": "person"}


def test_behind_the_status_the_step_is_told_without_it(desk: Desk) -> None:
    ana = desk.verified("ana")
    status = ana.reply("action_return_status", "ask_return_status", number="R1001")
    [reply] = asked_on(ana, 1, status, number="R1001")

    assert "You handed in" not in ana.say(reply)[0]
    assert ana.say(reply)[0].startswith("The page should show it by **Wednesday 14 October**")


def test_behind_a_person_that_was_offered_nothing_begins_anew(desk: Desk) -> None:
    ana = desk.verified("ana")
    replies = asked_on(ana, 7, number="R1001")

    assert ["A person can look at it with you" in "".join(ana.say(each)) for each in replies[4:]] == [True] * 3


def test_behind_another_answer_it_begins_anew(desk: Desk) -> None:
    ana = desk.verified("ana")
    amount = ana.reply("action_refund", "ask_refund_amount", number="R1001")
    [reply] = asked_on(ana, 1, amount, number="R1001")

    assert ana.say(reply)[0].startswith("You handed in your return **R1001**")


def test_the_steps_of_everybody_go_on_as_well(desk: Desk) -> None:
    packing = Reply(desk.reply("action_return_fee", "ask_return_fee").utterances[:1])
    assert packing.utterances[0].response == "utter_rule_ask_return_fee"
    rule: list[dict[str, Any]] = [
        USER,
        {"event": "bot", "text": "…", "metadata": {"utter_action": "utter_rule", "facts": ["update.dropoff"]}},
        USER,
    ]
    said = []
    for _ in range(4):
        reply = desk.reply(ACTION, "what_next", said="and then?", events=tuple(rule))
        said += desk.say(reply)
        rule += [*bot(reply, desk), USER]

    assert len(set(said)) == len(said) == 4
    assert "The warehouse receives the parcel" in said[0]
    assert said[3].startswith("The rules I have name no other way")


def test_details_that_came_beside_a_rule_are_tried_before_the_next_step_is_told(desk: Desk) -> None:
    rule = {"event": "bot", "text": "…", "metadata": {"utter_action": "utter_rule", "facts": ["fee.paid_return"]}}
    asked: dict[str, Any] = {"said": "and now?", "events": (USER, rule, USER), "number": "R1001"}
    refused = desk.ask(ACTION, "what_next", email="carl@example.com", **asked)
    told = desk.ask(ACTION, "what_next", email="ana@example.com", **asked)

    assert refused.startswith("I can't find a return or order")
    assert told.startswith("You handed in your return **R1001**")


def test_a_step_told_beside_something_else_is_gone_on_from(desk: Desk) -> None:
    ana = desk.verified("ana")
    told = ana.reply(ACTION, "what_next", said="and now?", number="R1001", events=(USER,))
    beside = {"event": "bot", "text": "…", "metadata": {"utter_action": "utter_rule", "facts": ["inspection.checks"]}}
    reply = ana.reply(
        ACTION, "what_next", said="and now?", number="R1001", events=(USER, beside, *bot(told, ana), USER)
    )

    assert ana.say(reply)[0].startswith("The page should show it by **Wednesday 14 October**")
