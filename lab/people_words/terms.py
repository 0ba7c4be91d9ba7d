"""What the code keeps or lists in English and the pages show in the reader's language: states, deeds, topics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from core.intents import FALLBACK, IntentKind, intent_kind, topic_name
from policy.deadlines import DeadlineKind
from policy.fact import Unit
from policy.model import EventType
from policy.status import Status
from returndesk.learn.dividing import NO_TESTS
from returndesk.people.deeds import Deed
from returndesk.people.label_trials import Change, Worth
from returndesk.people.learning_inbox import LEFT_OUT, NEW_TOPIC
from returndesk.people.provider.refusals import Refusal
from returndesk.people.roles import Role
from returndesk.people.training_patch import Part
from returndesk.project import Project
from returndesk.report.words import CHANNELS, GIVEN_UP, KIND_NAMES

#: Kept with tickets and messages as they were when that was written.
_KEPT = ("has passed", "the customer's word", "status unknown", "not understood", "disliked", "all", "off topic")
#: Why the server itself refuses.
_REFUSED = ("Not Found", "Method Not Allowed", "Bad Request", "Unsupported Media Type", "Request Entity Too Large")
#: Kinds of intents that no question of a customer has.
_SILENT = (IntentKind.SYSTEM, IntentKind.BUTTON)


def terms(project: Project) -> list[str]:
    """All of them, each once.

    Args:
        project: The checkout, whose domain has the topics.
    """
    return sorted({*_KEPT, *_REFUSED, *_listed(), *_topics(project)})


def _listed() -> Iterator[str]:
    for kinds in (Role, Deed, Worth, Change, Part, Refusal):
        yield from (each.value for each in kinds)
    for words in (EventType, Status, DeadlineKind, Unit):
        yield from (str(each.value).replace("_", " ") for each in words)
    yield from (*KIND_NAMES.values(), *CHANNELS.values(), GIVEN_UP, NEW_TOPIC, LEFT_OUT, NO_TESTS)


def _topics(project: Project) -> Iterator[str]:
    yield topic_name(FALLBACK)
    for file in project.domain.glob("*.yml"):
        intents: list[Any] = yaml.safe_load(file.read_text(encoding="utf-8")).get("intents") or []
        for each in intents:
            intent = each if isinstance(each, str) else next(iter(each))
            if intent_kind(intent) not in _SILENT:
                yield topic_name(intent)
