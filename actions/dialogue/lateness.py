"""A time that the customer has waited, against the limit that the rules state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from actions.dialogue.turn import ActionContext, Waited
from actions.replies.formatting import show_days
from actions.replies.reply import Phrase, Reply, Utterance
from policy.calendars import Place, latest, local_date, working_days_before
from policy.fact import Fact, Unit
from policy.facts import Facts
from policy.model import Customer

#: The limits that a question is about, the longest first.
LIMITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "report_not_marked_returned": ("parcel.lost", "update.dropoff"),
        "report_parcel_lost": ("parcel.lost",),
        "report_parcel_delivered": ("inspection",),
        "ask_inspection_time": ("inspection",),
        "ask_refund_time": ("refund.time",),
        "ask_track_refund": ("refund.time",),
        "ask_processing_time": ("request.processing",),
        "ask_seller_silent": ("seller.silence",),
    }
)
#: Whose calendar counts while nobody knows where the customer lives: that of no country, without holidays.
ANYWHERE = Place("", "UTC")
#: Units in which no day is left out.
_EVERY_DAY = frozenset({Unit.DAYS, Unit.HOURS})
#: Of whom nobody knows yet where they live.
ANYBODY = Customer("", "", "", "UTC", "en")
OFFER_PERSON = "person"


def late_rule(topic: str, turn: ActionContext, facts: Facts) -> Utterance | None:
    """That the time which this message names is longer than the rules say, None where it is not."""
    waited = turn.waited
    if waited is None or turn.intent != topic:
        return None
    limit = next((each for each in LIMITS.get(topic, ()) if is_over(facts[each], waited, turn.now)), None)
    if limit is None:
        return None
    return told_late(limit, waited, turn.now, facts)


def told_late(limit: str, waited: Waited, now: datetime, facts: Facts) -> Utterance:
    """That a span which a customer names is longer than a limit, and by how much where the limit is in days or hours.

    Args:
        limit: The fact's id; it is over by the span.
        waited: The span.
        now: An aware instant.
        facts: The rules.
    """
    values = {"waited": show_waited(waited)}
    if facts[limit].unit in _EVERY_DAY:
        values["over"] = show_days(max(1, (now - latest(_began(waited, now), facts[limit], ANYWHERE)).days))
    return Utterance(f"utter_late_{limit.replace('.', '_')}", values, because=limit)


def with_doubt(reply: Reply, topic: str, turn: ActionContext, facts: Facts) -> Reply:
    """The answer from the records, with a person offered where it is late by the customer's own count alone."""
    late = late_rule(topic, turn, facts)
    if late is None or reply.slots.get("offer") == OFFER_PERSON:
        return reply
    doubt = Utterance("utter_late_by_your_count", {"waited": late.values["waited"]})
    return replace(reply, utterances=(*reply.utterances, doubt), slots={**reply.slots, "offer": OFFER_PERSON})


def is_over(fact: Fact, waited: Waited, now: datetime) -> bool:
    """Whether a span that began so long ago is over by the longest time of a fact.

    Args:
        fact: A fact that measures time.
        waited: Since when, in days or working days.
        now: An aware instant.
    """
    if not fact.is_stated:
        return False
    if waited.working and fact.unit is Unit.WORKING_DAYS:
        return waited.days > fact.longest
    return now > latest(_began(waited, now), fact, ANYWHERE)


def _began(waited: Waited, now: datetime) -> datetime:
    """When a span began."""
    if not waited.working:
        return now - timedelta(days=waited.days)
    day = working_days_before(local_date(now, ANYWHERE.timezone), waited.days, ANYWHERE.country)
    return now - (local_date(now, ANYWHERE.timezone) - day)


def show_waited(waited: Waited) -> Phrase:
    """ "45 days", "3 working days"."""
    if not waited.working:
        return show_days(waited.days)
    return Phrase("one_working_day" if waited.days == 1 else "some_working_days", {"count": waited.days})
