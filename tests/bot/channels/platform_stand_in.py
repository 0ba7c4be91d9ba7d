"""A stand-in for the platforms' APIs on this machine: takes calls in their documented format, and fails as they do."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from channel_requests import (
    INSTAGRAM_TOKEN,
    META_TOKEN,
    PHONE_NUMBER_ID,
    SLACK_TOKEN,
    TELEGRAM_TOKEN,
    TWILIO_ACCOUNT,
    TWILIO_TOKEN,
)

from bot.channels.meta import GRAPH_VERSION

_START_SECONDS = 60
#: In bytes: the largest file that Telegram gives out to bots.
TELEGRAM_GIVES = 20_000_000


@dataclass(frozen=True)
class Taken:
    """A message that the platform took: which platform, for whom, and the body of the call."""

    platform: str
    chat: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """What the platform answers instead of taking a message."""

    status: int
    body: dict[str, Any] | bytes = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


class StandIn:
    """All platforms behind one address.

    Messages that it takes are in `taken`. `files` are what people have sent, by the names that the platforms give them.
    `failures` are answered one after the other to the next calls, each of which
    is counted in `refused`.
    """

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.failures: list[Failure] = []
        self.files: dict[str, bytes] = {}
        #: The files that were given out.
        self.given: list[str] = []
        self.refused = 0
        self.url = ""
        self._port = 0
        self._loop = asyncio.new_event_loop()
        self._runner: web.AppRunner | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        """Serves at `url`; again at the same one after `stop`."""
        if self._runner is not None:
            return
        if not self._thread.is_alive():
            self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(_START_SECONDS)

    def stop(self) -> None:
        """Serves nobody: whoever connects is refused."""
        if self._runner is not None:
            asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(_START_SECONDS)
            self._runner = None

    def close(self) -> None:
        """Ends for good."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_START_SECONDS)
        self._loop.close()

    def to(self, platform: str, chat: str) -> list[dict[str, Any]]:
        """The bodies that a chat was sent, in order."""
        return [taken.body for taken in list(self.taken) if (taken.platform, taken.chat) == (platform, chat)]

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_post(f"/bot{TELEGRAM_TOKEN}/sendMessage", self._telegram)
        app.router.add_post("/chat.postMessage", self._slack)
        app.router.add_post(f"/{GRAPH_VERSION}/me/messages", self._messenger)
        app.router.add_post(f"/{GRAPH_VERSION}/{PHONE_NUMBER_ID}/messages", self._whatsapp)
        app.router.add_post(f"/2010-04-01/Accounts/{TWILIO_ACCOUNT}/Messages.json", self._twilio)
        app.router.add_get(f"/bot{TELEGRAM_TOKEN}/getFile", self._telegram_file)
        app.router.add_get(f"/file/bot{TELEGRAM_TOKEN}/photos/{{name}}.jpg", self._open_file)
        app.router.add_get("/files-pri/{name}/download/image.jpg", self._slack_file)
        app.router.add_get("/v/t1/{name}.jpg", self._open_file)
        app.router.add_get("/whatsapp_business/attachments/{name}", self._graph_file)
        app.router.add_get(f"/{GRAPH_VERSION}/{{name}}", self._whatsapp_file)
        app.router.add_get(f"/2010-04-01/Accounts/{TWILIO_ACCOUNT}/Messages/MM1/Media/{{name}}", self._twilio_file)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"

    async def _telegram(self, request: web.Request) -> web.Response:
        body = await content(request)
        if not body.get("text"):
            return web.json_response(
                {"ok": False, "error_code": 400, "description": "message text is empty"}, status=400
            )
        chat = {"id": int(str(body["chat_id"])), "type": "private"}
        result = {"message_id": len(self.taken) + 1, "date": 0, "chat": chat, "text": body["text"]}
        return self._took("telegram", str(body["chat_id"]), body, {"ok": True, "result": result})

    async def _slack(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {SLACK_TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        body = await content(request)
        stamp = f"1791892800.{len(self.taken):06}"
        return self._took("slack", str(body["channel"]), body, {"ok": True, "channel": body["channel"], "ts": stamp})

    async def _messenger(self, request: web.Request) -> web.Response:
        body = await request.json()
        person = str(body["recipient"]["id"])
        # Both are pages of the graph; the token tells for which one it is.
        name, known = ("instagram", True) if bearer(request, INSTAGRAM_TOKEN) else ("messenger", bearer(request))
        return self._took(name, person, body, {"recipient_id": person, "message_id": "m_1"}, known)

    async def _whatsapp(self, request: web.Request) -> web.Response:
        body = await request.json()
        person = str(body["to"])
        answer = {
            "messaging_product": "whatsapp",
            "contacts": [{"input": person, "wa_id": person}],
            "messages": [{"id": "wamid.1"}],
        }
        return self._took("whatsapp", person, body, answer, bearer(request))

    async def _twilio(self, request: web.Request) -> web.Response:
        pair = base64.b64encode(f"{TWILIO_ACCOUNT}:{TWILIO_TOKEN}".encode()).decode()
        proven = request.headers.get("Authorization") == f"Basic {pair}"
        body = {name: str(value) for name, value in (await request.post()).items()}
        answer = {"sid": "SM" + "0" * 32, "status": "queued", "body": body.get("Body"), "to": body.get("To")}
        return self._took("twilio", body["To"], body, answer, proven, status=201)

    async def _open_file(self, request: web.Request) -> web.Response:
        """A file at an address that holds its own proof; nobody shows another one there."""
        if "Authorization" in request.headers:
            return web.Response(status=400)
        return self._gave(request)

    def _gave(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["name"])
        if content is None:
            return web.Response(status=404)
        self.given.append(request.match_info["name"])
        return web.Response(body=content, content_type="image/jpeg")

    async def _telegram_file(self, request: web.Request) -> web.Response:
        name = request.query["file_id"]
        content = self.files.get(name)
        if content is None:
            refused = {"ok": False, "error_code": 400, "description": "Bad Request: invalid file_id"}
            return web.json_response(refused, status=400)
        if len(content) > TELEGRAM_GIVES:
            refused = {"ok": False, "error_code": 400, "description": "Bad Request: file is too big"}
            return web.json_response(refused, status=400)
        found = {"file_id": name, "file_unique_id": "AQADxyz", "file_size": len(content)}
        return web.json_response({"ok": True, "result": {**found, "file_path": f"photos/{name}.jpg"}})

    async def _slack_file(self, request: web.Request) -> web.Response:
        if not bearer(request, SLACK_TOKEN):
            return web.Response(text="<!DOCTYPE html><html>Sign in</html>", content_type="text/html")
        return self._gave(request)

    async def _whatsapp_file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if not bearer(request) or request.query.get("phone_number_id") != PHONE_NUMBER_ID:
            return web.json_response({"error": {"code": 190, "type": "OAuthException"}}, status=401)
        if name not in self.files:
            return web.json_response({"error": {"code": 100, "type": "GraphMethodException"}}, status=400)
        url = f"{self.url}/whatsapp_business/attachments/{name}"
        told = {"messaging_product": "whatsapp", "url": url, "mime_type": "image/jpeg", "sha256": "1", "id": name}
        return web.json_response({**told, "file_size": len(self.files[name])})

    async def _graph_file(self, request: web.Request) -> web.Response:
        return self._gave(request) if bearer(request) else web.Response(status=401)

    async def _twilio_file(self, request: web.Request) -> web.Response:
        pair = base64.b64encode(f"{TWILIO_ACCOUNT}:{TWILIO_TOKEN}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {pair}":
            return web.Response(status=401)
        # The file lies elsewhere, at an address that holds its own proof.
        return web.Response(status=307, headers={"Location": f"{self.url}/v/t1/{request.match_info['name']}.jpg"})

    def _took(
        self,
        platform: str,
        chat: str,
        body: dict[str, Any],
        answer: dict[str, Any],
        proven: bool = True,
        status: int = 200,
    ) -> web.Response:
        if not proven:
            return web.json_response({"error": {"code": 190, "type": "OAuthException"}}, status=401)
        if self.failures:
            self.refused += 1
            failure = self.failures.pop(0)
            if isinstance(failure.body, bytes):
                return web.Response(body=failure.body, status=failure.status, headers=failure.headers)
            return web.json_response(failure.body, status=failure.status, headers=failure.headers)
        self.taken.append(Taken(platform, chat, body))
        return web.json_response(answer, status=status)


async def content(request: web.Request) -> dict[str, Any]:
    """The body of a call. Telegram and Slack take JSON, as the bot sends it, and forms, as their libraries do."""
    return dict(await request.json() if request.content_type == "application/json" else await request.post())


def bearer(request: web.Request, token: str = META_TOKEN) -> bool:
    """Whether a call to the graph bears a token."""
    return request.headers.get("Authorization") == f"Bearer {token}"


@contextmanager
def platform_stand_in() -> Iterator[StandIn]:
    """A stand-in for the time of a block."""
    stand_in = StandIn()
    stand_in.start()
    try:
        yield stand_in
    finally:
        stand_in.close()
