"""What the bot asks about photos: to take one in piece by piece, to note that it was sent, to open one by address."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Mapping
from typing import Any, Final, Optional

import structlog
from pydantic import BaseModel, ConstrainedStr, Extra, StrictInt, ValidationError, conlist

from actions.photos.kinds import PhotoRefused, Problem
from actions.photos.photos import PIECE, Photos, Received
from actions.server.photos_wanted import Wanted
from core.action_desk import ActionAnswer
from core.database.errors import StoreUnavailable
from core.signed_tokens import LONGEST_TOKEN, TokenOver

logger = structlog.get_logger(__name__)

#: Headers that come with a piece, whose bytes are the body.
CONVERSATION: Final = "x-conversation"
FILE: Final = "x-file"
AT: Final = "x-at"
#: In files: the most that go with one message.
MOST_AT_ONCE: Final = 6
#: In files: the most of a mail that may wait for the proof of who wrote it.
MOST_OF_A_MAIL: Final = 10
LONGEST_CAPTION: Final = 500
_STATUSES: Final[Mapping[Problem, int]] = {Problem.LARGE: 413, Problem.MANY: 429, Problem.UNKNOWN: 404}


class _Conversation(ConstrainedStr):
    min_length = 1
    max_length = 255


class _Name(ConstrainedStr):
    regex = r"^[0-9a-f]{64}$"
    max_length = 64


class _MessageId(ConstrainedStr):
    regex = r"^[A-Za-z0-9._-]{1,56}$"


class _Caption(ConstrainedStr):
    max_length = LONGEST_CAPTION


class _Token(ConstrainedStr):
    max_length = LONGEST_TOKEN


class _Body(BaseModel):
    """A key that nobody knows is a mistake."""

    class Config:
        extra = Extra.forbid


class _Wanted(_Body):
    conversation: _Conversation
    form: Optional[_Conversation]


class _Begin(_Body):
    conversation: _Conversation
    size: StrictInt


class _Remove(_Body):
    conversation: _Conversation
    file: _Name


class _Sent(_Body):
    conversation: _Conversation
    files: conlist(_Name, min_items=1, max_items=MOST_AT_ONCE)  # type: ignore[valid-type]  # a list that the class checks
    message_id: _MessageId
    caption: _Caption


class _Hold(_Body):
    conversation: _Conversation
    files: conlist(_Name, min_items=1, max_items=MOST_OF_A_MAIL)  # type: ignore[valid-type]  # as above
    caption: _Caption


class _Open(_Body):
    token: _Token
    part: StrictInt


class PhotosAsked:
    """Answers what is asked below `/photos/`.

    Args:
        photos: Takes them in and opens them.
        wanted: What is done with those of a conversation, in which a form may run; raises `StoreUnavailable`.
    """

    def __init__(self, photos: Photos, wanted: Callable[[str, Optional[str]], Wanted]) -> None:
        self._photos = photos
        self._are_wanted = wanted
        self._answers: dict[str, Callable[[Mapping[str, str], bytes], Any]] = {
            "wanted": self._wanted,
            "begin": self._begin,
            "piece": self._piece,
            "remove": self._remove,
            "sent": self._sent,
            "hold": self._hold,
            "open": self._open,
        }

    async def answer(self, what: str, headers: Mapping[str, str], body: bytes) -> ActionAnswer:
        """The answer to a request; see `ActionDesk.ask`."""
        if what not in self._answers:
            return ActionAnswer(404, {"error": f"nothing is asked at /photos/{what}"})
        try:
            # Files are written and pictures are made anew: other conversations go on meanwhile.
            return ActionAnswer(200, await asyncio.to_thread(self._answers[what], headers, body))
        except PhotoRefused as refused:
            logger.info("photo.refused", problem=refused.problem.value)
            said = {"error": refused.reason, "problem": refused.problem.value}
            return ActionAnswer(_STATUSES.get(refused.problem, 422), said)
        except TokenOver:
            return ActionAnswer(404, {"error": "the link has run out or is none"})
        except (ValidationError, ValueError, RecursionError):
            return ActionAnswer(400, {"error": "the request does not have the form that it has to have"})
        except StoreUnavailable:
            return ActionAnswer(503, {"error": "the store does not answer; try again in a moment"})
        except OSError as error:
            logger.error("photo.folder_failed", error=type(error).__name__, errno=error.errno)
            return ActionAnswer(503, {"error": "photos can't be kept just now; try again later"})

    def _wanted(self, _: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        asked = _Wanted.parse_raw(body)
        found = self._are_wanted(asked.conversation, asked.form)
        return {"wanted": found.open, "held": list(found.held)}

    def _begin(self, _: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        wanted = _Begin.parse_raw(body)
        return {"piece": PIECE, **_said(self._photos.begin(wanted.conversation, wanted.size))}

    def _piece(self, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        conversation, name, at = headers.get(CONVERSATION, ""), headers.get(FILE, ""), int(headers.get(AT, ""))
        return _said(self._photos.piece(conversation, name, at, body))

    def _remove(self, _: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        wanted = _Remove.parse_raw(body)
        self._photos.remove(wanted.conversation, wanted.file)
        return {"removed": True}

    def _sent(self, _: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        told = _Sent.parse_raw(body)
        sent = self._photos.stored.send(told.conversation, told.files, told.message_id, told.caption or None)
        if not sent:
            raise PhotoRefused(Problem.UNKNOWN, "None of these files is in this chat; send them anew.")
        return {"files": len(sent)}

    def _hold(self, _: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        told = _Hold.parse_raw(body)
        return {"held": self._photos.hold(told.conversation, told.files, told.caption or None)}

    def _open(self, _: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
        wanted = _Open.parse_raw(body)
        part = self._photos.part(self._photos.links.read(wanted.token), wanted.part)
        if part is None:
            raise TokenOver
        content = base64.b64encode(part.content).decode()
        return {"content": content, "media_type": part.media_type, "size": part.size}


def _said(received: Received) -> Mapping[str, Any]:
    said = {"file": received.name, "received": received.size}
    return said if received.media_type is None else {**said, "media_type": received.media_type}
