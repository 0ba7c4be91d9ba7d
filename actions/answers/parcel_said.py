"""What is said beside the outlook of a parcel: of two days, of another day in the records, of a loss, of a note."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.answers.hand_in_by_country import WHICH_COUNTRY
from actions.answers.parcel_outlook import ParcelNews
from actions.dialogue.base_actions import OFFER_TELL_DROP_OFF, Case
from actions.dialogue.last_answer import answers_before, rules_behind
from actions.dialogue.relative_dates import WHICH_DAY, is_estimate, is_span, meant_day
from actions.dialogue.turn import A_DAY_ALONE, ActionContext, SaidDate
from actions.replies.formatting import show_instant
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from core.follow_ups import never_arrives
from core.hand_in_words import names_hand_in, tells_of_another_event, tells_of_money_sent
from core.languages import ENGLISH
from core.spoken_wishes import speaks_of_seventeen_days
from policy.drop_off import DropOffKind
from policy.facts import Facts
from policy.own_cost import follows_times

_OTHERWISE = "utter_hand_in_recorded_otherwise"
_OF_MONEY = frozenset({"refund.time", "refund.track", "refund.start"})
#: No farther apart are a span in a customer's words and the day that it stands for.
ROUGHLY = timedelta(days=4)


def one_question(reply: Reply) -> Reply:
    """The question in which country a town is without the offer to look beside it; none where a form asks."""
    asked = tuple(each for each in reply.utterances if each.response == WHICH_COUNTRY)
    if not asked:
        return reply
    rest = tuple(each for each in reply.utterances if each not in asked)
    said = asked if reply.form is None else rest
    return replace(reply, utterances=said, slots={**reply.slots, "offer": None})


def which_day(between: Sequence[SaidDate], case: Case) -> Utterance:
    """The question which of two days it was, with a button for each."""
    told = {"customer_number": case.found.number}
    shown = [show_instant(day, case.customer, case.now) for each in between if (day := meant_day(each, case.customer))]
    choices = tuple(
        Choice(Phrase("choice_hand_in_day", {"day": day}), f"/give_details{json.dumps({**told, 'date': each.phrase})}")
        for day, each in zip(shown, between, strict=True)
    )
    return Utterance(WHICH_DAY, {"earlier": shown[0], "later": shown[-1]}, choices=choices)


def is_same_day(said: datetime | None, told: datetime, case: Case) -> bool:
    zone = ZoneInfo(case.customer.timezone)
    return said is not None and said.astimezone(zone).date() == told.astimezone(zone).date()


def is_of_another_event(turn: ActionContext) -> bool:
    """Whether the day of a message is none of a hand-in: that of a delivery, or of money that was told of before."""
    if tells_of_another_event(turn.said):
        return True
    return any(each in _OF_MONEY for each in rules_behind(turn.events)[:1]) and tells_of_money_sent(turn.said)


def differs(
    by_your_words: datetime | None, recorded: datetime | None, turn: ActionContext, case: Case
) -> tuple[Utterance, ...]:
    """That the records have another day than the customer's words lead to; for a span that is one far from it."""
    if by_your_words is None or recorded is None or turn.date is None:
        return ()
    told = any(each.response == _OTHERWISE for said in answers_before(turn.events) for each in said)
    is_now = turn.date.said_at == turn.now
    is_day_alone = len(turn.said.split()) <= A_DAY_ALONE
    if is_now and turn.language == ENGLISH and not (is_day_alone or names_hand_in(turn.said)):
        # "That's 11 days ago and nothing came" tells of no hand-in.
        return ()
    if told and not is_now:
        return ()
    is_rough = is_span(turn.date) or is_estimate(turn.date)
    is_near = abs(by_your_words - recorded) <= ROUGHLY if is_rough else is_same_day(by_your_words, recorded, case)
    if is_near:
        return ()
    shown = {
        name: show_instant(day, case.customer, case.now)
        for name, day in (("recorded", recorded), ("estimated", by_your_words))
    }
    return (Utterance(_OTHERWISE, shown),)


def lost_on_told(topic: str, turn: ActionContext, news: ParcelNews, case: Case, facts: Facts) -> tuple[Utterance, ...]:
    """When a parcel that is on its way counts as lost, to who asks; the rule before it was handed in."""
    lost_on, handed_in = news.outlook.lost_refund_on, news.outlook.dropped_off_at
    if (
        topic == "report_parcel_lost"
        and news.outlook.kind is DropOffKind.NO_DROP_OFF
        and follows_times(case.found, facts)
    ):
        return (Utterance("utter_rule_report_parcel_lost"),)
    is_asked = never_arrives(turn.said) or speaks_of_seventeen_days(turn.said)
    asked = {DropOffKind.WAIT, DropOffKind.LATE} if is_asked else {DropOffKind.WAIT}
    if topic != "report_parcel_lost" or news.outlook.kind not in asked or not lost_on or not handed_in:
        return ()
    shown = {
        name: show_instant(day, case.customer, case.now)
        for name, day in (("lost_on", lost_on), ("handed_in", handed_in))
    }
    return (Utterance("utter_lost_on", shown, because="parcel.lost"),)


def offer_to_note(said: datetime | None, case: Case) -> tuple[str, Choice]:
    """The offer to note a hand-in, as a "yes" takes it up and as a button."""
    told = {"customer_number": case.found.number}
    if said is None:
        return OFFER_TELL_DROP_OFF, Choice(Phrase("choice_tell_drop_off"), f"/button_report_drop_off{json.dumps(told)}")
    day = said.astimezone(ZoneInfo(case.customer.timezone)).date().isoformat()
    payload = f"/button_report_drop_off{json.dumps({**told, 'date': day})}"
    return f"{OFFER_TELL_DROP_OFF} {day}", Choice(Phrase("choice_note_drop_off"), payload)
