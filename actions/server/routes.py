"""The action server's endpoints: Rasa's, and what else the bot and help desks ask (actions/server/asked.py)."""

from __future__ import annotations

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.server.asked import CHANGES, HELP_DESK, PATHS, PHOTOS, SHOP, TRACKING
from core.action_desk import ActionAnswer, ActionDesk


def serve_desk(app: Sanic, desk: ActionDesk) -> None:
    """Add `POST /webhook` and the path of each thing that is asked."""

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        return answered(await desk.run(request.body))

    async def asked(request: Request, **_: str) -> HTTPResponse:
        headers = {str(name).lower(): str(value) for name, value in request.headers.items()}
        return answered(await desk.ask(request.path, headers, request.body))

    for path in (*PATHS, CHANGES, *(f"{below}<kind:str>" for below in (HELP_DESK, TRACKING, SHOP, PHOTOS))):
        app.add_route(asked, path, methods=["POST"], name=path.strip("/").replace("/", "_"))


def answered(answer: ActionAnswer) -> HTTPResponse:
    """An answer over HTTP."""
    return json_response(answer.content, status=answer.status)
