"""The processes that `returndesk up` runs, and how each is started."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from core.settings import ActionsIn, Settings
from returndesk.model.training import model_file
from returndesk.process.needed_secrets import LIBRARIES, NO_SECRETS, NeededSecrets, variables
from returndesk.process.service import LOOPBACK, Service, reachable_host, shown_host
from returndesk.project import Project

# Rasa goes on without a model when it can't load one, and answers every message with nothing.
_NO_MODEL = re.compile(r"Could not load model due to")

#: What nobody but the actions reads, wherever they run.
_ACTIONS_OWN = variables(
    *("customer_secret", "help_desk_token", "help_desk_secret", "store_secret", "tracking_key", "tracking_secret"),
    *("connect_key", "connect_secret"),
)
#: What opens photos, for whoever shows them to people as well.
_OF_PHOTOS = variables("photos_key", "photos_bucket_key")
#: What nobody but the application for people reads.
_PEOPLES_OWN = variables("oidc_client_secret")
_OF_ACTIONS = NeededSecrets((*_ACTIONS_OWN, *_OF_PHOTOS, *variables("database_url", "actions_secret"), *LIBRARIES))
_OF_BOT = NeededSecrets(("",), but=(*_ACTIONS_OWN, *_OF_PHOTOS, *_PEOPLES_OWN))
_OF_BOT_WITH_ACTIONS = NeededSecrets(("",), but=_PEOPLES_OWN)
_OF_DEMO_SHOP = NeededSecrets((*variables("database_url", "customer_secret"), *_OF_PHOTOS, *_PEOPLES_OWN))
_OF_PEOPLE = NeededSecrets((*variables("database_url"), *_OF_PHOTOS, *_PEOPLES_OWN, *LIBRARIES))

#: What loading a model may take on a slow machine.
_BOT_SECONDS = 240


@dataclass(frozen=True)
class Serving:
    """Where the assistant is served.

    Args:
        project: The checkout.
        settings: Ports, model folder, carrier.
        host: The interface of the bot and the page; actions and carrier are for this machine alone.
        allowed_origins: Web addresses, besides the page's own, whose pages may talk to the bot.
        demo_carrier: Whether to run the demo carrier.
        enable_api: Whether to open Rasa's HTTP API to whoever has its token.
        actions_host: The interface of the action server.
        actions_in: Which process runs the actions; with the bot's there is no action server.
    """

    project: Project
    settings: Settings
    host: str
    allowed_origins: tuple[str, ...]
    demo_carrier: bool
    enable_api: bool = False
    actions_host: str = LOOPBACK
    actions_in: ActionsIn = ActionsIn.SERVER

    @property
    def page_url(self) -> str:
        """Where a person talks to the assistant."""
        return f"http://{shown_host(self.host)}:{self.settings.web_port}"

    @property
    def webhook_url(self) -> str:
        """Where a program talks to the assistant."""
        return f"http://{shown_host(self.host)}:{self.settings.port}/webhooks/rest/webhook"

    @property
    def bot_url(self) -> str:
        """Where the actions reach the bot, to have it say what an agent wrote."""
        return f"http://{shown_host(self.host)}:{self.settings.port}"

    @property
    def actions_url(self) -> str:
        """Where the bot runs its custom actions."""
        return f"http://{LOOPBACK}:{self.settings.actions_port}/webhook"

    def origins(self) -> tuple[str, ...]:
        """The web addresses whose pages may talk to the bot: the web port's, under each name it goes by here."""
        hosts = dict.fromkeys((shown_host(self.host), *_loopback_names(self.host)))
        pages = (f"http://{host}:{self.settings.web_port}" for host in hosts)
        return (*pages, *self.allowed_origins, *self.settings.allowed_origins.replace(",", " ").split())

    def services(self) -> list[Service]:
        """Everything to run, in the order in which it is shown."""
        carrier = [self._carrier()] if self.demo_carrier else []
        actions = [self._actions()] if self.actions_in is ActionsIn.SERVER else []
        return [*carrier, *actions, self._bot(), self._page()]

    def people(self) -> Service:
        """Where people answer customers; the demo shop's page serves that as well, so `returndesk up` needs none."""
        port = self.settings.people_port
        return Service(
            name="people",
            command=_python("returndesk.people", "--host", self.host, "--port", str(port)),
            host=self.host,
            port=port,
            port_option="--port",
            health_path="/readyz",
            ready_within=60,
            secrets=_OF_PEOPLE,
        )

    def _carrier(self) -> Service:
        scans = str(self.project.carrier_scans)
        port = self.settings.carrier_port
        return Service(
            name="carrier",
            command=_python("actions.carrier.demo_service", scans, "--host", LOOPBACK, "--port", str(port)),
            host=LOOPBACK,
            port=port,
            port_option="--carrier-port",
            health_path="/health",
            ready_within=60,
        )

    def _actions(self) -> Service:
        return Service(
            name="actions",
            command=_python(
                "actions.server.app", "--port", str(self.settings.actions_port), "--host", self.actions_host
            ),
            host=self.actions_host,
            port=self.settings.actions_port,
            port_option="--actions-port",
            health_path="/readyz",
            ready_within=120,
            secrets=_OF_ACTIONS,
        )

    def _bot(self) -> Service:
        project, settings = self.project, self.settings
        options = {
            "--model": model_file(Path(settings.model_dir)),
            "--endpoints": project.endpoints,
            "--credentials": project.credentials,
            "--interface": self.host,
            "--port": settings.port,
        }
        return Service(
            name="bot",
            command=_python(
                "bot" if self.actions_in is ActionsIn.SERVER else "returndesk.serve.bot_with_actions",
                "run",
                *(str(part) for option in options.items() for part in option),
                *(("--enable-api",) if self.enable_api else ()),
            ),
            host=self.host,
            port=settings.port,
            port_option="--port",
            health_path="/readyz",
            ready_within=_BOT_SECONDS,
            fatal=_NO_MODEL,
            secrets=_OF_BOT_WITH_ACTIONS if self.actions_in is ActionsIn.BOT else _OF_BOT,
        )

    def _page(self) -> Service:
        settings = self.settings
        return Service(
            name="page",
            command=_python(
                "returndesk.demo_shop",
                *("--host", self.host),
                *("--port", str(settings.web_port)),
                *("--bot-port", str(settings.port)),
                *(("--demo",) if self.demo_carrier else ()),
            ),
            host=self.host,
            port=settings.web_port,
            port_option="--web-port",
            health_path="/readyz",
            # The bot has to be there first.
            ready_within=_BOT_SECONDS,
            # Only the demo shop signs anybody in.
            secrets=_OF_DEMO_SHOP if self.demo_carrier else NO_SECRETS,
        )


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


def _loopback_names(host: str) -> tuple[str, ...]:
    return (LOOPBACK, "localhost") if reachable_host(host) in (LOOPBACK, "localhost") else ()
