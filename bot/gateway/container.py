"""What all channels of one server share, put together once from the settings."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Optional

import structlog
from limits import RateLimitItem, parse
from prometheus_client import CollectorRegistry
from sanic import Sanic
from socketio import AsyncManager

from bot.gateway.action_server_client import Ask, DeskClient, over_http
from bot.gateway.addresses import Network, networks
from bot.gateway.api_keys import ApiKeys
from bot.gateway.limits import DEVELOPMENT, PRODUCTION, Allowance, Limits
from bot.gateway.message_queue import TurnRunner
from bot.gateway.sessions import Sessions
from bot.gateway.shared_rooms import SharedRooms
from bot.gateway.web_sessions import WebSessions
from bot.monitoring.health import actions_url, drain_from, open_health
from bot.monitoring.metrics import BotMetrics
from bot.monitoring.turn_report import TurnReport
from bot.rasa_patches.actions_inside import actions_of
from core.clock import SystemClock
from core.health.shutdown import Drain
from core.settings import Environment, Settings, SettingsError, load_settings

logger = structlog.get_logger(__name__)

_ORIGIN = re.compile(r"https?://([\w.-]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?", re.ASCII)


@dataclass(frozen=True)
class GatewayServices:
    """Who may come in, how often, and to whom it is taken.

    Args:
        production: Whether every caller has to prove who they are.
        sessions: Makes and reads sessions.
        api_keys: The shop's servers.
        limits: How much is taken in.
        turns: Has messages answered.
        visits: What a page may do with its session.
        desk: Asks the actions.
        origins: The websites whose pages may talk to the bot.
        proxies: Whose word on a caller's address counts.
        desk_secret: What the desk's own programs show; nobody can where it is None.
        keyed_hash: Makes of a name or an address what may be stored: the same for the same one, and nothing more.
        drain: How the server ends.
        metrics: What is measured.
        report: Takes note of turns.
        redis_url: Where several processes meet.
    """

    production: bool
    sessions: Sessions
    api_keys: ApiKeys
    limits: Limits
    turns: TurnRunner
    visits: WebSessions
    desk: DeskClient
    origins: frozenset[str]
    proxies: tuple[Network, ...]
    desk_secret: Optional[str] = field(repr=False)
    keyed_hash: Callable[[str], str]
    drain: Drain
    metrics: BotMetrics
    report: TurnReport
    redis_url: Optional[str] = field(default=None, repr=False)

    @property
    def shares_sockets(self) -> bool:
        """Whether other processes have tabs of the same conversations."""
        return self.redis_url is not None

    def socket_manager(self) -> Optional[AsyncManager]:
        """What tells tabs of other processes; None where there are none."""
        return SharedRooms(self.redis_url) if self.redis_url else None

    def client_hash(self, who: str) -> str:
        """A caller's address or channel user as it may be stored: the same for the same one, and nothing more."""
        return self.keyed_hash(who)


def gateway_of(app: Sanic) -> GatewayServices:
    """The gateway of a server; the first channel that asks has it made.

    Raises:
        SettingsError: A setting is missing or can't be used.
    """
    if not hasattr(app.ctx, "gateway"):
        settings = load_settings()
        app.ctx.gateway = gateway_from(settings, app)
        actions = actions_of(app)
        open_health(app, settings, app.ctx.gateway.drain, actions)
        if actions is not None:
            actions.attend(app, app.ctx.gateway.drain)
        if settings.events_url is not None:
            # Clients of brokers are large, and few desks have one.
            from bot.events.event_stream import serve_event_stream

            serve_event_stream(app, settings)
    gateway: GatewayServices = app.ctx.gateway
    return gateway


def gateway_from(settings: Settings, app: Sanic) -> GatewayServices:
    """The gateway that the settings describe.

    Raises:
        SettingsError: A setting is missing or can't be used.
    """
    production = settings.env is Environment.PRODUCTION
    secret = session_secret(settings)
    sessions = Sessions(secret, timedelta(days=settings.session_days), SystemClock())
    keyed_hash = _keyed_hash(hashlib.sha256(b"client " + secret.encode()).digest())
    redis_url = settings.redis_url.get_secret_value() if settings.redis_url else None
    actions = actions_of(app)
    shared = actions.metrics if actions is not None else None
    metrics = BotMetrics(shared.registry if shared is not None else CollectorRegistry(), shared)
    desk = DeskClient(actions.ask if actions is not None else _action_server(settings))
    limits = Limits(_allowance(settings), redis_url, metrics.rate_limited)
    report = TurnReport(metrics)
    turns = TurnRunner(app, limits, report)
    drain = drain_from(settings)
    drain.busy.append(turns.busy)
    return GatewayServices(
        production=production,
        sessions=sessions,
        api_keys=_api_keys(settings),
        limits=limits,
        turns=turns,
        visits=WebSessions(sessions, turns, desk, keyed_hash, settings.number_shapes),
        desk=desk,
        origins=origins_of(settings),
        proxies=_proxies(settings),
        desk_secret=settings.actions_secret.get_secret_value() if settings.actions_secret else None,
        keyed_hash=keyed_hash,
        drain=drain,
        metrics=metrics,
        report=report,
        redis_url=redis_url,
    )


def _keyed_hash(key: bytes) -> Callable[[str], str]:
    def keyed_hash(who: str) -> str:
        return hmac.new(key, who.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]

    return keyed_hash


def _action_server(settings: Settings) -> Ask:
    """What asks the action server, at the address at which Rasa runs actions (bot/endpoints.yml)."""
    return over_http(
        actions_url(settings), settings.actions_secret.get_secret_value() if settings.actions_secret else None
    )


def session_secret(settings: Settings) -> str:
    """What sessions are signed with.

    Raises:
        SettingsError: There is none, in production.
    """
    if settings.session_secret is not None:
        return str(settings.session_secret.get_secret_value())
    if settings.env is Environment.PRODUCTION:
        raise SettingsError(
            "RETURNDESK_SESSION_SECRET: is not set; make one with: openssl rand -hex 32, and keep it in a file that "
            "RETURNDESK_SESSION_SECRET_FILE names"
        )
    logger.warning("gateway.session_secret_missing", consequence="sessions end when the bot stops")
    return secrets.token_hex()


def _api_keys(settings: Settings) -> ApiKeys:
    try:
        return ApiKeys(settings.api_keys.get_secret_value() if settings.api_keys else "")
    except ValueError as error:
        raise SettingsError(f"RETURNDESK_API_KEYS: {error}") from None


def _allowance(settings: Settings) -> Allowance:
    usual = PRODUCTION if settings.env is Environment.PRODUCTION else DEVELOPMENT
    return Allowance(
        per_session=_limit("messages_per_session", settings.messages_per_session, usual.per_session),
        per_address=_limit("requests_per_address", settings.requests_per_address, usual.per_address),
    )


def _limit(field: str, text: str, usual: RateLimitItem) -> RateLimitItem:
    try:
        return parse(text) if text else usual
    except ValueError:
        raise SettingsError(f'RETURNDESK_{field.upper()}: "{text}" is not a limit such as 30/minute') from None


def origins_of(settings: Settings) -> frozenset[str]:
    """The websites whose pages may talk to the bot.

    Raises:
        SettingsError: One of them is not the address of a website.
    """
    origins = settings.allowed_origins.replace(",", " ").split()
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f'RETURNDESK_ALLOWED_ORIGINS: "{origin}" is not the address of a website such as https://shop.example'
            )
    return frozenset(origin.lower() for origin in origins)


def _proxies(settings: Settings) -> tuple[Network, ...]:
    try:
        return networks(settings.trusted_proxies)
    except ValueError as error:
        raise SettingsError(f"RETURNDESK_TRUSTED_PROXIES: {error}; write it like 10.0.0.0/8, ::1") from None
