"""What counts as a question, and what came of it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from report_turns import ANSWERED, DECLINED, GREETED, HANDED_OVER, UNCLEAR

from core.conversations.turns import KeptTurn
from returndesk.report.counting import count
from returndesk.report.day import Day, zone_of
from returndesk.report.figures import figures_from

TOLD = ("give_details", "return_form", "utter_ask_return_number")
AGAIN = ("repeat_answer", "action_follow_up", "utter_x")
DAY = Day(date(2026, 10, 13), zone_of("Europe/Madrid"))


def turn(outcome, conversation="web:a", hours=12.0, language="en"):
    intent, action, response = outcome
    at = DAY.start.timestamp() + hours * 3600
    return KeptTurn(1, conversation, at, intent, language, [action], [response] if response else [])


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [(ANSWERED, "answered"), (DECLINED, "declined"), (UNCLEAR, "unclear"), (HANDED_OVER, "handed_over")],
)
def test_a_question_is_of_one_kind(outcome, kind):
    figures = count([turn(outcome)], DAY)

    assert {name: counted for name, counted in figures.kinds.items() if counted} == {kind: 1}
    assert figures.questions == 1


@pytest.mark.parametrize(
    ("turns", "kinds"),
    [
        # A question put again that is told the same words.
        ([(ANSWERED, 1), (ANSWERED, 1)], {"answered": 1, "unclear": 1}),
        ([(ANSWERED, 1), (ANSWERED, 1), (ANSWERED, 1)], {"answered": 1, "unclear": 2}),
        ([(ANSWERED, 1), (GREETED, 2), (ANSWERED, 1)], {"answered": 1, "unclear": 1}),
        ([(ANSWERED, 1), (ANSWERED, 2), (ANSWERED, 1)], {"answered": 3}),
        # A loop: the assistant asks for a detail in the same words, whatever it is given.
        ([(TOLD, 1), (TOLD, 1), (TOLD, 1)], {"unclear": 2}),
        ([(DECLINED, 1), (DECLINED, 1)], {"declined": 2}),
        ([(HANDED_OVER, 1), (HANDED_OVER, 1)], {"handed_over": 2}),
        # Who asks for the same again gets it.
        ([(ANSWERED, 1), (AGAIN, 1)], {"answered": 2}),
        ([(GREETED, 1), (GREETED, 1)], {}),
    ],
)
def test_loops_and_questions_asked_again_are_not_answered_and_heard_of(turns, kinds):
    heard, said = [], []
    for outcome, words in turns:
        said.append(turn(outcome))
        said[-1].said = words
    figures = count(said, DAY, lambda each, kind: heard.append(kind))

    assert {name: counted for name, counted in figures.kinds.items() if counted} == kinds
    assert Counter(heard) == {name: counted for name, counted in kinds.items() if name in ("unclear", "declined")}


def test_the_same_words_to_two_customers_are_an_answer_to_both():
    said = [turn(ANSWERED, conversation) for conversation in ("web:a", "web:b")]
    for each in said:
        each.said = 1
    assert count(said, DAY).kinds["answered"] == 2


def test_a_greeting_is_no_question():
    figures = count([turn(GREETED)], DAY)

    assert (figures.questions, figures.courtesies, figures.conversations) == (0, 1, 0)


def test_a_greeting_that_was_not_understood_is_one():
    assert count([turn(("greet", *UNCLEAR[1:]))], DAY).kinds["unclear"] == 1


def test_what_the_desk_set_off_itself_was_said_by_nobody():
    figures = count(
        [turn(("system_reminder_due", "action_tell_reminder", "utter_reminder")), turn(("system_open_chat", "x", "y"))],
        DAY,
    )

    assert (figures.questions, figures.courtesies) == (0, 0)


def test_a_message_passed_on_to_a_person_without_a_word_was_handed_over():
    assert count([turn(("ask_refund_time", "action_pass_on_to_person", ""))], DAY).kinds["handed_over"] == 1


def test_questions_are_counted_by_topic_channel_and_hour_of_the_days_own_clock():
    figures = count([turn(ANSWERED, "web:a", 0.5), turn(DECLINED, "telegram:b", 23.5), turn(ANSWERED, "web:a", 9)], DAY)

    assert figures.topics["ask_refund_time"]["answered"] == 2
    assert (figures.channels["web"]["answered"], figures.channels["telegram"]["declined"]) == (2, 1)
    assert [hour for hour, counts in enumerate(figures.hours) if sum(counts.values())] == [0, 9, 23]
    assert figures.conversations == 2


def test_only_what_was_declined_or_unclear_is_heard_of():
    heard = []
    said = [turn(each) for each in (ANSWERED, DECLINED, UNCLEAR, HANDED_OVER, GREETED)]
    count(said, DAY, lambda each, kind: heard.append((each.intent, kind)))

    assert heard == [(DECLINED[0], "declined"), (UNCLEAR[0], "unclear")]


def test_conversations_messages_and_questions_are_counted_by_language():
    figures = count(
        [
            turn(GREETED, "web:a", language="en"),
            turn(ANSWERED, "web:a", language="en"),
            turn(UNCLEAR, "web:a", language="he"),
            turn(GREETED, "web:b", language="he"),
            turn(HANDED_OVER, "web:b", language="he"),
            turn(GREETED, "web:c", language="uk"),
        ],
        DAY,
    )

    asked = {
        language: {kind: times for kind, times in kinds.items() if times}
        for language, kinds in figures.languages.items()
    }
    assert asked == {"en": {"answered": 1}, "he": {"unclear": 1, "handed_over": 1}, "uk": {}}
    assert figures.messages_in == {"en": 2, "he": 3, "uk": 1}
    # Whoever changes the language has one conversation, in that of the last question.
    assert figures.conversations_in == {"he": 2}
    assert sum(figures.conversations_in.values()) == figures.conversations


def test_figures_of_a_version_that_did_not_count_by_language_can_be_read():
    figures = count([turn(ANSWERED)], DAY)
    before = {name: value for name, value in figures.as_dict().items() if not name.endswith(("languages", "_in"))}

    assert len(before) == len(figures.as_dict()) - 3
    assert figures_from(before).languages == {}
    assert figures_from(before).kinds == figures.kinds


def test_figures_come_back_as_they_were_kept():
    figures = count([turn(ANSWERED), turn(DECLINED, "api:x")], DAY)
    figures.up, figures.tickets, figures.given_up = 3, 1, 2

    assert figures_from(figures.as_dict()) == figures
