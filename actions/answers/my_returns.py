"""All returns of a customer, as a short list with buttons."""

from __future__ import annotations

from actions.dialogue.base_actions import TopicAction
from actions.dialogue.identity import records_of
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import MOST_CHOICES, return_choices
from actions.replies.return_picker_card import return_picker
from policy.model import Customer, Order, ReturnRequest


class ActionMyReturns(TopicAction):
    """Lists a customer's returns, newest first, each with its status."""

    name_ = "action_my_returns"
    topics = ("ask_my_returns",)

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """Nothing: which returns there are has no general answer."""
        return ()

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """The list; choosing one asks where it stands."""
        returns = records_of(turn, self.services).returns()
        if not returns:
            return Reply((Utterance("utter_no_returns"),))
        said, shown = "utter_my_returns", "card_my_returns"
        if len(returns) > MOST_CHOICES:
            said, shown = "utter_my_returns_and_more", "card_my_returns_and_more"
        card = return_picker(Phrase(shown, {"count": len(returns)}), returns, turn.now)
        values = {"lines": [each.as_line() for each in card.returns], "count": len(returns)}
        choices = return_choices(returns)
        return Reply(
            (Utterance(said, values, choices=choices, card=card if turn.rich else None),),
            {"topic": "ask_return_status", "customer_number": None},
        )
