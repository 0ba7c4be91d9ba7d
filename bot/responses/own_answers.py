"""What a shop's own rules change in answers that were written for the usual ones.

An answer that uses a fact which the shop's rules don't state must not tell it, and one that words a rule must not word
another shop's. A shop writes its own words into `answers.yml` beside its facts; without them it hears its own rule as
the fact has it, or that the rules say nothing (docs/own-rules.md).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, NamedTuple, Optional

from bot.responses.conditions import under_rules
from bot.responses.fact_values import PLACEHOLDER
from policy.fact import SPANS
from policy.facts import Facts, Unit, load_facts
from policy.sentences import Sentence

_SENTENCE: Final = re.compile(r"(?<=[.!?]) ")
#: What an action tells, which no fact holds.
_VALUE: Final = re.compile(r"\{(?!source\})[a-z_]+\}")
_RULE: Final = "utter_rule_"
#: What says why, or what comes next, by a fact: it is about nothing else.
_OF_FACT: Final = ("utter_reason_", "utter_after_")
#: The shop's rule as its fact words it, the time that it names, and that it says nothing.
_OWN, _TIME, _NOTHING = "utter_own_rule", "utter_own_time", "utter_not_in_rules"
_WORDED: Final = frozenset({Unit.TEXT, Unit.LIST})


#: The fact of what can't be sent back, which the usual rules don't have, and the answers that it belongs to.
EXCLUSIONS: Final = "exclusions"
_EXCLUDING: Final = frozenset(
    f"utter_rule_ask_{topic}" for topic in ("return_window", "item_condition", "return_policy", "seasonal_categories")
)


class Instead(NamedTuple):
    """The response that is said instead of another, with the fact that it tells."""

    response: str
    fact: Optional[str] = None


def facts_in(text: str) -> Iterator[str]:
    """The ids of the facts that a response's text uses, its source included."""
    return (name.rpartition(".")[0] for name in PLACEHOLDER.findall(text) if "." in name)


@dataclass(frozen=True)
class OwnRules:
    """A shop's rules beside the usual ones, for which the domain's responses were written.

    Args:
        facts: The shop's rules.
        usual: The usual ones.
        texts: What the domain says, in English, by the name of the response.
        worded: The responses that the shop has words of its own for.
    """

    facts: Facts
    usual: Facts
    texts: Mapping[str, str]
    worded: frozenset[str]

    @classmethod
    def beside_usual(cls, facts: Facts, responses: Mapping[str, Any], worded: Iterable[str]) -> OwnRules:
        """A shop's rules beside those of this package."""
        texts = {name: "\n".join(each.get("text", "") for each in said) for name, said in responses.items()}
        bare = cls(facts, load_facts(), {}, frozenset(worded))
        return replace(bare, texts={name: under_rules(text, bare.is_as_usual) for name, text in texts.items()})

    def instead_of(self, response: str) -> Optional[Instead]:
        """What is to be said instead of a response; None where it may be said."""
        found = self._instead_of(response)
        if found is not None and found.fact is None and self._excludes(response):
            return Instead(_OWN, EXCLUSIONS)
        return found

    def with_exclusions(self, response: str, text: str) -> str:
        """An answer's text with what can't be sent back, where that belongs to it and it does not say so itself."""
        if not self._excludes(response) or f"{{{EXCLUSIONS}." in text:
            return text
        *before, last = text.rstrip().split("\n")
        excluded = f"{{{EXCLUSIONS}.{'bullets' if self.facts[EXCLUSIONS].unit is Unit.LIST else 'text'}}}"
        if not last.startswith("_"):
            return f"{text.rstrip()}\n\n{excluded}"
        said = "\n".join(before).rstrip()
        return f"{said}\n\n{excluded}\n\n{last.rstrip().removesuffix('_')}; {{{EXCLUSIONS}.source}}_"

    def _excludes(self, response: str) -> bool:
        own = self.facts.by_id.get(EXCLUSIONS)
        return own is not None and own.unit in _WORDED and response in _EXCLUDING

    def _instead_of(self, response: str) -> Optional[Instead]:
        if response in self.worded:
            return None
        rested_on = self._rested_on(response)
        if rested_on is not None and not self.is_as_usual(rested_on):
            return self._own_rule(rested_on)
        used = self._used(response)
        changed = next((fact for fact in used if self._is_worded_otherwise(fact)), None)
        if any(self._is_silent(fact) for fact in used) and not self._tells_own(response):
            is_about = changed is not None and response.startswith(_RULE) and self._is_about(response, changed)
            return Instead(_OWN, changed) if is_about else Instead(_NOTHING)
        if response.startswith(_RULE) and used and self._begins_in_other_unit(response, used[0]):
            return Instead(_TIME, used[0])
        return Instead(_OWN, changed) if changed and self._answers[changed] == [response] else None

    def is_as_usual(self, fact: str) -> bool:
        """Whether the words that tell a fact of the usual rules tell the shop's, whatever its number."""
        own, usual = self.facts.by_id.get(fact), self.usual[fact]
        return own is not None and own.unit is usual.unit and not (own.unit in _WORDED and own.value != usual.value)

    def instead_of_nothing(self, because: Optional[str]) -> Instead:
        """What is said where nothing of an answer may be said.

        Args:
            because: The fact that the answer rests on.
        """
        return (because and self._own_rule(because)) or Instead(_NOTHING)

    def _own_rule(self, fact: str) -> Instead:
        own = self.facts.by_id.get(fact)
        if own is None or own.unit not in _WORDED | SPANS:
            return Instead(_NOTHING)
        return Instead(_OWN if own.unit in _WORDED else _TIME, fact)

    def as_stated(self, text: str, unknown: Collection[str] = ()) -> str:
        """A response's text, in any language, less the sentences that tell what the shop's rules don't state so.

        Those that name a time in another unit than the rules have it go too: the number alone would be another time.

        Args:
            text: The text, before its values are in it.
            unknown: The values that are none, as a day by which no rule says anything.
        """
        if self._may_say(text, unknown):
            return text
        # A line of sources is one sentence, whatever their titles hold.
        lines = ([line] if line.startswith("_") else _SENTENCE.split(line) for line in text.split("\n"))
        return "\n".join(" ".join(each for each in line if self._may_say(each, unknown)) for line in lines).strip()

    def _may_say(self, text: str, unknown: Collection[str] = ()) -> bool:
        if any(self._is_silent(fact) for fact in facts_in(text) if fact in self.usual):
            return False
        if any(self._has_other_unit(fact) for fact in self._counted_in(text)):
            return False
        return not any(f"{{{name}}}" in text for name in unknown)

    def _begins_in_other_unit(self, response: str, fact: str) -> bool:
        """Whether the first sentence of an answer tells a fact's number, in another unit than the rules have it."""
        return self._has_other_unit(fact) and fact in self._counted_in(_SENTENCE.split(self.texts[response])[0])

    def _counted_in(self, text: str) -> Iterator[str]:
        """The facts whose number a text tells."""
        names = (name.rpartition(".") for name in PLACEHOLDER.findall(text))
        return (fact for fact, _, what in names if what != "source" and fact in self.usual)

    def _is_about(self, response: str, fact: str) -> bool:
        """Whether a general answer is about a fact, which it tells or alone rests on, and does not only cite it."""
        if self._used(response)[0] != fact:
            return False
        others = [each for each in self._answers[fact] if self._used(each)[0] == fact]
        return others == [response] or fact in self._counted_in(self.texts[response])

    def _has_other_unit(self, fact: str) -> bool:
        own, usual = self.facts.by_id.get(fact), self.usual[fact]
        return own is not None and own.unit is not usual.unit and {own.unit, usual.unit} <= SPANS

    def _rested_on(self, response: str) -> Optional[str]:
        """The fact that a response is the reason of, or what follows on, by its name."""
        begins = next((each for each in _OF_FACT if response.startswith(each)), None)
        return self._by_key.get(response[len(begins) :]) if begins else None

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        return {fact.replace(".", "_"): fact for fact in self.usual}

    def _tells_own(self, response: str) -> bool:
        """Whether a response tells a customer of their own matter first, as a confirmation does, and then of rules."""
        first = _SENTENCE.split(self.texts[response])[:2]
        tells = any(_VALUE.search(each) for each in first) and not response.startswith(_RULE)
        return tells and all(self._may_say(each) for each in first[:1])

    def doubts(self) -> Iterator[Sentence]:
        """What of the answers a person has to look at, a line each: their words may be another shop's rules."""
        for response in self.texts:
            used = () if response in self.worded else self._used(response)
            stated = [fact for fact in used if fact in self.facts and self.facts[fact].is_stated]
            instead = self.instead_of(response)
            if instead is not None and instead.fact is None and stated:
                yield Sentence(
                    "%(answer)s is not said, since not all that it words is stated; “%(fact)s” is",
                    answer=response,
                    fact=stated[0],
                )
            for fact in stated if instead is None else ():
                own, usual = self.facts[fact].unit, self.usual[fact].unit
                named = {"usual": _named(usual), "own": _named(own)}
                if own is not usual and fact in self._counted_in(self.texts[response]):
                    yield Sentence(
                        "%(answer)s leaves out what it says of “%(fact)s” in %(usual)s, since yours is in %(own)s",
                        answer=response,
                        fact=fact,
                        **named,
                    )
                elif own is not usual:
                    yield Sentence(
                        "%(answer)s words “%(fact)s” in %(usual)s, and yours is in %(own)s",
                        answer=response,
                        fact=fact,
                        **named,
                    )
                elif self._is_worded_otherwise(fact):
                    yield Sentence("%(answer)s words “%(fact)s” as the usual rules have it", answer=response, fact=fact)

    def _used(self, response: str) -> tuple[str, ...]:
        found = facts_in(self.texts.get(response, ""))
        return tuple(dict.fromkeys(fact for fact in found if fact in self.usual))

    @cached_property
    def _answers(self) -> Mapping[str, list[str]]:
        """The general answers that use each fact."""
        names = [name for name in self.texts if name.startswith(_RULE)]
        return {fact: [name for name in names if fact in self._used(name)] for fact in self.usual}

    def _is_silent(self, fact: str) -> bool:
        return self.usual[fact].is_stated and (fact not in self.facts or not self.facts[fact].is_stated)

    def _is_worded_otherwise(self, fact: str) -> bool:
        own = self.facts.by_id.get(fact)
        return own is not None and own.unit in _WORDED and own.value != self.usual[fact].value


def _named(unit: Unit) -> Sentence:
    """What a unit is called, which is a sentence's part that other languages have another word for."""
    return Sentence(str(unit).replace("_", " "))
