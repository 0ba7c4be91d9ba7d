"""Reads files of test cases; a mistake is one line with the file, its line, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Optional

from pydantic import ValidationError

from core.clock import parse_instant
from returndesk.conversation_tests.case import ActionCheck, Case, CaseTurn, Check, MessageCheck, SlotCheck, World
from returndesk.conversation_tests.file_format import (
    NOW,
    OURS,
    RULES,
    SCANS,
    STORE,
    Assertion,
    CaseFile,
    Message,
    Step,
    TestCase,
)
from returndesk.conversation_tests.located_yaml import FileProblem, LocatedYaml, Location, read_yaml

_SUFFIXES = (".yml", ".yaml")


def read_all(paths: Iterable[Path]) -> list[Case]:
    """The cases of files and of all YAML files in folders, in the order given.

    Raises:
        FileProblem: A file cannot be used, or a folder holds none.
    """
    return [case for path in paths for file in _files(path) for case in read_cases(file)]


def read_cases(file: Path) -> list[Case]:
    """The cases of one file.

    Raises:
        FileProblem: It is not of the format, or a case asserts nothing.
    """
    yaml = read_yaml(file)
    if not isinstance(yaml.data, dict):
        raise FileProblem(file, 1, "holds no `test_cases:`")
    try:
        content = CaseFile.parse_obj(yaml.data)
    except ValidationError as error:
        raise _first_problem(yaml, error) from error
    names: set[str] = set()
    for index, case in enumerate(content.test_cases):
        if case.test_case in names:
            raise yaml.problem(("test_cases", index), f'two cases are called "{case.test_case}"')
        names.add(case.test_case)
    return [_Reader(yaml, content, index).case() for index in range(len(content.test_cases))]


class _Reader:
    """Puts together one case of a file."""

    def __init__(self, yaml: LocatedYaml, content: CaseFile, index: int) -> None:
        self._yaml = yaml
        self._content = content
        self._at: Location = ("test_cases", index)
        self._case: TestCase = content.test_cases[index]

    def case(self) -> Case:
        set_up = self._set_up()
        turns = tuple(self._turns())
        if self._content.whole_answer and not turns[-1].checks and not turns[-1].silent:
            raise self._yaml.problem((*self._at, "steps", len(self._case.steps) - 1), "the last step asserts nothing")
        return Case(
            file=self._yaml.file,
            line=self._yaml.line(self._at),
            name=self._case.test_case,
            turns=turns,
            whole_answer=self._content.whole_answer,
            slots={name: value for name, value in set_up.items() if name not in OURS},
            world=self._world(set_up),
        )

    def _set_up(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for position, name in enumerate(self._case.fixtures):
            if name not in self._content.fixtures:
                raise self._yaml.problem(
                    (*self._at, "fixtures", position), f'there is no fixture "{name}" in this file'
                )
            found |= self._content.fixtures[name]
        return found

    def _world(self, set_up: dict[str, Any]) -> Optional[World]:
        if not any(name in set_up for name in OURS):
            return None
        now = parse_instant(set_up[NOW]) if NOW in set_up else None
        return World(self._file(set_up.get(STORE)), now, self._file(set_up.get(SCANS)), self._file(set_up.get(RULES)))

    def _file(self, name: Optional[str]) -> Optional[Path]:
        if name is None:
            return None
        path = (self._yaml.file.parent / name).resolve()
        if not path.exists():
            raise self._yaml.problem((*self._at, "fixtures"), f"its fixture names {name}, which is not there")
        return path

    def _turns(self) -> Iterator[CaseTurn]:
        steps = self._case.steps
        starts = [index for index, step in enumerate(steps) if step.user is not None]
        for start, end in zip(starts, [*starts[1:], len(steps)], strict=True):
            asked = steps[start]
            checks = [check for index in range(start, end) for check in self._checks(index, steps[index])]
            yield CaseTurn(
                line=self._yaml.line((*self._at, "steps", start)),
                user=str(asked.user),
                checks=tuple(checks),
                metadata={**self._metadata(self._case.metadata, (*self._at, "metadata"))}
                | {**self._metadata(asked.metadata, (*self._at, "steps", start, "metadata"))},
                ordered=asked.assertion_order_enabled,
                silent=asked.assertions == () and not checks,
            )

    def _checks(self, index: int, step: Step) -> Iterator[Check]:
        at = (*self._at, "steps", index)
        line = self._yaml.line(at)
        if step.bot is not None:
            yield MessageCheck(line, Message(text=step.bot))
        if step.utter is not None:
            yield MessageCheck(line, Message(utter_name=step.utter))
        yield from (SlotCheck(line, slot) for slot in step.slot_was_set or ())
        yield from (SlotCheck(line, slot, absent=True) for slot in step.slot_was_not_set or ())
        for position, assertion in enumerate(step.assertions or ()):
            yield from _asserted(self._yaml.line((*at, "assertions", position)), assertion)

    def _metadata(self, wanted: Any, at: Location) -> dict[str, Any]:
        if wanted is None or isinstance(wanted, dict):
            return wanted or {}
        if wanted not in self._content.metadata:
            raise self._yaml.problem(at, f'there is no metadata "{wanted}" in this file')
        return self._content.metadata[wanted]


def _asserted(line: int, assertion: Assertion) -> Iterator[Check]:
    if assertion.bot_uttered is not None:
        yield MessageCheck(line, assertion.bot_uttered)
    if assertion.bot_did_not_utter is not None:
        yield MessageCheck(line, assertion.bot_did_not_utter, absent=True)
    yield from (SlotCheck(line, slot) for slot in assertion.slot_was_set or ())
    yield from (SlotCheck(line, slot, absent=True) for slot in assertion.slot_was_not_set or ())
    if assertion.action_executed is not None:
        yield ActionCheck(line, assertion.action_executed)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
    if not found:
        raise FileProblem(path, None, "holds no YAML files")
    return found


def _first_problem(yaml: LocatedYaml, error: ValidationError) -> FileProblem:
    # A key that nobody knows explains what is missing besides it, so it goes first.
    problem = min(error.errors(), key=lambda each: each["type"] != "value_error.extra")
    location = tuple(part for part in problem["loc"] if part != "__root__")
    key = next((part for part in reversed(location) if isinstance(part, str)), "the file")
    said = {
        "value_error.extra": f"`{key}` is not a key that is known here",
        "value_error.missing": f"`{key}` is missing",
        "type_error.str": f"`{key}` is not a text; write a number or a yes in quotes",
        "type_error.tuple": f"`{key}` is not a list",
        "type_error.dict": f"`{key}` holds no `key: value`",
    }.get(problem["type"], f"`{key}`: {problem['msg']}")
    return yaml.problem(location, said)
