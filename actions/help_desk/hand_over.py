"""The hand-over put together from the settings: where tickets are kept, where they go, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Optional

from sqlalchemy.engine import Engine

from actions.help_desk.chatwoot import ChatwootDesk
from actions.help_desk.customer_chat import CustomerChat
from actions.help_desk.delivery_worker import DeliveryWorker
from actions.help_desk.help_desk import HelpDesk
from actions.help_desk.inbox import HelpDeskInbox
from actions.help_desk.outbox import Outbox
from actions.help_desk.tickets import Tickets
from actions.help_desk.webhook import WebhookDesk
from actions.help_desk.writing_signs import WritingSigns
from actions.help_desk.zendesk import ZendeskDesk
from core.clock import Clock, SystemClock
from core.http_client import JsonApi
from core.settings import ENV_PREFIX, HelpDeskKind, Settings, SettingsError

#: What each kind of help desk can't do without.
NEEDED = {
    HelpDeskKind.EMBEDDED: (),
    HelpDeskKind.ZENDESK: ("help_desk_url", "help_desk_user", "help_desk_token"),
    HelpDeskKind.CHATWOOT: ("help_desk_url", "help_desk_account", "help_desk_inbox", "help_desk_token"),
    HelpDeskKind.WEBHOOK: ("help_desk_url", "help_desk_secret"),
}


@dataclass(frozen=True)
class HandOver:
    """The tickets, what helps them to where they belong, what takes in the answers, and who is writing.

    `answers_within` is how soon the shop has people answer; None where it has not said so."""

    tickets: Tickets
    worker: DeliveryWorker
    inbox: HelpDeskInbox
    signs: WritingSigns
    answers_within: Optional[timedelta]


def hand_over_from(settings: Settings, engine: Engine, clock: Clock) -> HandOver:
    """The hand-over that the settings ask for.

    Args:
        settings: Which help desk, where it is and what it wants to be shown.
        engine: The store.
        clock: The shop's clock; deliveries go by the machine's own, which never stands still.

    Raises:
        SettingsError: Something is missing for this kind of help desk.
    """
    kind, wall = settings.help_desk, SystemClock()
    for name in NEEDED[kind]:
        if not getattr(settings, name):
            raise SettingsError(
                f"{ENV_PREFIX}{name.upper()} is not set, and RETURNDESK_HELP_DESK={kind.value} needs it"
            )
    tickets, signs = Tickets(engine, kind.value), WritingSigns(engine)
    secret = settings.actions_secret.get_secret_value() if settings.actions_secret else None
    return HandOver(
        tickets=tickets,
        worker=DeliveryWorker(
            Outbox(engine, wall),
            _desk(settings, wall),
            kind.value,
            CustomerChat.at(settings.bot_url, secret) if secret else None,
            signs,
        ),
        inbox=HelpDeskInbox(kind.value, _text(settings, "help_desk_secret"), tickets, wall, clock),
        signs=signs,
        answers_within=timedelta(minutes=settings.person_answers_within_minutes) or None,
    )


def _desk(settings: Settings, wall: Clock) -> Optional[HelpDesk]:
    url, token = settings.help_desk_url, _text(settings, "help_desk_token") or ""
    if settings.help_desk is HelpDeskKind.ZENDESK:
        return ZendeskDesk.at(url, settings.help_desk_user, token)
    if settings.help_desk is HelpDeskKind.CHATWOOT:
        return ChatwootDesk.at(url, settings.help_desk_account, settings.help_desk_inbox, token)
    if settings.help_desk is HelpDeskKind.WEBHOOK:
        return WebhookDesk(JsonApi("the help desk", url), _text(settings, "help_desk_secret") or "", wall)
    return None


def _text(settings: Settings, name: str) -> Optional[str]:
    secret = getattr(settings, name)
    return str(secret.get_secret_value()) if secret else None
