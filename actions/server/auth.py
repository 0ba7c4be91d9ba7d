"""Who may talk to the action server: the bot, which shows a secret that the two share."""

from __future__ import annotations

import hmac

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from core.health.routes import PATHS as HEALTH_PATHS
from core.http_client import is_loopback
from core.settings import Environment, Settings, SettingsError

#: Open to anyone who reaches the server: whether it is well, what it has measured, and what the shop's systems and help
#: desks report, which each sign themselves.
OPEN_PATHS = ("/health", "/metrics", "/store/changes", *HEALTH_PATHS)
_OPEN_BELOW = "/help_desk/"


def secret_for(settings: Settings, host: str) -> str | None:
    """The secret that callers have to show when the server listens on an interface.

    Returns:
        None in development on this machine alone, where none is needed.

    Raises:
        SettingsError: There is none, and production or an interface that others reach needs one.
    """
    if settings.actions_secret is not None:
        return settings.actions_secret.get_secret_value()
    if settings.env is Environment.PRODUCTION:
        raise SettingsError(
            "RETURNDESK_ACTIONS_SECRET: is needed in production, so that only the bot can run actions; set it, or "
            "RETURNDESK_ACTIONS_SECRET_FILE, to the same for bot and actions, made with: openssl rand -hex 32"
        )
    if not is_loopback(host):
        raise SettingsError(
            f"RETURNDESK_ACTIONS_SECRET: is needed to listen on {host}, where others can reach the server; set it, or "
            "listen on 127.0.0.1"
        )
    return None


def require_secret(app: Sanic, secret: str) -> None:
    """Refuse every request that does not show the secret, before anything looks at it."""
    expected = f"Bearer {secret}".encode()

    @app.middleware("request")
    async def check(request: Request) -> HTTPResponse | None:
        if request.path in OPEN_PATHS or request.path.startswith(_OPEN_BELOW):
            return None
        shown = str(request.headers.get("authorization", "")).encode("utf-8", "surrogateescape")
        if hmac.compare_digest(shown, expected):
            return None
        return json_response(
            {"error": "this server answers the bot alone; show RETURNDESK_ACTIONS_SECRET as a bearer token"},
            status=401,
            headers={"WWW-Authenticate": "Bearer"},
        )
