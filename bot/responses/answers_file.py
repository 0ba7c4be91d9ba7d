"""A shop's own wording, `answers.yml` beside its facts, and `answers.de.yml` for another language (docs/own-rules.md).

A text may name what the usual text of the same answer names, and every value of the shop's facts. All else would stand
before customers in its braces, so it is refused here, with what comes nearest to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import yaml

from bot.responses.fact_values import PLACEHOLDER, fact_variables
from bot.responses.languages import PLURAL, english, language_tags
from policy.facts import Facts
from policy.unique_keys import read_yaml, yaml_problem

Answers = dict[str, list[dict[str, Any]]]

_BEGINS: Final = "answers"


class AnswersError(ValueError):
    """A shop's answers can't be used; the message names the file, the answer and the remedy."""


def answers_name(tag: str = "") -> str:
    """The name of a file of answers; English without a tag."""
    return f"{_BEGINS}.{tag}.yml" if tag else f"{_BEGINS}.yml"


def load_all_answers(folder: Path, known: Mapping[str, Any], facts: Facts) -> dict[str, Answers]:
    """Read a shop's own wording in every language; arguments as of `load_answers`.

    Returns:
        The responses by the tag of their language, "" for English.

    Raises:
        AnswersError: A file can't be used, or is in a language that the assistant does not have.
    """
    tags = ("", *language_tags())
    names = {answers_name(tag) for tag in tags}
    stranger = next((each for each in sorted(folder.glob(f"{_BEGINS}*.yml")) if each.name not in names), None)
    if stranger is not None:
        raise AnswersError(f"{stranger.name}: is read by nobody; the names are {', '.join(sorted(names))}")
    return {tag: load_answers(folder, known, facts, tag) for tag in tags}


def load_answers(folder: Path, known: Mapping[str, Any], facts: Facts, tag: str = "") -> Answers:
    """Read a shop's own wording.

    Args:
        folder: Where its facts are.
        known: The domain's responses.
        facts: The shop's rules.
        tag: The language; English without one.

    Returns:
        The responses by name, none where there is no file.

    Raises:
        AnswersError: The file is none, words what is no answer, or names what neither an action nor a fact tells.
    """
    path = folder / answers_name(tag)
    if not path.exists():
        return {}
    try:
        document = read_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise AnswersError(f"{path.name}: can't be read: {yaml_problem(error)}") from None
    if not isinstance(document, dict):
        raise AnswersError(f"{path.name}: holds no answers; write the name of one and its text")
    values = fact_variables(facts, english())
    return {name: check_text(path.name, name, text, known, values) for name, text in document.items()}


def values_in(variants: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The names of all values in the texts of a response, those that nouns agree with included."""
    texts = [str(each.get("text", "")) for each in variants]
    found = (
        name for text in texts for name in (*PLACEHOLDER.findall(text), *(each[0] for each in PLURAL.findall(text)))
    )
    return tuple(dict.fromkeys(found))


def check_text(
    file: str, name: str, text: object, known: Mapping[str, Any], values: Collection[str]
) -> list[dict[str, Any]]:
    """An answer in a shop's own words, in place of the usual ones.

    Args:
        file: The file's name, for messages.
        name: The answer's.
        text: The words.
        known: The domain's responses.
        values: The names of what the facts tell.

    Raises:
        AnswersError: Naming the file, the answer, what is wrong and what to write instead.
    """
    if name not in known:
        raise AnswersError(f'{file}: "{name}" is no answer; their names are in bot/domain{_nearest(str(name), known)}')
    where = f"{file}: {name}"
    if not isinstance(text, str) or not text.strip():
        raise AnswersError(f"{where}: is no text")
    try:
        plain = english().with_plurals(text, {})
    except KeyError:
        raise AnswersError(f'{where}: a plural has no branch "other", which stands in for all others') from None
    told = [each for each in values_in(known[name]) if each not in values]
    for each in PLACEHOLDER.findall(plain):
        if each not in values and each not in told:
            raise AnswersError(f"{where}: {_unknown(each, told, values)}")
    rest = PLACEHOLDER.sub("", plain)
    if "{" in rest or "}" in rest:
        at = min(rest.find(brace) for brace in "{}" if brace in rest)
        raise AnswersError(f'{where}: a brace without the name of a value: "{" ".join(rest[at : at + 30].split())}"')
    return [{**known[name][0], "text": text}]


def _unknown(name: str, told: Sequence[str], values: Collection[str]) -> str:
    """What is wrong with the name of a value, and what to write in its place."""
    of_fact = sorted(each for each in values if each.rpartition(".")[0] in (name, name.rpartition(".")[0]))
    if of_fact:
        nearest = (get_close_matches(name, of_fact, n=1) or of_fact)[0]
        has = ", ".join(f"{{{each}}}" for each in of_fact)
        return f"names {{{name}}}; write {{{nearest}}}: what is stated of this fact is {has}"
    near = _nearest(name, [*told, *values], "{%s}")
    if "." in name:
        return f'names the fact "{name.rpartition(".")[0]}", which the rules do not state, in {{{name}}}{near}'
    has = ", ".join(f"{{{each}}}" for each in told) or "none"
    return f"names {{{name}}}, which nothing fills{near}; besides facts, this answer has {has}"


def _nearest(name: str, known: Collection[str], shown: str = "%s") -> str:
    found = get_close_matches(name, known, n=1)
    return f" (nearest: {shown % found[0]})" if found else ""
