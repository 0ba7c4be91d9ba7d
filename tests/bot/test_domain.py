"""The domain's sentences, the rules and the training data fit the code and the facts that they speak of."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import yaml
from rasa.shared.core.domain import Domain

from actions.server.registry import all_actions, topic_actions
from actions.services import Services, services_from
from bot.responses.fact_values import PLACEHOLDER, fact_variables
from bot.responses.languages import english
from core.identifiers import NumberError
from core.intents import FALLBACK, IntentKind, intent_kind, is_offered
from core.settings import load_settings
from policy.calendars import DayKind
from policy.deadlines import DeadlineKind
from policy.drop_off import DropOffKind
from policy.eligibility import EligibilityReason
from policy.facts import Facts, Unit, load_facts
from policy.fees import FeeKind
from policy.model import EventType, ScanKind
from policy.next_step import StepKind
from policy.refund import RefundKind
from policy.refund_doubts import RefundDoubt
from policy.reminders import ReminderKind
from policy.status import Status
from policy.steps import WAY, StepState
from policy.window import WindowKind

ROOT = Path(__file__).parents[2]
DOMAIN_FILES = sorted((ROOT / "bot" / "domain").glob("*.yml"))
NLU_FILES = sorted((ROOT / "data" / "nlu").glob("*.yml"))
#: Run by bot/policies/hand_over_policy.py, not by a rule.
BY_POLICY = {"action_pass_on_to_person"}
#: Actions that Rasa brings along.
RASAS_OWN = {"action_deactivate_loop", "action_listen"}


def read(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(content, dict), path.name
    return content


def responses() -> dict[str, list[dict[str, Any]]]:
    return {name: said for path in DOMAIN_FILES for name, said in read(path).get("responses", {}).items()}


RESPONSES = responses()


def texts(name: str) -> Iterator[str]:
    """The texts of a response without its marks for bold, nouns as for a number that is not one."""
    for variation in RESPONSES[name]:
        yield english().with_plurals(variation["text"].replace("**", ""), {})


def placeholders(name: str) -> set[str]:
    return {found for text in texts(name) for found in PLACEHOLDER.findall(text)}


def steps() -> list[dict[str, Any]]:
    """The steps of all rules; alternatives count as steps."""
    flat = []
    for rule in (rule for path in NLU_FILES for rule in read(path).get("rules", ())):
        for step in rule["steps"]:
            flat += step.get("or", [step])
    return flat


def pairs() -> list[tuple[str, str]]:
    """Each intent of a rule with the action that answers it."""
    found = []
    for rule in (rule for path in NLU_FILES for rule in read(path).get("rules", ())):
        intents = [said["intent"] for step in rule["steps"] for said in step.get("or", [step]) if "intent" in said]
        actions = [step["action"] for step in rule["steps"] if "action" in step]
        found += [(intent, action) for intent in intents for action in actions]
    return found


@pytest.fixture(scope="module")
def domain() -> Domain:
    with warnings.catch_warnings():
        # Rasa tells everybody whose slots have mappings what it changed in version 3.
        warnings.simplefilter("ignore", UserWarning)
        return Domain.load(ROOT / "bot" / "domain")


@pytest.fixture(scope="module")
def intents() -> list[str]:
    return [intent for path in DOMAIN_FILES for intent in read(path).get("intents", ())]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="module")
def services() -> Services:
    """Enough to make the actions; nothing is connected to."""
    return services_from(load_settings(database_url="sqlite:////dev/null/shop.db"))


# --- Intents, training data, rules --------------------------------------------------------------------------------


def test_every_intent_is_taught_and_nothing_else_is(intents: list[str]):
    taught = {entry["intent"] for path in NLU_FILES for entry in read(path).get("nlu", ()) if "intent" in entry}

    said = {IntentKind.QUESTION, IntentKind.DIALOGUE, IntentKind.OUT_OF_SCOPE}
    assert taught - {FALLBACK} == {intent for intent in intents if intent_kind(intent) in said}


def test_every_intent_is_answered_by_a_rule_and_rules_know_no_others(intents: list[str]):
    answered = {step["intent"] for step in steps() if "intent" in step}

    assert answered == {*intents, FALLBACK}


def test_no_intent_is_named_twice(intents: list[str]):
    assert [name for name, count in Counter(intents).items() if count > 1] == []


def test_every_intent_has_one_rule_outside_the_form():
    free = [
        (intent, action)
        for path in NLU_FILES
        for rule in read(path).get("rules", ())
        if "condition" not in rule
        for step in rule["steps"]
        for said in step.get("or", [step])
        if "intent" in said
        for intent, action in [(said["intent"], rule["steps"][1]["action"])]
    ]

    assert [intent for intent, count in Counter(intent for intent, _ in free).items() if count > 1] == []


# --- Actions ------------------------------------------------------------------------------------------------------


def test_the_actions_of_the_domain_are_those_of_the_registry(services: Services):
    declared = [action for path in DOMAIN_FILES for action in read(path).get("actions", ())]

    assert sorted(declared) == sorted(action.name() for action in all_actions(services))


def test_rules_name_actions_and_responses_that_exist(services: Services, domain: Domain):
    known = {*(action.name() for action in all_actions(services)), *RESPONSES, *domain.form_names, *RASAS_OWN}

    assert {step["action"] for step in steps() if "action" in step} - known == set()


def test_every_custom_action_is_reached(services: Services, domain: Domain):
    named = {step["action"] for step in steps() if "action" in step}
    by_forms = {f"validate_{form}" for form in domain.form_names}
    by_forms |= {
        f"action_ask_{name}"
        for form in domain.form_names
        for slot in domain.required_slots_for_form(form)
        for name in (slot, f"{form}_{slot}")
    }

    assert {action.name() for action in all_actions(services)} - named - by_forms == BY_POLICY


def test_every_topic_is_an_intent_whose_rule_leads_to_its_action(services: Services):
    expected = {(topic, action.name()) for action in topic_actions(services) for topic in action.topics}

    assert expected - set(pairs()) == set()


def test_no_two_actions_answer_the_same_topic(services: Services):
    topics = Counter(topic for action in topic_actions(services) for topic in action.topics)

    assert [topic for topic, count in topics.items() if count > 1] == []


def test_every_question_can_be_one_of_several_in_a_message(services: Services, intents: list[str]):
    looked_up = {topic for action in topic_actions(services) for topic in action.topics} | {"ask_countries"}

    # What bot/nlu/several_questions.py takes for a question.
    questions = {intent for intent in intents if intent.startswith(("ask_", "report_"))}
    assert len(questions) > 20
    assert {question for question in questions - looked_up if f"utter_rule_{question}" not in RESPONSES} == set()


def test_forms_ask_for_each_of_their_slots_in_one_way(services: Services, domain: Domain):
    said = [name.removeprefix("utter_") for name in RESPONSES]
    said += [action.name().removeprefix("action_") for action in all_actions(services)]

    for form in domain.form_names:
        for slot in domain.required_slots_for_form(form):
            assert sum(said.count(name) for name in (f"ask_{slot}", f"ask_{form}_{slot}")) == 1, f"{form}: {slot}"


def test_slots_are_filled_from_entities_that_exist():
    entities = {next(iter(entity)) for entity in read(ROOT / "bot" / "domain" / "entities.yml")["entities"]}
    slots = read(ROOT / "bot" / "domain" / "slots.yml")["slots"]

    used = {mapping["entity"] for slot in slots.values() for mapping in slot["mappings"] if "entity" in mapping}
    assert used - entities == set()


def test_nothing_that_a_client_can_set_steers_the_dialogue():
    slots = read(ROOT / "bot" / "domain" / "slots.yml")["slots"]
    entities = read(ROOT / "bot" / "domain" / "entities.yml")["entities"]

    assert [name for name, slot in slots.items() if slot["influence_conversation"] is not False] == []
    assert [entity for entity in entities if next(iter(entity.values())) != {"influence_conversation": False}] == []


# --- Names that the code builds -----------------------------------------------------------------------------------

FAMILIES = {
    "statuses": {
        *(f"utter_status_{status}" for status in Status),
        *(f"utter_short_status_{status}" for status in Status),
        *("utter_status_requested_undated", "utter_status_ready_to_send", "utter_short_status_ready_to_send"),
        *("utter_status_told_handed_in", "utter_short_status_told_handed_in"),
    },
    "next steps": {*(f"utter_next_{kind}" for kind in StepKind), "utter_next_wait_for_processing_undated"},
    "events": {
        *(f"utter_line_event_{event.value}" for event in EventType),
        *("utter_line_event_ready_to_send", "utter_line_event_told_handed_in", "utter_line_no_events"),
    },
    "deadlines": {
        *(f"utter_line_deadline_{kind}{late}" for kind in DeadlineKind for late in ("", "_overdue")),
        "utter_line_deadline_refund_overdue_not_sent",
    },
    "drop-off": {*(f"utter_drop_off_{kind}" for kind in DropOffKind), "utter_drop_off_no_drop_off_paid"},
    "carrier": {
        *(f"utter_carrier_{scan.value}{place}" for scan in ScanKind for place in ("", "_somewhere")),
        *(
            f"utter_carrier_{trouble}"
            for trouble in ("no_tracking_number", "unavailable", "no_scan", "cause_open", "of_parcel")
        ),
    },
    "refunds": {
        *(f"utter_refund_{kind}" for kind in RefundKind if kind is not RefundKind.LATE),
        *(f"utter_refund_{kind}" for kind in ("late_issued", "late_not_issued", "none_sent")),
        *(f"utter_refund_{kind}" for kind in ("issued_lost", "unclear")),
        *(f"utter_refund_is_{kind}" for kind in ("not_due_yet", "under_way", "expected_lost", "issued", "settled")),
        *(f"utter_refund_doubt_{doubt}" for doubt in RefundDoubt),
        *(f"utter_refund_doubt_{doubt}_unpriced" for doubt in ("nothing", "other_currency")),
        *("utter_refund_doubt_cancelled_unreceived", "utter_refund_came_late"),
        *("utter_refund_comes_when", "utter_refund_comes_undated", "utter_refund_amount", "utter_refund_way"),
        "utter_refund_beside",
    },
    "eligibility": {
        f"utter_{wish}_{verdict}"
        for wish in ("cancel", "amend")
        for verdict in (
            "allowed",
            *(f"refused_{reason}" for reason in EligibilityReason if reason is not EligibilityReason.NOT_SENT),
        )
    },
    "fees": {f"utter_next_return_{kind}" for kind in FeeKind},
    "windows": {
        *(f"utter_line_item_{kind}" for kind in (*WindowKind, "last_day", "in_return", "if_received")),
        *(f"utter_line_item_in_return_{kind}" for kind in (WindowKind.OPEN, WindowKind.CLOSED)),
        *(
            f"utter_{kind}_{openness}"
            for kind in ("window_by_order_age", "line_receipt_window")
            for openness in ("open", "last_day", "closed")
        ),
        *("utter_line_window_order", "utter_line_window_receipt"),
    },
    "steps": {
        *(f"utter_step_state_{state}" for state in StepState),
        *(f"utter_step_{step}_done" for step, _ in WAY),
        *(f"utter_step_{step}_{state}" for step, _ in WAY[1:] for state in ("now", "next") if step != "approved"),
        *(f"utter_step_{step}_stopped" for step in ("checked", "rejected", "cancelled", "lost")),
        *("utter_step_approved_now", "utter_step_platform_now", "utter_step_handed_in_told"),
    },
    "times": {
        *(f"utter_when_{kind}{late}" for kind in DeadlineKind for late in ("", "_overdue")),
        *("utter_when_since", "utter_when_refund_between", "utter_when_shown", "utter_when_shown_overdue"),
    },
    "dates": {f"utter_deadline_{kind}" for kind in DeadlineKind},
    "advice": {
        *(f"utter_advice_{kind}{late}" for kind in DeadlineKind for late in ("", "_overdue")),
        "utter_advice_refund_overdue_not_sent",
    },
    "slips": {f"utter_number_{kind}" for kind in get_args(get_type_hints(NumberError)["kind"])},
    "reminders": {
        *(f"utter_reminder_{kind}" for kind in ReminderKind),
        *(f"utter_line_reminder_{kind}" for kind in (ReminderKind.SHIP_BY, ReminderKind.WINDOW_END)),
    },
    "spans": {f"utter_counts_{unit}" for unit in (Unit.DAYS, Unit.HOURS)},
    "countries": {f"utter_country_{kind}" for kind in ("served", "served_barcode", "not_listed")},
    "calendar": {
        *(f"utter_calendar_{kind}" for kind in DayKind),
        *(f"utter_calendar_{kind}" for kind in ("general", "week", "week_from_sunday")),
    },
    "hand-ins": {
        *(f"utter_line_{date}{over}" for date in ("page_due", "lost_on") for over in ("", "_over")),
        "utter_line_page_unstated",
    },
}

#: How the names of a family begin, so that a name which the code no longer builds is noticed.
PREFIXES = {
    "statuses": ("utter_status_", "utter_short_status_"),
    "events": ("utter_line_event_",),
    "deadlines": ("utter_line_deadline_",),
    "drop-off": ("utter_drop_off_",),
    "carrier": ("utter_carrier_",),
    "refunds": ("utter_refund_",),
    "eligibility": ("utter_amend_", "utter_cancel_allowed", "utter_cancel_refused"),
    "fees": ("utter_next_return_",),
    "windows": ("utter_line_item_", "utter_line_window_", "utter_window_by_order_age_", "utter_line_receipt_window_"),
    "steps": ("utter_step_",),
    "times": ("utter_when_",),
    "dates": ("utter_deadline_",),
    "advice": ("utter_advice_",),
    "slips": ("utter_number_too", "utter_number_un", "utter_number_tracking", "utter_number_other"),
    "reminders": ("utter_reminder_", "utter_line_reminder_"),
    "spans": ("utter_counts_",),
    "countries": ("utter_country_",),
    "calendar": ("utter_calendar_",),
    "hand-ins": ("utter_line_page_", "utter_line_lost_on"),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_name_that_the_code_can_build_is_a_response(family: str):
    assert FAMILIES[family] - set(RESPONSES) == set()


@pytest.mark.parametrize("family", PREFIXES)
def test_every_response_of_a_family_can_be_built(family: str):
    written = {name for name in RESPONSES if name.startswith(PREFIXES[family])}

    assert written - FAMILIES[family] == set()


def test_every_intent_that_may_be_meant_has_a_button_title_and_no_other_has(intents: list[str]):
    wanted = {f"utter_label_{intent}" for intent in intents if is_offered(intent)}
    others = {"utter_label_something_else", "utter_label_return", "utter_label_order"}

    assert {name for name in RESPONSES if name.startswith("utter_label_")} == wanted | others


# --- What a sentence may hold -------------------------------------------------------------------------------------


def test_no_response_is_written_twice():
    written = Counter(
        line.split(":")[0].strip()
        for path in DOMAIN_FILES
        for line in path.read_text("utf-8").splitlines()
        if re.match(r"  utter_\w+:", line)
    )

    assert [name for name, count in written.items() if count > 1] == []
    assert set(written) == set(RESPONSES)


def test_a_variable_with_a_dot_is_a_fact(facts: Facts):
    known = fact_variables(facts, english())

    unknown = {name: {used for used in placeholders(name) if "." in used and used not in known} for name in RESPONSES}
    assert {name: found for name, found in unknown.items() if found} == {}


def test_braces_hold_variables_and_nothing_else():
    for name in RESPONSES:
        for text in texts(name):
            assert not re.search(r"[{}]", PLACEHOLDER.sub("", text)), name


def test_what_no_action_says_needs_facts_alone(domain: Domain):
    said = {step["action"] for step in steps() if step.get("action", "").startswith("utter_")}
    slots = [(form, slot) for form in domain.form_names for slot in domain.required_slots_for_form(form)]
    asked = {name for form, slot in slots for name in (f"utter_ask_{slot}", f"utter_ask_{form}_{slot}")}

    for name in (*said, *(asked & set(RESPONSES)), "utter_default"):
        assert {used for used in placeholders(name) if "." not in used} == set(), name


def test_every_fact_is_told_or_cited(facts: Facts):
    used = {used.rsplit(".", 1)[0] for name in RESPONSES for used in placeholders(name) if "." in used}

    assert set(facts) - used == set()


def test_no_number_is_written_into_a_sentence():
    # A rule's number comes from its fact, so that changing the fact changes every sentence.
    numerals = re.compile(r"\d|\b(two|three|five|seven|ten|fifteen|seventeen|twenty|thirty|ninety)\b", re.IGNORECASE)
    with_numbers = {name for name in RESPONSES for text in texts(name) if numerals.search(PLACEHOLDER.sub("", text))}

    # How many days or items a customer speaks of, how many sentences the bot can read, and whom to call are no rules.
    assert with_numbers <= {*("utter_one_day", "utter_multiple_items_two", "utter_message_too_long", "utter_distress")}


UNIT_WORDS = {
    Unit.HOURS: r" hours\b",
    Unit.DAYS: r" days\b|-day\b",
    Unit.WORKING_DAYS: r" (working|business) days\b",
    Unit.MONTHS: r" months\b|-month\b",
    Unit.PER_ORDER: r" returns? (of|on) (each|an) order\b",
    Unit.PER_MONTH: r" (times a month|free returns (of )?this month)\b",
}


@pytest.mark.parametrize("name", sorted(name for name in RESPONSES if any("." in used for used in placeholders(name))))
def test_a_facts_number_is_followed_by_the_facts_unit(name: str, facts: Facts):
    for text in texts(name):
        plain = " ".join(text.split())
        for found in re.finditer(r"\{([\w.]+)\.(shortest|longest|any)\}", plain):
            rest = plain[found.end() :]
            if found[2] == "shortest":
                # "1 to 2 days": the unit stands behind the second number.
                upper = f" to {{{found[1]}.longest}}"
                assert rest.startswith(upper), f"{name}: {found[0]} is not followed by{upper}"
                rest = rest.removeprefix(upper)
            fact = facts[found[1]]
            assert re.match(UNIT_WORDS[fact.unit], rest), (
                f"{name}: {found[0]} is measured in {fact.unit}, says{rest[:20]}"
            )


def test_from_so_many_to_so_many_is_said_of_a_span_alone(facts: Facts):
    for name in RESPONSES:
        for used in placeholders(name):
            if used.endswith(".shortest"):
                fact = facts[used.removesuffix(".shortest")]
                assert fact.shortest < fact.longest, (
                    f"{name}: {fact.id} is one number, so say {{{fact.id}.longest}} alone"
                )


def test_the_words_the_first_return_are_true_of_one_free_return(facts: Facts):
    # These sentences speak of "the first return" and "one label", so the fact can't be changed without them.
    wordy = [
        name for name in RESPONSES for text in texts(name) if re.search(r"first (return|one) on|one free label", text)
    ]

    assert len(wordy) >= 3
    assert facts["fee.first"].longest == 1, f"fee.first is no longer 1: reword {', '.join(wordy)}"


# --- Sources and tone ---------------------------------------------------------------------------------------------

SOURCE_LINE = re.compile(r"_Source: \{[\w.]*source\}(; \{[\w.]*source\})?_")
#: Answers from the rules; those of custom actions hold {source}, which is theirs to choose.
RULE_ANSWERS = ("utter_rule_", "utter_window_by_", "utter_country_", "utter_multiple_items_")
#: The rules are about returns and say nothing of these.
NOT_OF_THE_RULES = {
    *("utter_rule_ask_about_details", "utter_rule_ask_cancel_order", "utter_rule_ask_change_order"),
    *("utter_rule_ask_shop_matter", "utter_rule_report_order_not_arrived"),
}


@pytest.mark.parametrize(
    "name", sorted(name for name in RESPONSES if name.startswith(RULE_ANSWERS) and name not in NOT_OF_THE_RULES)
)
def test_every_answer_from_the_rules_ends_with_its_source(name: str):
    for text in texts(name):
        last_line = text.strip().splitlines()[-1]
        assert SOURCE_LINE.fullmatch(last_line), name
        assert "{source}" not in last_line, f"{name}: nobody chooses its source, so it must name a fact"


def test_a_source_stands_at_the_end_and_nowhere_else():
    for name in RESPONSES:
        for text in texts(name):
            *lines, last_line = text.strip().splitlines()
            assert not any("source}" in line for line in lines), name
            assert "source}" not in last_line or SOURCE_LINE.fullmatch(last_line), name


def test_a_rule_answer_cites_a_fact_that_it_tells_or_says_is_missing(facts: Facts):
    for name in RESPONSES:
        if not name.startswith(RULE_ANSWERS):
            continue
        used = placeholders(name)
        cited = {variable.removesuffix(".source") for variable in used if variable.endswith(".source")}
        told = {variable.rsplit(".", 1)[0] for variable in used if "." in variable and not variable.endswith(".source")}
        sections = {(facts[fact].source, facts[fact].section) for fact in cited}
        # Where numbers or lists are told, at least one of them stands in the section that is cited.
        silent = {fact for fact in cited if facts[fact].unit in (Unit.TEXT, Unit.NOT_STATED)}
        assert not told or silent or any((facts[fact].source, facts[fact].section) in sections for fact in told), name


def test_what_the_sources_do_not_state_is_said_not_to_be_stated(facts: Facts):
    unstated = {fact.id for fact in facts.values() if fact.unit is Unit.NOT_STATED}

    assert unstated
    for name in RESPONSES:
        if placeholders(name) & {f"{fact}.source" for fact in unstated}:
            assert all(re.search(r"don't (state|say|list)", text) for text in texts(name)), name


def test_nobody_shouts_but_the_greeting():
    loud = {name for name in RESPONSES for text in texts(name) if "!" in text}

    assert loud <= {"utter_greet"}


def test_marks_are_closed():
    for name in RESPONSES:
        for variation in RESPONSES[name]:
            text = variation["text"]
            assert text.count("**") % 2 == 0, name
            assert text.count("“") == text.count("”"), name
            assert '"' not in text, f"{name}: quotation marks in sentences are “…”"
            assert text == text.strip() or text.endswith("\n"), name


def test_sentences_end():
    # Labels, list lines and parts of sentences don't; everything that is a message does.
    messages = {step["action"] for step in steps() if step.get("action", "").startswith("utter_")}
    for name in messages:
        for text in texts(name):
            assert re.search(r"([.?!]|_)$", text.strip()), name


# --- Buttons ------------------------------------------------------------------------------------------------------


def buttons() -> list[tuple[str, dict[str, str]]]:
    return [
        (name, button)
        for name, said in RESPONSES.items()
        for variation in said
        for button in variation.get("buttons", [])
    ]


def test_buttons_lead_to_intents(intents: list[str]):
    assert len(buttons()) > 10
    for name, button in buttons():
        assert button["payload"].removeprefix("/").partition("{")[0] in intents, name
        assert button["payload"].startswith("/"), name


def test_a_button_is_short():
    assert {title for _, button in buttons() if len(title := button["title"]) > 35} == set()


def test_a_picture_in_a_form_is_answered_and_the_question_is_not_repeated(domain: Domain):
    rules = [
        rule
        for path in (ROOT / "data" / "nlu").glob("*.yml")
        for rule in yaml.safe_load(path.read_text("utf-8")).get("rules", ())
    ]
    forms = {
        rule["condition"][0]["active_loop"]
        for rule in rules
        if rule["steps"][0].get("intent") == "message_attachment" and "condition" in rule
        # Else Rasa goes back to the form, which asks again.
        if rule["steps"][-1] == {"action": "action_listen"}
    }

    assert forms == set(domain.form_names)
