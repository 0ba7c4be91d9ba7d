"""When the money comes of a refund that runs since a day which somebody tells, counted where they are.

Only of a refund that no records are known of. "They issued my refund on 2 October" and "I'm in Italy" may come one
after the other; "worst case?" goes on with both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from actions.answers.hand_in_by_country import there, waits_until
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.days_reckoned import KEPT_AS, Reckoned
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned, said_at
from actions.dialogue.last_answer import rules_behind
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.towns import country_of, place_told
from actions.dialogue.turn import AHEAD, LATELY, PAST, ActionContext, SaidDate, place_lately
from actions.replies.formatting import show_country, show_day, show_instant, show_list
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from core.follow_ups import names_day
from core.refunds_begun import (
    asks_for_first_day,
    asks_for_last_day,
    asks_to_follow,
    tells_only_place,
    tells_refund_began,
)
from core.short_messages import pieces, words
from core.what_ifs import supposes_no_change
from policy.calendars import Place, country_code, earliest, holidays_left_out, latest, local_date
from policy.chain import Happening
from policy.fact import Fact
from policy.facts import Facts
from policy.model import Customer

_REFUND, _RECKONED = "refund.time", "utter_day_reckoned"
#: How the facts of refunds begin.
_OF_REFUNDS = "refund."
_TIME = "ask_refund_time"
_ISO = 2
#: "What then?", "so what do I do", "who do I call".
_WHAT_THEN = words("what who where whom")


@dataclass(frozen=True)
class _Began:
    """When a refund began by what somebody told, and who they are."""

    at: datetime
    customer: Customer
    place: Place


def refund_began(turn: ActionContext, facts: Facts) -> Reply | None:
    """The days between which the money of a refund comes that began on a told day; None where nobody told of one.

    Args:
        turn: The turn of somebody of whom no return is in hand.
        facts: The rules.
    """
    is_behind = any(each.startswith(_OF_REFUNDS) for each in rules_behind(turn.events)[:1])
    if asks_to_follow(turn.said) and (is_behind or _told(turn) is not None):
        # "How can I follow it?", behind an answer about money.
        return Reply((Utterance("utter_rule_ask_track_refund"),))
    fact = facts[_REFUND]
    began = _began(turn) if fact.is_stated else None
    if began is None:
        is_told = fact.is_stated and tells_refund_began(turn.said) and turn.intent != _TIME
        return Reply((Utterance(f"utter_rule_{_TIME}", because=_REFUND),)) if is_told else None
    if _day_without(turn) is not None and hand_in_reckoned(turn) is None:
        return _not_there_by(turn, began, fact)
    if asks_for_last_day(turn.said):
        lines = refund_days(began.at, began.customer, began.place, fact, turn.now)[1:]
    elif asks_for_first_day(turn.said):
        lines = refund_days(began.at, began.customer, began.place, fact, turn.now)[:1]
    elif tells_refund_began(turn.said) or (_names_place(turn) and tells_only_place(turn.said)):
        lines = refund_days(began.at, began.customer, began.place, fact, turn.now)
    else:
        return None
    kept = Reckoned(Happening.ISSUED, began.at).as_value()
    said = [Utterance(_RECKONED, {"lines": lines, KEPT_AS: kept}, _REFUND)]
    if not {"depend", "depends"}.isdisjoint(pieces(turn.said)):
        said.append(Utterance(f"utter_rule_{_TIME}", because=_REFUND))
    return Reply(tuple(said), {"offer": None})


def refund_days(at: datetime, customer: Customer, place: Place, fact: Fact, now: datetime) -> list[Phrase]:
    """The first and the last day on which the money of a refund comes, and the holidays that are left out.

    Args:
        at: When it began.
        customer: Who is told.
        place: Whose days count.
        fact: How long it takes.
        now: When it is told.
    """
    began = local_date(at, place.timezone)
    ends = ((fact.shortest, earliest(at, fact, place)), (fact.longest, latest(at, fact, place)))
    lines = [
        Phrase(
            "counted_working_days",
            {
                "longest": days,
                "starts": show_instant(at, customer, now),
                "due": show_instant(due, customer, now),
                "country": show_country(place.country),
            },
        )
        for days, due in ends
        if due is not None
    ]
    left_out = [show_day(each, customer, now) for each in holidays_left_out(began, fact.longest, place)]
    return [*lines, *([Phrase("counted_holidays", {"days": show_list(left_out)})] if left_out else [])]


def _began(turn: ActionContext) -> _Began | None:
    """The refund that the customer told of in this message or shortly before it, where a country is known."""
    where = _names_place(turn) or place_lately(turn.events)
    told = _told(turn) if where and len(country_of(where)) == _ISO else None
    if told is None or where is None:
        return None
    customer, place = there(where)
    day = meant_day(told, customer)
    return _Began(day, customer, place) if day is not None and day <= turn.now else None


def _names_place(turn: ActionContext) -> str | None:
    return place_told(turn.country and country_code(turn.country), turn.said)


def _told(turn: ActionContext) -> SaidDate | None:
    """The day of the newest message that tells when a refund began."""
    users = (event for event in reversed(turn.events) if event.get("event") == "user")
    for event in islice(users, LATELY + 1):
        if not tells_refund_began(str(event.get("text") or "")):
            continue
        entities = (event.get("parse_data") or {}).get("entities") or ()
        days = [each for each in entities if each.get("entity") == "date" and each.get("value")]
        return SaidDate(str(days[0]["value"]), said_at(turn, event), PAST) if len(days) == 1 else None
    return None


def _not_there_by(turn: ActionContext, began: _Began, fact: Fact) -> Reply | None:
    """Whether the money is late if it has not come by a day, and a person from then on."""
    by = _day_without(turn)
    asked = meant_day(replace(by, sense=AHEAD), began.customer) if by else None
    if asked is None:
        return None
    due = latest(began.at, fact, began.place)
    zone = began.place.timezone
    is_late = local_date(asked, zone) > local_date(due, zone)
    lines = [
        Phrase("late_since" if is_late else "late_not_until", {"due": show_instant(due, began.customer, turn.now)})
    ]
    if is_late or not _WHAT_THEN.isdisjoint(pieces(turn.said)):
        lines.append(Phrase("without_money"))
    kept = Reckoned(Happening.ISSUED, began.at).as_value()
    said = Utterance(_RECKONED, {"lines": lines, KEPT_AS: kept}, _REFUND, (TO_PERSON,))
    return Reply((said,), {"offer": OFFER_PERSON})


def _day_without(turn: ActionContext) -> SaidDate | None:
    """The day by which a message supposes that the money is not there: "if it hasn't arrived on the 30th"."""
    if waits_until(turn):
        return turn.asked_day
    return turn.arrived_day if supposes_no_change(turn.said) and names_day(turn.said) else None
