"""Reads conversation cases: YAML in the end-to-end test format of Rasa's newer versions, as far as REST can see.

    test_cases:
    - test_case: what this case shows, as a sentence
      steps:
      - user: what the customer writes
        assertions:                      # one for each message of the answer, in order
        - bot_uttered:
            text_contains: [all, of these]
            not_contains: [none, of these]
            text_matches: a regular expression
            buttons: [Titles in order]   # or {title: …, payload: …}; [] where there must be none
      - user: what they write next
      - bot: the whole text of a message, instead of an assertion

`text_contains`, `not_contains` and bare titles are additions of ours. A step without assertions or `bot` only takes the
conversation further; the last one of a case has to assert something.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import yaml
from pydantic import BaseModel, Extra, ValidationError, root_validator, validator

CASES = Path(__file__).with_name("cases")


class CaseError(ValueError):
    """A file of cases does not hold what it should. The message names file, case and place."""


class _Strict(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False


class Button(_Strict):
    """A button of a message; without a payload only its title is compared."""

    title: str
    payload: Optional[str] = None


class Message(_Strict):
    """What one message of the bot has to be like."""

    text: Optional[str] = None
    text_contains: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()
    text_matches: Optional[str] = None
    buttons: Optional[tuple[Button, ...]] = None

    @validator("text_contains", "not_contains", pre=True)
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @validator("buttons", pre=True, each_item=True)
    @classmethod
    def _title_alone(cls, value: Any) -> Any:
        return {"title": value} if isinstance(value, str) else value

    @root_validator(skip_on_failure=True)
    @classmethod
    def _asserts_something(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not any(values[name] for name in ("text", "text_contains", "text_matches")) and values["buttons"] is None:
            raise ValueError("asserts nothing that a message would have to show")
        return values


class _BotUttered(_Strict):
    bot_uttered: Message

    @validator("bot_uttered", pre=True)
    @classmethod
    def _not_the_whole_text(cls, value: Any) -> Any:
        if isinstance(value, dict) and "text" in value:
            raise ValueError("a whole text is a `bot:` step")
        return value


class _Step(_Strict):
    user: Optional[str] = None
    assertions: tuple[_BotUttered, ...] = ()
    bot: Optional[str] = None

    @root_validator(skip_on_failure=True)
    @classmethod
    def _of_one_kind(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["user"] is None) == (values["bot"] is None) or (values["assertions"] and values["user"] is None):
            raise ValueError("a step is either `user` with or without `assertions`, or `bot`")
        return values


class _Case(_Strict):
    test_case: str
    steps: tuple[_Step, ...]

    @validator("steps")
    @classmethod
    def _the_customer_speaks_first_and_the_bot_last(cls, steps: tuple[_Step, ...]) -> tuple[_Step, ...]:
        if not steps or steps[0].user is None:
            raise ValueError("the customer speaks first")
        if steps[-1].bot is None and not steps[-1].assertions:
            raise ValueError("the last step asserts nothing")
        return steps


class _File(_Strict):
    test_cases: tuple[_Case, ...]


@dataclass(frozen=True)
class Turn:
    """What the customer writes, and the messages that have to come back; None where any answer will do."""

    user: str
    messages: Optional[tuple[Message, ...]]


@dataclass(frozen=True)
class Case:
    """One conversation of a file."""

    file: str
    name: str
    turns: tuple[Turn, ...]


def all_cases(folder: Path = CASES) -> list[Case]:
    """Every case of a folder, by file and in the order of each."""
    return [case for path in sorted(folder.glob("*.yml")) for case in read_cases(path)]


def read_cases(path: Path) -> list[Case]:
    """The cases of a file.

    Raises:
        CaseError: The file is not of the format, or a case asserts nothing.
    """
    try:
        parsed = _File.parse_obj(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise CaseError(f"{path.name}: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        raise CaseError(f"{path.name}: {_first_problem(error)}") from error
    names = [case.test_case for case in parsed.test_cases]
    for name in names:
        if names.count(name) > 1:
            raise CaseError(f'{path.name}: two cases are called "{name}"')
    return [Case(path.name, case.test_case, tuple(_turns(case.steps))) for case in parsed.test_cases]


def _turns(steps: Sequence[_Step]) -> Iterator[Turn]:
    starts = [index for index, step in enumerate(steps) if step.user is not None]
    for start, end in zip(starts, [*starts[1:], len(steps)], strict=True):
        asked, answers = steps[start], steps[start + 1 : end]
        messages = [assertion.bot_uttered for assertion in asked.assertions]
        messages += [Message(text=answer.bot) for answer in answers]
        yield Turn(str(asked.user), tuple(messages) or None)


def _first_problem(error: ValidationError) -> str:
    # An unknown key explains what is missing besides it, so it goes first.
    problem = min(error.errors(), key=lambda each: each["type"] != "value_error.extra")
    return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
