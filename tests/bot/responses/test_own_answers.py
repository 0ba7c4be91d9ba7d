"""What is said of a shop with rules of its own: its words, its facts, or that its rules say nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from bot.responses.answers_file import AnswersError, check_text, load_all_answers, load_answers, values_in
from bot.responses.fact_values import fact_variables
from bot.responses.languages import english
from bot.responses.nlg import FactsResponseGenerator
from bot.responses.own_answers import OwnRules
from policy.facts import load_facts

ROOT = Path(__file__).parents[3]
SMALL_SHOP = ROOT / "tests" / "shops" / "small"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "bot" / "domain"))


@pytest.fixture(scope="module")
def voice(domain) -> FactsResponseGenerator:
    return FactsResponseGenerator(domain=domain, rules=SMALL_SHOP)


def say(voice: FactsResponseGenerator, response: str, **values: Any) -> str:
    said = voice.generate_from_slots(response, {}, "rest", **values)
    assert said is not None
    # What keeps a value's own direction is no sign to read.
    return re.sub("[\u2066-\u2069]", "", str(said["text"])).strip()


def test_a_shop_s_own_words_go_before_the_usual_ones(voice):
    assert say(voice, "utter_rule_ask_exchange").startswith("Yes, we exchange what you send back")


def test_a_rule_that_the_shop_words_otherwise_is_said_as_its_fact_has_it(voice):
    expected = "Write to us before you post the parcel.\n\n_Source: Returns at Blue Kiln, “Changing your mind”_"
    assert say(voice, "utter_rule_ask_cancel_return").replace("\n_", "\n\n_").replace("\n\n\n", "\n\n") == expected


def test_a_list_that_the_shop_words_otherwise_is_told_for_its_question(voice):
    said = say(voice, "utter_rule_ask_how_to_return")
    assert "• Wait for our answer, which has your return number." in said
    assert "AliExpress" not in said


def test_what_the_rules_don_t_state_is_said_to_be_not_stated(voice):
    assert say(voice, "utter_rule_ask_inspection_time").startswith("The rules of this shop say nothing about that.")


def test_a_confirmation_keeps_what_is_the_customer_s_and_promises_nothing_else(voice):
    said = say(voice, "utter_return_started", return_number="RMA20455", because="request.steps")
    assert said.startswith("Done. Your return is **RMA20455**.")
    assert "24" not in said
    assert "processed" not in said
    assert said.endswith("_Source: Returns at Blue Kiln, “How to return”_")


def test_other_languages_say_it_in_their_words_or_in_the_shop_s(voice):
    german = voice.in_language("de")
    assert say(german, "utter_rule_ask_inspection_time").startswith("Die Regeln dieses Shops sagen dazu nichts.")
    assert say(german, "utter_rule_ask_return_fee").startswith("You pay the postage")
    started = say(german, "utter_return_started", return_number="RMA20455", because="request.steps")
    assert "RMA20455" in started
    assert "{" not in started


def test_without_rules_of_its_own_nothing_is_said_otherwise(domain):
    usual = OwnRules.beside_usual(load_facts(), domain.responses, ())
    assert [name for name in domain.responses if usual.instead_of(name)] == []
    assert list(usual.doubts()) == []


@pytest.fixture
def in_other_units(domain, tmp_path) -> FactsResponseGenerator:
    """The usual rules with three times in units that no sentence was written for."""
    text = (ROOT / "policy" / "facts.yml").read_text("utf-8")
    for was, now in (
        ("value: 24\n  unit: hours", "value: [1, 3]\n  unit: working_days"),
        ("value: [1, 2]\n  unit: working_days", "value: 36\n  unit: hours"),
        ("value: 17\n  unit: days", "value: 1\n  unit: months"),
    ):
        assert was in text
        text = text.replace(was, now, 1)
    (tmp_path / "facts.yml").write_text(text, "utf-8")
    return FactsResponseGenerator(domain=domain, rules=tmp_path)


@pytest.mark.parametrize(
    ("tag", "processing", "page"),
    [
        ("en", "1–3 working days", "36 hours"),
        ("de", "1–3 Arbeitstage", "36 Stunden"),
        ("es", "1–3 días hábiles", "36 horas"),
        ("fr", "1–3 jours ouvrés", "36 heures"),
        ("he", "1–3 ימי עסקים", "36 שעות"),
        ("it", "1–3 giorni lavorativi", "36 ore"),
        ("nl", "1–3 werkdagen", "36 uur"),
        ("pt_PT", "1–3 dias úteis", "36 horas"),
        ("ru", "1–3 рабочих дня", "36 часов"),
        ("uk", "1–3 робочі дні", "36 годин"),
    ],
)
def test_a_time_is_told_in_the_unit_of_its_fact(in_other_units, tag, processing, page):
    voice = in_other_units.in_language(tag)
    assert f"**{processing}**" in say(voice, "utter_rule_ask_processing_time")
    assert f"**{page}**" in say(voice, "utter_rule_report_not_marked_returned")
    # A sentence beside the day goes, and the day stays.
    waiting = {"dropped_off_at": "DAY", "due": "DUE", "carrier_news": "NEWS", "because": "update.dropoff"}
    wait = say(voice, "utter_drop_off_wait", **waiting)
    assert ("DUE" in wait, "36" in wait, "NEWS" in wait) == (True, False, True)


def test_no_answer_tells_a_number_in_another_unit(in_other_units, domain):
    """Each number is one that nothing else has, so that it can't be another one's."""
    own = in_other_units
    wrong = re.compile(r"\b36 (?:working|business) days|\b1 days|\b3 hours|\b1 hours")
    for name, said in domain.responses.items():
        values = {each: "X" for each in values_in(said) if "." not in each}
        assert not wrong.search(say(own, name, **values)), name


def test_units_that_an_answer_words_otherwise_are_doubted(domain, tmp_path):
    text = (ROOT / "policy" / "facts.yml").read_text("utf-8")
    (tmp_path / "facts.yml").write_text(text.replace("value: 24\n  unit: hours", "value: 3\n  unit: days"), "utf-8")
    doubts = list(OwnRules.beside_usual(load_facts(tmp_path / "facts.yml"), domain.responses, ()).doubts())
    left_out = "leaves out what it says of “request.processing” in hours, since yours is in days"
    assert f"utter_rule_report_item_problem {left_out}" in doubts
    assert not any("seller.silence" in doubt or "utter_rule_ask_processing_time" in doubt for doubt in doubts)


def test_what_rests_on_the_usual_pages_is_not_said_of_other_rules(voice):
    declined = {"status": "It was declined.", "because": "dispute"}
    assert "platform" not in say(voice, "utter_refund_refused", **declined)
    assert say(voice, "utter_next_open_dispute") == "Talk to a person and bring your photos or videos."
    assert say(voice, "utter_ask_reason") == "Why do you want to send it back?"
    assert say(voice, "utter_rule_report_not_marked_returned").startswith(
        "The page usually changes **1 to 3 working days**"
    )
    assert say(voice.in_language("nl"), "utter_next_open_dispute").startswith("Neem contact op")
    assert "gratis" not in say(voice.in_language("nl"), "utter_hand_in_counted", country="NL", day="1", due="2")
    asked = say(voice, "utter_ask_own_cost")
    assert asked == "You would send the parcel at your own cost. Do you want to go on?"


def test_a_reason_that_is_another_shop_s_is_none(voice):
    why = {"lines": [{"say": "reason_fee_paid_return"}], "because": "fee.paid_return"}
    assert say(voice, "utter_why", **why).startswith("You pay the postage of a return yourself.")
    silent = {"lines": [{"say": "reason_dispute"}], "because": "dispute"}
    assert say(voice, "utter_why", **silent).startswith("The rules of this shop say nothing about that.")


def test_an_answer_that_only_cites_a_list_is_not_answered_by_it(voice):
    assert say(voice, "utter_rule_ask_refund_amount").startswith("The rules of this shop say nothing about that.")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("value: Opened cosmetics stay yours.\n  unit: text", "Opened cosmetics stay yours."),
        ("value: [Gift cards, Earrings]\n  unit: list", "• Gift cards\n• Earrings"),
    ],
)
def test_what_can_t_be_sent_back_is_told_where_returns_are_spoken_of(domain, tmp_path, value, told):
    shutil.copytree(SMALL_SHOP, tmp_path / "rules")
    record = f"- id: exclusions\n  says: No.\n  {value}\n  source: terms\n  section: Exceptions\n"
    with (tmp_path / "rules" / "facts.yml").open("a", encoding="utf-8") as file:
        file.write(f"\n{record}  last_verified: 2026-09-01\n  complete: true\n")
    voice = FactsResponseGenerator(domain=domain, rules=tmp_path / "rules")
    for spoken in (voice, voice.in_language("it")):
        window = say(spoken, "utter_rule_ask_return_window")
        assert window.startswith("You can send anything back")
        assert told in window
        assert window.endswith("“How long you have”; Returns at Blue Kiln, “Exceptions”_")
        assert say(spoken, "utter_rule_ask_seasonal_categories").startswith(told)
        assert told in say(spoken, "utter_rule_ask_item_condition")
        assert told not in say(spoken, "utter_rule_ask_exchange")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a", "holds no answers"),
        ("utter_rule_ask_exchange: ", "is no text"),
        ("utter_x: y", '"utter_x" is no answer'),
        ("utter_rule_ask_exchnge: y", r"\(nearest: utter_rule_ask_exchange\)"),
        (
            "utter_rule_ask_exchange: a\nutter_rule_ask_exchange: b",
            'line 2: key "utter_rule_ask_exchange" stands there twice',
        ),
        (
            "utter_rule_ask_refund_time: 'In {refund.time.longset} days'",
            r"names \{refund.time.longset\}; write \{refund.time.longest\}",
        ),
        (
            "utter_rule_ask_refund_time: 'In {refund.time} days'",
            r"write \{refund.time.\w+\}: what is stated of this fact",
        ),
        ("utter_rule_ask_window_not_stated: '{window.general.longest}'", r"write \{window.general.source\}"),
        (
            "utter_next_return_free: 'Order {order_nr} is free'",
            r"names \{order_nr\}, which nothing fills \(nearest: \{order_number\}\)",
        ),
        ("utter_next_return_free: '{amount} for it'", "besides facts, this answer has {order_number}"),
        (
            "utter_rule_ask_exchange: '{shop.opens.text}'",
            r'names the fact "shop.opens", which the rules do not state, in \{shop.opens.text\}',
        ),
        ("utter_rule_ask_exchange: 'For { days } yes'", "a brace without the name of a value: .*days"),
        ("utter_free_returns_left: 'You had {used, plural, one {# return}}'", 'no branch "other"'),
    ],
)
def test_a_mistake_in_the_answers_is_named(domain, tmp_path, text, problem):
    (tmp_path / "answers.yml").write_text(text, "utf-8")
    with pytest.raises(AnswersError, match=problem):
        load_answers(tmp_path, domain.responses, load_facts())


def test_the_words_of_another_language_are_looked_at_from_the_start(domain, tmp_path):
    (tmp_path / "answers.fr.yml").write_text("utter_rule_ask_exchange: 'Oui, {exchange.lenght}'", "utf-8")
    with pytest.raises(AnswersError, match=r"answers\.fr\.yml: utter_rule_ask_exchange: .*exchange"):
        load_all_answers(tmp_path, domain.responses, load_facts())
    (tmp_path / "answers.fr.yml").rename(tmp_path / "answers.tlh.yml")
    with pytest.raises(AnswersError, match=r"answers\.tlh\.yml: is read by nobody"):
        load_all_answers(tmp_path, domain.responses, load_facts())


def test_a_sentence_of_the_facts_can_stand_within_an_answer(domain, tmp_path):
    shutil.copy(SMALL_SHOP / "facts.yml", tmp_path)
    (tmp_path / "answers.yml").write_text("utter_rule_ask_exchange: 'Of course. {exchange.text}'", "utf-8")
    said = say(FactsResponseGenerator(domain=domain, rules=tmp_path), "utter_rule_ask_exchange")
    assert said == "Of course. We exchange what you send back for another size or colour, for as long as we have it."


def test_an_answer_may_name_what_its_usual_text_names(domain):
    """Whatever an action tells there, a plural's number included, can be said in other words."""
    usual = {name: said[0]["text"] for name, said in domain.responses.items() if said[0].get("text")}
    values = fact_variables(load_facts(), english())
    for name, text in usual.items():
        assert check_text("answers.yml", name, text, domain.responses, values)
