"""Whether what was told holds for a thing that is named: "and does it cover the kettle?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.belongings import with_named
from actions.dialogue.last_answer import rules_behind
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Phrase, Reply, Utterance
from actions.services import Services
from core.covered_things import thing_alone, thing_asked, thing_listed
from core.references import same_words
from core.spoken_wishes import asks_of_other_orders

_WINDOW = "ask_return_window"
_WINDOWS = ("window.order", "window.receipt")
#: What holds by an item's mark, and by nothing else that the rules name.
_BY_MARK = frozenset({*_WINDOWS, "window.general", "fee.first", "fee.monthly_limit", "seasonal", "seasonal.published"})
_OF_LIST = frozenset({"seasonal", "seasonal.published"})
#: A label that was used takes further items of the order along.
_OF_LABEL = frozenset({"fee.next", "ship.label", "ship.barcode", "label.download"})


def rule_of_thing(turn: ActionContext, services: Services, resume: ReplyAction) -> Reply | None:
    """What the rules say of the thing; of one that the customer has, what holds for it.

    Args:
        turn: The turn.
        services: Store and rules.
        resume: Answers a question for what a message names.

    Returns:
        None where a message asks no such thing.
    """
    if turn.is_press or turn.loop is not None:
        return None
    behind = rules_behind(turn.events)
    if asks_of_other_orders(turn.said):
        return _of_other_orders(behind)
    first = next(iter(behind), "")
    if first in _OF_LIST and (thing := thing_listed(turn.said) or thing_alone(turn.said)):
        return _listed(thing, services)
    if not thing_asked(turn.said):
        return None
    own = with_named(turn, services)
    if own is not turn:
        topic = _WINDOW if not first or first in _BY_MARK else turn.topic
        return resume.respond(replace(own, intent="give_details", topic=topic))
    if not first:
        return Reply((Utterance("utter_rule_ask_seasonal_categories"),))
    if first in _OF_LABEL:
        return Reply((Utterance("utter_rule_ask_multiple_items"),))
    if first not in _BY_MARK:
        lines = [Phrase(f"reason_{_key(first)}"), Phrase("no_difference")]
        return Reply((Utterance("utter_what_next", {"lines": lines}, first),))
    told = [each for each in (*_WINDOWS, "fee.first") if each in behind]
    lines = [*(Phrase(f"reason_{_key(each)}") for each in told), Phrase("mark_on_page")]
    return Reply((Utterance("utter_what_next", {"lines": lines}, first),))


def _listed(thing: str, services: Services) -> Reply:
    """Whether the list of categories names a thing, as far as that list goes."""
    meant = set(same_words(thing).split())
    entries = [str(each).rpartition(": ")[2] for each in services.facts["seasonal"].words]
    found = next((each for each in entries if meant <= set(same_words(each.replace("/", " ")).split())), None)
    said = Phrase("list_names", {"entry": found}) if found else Phrase("list_names_not")
    return Reply((Utterance("utter_what_next", {"lines": [said]}, "seasonal"),))


def list_reader(services: Services) -> Reader:
    """Reads whether a thing is on the list of categories, behind that list.

    Args:
        services: The rules.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        thing = thing_listed(turn.said) or thing_alone(turn.said)
        if turn.is_press or not thing or next(iter(rules_behind(turn.events)), "") not in _OF_LIST:
            return None
        return _listed(thing, services)

    return read


def _of_other_orders(behind: Sequence[str]) -> Reply | None:
    """What is free of other orders, behind an answer about labels and fees."""
    first = next(iter(behind), "")
    if not first.startswith("fee.") and first not in _OF_LABEL:
        return None
    return Reply((Utterance("utter_what_next", {"lines": [Phrase("reason_fee_monthly_limit")]}, "fee.monthly_limit"),))


def _key(fact: str) -> str:
    return fact.replace(".", "_")
