"""What a shop's own rules change in answers that were written for the usual ones.

An answer that uses a fact which the shop's rules don't state must not tell it, and one that words a rule must not word
another shop's. A shop writes its own words into `answers.yml` beside its facts; without them it hears its own rule as
the fact has it, or that the rules say nothing (docs/own-rules.md).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple, Optional

from bot.responses.fact_values import PLACEHOLDER
from policy.facts import Facts, Unit, load_facts
from policy.sentences import Sentence

_SENTENCE: Final = re.compile(r"(?<=[.!?]) ")
#: What an action tells, which no fact holds.
_VALUE: Final = re.compile(r"\{(?!source\})[a-z_]+\}")
_RULE: Final = "utter_rule_"
_WORDED: Final = frozenset({Unit.TEXT, Unit.LIST})


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
        return cls(facts, load_facts(), texts, frozenset(worded))

    def instead_of(self, response: str) -> Optional[Instead]:
        """What is to be said instead of a response; None where it may be said."""
        if response in self.worded:
            return None
        used = self._used(response)
        changed = next((fact for fact in used if self._is_worded_otherwise(fact)), None)
        if any(self._is_silent(fact) for fact in used) and not self._tells_own(response):
            is_about_changed = changed is not None and used[0] == changed and response.startswith(_RULE)
            return Instead("utter_own_rule", changed) if is_about_changed else Instead("utter_not_in_rules")
        return Instead("utter_own_rule", changed) if changed and self._answers[changed] == [response] else None

    def without_silent(self, text: str, unknown: Collection[str] = ()) -> str:
        """A response's text, in any language, less the sentences that tell what the shop's rules don't state.

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
        is_silent = any(self._is_silent(fact) for fact in facts_in(text) if fact in self.usual)
        return not is_silent and not any(f"{{{name}}}" in text for name in unknown)

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
                if own is not usual:
                    yield Sentence(
                        "%(answer)s words “%(fact)s” in %(usual)s, and yours is in %(own)s",
                        answer=response,
                        fact=fact,
                        usual=_named(usual),
                        own=_named(own),
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
