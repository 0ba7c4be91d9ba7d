"""How a ticket reads for the agent who opens it, in English whatever the customer's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.help_desk.ticket import Author, Line, Ticket, TicketMessage
from core.languages import ENGLISH, english_name, language_part

WENT_BACK = "The customer went back to the assistant, which answers again. The ticket stays open."
_SPEAKERS = {Author.CUSTOMER: "Customer", Author.AGENT: "Agent", Author.NOTE: "Note"}


def subject_of(ticket: Ticket) -> str:
    """The ticket in a line."""
    case = ticket.content
    about = f"a question about {case.topic or 'returns'}"
    if case.return_number:
        about = f"return {case.return_number}, {case.status or 'status unknown'}"
    language = "" if _is_english(ticket) else f", in {english_name(case.language)}"
    return f"{ticket.number}: {about}{language}"


def text_of(ticket: Ticket) -> str:
    """The whole case, as text."""
    case = ticket.content
    who = f"{case.customer_id}, {case.email} (verified)" if case.customer_id else "not verified"
    lines = [f"Ticket {ticket.number}, priority {ticket.priority.value}", f"Customer: {who}"]
    lines.append(f"Language: {english_name(case.language)} ({case.language})")
    if case.topic:
        lines.append(f"Asked last about: {case.topic}")
    if case.return_number:
        lines.append(f"Return {case.return_number} of order {case.order_number}: {', '.join(case.items)}")
        lines.append(f"Status: {case.status}")
    lines += _section("What happened (UTC)", case.events)
    lines += _section("Open dates (UTC)", case.deadlines)
    if case.rules:
        lines += ["", f"Rules the assistant spoke about: {', '.join(case.rules)}"]
    said = "Conversation (UTC)" if _is_english(ticket) else "Conversation (UTC), the assistant's words in English"
    lines += _section(said, case.transcript)
    return "\n".join(lines)


def asks_again(said_since: Iterable[Line]) -> str:
    """The note for an agent whose customer had gone back to the assistant and now wants a person after all."""
    return "\n".join(["The customer asks for a person again.", *_section("Said meanwhile (UTC)", said_since)])


def spoken(message: TicketMessage) -> str:
    """A message with who said it and when."""
    return f"{message.at:%Y-%m-%d %H:%M} {_SPEAKERS[message.author]}: {message.words}"


def _is_english(ticket: Ticket) -> bool:
    return language_part(ticket.content.language) == ENGLISH


def _section(title: str, lines: Iterable[Line]) -> Iterator[str]:
    told = list(lines)
    if told:
        yield from ("", title)
        for line in told:
            what = f"{line.who}: {line.words}" if line.words else line.who
            yield f"{line.at[:16].replace('T', ' ')} {what}".strip()
