"""What Messenger and the WhatsApp Cloud API share: Meta's signature, its check of the address, its errors."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping

from bot.channels.incoming import part
from bot.channels.outgoing import Answer, Call, Refused, TryLater
from bot.channels.platform import Platform, Request, judge_status, same

GRAPH_URL = "https://graph.facebook.com"
GRAPH_VERSION = "v23.0"
CREDENTIALS = ("token", "app_secret", "verify_token")

#: Rate limits, outages, and credentials that the shop can mend.
_PASSING = frozenset({1, 2, 4, 17, 32, 341, 613, 80007, 130429, 131000, 131016, 131048, 131056, 133004})
_MENDABLE = frozenset({102, 104, 190})
_CHALLENGE = re.compile(r"[\w.-]{1,200}", re.ASCII)


class MetaPlatform(Platform):
    """A channel behind Meta's Graph API.

    Args:
        token: The access token that sends.
        app_secret: What Meta signs its requests with.
        verify_token: What the shop told Meta to check the address with.
        api: The base address of the API.
    """

    def __init__(self, token: str, app_secret: str, verify_token: str, api: str = GRAPH_URL) -> None:
        self._token = token
        self._app_secret = app_secret
        self._verify_token = verify_token
        self._api = api

    def authentic(self, request: Request) -> bool:
        """Meta signs the body."""
        signature = hmac.new(self._app_secret.encode(), request.body, hashlib.sha256).hexdigest()
        return same(request.headers.get("X-Hub-Signature-256"), f"sha256={signature}")

    def handshake(self, arguments: Mapping[str, str]) -> str | None:
        """Meta's check of the address: the token has to be ours, the challenge goes back."""
        challenge = arguments.get("hub.challenge", "")
        ours = same(arguments.get("hub.verify_token"), self._verify_token)
        if arguments.get("hub.mode") != "subscribe" or not ours or not _CHALLENGE.fullmatch(challenge):
            return None
        return challenge

    def url(self, call: Call) -> str:
        """The address of an edge of the graph."""
        return f"{self._api}/{GRAPH_VERSION}{call.path}"

    def headers(self) -> Mapping[str, str]:
        """The token."""
        return {"Authorization": f"Bearer {self._token}"}

    def judge(self, answer: Answer) -> None:
        """Meta's error codes say more than its status."""
        code = part(answer.body, "error", "code", kind=int)
        if code is None:
            judge_status(answer)
            return
        if code in _PASSING | _MENDABLE or part(answer.body, "error", "is_transient", kind=bool):
            raise TryLater(f"error {code}", answer.retry_after)
        raise Refused(f"error {code}")
