"""What customers are told otherwise with other rules, and whether these can be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Optional
from zoneinfo import ZoneInfo

from bot.responses.answers_file import values_in
from bot.responses.own_answers import OwnRules
from core.identifiers import NumberShapes
from core.languages import ENGLISH
from policy.calendars import Place, latest
from policy.fact import SPANS
from policy.facts import Fact, Facts, Unit, load_facts
from policy.sentences import Sentence
from returndesk.admin.rules_files import domain_responses, read_facts, read_rules_files, refuse_days_to_come
from returndesk.project import Project

_ANSWER: Final = "utter_rule_"
_CHANNEL: Final = "rest"
#: The key of a value that is said as it is (bot.responses.nlg, which takes seconds to be imported).
_MARKED: Final = "marked"
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
    doubts: Sequence[Sentence]
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
    responses = domain_responses(project)
    files = read_rules_files(project, folder, responses)
    refuse_days_to_come(files.facts, now)
    new, old = _Rules(folder, files.facts), _Rules(before, read_facts(before) if before else load_facts())
    answers = files.answers[""]
    doubts = [*_untouched(old.facts, new.facts), *OwnRules.beside_usual(new.facts, responses, answers).doubts()]
    return RulesChange(
        list(_changed_answers(project, old, new if own else _Rules(None, new.facts), language)),
        list(_changed_dates(old.facts, new.facts, now)),
        doubts,
        _counted(new.facts, answers, files.shapes),
    )


def _changed_answers(project: Project, old: _Rules, new: _Rules, language: str) -> Iterator[tuple[str, str, str]]:
    """Each general answer that is another one now, as it was and as it is."""
    # Rasa takes seconds to be imported, and only this needs it.
    from rasa.shared.core.domain import Domain

    from bot.responses.nlg import FactsResponseGenerator

    domain = Domain.from_dict({"responses": domain_responses(project)})
    voices = (FactsResponseGenerator(domain=domain, facts=each.facts, rules=each.folder) for each in (old, new))
    was, is_now = (voice.in_language(language) for voice in voices)
    for name in sorted(name for name in domain.responses if name.startswith(_ANSWER)):
        before, after = (_said(voice, name, domain.responses[name]) for voice in (was, is_now))
        if before != after:
            yield name, before, after


def _said(voice: Any, name: str, usual: Sequence[Mapping[str, Any]]) -> str:
    """An answer in general, in which a value that an action tells stands by its name."""
    told = {each: {_MARKED: f"{{{each}}}"} for each in values_in(usual) if "." not in each}
    said = voice.generate_from_slots(name, {}, _CHANNEL, **told)
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


def _untouched(old: Facts, new: Facts) -> Iterator[Sentence]:
    """The facts whose value is another one, and whose source or last day of checking says that nobody looked."""
    for fact in new.values():
        before = old.by_id.get(fact.id)
        if before is None or (fact.value, fact.unit) == (before.value, before.unit):
            continue
        where = (new.source_of(fact.id).title, fact.section), (old.source_of(fact.id).title, before.section)
        if where[0] == where[1] and fact.last_verified == before.last_verified:
            yield Sentence(
                "fact “%(fact)s”: the value has changed, and neither its source nor last_verified (%(day)s): "
                "look whether the source says so, and write the day",
                fact=fact.id,
                day=str(fact.last_verified),
            )


def _counted(facts: Facts, answers: dict[str, Any], shapes: Optional[NumberShapes]) -> str:
    stated = sum(fact.is_stated for fact in facts.values())
    numbers = f"orders look like {shapes.order_example}" if shapes else "the usual numbers"
    return f"{stated} facts stated, {len(facts) - stated} not, {len(answers)} answers in its own words, {numbers}"
