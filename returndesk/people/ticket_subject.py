"""A ticket in a line, in the language of who reads it, and what its customer wrote."""

from __future__ import annotations

from textwrap import shorten
from typing import Final

from actions.help_desk.ticket import Author, Ticket
from actions.help_desk.transcript import UNDERSTOOD_AS
from core.languages import ENGLISH, language_part
from returndesk.people.masked import masked
from returndesk.people.page_language import PageLanguage

#: In characters: a line or two of the queue.
_MOST: Final = 140
#: Up to so many characters one of the last messages may be no more than the wish for a person.
_WISH: Final = 40


def subject_in(language: PageLanguage, ticket: Ticket) -> str:
    """A ticket's number, what it is about, and which language its customer reads where that is not English.

    Args:
        language: The reader's.
        ticket: The ticket.
    """
    case, number = ticket.content, ticket.number
    if case.return_number:
        status = language.term((case.status or "status unknown").replace("_", " "))
        told = language.gettext(
            "%(number)s: return %(returned)s, %(status)s", number=number, returned=case.return_number, status=status
        )
    elif case.topic:
        topic = language.term(case.topic.replace("_", " "))
        told = language.gettext("%(number)s: a question about “%(topic)s”", number=number, topic=topic)
    else:
        told = language.gettext("%(number)s: a question about returns", number=number)
    if language_part(case.language) == ENGLISH:
        return told
    return language.gettext("%(ticket)s, in %(language)s", ticket=told, language=language.name_of(case.language))


def words_of(ticket: Ticket) -> str:
    """What a ticket's customer wrote that tells most of what it is about, masked and cut; "" where nothing is kept.

    That is the longest of their messages but for the last two where these are short: the wish for a person and a yes.

    Args:
        ticket: The ticket.
    """
    lines = (line.words for line in ticket.content.transcript if line.who == Author.CUSTOMER.value)
    written = [words.partition(UNDERSTOOD_AS)[0] for words in lines]
    wishes = [words for words in written[-2:] if len(words) > _WISH]
    telling = [words for words in (*written[:-2], *wishes) if not _is_address(words)]
    return shorten(masked(max(telling or written, key=len, default="")), _MOST, placeholder=" …")


def _is_address(words: str) -> bool:
    """Whether a message is an address or number alone, as it was written or masked."""
    said = words.strip()
    return (" " not in said and "@" in said) or (said.startswith("[") and said.endswith("]"))
