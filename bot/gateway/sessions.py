"""Sessions: signed tokens that alone say which conversation a page belongs to.

The desk makes the conversation's id, 256 random bits, and signs it. A client can neither choose one nor change it, so
nobody gets into a conversation that they were not given.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import jwt

from bot.gateway.errors import ApiError
from core.clock import Clock
from core.identifiers import WEB

_AUDIENCE: Final = "session"
_ALGORITHM: Final = "HS256"
_RANDOM_BYTES: Final = 32
_CONVERSATION: Final = re.compile(r"web:[A-Za-z0-9_-]{43}")
#: A token of ours is far shorter; what is longer is not even looked at.
_LONGEST_TOKEN: Final = 1000
#: In seconds: by how much the clocks of this desk's machines may differ, and one be set back.
_MOST_AHEAD: Final = 86_400


@dataclass(frozen=True)
class Session:
    """A session as it is handed out.

    Args:
        conversation: The conversation that it opens.
        token: What the client shows.
        expires_in: For how many seconds it is good.
    """

    conversation: str
    token: str
    expires_in: int


class Sessions:
    """Makes sessions and reads them.

    Args:
        secret: What tokens are signed with, at least 32 bytes.
        lifetime: How long a session lasts from the day it was made or renewed.
        clock: Tells when a session begins and whether it has run out.
    """

    def __init__(self, secret: str, lifetime: timedelta, clock: Clock) -> None:
        self._secret = secret
        self._lifetime = lifetime
        self._clock = clock

    def begin(self) -> Session:
        """A session for a conversation that has not begun."""
        return self.renew(WEB + secrets.token_urlsafe(_RANDOM_BYTES))

    def renew(self, conversation: str) -> Session:
        """A fresh session for the conversation of a valid one."""
        now = self._clock.now()
        claims = {"aud": _AUDIENCE, "sub": conversation, "iat": now, "exp": now + self._lifetime}
        token = jwt.encode(claims, self._secret, algorithm=_ALGORITHM)
        return Session(conversation, token, int(self._lifetime.total_seconds()))

    def conversation_of(self, token: str) -> str:
        """The conversation that a session opens.

        Raises:
            ApiError: The token was not made here, was changed, or has run out.
        """
        try:
            if len(token) > _LONGEST_TOKEN:
                raise jwt.InvalidTokenError
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                # The time is asked of our own clock below.
                options={"require": ["aud", "sub", "exp"], "verify_exp": False, "verify_iat": False},
            )
            conversation, expires_at = str(claims["sub"]), float(claims["exp"])
            made_at = float(claims.get("iat", 0))
        except (jwt.InvalidTokenError, ValueError, TypeError):
            raise ApiError(401, "This session is not valid; get one with POST /webhooks/rest/session.") from None
        if not _CONVERSATION.fullmatch(conversation):
            raise ApiError(401, "This session is not valid; get one with POST /webhooks/rest/session.")
        now = self._clock.now().timestamp()
        # A clock that was ahead has made it, and would have it last longer than one may.
        if expires_at <= now or made_at > now + _MOST_AHEAD:
            raise ApiError(401, "This session has run out; get a new one with POST /webhooks/rest/session.")
        return conversation
