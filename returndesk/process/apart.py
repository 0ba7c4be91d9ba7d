"""Does a piece of work in a process of its own, so that what it imports takes no memory in this one afterwards."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from returndesk.failure import Failure

Result = TypeVar("Result")


def apart(work: Callable[..., Result], *arguments: Any) -> Result:
    """What a function returns that is called in a copy of this process, or raise what it raises.

    Args:
        work: The function. What it returns or raises is pickled.
        arguments: What it is called with; as the process is a copy, they may be anything.

    Raises:
        Failure: The process was ended before it was done.
    """
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(sending, work, arguments))
    process.start()
    sending.close()
    try:
        done, outcome = receiving.recv()
    except EOFError:
        process.join()
        raise Failure(f"a step of the start was ended from outside (exit code {process.exitcode})") from None
    process.join()
    if not done:
        raise outcome
    result: Result = outcome
    return result


def _do(sending: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        outcome = True, work(*arguments)
    # It is raised where the work was asked for.
    except Exception as error:  # noqa: BLE001
        outcome = False, error
    sending.send(outcome)
