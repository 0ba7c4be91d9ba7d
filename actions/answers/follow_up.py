"""What refers to the answer before: why it is so, whether that is sure, what it means, again, and then, how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from actions.answers.carrier_told import carrier_told
from actions.answers.compared import compared
from actions.answers.counted_dates import (
    FROM_HAND_IN,
    deadline_reckoned,
    how_counted,
    in_weeks,
    own_deadline,
    span_named,
    time_until,
)
from actions.answers.days_that_count import days_that_count
from actions.answers.event_days import days_so_far, event_told, has_event_ago
from actions.answers.hand_in_by_country import anybody_there
from actions.answers.hand_over import case_of
from actions.answers.parcel_outlook import unstated_for_paid
from actions.answers.reasons import why_told
from actions.answers.reminder_times import goes_on_about_when
from actions.answers.repeated import UNCLEAR, repeated
from actions.answers.return_facts import parcel_outlook
from actions.answers.return_status import next_step_phrase
from actions.answers.said_before import nothing_before, said_again
from actions.answers.spans_held_against import SINCE_OTHER, days_since_hand_in, span_against_limit
from actions.answers.supposed import supposed
from actions.answers.what_follows import means_money, what_follows
from actions.answers.window_reasons import window_reasons
from actions.answers.windows_checked import days_left_again
from actions.dialogue.base_actions import OFFER_PERSON, ReplyAction, is_general
from actions.dialogue.belongings import BELONGINGS
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.last_answer import last_answer, rules_behind
from actions.dialogue.lateness import ANYBODY
from actions.dialogue.repeated import with_person
from actions.dialogue.turn import PAST, ActionContext
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Shown, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.calendar_questions import (
    asks_from_when,
    asks_in_weeks,
    asks_of_calendar,
    asks_of_day_end,
    asks_of_unit,
    is_of_working_days,
)
from core.database.errors import StoreUnavailable
from core.detail_questions import asks_amount_again, asks_days_so_far, asks_where_seen, days_confirmed
from core.follow_ups import asks_which, never_arrives
from core.hand_in_words import tells_of_hand_in
from core.money_questions import denies_arrival, names_money
from core.what_ifs import asks_how_long_left, asks_if_holds
from core.why_questions import asks_whats_wrong, compares, doubts_start, part_named
from policy.deadlines import Deadline
from policy.drop_off import DropOffKind
from policy.fact import Unit
from policy.model import Customer, EventType, ReturnRequest
from policy.next_step import next_step
from policy.own_cost import follows_times
from policy.status import History, has_failed, is_rejected

HAND_IN = "report_not_marked_returned"
LOST, WINDOW, AMOUNT = "report_parcel_lost", "ask_return_window", "ask_refund_amount"
MONEY = "ask_track_refund"
REMINDERS, STATUS = "ask_reminders", "ask_return_status"
SETTLED = "utter_refund_settled"
REFUSED_DAY = "utter_hand_in_day_too_early"
WHY, SURE, MEANING, AGAIN, NEXT = "explain_why", "doubt_answer", "explain_answer", "repeat_answer", "what_next"
LENGTH = "how_long"
_SAID = {WHY: "utter_why", SURE: "utter_sure", MEANING: "utter_meaning"}
_WINDOWS = ("window.order", "window.receipt")
_LENGTHS = frozenset({Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS})
#: Answers to the question whether a day is early enough.
_OF_A_DAY = ("utter_window_by_stated_", "utter_in_time", "utter_window_by_order_day", "utter_window_by_arrival")
#: Rules whose reason only says where they stand: of these the words are put differently.
_IN_PLAIN_WORDS = frozenset({"piece_by_piece", "ship.label", "request.steps"})
#: What an answer about a refused return rests on.
_OF_REFUSAL = frozenset({"dispute", "inspection", "inspection.checks"})


class ActionFollowUp(ReplyAction):
    """Says more of the last answer: the rule that it rests on, how its date was counted, what comes after it."""

    name_ = "action_follow_up"

    def __init__(self, services: Services, resume: ReplyAction) -> None:
        super().__init__(services)
        self._resume = resume

    def respond(self, turn: ActionContext) -> Reply:
        """More of the answer before; where there is none but the question who somebody is, why that is asked."""
        behind = [each for each in rules_behind(turn.events) if each in self.services.facts]
        if not behind and turn.told_now >= {"customer_number", "email"}:
            # "How many days is it now?" with all that it takes to look goes on about nothing.
            return self._resume.respond(replace(turn, intent="give_details"))
        tells_day = turn.date is not None and turn.date.said_at == turn.now and turn.date.sense == PAST
        if not behind and turn.intent == WHY and tells_day and tells_of_hand_in(turn.said):
            # "How come it takes 2 days? I handed it in last Thursday" goes on about nothing either.
            return self._resume.respond(replace(turn, intent=HAND_IN, topic=HAND_IN))
        if never_arrives(turn.said) and not means_money(turn, behind):
            return self._resume.respond(replace(turn, intent=LOST, topic=LOST))
        if turn.intent == MEANING and behind[:1] and behind[0] in _WINDOWS and asks_which(turn.said):
            return self._resume.respond(replace(turn, intent=WINDOW, topic=WINDOW, arrived_day=None))
        if goes_on_about_when(turn):
            return self._resume.respond(replace(turn, intent=REMINDERS, topic=REMINDERS))
        against = span_against_limit(turn, behind, self.services.facts)
        if against is not None:
            return against
        customer, case = self._in_hand(turn)
        told = self._days_left(turn, customer) or supposed(
            turn, behind, customer, case, self.services.facts, self._resume
        )
        told = told or self._of_window(turn, customer) or _where_seen(turn, behind)
        if told is not None:
            return told
        if not behind and turn.intent == LENGTH and is_general(turn.said) and case is None:
            return Reply((Utterance("utter_rule_ask_deadlines"),))
        if case is not None:
            detail = self._detail(turn, behind, case)
            if detail is not None:
                return detail
        named = None if turn.intent in (AGAIN, NEXT) else span_named(turn, behind, case, self.services.facts)
        behind = [named] if named else behind
        if case is not None and not follows_times(case.found, self.services.facts) and asks_if_holds(turn.said):
            return unstated_for_paid(behind[0] if behind[:1] and behind[0] in FROM_HAND_IN else "update.dropoff", case)
        if self._asks_for_window(turn, behind, case):
            return self._resume.respond(replace(turn, intent=WINDOW, topic=WINDOW))
        if turn.intent == WHY and case is not None and _asks_of_missing_money(turn, behind):
            return self._resume.respond(replace(turn, intent=MONEY, topic=MONEY, number=case.found.number))
        if turn.intent == WHY:
            comparison = self._compared(turn, behind, customer)
            if comparison is not None:
                return Reply((comparison,))
            part = part_named(turn.said, behind)
            behind = [part] if part else behind
        if turn.intent == MEANING and self._is_of_days(turn, behind):
            return Reply((days_that_count(turn, behind, customer, case, self.services.facts),))
        if turn.intent == LENGTH and case is not None and is_general(turn.said):
            behind = [next_step(case.found, case.customer, case.now, self.services.facts).because, *behind]
        if turn.in_form and not behind and turn.intent != AGAIN:
            said = Utterance("utter_rule_ask_about_details")
            if any(each.response == said.response for each in last_answer(turn.events)):
                return Reply((with_person(said),), {"offer": OFFER_PERSON})
            return Reply((said,))
        if turn.intent == AGAIN:
            return self._again(turn, customer)
        if turn.intent == SURE and (backed := self._backed(turn, case)) is not None:
            return backed
        if turn.intent == SURE and any(each.response == SETTLED for each in last_answer(turn.events, UNCLEAR)):
            return Reply((Utterance("utter_money_not_there"),), {"offer": OFFER_PERSON})
        if turn.intent == NEXT and customer is None and turn.number and turn.email:
            # Number and address came beside a question that a rule alone answers, and were not tried yet.
            return self._resume.respond(replace(turn, intent="give_details", topic=STATUS))
        if turn.intent == NEXT:
            delivered = self._next_of_delivered(turn, case)
            return delivered or what_follows(turn, behind, case, self.services.facts)
        if not behind:
            # Of what rests on no rule, such as reminders that are off, there is no more to say than it.
            return self._again(turn, customer) if turn.intent in (SURE, MEANING) else nothing_before(turn)
        if turn.intent == WHY and case is not None and behind[0] in _OF_REFUSAL:
            history = History.until(case.found.events, case.now)
            if is_rejected(history) or has_failed(history):
                return self._untold("inspection.checks" if has_failed(history) else behind[0])
        there = anybody_there(turn)
        if there is not None and behind[0] in FROM_HAND_IN:
            # The date was counted for a parcel of somebody in that country.
            customer, case = there[0], None
        deadline = own_deadline(behind, case, self.services.facts)
        if deadline is None:
            deadline = deadline_reckoned(turn, behind[0], case, self.services.facts)
        if turn.intent == MEANING and asks_from_when(turn.said):
            return Reply((self._from_when(behind, deadline, customer, turn),))
        is_plain = turn.intent == MEANING and not (asks_of_day_end(turn.said) or asks_in_weeks(turn.said))
        if is_plain and deadline is None and behind[0] in _WINDOWS and case is None:
            # Which of the two it is depends on the item, so both are explained.
            facts = self.services.facts
            lines = [_reason(each) for each in _WINDOWS if facts[each].is_stated]
            values = {"lines": lines, "read_on": _read_on(facts[behind[0]].last_verified)}
            return Reply((Utterance(_SAID[MEANING], values, behind[0]),))
        return Reply((self._more(turn, behind[0], deadline, customer or ANYBODY, case),))

    def _asks_for_window(self, turn: ActionContext, behind: Sequence[str], case: Case | None) -> bool:
        """Whether somebody asks how long they have behind a rule that has no length, and speaks of no return."""
        if turn.intent != LENGTH or case is not None or not behind or turn.in_form:
            return False
        return self.services.facts[behind[0]].unit not in _LENGTHS and asks_how_long_left(turn.said)

    def _in_hand(self, turn: ActionContext) -> tuple[Customer | None, Case | None]:
        """Who asks and of which return, as far as that is known."""
        try:
            customer = known_customer(turn, self.services)
            return customer, case_of(turn, customer, self.services)
        except StoreUnavailable:
            return None, None

    def _returns(self, turn: ActionContext, customer: Customer) -> tuple[ReturnRequest, ...]:
        """The returns of whoever is known."""
        return records_of(turn, self.services).returns() if customer.id else ()

    def _detail(self, turn: ActionContext, behind: Sequence[str], case: Case) -> Reply | None:
        """A detail of the return in hand that a message asks for, None where it asks for none."""
        if asks_amount_again(turn.said) and not any(each.startswith("fee") for each in behind):
            return self._resume.respond(replace(turn, intent=AMOUNT, topic=AMOUNT, number=case.found.number))
        since = days_since_hand_in(turn, case, self.services.facts)
        said = days_confirmed(turn.said)
        is_of_another = since is not None and since.response == SINCE_OTHER and said and has_event_ago(case, said)
        if asks_days_so_far(turn.said) or is_of_another:
            since = days_so_far(case, said)
        return Reply((since,)) if since else None

    def _days_left(self, turn: ActionContext, customer: Customer | None) -> Reply | None:
        """How long what was told last can still be sent back."""
        try:
            return days_left_again(turn, customer, self.services)
        except StoreUnavailable:
            return None

    def _of_window(self, turn: ActionContext, customer: Customer | None) -> Reply | None:
        """Why the window of an item ends when it does, where that is what a message doubts."""
        try:
            reasons = window_reasons(turn, customer, self.services)
        except StoreUnavailable:
            return None
        if reasons is not None:
            return Reply((reasons,), {"offer": OFFER_PERSON if reasons.choices else None})
        if turn.intent == WHY and doubts_start(turn.said):
            return self._resume.respond(replace(turn, intent=WINDOW, topic=WINDOW))
        nothing_told = turn.intent == WHY and asks_whats_wrong(turn.said) and not rules_behind(turn.events)
        return (
            Reply((Utterance("utter_rule_report_item_problem"),))
            if nothing_told and "wrong" in turn.said.lower()
            else None
        )

    def _compared(self, turn: ActionContext, behind: Sequence[str], customer: Customer | None) -> Utterance | None:
        if customer is None or not compares(turn.said):
            return None
        try:
            return compared(turn, behind, customer, self.services)
        except StoreUnavailable:
            return None

    def _is_of_days(self, turn: ActionContext, behind: Sequence[str]) -> bool:
        counts_working_days = bool(behind) and self.services.facts[behind[0]].unit is Unit.WORKING_DAYS
        if asks_of_calendar(turn.said) or asks_of_unit(turn.said):
            return True
        return is_of_working_days(turn.said) and not counts_working_days

    @staticmethod
    def _untold(fact: str) -> Reply:
        """That the records don't say why a return was refused, what the rules say, and a person."""
        untold = Utterance("utter_reason_not_recorded", choices=(TO_PERSON,))
        return Reply((untold, Utterance(_SAID[WHY], {"lines": [_reason(fact)]}, fact)), {"offer": OFFER_PERSON})

    def _next_of_delivered(self, turn: ActionContext, case: Case | None) -> Reply | None:
        """What follows a delivery that the page does not show yet, and what to do if it never shows it."""
        if case is None or parcel_outlook(case, self.services).kind is not DropOffKind.DELIVERED:
            return None
        if "if" in turn.said.lower().split():
            return Reply((Utterance("utter_rule_report_not_marked_returned"),), {"offer": OFFER_PERSON})
        before = {each.response for each in last_answer(turn.events, UNCLEAR)}
        is_told = before & {"utter_drop_off_delivered", "utter_what_next", "utter_return_status"}
        said = Utterance("utter_what_next", {"lines": [Phrase("after_update_dropoff")]}, "inspection")
        return Reply((said,)) if is_told else carrier_told(case, self.services)

    def _again(self, turn: ActionContext, customer: Customer | None) -> Reply:
        """The same words; what was a customer's own only for whoever still is that customer."""
        said = last_answer(turn.events, UNCLEAR)
        # Whoever has proven nothing in this conversation was told nothing of their own.
        if turn.slots.get(BELONGINGS) and any(each.personal for each in said) and customer is None:
            return self._resume.respond(turn)
        return said_again(turn)

    def _backed(self, turn: ActionContext, case: Case | None) -> Reply | None:
        """The same answer again with the rule that it rests on, where it told of a day that the customer named."""
        said = last_answer(turn.events, UNCLEAR)
        refused = next((each for each in said if each.response == REFUSED_DAY), None)
        if refused is not None:
            asked = event_told((EventType.REQUESTED.value,), case, self.services) if case else None
            return Reply((repeated(refused), *((asked,) if asked else ())))
        told = next((each for each in said if each.response.startswith(_OF_A_DAY) and each.facts), None)
        if told is None:
            return None
        because = "window.receipt" if "window.receipt" in told.facts else told.facts[0]
        fact = self.services.facts[because]
        values = {"lines": [_reason(fact.id)], "read_on": _read_on(fact.last_verified)}
        return Reply((repeated(told), Utterance(_SAID[SURE], values, fact.id)), {"offer": turn.offer})

    def _from_when(
        self, behind: Sequence[str], deadline: Deadline | None, customer: Customer | None, turn: ActionContext
    ) -> Utterance:
        """What a span counts from: its rule, of both windows where both were told, and the day it began on."""
        because = deadline.because if deadline else behind[0]
        told = [each for each in _WINDOWS if each in behind] if because in _WINDOWS else [because]
        counted = how_counted(deadline, customer or ANYBODY, turn.now, self.services.facts) if deadline else []
        return Utterance("utter_how_long", {"lines": [*map(_reason, told), *counted]}, because)

    def _more(
        self, turn: ActionContext, fact: str, deadline: Deadline | None, customer: Customer, case: Case | None
    ) -> Utterance:
        facts = self.services.facts
        because = deadline.because if deadline else fact
        counted = how_counted(deadline, customer, turn.now, facts) if deadline else []
        if asks_of_day_end(turn.said) and facts[because].unit is not Unit.HOURS:
            return Utterance("utter_how_long", {"lines": [Phrase("day_whole")]}, because)
        if turn.intent == WHY:
            lines, choices = why_told(turn, because, deadline, customer, self._returns(turn, customer), facts)
            return Utterance(_SAID[WHY], {"lines": lines}, because, choices)
        if turn.intent in _SAID and not asks_in_weeks(turn.said):
            is_explained = turn.intent == MEANING and because in _IN_PLAIN_WORDS
            lines = [Phrase(f"meaning_{_key(because)}") if is_explained else _reason(because), *counted]
            if turn.intent == MEANING and case is not None:
                step = next_step(case.found, case.customer, case.now, facts)
                lines.append(next_step_phrase(step, case))
            if not facts[because].complete and turn.intent == SURE:
                lines.append(Phrase("text_breaks_off"))
            values = {"lines": lines, "read_on": _read_on(facts[because].last_verified)}
            return Utterance(_SAID[turn.intent], values, because)
        if asks_in_weeks(turn.said):
            counted = [*in_weeks(because, facts), *counted]
        left = [time_until(deadline, customer, turn.now)] if deadline and not asks_in_weeks(turn.said) else []
        if not left or is_general(turn.said):
            left = [_reason(because), *left]
        return Utterance("utter_how_long", {"lines": [*left, *counted]}, because)


def _where_seen(turn: ActionContext, behind: Sequence[str]) -> Reply | None:
    """Where a refund or a parcel can be followed, to who asks where that is shown which was told."""
    if not asks_where_seen(turn.said):
        return None
    of_money = any(each.startswith("refund") for each in behind[:1])
    return Reply((Utterance("utter_rule_ask_track_refund" if of_money else "utter_rule_ask_track_parcel"),))


def _asks_of_missing_money(turn: ActionContext, behind: Sequence[str]) -> bool:
    """Whether a message asks why there is no money, behind an answer about something else."""
    is_of_refund = bool(behind) and behind[0].startswith("refund")
    return names_money(turn.said) and denies_arrival(turn.said) and not is_of_refund


def _reason(fact: str) -> Phrase:
    return Phrase(f"reason_{_key(fact)}")


def _key(fact: str) -> str:
    return fact.replace(".", "_")


def _read_on(day: date) -> Shown:
    return Shown("date", day.isoformat())
