"""Every way that buttons lead, pressed and typed: none ends nowhere, none leads round and round."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from conversation_product import stored
from walked_assistant import Answer, Place, Step, WalkedAssistant, walk

from bot.responses.languages import language_tags
from core.languages import ENGLISH

pytestmark = pytest.mark.embedded(
    "what is said, which is the same on real servers; the store is taken back in its file"
)

#: What is said where a message was not understood, or nothing could be done with it.
NO_ANSWER = frozenset(
    {
        *("utter_clarify", "utter_clarify_one", "utter_not_understood", "utter_failed_again", "utter_default"),
        *("utter_out_of_scope", "utter_choice_over", "utter_offer_over", "utter_yes_to_what", "utter_nothing_before"),
    }
)
#: Set off by another program, by Rasa, or by what comes with a message; nobody says them.
NOT_SAID = ("system_", "message_", "nlu_fallback", "out_of_scope", "restart", "back", "session_start")
MESSAGES = (
    ["📦🛵🪴"],
    ["📦🛵🪴", "🪴📦"],
    ["the label"],
    ["date"],
    ["I want a person", "yes please"],
    ["Guten Tag"],
    ["Quiero devolver una cosa"],
    ["R2601, marta@example.com", "Zeig mir alle meine Retouren"],
    ["R1017, felix@example.com", "I handed it in yesterday"],
    ["I'd like to send something back", "8120034500000029, marta@example.com"],
    ["When is the money back?", "R1017, wrong@example.com", "R1018, wrong@example.com", "R1019, wrong@example.com"],
    ["What happens after that?"],
    ["I asked for it 40 days ago and the money is still not there"],
)
PERSON = "/talk_to_person"
#: What answers no question, and how often it is said in a row.
NO_HELP = ("I don't know", "blah blah")
TIMES = 3
#: What a customer whom the assistant knows asks of one return.
OF_A_RETURN = (
    "/ask_return_status",
    "/report_not_marked_returned",
    "/ask_track_refund",
    "/button_cancel_return",
    "/button_amend_return",
    "/button_report_drop_off",
    "/ask_reminders",
    "/ask_deadlines",
    "/talk_to_person",
)
#: And of an order or of everything.
OF_ORDERS = ("/ask_my_returns", "/button_start_return", "/ask_return_window", "/ask_how_to_return")


def returns_of_each_kind() -> list[str]:
    """A number with the address that proves it, for a return of each history."""
    emails = {each["id"]: each["email"] for each in stored("customers")}
    owners = {each["number"]: each["customer"] for each in stored("orders")}
    kinds: dict[object, str] = {}
    for each in stored("returns"):
        events = tuple(event["type"] for event in each["events"])
        kinds.setdefault(events[-2:], f"{each['number']}, {emails[owners[each['order']]]}")
    return list(kinds.values())


def intents_of(assistant: WalkedAssistant) -> list[str]:
    """What customers say by themselves, and what they press, without what only answers a question."""
    return [intent for intent in assistant.intents if not intent.startswith((*NOT_SAID, "button_choose"))]


async def openings(assistant: WalkedAssistant) -> list[Place]:
    said = intents_of(assistant)
    of_returns = [[proof, question] for proof in returns_of_each_kind() for question in OF_A_RETURN]
    of_orders = [["8120034500000029, marta@example.com", question] for question in OF_ORDERS]
    begun = [*([f"/{intent}"] for intent in said), *MESSAGES, *of_returns, *of_orders]
    return [await assistant.opened(each) for each in begun]


@dataclass(frozen=True)
class Walk:
    """Every step of the walk, the responses that offer something, and what comes of saying the same again and again."""

    steps: list[Step]
    offering: set[str]
    repeated: list[tuple[Place, list[Answer]]]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> WalkedAssistant:
    return WalkedAssistant(tmp_path_factory.mktemp("walk"))


@pytest.fixture(scope="module")
def walked(assistant: WalkedAssistant) -> Walk:
    """Walked once, for all tests."""

    async def all_ways() -> Walk:
        steps, places = await walk(assistant, await openings(assistant))
        reached = {response for place in places for response in place.answer.responses}
        for response in sorted(assistant.offering - reached):
            steps += [step for step, _ in await assistant.steps(await assistant.told(response))]
        asked = {place.answer.question: place for place in places if place.answer.question[1]}
        said = [(place, await assistant.repeated(place, words, TIMES)) for place in asked.values() for words in NO_HELP]
        return Walk(steps, assistant.offering, said)

    return asyncio.run(all_ways())


@pytest.fixture
def steps(walked: Walk) -> list[Step]:
    return walked.steps


def told(steps: Iterable[Step]) -> str:
    return "\n".join(
        f"{step}\n    pressed: {', '.join(step.pressed.responses)}\n    typed: {', '.join(step.typed.responses)}"
        for step in steps
    )


def same(one: Answer, other: Answer) -> bool:
    return (one.texts, one.buttons) == (other.texts, other.buttons)


def test_every_button_is_answered(steps):
    found = [step for step in steps if not step.pressed.responses or NO_ANSWER & set(step.pressed.responses)]
    assert not found, told(found)


def test_the_words_on_a_button_do_what_it_does(steps):
    found = [step for step in steps if step.pressed.kind != step.typed.kind]
    assert not found, told(found)


@pytest.mark.parametrize("language", sorted(set(language_tags()) - {ENGLISH}))
async def test_they_do_so_in_every_language(assistant: WalkedAssistant, language: str):
    """Each once, below one of the answers that offer it."""
    places = [await assistant.told(response, language) for response in sorted(assistant.offering)]
    steps: dict[str, Step] = {}
    for place in places:
        if any(button.payload not in steps for button in place.answer.buttons):
            steps |= {step.button.payload: step for step, _ in await assistant.steps(place)}
    found = [step for step in steps.values() if step.pressed.kind != step.typed.kind]
    assert not found, told(found)


def test_no_answer_leads_to_itself(steps):
    found = [step for step in steps if same(step.pressed, step.place.answer)]
    assert not found, told(found)


def test_what_was_pressed_is_not_offered_again_at_once(steps):
    found = [step for step in steps if step.button in step.pressed.buttons]
    assert not found, told(found)


def test_buttons_lead_out_of_every_answer(steps):
    """To an answer that waits for no button, however many are pressed on the way."""
    before = defaultdict(set)
    for step in steps:
        before[step.pressed.kind].add(step.place.answer.kind)
    out = {step.pressed.kind for step in steps if not step.pressed.buttons}
    found = list(out)
    while found:
        more = before[found.pop()] - out
        out |= more
        found += more
    shut_in = [step for step in steps if step.place.answer.kind not in out]
    assert not shut_in, told(shut_in)


def test_the_walk_comes_by_every_response_that_offers_something(walked):
    """Those that no message of ours brings about are put in the assistant's mouth."""
    assert walked.offering <= {response for step in walked.steps for response in step.place.answer.responses}


def test_who_can_not_answer_is_offered_something_else(walked):
    found = [
        f"{' > '.join(place.way)}: {', '.join(answers[-1].responses)}"
        for place, answers in walked.repeated
        if same(answers[-1], answers[0]) and not any(each.payload == PERSON for each in answers[-1].buttons)
    ]
    assert not found, "\n".join(found)
