"""Numbers made of those in a language's table, in one word or in several: "fünfundachtzig", "noventa y cinco"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

LEAST_TEN, TEN, HUNDRED = 20, 10, 100
#: French counts on from these up to nineteen: "soixante et onze", "quatre-vingt-quinze".
_SCORES = frozenset([60, 80])
#: What stands in front of the ten, or of what is more than a hundred.
_JOINS = {"de": "und", "nl": "en"}
#: Behind an "e" the join has a diaeresis: "tweeënveertig".
_JOINS_BEHIND_E = {"de": "und", "nl": "ën"}


def compound_numbers(tag: str, spelled: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """The numbers up to 199 that a language writes in one word and no table lists; none of a language that writes them
    in several.

    Args:
        tag: The language's, "de".
        spelled: How its table spells the numbers up to 20, the tens and a hundred.
    """
    if tag not in ("de", "it", "nl") or HUNDRED not in spelled:
        return
    below = {number: spelling for number, spelling in spelled.items() if number <= LEAST_TEN}
    for ten in range(LEAST_TEN, HUNDRED, TEN):
        if ten not in spelled:
            continue
        below[ten] = spelled[ten]
        for one in (each for each in range(1, TEN) if each in spelled):
            written = [*_joined(tag, spelled[ten], spelled[one])]
            below[ten + one] = written[0]
            yield from ((ten + one, each) for each in written)
    yield from ((HUNDRED + number, spelled[HUNDRED] + spelling) for number, spelling in below.items())


def room_behind(number: int) -> int:
    """How large a number can be at most that stands behind another one and is added to it; 0 where none can."""
    if number % HUNDRED == 0:
        return HUNDRED - 1
    tens = number % HUNDRED
    if tens in _SCORES:
        return 2 * TEN - 1
    return TEN - 1 if tens % TEN == 0 and tens >= LEAST_TEN else 0


def _joined(tag: str, ten: str, one: str) -> Iterator[str]:
    """A ten and a one, as they are spelled together."""
    if tag != "it":
        yield f"{one}{(_JOINS_BEHIND_E if one[-1] == 'e' else _JOINS)[tag]}{ten}"
    elif one[0] in "uo":
        # "Quarantuno" and, before a noun, "quarantun giorni".
        yield ten[:-1] + one
        yield ten[:-1] + f"{one}o"
    else:
        yield ten + one
