"""Whether a process can be given work: asks for all that it needs, at the same time and not for long."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Optional

import structlog

from core.health.check import Check, NotReady

logger = structlog.get_logger(__name__)

#: In seconds: what takes longer to say that it is there is of no use to a customer either.
PATIENCE_SECONDS: Final = 2.0
#: In seconds: for how long an answer holds, so that many who ask put no load on what is asked.
FRESH_SECONDS: Final = 1.0


@dataclass(frozen=True)
class Finding:
    """What came of a check; `why` says what is wrong."""

    name: str
    why: Optional[str] = None


@dataclass(frozen=True)
class Report:
    """What came of all checks."""

    findings: Sequence[Finding]

    @property
    def ready(self) -> bool:
        """Whether all that is needed is there."""
        return all(finding.why is None for finding in self.findings)

    def as_dict(self) -> Mapping[str, Any]:
        """The report as `/readyz` answers it."""
        checks = {
            finding.name: {"ok": True} if finding.why is None else {"ok": False, "why": finding.why}
            for finding in self.findings
        }
        return {"ready": self.ready, "checks": checks}


class Readiness:
    """Asks, and remembers the answer for a moment.

    Args:
        checks: What is needed.
        patience: How long one of them may take, in seconds.
        fresh: For how long an answer holds, in seconds.
    """

    def __init__(
        self, checks: Sequence[Check], *, patience: float = PATIENCE_SECONDS, fresh: float = FRESH_SECONDS
    ) -> None:
        self.checks = tuple(checks)
        self._questions = [_Question(check, patience) for check in checks]
        self._fresh = fresh
        self._report: Optional[Report] = None
        self._asked_at = 0.0
        self._asking: Optional[asyncio.Task[Report]] = None

    async def report(self) -> Report:
        """What is there now, or was a moment ago. Whoever asks meanwhile gets the same answer."""
        if self._report is not None and time.monotonic() - self._asked_at < self._fresh:
            return self._report
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        return await asyncio.shield(self._asking)

    async def _ask(self) -> Report:
        report = Report(await asyncio.gather(*(question.finding() for question in self._questions)))
        earlier = {each.name: each.why for each in self._report.findings} if self._report else {}
        for finding in report.findings:
            if finding.why is not None and finding.why != earlier.get(finding.name):
                logger.warning("readiness.lost", check=finding.name, why=finding.why)
            elif finding.why is None and earlier.get(finding.name) is not None:
                logger.info("readiness.back", check=finding.name)
        self._report, self._asked_at = report, time.monotonic()
        return report


class _Question:
    """A check that is asked by one thread at a time: a database that hangs must not collect threads."""

    def __init__(self, check: Check, patience: float) -> None:
        self._check = check
        self._patience = patience
        self._running: Optional[asyncio.Future[Optional[str]]] = None

    async def finding(self) -> Finding:
        if self._running is None or self._running.done():
            self._running = _in_thread(self._check)
        try:
            why = await asyncio.wait_for(asyncio.shield(self._running), self._patience)
        except asyncio.TimeoutError:
            why = f"no answer within {self._patience:g} s"
        return Finding(self._check.name, why)


def _in_thread(check: Check) -> asyncio.Future[Optional[str]]:
    """Ask in a thread that nobody waits for at the end of the process, beside those that turns may have used up."""
    outcome: concurrent.futures.Future[Optional[str]] = concurrent.futures.Future()

    def run() -> None:
        try:
            check.ask()
        except NotReady as error:
            outcome.set_result(str(error))
        except Exception as error:  # noqa: BLE001  # its words may hold an address
            outcome.set_result(f"failed: {type(error).__name__}")
        else:
            outcome.set_result(None)

    answer = asyncio.wrap_future(outcome)
    threading.Thread(target=run, name=f"readiness {check.name}", daemon=True).start()
    return answer
