"""On which day something happened to the return in hand, and how long ago that is."""

from __future__ import annotations

from collections.abc import Sequence

from actions.carrier.known_scans import known_of_return
from actions.replies.deadlines_card import deadlines_heading
from actions.replies.formatting import show_days, show_instant
from actions.replies.reply import Phrase, Utterance
from actions.replies.return_case import Case
from actions.replies.timeline_card import event_line
from actions.services import Services
from policy.calendars import local_date
from policy.drop_off import drop_off_outlook
from policy.model import EventType
from policy.status import SENT, TimelineEntry, return_state

EVENT_DAYS = "utter_event_days"


def event_told(kinds: Sequence[str], case: Case, services: Services, *, counts: bool = False) -> Utterance | None:
    """The day of something that happened to a return; None where neither the records nor the carrier have it.

    Args:
        kinds: The kinds of events that are asked about. Of a hand-in that is the first one that is known, as a scan
            tells of it only where nothing better does.
        case: The return.
        services: The carrier and the rules.
        counts: Whether it matters how many days ago that is.
    """
    entries = [each for each in return_state(case.found.events, case.now).timeline if each.type.value in kinds]
    if kinds[0] == EventType.DROPPED_OFF.value:
        entries = sorted(entries, key=lambda each: kinds.index(each.type.value))[:1]
    lines = [event_line(each, case) for each in entries] + (_ago(entries[-1], case) if counts and entries else [])
    if kinds[0] == EventType.WAREHOUSE_RECEIVED.value:
        lines = [*_delivered(case, services), *lines]
    return _told(lines, case) if lines else None


def days_so_far(case: Case, said: int | None = None) -> Utterance | None:
    """What happened last to a return and how many days ago that is; None where nothing has happened.

    Args:
        case: The return.
        said: The number of days that the customer counts: the newest event that lies so far back is meant.
    """
    state = return_state(case.found.events, case.now)
    newest = sorted(state.timeline, key=lambda each: each.at, reverse=True)
    stands = next((each for each in newest if each.at == state.since), None)
    meant = next((each for each in newest if _days_ago(each, case) == said), stands)
    if meant is None:
        return None
    return _told([event_line(meant, case), *_ago(meant, case)], case)


def has_event_ago(case: Case, days: int) -> bool:
    """Whether something else than the hand-in happened to a return so many days ago."""
    timeline = return_state(case.found.events, case.now).timeline
    return any(_days_ago(each, case) == days for each in timeline if each.type not in SENT)


def _delivered(case: Case, services: Services) -> list[Phrase]:
    """When the carrier delivered a parcel, where it says so."""
    scans = known_of_return(case.found, services.carrier, case.now)
    outlook = drop_off_outlook(case.found, case.customer, scans, case.now, services.facts)
    if outlook.delivered_at is None:
        return []
    at = show_instant(outlook.delivered_at, case.customer, case.now)
    return [Phrase("carrier_delivered_somewhere", {"at": at})]


def _ago(entry: TimelineEntry, case: Case) -> list[Phrase]:
    """How many days ago something happened; nothing of today."""
    days = _days_ago(entry, case)
    on = show_instant(entry.at, case.customer, case.now)
    return [Phrase("left_over", {"days": show_days(days), "due": on})] if days else []


def _days_ago(entry: TimelineEntry, case: Case) -> int:
    zone = case.customer.timezone
    return (local_date(case.now, zone) - local_date(entry.at, zone)).days


def _told(lines: Sequence[Phrase], case: Case) -> Utterance:
    return Utterance(EVENT_DAYS, {"heading": deadlines_heading(case), "lines": lines})
