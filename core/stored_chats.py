"""Questions whether what is written in a chat is kept, and what becomes of it."""

from __future__ import annotations

from typing import Final

from core.word_sets import WordSets, phrases

_KEEPING: Final = phrases(
    "keep, keeping, kept, store, stored, storing, save, saved, saving, record, recorded, recording, log, logged, "
    "delete, deleted, erase, erased, retain, retained, remember, private, confidential, privacy, gdpr, read along"
)
_CHAT: Final = phrases(
    "what i write, what i wrote, what i type, what i typed, what i say, what i said, what i tell you, what we write, "
    "what i'm writing, what im writing, this chat, my chat, our chat, the chat, chats, this conversation, "
    "my conversation, our conversation, the conversation, conversations, my messages, these messages, my data, "
    "my details, personal data, my information, my info, my personal, all this, everything i, chat history"
)
_ASKS: Final = phrases(
    "do, does, is, are, will, who, how, where, can, could, what happens, what do, what are, u, you, gdpr, privacy"
)
_STORED: Final = WordSets(
    needed=(_KEEPING, _CHAT, _ASKS),
    barred=phrases(
        "label, photo, photos, picture, parcel, keep the item, number to, remind, delivery, refund, return reason, "
        "save the number, keep me posted, keep it, save time, private seller"
    ),
    most=20,
)


def asks_if_chat_is_kept(said: str) -> bool:
    """Whether a message asks if the chat or its writer's data are kept: "is this conversation stored?".

    Args:
        said: What the customer wrote.
    """
    return _STORED.fits(said)
