"""Which answers are dangerous to which questions, from a committed file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.evaluation.sets import read_yaml
from returndesk.failure import Failure

#: Stands for every topic that no other family names.
OTHERS = "others"


@dataclass(frozen=True)
class Family:
    """Topics to which the same answers are dangerous.

    Args:
        name: What they have in common.
        answered: Topics whose answers promise them what they did not ask for.
        because: Why.
    """

    name: str
    answered: frozenset[str]
    because: str


class Dangers:
    """Families by the topics that belong to them; with none, nothing is dangerous."""

    def __init__(self, families: Mapping[str, Family] | None = None) -> None:
        self.families = families or {}

    def among(self, accepted: Sequence[str], answered: Iterable[str]) -> tuple[str, ...]:
        """The answered topics that are dangerous to somebody who asked for any of the accepted ones."""
        return tuple(topic for topic in answered if topic not in accepted and self.reasons(accepted, [topic]))

    def reasons(self, accepted: Iterable[str], answered: Collection[str]) -> tuple[str, ...]:
        """Why these answers are dangerous to somebody who asked for any of these topics; empty where they are not."""
        families = (self.families.get(asked) or self.families.get(OTHERS) for asked in accepted)
        found = [each.because for each in families if each and not each.answered.isdisjoint(answered)]
        return tuple(dict.fromkeys(found))


def read_dangers(path: Path) -> Dangers:
    """The families of a file with `answers` (names for topics) and `families`.

    Raises:
        Failure: The file is not what it should be. The message names the place.
    """
    document = read_yaml(path)
    answers, entries = _parts(path, document)
    families: dict[str, Family] = {}
    for number, entry in enumerate(entries):
        place = f"{path.name}: families[{number}]"
        if not isinstance(entry, dict) or set(entry) != {"family", "asked", "answered", "because"}:
            raise Failure(f"{place}: needs family, asked, answered and because")
        for name in entry["answered"]:
            if name not in answers:
                raise Failure(f'{place}: "{name}" is not one of {", ".join(answers)}')
        topics = frozenset(topic for name in entry["answered"] for topic in answers[name])
        family = Family(entry["family"], topics, " ".join(entry["because"].split()))
        for asked in [OTHERS] if entry["asked"] == OTHERS else entry["asked"]:
            if asked in families:
                raise Failure(f'{place}: "{asked}" is of the family "{families[asked].name}" already')
            families[asked] = family
    return Dangers(families)


def _parts(path: Path, document: Any) -> tuple[Mapping[str, list[str]], list[Any]]:
    if not isinstance(document, dict) or set(document) != {"answers", "families"}:
        raise Failure(f"{path.name}: needs answers and families")
    return document["answers"], document["families"]
