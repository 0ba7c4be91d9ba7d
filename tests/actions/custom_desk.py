"""A desk to talk to: the custom actions with a store behind them, and what the customer reads in the end."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from custom_shop import NOW, ORDERS
from rasa_sdk import Action
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.engine import Engine

from actions.carrier.http_carrier import HttpCarrier
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.turn import ActionContext, SaidDate
from actions.help_desk.hand_over import hand_over_from
from actions.labels.labels import Labels
from actions.photos.photos import Photos
from actions.reminders.reminding import reminding_from
from actions.replies.reply import Reply
from actions.server.registry import all_actions
from actions.services import Services
from actions.store.proof.guess_limits import WIDE
from actions.store.proof.mail_links import mail_links_from
from actions.store.proof.verifications import Verifications
from actions.store.return_store import ReturnStore
from bot.responses.nlg import FactsResponseGenerator
from core.clock import FrozenClock
from core.database.engine import open_engine
from core.settings import load_settings


@dataclass(frozen=True)
class Desk:
    """One conversation with the custom actions at an instant."""

    services: Services
    voice: FactsResponseGenerator
    session: str
    now: datetime = NOW
    rich: bool = False

    def with_cards(self) -> Desk:
        """The same desk for a client that shows cards."""
        return replace(self, rich=True)

    def at(self, now: datetime) -> Desk:
        """The same desk at another instant."""
        return replace(self, now=now, services=replace(self.services, clock=FrozenClock(now)))

    def without_carrier(self) -> Desk:
        """The same desk with a carrier that nobody serves any more."""
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        return replace(self, services=replace(self.services, carrier=HttpCarrier(address, attempts=1)))

    def without_store(self) -> Desk:
        """The same desk with a store that can't be opened."""
        engine = open_engine("sqlite:////dev/null/shop.db")
        services = replace(
            self.services,
            store=ReturnStore(engine),
            verifications=Verifications(engine),
            mail_links=mail_links_from(load_settings(), engine, Verifications(engine)),
            hand_over=hand_over_from(load_settings(), engine, self.services.clock),
            reminding=reminding_from(load_settings(), engine, self.services.clock, self.services.facts),
        )
        return replace(self, services=services)

    def with_store(self, engine: Engine) -> Desk:
        """The same desk with another store, to write in."""
        services = replace(
            self.services,
            store=ReturnStore(engine),
            verifications=Verifications(engine, limits=WIDE),
            mail_links=mail_links_from(load_settings(), engine, Verifications(engine)),
            hand_over=hand_over_from(load_settings(), engine, self.services.clock),
            labels=Labels.for_settings(load_settings(), engine, self.services.clock),
            photos=Photos.for_settings(load_settings(), engine),
        )
        return replace(self, services=services)

    def verified(self, customer: str) -> Desk:
        """The same desk after this customer has given a number and their e-mail."""
        number = next(order["number"] for order in ORDERS if order["customer"] == customer)
        attempt = self.services.verifications.prove(self.session, number, f"{customer}@example.com", self.now)
        assert attempt.verified is not None
        return self

    def signed_in(self, customer: str, given_name: str | None = None) -> Desk:
        """The same desk after the shop has vouched for this customer, for an hour."""
        until = self.now + timedelta(hours=1)
        assert self.services.verifications.sign_in(self.session, customer, given_name, until, self.now) is not None
        return self

    def refusals(self) -> int:
        """How often this conversation was refused, this further wrong try not counted."""
        return self.services.verifications.prove(self.session, "R7777", "nobody@example.com", self.now).refusals - 1

    def known_as(self) -> str | None:
        """The id of the customer that the conversation has proven to be, if any."""
        known = self.services.verifications.verified(self.session, self.now)
        return known.customer.id if known else None

    def turn(self, intent: str, **said: Any) -> ActionContext:
        """What the customer says now; everything that is not named was not said."""
        nothing = ActionContext(
            session=self.session,
            intent=intent,
            topic=None,
            number=None,
            email=None,
            told_now=frozenset(),
            in_form=False,
            day_count=None,
            counts_from_receipt=False,
            item_count=None,
            country=None,
            date=None,
            offer=None,
            now=self.now,
            rich=self.rich,
        )
        if isinstance(said.get("date"), str):
            said["date"] = SaidDate(said["date"], self.now)
        return replace(nothing, **said)

    def action(self, name: str) -> Action:
        """The action of this name."""
        return next(action for action in all_actions(self.services) if action.name() == name)

    def reply(self, action: str, intent: str, **said: Any) -> Reply:
        """What an action answers with."""
        chosen = self.action(action)
        assert isinstance(chosen, ReplyAction)
        return chosen.respond(self.turn(intent, **said))

    def ask(self, action: str, intent: str, **said: Any) -> str:
        """What an action says, its messages a blank line apart."""
        return "\n\n".join(self.say(self.reply(action, intent, **said)))

    def say(self, reply: Reply) -> list[str]:
        """The messages of a reply as the customer reads them."""
        return [message["text"] for message in self.messages(reply)]

    def buttons(self, reply: Reply) -> list[tuple[str, str]]:
        """The titles and payloads of a reply's buttons."""
        return [
            (button["title"], button["payload"])
            for message in self.messages(reply)
            for button in message.get("buttons", [])
        ]

    def messages(self, reply: Reply) -> list[dict[str, Any]]:
        """The messages of a reply after the way that they take: dispatcher, JSON, response generator."""
        dispatcher = CollectingDispatcher()
        for utterance in reply.utterances:
            dispatcher.utter_message(**utterance.as_arguments())
        return self.spoken(dispatcher)

    def spoken(self, dispatcher: CollectingDispatcher) -> list[dict[str, Any]]:
        """What the bot makes of the messages that a dispatcher has collected."""
        messages = []
        for said in json.loads(json.dumps(dispatcher.messages)):
            name = said.pop("response")
            message = self.voice.generate_from_slots(name, {}, "rest", **said, rich=self.rich)
            assert message is not None, f"the domain has no {name}"
            messages.append(message)
        return messages
