"""Instagram messages: webhooks and Send API of Messenger's form, with shorter texts, and choices only the app shows."""

from __future__ import annotations

from bot.channels.channel import MessagingChannel
from bot.channels.credentials import api_url, credentials
from bot.channels.messenger import Messenger
from bot.channels.meta import CREDENTIALS, GRAPH_URL

TEXT_LIMIT = 1000


class Instagram(Messenger):
    """A professional account that is linked to a page."""

    name = "instagram"
    subscribed_object = "instagram"
    text_limit = TEXT_LIMIT
    media_hosts = (*Messenger.media_hosts, ".cdninstagram.com")
    # Quick replies are not shown in a browser on a computer.
    numbers_always = True

    @staticmethod
    def size(text: str) -> int:
        """Instagram counts bytes."""
        return len(text.encode())


class InstagramChannel(MessagingChannel):
    """Instagram as a channel of Rasa's."""

    platform_name = Instagram.name

    @classmethod
    def platform_from_environment(cls) -> Instagram | None:
        """Instagram with RETURNDESK_INSTAGRAM_TOKEN, …_APP_SECRET and …_VERIFY_TOKEN."""
        found = credentials(cls.platform_name, CREDENTIALS)
        return Instagram(**found, api=api_url(cls.platform_name, GRAPH_URL)) if found else None
