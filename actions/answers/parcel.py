"""Why a parcel that was handed in still shows as not returned, and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice

from actions.answers.hand_in_by_country import hand_in_elsewhere
from actions.answers.hand_in_moved import hand_in_moved
from actions.answers.not_handed_in import not_handed_in, withdrawn
from actions.answers.parcel_outlook import (
    ARRIVED,
    ParcelNews,
    nothing_to_tell,
    only_standing,
    parcel_news,
    unstated_for_paid,
)
from actions.answers.parcel_rule import DAY_TO_COME, ELSEWISE, GO_ON, HAND_IN, parcel_rule
from actions.answers.parcel_said import (
    differs,
    is_of_another_event,
    is_same_day,
    lost_on_told,
    offer_to_note,
    one_question,
    which_day,
)
from actions.answers.unchanged_by_then import unchanged_by_then
from actions.dialogue.base_actions import OFFER_PERSON, Case, ReturnAction
from actions.dialogue.hand_ins_reckoned import dated
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.relative_dates import OR, day_to_come, days_apart, is_estimate, is_span, said_day, told_apart
from actions.dialogue.turn import AHEAD, NOT, PAST, ActionContext, SaidDate, ago, earlier_days, written_lately
from actions.forms.draft import DROP_OFF_FORM, Draft
from actions.forms.report_drop_off import begun_drop_off, claim_of
from actions.replies.formatting import show_instant
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from core.database.errors import StoreUnavailable
from core.days_put_up import means_coming_day
from core.follow_ups import asks_of_page, knows_not, never_arrives
from core.languages import ENGLISH
from core.return_words import asks_of_way, speaks_of_return
from core.spoken_wishes import speaks_of_refund_by_itself
from core.suppositions import Case as SupposedCase
from core.suppositions import case_supposed
from core.what_ifs import asks_if_holds
from policy.drop_off import DropOffKind
from policy.model import Customer, Order, ReturnRequest
from policy.own_cost import follows_times
from policy.status import SENT, History, Status, return_state

#: Where the customer's word is all that anybody has said of the hand-in.
WORTH_TELLING = frozenset(
    {DropOffKind.NO_DROP_OFF, DropOffKind.WAIT, DropOffKind.UNSTATED, DropOffKind.LATE, DropOffKind.LOST}
)
#: What is said of an order on its way to the customer as well.
EITHER_WAY = frozenset({"report_parcel_delivered", "report_parcel_lost"})


class ActionParcel(ReturnAction):
    """Combines the store, the carrier and what the customer says: wait, until when, or get help."""

    name_ = "action_parcel"
    topics = (HAND_IN, "report_parcel_delivered", "report_parcel_lost")

    def respond(self, turn: ActionContext) -> Reply:
        """The reply; "three working days and still not returned" tells since when, and so may a message before."""
        if turn.intent == HAND_IN and case_supposed(turn.said) is SupposedCase.NEVER_SENT and not turn.is_press:
            never = Utterance("utter_never_sent_unstated", choices=(TO_PERSON,))
            return Reply((never,), {"offer": OFFER_PERSON})
        if turn.intent == HAND_IN and means_coming_day(turn.said):
            # "No, the coming one": the day that was told as past is a plan.
            told = next(earlier_days(turn.events, turn.now), None)
            turn = replace(turn, date=replace(told, said_at=turn.now, sense=AHEAD)) if told else turn
        elif turn.intent in GO_ON:
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
        return one_question(super().respond(turn))

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
        if turn.date is not None and turn.date.said_at == turn.now and is_of_another_event(turn):
            # "The tracking had a problem on the 1st": nothing was handed in then.
            turn = replace(turn, date=None)
        return parcel_rule(topic, turn, self.services.facts, partial(super().rule, topic))

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
        if not follows_times(case.found, self.services.facts) and asks_if_holds(turn.said):
            return unstated_for_paid("parcel.lost" if topic == "report_parcel_lost" else "update.dropoff", case)
        if turn.date is not None and turn.date.said_at == turn.now and is_of_another_event(turn):
            # The day is that of the delivery, of the confirmation, or of the money.
            turn = replace(turn, date=None)
        elsewhere = hand_in_elsewhere(turn, case, self.services.facts)
        if elsewhere is not None:
            return Reply((elsewhere,), {"said_date": None})
        unchanged = unchanged_by_then(turn, case, self.services)
        if unchanged is not None:
            return unchanged
        if turn.date is not None and turn.date.sense not in ELSEWISE:
            said_of_it = not_handed_in(turn, turn.date, case, self.services, topic == "report_parcel_lost")
            if said_of_it:
                return Reply(said_of_it, {"said_date": None})
        turn = replace(turn, date=told_apart(turn, case.customer))
        between = days_apart(turn.date, case.customer) if turn.date else ()
        if between and turn.date and knows_not(turn.said):
            turn = replace(turn, date=replace(turn.date, phrase=OR.join(each.phrase for each in between)))
        elif between:
            return Reply((which_day(between, case),), {"said_date": None})
        said = said_day(turn.date, case.customer) if turn.date else None
        draft, drafted = Draft.of(turn), claim_of(turn)
        if turn.loop == DROP_OFF_FORM and draft and drafted and draft.about == case.found.number:
            # What is about to be noted is the day that the customer means.
            news = parcel_news(case, self.services, drafted.dropped_off_at, drafted.tracking_number)
            return Reply((*lost_on_told(topic, turn, news, case, self.services.facts), news.said), {"said_date": None})
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
        lost_on = lost_on_told(topic, turn, news, case, self.services.facts)
        beside = differs(by_your_words, recorded, turn, case) + lost_on
        if news.outlook.kind in ARRIVED and not _asks_of_way(turn):
            return Reply((*beside, only_standing(news.said)), slots)
        exact = said is not None and turn.date is not None and not is_span(turn.date)
        corrects = exact and claim is not None and not is_same_day(said, claim.dropped_off_at, case)
        if (claim is not None and not corrects) or not self._is_worth_telling(news, case):
            return Reply((*beside, news.said), slots)
        if corrects:
            begins = begun_drop_off(turn, case, self.services)
            return Reply(begins.said, {**begins.slots, "said_date": None}, form=DROP_OFF_FORM)
        offer, choice = offer_to_note(said if exact and news.outlook.dropped_off_at else None, case)
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


def _asks_of_way(turn: ActionContext) -> bool:
    """Whether a message asks of the parcel's way, or brings the number for a question that did.

    "My page has the shoes in the warehouse on the 30th" tells of none. Of another language than English only the
    intent is known.
    """
    if turn.language != ENGLISH or turn.is_press or not turn.said:
        return True
    return any(map(asks_of_way, (turn.said, *islice(written_lately(turn.events), 1))))


def _names_day(turn: ActionContext) -> bool:
    """Whether a message names the day of the hand-in, and does not count back to it."""
    said = turn.date
    return said is not None and said.sense == PAST and not is_estimate(said) and "/" not in said.phrase


def _goes_on(turn: ActionContext) -> bool:
    """Whether a message goes on about the day that was planned before.

    Of another language than English only the intent is known: whoever asks there about the page and names no day does.
    """
    if turn.language != ENGLISH:
        return "?" in turn.said and turn.intent == HAND_IN
    return asks_of_page(turn.said) or never_arrives(turn.said) or "if" in turn.said.lower().split()


def _may_be_an_order(turn: ActionContext) -> bool:
    """Whether nothing in a message or before it says that a parcel is on its way back."""
    # "No scan for 40 days" waits as well for what was ordered, unless something was said before.
    known = (turn.number, turn.date, turn.waited if turn.topic else None)
    is_settled = turn.is_press or turn.in_form or not turn.said or any(each is not None for each in known)
    # The refund that starts by itself is a rule of returns.
    says_so = speaks_of_return(turn.said) or speaks_of_refund_by_itself(turn.said) or case_supposed(turn.said)
    return turn.intent in EITHER_WAY and not is_settled and not says_so
