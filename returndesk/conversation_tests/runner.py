"""Holds conversations with a running assistant, several at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from returndesk.conversation_tests.case import Case
from returndesk.conversation_tests.check import compare
from returndesk.conversation_tests.outcome import Outcome, Verdict
from returndesk.conversation_tests.rest_client import NoAnswer, RestClient
from returndesk.conversation_tests.seen import Seen, seen


@dataclass(frozen=True)
class Plan:
    """How to run.

    Args:
        jobs: How many conversations are held at a time.
        fail_fast: Whether no further case is begun once one has failed.
        look_inside: Whether to see what happened behind the messages of every case, not only where a case asks for it.
    """

    jobs: int = 1
    fail_fast: bool = False
    look_inside: bool = False


def run_cases(cases: Sequence[Case], client: RestClient, plan: Plan, tell: Callable[[Outcome], None]) -> list[Outcome]:
    """Hold every case, each in a conversation of its own.

    Args:
        cases: What to hold.
        client: The assistant.
        plan: How to run.
        tell: Called with each outcome as it comes, never by two threads at a time.

    Returns:
        The outcomes in the order of the cases.
    """
    stopped = threading.Event()
    one_at_a_time = threading.Lock()

    def hold(case: Case) -> Outcome:
        if stopped.is_set():
            return Outcome(case, Verdict.NOT_RUN)
        outcome = run_case(case, client, look_inside=plan.look_inside)
        if plan.fail_fast and outcome.verdict is not Verdict.PASSED:
            stopped.set()
        with one_at_a_time:
            tell(outcome)
        return outcome

    with ThreadPoolExecutor(plan.jobs, thread_name_prefix="conversation") as pool:
        try:
            return list(pool.map(hold, cases))
        except BaseException:
            # Someone asked to stop: what runs ends its turn, and nothing else begins.
            stopped.set()
            raise


def run_case(case: Case, client: RestClient, *, look_inside: bool = False) -> Outcome:
    """Hold one case, up to the first turn that does not go as it should.

    Args:
        case: What to hold.
        client: The assistant.
        look_inside: Whether to see what happened behind the messages even where the case does not ask for it.
    """
    begin = time.monotonic()
    inside = look_inside or case.looks_inside
    turn = case.turns[0]
    turns: list[Seen] = []

    def outcome(verdict: Verdict, **more: object) -> Outcome:
        return Outcome(
            case,
            verdict,
            time.monotonic() - begin,
            intents=tuple(each.intent for each in turns),
            actions=tuple(action for each in turns for action in each.actions),
            **more,  # type: ignore[arg-type]  # named below
        )

    try:
        with client.conversation() as conversation:
            if case.slots:
                conversation.set_slots(case.slots)
            for turn in case.turns:
                answer = conversation.say(turn.user, turn.metadata)
                turns.append(seen(answer, conversation.events() if inside else ()))
                rows = tuple(compare(turn, turns[-1], whole_answer=case.whole_answer))
                if not all(row.holds for row in rows):
                    return outcome(Verdict.FAILED, turn=turn, rows=rows)
    except NoAnswer as error:
        return outcome(Verdict.BROKEN, turn=turn, trouble=str(error))
    return outcome(Verdict.PASSED)
