"""Becomes one process of the assistant, so that signals reach it and its exit code is its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, NoReturn

from core.settings import ActionsIn, Settings
from returndesk.doctor.refusal import refuse_unsafe
from returndesk.failure import Failure
from returndesk.model.training import model_file
from returndesk.process.environment import child_environment
from returndesk.process.secrets import missing_secrets
from returndesk.process.service import Service
from returndesk.project import STATE_VARIABLE, Project
from returndesk.serve.services import Serving

_ACTIONS_URL: Final = "RETURNDESK_ACTIONS_URL"
_OF_PEOPLE_ALONE: Final = ("identity provider", "RETURNDESK_OIDC_ISSUER", "RETURNDESK_PEOPLE_URL")
_NEEDLESS_TO_PEOPLE: Final = ("RETURNDESK_SESSION_SECRET", "RETURNDESK_ACTIONS_SECRET", "RETURNDESK_CARRIER_URL")


class Process(str, Enum):
    """What can be served by itself."""

    BOT = "bot"
    ACTIONS = "actions"
    #: The bot with the actions in its process.
    ALL = "all"
    PAGE = "page"
    #: Where people answer customers (docs/people.md).
    PEOPLE = "people"


@dataclass(frozen=True)
class Exec:
    """What a process is replaced by: its command and all of its environment."""

    service: Service
    environment: Mapping[str, str]


def process_to_be(project: Project, settings: Settings, process: Process, host: str, *, enable_api: bool) -> Exec:
    """What to run for one process of the assistant.

    Args:
        project: The checkout.
        settings: Ports, databases, secrets; folders and files in them are absolute.
        process: Which one.
        host: The interface to listen on.
        enable_api: Opens the bot's HTTP API of Rasa to whoever has its token.

    Raises:
        Failure: Something is missing or, in production, unsafe.
    """
    actions_in = _actions_in(settings, process)
    serving = Serving(
        *(project, settings, host, ()),
        demo_carrier=False,
        enable_api=enable_api,
        actions_host=host,
        actions_in=actions_in,
    )
    if settings.rules is not None and process is not Process.PAGE:
        # It knows databases and the words of all languages, which a start without rules of its own needs not.
        from returndesk.admin.rules_files import refuse_unusable_rules

        refuse_unusable_rules(project, Path(settings.rules))
    if process in (Process.BOT, Process.ALL):
        model = model_file(Path(settings.model_dir))
        if not model.is_file():
            raise Failure(
                f"there is no model at {project.shown(model)}; make one with `returndesk train`, or name its folder "
                "with --model-dir"
            )
    if process is Process.PAGE:
        secrets: Mapping[str, str] = {}
    elif process is Process.PEOPLE:
        # It keeps its sessions in the store, and says nothing to the bot.
        refuse_unsafe(project, settings, origins=(), needless=_NEEDLESS_TO_PEOPLE)
        secrets = {}
    else:
        # The action server makes no sessions.
        needless = (*_OF_PEOPLE_ALONE, *(("RETURNDESK_SESSION_SECRET",) if process is Process.ACTIONS else ()))
        refuse_unsafe(project, settings, origins=(), enable_api=enable_api, needless=needless)
        secrets = missing_secrets(settings, project.state / "secrets.json", needless=needless)
    name = Process.BOT.value if process is Process.ALL else process.value
    service = next(each for each in (*serving.services(), serving.people()) if each.name == name)
    environment = child_environment(
        project,
        **secrets,
        **{STATE_VARIABLE: project.state, _ACTIONS_URL: os.environ.get(_ACTIONS_URL) or serving.actions_url},
        RETURNDESK_ENV=settings.env.value,
        RETURNDESK_DATABASE_URL=settings.database_url,
        RETURNDESK_CONVERSATIONS_URL=settings.conversations_url or None,
        RETURNDESK_PHOTOS_DIR=settings.photos_dir,
        RETURNDESK_PORT=settings.port,
        RETURNDESK_ACTIONS_PORT=settings.actions_port,
        RETURNDESK_WEB_PORT=settings.web_port,
        RETURNDESK_CARRIER_URL=settings.carrier_url,
    )
    return Exec(service, service.secrets.of(environment))


def _actions_in(settings: Settings, process: Process) -> ActionsIn:
    """Where the actions run that a process asks or is.

    Raises:
        Failure: The settings say otherwise.
    """
    by_itself = {Process.ALL: ActionsIn.BOT, Process.ACTIONS: ActionsIn.SERVER}.get(process)
    if by_itself is not None and settings.actions_in not in (None, by_itself):
        raise Failure(
            f"RETURNDESK_ACTIONS_IN={settings.actions_in.value}: does not go with `serve {process.value}`; unset it, "
            "or serve another process"
        )
    return by_itself or settings.actions_in or ActionsIn.SERVER


def become(project: Project, what: Exec) -> NoReturn:
    """Replace this process."""
    os.chdir(project.root)
    command = [str(part) for part in what.service.command]
    os.execve(command[0], command, dict(what.environment))  # noqa: S606  # our own interpreter
