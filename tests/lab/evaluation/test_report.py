"""From messages to a verdict: reading a set, putting it to a bot, writing down what it found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.intents import FALLBACK
from lab.evaluation import pictures, report
from lab.evaluation.assistant import BotMessage, Parse, known_as
from lab.evaluation.command import read_seeds
from lab.evaluation.examination import examine, groups, outcome_of
from lab.evaluation.outcome import Outcome, Reaction
from returndesk.failure import Failure
from returndesk.learn.held_out import Overlap
from returndesk.learn.utterances import Utterance

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
}


@dataclass
class SmallBot:
    """Understands each message as it is told, and has one answer an intent."""

    understands: Mapping[str, str]
    confidence: float = 0.8
    answers: Mapping[str, tuple[BotMessage, ...]] = field(default_factory=lambda: ANSWERS)
    answered: list[str] = field(default_factory=list)

    async def parse(self, text: str) -> Parse:
        intent = {"name": self.understands.get(text, "ask_refund_time"), "confidence": self.confidence}
        return {"text": text, "intent": intent, "intent_ranking": [intent], "entities": []}

    async def answer(self, text: str, parse: Parse) -> tuple[BotMessage, ...]:
        self.answered.append(text)
        return self.answers[parse["intent"]["name"]]


async def put(expected: str, understood: str, group: str = "plain") -> Outcome:
    return await outcome_of(SmallBot({"hm": understood}), group, Utterance("hm", expected))


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
    assert (await outcome_of(bot, "plain", Utterance("hm", "ask_label_use"))).reaction is Reaction.DECLINED


@pytest.mark.parametrize(("expected", "offered"), [("ask_label_use", True), ("ask_track_refund", False)])
async def test_a_question_back_may_offer_the_right_topic(expected, offered):
    assert (await put(expected, FALLBACK)).offered is offered


async def test_the_fallback_hides_which_intent_was_likeliest():
    class Unsure(SmallBot):
        async def parse(self, text: str) -> Parse:
            ranking = [{"name": FALLBACK, "confidence": 0.7}, {"name": "ask_label_use", "confidence": 0.3}]
            return {"text": text, "intent": ranking[0], "intent_ranking": ranking, "entities": []}

    found = await outcome_of(Unsure({}), "plain", Utterance("hm", "ask_label_use"))
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
    said = [Utterance("where is my refund", "ask_track_refund"), Utterance("hello there", "greet")]
    put_to_it = list(groups(said, [1, 2]))
    assert [group for group, _ in put_to_it].count("plain") == 2
    assert {group for group, _ in put_to_it} == {"plain", "typos", "dropped_words", "casing", "emoji"}
    assert len(put_to_it) == 2 + 4 * 2 * 2
    assert {utterance.intent for _, utterance in put_to_it} == {"ask_track_refund", "greet"}


async def test_a_spoilt_message_with_the_right_intent_needs_no_second_answer():
    bot = SmallBot({})
    found = await examine(bot, [Utterance("hm", "ask_refund_time")], [1])
    assert bot.answered == ["hm"]
    assert all(each.right for each in found)


async def test_progress_is_told_for_every_message():
    told = []
    await examine(SmallBot({}), [Utterance("hm", "ask_refund_time")], [1], lambda done, of: told.append((done, of)))
    assert told == [(number, 5) for number in range(5)]


async def some_report() -> report.Report:
    bot = SmallBot({"a": "ask_label_use", "b": "out_of_scope", "c": FALLBACK})
    said = [Utterance(text, "ask_refund_time") for text in ("a", "b", "c", "d")] + [Utterance("b", "out_of_scope")]
    left_out = (Overlap(Utterance("hi", "greet"), Utterance("Hi!", "greet"), 1.0),)
    return report.Report(await examine(bot, said, [1]), left_out, ("plain.answer_right is 20.00, not at least 95",))


async def test_the_report_holds_measures_confusions_and_every_message(tmp_path):
    path = tmp_path / "found" / "report.json"
    report.write(await some_report(), path)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["measures"]["plain"]["answer_right"] == 25
    assert written["messages"]["plain"] == {"in_scope": 4, "out_of_scope": 1}
    assert written["misses"] == ["plain.answer_right is 20.00, not at least 95"]
    assert written["left_out"] == ["greet: “hi” is 100% greet: “Hi!”"]
    assert {each["understood"] for each in written["confusions"]} == {"ask_label_use", "out_of_scope", FALLBACK}
    assert written["outcomes"][0] | {"text": "a", "reaction": "answered", "right": False} == written["outcomes"][0]


async def test_the_table_has_a_row_a_measure_and_a_column_a_group(console):
    console.print(report.table(await some_report()))
    shown = console.file.getvalue()
    assert all(group in shown for group in ("plain", "typos", "dropped words", "casing", "emoji"))
    assert any("in scope: right answer" in line and "25.0" in line for line in shown.splitlines())
    assert "points lost against plain" in shown


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


@pytest.mark.parametrize("text", ["", "seeds: 1", "seeds: []", "seeds: [one]", "seeds: [true]", "seed: [1]"])
def test_seeds_that_are_no_list_of_whole_numbers_are_a_clear_error(tmp_path, text):
    with pytest.raises(Failure, match='"seeds" is not a list of whole numbers'):
        read_seeds(written(tmp_path, text))


def test_seeds_are_read_as_they_stand(tmp_path):
    assert read_seeds(written(tmp_path, "seeds: [3, 1]")) == [3, 1]
