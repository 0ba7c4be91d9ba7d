"""Why a parcel that was handed in still shows as not returned, and what to do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.answers.parcel_outlook import ParcelNews, nothing_to_tell, parcel_news
from actions.dialogue.base_actions import OFFER_PERSON, OFFER_TELL_DROP_OFF, Case, ReturnAction
from actions.dialogue.identity import records_of
from actions.dialogue.lateness import ANYWHERE
from actions.dialogue.relative_dates import contradicts_itself, is_span, meant_day, said_day
from actions.dialogue.turn import AHEAD, ASKED, PAST, ActionContext, SaidDate, Waited, ago
from actions.replies.formatting import show_instant
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from policy.calendars import latest
from policy.drop_off import DropOffKind, drop_off_outlook
from policy.model import Customer

#: Where the customer's word is all that anybody has said of the hand-in.
WORTH_TELLING = frozenset(
    {DropOffKind.NO_DROP_OFF, DropOffKind.WAIT, DropOffKind.UNSTATED, DropOffKind.LATE, DropOffKind.LOST}
)

#: Of whom nobody knows yet where they live.
ANYBODY = Customer("", "", "", "UTC", "en")
#: Senses of a day that tell of no hand-in.
ELSEWISE = frozenset({PAST, ASKED})


class ActionParcel(ReturnAction):
    """Combines the store, the carrier and what the customer says: wait, until when, or get help."""

    name_ = "action_parcel"
    topics = ("report_not_marked_returned", "report_parcel_delivered", "report_parcel_lost")

    def respond(self, turn: ActionContext) -> Reply:
        """The reply; "three working days and still not returned" tells since when."""
        is_dated = turn.date is not None and turn.date.said_at == turn.now
        if turn.intent == "report_not_marked_returned" and turn.waited is not None and not is_dated:
            turn = replace(turn, date=SaidDate(ago(turn.waited), turn.now))
        return super().respond(turn)

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """What is promised for the day on which a customer would hand in the parcel, or the rule."""
        said = turn.date
        if said is not None and said.sense == PAST and said.said_at == turn.now and turn.waited is None:
            # 9/10 is another day in another country.
            day = None if "/" in said.phrase else meant_day(said, ANYBODY)
            turn = replace(turn, waited=Waited((turn.now.date() - day.date()).days) if day else None)
        if topic != "report_not_marked_returned" or said is None or said.sense in ELSEWISE or said.said_at != turn.now:
            return super().rule(topic, turn)
        day = meant_day(said, ANYBODY)
        if day is None:
            return (Utterance("utter_rule_nothing_handed_in"),)
        due = latest(day, self.services.facts["update.dropoff"], ANYWHERE)
        shown = {"day": show_instant(day, ANYBODY, turn.now), "due": show_instant(due, ANYBODY, turn.now)}
        return (Utterance(f"utter_rule_hand_in_{said.sense}", shown),)

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The outlook for this parcel, with what the carrier knows; and the offer to note what the customer says."""
        if turn.date is not None and turn.date.sense not in ELSEWISE:
            reply = self._nothing_handed_in(turn.date, case)
            if reply is not None:
                return reply
        if turn.date is not None and contradicts_itself(turn.date, case.customer):
            return Reply((Utterance("utter_hand_in_day_contradicts"),), {"said_date": None})
        said = said_day(turn.date, case.customer) if turn.date else None
        claim = records_of(turn, self.services).drop_off_claim(case.found.number)
        claimed = said or (claim.dropped_off_at if claim else None)
        news = parcel_news(case, self.services, claimed, claim.tracking_number if claim else None)
        slots = {"offer": OFFER_PERSON if news.needs_person else None, "said_date": None}
        if said is not None and news.outlook.kind is DropOffKind.NO_DROP_OFF:
            return Reply((Utterance("utter_hand_in_day_too_early", {"return_number": case.found.number}),), slots)
        if claim is not None or not self._is_worth_telling(news, case):
            return Reply((news.said,), slots)
        exact = said is not None and turn.date is not None and not is_span(turn.date)
        offer, choice = _offer(said if exact and news.outlook.dropped_off_at else None, case)
        told: tuple[Utterance, ...] = (replace(news.said, choices=(*news.said.choices, choice)),)
        if said is not None and not exact and news.outlook.dropped_off_at is not None:
            on = show_instant(news.outlook.dropped_off_at, case.customer, case.now)
            told = (Utterance("utter_hand_in_reckoned", {"on": on}), *told)
        return Reply(told, {**slots, "offer": slots["offer"] or offer})

    def _nothing_handed_in(self, said: SaidDate, case: Case) -> Reply | None:
        """What follows where the customer has handed in nothing so far; None where others know better."""
        if parcel_news(case, self.services).outlook.kind is not DropOffKind.NO_DROP_OFF:
            return None
        day = meant_day(said, case.customer)
        on_that_day = max(day, case.now) if day and said.sense == AHEAD else case.now
        outlook = drop_off_outlook(case.found, case.customer, (), on_that_day, self.services.facts, day)
        values = {"return_number": case.found.number}
        if outlook.dropped_off_at is None or outlook.due is None:
            return Reply((Utterance("utter_nothing_handed_in", values, "update.dropoff"),), {"said_date": None})
        for name, instant in (("day", outlook.dropped_off_at), ("due", outlook.due)):
            values[name] = show_instant(instant, case.customer, case.now)
        return Reply((Utterance(f"utter_hand_in_{said.sense}", values, "update.dropoff"),), {"said_date": None})

    def _is_worth_telling(self, news: ParcelNews, case: Case) -> bool:
        if news.outlook.kind not in WORTH_TELLING or news.outlook.last_scan is not None:
            return False
        return nothing_to_tell(case, self.services.facts) is None


def _offer(said: datetime | None, case: Case) -> tuple[str, Choice]:
    """The offer to note a hand-in, as a "yes" takes it up and as a button."""
    told = {"customer_number": case.found.number}
    if said is None:
        return OFFER_TELL_DROP_OFF, Choice(Phrase("choice_tell_drop_off"), f"/button_report_drop_off{json.dumps(told)}")
    day = said.astimezone(ZoneInfo(case.customer.timezone)).date().isoformat()
    payload = f"/button_report_drop_off{json.dumps({**told, 'date': day})}"
    return f"{OFFER_TELL_DROP_OFF} {day}", Choice(Phrase("choice_note_drop_off"), payload)
