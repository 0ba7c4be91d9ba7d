"""Where free returns can be handed in."""

from __future__ import annotations

from policy.calendars import country_code
from policy.facts import Facts


def served_countries(facts: Facts) -> tuple[str, ...]:
    """ISO codes of the countries with service points for free returns, in the order of the source.

    Source of the rule: fact `countries`.
    """
    return facts["countries"].words if facts["countries"].is_stated else ()


def is_served(country: str, facts: Facts) -> bool:
    """Whether a country (ISO code, or UK) has service points for free returns.

    Source of the rule: fact `countries`. A country that the list leaves out is "not listed", not "impossible": the
    guide sends its readers to the marketplace's own site for the latest list.
    """
    return country_code(country) in served_countries(facts)


def barcode_is_enough(country: str, facts: Facts) -> bool:
    """Whether a parcel can be handed in with a barcode, without printing the label.

    Source of the rule: fact `ship.barcode`.
    """
    barcode = facts["ship.barcode"]
    return barcode.is_stated and country_code(country) in barcode.words
