"""What the rules promise for the day on which somebody hands in a parcel, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from actions.answers.hand_in_by_country import hand_in_counted
from actions.answers.unchanged_by_then import unchanged_in_general
from actions.dialogue.hand_ins_reckoned import hand_in_reckoned
from actions.dialogue.lateness import ANYBODY, ANYWHERE, late_rule
from actions.dialogue.relative_dates import day_to_come, is_span, meant_day
from actions.dialogue.turn import AHEAD, ASKED, PAST, SUPPOSED, ActionContext, SaidDate, Waited, written_lately
from actions.replies.formatting import show_instant
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Utterance
from core.hand_in_words import tells_bare_hand_in
from core.own_cost import sends_at_own_cost
from core.planned_days import asks_if_day_does
from policy.calendars import latest
from policy.facts import Facts
from policy.own_cost import knows_free_service

HAND_IN = "report_not_marked_returned"
DAY_TO_COME = "utter_hand_in_day_to_come"
#: What the rules state for the free label or code alone, by the question.
_PROMISED = MappingProxyType({HAND_IN: "update.dropoff", "report_parcel_lost": "parcel.lost"})
#: Questions that go on with a day which was named before.
GO_ON = frozenset({HAND_IN, "report_parcel_lost"})
#: Senses of a day that tell of no hand-in.
ELSEWISE = frozenset({PAST, ASKED})


def parcel_rule(
    topic: str, turn: ActionContext, facts: Facts, general: Callable[[ActionContext], tuple[Utterance, ...]]
) -> tuple[Utterance, ...]:
    """What is promised for the day on which a customer would hand in the parcel, or the rule.

    Args:
        topic: The question.
        turn: The turn.
        facts: The rules.
        general: The general answer to the question in a turn.
    """
    if knows_free_service(facts) and _is_at_own_cost(topic, turn):
        return (Utterance("utter_own_cost_unstated", because=_PROMISED[topic], choices=(TO_PERSON,)),)
    counted = hand_in_counted(turn, facts) if topic == HAND_IN else None
    if counted is not None:
        return (counted,)
    unchanged = unchanged_in_general(turn, facts) if topic in GO_ON else None
    if unchanged is not None:
        return (unchanged,)
    said, told = turn.date, None
    if said is not None and said.sense == PAST and said.said_at == turn.now:
        coming = day_to_come(said, ANYBODY)
        if coming is not None:
            return (Utterance(DAY_TO_COME, {"day": show_instant(coming, ANYBODY, turn.now)}),)
        # 9/10 is another day in another country.
        told = None if "/" in said.phrase else meant_day(said, ANYBODY)
        if turn.waited is None:
            turn = replace(turn, waited=Waited((turn.now.date() - told.date()).days) if told else None)
    goes_on = turn.intent in GO_ON and turn.asked_day is None and turn.waited is None
    if goes_on and said is not None and said == hand_in_reckoned(turn):
        return _rule_from(topic, said, turn, facts) or general(turn)
    is_counted = topic == HAND_IN == turn.intent and said is not None and not is_span(said)
    if told is not None and is_counted and late_rule(topic, turn, facts) is None:
        return (_page_from(told, "told", turn.now, facts),)
    if topic != HAND_IN or said is None or said.sense in ELSEWISE or said.said_at != turn.now:
        which = (Utterance("utter_ask_hand_in_day"),) if said is None and tells_bare_hand_in(turn.said) else ()
        return (*general(turn), *which)
    day = meant_day(said, ANYBODY)
    if day is None:
        return (Utterance("utter_rule_nothing_handed_in"),)
    page, advice = _page_from(day, said.sense, turn.now, facts), Utterance("utter_rule_ask_ship_by")
    advised = facts["ship.within"]
    if said.sense == AHEAD and "?" not in turn.said and advised.is_stated and day > latest(turn.now, advised, ANYWHERE):
        # Too late by the advice, whenever before today the label came.
        return (advice, page)
    return (page, advice) if said.sense == AHEAD and asks_if_day_does(turn.said) else (page,)


def _rule_from(topic: str, said: SaidDate, turn: ActionContext, facts: Facts) -> tuple[Utterance, ...]:
    """When a parcel of a day that was named before counts as lost, or when the page changes."""
    day = None if "/" in said.phrase else meant_day(said, ANYBODY)
    if day is None:
        return ()
    if topic == "report_parcel_lost":
        if not facts["parcel.lost"].is_stated:
            return ()
        lost_on = latest(day, facts["parcel.lost"], ANYWHERE)
        days = (("lost_on", lost_on), ("handed_in", day))
        shown = {name: show_instant(each, ANYBODY, turn.now) for name, each in days}
        return (Utterance("utter_lost_on", shown, because="parcel.lost"),)
    return (_page_from(day, AHEAD if said.sense == AHEAD else SUPPOSED, turn.now, facts),)


def _page_from(day: datetime, sense: str, now: datetime, facts: Facts) -> Utterance:
    due = latest(day, facts["update.dropoff"], ANYWHERE)
    shown = {"day": show_instant(day, ANYBODY, now), "due": show_instant(due, ANYBODY, now)}
    return Utterance(f"utter_rule_hand_in_{sense}", shown)


def _is_at_own_cost(topic: str, turn: ActionContext) -> bool:
    """Whether a parcel is meant that is sent at its sender's own cost, by this message or those shortly before it."""
    if topic not in _PROMISED or turn.is_press:
        return False
    return any(map(sends_at_own_cost, (turn.said, *written_lately(turn.events))))
