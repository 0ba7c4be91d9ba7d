"""All returns of a customer, as a short list with buttons, or the items of one of them."""

from __future__ import annotations

import re

from actions.answers.return_status import next_step_phrase, status_phrase
from actions.dialogue.base_actions import TopicAction
from actions.dialogue.identity import records_of
from actions.dialogue.last_answer import last_answer
from actions.dialogue.turn import ActionContext
from actions.replies.item_names import item_names
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import MOST_CHOICES, Case, return_choices
from actions.replies.return_picker_card import return_picker
from core.detail_questions import asks_what_is_in, asks_which_number
from policy.model import Customer, Order, ReturnRequest
from policy.next_step import next_step
from policy.status import return_state

#: What asks for the items of one return, unless it asks for all.
_CONTENTS = re.compile(
    r"\b(?:in (?:that|this|it|there|the|my|R\d)|inside|items?|articles?|contents?|contain)", re.IGNORECASE
)
_ALL = re.compile(r"\b(?:all|every|everything|returns|list|overview)\b", re.IGNORECASE)
#: Who asks how their returns are doing wants the dates.
_HOW = re.compile(
    r"\b(?:how|how['’]?s|doing|going|status|stand|stands|progress|far|when|dates?|deadlines?|news|updates?|happening)\b",
    re.IGNORECASE,
)
_ITEMS = "utter_return_items"


class ActionMyReturns(TopicAction):
    """Lists a customer's returns, newest first, each with its status, or tells what one of them is for."""

    name_ = "action_my_returns"
    topics = ("ask_my_returns",)

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """Nothing: which returns there are has no general answer."""
        return ()

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """The list; choosing one asks where it stands. The items where one return and what is in it are named."""
        records = records_of(turn, self.services)
        returns = records.returns()
        if subject is not None and _asks_for_items(topic, turn):
            held = (subject,) if isinstance(subject, ReturnRequest) else records.returns_of_order(subject.number)
            told = [
                Utterance(_ITEMS, {"return_number": found.number, "items": item_names(found.items, found.order)})
                for found in held
            ]
            if told:
                return Reply(tuple(told), {"customer_number": held[0].number})
        if not returns:
            return Reply((Utterance("utter_no_returns"),))
        said, shown = "utter_my_returns", "card_my_returns"
        if len(returns) > MOST_CHOICES:
            said, shown = "utter_my_returns_and_more", "card_my_returns_and_more"
        card = return_picker(Phrase(shown, {"count": len(returns)}), returns, turn.now)
        lines = [each.as_line() for each in card.returns]
        if not turn.is_press and _HOW.search(turn.said):
            lines = [self._standing(Case(each, customer, turn.now)) for each in returns[:MOST_CHOICES]]
        values = {"lines": lines, "count": len(returns)}
        choices = return_choices(returns)
        return Reply(
            (Utterance(said, values, choices=choices, card=card if turn.rich else None),),
            {"topic": "ask_return_status", "customer_number": None},
        )

    def _standing(self, case: Case) -> Phrase:
        """Where a return stands and what comes next, with their dates."""
        step = next_step(case.found, case.customer, case.now, self.services.facts)
        standing = status_phrase(return_state(case.found.events, case.now), case)
        return Phrase("line_return_standing", {"status": standing, "next_step": next_step_phrase(step, case)})


def _asks_for_items(topic: str, turn: ActionContext) -> bool:
    """Whether a message asks what is in a return, or names another one after one was told so."""
    if turn.intent != topic:
        return any(each.response == _ITEMS for each in last_answer(turn.events))
    if asks_what_is_in(turn.said) or asks_which_number(turn.said):
        return True
    return _CONTENTS.search(turn.said) is not None and _ALL.search(turn.said) is None
