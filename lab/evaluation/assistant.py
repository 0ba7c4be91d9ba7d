"""A trained bot in this process, without servers: it reads messages, and its actions run beside it.

The store behind it is empty unless its file is there already, and nobody is verified: what is looked at is which
answer a message gets, before anyone has said who they are.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import yaml

from actions.carrier.http_carrier import HttpCarrier
from actions.carrier.settings import inbox_from
from actions.connect.settings import shop_inbox_from
from actions.help_desk.hand_over import hand_over_from
from actions.labels.labels import Labels
from actions.photos.photos import Photos
from actions.reminders.reminding import reminding_from
from actions.server.registry import all_actions
from actions.services import Services
from actions.shop_changes.inbox import ChangesInbox
from actions.sign_in.shop_sign_in import ShopSignIn
from actions.store.engine import migrate
from actions.store.feedback import Feedback
from actions.store.proof.mail_links import mail_links_from
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from bot.rasa_patches.without_tensorflow import keep_out
from core.clock import FrozenClock
from core.database.engine import open_engine
from core.health.readiness import Readiness
from core.identifiers import USUAL_SHAPES
from core.intents import FALLBACK
from core.settings import load_settings
from policy.facts import load_facts
from returndesk.project import Project

#: Answers name dates; these are of no particular day.
_NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
_NOBODY = "http://127.0.0.1:9"
#: The store's file in the folder that it is given.
STORE_NAME = "store.db"

Parse = Mapping[str, Any]


@dataclass(frozen=True)
class BotMessage:
    """One message of the bot: its text, and what its buttons say to the bot when they are pressed."""

    text: str
    payloads: tuple[str, ...]


class Reader(Protocol):
    """Who reads messages and answers them; tests put a small one in the bot's place."""

    async def parse(self, text: str) -> Parse:
        """What the model makes of a message."""

    async def answer(self, text: str, parse: Parse) -> tuple[BotMessage, ...]:
        """What the bot says to a message that was read like this, as the first one of a conversation."""


class Assistant:
    """The bot of a trained model.

    Args:
        project: The checkout, for the endpoints' response generator.
        model: The trained model's archive.
        folder: Where the store is, or an empty one goes.
    """

    def __init__(self, project: Project, model: Path, folder: Path) -> None:
        keep_out()
        with warnings.catch_warnings():
            # Rasa's dependencies warn of each other's age while they are imported; nobody here can act on that.
            warnings.simplefilter("ignore")
            self._agent = _agent(project, model, folder)
        self._senders = count()

    @property
    def agent(self) -> Any:
        """Rasa's agent."""
        return self._agent

    async def parse(self, text: str) -> Parse:
        """What the model makes of a message that is the first of its conversation."""
        return await self._parsed(text, only_output_properties=True)

    async def parse_in_full(self, text: str) -> Parse:
        """The same, with what the components of the pipeline tell each other."""
        return await self._parsed(text, only_output_properties=False)

    async def _parsed(self, text: str, *, only_output_properties: bool) -> Parse:
        # Importing Rasa is what the guard has to come before.
        from rasa.core.channels.channel import UserMessage
        from rasa.shared.core.trackers import DialogueStateTracker

        nothing_said = DialogueStateTracker.from_events("", [])
        parse: Parse = await self._agent.processor.parse_message(
            UserMessage(text), nothing_said, only_output_properties
        )
        return parse

    async def answer(self, text: str, parse: Parse) -> tuple[BotMessage, ...]:
        """What the bot says to a message that was read like this, as the first one of a conversation."""
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        sender = f"evaluation-{next(self._senders)}"
        message = UserMessage(text, CollectingOutputChannel(), sender, parse_data=dict(parse))
        said = await self._agent.handle_message(message) or []
        return tuple(_bot_message(each) for each in said)


def _agent(project: Project, model: Path, folder: Path) -> Any:
    # Importing Rasa is what the guard has to come before.
    from rasa.core.agent import Agent
    from rasa.utils.endpoints import EndpointConfig
    from rasa.utils.log_utils import configure_structlog

    from bot.rasa_patches.first_words import tell_first_words
    from bot.rasa_patches.install import install

    install()
    tell_first_words()
    configure_structlog(logging.ERROR)
    logging.getLogger("rasa_sdk").setLevel(logging.ERROR)
    endpoints = yaml.safe_load(project.endpoints.read_text(encoding="utf-8"))
    return Agent.load(
        model, generator=EndpointConfig.from_dict(endpoints["nlg"]), action_endpoint=_actions_here(_services(folder))
    )


def known_as(parse: Parse, intent: str) -> dict[str, Any]:
    """How a message is read when its intent is known for sure; everything else stays as the model read it."""
    sure = {"name": intent, "confidence": 1.0}
    others = [entry for entry in parse.get("intent_ranking") or [] if entry["name"] not in (intent, FALLBACK)]
    return {**parse, "intent": sure, "intent_ranking": [sure, *others]}


def _bot_message(said: Mapping[str, Any]) -> BotMessage:
    buttons: Sequence[Mapping[str, Any]] = said.get("buttons") or ()
    return BotMessage(str(said.get("text") or ""), tuple(str(button.get("payload")) for button in buttons))


def _services(folder: Path) -> Services:
    engine = open_engine(f"sqlite:///{folder / STORE_NAME}")
    migrate(engine)
    clock, facts = FrozenClock(_NOW), load_facts()
    verifications = Verifications(engine)
    return Services(
        store=ReturnStore(engine),
        verifications=verifications,
        mail_links=mail_links_from(load_settings(), engine, verifications),
        carrier=HttpCarrier(_NOBODY),
        clock=clock,
        facts=facts,
        shapes=USUAL_SHAPES,
        hand_over=hand_over_from(load_settings(), engine, clock),
        feedback=Feedback(engine),
        shop_sign_in=ShopSignIn(None, verifications, clock),
        reminding=reminding_from(load_settings(), engine, clock, facts),
        changes=ChangesInbox.for_settings(load_settings(), engine, clock),
        labels=Labels.for_settings(load_settings(), engine, clock),
        photos=Photos.for_settings(load_settings(), engine),
        tracking=inbox_from(load_settings(), engine),
        shop=shop_inbox_from(load_settings(), engine, clock),
        readiness=Readiness([]),
    )


def _actions_here(services: Services) -> Any:
    """An endpoint whose actions run in this process; what passes is turned into JSON and back, as on the wire."""
    from rasa.utils.endpoints import ClientResponseError, EndpointConfig
    from rasa_sdk.executor import ActionExecutor
    from rasa_sdk.interfaces import ActionExecutionRejection

    executor = ActionExecutor()
    for action in all_actions(services):
        executor.register_action(action)

    class ActionsHere(EndpointConfig):  # type: ignore[misc]  # Rasa's classes are untyped here
        async def request(self, *_: Any, **arguments: Any) -> Any:
            try:
                answer = await executor.run(json.loads(json.dumps(arguments["json"])))
            except ActionExecutionRejection as rejection:
                refused = json.dumps({"error": rejection.message, "action_name": rejection.action_name})
                raise ClientResponseError(400, "rejected", refused) from rejection
            return json.loads(json.dumps(answer))

    return ActionsHere(url=_NOBODY, enable_selective_domain=True)
