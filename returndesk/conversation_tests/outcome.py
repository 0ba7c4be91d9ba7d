"""How a case went."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Optional

from returndesk.conversation_tests.case import Case, CaseTurn
from returndesk.conversation_tests.check import Row


class Verdict(str, Enum):
    """The end of a case."""

    PASSED = "passed"
    FAILED = "failed"
    #: No answer came that could be compared.
    BROKEN = "broken"
    #: Another case had failed, and no further one was wanted.
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Outcome:
    """How one case went.

    Args:
        case: The case.
        verdict: How it ended.
        seconds: How long it took.
        turn: The turn that it ended in; None where it passed or was not run.
        rows: That turn's expectations beside what came.
        trouble: Why there was nothing to compare.
        intents: As what its messages were understood, where that could be seen.
        actions: What ran, where that could be seen.
    """

    case: Case
    verdict: Verdict
    seconds: float = 0.0
    turn: Optional[CaseTurn] = None
    rows: tuple[Row, ...] = ()
    trouble: str = ""
    intents: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where to look: the file, and the line of what failed first."""
        wrong = next((row.line for row in self.rows if not row.holds and row.line), None)
        line = wrong or (self.turn.line if self.turn else self.case.line)
        return f"{self.case.file}:{line}"
