"""The shape that actions about one order share: find it, or ask which of several is meant."""

from __future__ import annotations

from abc import abstractmethod

from actions.identity import records_of
from actions.reply import Choice, Phrase, Reply, Utterance
from actions.return_case import MOST_CHOICES
from actions.topic_action import TopicAction
from actions.turn import Turn
from policy.model import Customer, Order, ReturnRequest


class OrderAction(TopicAction):
    """Answers a question about one order; the number of a return names its order."""

    look_up_offer = "utter_offer_look_up_order"

    @abstractmethod
    def answer_order(self, topic: str, turn: Turn, customer: Customer, order: Order) -> Reply:
        """The answer for this order."""

    def answer(self, topic: str, turn: Turn, customer: Customer, subject: ReturnRequest | Order | None) -> Reply:
        """The answer for the order that is meant, or a question which one that is."""
        if isinstance(subject, ReturnRequest):
            subject = subject.order
        if isinstance(subject, Order):
            return self.answer_order(topic, turn, customer, subject)
        orders = records_of(turn, self.services).orders()
        if len(orders) == 1:
            return self.answer_order(topic, turn, customer, orders[0])
        choices = tuple(
            Choice(
                Phrase("label_order", {"order_number": order.number, "title": order.items[0].title}),
                f'/give_details{{"customer_number": "{order.number}"}}',
            )
            for order in orders[:MOST_CHOICES]
        )
        return Reply((Utterance("utter_which_order", choices=choices),))
