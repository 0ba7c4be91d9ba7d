"""Words a card, and makes the card of a plain answer, so that its source can be a link. docs/cards.md shows both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.card_contract import VERSION
from core.notation import unescaped
from policy.facts import Facts


def worded(card: Mapping[str, Any], phrase: Callable[[Mapping[str, Any]], str]) -> dict[str, Any]:
    """A card whose phrases have become words: its text with marks, all others plain.

    Args:
        card: As an action sent it.
        phrase: Turns a phrase into a text with marks.
    """
    return {**_worded(card, lambda each: unescaped(phrase(each))), "text": _worded(card["text"], phrase)}


def _worded(value: Any, phrase: Callable[[Mapping[str, Any]], str]) -> Any:
    if isinstance(value, dict):
        if "say" in value or "show" in value:
            return phrase(value)
        return {name: _worded(part, phrase) for name, part in value.items()}
    if isinstance(value, list):
        return [_worded(part, phrase) for part in value]
    return value


def answer_card(text: str) -> dict[str, Any]:
    """The card of an answer that is words alone; `text` comes without the source."""
    return {"card": "answer", "version": VERSION, "text": text}


def sources(cited: Iterable[str], facts: Facts, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Where the cited rules stand, each place once.

    Args:
        cited: Ids of facts, in the order in which an answer names them.
        facts: The rules.
        labels: The words for a source, by `<id>.source`.
    """
    found: dict[str, dict[str, Any]] = {}
    for fact_id in cited:
        label, source = labels[f"{fact_id}.source"], facts.source_of(fact_id)
        place = {"fact": fact_id, "title": source.title, "section": facts[fact_id].section}
        found.setdefault(label, {**place, "label": label, "url": source.url})
    return list(found.values())
