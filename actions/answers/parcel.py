"""Why a parcel that was handed in still shows as not returned, and what to do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from actions.answers.hand_in_by_country import (
    WHICH_COUNTRY,
    hand_in_counted,
    hand_in_elsewhere,
    unchanged_until,
    waits_until,
)
from actions.answers.hand_in_moved import hand_in_moved
from actions.answers.not_handed_in import not_handed_in, withdrawn
from actions.answers.parcel_outlook import ParcelNews, nothing_to_tell, parcel_news, unstated_for_paid
from actions.dialogue.base_actions import OFFER_PERSON, OFFER_TELL_DROP_OFF, Case, ReturnAction
from actions.dialogue.hand_ins_reckoned import dated, hand_in_reckoned
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.lateness import ANYBODY, ANYWHERE, late_rule
from actions.dialogue.relative_dates import (
    OR,
    WHICH_DAY,
    day_to_come,
    days_apart,
    is_estimate,
    is_span,
    meant_day,
    said_day,
    told_apart,
)
from actions.dialogue.turn import (
    AHEAD,
    ASKED,
    NOT,
    PAST,
    SUPPOSED,
    ActionContext,
    SaidDate,
    Waited,
    ago,
    written_lately,
)
from actions.forms.draft import DROP_OFF_FORM, Draft
from actions.forms.report_drop_off import begun_drop_off, claim_of
from actions.replies.formatting import show_instant
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from core.database.errors import StoreUnavailable
from core.follow_ups import asks_of_page, knows_not, never_arrives
from core.hand_in_words import tells_bare_hand_in, tells_of_another_event
from core.languages import ENGLISH
from core.own_cost import sends_at_own_cost
from core.planned_days import asks_if_day_does
from core.return_words import speaks_of_return
from core.spoken_wishes import speaks_of_refund_by_itself
from core.suppositions import Case as SupposedCase
from core.suppositions import case_supposed
from core.what_ifs import asks_if_holds
from policy.calendars import latest
from policy.drop_off import DropOffKind
from policy.model import Customer, Order, ReturnRequest
from policy.status import SENT, History, Status, return_state

HAND_IN = "report_not_marked_returned"
DAY_TO_COME = "utter_hand_in_day_to_come"
#: What the rules state for the free label or code alone, by the question.
_PROMISED = MappingProxyType({HAND_IN: "update.dropoff", "report_parcel_lost": "parcel.lost"})
#: Where the customer's word is all that anybody has said of the hand-in.
WORTH_TELLING = frozenset(
    {DropOffKind.NO_DROP_OFF, DropOffKind.WAIT, DropOffKind.UNSTATED, DropOffKind.LATE, DropOffKind.LOST}
)

#: No farther apart are a span in a customer's words and the day that it stands for.
ROUGHLY = timedelta(days=4)
#: What is said of an order on its way to the customer as well.
EITHER_WAY = frozenset({"report_parcel_delivered", "report_parcel_lost"})
#: Questions that go on with a day which was named before.
GO_ON = frozenset({HAND_IN, "report_parcel_lost"})
#: Senses of a day that tell of no hand-in.
ELSEWISE = frozenset({PAST, ASKED})


class ActionParcel(ReturnAction):
    """Combines the store, the carrier and what the customer says: wait, until when, or get help."""

    name_ = "action_parcel"
    topics = (HAND_IN, "report_parcel_delivered", "report_parcel_lost")

    def respond(self, turn: ActionContext) -> Reply:
        """The reply; "three working days and still not returned" tells since when, and so may a message before."""
        if turn.intent == HAND_IN and case_supposed(turn.said) is SupposedCase.NEVER_SENT and not turn.is_press:
            never = Utterance("utter_never_sent_unstated", choices=(TO_PERSON,))
            return Reply((never,), {"offer": OFFER_PERSON})
        if turn.intent in GO_ON:
            turn = dated(turn, _goes_on(turn))
        moved = self._moved(turn)
        if moved is not None:
            return moved
        if _may_be_an_order(turn):
            order = Choice(Phrase("choice_order_to_me"), "/report_order_not_arrived")
            parcel = Choice(Phrase("choice_parcel_back"), f"/{turn.intent}")
            # A return's number that is typed instead of a choice tells which.
            slots = {"topic": turn.intent, "offer": None}
            return Reply((Utterance("utter_ask_which_way", choices=(order, parcel)),), slots)
        is_dated = turn.date is not None and turn.date.said_at == turn.now
        if is_dated and turn.intent == HAND_IN and turn.waited is not None and _names_day(turn):
            # "Why does it take 2 days? I handed it in on Thursday": the day counts, and not the rule's own number.
            turn = replace(turn, waited=None)
        names_a_day = (
            turn.asked_day is not None and turn.intent == "give_details" and not turn.told_now and not turn.in_form
        )
        if names_a_day and turn.topic in self.topics and not turn.is_press:
            turn = replace(turn, intent=turn.topic or "")
        if turn.intent == HAND_IN and turn.waited is not None and not is_dated:
            turn = replace(turn, date=SaidDate(ago(turn.waited), turn.now))
        return _one_question(super().respond(turn))

    def _moved(self, turn: ActionContext) -> Reply | None:
        """The answer for the return that was handed in, and that the one told of before was not; None otherwise."""
        try:
            moved, customer = hand_in_moved(turn, self.services), known_customer(turn, self.services)
        except StoreUnavailable:
            return None
        if moved is None or customer is None:
            return None
        wrong, right = (Case(each, customer, turn.now) for each in (moved.wrong, moved.right))
        was_noted = records_of(turn, self.services).drop_off_claim(wrong.found.number) is not None
        back = withdrawn(turn, wrong, moved.told, self.services)
        meant = replace(turn, number=right.found.number, numbers=(), date=moved.said)
        slots = {"customer_number": right.found.number, "topic": self.topics[0], "said_date": None}
        if was_noted and nothing_to_tell(right, self.services.facts) is None:
            begins = begun_drop_off(meant, right, self.services)
            return Reply((back, *begins.said), {**slots, **begins.slots}, form=DROP_OFF_FORM)
        reply = self.answer_return(self.topics[0], meant, right)
        return Reply((back, *reply.utterances), {**slots, **reply.slots}, reply.form)

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """What is promised for the day on which a customer would hand in the parcel, or the rule."""
        if _is_at_own_cost(topic, turn):
            return (Utterance("utter_own_cost_unstated", because=_PROMISED[topic], choices=(TO_PERSON,)),)
        counted = hand_in_counted(turn, self.services.facts) if topic == HAND_IN else None
        if counted is not None:
            return (counted,)
        said, told = turn.date, None
        if said is not None and said.sense == PAST and said.said_at == turn.now:
            coming = day_to_come(said, ANYBODY)
            if coming is not None:
                return (Utterance(DAY_TO_COME, {"day": show_instant(coming, ANYBODY, turn.now)}),)
            # 9/10 is another day in another country.
            told = None if "/" in said.phrase else meant_day(said, ANYBODY)
            if turn.waited is None:
                turn = replace(turn, waited=Waited((turn.now.date() - told.date()).days) if told else None)
        goes_on = turn.intent in GO_ON and turn.asked_day is None and turn.waited is None
        if goes_on and said is not None and said == hand_in_reckoned(turn):
            return self._rule_from(topic, said, turn) or super().rule(topic, turn)
        is_counted = topic == HAND_IN == turn.intent and said is not None and not is_span(said)
        if told is not None and is_counted and late_rule(topic, turn, self.services.facts) is None:
            return (self._page_from(told, "told", turn.now),)
        if topic != HAND_IN or said is None or said.sense in ELSEWISE or said.said_at != turn.now:
            which = (Utterance("utter_ask_hand_in_day"),) if said is None and tells_bare_hand_in(turn.said) else ()
            return (*super().rule(topic, turn), *which)
        day = meant_day(said, ANYBODY)
        if day is None:
            return (Utterance("utter_rule_nothing_handed_in"),)
        advice = (Utterance("utter_rule_ask_ship_by"),) if said.sense == AHEAD and asks_if_day_does(turn.said) else ()
        return (self._page_from(day, said.sense, turn.now), *advice)

    def _rule_from(self, topic: str, said: SaidDate, turn: ActionContext) -> tuple[Utterance, ...]:
        """When a parcel of a day that was named before counts as lost, or when the page changes."""
        day = None if "/" in said.phrase else meant_day(said, ANYBODY)
        if day is None:
            return ()
        if topic == "report_parcel_lost":
            if not self.services.facts["parcel.lost"].is_stated:
                return ()
            lost_on = latest(day, self.services.facts["parcel.lost"], ANYWHERE)
            days = (("lost_on", lost_on), ("handed_in", day))
            shown = {name: show_instant(each, ANYBODY, turn.now) for name, each in days}
            return (Utterance("utter_lost_on", shown, because="parcel.lost"),)
        return (self._page_from(day, AHEAD if said.sense == AHEAD else SUPPOSED, turn.now),)

    def _page_from(self, day: datetime, sense: str, now: datetime) -> Utterance:
        due = latest(day, self.services.facts["update.dropoff"], ANYWHERE)
        shown = {"day": show_instant(day, ANYBODY, now), "due": show_instant(due, ANYBODY, now)}
        return Utterance(f"utter_rule_hand_in_{sense}", shown)

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """The outlook for the return that is meant; of "I still have it" that is the one that was told of."""
        if turn.date is not None and turn.date.sense == NOT and "customer_number" not in turn.told_now:
            returns = records_of(turn, self.services).returns()
            told = [each for each in returns if History.until(each.events, turn.now).told]
            is_told = isinstance(subject, ReturnRequest) and subject.number in {each.number for each in told}
            if len(told) == 1 and not is_told:
                return self._answer_one(topic, turn, customer, told[0])
        return super().answer(topic, turn, customer, subject)

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The outlook for this parcel, with what the carrier knows; and the offer to note what the customer says."""
        if not case.found.is_free and asks_if_holds(turn.said):
            return unstated_for_paid("parcel.lost" if topic == "report_parcel_lost" else "update.dropoff", case)
        if turn.date is not None and turn.date.said_at == turn.now and tells_of_another_event(turn.said):
            # The day is that of the delivery, or of the confirmation.
            turn = replace(turn, date=None)
        elsewhere = hand_in_elsewhere(turn, case, self.services.facts)
        unchanged = unchanged_until(turn, case, parcel_news(case, self.services).outlook) if waits_until(turn) else None
        if elsewhere or unchanged:
            return Reply(tuple(filter(None, (elsewhere or unchanged,))), {"said_date": None})
        if turn.date is not None and turn.date.sense not in ELSEWISE:
            said_of_it = not_handed_in(turn, turn.date, case, self.services, topic == "report_parcel_lost")
            if said_of_it:
                return Reply(said_of_it, {"said_date": None})
        turn = replace(turn, date=told_apart(turn, case.customer))
        between = days_apart(turn.date, case.customer) if turn.date else ()
        if between and turn.date and knows_not(turn.said):
            turn = replace(turn, date=replace(turn.date, phrase=OR.join(each.phrase for each in between)))
        elif between:
            return Reply((_which_day(between, case),), {"said_date": None})
        said = said_day(turn.date, case.customer) if turn.date else None
        draft, drafted = Draft.of(turn), claim_of(turn)
        if turn.loop == DROP_OFF_FORM and draft and drafted and draft.about == case.found.number:
            # What is about to be noted is the day that the customer means.
            news = parcel_news(case, self.services, drafted.dropped_off_at, drafted.tracking_number)
            return Reply((*_lost_on(topic, turn, news, case), news.said), {"said_date": None})
        claim = records_of(turn, self.services).drop_off_claim(case.found.number)
        recorded = self._recorded(turn, case) if said is not None else None
        by_your_words, said = (said, None) if recorded else (None, said)
        news = parcel_news(case, self.services, said, claim.tracking_number if claim else None)
        slots = {"offer": OFFER_PERSON if news.needs_person else None, "said_date": None}
        status = return_state(case.found.as_recorded().events, case.now).status
        if said is not None and news.outlook.kind is DropOffKind.CLOSED and status is Status.CANCELLED:
            # What was sent after the cancelling no rule tells of.
            values = {**news.said.values, "next_step": Phrase("next_talk_to_person")}
            sent = replace(news.said, values=values, choices=(TO_PERSON,))
            return Reply((sent,), {**slots, "offer": OFFER_PERSON})
        coming = (
            day_to_come(turn.date, case.customer)
            if turn.date and news.outlook.kind is DropOffKind.NO_DROP_OFF
            else None
        )
        if coming is not None:
            shown = {"day": show_instant(coming, case.customer, case.now)}
            return Reply((Utterance(DAY_TO_COME, shown),), slots)
        if said is not None and news.outlook.kind is DropOffKind.NO_DROP_OFF:
            return Reply((Utterance("utter_hand_in_day_too_early", {"return_number": case.found.number}),), slots)
        beside = _differs(by_your_words, recorded, turn, case) + _lost_on(topic, turn, news, case)
        exact = said is not None and turn.date is not None and not is_span(turn.date)
        corrects = exact and claim is not None and not _is_same_day(said, claim.dropped_off_at, case)
        if (claim is not None and not corrects) or not self._is_worth_telling(news, case):
            return Reply((*beside, news.said), slots)
        if corrects:
            begins = begun_drop_off(turn, case, self.services)
            return Reply(begins.said, {**begins.slots, "said_date": None}, form=DROP_OFF_FORM)
        offer, choice = _offer(said if exact and news.outlook.dropped_off_at else None, case)
        told: tuple[Utterance, ...] = (*beside, replace(news.said, choices=(*news.said.choices, choice)))
        if said is not None and not exact and news.outlook.dropped_off_at is not None:
            on = show_instant(news.outlook.dropped_off_at, case.customer, case.now)
            reckoned = "utter_hand_in_day_latest" if knows_not(turn.said) else "utter_hand_in_reckoned"
            told = (Utterance(reckoned, {"on": on}), *told)
        return Reply(told, {**slots, "offer": slots["offer"] or offer})

    def _recorded(self, turn: ActionContext, case: Case) -> datetime | None:
        """The hand-in that the store has, whatever the customer says of it; "nearly 3 weeks" is no better than the
        carrier's day either."""
        handed_in = History.until(case.found.as_recorded().events, case.now).first(*SENT)
        if handed_in is None and turn.date is not None and is_estimate(turn.date):
            return parcel_news(replace(case, found=case.found.as_recorded()), self.services).outlook.dropped_off_at
        return handed_in

    def _is_worth_telling(self, news: ParcelNews, case: Case) -> bool:
        if news.outlook.kind not in WORTH_TELLING or news.outlook.last_scan is not None:
            return False
        return nothing_to_tell(case, self.services.facts) is None


def _is_at_own_cost(topic: str, turn: ActionContext) -> bool:
    """Whether a parcel is meant that is sent at its sender's own cost, by this message or those shortly before it."""
    if topic not in _PROMISED or turn.is_press:
        return False
    return any(map(sends_at_own_cost, (turn.said, *written_lately(turn.events))))


def _names_day(turn: ActionContext) -> bool:
    """Whether a message names the day of the hand-in, and does not count back to it."""
    said = turn.date
    return said is not None and said.sense == PAST and not is_estimate(said) and "/" not in said.phrase


def _one_question(reply: Reply) -> Reply:
    """The question in which country a town is without the offer to look beside it; none where a form asks."""
    asked = tuple(each for each in reply.utterances if each.response == WHICH_COUNTRY)
    if not asked:
        return reply
    rest = tuple(each for each in reply.utterances if each not in asked)
    said = asked if reply.form is None else rest
    return replace(reply, utterances=said, slots={**reply.slots, "offer": None})


def _which_day(between: Sequence[SaidDate], case: Case) -> Utterance:
    """The question which of two days it was, with a button for each."""
    told = {"customer_number": case.found.number}
    shown = [show_instant(day, case.customer, case.now) for each in between if (day := meant_day(each, case.customer))]
    choices = tuple(
        Choice(Phrase("choice_hand_in_day", {"day": day}), f"/give_details{json.dumps({**told, 'date': each.phrase})}")
        for day, each in zip(shown, between, strict=True)
    )
    return Utterance(WHICH_DAY, {"earlier": shown[0], "later": shown[-1]}, choices=choices)


def _is_same_day(said: datetime | None, told: datetime, case: Case) -> bool:
    zone = ZoneInfo(case.customer.timezone)
    return said is not None and said.astimezone(zone).date() == told.astimezone(zone).date()


def _differs(
    by_your_words: datetime | None, recorded: datetime | None, turn: ActionContext, case: Case
) -> tuple[Utterance, ...]:
    """That the records have another day than the customer's words lead to; for a span that is one far from it."""
    if by_your_words is None or recorded is None or turn.date is None:
        return ()
    is_rough = is_span(turn.date) or is_estimate(turn.date)
    is_near = abs(by_your_words - recorded) <= ROUGHLY if is_rough else _is_same_day(by_your_words, recorded, case)
    if is_near:
        return ()
    shown = {
        name: show_instant(day, case.customer, case.now)
        for name, day in (("recorded", recorded), ("estimated", by_your_words))
    }
    return (Utterance("utter_hand_in_recorded_otherwise", shown),)


def _lost_on(topic: str, turn: ActionContext, news: ParcelNews, case: Case) -> tuple[Utterance, ...]:
    """When a parcel that is on its way counts as lost, to who asks; the rule before it was handed in."""
    lost_on, handed_in = news.outlook.lost_refund_on, news.outlook.dropped_off_at
    if topic == "report_parcel_lost" and news.outlook.kind is DropOffKind.NO_DROP_OFF and case.found.is_free:
        return (Utterance("utter_rule_report_parcel_lost"),)
    asked = {DropOffKind.WAIT, DropOffKind.LATE} if never_arrives(turn.said) else {DropOffKind.WAIT}
    if topic != "report_parcel_lost" or news.outlook.kind not in asked or not lost_on or not handed_in:
        return ()
    shown = {
        name: show_instant(day, case.customer, case.now)
        for name, day in (("lost_on", lost_on), ("handed_in", handed_in))
    }
    return (Utterance("utter_lost_on", shown, because="parcel.lost"),)


def _offer(said: datetime | None, case: Case) -> tuple[str, Choice]:
    """The offer to note a hand-in, as a "yes" takes it up and as a button."""
    told = {"customer_number": case.found.number}
    if said is None:
        return OFFER_TELL_DROP_OFF, Choice(Phrase("choice_tell_drop_off"), f"/button_report_drop_off{json.dumps(told)}")
    day = said.astimezone(ZoneInfo(case.customer.timezone)).date().isoformat()
    payload = f"/button_report_drop_off{json.dumps({**told, 'date': day})}"
    return f"{OFFER_TELL_DROP_OFF} {day}", Choice(Phrase("choice_note_drop_off"), payload)


def _goes_on(turn: ActionContext) -> bool:
    """Whether a message goes on about the day that was planned before.

    Of another language than English only the intent is known: whoever asks there about the page and names no day does.
    """
    if turn.language != ENGLISH:
        return "?" in turn.said and turn.intent == HAND_IN
    return asks_of_page(turn.said) or never_arrives(turn.said) or "if" in turn.said.lower().split()


def _may_be_an_order(turn: ActionContext) -> bool:
    """Whether nothing in a message or before it says that a parcel is on its way back."""
    known = (turn.number, turn.date, turn.waited)
    is_settled = turn.is_press or turn.in_form or not turn.said or any(each is not None for each in known)
    # The refund that starts by itself is a rule of returns.
    says_so = speaks_of_return(turn.said) or speaks_of_refund_by_itself(turn.said) or case_supposed(turn.said)
    return turn.intent in EITHER_WAY and not is_settled and not says_so
