"""Why a parcel that was handed in still shows as not returned, and what to do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.answers.parcel_outlook import ParcelNews, nothing_to_tell, parcel_news
from actions.dialogue.base_actions import OFFER_PERSON, OFFER_TELL_DROP_OFF, Case, ReturnAction
from actions.dialogue.identity import records_of
from actions.dialogue.relative_dates import said_day
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Choice, Phrase, Reply
from policy.drop_off import DropOffKind

#: Where the customer's word is all that anybody has said of the hand-in.
WORTH_TELLING = frozenset(
    {DropOffKind.NO_DROP_OFF, DropOffKind.WAIT, DropOffKind.UNSTATED, DropOffKind.LATE, DropOffKind.LOST}
)


class ActionParcel(ReturnAction):
    """Combines the store, the carrier and what the customer says: wait, until when, or get help."""

    name_ = "action_parcel"
    topics = ("report_not_marked_returned", "report_parcel_delivered", "report_parcel_lost")

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The outlook for this parcel, with what the carrier knows; and the offer to note what the customer says."""
        said = said_day(turn.date, case.customer) if turn.date else None
        claim = records_of(turn, self.services).drop_off_claim(case.found.number)
        claimed = said or (claim.dropped_off_at if claim else None)
        news = parcel_news(case, self.services, claimed, claim.tracking_number if claim else None)
        slots = {"offer": OFFER_PERSON if news.needs_person else None, "said_date": None}
        if claim is not None or not self._is_worth_telling(news, case):
            return Reply((news.said,), slots)
        offer, choice = _offer(said if news.outlook.dropped_off_at else None, case)
        told = replace(news.said, choices=(*news.said.choices, choice))
        return Reply((told,), {**slots, "offer": slots["offer"] or offer})

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
