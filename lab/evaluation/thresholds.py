"""The limits that an evaluation has to keep, from a committed file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.evaluation.measures import CALIBRATION_ERROR, POINTS_LOST, SHARES, Measures
from lab.evaluation.perturbations import PERTURBATIONS
from lab.evaluation.sets import CONVERSATIONS, read_yaml
from returndesk.failure import Failure

_SIDES = ("at_least", "at_most")
#: What a limit can be set for, the costliest first.
_MEASURES = (*SHARES, CALIBRATION_ERROR, POINTS_LOST)


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


def read_thresholds(path: Path, sets: Iterable[str]) -> tuple[Limit, ...]:
    """The limits of a file such as `public: {in_scope_wrong: {at_most: 4}}`, those of what costs most first.

    Args:
        path: The file.
        sets: The names of the test sets.

    Raises:
        Failure: The file can't be read or names something that is not measured. The message names the place.
    """
    document = read_yaml(path)
    if not isinstance(document, dict) or not document:
        raise Failure(f"{path}: is not a mapping of groups to measures")
    groups = tuple(dict.fromkeys([*sets, CONVERSATIONS, *PERTURBATIONS]))
    limits = [
        _limit(path.name, groups, str(group), str(measure), limit)
        for group, measures in document.items()
        for measure, limit in _mapping(f"{path.name}: {group}", measures).items()
    ]
    return tuple(sorted(limits, key=lambda limit: _MEASURES.index(limit.measure)))


def misses(limits: tuple[Limit, ...], measured: Mapping[str, Measures]) -> tuple[str, ...]:
    """A line for every limit that is not kept."""
    return tuple(miss for limit in limits if (miss := limit.miss(measured)))


def _limit(file: str, groups: Iterable[str], group: str, measure: str, limit: object) -> Limit:
    if group not in groups:
        raise Failure(f'{file}: group "{group}" is not one of {", ".join(groups)}')
    known = _MEASURES if group in PERTURBATIONS else _MEASURES[:-1]
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
