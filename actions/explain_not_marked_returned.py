"""Why a parcel that was handed in still shows as not returned, and what to do."""

from __future__ import annotations

import structlog

from actions.carrier.carrier import CarrierUnavailable
from actions.reply import Phrase, Reply, Utterance
from actions.return_action import Case, ReturnAction
from actions.return_status import next_step_phrase, person_choice, status_phrase
from actions.said_date import resolve_date
from actions.show import show_instant
from actions.topic_action import OFFER_PERSON
from actions.turn import Turn
from policy.drop_off import DropOffKind, DropOffOutlook, drop_off_outlook
from policy.facts import Facts
from policy.model import CarrierScan
from policy.next_step import next_step
from policy.status import return_state

logger = structlog.get_logger(__name__)

#: Where waiting is over and a person should look.
NEEDS_PERSON = frozenset({DropOffKind.LATE, DropOffKind.DELIVERED_LATE})
#: Where the way of the parcel is no longer what matters.
ARRIVED = frozenset({DropOffKind.RECEIVED, DropOffKind.CLOSED})
#: The country that writes the month first.
MONTH_FIRST = "US"


class ActionExplainNotMarkedReturned(ReturnAction):
    """Combines the store, the carrier and what the customer says: wait, until when, or get help."""

    name_ = "action_explain_not_marked_returned"
    topics = ("report_not_marked_returned", "report_parcel_delivered", "report_parcel_lost")

    def answer_return(self, topic: str, turn: Turn, case: Case) -> Reply:
        """The outlook for this parcel, with what the carrier knows."""
        day_first = case.customer.country != MONTH_FIRST
        claimed = resolve_date(turn.date, case.customer.timezone, day_first) if turn.date else None
        scans = self._scans(case)
        outlook = drop_off_outlook(case.found, case.customer, scans, case.now, self.services.facts, claimed)
        if outlook.kind in ARRIVED:
            return _standing(outlook, case, self.services.facts)
        values = {"return_number": case.found.number, "carrier_news": _carrier_news(outlook, scans, case)}
        for name in ("dropped_off_at", "due", "lost_refund_on", "delivered_at"):
            instant = getattr(outlook, name)
            values[name] = show_instant(instant, case.customer, case.now) if instant else None
        offer = OFFER_PERSON if outlook.kind in NEEDS_PERSON else None
        return Reply(
            (Utterance(f"utter_drop_off_{outlook.kind}", values, because=outlook.because),),
            {"offer": offer, "said_date": None},
        )

    def _scans(self, case: Case) -> tuple[CarrierScan, ...] | None:
        if case.found.tracking_number is None:
            return ()
        try:
            return self.services.carrier.scans(case.found.tracking_number)
        except CarrierUnavailable:
            logger.warning("carrier.unavailable", action=self.name_)
            return None


def _standing(outlook: DropOffOutlook, case: Case, facts: Facts) -> Reply:
    """Where the return stands and what comes next, for a parcel that is no longer on its way."""
    step = next_step(case.found, case.customer, case.now, facts)
    values = {
        "status": status_phrase(return_state(case.found.events, case.now), case),
        "next_step": next_step_phrase(step, case),
    }
    said = Utterance(f"utter_drop_off_{outlook.kind}", values, because=step.because, choices=person_choice(step))
    return Reply((said,), {"offer": OFFER_PERSON if said.choices else None, "said_date": None})


def _carrier_news(outlook: DropOffOutlook, scans: tuple[CarrierScan, ...] | None, case: Case) -> Phrase:
    """What the carrier says, in a sentence."""
    if case.found.tracking_number is None:
        return Phrase("carrier_no_tracking_number")
    if scans is None:
        return Phrase("carrier_unavailable")
    if outlook.last_scan is None:
        return Phrase("carrier_no_scan")
    scan = outlook.last_scan
    values = {"at": show_instant(scan.at, case.customer, case.now), "place": scan.place}
    return Phrase(f"carrier_{scan.kind.value}" + ("" if scan.place else "_somewhere"), values)
