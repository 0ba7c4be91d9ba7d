"""`returndesk converse`: holds the cases of files, and says how they went."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from rich.markup import escape

from returndesk.admin.store import replace_file
from returndesk.conversation_tests.case import Case, World
from returndesk.conversation_tests.case_files import read_all
from returndesk.conversation_tests.junit import junit_xml
from returndesk.conversation_tests.located_yaml import FileProblem
from returndesk.conversation_tests.outcome import Outcome, Verdict
from returndesk.conversation_tests.own_assistant import own_assistant
from returndesk.conversation_tests.report import shown
from returndesk.conversation_tests.rest_client import NoAnswer, RestClient
from returndesk.conversation_tests.runner import Plan, run_cases
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import Project

PASSED, FAILED, UNUSABLE = 0, 1, 2
API_KEY_VARIABLE = "RETURNDESK_API_KEY"


class Unusable(Exception):
    """The cases can't be run as they are asked to be. The message says what to do."""


@dataclass(frozen=True)
class Wish:
    """What the person at the terminal asked for.

    Args:
        paths: Files and folders of cases.
        server: The webhook that they named; None for none.
        usual_server: The webhook of an assistant that runs with the settings at hand.
        session: Whether conversations begin with a signed session.
        prepared: Whether the server has the stores and clocks that fixtures name.
        junit: Where a JUnit file goes.
        select: A part of file and name of the cases to run.
        plan: How to run them.
    """

    paths: tuple[Path, ...]
    server: Optional[str]
    usual_server: str
    session: bool = False
    prepared: bool = False
    junit: Optional[Path] = None
    select: str = ""
    plan: Plan = field(default_factory=Plan)


def converse(project: Project, wish: Wish, progress: Progress) -> int:
    """Hold the cases and show how they went.

    Returns:
        The exit code: 0 where all passed, 1 where a case failed, 2 where nothing could be run.

    Raises:
        Failure: The JUnit file can't be written.
    """
    try:
        cases = _selected(read_all(wish.paths), wish.select)
        groups = _groups(cases, wish)
        begin = time.monotonic()
        outcomes = _run(project, groups, wish, progress)
    except (FileProblem, Unusable, Failure) as problem:
        progress.console.print(
            f"returndesk converse: {problem}", style="red", markup=False, highlight=False, soft_wrap=True
        )
        return UNUSABLE
    in_order = sorted(outcomes, key=lambda outcome: cases.index(outcome.case))
    if wish.junit is not None:
        replace_file(wish.junit, junit_xml(in_order))
    return _summed_up(in_order, time.monotonic() - begin, progress)


def _selected(cases: Sequence[Case], text: str) -> list[Case]:
    found = [case for case in cases if text.casefold() in case.title.casefold()]
    if not found:
        raise Unusable(f'no case of {len(cases)} has "{text}" in its file or name')
    return found


def _groups(cases: Sequence[Case], wish: Wish) -> dict[Optional[World], list[Case]]:
    """The cases by what they run on; None stands for the server that is there."""
    groups: dict[Optional[World], list[Case]] = {}
    for case in cases:
        groups.setdefault(None if wish.prepared else case.world, []).append(case)
    if wish.server and any(world is not None for world in groups):
        case = next(case for case in cases if case.world is not None)
        raise Unusable(
            f"{case.file}:{case.line}: its fixture names a store or a clock, which can't be given to a running server; "
            "leave out --server, and one is started, or say --prepared if that server has them"
        )
    return groups


def _run(project: Project, groups: dict[Optional[World], list[Case]], wish: Wish, progress: Progress) -> list[Outcome]:
    outcomes: list[Outcome] = []
    if None in groups:
        key = os.environ.get(API_KEY_VARIABLE) or None
        client = RestClient(wish.server or wish.usual_server, key, session=wish.session)
        # Before an assistant is started for other cases: nothing is half done.
        _check(client, groups[None])
        outcomes += run_cases(groups[None], client, wish.plan, _teller(progress))
    for world, cases in groups.items():
        if world is None:
            continue
        if wish.plan.fail_fast and any(outcome.verdict is not Verdict.PASSED for outcome in outcomes):
            outcomes += [Outcome(case, Verdict.NOT_RUN) for case in cases]
            continue
        progress.say(f"Starting an assistant for {_counted(len(cases), 'case')} …")
        with own_assistant(project, world) as client:
            outcomes += run_cases(cases, client, wish.plan, _teller(progress))
    return outcomes


def _check(client: RestClient, cases: Sequence[Case]) -> None:
    curious = next((case for case in cases if case.looks_inside), None)
    try:
        client.check()
    except NoAnswer as error:
        raise Unusable(str(error)) from error
    if curious is None:
        return
    try:
        if client.session or client.api_key:
            raise NoAnswer("with a session or an API key there is no looking inside")
        with client.conversation() as conversation:
            conversation.events()
    except NoAnswer as error:
        raise Unusable(
            f"{curious.file}:{curious.line}: checks response names, slots or actions, which the server does not show; "
            f"an assistant in development shows them to this machine ({error})"
        ) from error


def _teller(progress: Progress) -> Callable[[Outcome], None]:
    def tell(outcome: Outcome) -> None:
        if outcome.verdict is Verdict.PASSED:
            progress.console.print(f"[green]✓[/green] {escape(outcome.case.title)}", highlight=False, soft_wrap=True)
            return
        for part in shown(outcome):
            progress.console.print(part)

    return tell


def _summed_up(outcomes: Sequence[Outcome], seconds: float, progress: Progress) -> int:
    counts = {verdict: sum(outcome.verdict is verdict for outcome in outcomes) for verdict in Verdict}
    said = ", ".join(f"{count} {verdict.value}" for verdict, count in counts.items() if count)
    text = f"{_counted(len(outcomes), 'case')} in {seconds:.1f} s: {said}"
    if counts[Verdict.PASSED] == len(outcomes):
        progress.done(text)
        return PASSED
    for outcome in outcomes:
        if outcome.verdict in (Verdict.FAILED, Verdict.BROKEN):
            progress.say(f"  {outcome.place}: {outcome.case.name}")
    progress.console.print(f"[red]✗[/red] {escape(text)}", highlight=False, soft_wrap=True)
    return FAILED


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
