"""Until when the items of an order can still be sent back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from itertools import islice

from actions.answers.hand_over import case_of
from actions.answers.in_time import IN_TIME, by_approval, has_advised_day, in_time
from actions.answers.return_contents import return_contents
from actions.answers.stated_window import by_stated_window
from actions.answers.windows_by_age import by_both_ages, by_order_age, by_receipt_age
from actions.answers.windows_by_day import OF_AGES, at_the_day, by_arrival, by_order_day, from_bought
from actions.dialogue.ages import Ages, ages_meant
from actions.dialogue.base_actions import OrderAction, window_offer, windows_of
from actions.dialogue.belongings import named_items
from actions.dialogue.bought_days import RECEIVED, bought_day
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.identity import records_of
from actions.dialogue.last_answer import answers_before, last_answer
from actions.dialogue.lateness import ANYBODY
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import (
    A_DAY_ALONE,
    ASKED,
    LATELY,
    ActionContext,
    SaidDate,
    earlier_messages,
    messages,
    ordered_day,
)
from actions.replies.deadlines_card import deadlines_heading
from actions.replies.item_windows import windows_of_return, windows_offered
from actions.replies.reply import Reply, Utterance
from actions.replies.return_case import Case
from core.advised_days import asks_by_advice
from core.agreeing import asks_once_more
from core.follow_ups import (
    age_corrected,
    ages_corrected,
    asks_if_late_now,
    asks_in_time,
    corrects_age,
    corrects_arrival,
    goes_on,
)
from core.plain_questions import asks_end_of_window
from policy.model import Customer, Order, ReturnRequest
from policy.returnable import items_standing

#: The advice by when to send a parcel, as customers call it.
_ADVICE = re.compile(r"\b(?:advice|advised|tip|recommend\w*|suggest\w*|guideline)\b", re.IGNORECASE)
_ALREADY_TOLD = re.compile(r"\b(?:you|they) (?:said|told|wrote|advise)\b", re.IGNORECASE)
_TOO_LATE = re.compile(r"\b(?:too late|in time)\b", re.IGNORECASE)
#: After these a question about a day is about the windows.
_OF_WINDOWS = frozenset({"utter_item_windows", "utter_window_by_arrival"})


class ActionReturnWindow(OrderAction):
    """Computes each item's return window; without an order, what the days that the customer names leave over."""

    name_ = "action_return_window"
    topics = ("ask_return_window",)

    def respond(self, turn: ActionContext) -> Reply:
        """The reply; a day in the question is the day that it is asked for."""
        turn = self._of_advice(self._with_age_put_right(turn))
        if self._asks_of_another_day(turn) or bought_day(turn) is not None:
            turn = replace(turn, intent=self.topics[0])
        if turn.intent in self.topics and turn.asked_day is not None and turn.day_count is None:
            turn = replace(turn, date=turn.asked_day)
        return super().respond(turn)

    def _of_advice(self, turn: ActionContext) -> ActionContext:
        """A turn without a number of days that is only the advised one: "too late for the 5-day tip?"."""
        advised = self.services.facts["ship.within"]
        is_its_number = advised.is_stated and turn.day_count == advised.longest
        names_it = _ADVICE.search(turn.said) or asks_by_advice(turn.said) or _ALREADY_TOLD.search(turn.said)
        return replace(turn, day_count=None) if is_its_number and names_it else turn

    def _asks_of_another_day(self, turn: ActionContext) -> bool:
        """Whether a message asks the same question of another day: "and the 10th?"."""
        is_detail = turn.intent == "give_details" and not turn.in_form and not turn.is_press
        # "And for the jacket 5 November?" names a thing, whose number is then as good as told.
        is_of_a_thing = turn.told_now == {"customer_number"} and goes_on(turn.said)
        asks = is_detail and (not turn.told_now or is_of_a_thing)
        return asks and turn.topic in self.topics and turn.asked_day is not None

    def _with_age_put_right(self, turn: ActionContext) -> ActionContext:
        """A turn with both ages of an order where its message puts right one of those that an answer told of."""
        is_open = turn.intent in (*self.topics, "give_details") and turn.topic in self.topics and not turn.in_form
        told = corrects_age(turn.said) and (turn.day_count is not None or ages_corrected(turn.said))
        if not is_open or not (told or corrects_bare_age(turn)):
            return turn
        if not any(each.response.startswith(OF_AGES) for said in answers_before(turn.events) for each in said):
            return turn
        meant = ages_meant(reversed(list(islice(messages(turn.events), LATELY + 1))))
        return replace(_with_ages(turn, meant), intent=self.topics[0])

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """The rule for the number of days in the question, or in general."""
        by_day = by_approval(turn, ANYBODY, self.services.facts) or from_bought(turn, self.services.facts)
        if by_day is None and turn.intent == topic:
            by_day = by_stated_window(turn, self.services.facts)
        if by_day is not None:
            return (by_day,)
        planned = hand_in_reckoned(turn) if asks_in_time(turn.said) else None
        turn = replace(turn, asked_day=turn.asked_day or planned)
        arrived = meant_day(turn.arrived_day, ANYBODY) if turn.arrived_day and turn.intent == topic else None
        if arrived is not None and turn.day_count is None:
            return (*self._by_order(turn), by_arrival(arrived, turn, self.services.facts))
        on_that_day = at_the_day(turn, self.services.facts)
        if on_that_day:
            return on_that_day
        if turn.day_count is None or turn.intent != topic:
            # Nobody knows when the order was placed; the advice is about the same day.
            advice = (Utterance("utter_rule_ask_ship_by"),) if asks_in_time(turn.said) else ()
            return (*advice, *super().rule(topic, turn))
        if turn.received_days is not None:
            return (by_both_ages(turn.day_count, turn.received_days, self.services.facts),)
        if turn.counts_from_receipt:
            return (by_receipt_age(turn.day_count, self.services.facts),)
        if not self.services.facts["window.order"].is_stated:
            return super().rule(topic, turn)
        return (by_order_age(turn.day_count, self.services.facts),)

    def _by_order(self, turn: ActionContext) -> tuple[Utterance, ...]:
        """The window that counts from the order, of whose day a message tells beside that of its arrival."""
        lately = list(islice(messages(turn.events), LATELY + 1 if corrects_arrival(turn.said) else 1))
        # Of an arrival that is put right the day of the order was told before.
        ordered = next(filter(None, (ordered_day(*each, turn.now) for each in lately)), None)
        placed = meant_day(ordered, ANYBODY) if ordered is not None else None
        is_counted = placed is not None and self.services.facts["window.order"].is_stated
        return (by_order_day(placed, turn, self.services.facts),) if placed is not None and is_counted else ()

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """A question that brings its own days is answered from them; any other from the order."""
        contents = return_contents(turn, subject, self.services)
        if contents is not None:
            return contents
        if isinstance(subject, ReturnRequest) and asks_end_of_window(turn.said) and not turn.is_press:
            case = Case(subject, customer, turn.now)
            values = {"heading": deadlines_heading(case), "lines": windows_of_return(case, self.services.facts)}
            return Reply((Utterance("utter_deadlines", values, "window.receipt"),), {"said_date": None})
        compared = self._compared(turn, customer)
        if compared is not None:
            return Reply((compared,), {"said_date": None})
        if isinstance(subject, ReturnRequest) and not turn.is_press and asks_once_more(turn.said):
            items = {item.id for item in subject.items}
            return windows_of(turn, customer, subject.order, items, self.services)
        if isinstance(subject, Order) and _arrival_to_come(turn, subject, customer) is not None:
            return super().answer(topic, turn, customer, subject)
        tells = turn.day_count is not None or turn.arrived_day is not None or bought_day(turn) is not None
        if tells and turn.intent == topic and "customer_number" not in turn.told_now:
            return Reply(self.rule(topic, turn))
        return super().answer(topic, turn, customer, subject)

    def _compared(self, turn: ActionContext, customer: Customer) -> Utterance | None:
        """Whether the day in the question, or the one before that it goes on with, is early enough for the return in
        hand; None where the question is about the windows alone.
        """
        before = last_answer(turn.events)
        goes_on = any(each.response == IN_TIME for each in before) and turn.asked_day is not None
        of_advice = _ADVICE.search(turn.said) is not None and turn.asked_day is not None
        is_late = turn.asked_day is None and _TOO_LATE.search(turn.said) is not None
        is_asked = is_late or asks_in_time(turn.said) or asks_if_late_now(turn.said) or asks_by_advice(turn.said)
        if turn.is_press or not (goes_on or of_advice or is_asked):
            return None
        case = case_of(turn, customer, self.services)
        if case is not None and not has_advised_day(case, self.services.facts):
            by_words = by_approval(turn, customer, self.services.facts)
            if by_words is not None:
                return by_words
        asked = turn.asked_day or hand_in_reckoned(turn) or SaidDate("today", turn.now, ASKED)
        day = meant_day(asked, customer)
        if case is None or day is None or any(each.response in _OF_WINDOWS for each in before):
            return None
        # That it was told is what is held against the advice.
        return in_time(day, replace(case, found=case.found.as_recorded()), self.services.facts)

    def answer_order(self, topic: str, turn: ActionContext, customer: Customer, order: Order) -> Reply:
        """One line an item, or those of the items that are named; the source is the rule of the first."""
        returns = records_of(turn, self.services).returns_of_order(order.number)
        bought, arrival = bought_day(turn), _arrival_to_come(turn, order, customer)
        if bought is not None and arrival is not None:
            order, turn = replace(order, received_at=arrival), replace(turn, date=bought.asked)
        then = turn.now if arrival is None else max(turn.now, arrival)
        items = items_standing(order, returns, then, self.services.facts, customer.timezone)
        named = named_items(turn, order) or _named_before(turn, order)
        items = tuple(each for each in items if each.item.id in named) or items
        asked = meant_day(turn.date, customer) if turn.date and turn.date.sense == ASKED else None
        said = windows_offered(order, items, customer, turn.now, asked, arrival)
        return Reply((said,), {"said_date": None, **window_offer(said, order)})


def corrects_bare_age(turn: ActionContext) -> bool:
    """Whether a message puts a number without its unit in the place of an age that the answer before told of."""
    if turn.is_press or turn.loop is not None or age_corrected(turn.said) is None:
        return False
    return any(each.response.startswith(OF_AGES) for each in last_answer(turn.events))


def _with_ages(turn: ActionContext, ages: Ages) -> ActionContext:
    """A turn that tells these ages."""
    order, receipt = ages.order, ages.receipt
    return replace(
        turn,
        day_count=receipt if order is None else order,
        received_days=None if order is None else receipt,
        counts_from_receipt=order is None,
    )


def _arrival_to_come(turn: ActionContext, order: Order, customer: Customer) -> datetime | None:
    """The day on which an order that is on its way arrives, as the customer supposes; None where they suppose none."""
    bought = bought_day(turn) if order.received_at is None else None
    return meant_day(bought.day, customer) if bought and bought.event == RECEIVED else None


def _named_before(turn: ActionContext, order: Order) -> frozenset[str]:
    """The ids of the items that the question was about which a day goes on with: "just the jacket", "and the 31st?"."""
    is_short = asks_in_time(turn.said) or goes_on(turn.said) or len(turn.said.split()) <= A_DAY_ALONE
    if turn.is_press or turn.asked_day is None or not is_short:
        return frozenset()
    for said, entities in islice(earlier_messages(turn.events), LATELY):
        named = named_items(replace(turn, said=said), order)
        if named or all(each.get("entity") != "date" for each in entities):
            return named
    return frozenset()
