"""What is known of a parcel on its way back: the store, the carrier and the customer's word put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from actions.answers.return_status import next_step_phrase, person_choice, status_phrase
from actions.carrier.known_scans import known_scans
from actions.dialogue.lateness import OFFER_PERSON
from actions.replies.formatting import show_instant
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from policy.drop_off import DropOffKind, DropOffOutlook, drop_off_outlook
from policy.facts import Facts
from policy.model import CarrierScan, ScanKind
from policy.next_step import next_step
from policy.status import SENT, History, return_state

#: Where waiting is over and a person should look.
NEEDS_PERSON = frozenset({DropOffKind.LATE, DropOffKind.DELIVERED_LATE, DropOffKind.UNSTATED})
#: Where the way of the parcel is no longer what matters.
ARRIVED = frozenset({DropOffKind.RECEIVED, DropOffKind.CLOSED})


@dataclass(frozen=True)
class ParcelNews:
    """The outlook for a parcel, how to tell it, and whether a person should look."""

    outlook: DropOffOutlook
    said: Utterance

    @property
    def needs_person(self) -> bool:
        """Whether a person should look into it."""
        return self.outlook.kind in NEEDS_PERSON or bool(self.said.choices)


def parcel_news(
    case: Case, services: Services, claimed: datetime | None = None, tracking_number: str | None = None
) -> ParcelNews:
    """The outlook for a parcel, with what the carrier knows.

    Args:
        case: The return.
        services: The carrier and the rules.
        claimed: When the customer says that they handed it in.
        tracking_number: The one that the customer told; the store's own comes first.
    """
    number = case.found.tracking_number or tracking_number
    scans = known_scans(number, services.carrier)
    # Another day takes the place of the one that was told before.
    found = case.found if claimed is None else case.found.as_recorded()
    outlook = drop_off_outlook(found, case.customer, scans, case.now, services.facts, claimed)
    if outlook.kind in ARRIVED:
        return ParcelNews(outlook, where_it_stands(outlook, case, services.facts))
    values = {"return_number": case.found.number, "carrier_news": _carrier_news(number, outlook, scans, case)}
    if outlook.told:
        values["carrier_news"] = Phrase("by_your_word", {"news": values["carrier_news"]})
    for name in ("dropped_off_at", "due", "lost_refund_on", "delivered_at"):
        instant = getattr(outlook, name)
        values[name] = show_instant(instant, case.customer, case.now) if instant else None
    paid = "_paid" if outlook.kind is DropOffKind.NO_DROP_OFF and not case.found.is_free else ""
    return ParcelNews(outlook, Utterance(f"utter_drop_off_{outlook.kind}{paid}", values, because=outlook.because))


def where_it_stands(outlook: DropOffOutlook, case: Case, facts: Facts) -> Utterance:
    """Where the return stands and what comes next, for a parcel that is no longer on its way."""
    step = next_step(case.found, case.customer, case.now, facts)
    values = {
        "status": status_phrase(return_state(case.found.events, case.now), case),
        "next_step": next_step_phrase(step, case),
    }
    return Utterance(f"utter_drop_off_{outlook.kind}", values, because=step.because, choices=person_choice(step))


def _carrier_news(
    tracking_number: str | None, outlook: DropOffOutlook, scans: tuple[CarrierScan, ...] | None, case: Case
) -> Phrase:
    """What the carrier says, in a sentence."""
    if tracking_number is None:
        return Phrase("carrier_no_tracking_number")
    if scans is None:
        return Phrase("carrier_unavailable")
    return carrier_report(outlook, case) or Phrase("carrier_no_scan")


def carrier_report(outlook: DropOffOutlook, case: Case) -> Phrase | None:
    """The carrier's last report with its place and day, and that a problem has no cause in it; None without one."""
    scan = outlook.last_scan
    if scan is None:
        return None
    values = {"at": show_instant(scan.at, case.customer, case.now), "place": scan.place}
    told = Phrase(f"carrier_{scan.kind.value}" + ("" if scan.place else "_somewhere"), values)
    return Phrase("carrier_cause_open", {"news": told}) if scan.kind is ScanKind.EXCEPTION else told


def unstated_for_paid(fact: str, case: Case) -> Reply:
    """That a rule for free labels holds for no return at the customer's own cost, with a person offered."""
    said = Utterance("utter_paid_unstated", {"return_number": case.found.number}, because=fact)
    return Reply((said,), {"offer": OFFER_PERSON})


def nothing_to_tell(case: Case, facts: Facts) -> Utterance | None:
    """What the records show of the parcel where the customer's word adds nothing to it, None where it does."""
    found = case.found.as_recorded()
    outlook = drop_off_outlook(found, case.customer, (), case.now, facts)
    if outlook.kind in (DropOffKind.RECEIVED, DropOffKind.CLOSED):
        return where_it_stands(outlook, case, facts)
    sent = History.until(found.events, case.now).first(*SENT)
    if sent is None:
        return None
    values = {"return_number": case.found.number, "on": show_instant(sent, case.customer, case.now)}
    return Utterance("utter_hand_in_is_known", values, because=outlook.because)
