"""Reads the refund that starts by itself where it does not hold: of an order that never came, of a paid return."""

from __future__ import annotations

from actions.answers.hand_over import case_of
from actions.answers.parcel_outlook import unstated_for_paid
from actions.dialogue.asked_before import question_before
from actions.dialogue.identity import known_customer
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.spoken_wishes import speaks_of_refund_by_itself, speaks_of_seventeen_days
from policy.own_cost import follows_times

_NOT_ARRIVED, _LOST = "report_order_not_arrived", "parcel.lost"


def by_itself_reader(services: Services) -> Reader:
    """Reads the rule of lost returns where a customer has something else in hand.

    Args:
        services: The store and the rules.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        speaks_of_it = speaks_of_refund_by_itself(turn.said) or speaks_of_seventeen_days(turn.said)
        if turn.is_press or turn.told_now or not speaks_of_it:
            return None
        if turn.number is None and question_before(turn.events) == _NOT_ARRIVED:
            return Reply(
                (Utterance("utter_reason_parcel_lost"), Utterance(f"utter_rule_{_NOT_ARRIVED}")), {"offer": None}
            )
        try:
            case = case_of(turn, known_customer(turn, services), services)
        except StoreUnavailable:
            return None
        if case is None or follows_times(case.found, services.facts):
            return None
        return unstated_for_paid(_LOST, case)

    return read
