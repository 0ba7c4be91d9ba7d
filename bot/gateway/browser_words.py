"""Words of the domain for whoever opens a link, in the language of their browser."""

from __future__ import annotations

from typing import Any

from sanic.request import Request

from bot.responses.languages import language_tags
from core.languages import ENGLISH, is_language_tag, language_part


class BrowserWords:
    """The domain's words for one request.

    Args:
        request: Of a browser.
        channel: The channel's name, by which responses can be made for one channel alone.
    """

    def __init__(self, request: Request, channel: str) -> None:
        self._processor: Any = getattr(getattr(request.app.ctx, "agent", None), "processor", None)
        self._channel = channel
        wanted = request.headers.get("accept-language", "").partition(",")[0].partition(";")[0].strip()
        known = {language_part(tag) for tag in language_tags()}
        self.language = wanted if is_language_tag(wanted) and language_part(wanted) in known else ENGLISH

    @property
    def are_there(self) -> bool:
        """Whether the bot is loaded; there are no words before."""
        return self._processor is not None

    def said(self, response: str) -> str:
        """A response as the browser's language has it."""
        voice = self._processor.nlg.in_language(self.language)
        return str(voice.generate_from_slots(response, {}, self._channel)["text"]).strip()
