"""The facts file, read into frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Optional

import yaml

from policy.fact import SPANS, Fact, FactsError, FactValue, Source, Unit, check_fact, check_source
from policy.unique_keys import read_yaml, yaml_problem

__all__ = ["Fact", "FactValue", "Facts", "FactsError", "Source", "Unit", "load_facts"]

NEEDED: Final[Mapping[str, frozenset[Unit]]] = MappingProxyType(
    {
        "request.processing": SPANS,
        "seller.silence": SPANS,
        "window.order": SPANS,
        "window.receipt": SPANS,
        "ship.within": SPANS,
        "update.dropoff": SPANS,
        "parcel.upload": SPANS,
        "parcel.lost": SPANS,
        "inspection": SPANS,
        "refund.time": SPANS,
        "fee.first": frozenset({Unit.PER_ORDER}),
        "fee.monthly_limit": frozenset({Unit.PER_MONTH}),
        "countries": frozenset({Unit.COUNTRIES}),
        "ship.barcode": frozenset({Unit.COUNTRIES}),
    }
)
"""The facts that rules compute with, and the units each rule can count in."""

MAY_BE_SILENT: Final = frozenset(
    {
        *("request.processing", "seller.silence", "window.order", "window.receipt", "ship.within", "parcel.lost"),
        *("inspection", "fee.first", "fee.monthly_limit", "countries", "ship.barcode"),
    }
)
"""Facts of those that a shop's rules need not state: what rests on them has then no date, and nothing is promised."""

CITED: Final = ("request.cancel", "request.amend", "window.general", "fee.next", "dispute")
"""Further facts that rules give as their reason; any unit will do."""


@dataclass(frozen=True, eq=False)
class Facts(Mapping[str, Fact]):
    """Every fact by id, in the file's order, with the sources they cite."""

    by_id: Mapping[str, Fact]
    sources: Mapping[str, Source]

    def __getitem__(self, fact_id: str) -> Fact:
        return self.by_id[fact_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_id)

    def __len__(self) -> int:
        return len(self.by_id)

    def source_of(self, fact_id: str) -> Source:
        """The document that a fact comes from."""
        return self.sources[self[fact_id].source]


def load_facts(path: Optional[Path] = None) -> Facts:
    """Read and check a facts file.

    Args:
        path: The file; None for the one that this package carries.

    Raises:
        FactsError: Naming the file and the fact (or source, or line) and saying what to write instead.
    """
    path = path or Path(__file__).with_name("facts.yml")
    document = _read(path)
    sources = {str(key): check_source(path.name, key, record) for key, record in document["sources"].items()}
    facts: dict[str, Fact] = {}
    for position, record in enumerate(document["facts"], start=1):
        fact = check_fact(path.name, position, record, sources)
        if fact.id in facts:
            raise FactsError(f'{path.name}: fact "{fact.id}" stands there twice; give one of them another id')
        facts[fact.id] = fact
    _check_needed(path.name, facts)
    return Facts(MappingProxyType(facts), MappingProxyType(sources))


def _read(path: Path) -> Mapping[str, Any]:
    try:
        document = read_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FactsError(f"{path.name}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FactsError(f"{path.name}: {yaml_problem(error)}") from error
    if not isinstance(document, Mapping) or set(document) != {"sources", "facts"}:
        raise FactsError(f'{path.name}: the file holds exactly two parts, "sources" and "facts"')
    if not isinstance(document["sources"], Mapping) or not isinstance(document["facts"], list):
        raise FactsError(f'{path.name}: "sources" holds named documents and "facts" is a list')
    return document


def _check_needed(file: str, facts: Mapping[str, Fact]) -> None:
    for fact_id in (*NEEDED, *CITED):
        if fact_id not in facts:
            raise FactsError(f'{file}: fact "{fact_id}" is missing; the rules need it')
    for fact_id, units in NEEDED.items():
        known = units | ({Unit.NOT_STATED} if fact_id in MAY_BE_SILENT else set())
        if facts[fact_id].unit not in known:
            wanted = ", ".join(str(unit) for unit in Unit if unit in known)
            raise FactsError(f'{file}: fact "{fact_id}": unit "{facts[fact_id].unit}" is not one of {wanted}')
