"""Has the bot say something in a conversation, through its trigger endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from core.http_client import JsonApi

_Client = TypeVar("_Client", bound="BotClient")


class BotClient:
    """Runs a turn in a conversation, once for each key.

    Args:
        api: The bot, with the secret that it shares with the action server.
    """

    def __init__(self, api: JsonApi) -> None:
        self._api = api

    @classmethod
    def at(cls: type[_Client], bot_url: str, secret: str) -> _Client:
        """The bot by its address and the shared secret."""
        return cls(JsonApi("the bot", bot_url, headers={"Authorization": f"Bearer {secret}"}, timeout=20, budget=30))

    def trigger(self, conversation: str, intent: str, values: Mapping[str, object], key: str) -> None:
        """Set off an intent that no customer can write.

        Raises:
            ServiceUnavailable: The bot did not answer.
            ServiceRefused: The bot does not take it; with the status 404 there is no such conversation any more.
        """
        turn = {"conversation": conversation, "intent": intent, "values": dict(values), "key": key}
        self.call("/webhooks/desk/trigger", turn)

    def call(self, path: str, body: Mapping[str, object]) -> None:
        """Tell the bot something at one of its addresses; raises as `trigger` does."""
        self._api.call("POST", path, dict(body))
