"""Items that a message names beside a question: "the towels and the mug, and when is the money back?"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from actions.dialogue.turn import ActionContext
from actions.forms.draft import DESCRIPTION, ITEMS, Draft, FormUpdate, is_plain_question
from actions.forms.draft_questions import answer_of_draft
from actions.forms.item_answers import chosen_by, held_items, selected, with_both_named
from actions.forms.return_draft import AskedReturn, prepared
from actions.replies.item_names import item_names
from actions.replies.reply import Utterance
from actions.services import Services
from core.item_choice import ItemsMeant

#: In characters: what is longer describes something.
_LONGEST = 300
_ENDS = re.compile(
    r"(?<=[?!.;\n])\s|,(?!\d)|\s[-–—]\s|\band (?=(?:how|when|what|where|who|which|can|could|do|does|is)\b)"
)
Rules = Callable[[ActionContext], tuple[Utterance, ...]]


class ChoiceBesideQuestion:
    """Reads the items of a message that asks something as well, and answers it.

    Args:
        rules: The general answer to the question that a message is understood as; empty where it has none.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def __call__(self, turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
        """The items with their names, then the answer; None where the message does not do both."""
        if turn.is_press or turn.told_now or turn.requested == DESCRIPTION or len(turn.said) > _LONGEST:
            return None
        clauses = _clauses(turn.said)
        asked = prepared(turn, draft, services) if 0 < len(_questions(clauses)) < len(clauses) else None
        if asked is None:
            return None
        clauses = _clauses(with_both_named(turn, asked).said)
        questions = _questions(clauses)
        held = held_items(turn, asked)
        others = (each for each in clauses if each not in questions)
        meant = next((found for each in others if (found := chosen_by(each, asked, held))), None)
        if meant is None:
            return None
        update = FormUpdate({}) if meant == ItemsMeant(held) else selected(asked, meant)
        named = self._names(update, turn, asked) if not meant.unclear else ()
        return replace(update, said=(*named, *self._answer(" ".join(questions), update, turn, draft, services)))

    def _names(self, update: FormUpdate, turn: ActionContext, asked: AskedReturn) -> tuple[Utterance, ...]:
        items = asked.chosen({**turn.slots, **update.slots})
        return (Utterance("utter_items_taken", {"titles": item_names(items, asked.order)}),)

    def _answer(
        self, question: str, update: FormUpdate, turn: ActionContext, draft: Draft, services: Services
    ) -> tuple[Utterance, ...]:
        """The answer for what is chosen now, or else the rule."""
        chosen = {**turn.slots, **update.slots}
        now = replace(turn, said=question, slots=chosen, requested=None if chosen.get(ITEMS) else ITEMS)
        own = answer_of_draft(now, draft, services)
        return own.said if own is not None and own.said else self._rules(turn)


def _clauses(said: str) -> list[str]:
    return [each.strip() for each in _ENDS.split(said) if each.strip()]


def _questions(clauses: list[str]) -> list[str]:
    return [each for each in clauses if each.endswith("?") or is_plain_question(each)]
