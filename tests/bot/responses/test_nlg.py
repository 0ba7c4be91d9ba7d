"""The response generator: facts, phrases, lists, buttons, sources, and text that is not to be interpreted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from structlog.testing import capture_logs

from bot.responses.fact_values import country_list, fact_variables, quoted
from bot.responses.languages import english, load_language
from bot.responses.nlg import FactsResponseGenerator
from core.notation import as_plain, unescaped
from policy.facts import Facts, load_facts

RESPONSES = {
    "utter_plain": "Good morning.",
    "utter_name": "Hello {name}.",
    "utter_two": "{first} and {second}",
    "utter_list": "Your dates:\n{lines}\nThat is all.",
    "utter_line": "• {what} by {due}",
    "utter_outer": "<{inner}>",
    "utter_word": "word",
    "utter_days": "Wait {update.dropoff.shortest} to {update.dropoff.longest} working days.",
    "utter_windows": "{window.receipt.any} days",
    "utter_steps": "{request.steps.steps}",
    "utter_bullets": "{ship.points.bullets}",
    "utter_countries": "{ship.barcode.names}",
    "utter_day": "{seasonal.published.date}",
    "utter_fact_source": "{inspection.source}",
    "utter_because": "It is so. {source}",
    "utter_spaces": "  word \n",
}


def generator(**more: Any) -> FactsResponseGenerator:
    responses: dict[str, Any] = {name: [{"text": text}] for name, text in RESPONSES.items()}
    return FactsResponseGenerator(domain=Domain.from_dict({"responses": {**responses, **more}}))


@pytest.fixture(scope="module")
def voice() -> FactsResponseGenerator:
    """A generator with the responses above."""
    return generator()


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The rules."""
    return load_facts()


def say(voice: FactsResponseGenerator, response: str, **values: Any) -> str:
    message = voice.generate_from_slots(response, {}, "rest", **values)
    assert message is not None
    return str(message["text"])


# --- Values and phrases -------------------------------------------------------------------------------------------


def test_a_response_is_filled_with_values(voice: FactsResponseGenerator):
    assert say(voice, "utter_name", name="Ana") == "Hello Ana."


async def test_what_rasa_passes_for_generators_elsewhere_is_no_value(voice: FactsResponseGenerator):
    class Unworded:
        def __str__(self) -> str:
            raise AssertionError("all responses of the domain were worded for one of them")

    tracker = DialogueStateTracker("who", [])
    message = await voice.generate("utter_plain", tracker, "rest", domain_responses=Unworded())

    assert message is not None
    assert message["text"] == "Good morning."


def test_a_value_goes_before_a_slot_of_the_same_name(voice: FactsResponseGenerator):
    message = voice.generate_from_slots("utter_name", {"name": "slot"}, "rest", name="value")

    assert message is not None
    assert message["text"] == "Hello value."


def test_a_slot_fills_what_no_value_does(voice: FactsResponseGenerator):
    message = voice.generate_from_slots("utter_name", {"name": "slot"}, "rest")

    assert message is not None
    assert message["text"] == "Hello slot."


def test_a_phrase_becomes_the_text_of_its_own_response(voice: FactsResponseGenerator):
    line = {"say": "line", "what": "the check", "due": "Friday"}

    assert say(voice, "utter_outer", inner=line) == "<• the check by Friday>"


def test_phrases_may_stand_within_phrases(voice: FactsResponseGenerator):
    inner = {"say": "outer", "inner": {"say": "outer", "inner": {"say": "word"}}}

    assert say(voice, "utter_outer", inner=inner) == "<<<word>>>"


def test_a_list_of_phrases_becomes_lines(voice: FactsResponseGenerator):
    lines = [{"say": "line", "what": what, "due": "Friday"} for what in ("first", "second")]

    assert say(voice, "utter_list", lines=lines) == "Your dates:\n• first by Friday\n• second by Friday\nThat is all."


def test_lists_may_stand_within_phrases(voice: FactsResponseGenerator):
    inner = {"say": "list", "lines": [{"say": "word"}, {"say": "word"}]}

    assert say(voice, "utter_outer", inner=inner) == "<Your dates:\nword\nword\nThat is all.>"


def test_a_phrase_loses_the_space_around_it(voice: FactsResponseGenerator):
    assert say(voice, "utter_outer", inner={"say": "spaces"}) == "<word>"


def test_a_phrase_has_its_own_values_and_not_those_around_it(voice: FactsResponseGenerator):
    said = say(voice, "utter_two", first={"say": "name", "name": "inner"}, second="{name}", name="outer")

    assert said == "Hello inner. and {name}"


@pytest.mark.parametrize("value", [[], ["one", "two"], {"no": "phrase"}, 7, True])
def test_a_value_that_is_no_phrase_stays_what_it_is(voice: FactsResponseGenerator, value: object):
    assert unescaped(say(voice, "utter_outer", inner=value)) == f"<{value}>"


def test_words_from_outside_within_phrases_are_escaped_once(voice: FactsResponseGenerator):
    said = say(voice, "utter_outer", inner={"say": "name", "name": "*Lamp*"})

    assert said == r"<Hello \*Lamp\*.>"


def test_what_the_assistant_said_before_keeps_its_marks(voice: FactsResponseGenerator):
    assert say(voice, "utter_outer", inner={"marked": r"**R1001**, \*Lamp\*"}) == r"<**R1001**, \*Lamp\*>"


def test_buttons_and_cards_hold_titles_as_they_are(voice: FactsResponseGenerator):
    card = {
        "card": "timeline",
        "version": 1,
        "text": {"say": "name", "name": "*Cup*"},
        "item": {"say": "name", "name": "_Cup_"},
    }
    message = voice.generate_from_slots(
        "utter_plain",
        {},
        "rest",
        choices=[{"say": "name", "name": "[Cup]", "payload": r"/x{\"a\": \"\\*\"}"}],
        card=card,
    )

    assert message is not None
    assert message["buttons"] == [{"title": "Hello [Cup].", "payload": r"/x{\"a\": \"\\*\"}"}]
    assert (message["custom"]["text"], message["custom"]["item"]) == (r"Hello \*Cup\*.", "Hello _Cup_.")


# --- What customers and shops write is never interpreted ------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "{name}",
        "{{name}}",
        "{0}",
        "{0[name]}",
        "{update.dropoff.longest}",
        "{source.__class__.__mro__}",
        "Lamp 220[V]",
        "{",
        "}",
        "100 %s %(name)s $name",
        "back\\slash \\1 \\g<0>",
        "**bold** _Source: me_ [x](http://x.example)",
        "line\nbreak",
        '{"say": "word"}',
    ],
)
def test_text_with_signs_of_templates_is_said_verbatim(voice: FactsResponseGenerator, written: str):
    assert as_plain(say(voice, "utter_name", name=written)) == f"Hello {written}."
    assert as_plain(say(voice, "utter_outer", inner={"say": "name", "name": written})) == f"<Hello {written}.>"
    line = {"say": "line", "what": written, "due": written}
    assert as_plain(say(voice, "utter_list", lines=[line])) == f"Your dates:\n• {written} by {written}\nThat is all."


def test_a_slot_that_a_client_filled_is_no_phrase(voice: FactsResponseGenerator):
    message = voice.generate_from_slots("utter_name", {"name": {"say": "word"}}, "rest")

    assert message is not None
    assert message["text"] == "Hello {'say': 'word'}."


def test_a_slot_can_not_stand_in_for_the_source(voice: FactsResponseGenerator):
    message = voice.generate_from_slots(
        "utter_because", {"source": "me", "because": "me"}, "rest", because="inspection"
    )

    assert message is not None
    assert message["text"].startswith("It is so. Complete guide to AliExpress free returns")


# --- Buttons ------------------------------------------------------------------------------------------------------


def test_choices_become_buttons(voice: FactsResponseGenerator):
    choices = [
        {"say": "name", "name": "{x}", "payload": '/give_details{"customer_number": "R1001"}'},
        {"say": "word", "payload": "/help"},
    ]

    message = voice.generate_from_slots("utter_plain", {}, "rest", choices=choices)
    assert message is not None
    assert message["text"] == "Good morning."
    assert message["buttons"] == [
        {"title": "Hello {x}.", "payload": '/give_details{"customer_number": "R1001"}'},
        {"title": "word", "payload": "/help"},
    ]


def test_choices_come_after_the_buttons_of_the_response():
    own = {"title": "Mine", "payload": "/mine"}
    voice = generator(utter_ask=[{"text": "Which?", "buttons": [own]}])

    for _ in range(2):  # the response of the domain itself must not grow
        message = voice.generate_from_slots("utter_ask", {}, "rest", choices=[{"say": "word", "payload": "/word"}])
        assert message is not None
        assert message["buttons"] == [own, {"title": "word", "payload": "/word"}]


def test_without_choices_there_are_no_buttons(voice: FactsResponseGenerator):
    message = voice.generate_from_slots("utter_plain", {}, "rest")

    assert message is not None
    assert "buttons" not in message


# --- Facts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("response", "text"),
    [
        ("utter_days", "Wait 1 to 2 working days."),
        ("utter_windows", "7, 15 or 30 days"),
        ("utter_bullets", "• post office\n• express station"),
        ("utter_countries", "Russia"),
        ("utter_day", "12 December 2025"),
        (
            "utter_fact_source",
            "Complete guide to AliExpress free returns, “Reception and Inspection of Returned Items by the Warehouse”",
        ),
    ],
)
def test_a_response_takes_its_numbers_lists_and_sources_from_the_facts(
    voice: FactsResponseGenerator, response: str, text: str
):
    assert say(voice, response) == text


def test_steps_are_numbered(voice: FactsResponseGenerator):
    lines = say(voice, "utter_steps").splitlines()

    assert lines[0] == "1. Confirm that the items were received."
    assert lines[6] == "7. Add photos or videos of it."
    assert len(lines) == 7


def test_facts_of_another_file_are_told_instead(tmp_path: Any):
    packaged = load_facts.__globals__["__file__"]
    text = (type(tmp_path)(packaged).with_name("facts.yml")).read_text("utf-8")
    changed = tmp_path / "facts.yml"
    changed.write_text(
        text.replace("value: [1, 2]\n  unit: working_days", "value: [2, 4]\n  unit: working_days"), "utf-8"
    )

    domain = Domain.from_dict({"responses": {"utter_days": [{"text": RESPONSES["utter_days"]}]}})
    voice = FactsResponseGenerator(domain=domain, facts=load_facts(changed))
    assert say(voice, "utter_days") == "Wait 2 to 4 working days."


@pytest.mark.parametrize(
    ("fact", "source"),
    [
        ("update.dropoff", "AliExpress return policy, “Already dropped off”"),
        # This heading brings its own quotation marks.
        ("piece_by_piece", 'AliExpress return policy, "Piece-by-piece identification Service" Introduction'),
    ],
)
def test_because_names_the_source_of_the_fact_that_decides(voice: FactsResponseGenerator, fact: str, source: str):
    assert say(voice, "utter_because", because=fact) == f"It is so. {source}"


def test_a_phrase_may_have_a_source_of_its_own(voice: FactsResponseGenerator):
    said = say(voice, "utter_two", first={"say": "because", "because": "inspection"}, second="x", because="refund.time")

    assert said.startswith("It is so. Complete guide to AliExpress free returns, “Reception and Inspection")


def test_every_fact_has_a_source_and_the_variables_of_its_unit(facts: Facts):
    variables = fact_variables(facts, english())

    assert {name for name in variables if name.endswith(".source")} == {f"{fact}.source" for fact in facts}
    assert variables["request.processing.longest"] == variables["request.processing.shortest"] == "24"
    assert (variables["refund.time.shortest"], variables["refund.time.longest"]) == ("3", "20")
    assert variables["fee.monthly_limit.any"] == "5"
    # Nothing is told of what the sources don't state.
    for silent in ("window.general", "receipt.required", "return.methods"):
        assert [name for name in variables if name.startswith(f"{silent}.")] == [f"{silent}.source"]
    assert variables["dispute.text"] == "The platform steps in and decides."


def test_every_variable_has_a_text(facts: Facts):
    assert all(isinstance(text, str) and text.strip() for text in fact_variables(facts, english()).values())


def test_a_day_is_told_with_the_months_name(facts: Facts):
    assert date.fromisoformat(str(facts["seasonal.published"].value)) == date(2025, 12, 12)
    assert fact_variables(facts, english())["seasonal.published.date"] == "12 December 2025"


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (["ES"], "Spain"),
        (["ES", "DE"], "Germany and Spain"),
        (["US", "GB", "BR"], "Brazil, United Kingdom and United States"),
        (["XX", "FR"], "France and XX"),
    ],
)
def test_countries_are_named_in_alphabetical_order(codes: list[str], text: str):
    assert country_list(codes, english()) == text


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("uk", "Австралія, Іспанія, Італія, Канада і Україна"),
        ("fr", "Australie, Canada, Espagne, Italie et Ukraine"),
        ("de", "Australien, Italien, Kanada, Spanien und Ukraine"),
    ],
)
def test_countries_stand_in_the_order_of_the_language(tag, text):
    assert country_list(["UA", "CA", "IT", "ES", "AU"], load_language(tag, {})) == text


def test_a_letter_with_an_accent_is_sorted_as_the_letter():
    assert country_list(["US", "UA", "CA"], load_language("fr", {})) == "Canada, États-Unis et Ukraine"


def test_a_heading_is_quoted_once():
    assert quoted("Return Window", english()) == "“Return Window”"
    assert quoted('"Service" Introduction', english()) == '"Service" Introduction'


# --- What is missing ----------------------------------------------------------------------------------------------


def test_a_response_that_is_missing_is_logged_by_name_and_nothing_is_said(voice: FactsResponseGenerator):
    with capture_logs() as logs:
        assert voice.generate_from_slots("utter_nothing", {}, "rest", name="ana@example.com") is None

    assert logs == [{"event": "nlg.response_missing", "response": "utter_nothing", "log_level": "error"}]


def test_a_phrase_that_is_missing_is_logged_and_leaves_a_gap(voice: FactsResponseGenerator):
    with capture_logs() as logs:
        assert say(voice, "utter_outer", inner={"say": "nothing"}) == "<>"

    assert [entry["response"] for entry in logs] == ["utter_nothing"]


def test_a_value_that_is_missing_is_logged_by_name_without_the_others(voice: FactsResponseGenerator):
    with capture_logs() as logs:
        assert say(voice, "utter_two", first="ana@example.com") == "ana@example.com and {second}"

    assert logs == [{"event": "nlg.value_missing", "placeholder": "second", "log_level": "error"}]


def test_every_part_of_a_message_is_filled_and_payloads_are_left_alone():
    voice = generator(
        utter_parts=[
            {
                "text": "{name}",
                "image": "http://shop.example/{name}.png",
                "custom": {"lines": ["{name}", {"deep": "{name}"}, 7]},
                "buttons": [{"title": "{name}", "payload": '/give{"number": "{name}", "count": {"a": 1}}'}],
                "metadata": {"kept": "{name}"},
            }
        ]
    )

    with capture_logs() as logs:
        assert voice.generate_from_slots("utter_parts", {}, "rest", name="Ana") == {
            "text": "Ana",
            "image": "http://shop.example/Ana.png",
            "custom": {"lines": ["Ana", {"deep": "Ana"}, 7]},
            "buttons": [{"title": "Ana", "payload": '/give{"number": "Ana", "count": {"a": 1}}'}],
            "metadata": {"kept": "{name}"},
        }
    assert logs == []


def test_the_generator_is_made_as_rasa_makes_it():
    domain = Domain.from_dict({"responses": {"utter_plain": [{"text": "Good morning."}]}})

    assert say(FactsResponseGenerator(None, domain), "utter_plain") == "Good morning."
    assert FactsResponseGenerator(None).generate_from_slots("utter_plain", {}, "rest") is None


def test_the_address_of_a_picture_stays_as_it_is():
    voice = generator(utter_picture=[{"text": "Here.", "image": "{picture}"}])
    address = "https://desk.shop.example/code?t=a_b*c_d"

    message = voice.generate_from_slots("utter_picture", {}, "rest", picture=address)

    assert message is not None
    assert message["image"] == address
