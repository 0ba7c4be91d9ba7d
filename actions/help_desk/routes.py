"""The action server's part in the hand-over: the courier that runs beside it, and the way in for help desks."""

from __future__ import annotations

import asyncio
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.health.drain import Drain
from actions.help_desk.hand_over import HandOver
from actions.help_desk.incoming import NotUnderstood
from actions.help_desk.webhook_signature import BadSignature
from actions.store.errors import StoreUnavailable

#: A help desk's request is small; anything longer is none.
LONGEST_BODY = 256 * 1024


def serve_hand_over(app: Sanic, hand_over: HandOver, drain: Drain) -> None:
    """Adds `POST /help_desk/<kind>`, and runs the courier until the server is asked to end."""
    task: list[asyncio.Task[None]] = []
    drain.when_leaving.append(hand_over.courier.stop)

    @app.post("/help_desk/<kind:str>")
    async def told(request: Request, kind: str) -> HTTPResponse:
        if len(request.body) > LONGEST_BODY:
            return json_response({"error": f"the body has more than {LONGEST_BODY} bytes"}, status=413)
        headers = {str(name).lower(): str(value) for name, value in request.headers.items()}
        try:
            outcome = await asyncio.to_thread(hand_over.inbox.receive, kind, headers, request.body)
        except LookupError as error:
            return json_response({"error": error.args[0]}, status=404)
        except BadSignature as error:
            return json_response({"error": str(error)}, status=401)
        except NotUnderstood as error:
            return json_response({"error": str(error)}, status=400)
        except StoreUnavailable:
            return json_response({"error": "the store is not available; send it again later"}, status=503)
        return json_response({"result": outcome.value})

    @app.listener("after_server_start")
    async def start(_: Sanic, __: Any) -> None:
        task.append(asyncio.create_task(hand_over.courier.run()))

    @app.listener("before_server_stop")
    async def stop(_: Sanic, __: Any) -> None:
        for running in task:
            running.cancel()
