"""The limits that an evaluation has to keep, from a committed file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from lab.evaluation.measures import MEASURES, POINTS_LOST, Measures
from lab.evaluation.outcome import PLAIN
from lab.evaluation.perturbations import PERTURBATIONS
from returndesk.failure import Failure

_SIDES = ("at_least", "at_most")


@dataclass(frozen=True)
class Limit:
    """What one measure of one group must reach, or must not pass."""

    group: str
    measure: str
    side: str
    value: float

    def miss(self, measured: Mapping[str, Measures]) -> str | None:
        """What to say where the limit is not kept; None where it is."""
        actual = measured[self.group][self.measure]
        kept = actual >= self.value if self.side == "at_least" else actual <= self.value
        if kept:
            return None
        return f"{self.group}.{self.measure} is {actual:.2f}, not {self.side.replace('_', ' ')} {self.value:g}"


def read_thresholds(path: Path) -> tuple[Limit, ...]:
    """The limits of a file such as `plain: {answer_right: {at_least: 95}}`.

    Raises:
        Failure: The file can't be read or names something that is not measured. The message names the place.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Failure(f"{path} can't be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise Failure(f"{path} is not YAML: {error}") from error
    if not isinstance(document, dict) or not document:
        raise Failure(f"{path}: is not a mapping of groups to measures")
    return tuple(
        _limit(path.name, str(group), str(measure), limit)
        for group, measures in document.items()
        for measure, limit in _mapping(f"{path.name}: {group}", measures).items()
    )


def misses(limits: tuple[Limit, ...], measured: Mapping[str, Measures]) -> tuple[str, ...]:
    """A line for every limit that is not kept."""
    return tuple(miss for limit in limits if (miss := limit.miss(measured)))


def _limit(file: str, group: str, measure: str, limit: object) -> Limit:
    groups = (PLAIN, *PERTURBATIONS)
    if group not in groups:
        raise Failure(f'{file}: group "{group}" is not one of {", ".join(groups)}')
    known = tuple(MEASURES) if group == PLAIN else (*MEASURES, POINTS_LOST)
    place = f"{file}: {group}.{measure}"
    if measure not in known:
        raise Failure(f"{place}: is not one of {', '.join(known)}")
    entry = _mapping(place, limit)
    if len(entry) != 1 or next(iter(entry)) not in _SIDES:
        raise Failure(f"{place}: needs one of {' and '.join(_SIDES)}")
    side, value = next(iter(entry.items()))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Failure(f"{place}: {side}: {value!r} is not a number")
    return Limit(group, measure, str(side), float(value))


def _mapping(place: str, value: object) -> Mapping[object, object]:
    if not isinstance(value, dict):
        raise Failure(f"{place}: is not a mapping")
    return value
