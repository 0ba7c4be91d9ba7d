"""What a message may be before anything understands or stores it, whichever channel it came through.

Rasa takes `/restart`, `/intent{"slot": …}` and the metadata of a client for commands. Here a message is text: only a
payload that the bot itself offered a moment ago still is what it says, and words that mean a thing which was shown
stand for its payload. `install()` puts this in front of the one
method through which every message goes, beside what `bot/rasa_patches/install.py` replaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import IS_EXTERNAL
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.gateway.conversation_end import Ended, is_ended
from bot.gateway.customer_messages import customer_messages
from bot.gateway.home_countries import home_countries
from bot.gateway.idempotency import AlreadyAnswered, WebMessage, check_unanswered
from bot.gateway.references import referred
from bot.gateway.spoken_language import is_written, told_locale
from bot.gateway.transcript import TITLE
from bot.storage.conversation_store import ConversationStore
from core.languages import ENGLISH, LOCALE, OUR_WORDS, SPOKEN
from core.masking import cut, mask

#: In characters, as long as what messaging services deliver; what is longer is cut. Channels may set their own limits.
LONGEST_MESSAGE: Final = 4_096
#: For how many of the customer's messages an offered button stays good. Buttons scroll out of sight, and what they say
#: about a return does not stay true.
TURNS_OFFERED: Final = 10

#: What is found out here, whatever a client says of it.
_OURS: Final = frozenset({IS_EXTERNAL, TITLE, SPOKEN, OUR_WORDS})
#: How Rasa would tell that a message is a command.
_COMMAND: Final = re.compile(r"(?:\s|/|EXTERNAL:)+", re.IGNORECASE)
#: The name in a command. A button that is good no longer may still be understood by its words.
_NAME: Final = re.compile(r"[a-z]+(_[a-z]+)+")
#: Control characters, invisible and direction-changing ones, halves of characters, private ones.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
_LINE_ENDS: Final = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")


def install() -> None:
    """Replace a method of Rasa's, for this process; doing so again changes nothing."""
    if MessageProcessor._handle_message_with_tracker is not _handle_guarded:
        MessageProcessor._handle_unguarded = MessageProcessor._handle_message_with_tracker
        MessageProcessor._handle_message_with_tracker = _handle_guarded


async def _handle_guarded(processor: Any, message: UserMessage, tracker: DialogueStateTracker) -> None:
    """Rasa's own method, for a message that has not been answered yet and is nothing but what it may be.

    Raises:
        Ended: The customer has ended the conversation.
        AlreadyAnswered: The message was answered before.
    """
    if isinstance(message, WebMessage):
        message.tracker = tracker
    if is_ended(tracker):
        raise Ended
    check_unanswered(message, tracker)
    await _check_earlier_sessions(processor.tracker_store, message, tracker)
    guard(message, tracker)
    await processor._handle_unguarded(message, tracker)


async def _check_earlier_sessions(store: Any, message: UserMessage, tracker: DialogueStateTracker) -> None:
    """Make sure that a message was not answered before the conversation last began anew.

    An hour of silence begins it anew, and so does a clock that jumps: a message may come again behind either.

    Raises:
        AlreadyAnswered: It was.
    """
    if not isinstance(message, WebMessage) or not isinstance(store, ConversationStore):
        return
    if await store.was_said_earlier(tracker, message.message_id):
        message.tracker = await store.retrieve_full_tracker(message.sender_id)
        raise AlreadyAnswered


def guard(message: UserMessage, tracker: DialogueStateTracker) -> None:
    """Make a message safe, in place: its text, and what a client may have sent along with it.

    Args:
        message: What came in.
        tracker: The conversation up to it.
    """
    # What a message means is found out here, and who triggered it too.
    message.parse_data = None
    metadata = {name: value for name, value in (message.metadata or {}).items() if name not in _OURS}
    text = seen(cut(str(message.text or ""), LONGEST_MESSAGE))
    locale = metadata.get(LOCALE) or told_locale(customer_messages(tracker))
    title = _offered(tracker).get(text) if text.startswith("/") else None
    if title is None:
        if text.startswith("/") and _NAME.match(text, 1):
            metadata[OUR_WORDS] = True
        text = mask(without_command(text).strip(), home_countries(tracker, locale))
        chosen = referred(text, tracker)
        if chosen is not None:
            text, title = chosen, text
    if title is not None:
        metadata[TITLE] = title
    if locale:
        metadata[LOCALE] = locale
    # English is spoken where no other language was found in what the customer has written.
    spoken = (
        tracker.get_slot(SPOKEN) or locale or (ENGLISH if any(map(is_written, customer_messages(tracker))) else None)
    )
    if spoken and not text.startswith("/"):
        metadata[SPOKEN] = spoken
    message.text = text
    message.metadata = metadata


def seen(text: str) -> str:
    """A text less the characters that nobody sees, its lines ended by line feeds."""
    text = text.replace("\r\n", "\n")
    if not (text.isascii() and text.isprintable()):
        text = "".join(_seen(character) for character in text)
    return text.strip()


def _seen(character: str) -> str:
    if character in _LINE_ENDS:
        return "\n"
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return "" if category in _UNSEEN else character


def without_command(text: str) -> str:
    """A text that Rasa reads as nothing but text."""
    command = _COMMAND.match(text)
    if command is None:
        return text
    text = text[command.end() :]
    name = _NAME.match(text)
    return text if name is None else name[0].replace("_", " ") + text[name.end() :]


def kept(words: str, longest: int) -> str:
    """What a customer wrote beside the conversation, as every message of theirs is kept; at most so many characters."""
    return cut(mask(without_command(seen(cut(words, longest))).strip()), longest)


def _offered(tracker: DialogueStateTracker) -> dict[str, str]:
    """The titles of the buttons that are still good, by payload."""
    # The newest title of a payload wins.
    return {button["payload"]: button["title"] for button in reversed(list(_buttons(tracker)))}


def _buttons(tracker: DialogueStateTracker) -> Iterator[dict[str, str]]:
    turns = 0
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            turns += 1
            if turns >= TURNS_OFFERED:
                return
        elif isinstance(event, BotUttered):
            data = event.data or {}
            for button in (*(data.get("buttons") or ()), *(data.get("quick_replies") or ())):
                if isinstance(button.get("payload"), str):
                    yield {"payload": button["payload"], "title": str(button.get("title") or "")}
