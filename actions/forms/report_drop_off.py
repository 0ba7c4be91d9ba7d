"""Notes that a customer handed a parcel in: reads when, asks first, and says when there is nothing to note."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from actions.answers.cancel_or_change import still_here
from actions.answers.not_handed_in import not_handed_in
from actions.answers.parcel_outlook import nothing_to_tell, parcel_news
from actions.dialogue.base_actions import ReturnAction
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.relative_dates import WHICH_DAY, day_to_come, days_apart, is_span, meant_day, said_day, told_apart
from actions.dialogue.turn import NOT, PAST, ActionContext, SaidDate
from actions.forms.confirmation import confirmation
from actions.forms.draft import CONFIRMED, DROP_OFF_FORM, REFUSED, Draft, FormUpdate, another_return, begun
from actions.forms.form_actions import AskAction, FinishAction, NotPossible, unchanged
from actions.replies.formatting import show_instant
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from actions.store.changes import Change, ChangeKind, CustomerState, Done, DropOffClaim
from core.clock import format_instant, parse_instant
from core.identifiers import typed_tracking_number
from policy.drop_off import plausible_hand_in
from policy.model import Customer
from policy.own_cost import follows_times

DAY, TRACKING = "drop_off_day", "drop_off_tracking"
#: Instead of a tracking number: there is none, or the store has it.
NONE, ON_RECORD = "none", "on_record"
DAYS = ("today", "yesterday")
#: "10", "10.", "10.10." where a day is asked for.
_BARE_DAY = re.compile(r"(?:on )?(?:the )?(?P<day>\d\d?)(?:[./-] ?(?P<month>\d\d?))?\.?", re.IGNORECASE)
#: "I'll do it on Friday" is a plan; "next Friday" alone is a slip.
_PLAN = re.compile(r"\b(?:i|we|will|not|if)\b|n't|'ll", re.IGNORECASE)
_NOT_YET = re.compile(r"\b(?:not yet|haven'?t|not (?:done|handed|sent)|still (?:have|got) it)\b", re.IGNORECASE)
_FORGOTTEN = re.compile(
    r"\b(?:remember|recall|forgot(?:ten)?|no (?:idea|clue)|not sure|unsure|don'?t know|do not know|can'?t tell)\b",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(r"\b(?:no|none|nope|not|don'?t|haven'?t|without|lost|nothing|unknown|skip)\b", re.IGNORECASE)


def handed_in(said: SaidDate, case: Case) -> datetime | Utterance:
    """When the customer handed in the parcel by what they say, or why it can't have been then."""
    between = [meant_day(each, case.customer) for each in days_apart(said, case.customer)]
    if between:
        earlier, later = (show_instant(day, case.customer, case.now) for day in between if day)
        return Utterance(WHICH_DAY, {"earlier": earlier, "later": later})
    if said.sense == PAST and is_span(said):
        return Utterance("utter_hand_in_day_span")
    coming = day_to_come(said, case.customer)
    if coming is not None:
        return Utterance("utter_hand_in_day_to_come", {"day": show_instant(coming, case.customer, case.now)})
    day = said_day(said, case.customer)
    if day is None:
        return Utterance("utter_hand_in_day_unreadable")
    at = plausible_hand_in(day, case.found, case.customer, case.now)
    return at or Utterance("utter_hand_in_day_too_early", {"return_number": case.found.number})


def begun_drop_off(turn: ActionContext, case: Case, services: Services) -> FormUpdate:
    """The slots with which the form begins: with the day where the customer has named one, without a number to ask for
    where the store has it or it was asked for before."""
    tracking = _tracking_known(turn, case, services)
    said = told_apart(turn, case.customer)
    at = handed_in(said, case) if said else None
    if isinstance(at, Utterance):
        return FormUpdate(begun(turn, DROP_OFF_FORM, case.found.number, **{TRACKING: tracking}), (at,))
    day = format_instant(at) if at else None
    return FormUpdate(begun(turn, DROP_OFF_FORM, case.found.number, **{DAY: day, TRACKING: tracking}))


def _tracking_known(turn: ActionContext, case: Case, services: Services) -> str | None:
    if case.found.tracking_number:
        return ON_RECORD
    before = records_of(turn, services).drop_off_claim(case.found.number)
    return (before.tracking_number or NONE) if before else None


def claim_of(turn: ActionContext) -> DropOffClaim | None:
    """What the form's slots say, None where they are not filled, or somebody else wrote into them."""
    day, tracking = turn.slots.get(DAY), turn.slots.get(TRACKING)
    if not isinstance(day, str) or not isinstance(tracking, str):
        return None
    try:
        at = parse_instant(day)
    except ValueError:
        return None
    return DropOffClaim(at, None if tracking in (NONE, ON_RECORD) else tracking)


def drop_off_key(draft: Draft, number: str, claim: DropOffClaim) -> str:
    """The key of the question whether to note this hand-in."""
    return draft.key(ChangeKind.REPORT_DROP_OFF, number, format_instant(claim.dropped_off_at), claim.tracking_number)


def read_day(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """The day of the hand-in, with a tracking number where the message brings one."""
    case = _case(turn, draft, services)
    if case is None:
        return None
    said = SaidDate(turn.choice, turn.now) if turn.choice in DAYS else _named(turn)
    said = told_apart(replace(turn, date=said), case.customer)
    if said is None:
        return _without_day(turn, case, services)
    if said.sense != PAST and _PLAN.search(turn.said):
        return _nothing_to_note(*not_handed_in(turn, said, case, services))
    at = handed_in(said, case)
    if isinstance(at, Utterance):
        return FormUpdate({DAY: None}, (at,))
    return FormUpdate({DAY: format_instant(at), **_brought_along(turn)})


def read_tracking_number(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """The tracking number, or that there is none."""
    if turn.choice == NONE:
        return FormUpdate({TRACKING: NONE})
    if turn.is_press:
        return FormUpdate({TRACKING: NONE}) if turn.intent == "deny" else None
    number = turn.tracking_number or typed_tracking_number(turn.said)
    if number:
        return FormUpdate({TRACKING: number})
    return FormUpdate({TRACKING: NONE}) if _NO_NUMBER.search(turn.said) else None


def correct_tracking_number(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """A tracking number that comes later than it was asked for."""
    return FormUpdate(_brought_along(turn)) if turn.tracking_number else None


def read_other_parcel(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """A message that names another return: that one's parcel then, where there is something to tell."""
    found = another_return(turn, draft, services)
    if found is None or isinstance(found, FormUpdate):
        # Digits may be a tracking number where one is asked for.
        return None if turn.requested == TRACKING else found
    customer = known_customer(turn, services)
    if customer is None:
        return None
    case = Case(found, customer, turn.now)
    known = nothing_to_tell(case, services.facts)
    return FormUpdate({}, (known,)) if known else begun_drop_off(turn, case, services)


def _named(turn: ActionContext) -> SaidDate | None:
    """The date in this very message, a bare number too where a day is asked for; an earlier one is known already."""
    if turn.date is not None and turn.date.said_at == turn.now:
        return turn.date
    bare = _BARE_DAY.fullmatch(turn.said.strip()) if turn.requested == DAY and not turn.is_press else None
    if bare is None:
        return None
    return SaidDate(f"{bare['day']}/{bare['month']}" if bare["month"] else f"the {bare['day']}th", turn.now)


def _without_day(turn: ActionContext, case: Case, services: Services) -> FormUpdate | None:
    """An answer to the question for the day that names none: the customer can't tell, or has handed in nothing yet."""
    if turn.requested != DAY or turn.is_press:
        return None
    if _NOT_YET.search(turn.said):
        return _nothing_to_note(*not_handed_in(turn, SaidDate("", turn.now, NOT), case, services))
    if not _FORGOTTEN.search(turn.said):
        return None
    rule = (Utterance("utter_rule_report_not_marked_returned"),) if follows_times(case.found, services.facts) else ()
    return _nothing_to_note(Utterance("utter_hand_in_day_forgotten"), *rule)


def _nothing_to_note(*said: Utterance) -> FormUpdate:
    return FormUpdate({CONFIRMED: REFUSED}, said, over=True)


def _brought_along(turn: ActionContext) -> dict[str, str]:
    return {TRACKING: turn.tracking_number} if turn.tracking_number else {}


def _case(turn: ActionContext, draft: Draft, services: Services) -> Case | None:
    customer = known_customer(turn, services)
    found = records_of(turn, services).return_request(draft.about)
    return Case(found, customer, turn.now) if customer and found else None


class ActionAskDropOff(AskAction):
    """The last question before a hand-in is noted."""

    name_ = "action_ask_drop_off_form_confirmed"

    def ask(self, turn: ActionContext, draft: Draft, customer: Customer) -> Reply:
        """The return, the day, the tracking number, and what the note is worth."""
        found = records_of(turn, self.services).return_request(draft.about)
        claim = claim_of(turn)
        if found is None or claim is None:
            return Reply((Utterance("utter_offer_over"),))
        number = claim.tracking_number or found.tracking_number
        values = {
            "return_number": found.number,
            "on": show_instant(claim.dropped_off_at, customer, turn.now),
            "tracking": Phrase("tracking_given", {"tracking_number": number}) if number else Phrase("tracking_none"),
            "dates": self._dates(Case(found, customer, turn.now), claim),
        }
        return confirmation(
            Utterance("utter_confirm_drop_off", values, because="update.dropoff"),
            drop_off_key(draft, found.number, claim),
            Phrase("choice_note_it"),
            Phrase("choice_do_not_note_it"),
        )

    def _dates(self, case: Case, claim: DropOffClaim) -> list[Phrase]:
        """What follows from the day: when the page should show it, and when the parcel counts as lost."""
        outlook = parcel_news(case, self.services, claim.dropped_off_at, claim.tracking_number).outlook
        dates = (("page_due", outlook.due), ("lost_on", outlook.lost_refund_on))
        return [
            Phrase(
                f"line_{name}{'' if at >= case.now else '_over'}", {"date": show_instant(at, case.customer, case.now)}
            )
            for name, at in dates
            if at is not None
        ] or [Phrase("line_page_unstated")]


class ActionBeginReportDropOff(ReturnAction):
    """Goes on to ask for day and tracking number, where nobody else knows of the hand-in yet."""

    name_ = "action_begin_report_drop_off"
    topics = ("button_report_drop_off",)

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """Nothing: whoever gets here has read the rule."""
        return ()

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The form, or what is known already."""
        known = nothing_to_tell(case, self.services.facts)
        if known is not None:
            return Reply((known,))
        begins = begun_drop_off(turn, case, self.services)
        return Reply(begins.said, {**begins.slots, "said_date": None}, form=DROP_OFF_FORM)


class ActionReportDropOff(FinishAction):
    """The end of the form that notes a hand-in."""

    name_ = "action_report_drop_off"
    topic = "button_report_drop_off"

    def decide(self, turn: ActionContext, draft: Draft, confirmed: str) -> Callable[[CustomerState], Change]:
        """The note, where nobody else has reported the hand-in by then."""

        def change(held: CustomerState) -> Change:
            found, claim = held.return_request(draft.about), claim_of(turn)
            if found is None or claim is None:
                raise NotPossible(Utterance("utter_offer_over"))
            known = nothing_to_tell(Case(found, held.customer, turn.now), self.services.facts)
            if known is not None:
                raise NotPossible(known)
            unchanged(confirmed, drop_off_key(draft, found.number, claim))
            return Change(ChangeKind.REPORT_DROP_OFF, claim=claim, about=found.number)

        return change

    def told(self, turn: ActionContext, draft: Draft, done: Done) -> tuple[Utterance, ...]:
        """That it is noted, and what follows from it."""
        values = {"return_number": done.return_number}
        if done.earlier:
            return (Utterance("utter_already_report_drop_off", values),)
        found = records_of(turn, self.services).return_request(done.return_number)
        customer, claim = known_customer(turn, self.services), claim_of(turn)
        noted = Utterance("utter_hand_in_noted", values)
        if found is None or customer is None or claim is None:
            return (noted,)
        case = Case(found, customer, turn.now)
        noted = replace(noted, choices=(still_here(case),))
        return noted, parcel_news(case, self.services, claim.dropped_off_at, claim.tracking_number).said
