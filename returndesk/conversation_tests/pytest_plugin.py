"""A pytest plugin: each case of a file of conversations is a test, with the same comparison as its failure.

Files called `*.conversation.yml` are collected, and those that match a pattern of the ini option
`returndesk_conversations`. Override the fixture `returndesk_assistants` to hold them with an assistant of your own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

import pytest

# pytest loads this wherever the program is installed: what it needs is imported where a file of conversations is met.
if TYPE_CHECKING:
    from returndesk.conversation_tests.case import Case, World
    from returndesk.conversation_tests.outcome import Outcome
    from returndesk.conversation_tests.rest_client import RestClient

_SUFFIXES = (".conversation.yml", ".conversation.yaml")
_PATTERNS = "returndesk_conversations"
_SERVER = "returndesk_server"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say where conversations are, and where the assistant is."""
    help_server = "REST webhook of the assistant that conversations are held with"
    parser.getgroup("returndesk").addoption("--returndesk-server", metavar="URL", help=help_server)
    parser.addini(_SERVER, help_server)
    parser.addini(_PATTERNS, "patterns of files that hold conversations, beside *.conversation.yml", type="args")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Optional[ConversationFile]:
    """Take up the files that hold conversations."""
    patterns: list[str] = parent.config.getini(_PATTERNS)
    if file_path.name.endswith(_SUFFIXES) or any(file_path.match(pattern) for pattern in patterns):
        file: ConversationFile = ConversationFile.from_parent(parent, path=file_path)
        return file
    return None


@pytest.fixture(scope="session")
def returndesk_assistants(request: pytest.FixtureRequest) -> Iterator[Callable[[Optional[World]], RestClient]]:
    """Give each case its assistant: one that runs, or one started for the store and clock that its fixture names."""
    from core.settings import load_settings
    from returndesk.conversation_tests.command import API_KEY_VARIABLE
    from returndesk.conversation_tests.own_assistant import own_assistant
    from returndesk.conversation_tests.rest_client import RestClient
    from returndesk.project import this_project

    config = request.config
    server = config.getoption("--returndesk-server") or config.getini(_SERVER)
    usual = f"http://127.0.0.1:{load_settings().port}/webhooks/rest/webhook"
    there = RestClient(server or usual, os.environ.get(API_KEY_VARIABLE) or None)
    started: dict[World, RestClient] = {}
    with ExitStack() as stack:

        def assistant(world: Optional[World]) -> RestClient:
            if world is None:
                return there
            if world not in started:
                started[world] = stack.enter_context(own_assistant(this_project(), world))
            return started[world]

        yield assistant


class ConversationFailed(Exception):
    """A conversation did not go as its case says."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.place)
        self.outcome = outcome


class ConversationFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterable[pytest.Item]:
        """One test a case; a file that can't be used is one error with its line."""
        from returndesk.conversation_tests.case_files import read_cases
        from returndesk.conversation_tests.located_yaml import FileProblem

        try:
            cases = read_cases(Path(os.path.relpath(self.path)))
        except FileProblem as problem:
            raise self.CollectError(str(problem)) from problem
        return [ConversationItem.of(self, case) for case in cases]


class ConversationItem(pytest.Function):
    """One case. A function, so that the fixtures of the folder it stands in hold for it."""

    case: Case

    @classmethod
    def of(cls, file: ConversationFile, case: Case) -> ConversationItem:
        """The test of a case."""

        def hold(returndesk_assistants: Callable[[Optional[World]], RestClient]) -> None:
            from returndesk.conversation_tests.outcome import Verdict
            from returndesk.conversation_tests.runner import run_case

            outcome = run_case(case, returndesk_assistants(case.world))
            if outcome.verdict is not Verdict.PASSED:
                raise ConversationFailed(outcome)

        item: ConversationItem = cls.from_parent(file, name=case.name, callobj=hold)
        item.case = case
        return item

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Expected beside actual; any other failure as pytest shows it."""
        if isinstance(excinfo.value, ConversationFailed):
            from returndesk.conversation_tests.report import as_text

            return as_text([excinfo.value.outcome])
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Union[os.PathLike[str], str], Optional[int], str]:
        """Where the case stands."""
        return self.path, self.case.line - 1, self.case.name
