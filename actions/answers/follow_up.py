"""What refers to the answer before: why it is so, whether that is sure, what it means, again, and then, how long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from actions.answers.clarify import clarification
from actions.answers.hand_over import case_of
from actions.answers.return_status import next_step_phrase, person_choice, status_phrase
from actions.dialogue.base_actions import OFFER_PERSON, ReplyAction
from actions.dialogue.belongings import BELONGINGS
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.identity import known_customer
from actions.dialogue.last_answer import SaidMessage, last_answer, rules_behind
from actions.dialogue.lateness import ANYBODY, ANYWHERE
from actions.dialogue.relative_dates import meant_day, resolve_date
from actions.dialogue.turn import ASKED, PAST, ActionContext
from actions.replies.due_phrases import show_due
from actions.replies.formatting import show_country, show_day, show_days, show_instant, show_list, show_moment
from actions.replies.reply import Choice, Marked, Phrase, Reply, Shown, Utterance
from actions.replies.return_case import Case, Reader
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.follow_ups import (
    asks_in_weeks,
    asks_of_calendar,
    asks_of_day_end,
    asks_which,
    is_of_money,
    is_of_working_days,
    names_parcel,
    never_arrives,
)
from core.intents import is_offered
from policy.calendars import (
    WEEKEND,
    DayKind,
    Place,
    customer_place,
    day_kind,
    holidays_left_out,
    latest,
    local_date,
    logistics_place,
    weekend,
)
from policy.deadlines import Deadline, DeadlineKind, open_deadlines
from policy.drop_off import DropOffKind, drop_off_outlook
from policy.fact import Unit
from policy.model import Customer
from policy.next_step import StepKind, next_step
from policy.status import History, has_failed, is_rejected, return_state

#: Not worth saying again: what was not understood, and what was said of it.
UNCLEAR = frozenset(
    {"utter_clarify", "utter_clarify_one", "utter_not_understood", "utter_nothing_before", "utter_out_of_scope"}
)
#: Rules after which the domain tells what follows.
STAGES = (
    *("request.steps", "request.processing", "seller.silence", "ship.label", "ship.within"),
    *("update.dropoff", "inspection", "refund.time"),
)
#: What counts from a hand-in.
FROM_HAND_IN: Mapping[str, DeadlineKind] = MappingProxyType(
    {"update.dropoff": DeadlineKind.DROP_OFF_UPDATE, "parcel.lost": DeadlineKind.LOST_PARCEL}
)
#: Answers that a planned or told hand-in goes on from.
_AROUND_HAND_IN = (["update.dropoff"], ["ship.within"])
#: What an answer about a refused return rests on.
_OF_REFUSAL = frozenset({"dispute", "inspection", "inspection.checks"})
SILENCE, LOST_PARCEL = "seller.silence", "parcel.lost"
LOST, WINDOW = "report_parcel_lost", "ask_return_window"
#: The next day of a name that is so much farther away than the last one is not the one that is meant.
LATELY = timedelta(days=7)
SETTLED = "utter_refund_settled"
#: In words: who has been told nothing yet and writes more does not ask about an answer.
LONGEST_FOLLOW_UP = 8
_PERSON = (Choice(Phrase("label_talk_to_person"), "/talk_to_person"),)
_QUESTIONS = "utter_ask_"
WHY, SURE, MEANING, AGAIN, NEXT = "explain_why", "doubt_answer", "explain_answer", "repeat_answer", "what_next"
_SAID = {WHY: "utter_why", SURE: "utter_sure", MEANING: "utter_meaning"}


@dataclass(frozen=True)
class _Somebody:
    """Whoever has no return in hand."""

    customer: Customer
    now: datetime


class ActionFollowUp(ReplyAction):
    """Says more of the last answer: the rule that it rests on, how its date was counted, what comes after it."""

    name_ = "action_follow_up"

    def __init__(self, services: Services, resume: ReplyAction) -> None:
        super().__init__(services)
        self._resume = resume

    def respond(self, turn: ActionContext) -> Reply:
        """More of the answer before; where there is none but the question who somebody is, why that is asked."""
        facts = [each for each in rules_behind(turn.events) if each in self.services.facts]
        if not facts and turn.told_now >= {"customer_number", "email"}:
            # "How many days is it now?" with all that it takes to look goes on about nothing.
            return self._resume.respond(replace(turn, intent="give_details"))
        if never_arrives(turn.said) and not _is_of_money(turn, facts):
            return self._resume.respond(replace(turn, intent=LOST, topic=LOST))
        if turn.intent == MEANING and facts[:1] in (["window.order"], ["window.receipt"]) and asks_which(turn.said):
            turn = replace(turn, intent=WINDOW, topic=WINDOW, arrived_day=None)
            return self._resume.respond(turn)
        counts_working_days = bool(facts) and self.services.facts[facts[0]].unit is Unit.WORKING_DAYS
        means_days = asks_of_calendar(turn.said) or (is_of_working_days(turn.said) and not counts_working_days)
        if turn.intent == MEANING and means_days:
            return Reply((self._calendar(turn, facts),))
        if turn.in_form and not facts and turn.intent != AGAIN:
            return Reply((Utterance("utter_rule_ask_about_details"),))
        try:
            case = case_of(turn, known_customer(turn, self.services), self.services)
        except StoreUnavailable:
            case = None
        if turn.intent == AGAIN:
            return self._again(turn)
        if turn.intent == SURE and any(each.response == SETTLED for each in last_answer(turn.events, UNCLEAR)):
            return Reply((Utterance("utter_money_not_there"),), {"offer": OFFER_PERSON})
        if turn.intent == NEXT:
            return self._next(turn, facts, case)
        if not facts:
            # Of what rests on no rule, such as reminders that are off, there is no more to say than it.
            return self._again(turn) if turn.intent in (SURE, MEANING) else _nothing_before(turn)
        if turn.intent == WHY and case is not None and facts[0] in _OF_REFUSAL:
            history = History.until(case.found.events, case.now)
            if is_rejected(history) or has_failed(history):
                return self._untold(turn, case, "inspection.checks" if has_failed(history) else facts[0])
        deadline = self._deadline(facts, case)
        if deadline is None and facts[0] in FROM_HAND_IN:
            deadline = self._reckoned(turn, facts[0], case)
        return Reply((self._more(turn, facts[0], deadline, case or _Somebody(ANYBODY, turn.now)),))

    def _untold(self, turn: ActionContext, case: Case, fact: str) -> Reply:
        """That the records don't say why a return was refused, what the rules say, and a person."""
        untold = Utterance("utter_reason_not_recorded", choices=_PERSON)
        return Reply((untold, self._more(turn, fact, None, case)), {"offer": OFFER_PERSON})

    def _again(self, turn: ActionContext) -> Reply:
        """The same words; what was a customer's own only for whoever still is that customer."""
        said = last_answer(turn.events, UNCLEAR)
        # Whoever has proven nothing in this conversation was told nothing of their own.
        if turn.slots.get(BELONGINGS) and any(each.personal for each in said) and not self._is_known(turn):
            return self._resume.respond(turn)
        if turn.in_form:
            # The form asks its question again by itself.
            return Reply(tuple(_repeated(each) for each in said if not each.response.startswith(_QUESTIONS)))
        return Reply(tuple(map(_repeated, said))) if said else _nothing_before(turn)

    def _is_known(self, turn: ActionContext) -> bool:
        try:
            return known_customer(turn, self.services) is not None
        except StoreUnavailable:
            return False

    def _next(self, turn: ActionContext, facts: list[str], case: Case | None) -> Reply:
        if facts[:1] == [SILENCE] and "if" in turn.said.lower().split():
            # "And if they don't?" asks about the seller, whatever the return's next step is.
            return Reply((Utterance("utter_what_next", {"lines": [Phrase(_named("reason", SILENCE))]}, SILENCE),))
        if facts[:1] == [LOST_PARCEL]:
            lines = [Phrase(_named("after", LOST_PARCEL))]
            return Reply(
                (Utterance("utter_what_next", {"lines": lines}, LOST_PARCEL, _PERSON),), {"offer": OFFER_PERSON}
            )
        reckons = facts[:1] in _AROUND_HAND_IN and hand_in_reckoned(turn) is not None
        if reckons and (case is None or self._is_not_handed_in(case)):
            return self._next_of_hand_in(turn, facts[0])
        if case is not None:
            return self._next_of(turn, case, facts)
        if never_arrives(turn.said) or _misses_money(turn, facts):
            return Reply((Utterance("utter_no_money", because="refund.time"),), {"offer": OFFER_PERSON})
        stage = next((each for each in facts if each in STAGES), None)
        if stage is None:
            return Reply((Utterance("utter_rule_ask_deadlines"),)) if facts else _nothing_before(turn)
        return Reply((Utterance("utter_what_next", {"lines": [Phrase(_named("after", stage))]}, stage),))

    def _next_of_hand_in(self, turn: ActionContext, fact: str) -> Reply:
        """What follows a hand-in that is planned or was told; "and if nothing changes by then?" asks for the rule."""
        if fact in FROM_HAND_IN and "if" in turn.said.lower().split():
            return Reply((Utterance("utter_rule_report_not_marked_returned"),), {"offer": OFFER_PERSON})
        return Reply((Utterance("utter_what_next", {"lines": [Phrase(_named("after", fact))]}, fact),))

    def _next_of(self, turn: ActionContext, case: Case, facts: list[str]) -> Reply:
        """The next step of a return, and a person where one is needed, or where the customer doubts that it is over."""
        step = next_step(case.found, case.customer, case.now, self.services.facts)
        choices, because = person_choice(step), step.because
        lines = [status_phrase(return_state(case.found.events, case.now), case), next_step_phrase(step, case)]
        if never_arrives(turn.said) or _misses_money(turn, facts):
            due = self._deadline(["refund.time"], case)
            ahead = (
                [Phrase("money_comes_by", {"due": show_due(due, case)})] if due and not due.overdue(case.now) else []
            )
            lines, choices, because = [*ahead, Phrase("without_money")], _PERSON, "refund.time"
        elif step.kind is StepKind.NONE and _offered_person(turn):
            lines, choices = [lines[0], Phrase("without_money")], _PERSON
        return Reply(
            (Utterance("utter_what_next", {"lines": lines}, because, choices),),
            {"offer": OFFER_PERSON} if choices else {},
        )

    def _deadline(self, facts: list[str], case: Case | None) -> Deadline | None:
        """The date of the customer's own return that follows from what was said."""
        if case is None:
            return None
        found = open_deadlines(case.found, case.customer, case.now, self.services.facts)
        return next((each for fact in facts for each in found if each.because == fact), None)

    def _reckoned(self, turn: ActionContext, fact: str, case: Case | None) -> Deadline | None:
        """The date that follows from the hand-in which the messages before were about, while the records have none."""
        said = hand_in_reckoned(turn)
        if said is None or (case is not None and not (case.found.is_free and self._is_not_handed_in(case))):
            return None
        customer = case.customer if case else ANYBODY
        place = logistics_place(case.found.order, customer) if case else ANYWHERE
        day = meant_day(said, customer)
        if day is None or (case is None and "/" in said.phrase):
            return None
        return Deadline(FROM_HAND_IN[fact], day, None, latest(day, self.services.facts[fact], place), fact, place)

    def _is_not_handed_in(self, case: Case) -> bool:
        outlook = drop_off_outlook(case.found, case.customer, (), case.now, self.services.facts)
        return outlook.kind is DropOffKind.NO_DROP_OFF

    def _more(self, turn: ActionContext, fact: str, deadline: Deadline | None, reader: Case | _Somebody) -> Utterance:
        because = deadline.because if deadline else fact
        counted = self._counted(deadline, reader) if deadline else []
        if asks_of_day_end(turn.said) and self.services.facts[because].unit is not Unit.HOURS:
            return Utterance("utter_how_long", {"lines": [Phrase("day_whole")]}, because)
        if turn.intent in _SAID and not asks_in_weeks(turn.said):
            lines = [Phrase(_named("reason", because)), *counted]
            if turn.intent == MEANING and isinstance(reader, Case):
                step = next_step(reader.found, reader.customer, reader.now, self.services.facts)
                lines.append(next_step_phrase(step, reader))
            if not self.services.facts[because].complete and turn.intent == SURE:
                lines.append(Phrase("text_breaks_off"))
            values = {"lines": lines, "read_on": _read_on(self.services.facts[because].last_verified)}
            return Utterance(_SAID[turn.intent], values, because)
        if asks_in_weeks(turn.said):
            counted = [*self._in_weeks(because), *counted]
        left = [_left(deadline, reader)] if deadline else [Phrase(_named("reason", because))]
        return Utterance("utter_how_long", {"lines": [*left, *counted]}, because)

    def _in_weeks(self, because: str) -> list[Phrase]:
        """The longest time of a rule in weeks, where it is counted in days and longer than one."""
        fact = self.services.facts[because]
        days = {Unit.WORKING_DAYS: 5, Unit.DAYS: 7}.get(fact.unit)
        if days is None or fact.longest <= days:
            return []
        return [Phrase(f"weeks_{fact.unit}", {"longest": fact.longest, "weeks": -(-fact.longest // days)})]

    def _counted(self, deadline: Deadline, reader: Reader) -> list[Phrase]:
        """How the date comes about: from when, how many of which days, and which holidays are left out."""
        if deadline.place == ANYWHERE and self.services.facts[deadline.because].unit is Unit.WORKING_DAYS:
            # Whose holidays count is not known.
            return []
        fact = self.services.facts[deadline.because]
        show = show_moment if fact.unit is Unit.HOURS else show_instant
        values = {
            "longest": fact.longest,
            "starts": show(deadline.starts, reader.customer, reader.now),
            "due": show_due(deadline, reader),
            "country": show_country(deadline.place.country),
        }
        counted = [Phrase(f"counted_{fact.unit}", values)]
        if fact.unit is Unit.WORKING_DAYS:
            began = local_date(deadline.starts, deadline.place.timezone)
            left_out = holidays_left_out(began, fact.longest, deadline.place)
            days = [show_day(day, reader.customer, reader.now) for day in left_out]
            counted += [Phrase("counted_holidays", {"days": show_list(days)})] if days else []
        return counted

    def _calendar(self, turn: ActionContext, facts: list[str]) -> Utterance:
        """Which days count where the country is known that they are asked for, how I count in general elsewhere."""
        place = Place(turn.country, ANYWHERE.timezone) if turn.country else self._place(turn, facts)
        if place is None:
            return Utterance("utter_calendar", {"lines": [Phrase("calendar_general")]})
        country = {"country": show_country(place.country)}
        week = "calendar_week" if weekend(place.country) == WEEKEND else "calendar_week_from_sunday"
        anybody = replace(ANYBODY, country=place.country, timezone=place.timezone)
        days = [
            Phrase(f"calendar_{kind}", {"day": show_day(day, anybody, turn.now)}) for day, kind in _days(turn, place)
        ]
        return Utterance("utter_calendar", {"lines": [Phrase(week, country), *days]})

    def _place(self, turn: ActionContext, facts: list[str]) -> Place | None:
        """Whose days count for the return in hand: the bank's for the money, else where the parcel is handled."""
        try:
            customer = known_customer(turn, self.services)
            case = case_of(turn, customer, self.services)
        except StoreUnavailable:
            return None
        if customer is None or case is None or facts[:1] == ["refund.time"]:
            return customer_place(customer) if customer else None
        return logistics_place(case.found.order, customer)


def _days(turn: ActionContext, place: Place) -> Iterator[tuple[date, DayKind]]:
    """The day that a question about the calendar names: the next of its name, and the last one if that was a holiday.

    Of a date it is the nearer one.
    """
    if turn.asked_day is None:
        return
    readings = (resolve_date(replace(turn.asked_day, sense=sense), place.timezone, True) for sense in (PAST, ASKED))
    named = [local_date(day, place.timezone) for day in readings if day is not None]
    today = local_date(turn.now, place.timezone)
    if len(named) > 1 and named[1] - today > today - named[0] + LATELY:
        named = named[:1]
    for day in dict.fromkeys(named):
        kind = day_kind(day, place)
        if day == named[-1] or kind is DayKind.HOLIDAY:
            yield day, kind


def _is_of_money(turn: ActionContext, facts: list[str]) -> bool:
    """Whether what may never come is the money, by its name or by what was told last."""
    if names_parcel(turn.said):
        return False
    return is_of_money(turn.said) or facts[:1] in (["refund.time"], ["refund.track"])


def _nothing_before(turn: ActionContext) -> Reply:
    """That there is nothing to say more of; a long message is no such question, so what else it may ask is offered."""
    if len(turn.said.split()) <= LONGEST_FOLLOW_UP:
        return Reply((Utterance("utter_nothing_before"),))
    said = next(event for event in reversed(turn.events) if event.get("event") == "user")
    ranking = (said.get("parse_data") or {}).get("intent_ranking") or []
    others = [each for each in ranking if is_offered(str(each["name"]))]
    total = sum(float(each["confidence"]) for each in others) or 1.0
    likely = [{**each, "confidence": float(each["confidence"]) / total} for each in others]
    return Reply((clarification(turn.said, likely, turn.in_form),))


def _misses_money(turn: ActionContext, facts: list[str]) -> bool:
    """Whether a message asks what follows if nothing is there by the date of a refund."""
    return "if" in turn.said.lower().split() and _is_of_money(turn, facts)


def _offered_person(turn: ActionContext) -> bool:
    """Whether the answer before offers a person, as it does where the customer doubts the records."""
    shown = (payload for said in last_answer(turn.events, UNCLEAR) for _, payload in said.buttons)
    return turn.offer == OFFER_PERSON or "/talk_to_person" in shown


def _repeated(said: SaidMessage) -> Utterance:
    choices = tuple(Choice(Phrase("again_title", {"title": title}), payload) for title, payload in said.buttons)
    return Utterance("utter_again", {"words": Marked(said.text)}, said.facts[0] if said.facts else None, choices)


def _named(kind: str, fact: str) -> str:
    return f"{kind}_{fact.replace('.', '_')}"


def _left(deadline: Deadline, reader: Reader) -> Phrase:
    days = deadline.days_left(reader.now, reader.customer.timezone)
    kind = "today" if days == 0 else "ahead" if days > 0 else "over"
    return Phrase(f"left_{kind}", {"days": show_days(abs(days)), "due": show_due(deadline, reader)})


def _read_on(day: date) -> Shown:
    return Shown("date", day.isoformat())
