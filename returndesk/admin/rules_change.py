"""What customers are told otherwise with other rules, and whether these can be used."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Optional
from zoneinfo import ZoneInfo

import yaml

from bot.responses.fact_values import PLACEHOLDER
from bot.responses.languages import language_tags
from bot.responses.own_answers import AnswersError, OwnRules, load_answers
from core.identifiers import NumberShapes, ShapesError, load_shapes
from core.languages import ENGLISH
from policy.calendars import Place, latest
from policy.fact import SPANS
from policy.facts import Fact, Facts, FactsError, Unit, load_facts
from returndesk.failure import Failure
from returndesk.people.canned_answers import CannedAnswersError, canned_answers_file, load_canned_answers
from returndesk.project import Project

_ANSWER: Final = "utter_rule_"
_CHANNEL: Final = "rest"
_PERSONAL: Final = Place("", "UTC")


@dataclass(frozen=True)
class _Rules:
    folder: Optional[Path]
    facts: Facts


@dataclass(frozen=True)
class ChangedLimit:
    """A time limit that ends on another day now; None where it ends on no day."""

    fact: str
    counted_from: date
    before: Optional[date]
    now: Optional[date]

    def __str__(self) -> str:
        before, now = (each or "no day" for each in (self.before, self.now))
        return f"{self.fact}, from {self.counted_from} on: until {before} before, until {now} now"


@dataclass(frozen=True)
class RulesChange:
    """What is otherwise with other rules.

    Args:
        answers: The name of each general answer that changes, with what it was and what it is.
        dates: Each time limit that ends on another day.
        doubts: What somebody should look at again, as sentences.
        used: How much the new rules state, as a sentence.
    """

    answers: Sequence[tuple[str, str, str]]
    dates: Sequence[ChangedLimit]
    doubts: Sequence[str]
    used: str


def change_of_rules(
    project: Project,
    folder: Path,
    *,
    now: datetime,
    before: Optional[Path] = None,
    language: str = ENGLISH,
    own: bool = True,
) -> RulesChange:
    """Check the rules in a folder, and find what changes with them; as `check_rules`, without telling anybody.

    Args:
        project: The checkout.
        folder: Where the new rules are.
        now: From when time limits are counted, an aware instant.
        before: Where the old ones are; None for the usual ones.
        language: The tag of the language of answers; what has no words in it is English.
        own: Whether the new rules are a shop's own, in whose place none of the package's translated words stand.

    Raises:
        Failure: A file can't be used; the message names the place in it and the remedy.
    """
    responses = _responses(project)
    new, old = _loaded(folder), _loaded(before) if before else _Rules(None, load_facts())
    try:
        answers = {tag: load_answers(folder, responses, new.facts, tag) for tag in ("", *language_tags())}
        shapes = load_shapes(folder / "numbers.yml") if (folder / "numbers.yml").exists() else None
        load_canned_answers(canned_answers_file(project.root, folder), new.facts)
    except (AnswersError, ShapesError, CannedAnswersError) as error:
        raise Failure(str(error)) from None
    doubts = [*_untouched(old.facts, new.facts), *OwnRules.beside_usual(new.facts, responses, answers[""]).doubts()]
    return RulesChange(
        list(_changed_answers(project, old, new if own else _Rules(None, new.facts), language)),
        list(_changed_dates(old.facts, new.facts, now)),
        doubts,
        _counted(new.facts, answers[""], shapes),
    )


def _loaded(folder: Path) -> _Rules:
    try:
        return _Rules(folder, load_facts(folder / "facts.yml"))
    except FactsError as error:
        raise Failure(f"{folder}: {error}") from None


def _responses(project: Project) -> dict[str, Any]:
    """The domain's responses, without loading all that Rasa checks of a domain."""
    found: dict[str, Any] = {}
    for path in sorted((project.root / "bot" / "domain").glob("*.yml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8")).get("responses") or {}
    return found


def _changed_answers(project: Project, old: _Rules, new: _Rules, language: str) -> Iterator[tuple[str, str, str]]:
    """Each general answer that is another one now, as it was and as it is."""
    # Rasa takes seconds to be imported, and only this needs it.
    from rasa.shared.core.domain import Domain

    from bot.responses.nlg import FactsResponseGenerator

    domain = Domain.from_dict({"responses": _responses(project)})
    voices = (FactsResponseGenerator(domain=domain, facts=each.facts, rules=each.folder) for each in (old, new))
    was, is_now = (voice.in_language(language) for voice in voices)
    names = sorted(name for name in domain.responses if name.startswith(_ANSWER))
    # What is a case's own is shown as it is written.
    own = {
        each for name in names for each in PLACEHOLDER.findall(json.dumps(domain.responses[name])) if "." not in each
    }
    for name in names:
        before, after = (_said(voice, name, own) for voice in (was, is_now))
        if before != after:
            yield name, before, after


def _said(voice: Any, name: str, own: Iterable[str]) -> str:
    said = voice.generate_from_slots(name, {}, _CHANNEL, **{each: f"{{{each}}}" for each in own})
    return " ".join(str(said["text"]).split()) if said else ""


def _changed_dates(old: Facts, new: Facts, now: datetime) -> Iterator[ChangedLimit]:
    """Each time limit that ends on another day now, counted from today without any country's holidays."""
    for fact in new.values():
        before, after = _end(old.by_id.get(fact.id), now), _end(fact, now)
        if before != after and fact.unit in SPANS | {Unit.NOT_STATED}:
            yield ChangedLimit(fact.id, now.date(), before, after)


def _end(fact: Optional[Fact], now: datetime) -> Optional[date]:
    if fact is None or fact.unit not in SPANS:
        return None
    return latest(now, fact, _PERSONAL).astimezone(ZoneInfo(_PERSONAL.timezone)).date()


def _untouched(old: Facts, new: Facts) -> Iterator[str]:
    """The facts whose value is another one, and whose source or last day of checking says that nobody looked."""
    for fact in new.values():
        before = old.by_id.get(fact.id)
        if before is None or (fact.value, fact.unit) == (before.value, before.unit):
            continue
        where = (new.source_of(fact.id).title, fact.section), (old.source_of(fact.id).title, before.section)
        if where[0] == where[1] and fact.last_verified == before.last_verified:
            yield (
                f'fact "{fact.id}": the value has changed, and neither its source nor last_verified '
                f"({fact.last_verified}): look whether the page says so, and write the day"
            )


def _counted(facts: Facts, answers: dict[str, Any], shapes: Optional[NumberShapes]) -> str:
    stated = sum(fact.is_stated for fact in facts.values())
    numbers = f"orders look like {shapes.order_example}" if shapes else "the usual numbers"
    return f"{stated} facts stated, {len(facts) - stated} not, {len(answers)} answers in its own words, {numbers}"
