"""What was put in words, and which locale a client told last."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.gateway.spoken_language import is_written, told_locale


def said(text: str, **metadata: object) -> UserUttered:
    return UserUttered(text, {"name": "greet"}, metadata=metadata)


@pytest.mark.parametrize("event", [said("Wo ist mein Paket?"), said("ok")])
def test_a_message_is_written(event: Event) -> None:
    assert is_written(event)


@pytest.mark.parametrize(
    "event",
    [
        said("/greet"),
        # A sticker, and whoever opens the bot in Telegram.
        said(""),
        said(" "),
        said("EXTERNAL: system_open_chat", is_external=True),
        BotUttered("Hello"),
    ],
)
def test_a_press_a_picture_and_what_the_desk_sets_off_are_not(event: Event) -> None:
    assert not is_written(event)


@pytest.mark.parametrize(
    ("events", "locale"),
    [
        ([], None),
        ([said("hi"), BotUttered("Hello")], None),
        ([said("hi", locale="he"), BotUttered("Hello"), said("hi")], "he"),
        ([said("hi", locale="he"), said("hi", locale="pt-PT"), said("hi", locale=None)], "pt-PT"),
    ],
)
def test_the_last_locale_that_was_told_is_the_clients(events: list[Event], locale: str | None) -> None:
    assert told_locale(events) == locale
