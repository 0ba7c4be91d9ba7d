"""The shape that actions about one return share: find it, or ask which of several is meant."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime

from actions.reply import Choice, Phrase, Reply, Utterance
from actions.topic_action import TopicAction
from actions.turn import Turn
from policy.model import Customer, Order, ReturnRequest

#: Buttons beyond these would be a list nobody reads; a number can still be typed.
MOST_CHOICES = 6


@dataclass(frozen=True)
class Case:
    """One return of one verified customer at an instant."""

    found: ReturnRequest
    customer: Customer
    now: datetime


class ReturnAction(TopicAction):
    """Answers a question about one return."""

    @abstractmethod
    def answer_return(self, topic: str, turn: Turn, case: Case) -> Reply:
        """The answer for this return."""

    def answer(self, topic: str, turn: Turn, customer: Customer, subject: ReturnRequest | Order | None) -> Reply:
        """The answer for the return that is meant, or a question which one that is."""
        if isinstance(subject, ReturnRequest):
            return self._answer_one(topic, turn, customer, subject)
        if isinstance(subject, Order):
            returns = self.services.store.returns_of_order(customer.id, subject.number)
            if not returns:
                return Reply((Utterance("utter_no_return_for_order", {"order_number": subject.number}),))
        else:
            returns = self.services.store.returns(customer.id)
            if not returns:
                return Reply((Utterance("utter_no_returns"),))
        if len(returns) == 1:
            return self._answer_one(topic, turn, customer, returns[0])
        return Reply((Utterance("utter_which_return", {"count": len(returns)}, choices=return_choices(returns)),))

    def _answer_one(self, topic: str, turn: Turn, customer: Customer, found: ReturnRequest) -> Reply:
        reply = self.answer_return(topic, turn, Case(found, customer, turn.now))
        return Reply(reply.utterances, {"customer_number": found.number, **reply.slots}, reply.form)


def return_choices(returns: tuple[ReturnRequest, ...]) -> tuple[Choice, ...]:
    """A button for each return; pressing it says the return's number."""
    return tuple(
        Choice(
            Phrase("label_return", {"return_number": found.number, "title": short_title(found)}),
            f'/give_details{{"customer_number": "{found.number}"}}',
        )
        for found in returns[:MOST_CHOICES]
    )


def short_title(found: ReturnRequest) -> str:
    """What the return is about, short enough for a button."""
    titles = [item.title for item in found.items]
    return titles[0] if len(titles) == 1 else f"{titles[0]} +{len(titles) - 1}"
