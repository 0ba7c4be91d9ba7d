"""How long ago an order was placed and arrived by the customer's count: "ordered 80 days ago, came 12 days ago"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.follow_ups import age_corrected, ages_corrected, corrects_age, replaces_one

#: Words by which customers say that their days count from the parcel's arrival, or from the order.
#: English comes first, then French, Spanish, Italian, Portuguese, German, Dutch, Ukrainian, Russian and Hebrew.
_RECEIVED = re.compile(
    r"\b(receiv|arriv|deliver|reception|reached|got (?:it|them|mine|hers|his|ours|theirs|here)\b|came\b|had it"
    r"|(?:turn|show)ed up|landed|got (?:(?:the|my|her|his|our|their|this) )?(?:parcel|pack|box|order|item)"
    r"|got (?:the|my|her|his|our|their|this|these|those) "
    r"(?!(?:label|code|refund|money|cash|e?mail|message|letter|request|receipt|answer|approval|reply)\b)\w+"
    r"|re[cç]u|livré|récep|recib|recep|lleg|entreg|ricev|consegn|receb|cheg"
    r"|erhalten|bekommen|angekommen|geliefert|zugestellt|ankam|bekam|erhielt|kam\b|ontvang|ontving|gekregen|kreeg"
    r"|aangekomen|geleverd|bezorgd|binnen"
    r"|отрима|прийш|надійш|достав|получ|приш[её]?л|קיבל|הגיע|הגעה)",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"\b(ordered|ordering|order (?:one|date|day|age|itself)|bought|buying|purchas|placed|paid"
    r"|command[ée]|achet|ped[ií](?:\b|d|mos)|compr(?:é|ei|ou|ado|ada|amos|ato|ata|ai)\b|encarg|encomend|ordinat|acquist"
    r"|bestell|gekauft|kaufte|besteld|gekocht|kocht"
    r"|замов|купи|придба|заказ|оплат|הזמנ|קני|קנית|רכש)",
    re.IGNORECASE,
)
#: A message that counts more spans than these is not asked which is which.
MOST_AGES = 4


@dataclass(frozen=True)
class Ages:
    """How many days ago an order was placed, and arrived; None where nothing is told of it."""

    order: int | None = None
    receipt: int | None = None


def counts_from_receipt(text: str, entities: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the days of a message count from the parcel's arrival alone: the word nearest to them tells.

    "I ordered it 80 days ago and it arrived last week" says both.
    """
    return all(_is_since_receipt(text, days) for days in _counted(entities) or [{}])


def order_age(text: str, entities: Sequence[Mapping[str, Any]]) -> int | None:
    """The days of a message; the age of the order where it tells that of the receipt as well."""
    counts = _counted(entities)
    since_order = [days for days in counts if not _is_since_receipt(text, days)]
    return number_of((since_order or counts or [{}])[0].get("value"))


def received_days(text: str, entities: Sequence[Mapping[str, Any]]) -> int | None:
    """How long ago the parcel arrived where a message tells that beside the age of the order."""
    told = _told(text, entities)
    return None if told.order is None else told.receipt


def ages_meant(said: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> Ages:
    """The ages that hold after messages of which a later one may put right one age of two.

    Args:
        said: The messages with their entities, the oldest first.
    """
    known, is_order_first = Ages(), True
    for text, entities in said:
        told = _told(text, entities)
        if told == Ages():
            known = _renumbered(known, text, is_order_first)
            continue
        if None not in (told.order, told.receipt):
            is_order_first = not _is_since_receipt(text, _counted(entities)[0])
        if known == Ages() or None not in (told.order, told.receipt):
            known = told
        elif _names_an_age(text) or corrects_age(text):
            known = _put_right(known, text, entities)
    return known


def _renumbered(known: Ages, text: str, is_order_first: bool) -> Ages:
    """Ages with the bare numbers of a message in their places: those of "sorry, 82 and 14" in the order in which both
    were told, that of "82, not 80" where the 80 was."""
    numbers, one = ages_corrected(text), age_corrected(text)
    if one is not None and known != Ages():
        return _in_place(known, one)
    if not numbers or known == Ages():
        return known
    first, second = numbers
    if replaces_one(text):
        if known.order == second:
            return replace(known, order=first)
        return replace(known, receipt=first) if known.receipt == second else known
    if None in (known.order, known.receipt):
        return known
    order, receipt = (first, second) if is_order_first else (second, first)
    # Nothing arrives before it was ordered.
    return Ages(max(order, receipt), min(order, receipt))


def tells_of_receipt(text: str) -> bool:
    """Whether a text has a word for the arrival of what was ordered."""
    return _RECEIVED.search(text) is not None


def tells_of_order(text: str) -> bool:
    """Whether a text has a word for the ordering of something."""
    return _ORDERED.search(text) is not None


def is_denied(days: Mapping[str, Any]) -> bool:
    """Whether a message says of a number of days that it is not the right one: "12 weeks, not 80 days"."""
    return days.get("sense") == "not"


def number_of(value: Any) -> int | None:
    """A count. A client can send any value for one; days and items are never negative."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number >= 0 else None


def _counted(entities: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    counts = [entity for entity in entities if entity.get("entity") == "day_count" and not is_denied(entity)]
    return counts[:MOST_AGES]


def _told(text: str, entities: Sequence[Mapping[str, Any]]) -> Ages:
    since = [(_is_since_receipt(text, days), number_of(days.get("value"))) for days in _counted(entities)]
    order, receipt = (next((days for arrived, days in since if arrived is each), None) for each in (False, True))
    return Ages(order, receipt)


def _put_right(known: Ages, text: str, entities: Sequence[Mapping[str, Any]]) -> Ages:
    """Ages with the one replaced that a message tells anew: the one that it names or denies, or the nearer one."""
    told = _told(text, entities)
    days = told.order if told.receipt is None else told.receipt
    denied = {number_of(each.get("value")) for each in entities if is_denied(each)}
    if _names_an_age(text):
        is_receipt = told.receipt is not None
    elif (known.order in denied) != (known.receipt in denied):
        is_receipt = known.receipt in denied
    else:
        return known if days is None else _in_place(known, days)
    return replace(known, receipt=days) if is_receipt else replace(known, order=days)


def _in_place(known: Ages, days: int) -> Ages:
    """Ages with the one replaced that is told, or of two the nearer one."""
    if known.order is None or known.receipt is None:
        is_receipt = known.order is None
    else:
        is_receipt = abs(days - known.receipt) < abs(days - known.order)
    return replace(known, receipt=days) if is_receipt else replace(known, order=days)


def _names_an_age(text: str) -> bool:
    return tells_of_receipt(text) or tells_of_order(text)


def _is_since_receipt(text: str, days: Mapping[str, Any]) -> bool:
    start, end = days.get("start") or 0, days.get("end") or 0

    def distance(words: re.Pattern[str]) -> float:
        return min((max(word.start() - end, start - word.end()) for word in words.finditer(text)), default=math.inf)

    return distance(_RECEIVED) < distance(_ORDERED)
