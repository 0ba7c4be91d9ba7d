"""Answers that people insert into theirs, with the rules' numbers and the dates of the customer's return filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Optional

import yaml
from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.help_desk.ticket import Ticket
from actions.replies.due_phrases import show_due
from actions.store.customer_records import newest_first
from actions.store.tables.shop import CustomerRow, ReturnRow
from actions.store.values import customer_value
from bot.responses.fact_values import PLACEHOLDER, fact_variables
from bot.responses.languages import Language, english, language_tags, load_language
from core.database.sessions import reading
from core.identifiers import number_key
from core.languages import ENGLISH, language_part
from policy.deadlines import DeadlineKind, open_deadlines
from policy.facts import Facts, load_facts
from policy.unique_keys import read_yaml, yaml_problem

#: The file in the folder of a shop's own rules; the usual one is in `bot`.
FILE: Final = "canned_answers.yml"
_LONGEST_NAME: Final = 80
_LONGEST_TEXT: Final = 2_000
#: What a text may name besides facts: the number of the return, and until when it waits for what.
RETURN: Final = "return"
_DUE: Final = "due."


class CannedAnswersError(ValueError):
    """A file of canned answers can't be used; the message names the file, the answer and the remedy."""


@dataclass(frozen=True)
class CannedAnswer:
    """An answer as its file has it: its name for whoever answers, and its text by the tag of the language."""

    name: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Offered:
    """An answer with everything filled in; `is_english` where the customer reads another language."""

    name: str
    words: str
    is_english: bool


def canned_answers_file(root: Path, rules: Optional[Path]) -> Path:
    """Where canned answers stand.

    Args:
        root: The checkout's top folder.
        rules: The folder of the shop's own rules; None for the usual ones.
    """
    return (rules or root / "bot") / FILE


def load_canned_answers_of(root: Path, rules: Optional[Path], facts: Facts) -> tuple[CannedAnswer, ...]:
    """The canned answers of a shop.

    Where its rules have no file of their own, it is the usual answers, those that name a fact which its rules don't
    state, or state in another unit than the words of the answer, left out.

    Args:
        root: The checkout's top folder.
        rules: The folder of the shop's own rules; None for the usual ones.
        facts: The shop's rules.

    Raises:
        CannedAnswersError: A file can't be used, as for `load_canned_answers`.
    """
    own, usual = canned_answers_file(root, rules), load_facts()
    if rules is None or own.exists():
        return load_canned_answers(own, facts)
    found = load_canned_answers(canned_answers_file(root, None), usual)
    return tuple(each for each in found if all(_holds(text, facts, usual) for text in each.texts.values()))


def _holds(text: str, facts: Facts, usual: Facts) -> bool:
    """Whether what a usual text says of facts can be said by other rules."""
    named = {name.rpartition(".")[0] for name in PLACEHOLDER.findall(english().with_plurals(text, {}))} & usual.keys()
    return all(each in facts and facts[each].unit is usual[each].unit for each in named)


def load_canned_answers(file: Path, facts: Facts) -> tuple[CannedAnswer, ...]:
    """Read a file of canned answers; none where it is not there.

    Args:
        file: A YAML list of `name` and `text`, which is a text in English, or texts by the tag of their language.
        facts: The shop's rules.

    Raises:
        CannedAnswersError: The file is none, or names what is neither a stated fact nor a date of a return.
    """
    if not file.exists():
        return ()
    try:
        document = read_yaml(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CannedAnswersError(f"{file.name}: can't be read: {yaml_problem(error)}") from None
    if not isinstance(document, list):
        raise CannedAnswersError(f"{file.name}: is no list of answers; each has a name and a text")
    known = {*fact_variables(facts, english()), RETURN, *(f"{_DUE}{kind}" for kind in DeadlineKind)}
    found = tuple(_checked(f"{file.name}: [{number}]", entry, known) for number, entry in enumerate(document))
    names = [each.name for each in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise CannedAnswersError(f'{file.name}: "{twice}" is there twice; give one of them another name')
    return found


class CannedAnswers:
    """What can be inserted into the answer to a ticket.

    Args:
        answers: The answers.
        facts: The shop's rules.
        engine: The return store, for the dates of a customer's return.
    """

    def __init__(self, answers: Sequence[CannedAnswer], facts: Facts, engine: Engine) -> None:
        self._answers = answers
        self._facts = facts
        self._engine = engine
        self._languages: dict[str, tuple[Language, Mapping[str, str]]] = {}

    def offered(self, ticket: Ticket, now: datetime) -> Sequence[Offered]:
        """The answers to a ticket of which every value is known, in the customer's language where they have it.

        A date that has passed is none: nobody is promised it again.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        wanted = _tag(ticket.content.language)
        found = []
        for answer in self._answers:
            tag = next((each for each in (wanted, language_part(wanted)) if each in answer.texts), ENGLISH)
            language, facts = self._language(tag)
            values = {**facts, **self._values_of(ticket, language, now)}
            text = language.with_plurals(answer.texts[tag], values)
            if all(name in values for name in PLACEHOLDER.findall(text)):
                is_english = tag == ENGLISH and language_part(wanted) != ENGLISH
                found.append(Offered(answer.name, _filled(text, values), is_english))
        return found

    def _language(self, tag: str) -> tuple[Language, Mapping[str, str]]:
        if tag not in self._languages:
            known = {_tag(each): each for each in language_tags()}
            language = load_language(known[tag], {}) if tag in known else english()
            self._languages[tag] = (language, fact_variables(self._facts, language))
        return self._languages[tag]

    def _values_of(self, ticket: Ticket, language: Language, now: datetime) -> Mapping[str, str]:
        number, customer_id = ticket.content.return_number, ticket.content.customer_id
        if number is None or customer_id is None:
            return {}
        with reading(self._engine) as session:
            query = select(ReturnRow).join(ReturnRow.order).where(ReturnRow.key == number_key(number))
            returns = [each for each in newest_first(session, query) if each.order.customer_id == customer_id]
            row = session.execute(select(CustomerRow).where(CustomerRow.id == customer_id)).scalars().first()
            if not returns or row is None:
                return {}
            customer = customer_value(row)
        values = {RETURN: returns[0].number}
        for each in open_deadlines(returns[0], customer, now, self._facts):
            if each.due > now:
                values[f"{_DUE}{each.kind}"] = language.shown(show_due(each, customer, now).as_json())
        return values


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


def _tag(tag: str) -> str:
    return tag.replace("_", "-").lower()


def _checked(place: str, entry: object, known: set[str]) -> CannedAnswer:
    if not isinstance(entry, dict) or set(entry) != {"name", "text"}:
        raise CannedAnswersError(f"{place}: needs name and text, and nothing else")
    name, text = entry["name"], entry["text"]
    texts = text if isinstance(text, dict) else {ENGLISH: text}
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
        raise CannedAnswersError(f"{place}: the name is no text of at most {_LONGEST_NAME} characters")
    if ENGLISH not in texts:
        raise CannedAnswersError(f'{place}: "{name}" has no text in English, which stands in for other languages')
    for tag, words in texts.items():
        if not isinstance(words, str) or not 0 < len(words.strip()) <= _LONGEST_TEXT:
            raise CannedAnswersError(f'{place}: "{name}" in {tag} is no text of at most {_LONGEST_TEXT:,} characters')
        plain = english().with_plurals(words, {})
        if unknown := next((each for each in PLACEHOLDER.findall(plain) if each not in known), None):
            dates = ", ".join(f"{_DUE}{kind}" for kind in DeadlineKind)
            raise CannedAnswersError(
                f'{place}: "{name}" in {tag} names "{unknown}", which no fact states; there are also {RETURN}, {dates}'
            )
    return CannedAnswer(name, {_tag(str(tag)): words.strip() for tag, words in texts.items()})
