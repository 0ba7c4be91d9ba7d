"""A span of days that a customer holds against what was told: a second one against the limit, and the days since a
hand-in that they want confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.lateness import LIMITS, is_over, show_waited, told_late
from actions.dialogue.turn import ActionContext
from actions.replies.formatting import show_days, show_instant
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from core.detail_questions import days_confirmed, is_bare_span, wants_days_confirmed
from policy.calendars import local_date
from policy.drop_off import drop_off_outlook
from policy.facts import Facts

SINCE_OTHER = "utter_days_since_other"
#: A parcel whose page has not changed for that long may be lost.
_BEYOND = {"update.dropoff": ("parcel.lost", "update.dropoff")}


def span_against_limit(turn: ActionContext, behind: Sequence[str], facts: Facts) -> Reply | None:
    """Whether a span is late by the limit that was told, and what then; None where it says more, or none was told.

    Args:
        turn: The turn.
        behind: The rules of the answer before, the deciding one first.
        facts: The rules.
    """
    if turn.waited is None or turn.told_now or not is_bare_span(turn.said):
        return None
    limited = frozenset(limit for limits in LIMITS.values() for limit in limits)
    told = next((each for each in behind if each in limited), None)
    if told is None:
        return None
    over = next((each for each in _BEYOND.get(told, (told,)) if is_over(facts[each], turn.waited, turn.now)), None)
    if over is not None:
        return Reply((told_late(over, turn.waited, turn.now, facts),), {"offer": OFFER_PERSON})
    lines = [Phrase("not_late_yet", {"waited": show_waited(turn.waited)}), Phrase(f"reason_{_key(told)}")]
    return Reply((Utterance("utter_how_long", {"lines": lines}, told),), {"offer": None})


def days_since_hand_in(turn: ActionContext, case: Case, facts: Facts) -> Utterance | None:
    """How many days it is since a parcel was handed in, as the customer says or not; None where they ask no such thing
    or nothing was handed in."""
    said = days_confirmed(turn.said) if wants_days_confirmed(turn.said) else None
    handed_in = drop_off_outlook(case.found, case.customer, (), case.now, facts).dropped_off_at
    if said is None or handed_in is None:
        return None
    zone = case.customer.timezone
    days = (local_date(case.now, zone) - local_date(handed_in, zone)).days
    values = {"days": show_days(days), "on": show_instant(handed_in, case.customer, case.now)}
    return Utterance("utter_days_since_right" if days == said else SINCE_OTHER, values)


def _key(fact: str) -> str:
    return fact.replace(".", "_")
