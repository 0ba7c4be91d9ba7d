"""The languages that customers write in."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Optional

from babel import Locale, UnknownLocaleError

#: The language of the domain, and what a conversation is in where nothing says otherwise.
ENGLISH: Final = "en"
#: Where the metadata of a message and a slot hold the language of the conversation.
SPOKEN: Final = "language"
#: Where the metadata of a message hold the locale of the page or of the customer.
LOCALE: Final = "locale"
#: Where the metadata of an answer in another language hold what it says in English, for agents.
IN_ENGLISH: Final = "english"
#: Where the metadata of a message tell that its words are the assistant's: of a button that is good no longer.
OUR_WORDS: Final = "our_words"
#: The intent of who asks for a language.
WISH: Final = "change_language"
#: In characters: what follows tells nothing new of the language.
READ: Final = 400
#: From so many words on a message in the letters of several languages tells that of the conversation.
FEWEST_WORDS: Final = 4
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def is_language_tag(text: str) -> bool:
    """Whether a text can be a language tag, such as "en" or "pt-BR"; there need be no such language."""
    return _TAG.fullmatch(text) is not None


def language_part(locale: str) -> str:
    """The language of a locale: "pt" of "pt-BR"."""
    return re.split("[-_]", locale, maxsplit=1)[0].lower()


def conversation_language(spoken: Optional[str], locale: Optional[str]) -> str:
    """The tag of the language that a conversation is in: what was written or wished, else the page's, else English.

    Args:
        spoken: The language that was written or wished; None while nobody has shown one.
        locale: That of the page; where its language is the one that is spoken, it says the country too.
    """
    page = locale or ENGLISH
    return page if spoken is None or spoken == language_part(page) else spoken


def written_words(text: str) -> list[str]:
    """The words of a text's beginning; numbers and addresses are in no language."""
    chunks = (chunk for chunk in text[:READ].split() if "@" not in chunk and not any(map(str.isdigit, chunk)))
    return [word for chunk in chunks for word in _LETTERS.findall(chunk)]


def english_name(tag: str) -> str:
    """What English calls a language: "Portuguese (Brazil)" for "pt-BR"; the tag where nobody has a name for it."""
    try:
        return str(Locale.parse(tag.replace("_", "-"), sep="-").english_name or tag)
    except (UnknownLocaleError, ValueError):
        return tag


def without_accents(text: str) -> str:
    """A text with plain letters: "espanol" for "español"."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
