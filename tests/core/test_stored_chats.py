"""Questions whether a chat is kept."""

from __future__ import annotations

import pytest

from core.stored_chats import asks_if_chat_is_kept


@pytest.mark.parametrize(
    "said",
    [
        "is this conversation recorded somewhere?",
        "hm. do u save my messages",
        "will everything I type be logged? what I write here?",
        "how long do you store my data",
        "can you delete our chat afterwards",
        "who can see it, are my details kept private?",
    ],
)
def test_it_asks_whether_the_chat_is_kept(said: str):
    assert asks_if_chat_is_kept(said)


@pytest.mark.parametrize(
    "said",
    [
        "can I keep the mug?",
        "why do you need my details?",
        "keep me posted in this chat please, can you",
        "do I have to keep the box",
        "can I save the label in this chat?",
        "what I write in the reason, how long may it be?",
        "",
        "keep my data " * 400,
    ],
)
def test_near_messages_do_not(said: str):
    assert not asks_if_chat_is_kept(said)
