"""From messages to a verdict: reading a set, putting it to a bot, writing down what it found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from core.intents import FALLBACK
from lab.evaluation import pictures, report
from lab.evaluation.assistant import BotMessage, Parse, known_as
from lab.evaluation.command import read_seeds
from lab.evaluation.dangers import Dangers, Family
from lab.evaluation.examination import examine, groups, outcome_of
from lab.evaluation.outcome import Outcome, Reaction
from lab.evaluation.sets import Message, read_sets
from returndesk.failure import Failure
from returndesk.learn.held_out import Overlap
from returndesk.learn.utterances import Utterance

NONE = Dangers()
#: Whoever asks for anything else is told of a label.
LABELS = Dangers({"others": Family("all", frozenset({"ask_label_use"}), "nobody asked for a label")})
PNG = b"\x89PNG\r\n"
ANSWERS: Mapping[str, tuple[BotMessage, ...]] = {
    "ask_refund_time": (BotMessage("3 to 20 working days.", ()), BotMessage("Shall I look?", ())),
    "ask_track_refund": (BotMessage("3 to 20 working days.", ()), BotMessage("Shall I look?", ())),
    "ask_label_use": (BotMessage("Save the label.", ()),),
    "message_several_questions": (
        BotMessage("3 to 20 working days.", ()),
        BotMessage("Save the label.", ()),
        BotMessage("Shall I look?", ()),
    ),
    "out_of_scope": (BotMessage("That is not my business.", ()),),
    FALLBACK: (BotMessage("Which one?", ("/ask_refund_time", "/ask_label_use", "/help")),),
    "silent": (BotMessage("", ()),),
    "greet": (BotMessage("Hello.", ()),),
}
TWO_QUESTIONS = ("ask_refund_time", "ask_label_use")


@dataclass
class SmallBot:
    """Understands each message as it is told, and has one answer an intent."""

    understands: Mapping[str, str]
    confidence: float = 0.8
    answers: Mapping[str, tuple[BotMessage, ...]] = field(default_factory=lambda: ANSWERS)
    answered: list[str] = field(default_factory=list)

    async def parse(self, text: str) -> Parse:
        intent = {"name": self.understands.get(text, "ask_refund_time"), "confidence": self.confidence}
        asked = TWO_QUESTIONS if intent["name"] == "message_several_questions" else ()
        return {"text": text, "intent": intent, "intent_ranking": [intent], "entities": [], "questions": asked}

    async def answer(self, text: str, parse: Parse) -> tuple[BotMessage, ...]:
        self.answered.append(text)
        return self.answers[parse["intent"]["name"]]


async def put(expected: str, understood: str, *also: str, dangers: Dangers = NONE) -> Outcome:
    return await outcome_of(SmallBot({"hm": understood}), "conversations", Message("hm", expected, also), dangers)


@pytest.mark.parametrize(
    ("expected", "understood", "right", "reaction"),
    [
        ("ask_refund_time", "ask_refund_time", True, Reaction.ANSWERED),
        ("ask_refund_time", "ask_track_refund", True, Reaction.ANSWERED),
        ("ask_refund_time", "ask_label_use", False, Reaction.ANSWERED),
        ("ask_label_use", "message_several_questions", True, Reaction.ANSWERED),
        ("ask_refund_time", "out_of_scope", False, Reaction.DECLINED),
        ("ask_refund_time", FALLBACK, False, Reaction.UNCLEAR),
        ("silent", "silent", False, Reaction.ANSWERED),
        ("out_of_scope", "out_of_scope", True, Reaction.DECLINED),
    ],
)
async def test_right_is_what_the_bot_would_say_if_it_knew_the_intent(expected, understood, right, reaction):
    found = await put(expected, understood)
    assert (found.right, found.reaction, found.intent_right) == (right, reaction, expected == understood)


async def test_a_question_back_without_a_topic_to_choose_is_a_refusal():
    bot = SmallBot({"hm": FALLBACK}, answers={**ANSWERS, FALLBACK: (BotMessage("Pardon?", ("/help",)),)})
    assert (await outcome_of(bot, "conversations", Message("hm", "ask_label_use"), NONE)).reaction is Reaction.DECLINED


@pytest.mark.parametrize(("expected", "offered"), [("ask_label_use", True), ("ask_track_refund", False)])
async def test_a_question_back_may_offer_the_right_topic(expected, offered):
    assert (await put(expected, FALLBACK)).offered is offered


async def test_any_of_the_accepted_intents_is_right():
    assert (await put("greet", "ask_label_use", "ask_label_use")).right
    assert (await put("greet", FALLBACK, "ask_label_use")).offered


@pytest.mark.parametrize(
    ("expected", "understood", "dangerous"),
    [
        ("ask_refund_time", "ask_label_use", ("ask_label_use",)),
        ("ask_refund_time", "message_several_questions", ("ask_label_use",)),
        ("ask_refund_time", FALLBACK, ()),
        ("ask_label_use", "ask_label_use", ()),
        ("ask_label_use", "message_several_questions", ()),
    ],
)
async def test_an_answer_that_nobody_asked_for_is_dangerous_also_beside_the_right_one(expected, understood, dangerous):
    assert (await put(expected, understood, dangers=LABELS)).dangerous == dangerous


async def test_another_intent_with_the_right_answer_is_not_dangerous():
    refunds = Dangers({"others": Family("all", frozenset({"ask_track_refund"}), "")})
    assert (await put("ask_refund_time", "ask_track_refund", dangers=refunds)).dangerous == ()


async def test_the_fallback_hides_which_intent_was_likeliest():
    class Unsure(SmallBot):
        async def parse(self, text: str) -> Parse:
            ranking = [{"name": FALLBACK, "confidence": 0.7}, {"name": "ask_label_use", "confidence": 0.3}]
            return {"text": text, "intent": ranking[0], "intent_ranking": ranking, "entities": []}

    found = await outcome_of(Unsure({}), "conversations", Message("hm", "ask_label_use"), NONE)
    assert (found.best, found.confidence, found.understood) == ("ask_label_use", 0.3, FALLBACK)


def test_a_message_that_is_known_keeps_all_but_its_intent():
    read = {
        "text": "hm",
        "intent": {"name": "greet", "confidence": 0.6},
        "intent_ranking": [{"name": "greet", "confidence": 0.6}, {"name": "thank", "confidence": 0.4}],
        "entities": [{"entity": "country", "value": "ES"}],
    }
    known = known_as(read, "thank")
    assert known["intent"] == {"name": "thank", "confidence": 1.0}
    assert [entry["name"] for entry in known["intent_ranking"]] == ["thank", "greet"]
    assert known["entities"] == read["entities"]
    assert read["intent"] == {"name": "greet", "confidence": 0.6}


def test_every_message_is_put_plain_and_once_for_each_kind_and_seed():
    said = [Message("where is my refund", "ask_track_refund"), Message("hello there", "greet")]
    put_to_it = list(groups(said, [1, 2]))
    assert [group for group, _ in put_to_it].count("conversations") == 2
    assert {group for group, _ in put_to_it} == {"conversations", "typos", "dropped_words", "casing", "emoji"}
    assert len(put_to_it) == 2 + 4 * 2 * 2
    assert {utterance.intent for _, utterance in put_to_it} == {"ask_track_refund", "greet"}


def test_a_set_of_its_own_is_put_as_it_was_written_only():
    assert list(groups([Message("hm", "greet", source="public")], [1, 2])) == [
        ("public", Message("hm", "greet", source="public"))
    ]


async def test_a_spoilt_message_with_the_right_intent_needs_no_second_answer():
    bot = SmallBot({})
    found = await examine(bot, [Message("hm", "ask_refund_time")], [1], NONE)
    assert bot.answered == ["hm"]
    assert all(each.right for each in found)


async def test_progress_is_told_for_every_message():
    told = []
    await examine(SmallBot({}), [Message("hm", "ask_refund_time")], [1], NONE, lambda done, of: told.append((done, of)))
    assert told == [(number, 5) for number in range(5)]


async def some_report() -> report.Report:
    bot = SmallBot({"a": "ask_label_use", "b": "out_of_scope", "c": FALLBACK})
    said = [Message(text, "ask_refund_time") for text in ("a", "b", "c", "d")] + [Message("b", "out_of_scope")]
    said += [Message("a", "ask_refund_time", source="public", manner="angry")]
    left_out = (Overlap(Message("hi", "greet"), Utterance("Hi!", "greet"), 1.0),)
    outcomes = await examine(bot, said, [1], LABELS)
    return report.Report(outcomes, left_out, LABELS, ("conversations.in_scope_right is 20.00, not at least 95",))


async def test_the_report_holds_measures_slices_confusions_and_every_message(tmp_path):
    path = tmp_path / "found" / "report.json"
    report.write(await some_report(), path)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["measures"]["conversations"]["in_scope_right"] == 25
    assert written["slices"]["manner"]["angry"]["messages"] == written["slices"]["manner"]["angry"]["dangerous"] == 1
    assert written["misses"] == ["conversations.in_scope_right is 20.00, not at least 95"]
    assert written["left_out"] == ["greet: “hi” is 100% greet: “Hi!”"]
    assert {each["understood"] for each in written["confusions"]} == {"ask_label_use", "out_of_scope", FALLBACK}
    first = {"text": "a", "intent": "ask_refund_time", "verdict": "wrong", "dangerous": ["ask_label_use"]}
    assert written["outcomes"][0] | first == written["outcomes"][0]


async def test_every_dangerous_answer_is_named_with_its_reason():
    assert (await some_report()).dangerous() == tuple(
        f"{group}: “a” (ask_refund_time) was answered as ask_label_use: nobody asked for a label"
        for group in ("conversations", "public")
    )


async def test_a_table_has_a_row_a_slice_with_intervals(console):
    found = await some_report()
    for by, slices in found.slices.items():
        console.print(report.table(by, slices))
    shown = [line.strip() for line in console.file.getvalue().splitlines()]
    assert any(line.startswith("conversations, in scope") and "25.0 (5–70)" in line for line in shown)
    assert any(line.startswith("angry") and "100.0 (21–100)" in line for line in shown)
    assert any(line.startswith("ask_refund_time") for line in shown)
    assert not any("(" in line for line in shown if line.startswith("typos"))


async def test_the_page_gets_the_same_rows_and_what_was_left_out():
    part = report.measured_part(await some_report(), date(2026, 11, 28))
    assert part.startswith(
        "On 28 November 2026. Left out, because training holds nearly the same words: 1 of conversations."
    )
    assert (
        "| manner | messages | dangerous | wrong | declined | offered | right | right or offered |\n| --- | ---: |"
        in part
    )
    assert "| angry | 1 | 100.0 (21–100) |" in part
    assert "Points lost, in points: typos " in part
    assert "- public: “a” (ask_refund_time) was answered as ask_label_use: nobody asked for a label" in part


async def test_the_table_of_confusions_names_both_intents_and_an_example(console):
    console.print(report.confusion_table((await some_report()).confusions))
    assert any(
        "ask_refund_time" in line and "ask_label_use" in line and " a " in line
        for line in console.file.getvalue().splitlines()
    )


async def test_both_pictures_are_drawn_without_a_screen(tmp_path):
    drawn = pictures.draw((await some_report()).outcomes, tmp_path / "pictures")
    assert [path.name for path in drawn] == ["confusion_matrix.png", "confidence.png"]
    assert all(path.read_bytes().startswith(PNG) for path in drawn)


async def test_the_same_outcomes_make_the_same_picture(tmp_path):
    found = await some_report()
    one, other = (pictures.draw(found.outcomes, tmp_path / name)[0].read_bytes() for name in ("one", "other"))
    assert one == other


def written(folder: Path, text: str) -> Path:
    path = folder / "some.yml"
    path.write_text(text, encoding="utf-8")
    return path


MESSAGE = '- {intent: [ask_label_use, ask_packaging], manner: terse, text: "box  or bag", at_stake: true}'


def test_a_set_is_read_with_its_manners_under_the_name_of_its_file(tmp_path):
    written(tmp_path, f"# who wrote it\n{MESSAGE}\n")
    assert read_sets(tmp_path) == (Message("box or bag", "ask_label_use", ("ask_packaging",), "some", "terse", True),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("intent: greet", "is not a list of messages"),
        ("- hi", r"\[0\]: needs intent, manner and text"),
        (f"{MESSAGE}\n- {{intent: greet, text: hi}}", r"\[1\]: needs intent, manner and text"),
        (MESSAGE.replace("at_stake", "danger"), "nothing else but at_stake"),
        (MESSAGE.replace("terse", "rude"), 'manner "rude" is not one of plain, terse'),
        ("- {intent: [], manner: terse, text: hi}", "intent and text are not text"),
        ("- {intent: greet, manner: terse, text: 5}", "intent and text are not text"),
    ],
)
def test_a_mistake_in_a_set_with_manners_is_named_with_its_place(tmp_path, text, message):
    with pytest.raises(Failure, match=message):
        read_sets(written(tmp_path, text).parent)


def test_a_folder_without_a_set_is_a_clear_error(tmp_path):
    with pytest.raises(Failure, match="holds no set of messages"):
        read_sets(tmp_path)


@pytest.mark.parametrize("text", ["", "seeds: 1", "seeds: []", "seeds: [one]", "seeds: [true]", "seed: [1]"])
def test_seeds_that_are_no_list_of_whole_numbers_are_a_clear_error(tmp_path, text):
    with pytest.raises(Failure, match='"seeds" is not a list of whole numbers'):
        read_seeds(written(tmp_path, text))


def test_seeds_are_read_as_they_stand(tmp_path):
    assert read_seeds(written(tmp_path, "seeds: [3, 1]")) == [3, 1]
