"""What a channel answers to a call that it does not take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass
class ApiError(Exception):
    """A call is refused.

    Args:
        status: The HTTP status that says of what kind it is.
        reason: One sentence for whoever wrote the client: what is wrong, and what to do.
        retry_after: In how many seconds the call may be made again.
    """

    status: int
    reason: str
    retry_after: Optional[int] = None

    def __str__(self) -> str:
        """The reason."""
        return self.reason
