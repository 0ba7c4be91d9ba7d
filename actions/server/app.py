"""The action server: the endpoint that the bot calls to run custom actions.

`python -m actions.server.app --port 5055`. Settings come from RETURNDESK_… variables, see `core/settings.py`. An action
that fails answers with the error's kind only: neither a stack trace nor a customer's data leaves the process or
reaches the log.
"""

from __future__ import annotations

from typing import Annotated

import structlog
import typer
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.reminders.reminding import serve_reminders
from actions.server.auth import require_secret, secret_for
from actions.server.registry import all_actions
from actions.server.requests import LARGEST_BODY, BadBody, action_call
from actions.server.routes import serve_feedback, serve_hand_over, serve_identity
from actions.server.timing import ActionTimes
from actions.services import Services, services_from
from core.health.routes import serve_health
from core.health.shutdown import Drain
from core.log_privacy import talking_in
from core.logging import Logs
from core.sanic_setup import check_body_lengths, serve_metrics, trace_requests, wait_in_threads
from core.settings import SettingsError, load_settings

logger = structlog.get_logger(__name__)


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
    executor = ActionExecutor()
    times = ActionTimes(services.metrics, executor.actions)
    for action in all_actions(services):
        executor.register_action(action)
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

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        try:
            call = action_call(request.body)
            with talking_in(call["tracker"]["sender_id"]), times.of(call["next_action"]):
                return json_response(await executor.run(call))
        except BadBody as error:
            return json_response({"error": str(error)}, status=400)
        except ActionExecutionRejection as rejection:
            return json_response({"error": rejection.message, "action_name": rejection.action_name}, status=400)
        except ActionNotFoundException as missing:
            return json_response({"error": missing.message, "action_name": missing.action_name}, status=404)

    serve_feedback(app, services.feedback)
    serve_metrics(app, services.metrics)

    @app.exception(Exception)
    async def failed(_: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException):
            return json_response({"error": str(error)}, status=error.status_code)
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
        logger.error("action.failed", error=type(error).__name__, where=where)
        return json_response({"error": type(error).__name__}, status=500)

    serve_identity(app, services.shop_sign_in, services.metrics)
    serve_hand_over(app, services.hand_over, drain)
    serve_reminders(app, services.reminding, drain)
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
