"""What a text may take from the facts: their numbers, lists, days and sources, as a language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.responses.languages import Language
from core.languages import without_accents
from core.notation import escaped
from policy.facts import Fact, Facts, Unit

#: A variable in a response's text. The braces of a button's JSON payload are none.
PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w.]*)\}")

#: Ukrainian letters that Unicode has behind all others, as what sorts right behind the letter before them.
_BEHIND = str.maketrans({"ґ": "г\uffff", "є": "е\uffff", "і": "и\uffff", "ї": "и\uffff\uffff"})


def fact_variables(facts: Facts, language: Language) -> dict[str, str]:
    """Every variable that a response may take from the facts, by name."""
    variables: dict[str, str] = {}
    for fact in facts.values():
        variables.update(_variables_of(fact, facts, language))
    return variables


def _variables_of(fact: Fact, facts: Facts, language: Language) -> dict[str, str]:
    section = language.sections.get(fact.section, fact.section)
    variables = {f"{fact.id}.source": f"{facts.source_of(fact.id).title}, {quoted(section, language)}"}
    if fact.unit is Unit.COUNTRIES:
        variables[f"{fact.id}.names"] = country_list(fact.words, language)
    elif fact.unit is Unit.LIST:
        words = language.facts.get(fact.id, fact.words)
        variables[f"{fact.id}.bullets"] = "\n".join(f"• {entry}" for entry in words)
        variables[f"{fact.id}.steps"] = "\n".join(f"{step}. {entry}" for step, entry in enumerate(words, start=1))
    elif fact.unit is Unit.DATE:
        variables[f"{fact.id}.date"] = language.date(date.fromisoformat(str(fact.value)))
    elif fact.unit is Unit.TEXT:
        variables[f"{fact.id}.text"] = escaped(str(language.facts.get(fact.id, fact.value)))
    elif fact.unit is not Unit.NOT_STATED:
        variables[f"{fact.id}.shortest"] = str(fact.shortest)
        variables[f"{fact.id}.longest"] = str(fact.longest)
        variables[f"{fact.id}.any"] = language.listed([str(number) for number in fact.numbers], "or")
    return variables


def quoted(section: str, language: Language) -> str:
    """A section's heading in quotation marks, unless it brings its own."""
    return section if section.startswith('"') else section.join(language.quotes)


def country_list(codes: Iterable[str], language: Language) -> str:
    """The countries' names in alphabetical order, joined as a sentence does."""
    return language.listed(sorted(map(language.country, codes), key=alphabetical))


def alphabetical(name: str) -> str:
    """What a name is sorted by: accents count for nothing, and Ukrainian letters come where its alphabet has them."""
    return without_accents(name.casefold().translate(_BEHIND))
