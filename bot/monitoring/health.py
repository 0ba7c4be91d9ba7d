"""What the bot needs to answer a customer: `/healthz` and `/readyz` on its port."""

from __future__ import annotations

import os
from typing import Final, Optional

from sanic import Sanic

from bot.rasa_patches.nlu_workers import understanders_of
from core.action_desk import ActionDesk
from core.conversations.address import conversations_url
from core.database.engine import open_engine
from core.health.check import Check, NotReady, server_check
from core.health.checks import redis_check, tables_check
from core.health.readiness import Readiness
from core.health.routes import serve_health
from core.health.shutdown import Drain
from core.settings import Settings

#: Requests of pages that stay connected.
_LASTING: Final = ("/webhooks/socketio/",)


def drain_from(settings: Settings) -> Drain:
    """How the bot ends."""
    return Drain(settings.drain_seconds, settings.finish_seconds, _LASTING)


def open_health(app: Sanic, settings: Settings, drain: Drain, actions: Optional[ActionDesk] = None) -> None:
    """Say on a server that was not started yet how it is, and have it end when nothing is under way.

    Args:
        app: The server.
        settings: Its databases, and where the action server is.
        drain: How it ends.
        actions: Those of this process; None where the action server has them.
    """
    drain.install(app)
    of_actions = [_action_server_check(settings)] if actions is None else actions.checks
    serve_health(app, Readiness([*_checks(app, settings), *of_actions]), drain)


def _action_server_check(settings: Settings) -> Check:
    # Whether the action server's own store answers is its own to say: without it customers still hear the rules.
    return server_check("action server", actions_url(settings).removesuffix("/webhook").rstrip("/") + "/healthz")


def _checks(app: Sanic, settings: Settings) -> list[Check]:
    checks = [
        _model_check(app),
        _understanding_check(app),
        tables_check("conversations", open_engine(conversations_url(settings)), ("events", "conversations")),
    ]
    if settings.redis_url is not None:
        checks.append(redis_check("redis", settings.redis_url.get_secret_value()))
    return checks


def _model_check(app: Sanic) -> Check:
    def ask() -> None:
        agent = getattr(app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            raise NotReady("no model is loaded")

    return Check("model", ask)


def _understanding_check(app: Sanic) -> Check:
    def ask() -> None:
        agent = getattr(app.ctx, "agent", None)
        understanders = understanders_of(agent.processor) if agent is not None else None
        if understanders is not None and understanders.is_lost:
            raise NotReady("no process can be had that understands messages")

    return Check("understanding", ask)


def actions_url(settings: Settings) -> str:
    """Where the bot runs actions (bot/endpoints.yml)."""
    return os.environ.get("RETURNDESK_ACTIONS_URL") or f"http://127.0.0.1:{settings.actions_port}/webhook"
