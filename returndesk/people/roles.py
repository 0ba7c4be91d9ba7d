"""What somebody may do in the application, by what they are there for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

#: The account of the demo shop, whose password `returndesk up` prints; in production nobody can have it.
DEMO_NAME: Final = "demo"


class Role(str, Enum):
    """What somebody is there for."""

    AGENT = "agent"
    LEAD = "lead"
    AUDITOR = "auditor"


class Right(str, Enum):
    """What not everybody may do. Everybody reads queue, tickets and conversations, with what is personal masked."""

    ANSWER = "answer"
    REVEAL = "reveal"
    TAKE_OVER = "take over"
    READ_LOG = "read the log"
    EXPORT = "export a conversation"
    FORGET = "forget"
    LABEL = "say what messages mean"
    TAKE_PATCH = "take a patch of what is said and understood"


RIGHTS: Final[Mapping[Role, frozenset[Right]]] = MappingProxyType(
    {
        Role.AGENT: frozenset({Right.ANSWER, Right.REVEAL, Right.LABEL}),
        Role.LEAD: frozenset(Right),
        Role.AUDITOR: frozenset({Right.READ_LOG}),
    }
)
