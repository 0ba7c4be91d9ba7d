"""All returns of a customer, as a short list with buttons."""

from __future__ import annotations

from actions.reply import Phrase, Reply, Utterance
from actions.return_action import MOST_CHOICES, return_choices, short_title
from actions.topic_action import TopicAction
from actions.turn import Turn
from policy.model import Customer, Order, ReturnRequest
from policy.status import return_state


class ActionMyReturns(TopicAction):
    """Lists a customer's returns, newest first, each with its status."""

    name_ = "action_my_returns"
    topics = ("ask_my_returns",)

    def rule(self, topic: str, turn: Turn) -> tuple[Utterance, ...]:
        """Nothing: which returns there are has no general answer."""
        return ()

    def answer(self, topic: str, turn: Turn, customer: Customer, subject: ReturnRequest | Order | None) -> Reply:
        """The list; choosing one asks where it stands."""
        returns = self.services.store.returns(customer.id)
        if not returns:
            return Reply((Utterance("utter_no_returns"),))
        lines = [
            Phrase(
                "line_my_return",
                {
                    "return_number": found.number,
                    "title": short_title(found),
                    "status": Phrase(f"short_status_{return_state(found.events, turn.now).status}"),
                },
            )
            for found in returns[:MOST_CHOICES]
        ]
        response = "utter_my_returns_and_more" if len(returns) > len(lines) else "utter_my_returns"
        return Reply(
            (Utterance(response, {"lines": lines, "count": len(returns)}, choices=return_choices(returns)),),
            {"topic": "ask_return_status", "customer_number": None},
        )
