"""Photos and videos over HTTP (docs/photos.md): they come in pieces, go with a message, are opened by an address."""

from __future__ import annotations

import base64
import re
from collections.abc import Awaitable, Mapping
from typing import Any, Final

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, stream
from sanic.response import json as json_response

from bot.gateway.action_server_client import ActionServerRefused, DeskUnavailable
from bot.gateway.api_keys import bearer_in
from bot.gateway.base import WebChannel
from bot.gateway.errors import ApiError
from bot.gateway.request_bodies import flag_in, locale_in, message_id_in, object_in, text_in
from bot.gateway.transcript import TITLE
from bot.gateway.triggers import Trigger, tell
from bot.rasa_patches.message_guard import kept
from core.languages import LOCALE
from core.tracing import trace_kept

#: In bytes; what the actions take as well.
LARGEST_PIECE: Final = 256 * 1024
LONGEST_CAPTION: Final = 500
MOST_AT_ONCE: Final = 6
PHOTOS_SENT: Final = "system_photos_sent"
_NAME: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_PLACE: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_ENDINGS: Final = {"image/jpeg": "jpg", "video/mp4": "mp4", "video/quicktime": "mov"}
_NOT_NOW: Final = "Photos can't be taken just now; try again in a moment."
#: Nobody keeps it, runs it or tells of it, and no page of others frames it.
_PRIVATE: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class PhotoRoutes:
    """`…/photos`, for the session of a page; `…/photos/file`, for whoever has an address of the last minutes.

    Args:
        channel: The channel that they belong to.
    """

    def __init__(self, channel: WebChannel) -> None:
        self._channel = channel

    def add_to(self, routes: Blueprint) -> None:
        """Add them."""
        self._channel.serve(routes, "POST", "/photos", self._begin)
        self._channel.serve(routes, "POST", "/photos/piece", self._piece)
        self._channel.serve(routes, "POST", "/photos/remove", self._remove)
        self._channel.serve(routes, "POST", "/photos/sent", self._sent)
        self._channel.serve(routes, "GET", "/photos/file", self._opened)

    async def _begin(self, request: Request) -> HTTPResponse:
        conversation = await self._open_session(request)
        size = object_in(request.body).get("size")
        if not isinstance(size, int) or isinstance(size, bool):
            raise ApiError(400, '"size" is missing; it is how many bytes the file has.')
        return await self._asked(self._desk.photos("begin", {"conversation": conversation, "size": size}))

    async def _piece(self, request: Request) -> HTTPResponse:
        conversation = await self._open_session(request)
        name, at = str(request.args.get("file") or ""), str(request.args.get("at") or "")
        if not _NAME.fullmatch(name) or not _PLACE.fullmatch(at):
            raise ApiError(400, 'The address says which "file", and "at" which of its bytes the piece begins.')
        if not 0 < len(request.body) <= LARGEST_PIECE:
            raise ApiError(413, f"A piece has 1 to {LARGEST_PIECE} bytes.")
        return await self._asked(self._desk.photo_piece(conversation, name, int(at), request.body))

    async def _remove(self, request: Request) -> HTTPResponse:
        conversation = await self._open_session(request)
        name = _names([object_in(request.body).get("file")])[0]
        return await self._asked(self._desk.photos("remove", {"conversation": conversation, "file": name}))

    async def _sent(self, request: Request) -> HTTPResponse:
        conversation = await self._session(request)
        body = object_in(request.body)
        caption = kept(text_in(body, "caption", LONGEST_CAPTION), LONGEST_CAPTION)
        message_id = message_id_in(body)
        if message_id is None or len(message_id) > 56:
            raise ApiError(400, '"message_id" is missing, or longer than 56 characters.')
        sent = {
            "conversation": conversation,
            "files": _names(body.get("files")),
            "message_id": message_id,
            "caption": caption,
        }
        locale = locale_in(body)
        shown = kept(text_in(body, "shown", LONGEST_CAPTION), LONGEST_CAPTION)
        gateway = self._channel.gateway
        await gateway.limits.message(conversation, self._channel.client_of(self._channel.caller(request)), len(caption))
        metadata = {"rich": flag_in(body, "rich"), TITLE: shown, **({LOCALE: locale} if locale else {}), **trace_kept()}
        trigger = Trigger(PHOTOS_SENT, {"photos_message": message_id}, f"photos-{message_id}", metadata)
        agent = gateway.turns.agent

        async def take() -> Any:
            await self._result(self._desk.photos("sent", sent))
            return await tell(agent, conversation, trigger)

        answers = await gateway.turns.in_turn(conversation, take)
        return json_response({"id": trigger.turn_id, "answers": [answer.as_dict() for answer in answers]})

    async def _opened(self, request: Request) -> HTTPResponse:
        await self._channel.let_in(request)
        token = str(request.args.get("t") or "")
        if not 0 < len(token) <= 400:
            raise ApiError(404, "This link has run out, or is none.")
        found = await self._part(token, 0)
        media_type, size = str(found["media_type"]), int(found["size"])
        # A picture was made anew here, so a browser may show it; a video is as it came, so it is only ever saved.
        shown = "inline" if media_type == "image/jpeg" else "attachment"
        named = {"Content-Disposition": f'{shown}; filename="photo.{_ENDINGS[media_type]}"'}
        headers = {**_PRIVATE, **named, "Content-Length": str(size)}

        async def write(response: Any) -> None:
            sent, part = base64.b64decode(found["content"]), 1
            await response.write(sent)
            so_far = len(sent)
            while so_far < size:
                sent = base64.b64decode((await self._part(token, part))["content"])
                await response.write(sent)
                so_far, part = so_far + len(sent), part + 1

        return stream(write, content_type=media_type, headers=headers)

    async def _part(self, token: str, number: int) -> Mapping[str, Any]:
        try:
            found: Mapping[str, Any] = await self._desk.photos("open", {"token": token, "part": number})
        except DeskUnavailable:
            raise ApiError(503, "The file can't be opened just now; try again in a moment.", 2) from None
        except ActionServerRefused:
            raise ApiError(404, "This link has run out, or is none.") from None
        return found

    async def _session(self, request: Request) -> str:
        await self._channel.let_in(request)
        token = bearer_in(request.headers)
        if token is None:
            raise ApiError(401, "Show a session: Authorization: Bearer <session of POST /webhooks/rest/session>.")
        return self._channel.gateway.sessions.conversation_of(token)

    async def _open_session(self, request: Request) -> str:
        conversation = await self._session(request)
        await self._channel.gateway.visits.check_open(conversation)
        return conversation

    @property
    def _desk(self) -> Any:
        return self._channel.gateway.desk

    async def _asked(self, question: Awaitable[Mapping[str, Any]]) -> HTTPResponse:
        try:
            return json_response(dict(await question))
        except ActionServerRefused as refused:
            # The widget has words of its own for each.
            said = {"error": str(refused), **({"problem": refused.problem} if refused.problem else {})}
            return json_response(said, status=refused.status)
        except DeskUnavailable:
            raise ApiError(503, _NOT_NOW, 5) from None

    async def _result(self, question: Awaitable[Mapping[str, Any]]) -> Mapping[str, Any]:
        try:
            return await question
        except ActionServerRefused as refused:
            raise ApiError(refused.status, str(refused)) from None
        except DeskUnavailable:
            raise ApiError(503, _NOT_NOW, 5) from None


def _names(value: Any) -> list[str]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_AT_ONCE:
        raise ApiError(400, f'"files" are not 1 to {MOST_AT_ONCE} names of files.')
    if not all(isinstance(each, str) and _NAME.fullmatch(each) for each in value):
        raise ApiError(400, "A file is named by what POST /webhooks/rest/photos has answered.")
    return [str(each) for each in value]
