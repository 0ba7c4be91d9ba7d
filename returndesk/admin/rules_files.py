"""The files in the folder of a shop's rules, read as what serves customers reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Optional

import yaml

from bot.responses.answers_file import Answers, AnswersError, load_all_answers
from core.identifiers import NumberShapes, ShapesError, load_shapes
from policy.facts import Facts, FactsError, load_facts
from policy.unique_keys import read_yaml, yaml_problem
from returndesk.failure import Failure
from returndesk.people.canned_answers import CannedAnswersError, load_canned_answers_of
from returndesk.project import Project

_NUMBERS: Final = "numbers.yml"
#: libyaml's loader takes a twentieth of the time for some thousand sentences.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: A day has begun somewhere on earth so long before it begins in UTC.
_FIRST_ZONE: Final = timedelta(hours=14)


@dataclass(frozen=True)
class RulesFiles:
    """What the files of a shop's rules hold.

    Args:
        facts: The rules.
        answers: Own words, by the tag of their language, "" for English.
        shapes: What numbers look like; None for the usual ones.
    """

    facts: Facts
    answers: Mapping[str, Answers]
    shapes: Optional[NumberShapes]


def read_rules_files(project: Project, folder: Path, responses: Mapping[str, Any]) -> RulesFiles:
    """Read and check all files of a shop's rules.

    Args:
        project: The checkout.
        folder: Where they are.
        responses: The domain's, as `domain_responses` has them.

    Raises:
        Failure: A file can't be used; the message names the place in it and the remedy.
    """
    facts, numbers = read_facts(folder), folder / _NUMBERS
    if numbers.exists():
        _refuse_twice(numbers)
    try:
        answers = load_all_answers(folder, responses, facts)
        shapes = load_shapes(numbers) if numbers.exists() else None
        load_canned_answers_of(project.root, folder, facts)
    except (AnswersError, ShapesError, CannedAnswersError) as error:
        raise Failure(str(error)) from None
    return RulesFiles(facts, answers, shapes)


def refuse_unusable_rules(project: Project, folder: Path) -> None:
    """Refuse to start on rules that can't be used, before anything has started; as `read_rules_files`."""
    read_rules_files(project, folder, domain_responses(project))


def read_facts(folder: Path) -> Facts:
    """The facts in a folder.

    Raises:
        Failure: They can't be used.
    """
    try:
        return load_facts(folder / "facts.yml")
    except FactsError as error:
        raise Failure(f"{folder}: {error}") from None


def refuse_days_to_come(facts: Facts, now: datetime) -> None:
    """Refuse facts and sources that somebody is said to have read on a day to come.

    Raises:
        Failure: Naming the first of them.
    """
    today = (now + _FIRST_ZONE).date()
    for what, named in (("source", facts.sources), ("fact", facts)):
        for name, each in named.items():
            if each.last_verified > today:
                raise Failure(
                    f'facts.yml: {what} "{name}": last_verified is {each.last_verified}, which is still to come; write '
                    "the day on which somebody read it"
                )


def domain_responses(project: Project) -> dict[str, Any]:
    """The domain's responses, without loading all that Rasa checks of a domain."""
    found: dict[str, Any] = {}
    for path in sorted((project.root / "bot" / "domain").glob("*.yml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
        found |= content.get("responses") or {}
    return found


def _refuse_twice(path: Path) -> None:
    try:
        read_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Failure(f"{path.name}: {yaml_problem(error)}") from None
