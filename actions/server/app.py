"""The action server: the endpoint that the bot calls to run custom actions.

`python -m actions.server.app --port 5055`. Settings come from RETURNDESK_… variables, see `core/settings.py`.
"""

from __future__ import annotations

from typing import Annotated

import typer
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.server.auth import require_secret, secret_for
from actions.server.desk import ServedActions, failure
from actions.server.requests import LARGEST_BODY
from actions.server.routes import answered, serve_desk
from actions.services import Services, services_from
from core.health.routes import serve_health
from core.health.shutdown import Drain
from core.logging import Logs
from core.sanic_setup import check_body_lengths, serve_metrics, trace_requests, wait_in_threads
from core.settings import SettingsError, load_settings


def create_app(
    services: Services, secret: str | None = None, name: str = "returndesk_actions", drain: Drain | None = None
) -> Sanic:
    """The Sanic application that serves the actions.

    Args:
        services: What the actions work with.
        secret: What the bot has to show with every request; None lets in whoever reaches the server.
        name: Sanic's name for the application, unique in a process.
        drain: How it ends; None for at once.
    """
    desk = ServedActions(services)
    app = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    trace_requests(app)
    check_body_lengths(app)
    wait_in_threads(app)
    if secret is not None:
        require_secret(app, secret)
    drain = drain or Drain(0, 0)
    drain.install(app)
    serve_health(app, services.readiness, drain)

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        return json_response({"status": "ok"})

    serve_desk(app, desk)
    serve_metrics(app, services.metrics)

    @app.exception(Exception)
    async def failed(_: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException):
            return json_response({"error": str(error)}, status=error.status_code)
        return answered(failure(error))

    desk.attend(app, drain)
    return app


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 5055,
    host: Annotated[str, typer.Option(help="Interface to listen on.")] = "127.0.0.1",
) -> None:
    """Serve the custom actions until stopped."""
    try:
        settings = load_settings()
        Logs.from_settings("actions", settings).install()
        secret = secret_for(settings, host)
        services = services_from(settings)
    except (SettingsError, ValueError) as error:
        typer.echo(f"actions: {error}", err=True)
        raise typer.Exit(2) from None
    app = create_app(services, secret, drain=Drain(settings.drain_seconds, settings.finish_seconds))
    app.run(host=host, port=port, access_log=False, motd=False, debug=False)


if __name__ == "__main__":
    typer.run(serve)
