"""The shape that actions about one return share: find it, or ask which of several is meant."""

from __future__ import annotations

from abc import abstractmethod

from actions.cards.return_picker import return_picker
from actions.identity import records_of
from actions.reply import Phrase, Reply, Utterance
from actions.return_case import MOST_CHOICES, Case, return_choices, short_title
from actions.topic_action import TopicAction
from actions.turn import Turn
from policy.model import Customer, Order, ReturnRequest

__all__ = ["MOST_CHOICES", "Case", "ReturnAction", "return_choices", "short_title"]


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
            returns = records_of(turn, self.services).returns_of_order(subject.number)
            if not returns:
                return Reply((Utterance("utter_no_return_for_order", {"order_number": subject.number}),))
        else:
            returns = records_of(turn, self.services).returns()
            if not returns:
                return Reply((Utterance("utter_no_returns"),))
        if len(returns) == 1:
            return self._answer_one(topic, turn, customer, returns[0])
        return Reply((_which_return(returns, turn),))

    def _answer_one(self, topic: str, turn: Turn, customer: Customer, found: ReturnRequest) -> Reply:
        reply = self.answer_return(topic, turn, Case(found, customer, turn.now))
        return Reply(reply.utterances, {"customer_number": found.number, **reply.slots}, reply.form)


def _which_return(returns: tuple[ReturnRequest, ...], turn: Turn) -> Utterance:
    """The question which one is meant."""
    count, choices = {"count": len(returns)}, return_choices(returns)
    if not turn.rich:
        return Utterance("utter_which_return", count, choices=choices)
    card = return_picker(Phrase("card_which_return", count), returns, turn.now)
    return Utterance("utter_which_return_listed", {**count, "lines": card.lines()}, choices=choices, card=card)
