"""What is known of a parcel on its way back: the store, the carrier and the customer's word put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from actions.answers.return_status import next_step_phrase, person_choice, status_phrase
from actions.carrier.known_scans import known_of_each
from actions.dialogue.lateness import OFFER_PERSON
from actions.replies.formatting import show_instant
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from policy.drop_off import DropOffKind, DropOffOutlook, drop_off_outlook, scans_of_return
from policy.facts import Facts
from policy.model import CarrierScan, ScanKind
from policy.next_step import next_step
from policy.own_cost import follows_times
from policy.parcels import Scans, scans_together
from policy.status import SENT, History, return_state

#: Where waiting is over and a person should look.
NEEDS_PERSON = frozenset({DropOffKind.LATE, DropOffKind.DELIVERED_LATE, DropOffKind.UNSTATED})
#: Where the way of the parcel is no longer what matters.
ARRIVED = frozenset({DropOffKind.RECEIVED, DropOffKind.CLOSED})


@dataclass(frozen=True)
class ParcelNews:
    """The outlook for a parcel, how to tell it, what the carrier reports, and whether a person should look.

    Of a return in several parcels the outlook is that of all of them, and each one's state is reported.
    """

    outlook: DropOffOutlook
    said: Utterance
    report: Phrase | None

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
    numbers = case.found.tracking_numbers or ((tracking_number,) if tracking_number else ())
    parcels = known_of_each(numbers, services.carrier)
    scans = scans_together(parcels or ((),), case.found, case.now)
    # Another day takes the place of the one that was told before.
    found = case.found if claimed is None else case.found.as_recorded()
    outlook = drop_off_outlook(found, case.customer, scans, case.now, services.facts, claimed)
    if outlook.kind in ARRIVED:
        return ParcelNews(outlook, where_it_stands(outlook, case, services.facts), carrier_report(outlook, case))
    if len(numbers) > 1:
        each = _of_each(tuple(zip(numbers, parcels, strict=True)), case)
        report, told = each if outlook.last_scan else None, each
    else:
        report = carrier_report(outlook, case)
        told = report or _no_report(bool(numbers), scans)
    values = {"return_number": case.found.number, "carrier_news": told}
    if outlook.told:
        values["carrier_news"] = Phrase("by_your_word", {"news": values["carrier_news"]})
    for name in ("dropped_off_at", "due", "lost_refund_on", "delivered_at"):
        instant = getattr(outlook, name)
        values[name] = show_instant(instant, case.customer, case.now) if instant else None
    paid = "_paid" if outlook.kind is DropOffKind.NO_DROP_OFF and not follows_times(case.found, services.facts) else ""
    said = Utterance(f"utter_drop_off_{outlook.kind}{paid}", values, because=outlook.because)
    return ParcelNews(outlook, said, report)


def where_it_stands(outlook: DropOffOutlook, case: Case, facts: Facts) -> Utterance:
    """Where the return stands and what comes next, for a parcel that is no longer on its way."""
    step = next_step(case.found, case.customer, case.now, facts)
    values = {
        "status": status_phrase(return_state(case.found.events, case.now), case),
        "next_step": next_step_phrase(step, case),
    }
    return Utterance(f"utter_drop_off_{outlook.kind}", values, because=step.because, choices=person_choice(step))


def only_standing(said: Utterance) -> Utterance:
    """Where a return stands and what comes next, as `where_it_stands` has it, without a word of the parcel."""
    lines = [said.values["status"], said.values["next_step"]]
    return replace(said, response="utter_what_next", values={"lines": lines})


def _no_report(has_number: bool, scans: Scans) -> Phrase:
    """Why the carrier says nothing, in a sentence."""
    if not has_number:
        return Phrase("carrier_no_tracking_number")
    return Phrase("carrier_unavailable" if scans is None else "carrier_no_scan")


def _of_each(parcels: Sequence[tuple[str, Scans]], case: Case) -> Phrase:
    """Where each of several parcels is, a sentence each."""
    told: list[Phrase] = []
    for number, scans in parcels:
        seen = scans_of_return(scans or (), case.found, case.now)
        news = _scan_told(seen[-1], case) if seen else _no_report(has_number=True, scans=scans)
        told.append(Phrase("carrier_of_parcel", {"tracking_number": number, "news": news}))
    return reduce(lambda before, next_one: Phrase("with_carrier", {"news": before, "next_step": next_one}), told)


def carrier_report(outlook: DropOffOutlook, case: Case) -> Phrase | None:
    """The carrier's last report with its place and day, and that a problem has no cause in it; None without one."""
    return None if outlook.last_scan is None else _scan_told(outlook.last_scan, case)


def _scan_told(scan: CarrierScan, case: Case) -> Phrase:
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
