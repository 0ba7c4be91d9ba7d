"""Turns a customer's reminders on and off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from babel.dates import format_time

from actions.identity import records_of
from actions.reminders.wants_none import wants_none
from actions.reply import Choice, Phrase, Reply, Utterance
from actions.return_case import Case
from actions.services import Services
from actions.show import babel_locale, show_instant
from actions.store.errors import StoreUnavailable
from actions.topic_action import TopicAction
from actions.turn import Turn
from policy.deadlines import DeadlineKind, open_deadlines
from policy.model import Customer, Order, ReturnRequest
from policy.near import is_open
from policy.reminders import is_settled, status_mark

OFFER_REMINDERS = "reminders"
TOPIC = "manage_reminders"
#: What the button below a reminder says of it.
OFF = "off"
STOP_REMINDERS = Choice(Phrase("choice_stop_reminders"), f'/{TOPIC}{{"reminder_wish": "{OFF}"}}')
#: After reminders were turned on, a number alone asks for the dates of its return.
_NEXT_TOPIC = "ask_deadlines"


class ActionManageReminders(TopicAction):
    """Notes that a verified customer wants reminders about a return in this conversation, or that they want no more.

    Nobody has to prove anything to be left alone.
    """

    name_ = "action_manage_reminders"
    topics = (TOPIC,)
    look_up_offer = "utter_offer_look_up_for_reminders"

    def respond(self, turn: Turn) -> Reply:
        """Off at once; on for whoever has proven who they are. A button that says neither offers the way off."""
        if turn.intent != TOPIC or turn.group:
            return super().respond(turn)
        try:
            if turn.reminder_wish == OFF if turn.is_press else wants_none(turn.said):
                return self._turn_off(turn)
            if turn.is_press and not turn.told_now and self.services.reminding.wishes.any_on(turn.session):
                return Reply((Utterance("utter_reminders_are_on", choices=(STOP_REMINDERS,)),), {"offer": None})
        except StoreUnavailable:
            return Reply((Utterance("utter_reminders_unknown"),), {"offer": None})
        return super().respond(turn)

    def rule(self, topic: str, turn: Turn) -> tuple[Utterance, ...]:
        """What reminders there are."""
        return (Utterance("utter_about_reminders"),)

    def answer(self, topic: str, turn: Turn, customer: Customer, subject: ReturnRequest | Order | None) -> Reply:
        """On, for the return that is meant, or for all that are open."""
        returns = self._meant(turn, subject)
        if not returns:
            if isinstance(subject, Order):
                return Reply((Utterance("utter_no_return_for_order", {"order_number": subject.number}),))
            return Reply((Utterance("utter_no_returns"),))
        open_ones = [each for each in returns if _may_go_on(each, turn, named=subject is not None)]
        if not open_ones:
            return Reply((Utterance("utter_reminders_nothing_left"),))
        marks = [(each.number, status_mark(each, turn.now)) for each in open_ones]
        self.services.reminding.wishes.turn_on(turn.session, customer.id, marks, turn.now)
        numbers = ", ".join(each.number for each in open_ones)
        said = Utterance("utter_reminders_on", {"return_numbers": numbers, "quiet": self._quiet(customer)})
        return Reply((said,), {"topic": _NEXT_TOPIC})

    def _meant(self, turn: Turn, subject: ReturnRequest | Order | None) -> Sequence[ReturnRequest]:
        if isinstance(subject, ReturnRequest):
            return (subject,)
        records = records_of(turn, self.services)
        return records.returns_of_order(subject.number) if isinstance(subject, Order) else records.returns()

    def _quiet(self, customer: Customer) -> Phrase:
        quiet = self.services.reminding.quiet
        if quiet.start == quiet.end:
            return Phrase("reminders_any_time")
        return Phrase(
            "reminders_not_between", {"start": _clock(quiet.start, customer), "end": _clock(quiet.end, customer)}
        )

    def _turn_off(self, turn: Turn) -> Reply:
        ended = self.services.reminding.wishes.turn_off(turn.session)
        return Reply((Utterance("utter_reminders_off" if ended else "utter_reminders_were_off"),), {"offer": None})


def reminder_offer(case: Case, turn: Turn, services: Services) -> tuple[Choice, ...]:
    """The button that turns reminders about a return on; nothing where they are on, or nothing is left to remind of.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    number = case.found.number
    if turn.group or not is_open(case.found, case.now) or services.reminding.wishes.are_on(turn.session, number):
        return ()
    ahead = (each for each in open_deadlines(case.found, case.customer, case.now, services.facts))
    ship_by = next((each for each in ahead if each.kind is DeadlineKind.SHIP_BY and not each.overdue(case.now)), None)
    title = Phrase("choice_remind_me")
    if ship_by is not None:
        title = Phrase("choice_remind_me_before", {"due": show_instant(ship_by.due, case.customer, case.now)})
    return (Choice(title, f'/{TOPIC}{{"customer_number": "{number}"}}'),)


def _may_go_on(ret: ReturnRequest, turn: Turn, *, named: bool) -> bool:
    """Whether something is left to remind of; who names a rejected return may want to hear when that changes."""
    return not is_settled(ret, turn.now) if named else is_open(ret, turn.now)


def _clock(clock: time, customer: Customer) -> str:
    return str(format_time(clock, "short", locale=babel_locale(customer)))
