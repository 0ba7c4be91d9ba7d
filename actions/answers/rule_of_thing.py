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
from core.covered_things import asks_effect_of_list, thing_alone, thing_asked, thing_listed
from core.references import same_words
from core.spoken_wishes import asks_of_other_orders

_WINDOW = "ask_return_window"
_WINDOWS = ("window.order", "window.receipt")
#: What holds by an item's mark, and by nothing else that the rules name.
_BY_MARK = frozenset({*_WINDOWS, "window.general", "fee.first", "fee.monthly_limit", "seasonal", "seasonal.published"})
_OF_LIST = frozenset({"seasonal", "seasonal.published"})
#: Other words for what the list names, and those that say nothing of a thing.
_SAME = {
    **{"fridge": "refrigerator", "fridges": "refrigerator", "refrigerators": "refrigerator", "mold": "mould"},
    **{"moulds": "mould", "masks": "mask", "coolers": "cooler", "buckets": "bucket", "dryers": "dryer", "cups": "cup"},
}
_SMALL = frozenset(["a", "an", "the", "my", "our", "for", "of", "small", "big", "little", "new", "car", "one", "and"])
#: So much of an entry's words is enough to mean it: "a robot for the pool".
_MOST_OF_IT = 0.6
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
    if first in _OF_LIST and (of_list := _asked_of_list(turn, services)) is not None:
        return of_list
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


def _asked_of_list(turn: ActionContext, services: Services) -> Reply | None:
    """Whether the list of categories names a thing, as far as it goes, and what else follows from that."""
    thing = thing_listed(turn.said) or thing_alone(turn.said)
    effect = asks_effect_of_list(turn.said)
    # "Mould one of those seasonal things? Does it change anything" asks both.
    named = _entry(thing or turn.said, services)
    lines = []
    if thing or (named and effect):
        lines.append(Phrase("list_names", {"entry": named}) if named else Phrase("list_names_not"))
    if effect:
        lines.append(Phrase("list_effect_open"))
    return Reply((Utterance("utter_what_next", {"lines": lines}, "seasonal"),)) if lines else None


def _entry(said: str, services: Services) -> str | None:
    """The entry of the list that words name: all of them are its own, or most of its own are among them."""
    meant = _named(said) - _SMALL
    for entry in (str(each).rpartition(": ")[2] for each in services.facts["seasonal"].words):
        own = _named(entry.replace("/", " ").replace("&", " "))
        if meant and (meant <= own or len(own & meant) >= _MOST_OF_IT * len(own)):
            return entry
    return None


def _named(text: str) -> set[str]:
    return {_SAME.get(each, each) for each in same_words(text).split()}


def list_reader(services: Services) -> Reader:
    """Reads whether a thing is on the list of categories, behind that list.

    Args:
        services: The rules.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if turn.is_press or next(iter(rules_behind(turn.events)), "") not in _OF_LIST:
            return None
        return _asked_of_list(turn, services)

    return read


def _of_other_orders(behind: Sequence[str]) -> Reply | None:
    """What is free of other orders, behind an answer about labels and fees."""
    first = next(iter(behind), "")
    if not first.startswith("fee.") and first not in _OF_LABEL:
        return None
    return Reply((Utterance("utter_what_next", {"lines": [Phrase("reason_fee_monthly_limit")]}, "fee.monthly_limit"),))


def _key(fact: str) -> str:
    return fact.replace(".", "_")
