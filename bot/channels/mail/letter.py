"""A mail as it came, whoever brought it: its headers and its words, bounded and decoded, nothing of it believed."""

from __future__ import annotations

import codecs
import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import getaddresses
from typing import Any

from bot.channels.incoming import MOST_ATTACHED, TOO_LARGE, TOO_MANY, Attachment
from bot.channels.mail.html_text import text_of_html
from bot.channels.platform import NotReadable

#: How much of a part is decoded, bytes. What a customer writes stands at its beginning.
MOST_OF_A_PART = 200_000
#: A picture that a mail's HTML shows is a photo from so many bytes on; logos are smaller.
SMALLEST_EMBEDDED = 30_000
#: What comes with mails and is no file that anybody means to send: signatures, cards, invitations, other mails.
_NO_FILES = (
    *("text/", "message/", "multipart/", "audio/", "application/pgp-", "application/pkcs7-", "application/x-pkcs7-"),
    *("application/ics", "application/ms-tnef", "application/vnd.ms-tnef"),
)
_LONGEST_HEADER = 8_000
_MOST_HEADERS = 500
_MOST_NESTED = 50
#: Their decoders take a time that grows with the square of the length, or make something else than text.
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@<>\"(),:;\[\]\\]{1,189}")


@dataclass(frozen=True)
class Letter:
    """A mail.

    Args:
        headers: The headers in their order, names in lower case, values unfolded and still encoded.
        text: Its words, with quotes and signature.
        attached: Whether something is attached.
        files: Pictures, videos and files among that.
        recipients: Addresses that it came to, besides those of its headers.
        origin: What stands for the whole mail where it has no Message-ID.
    """

    headers: tuple[tuple[str, str], ...]
    text: str
    attached: bool = False
    files: tuple[Attachment, ...] = ()
    recipients: tuple[str, ...] = ()
    origin: str = ""

    def all(self, name: str) -> Iterator[str]:
        """The values of a header."""
        return (value for each, value in self.headers if each == name)

    def first(self, name: str) -> str:
        """The first value of a header; empty where there is none."""
        return next(self.all(name), "")

    @property
    def sender(self) -> str | None:
        """The address in From, in lower case; None where there is none that can be answered."""
        found = self.addresses("from")
        return found[0] if len(found) == 1 else None

    @property
    def subject(self) -> str:
        """The subject in one line, decoded."""
        return " ".join(_words(self.first("subject")).split())

    @property
    def message_id(self) -> str | None:
        """The Message-ID with its brackets; None where it has none that can be quoted."""
        found = _MESSAGE_ID.search(self.first("message-id"))
        return found[0] if found else None

    @property
    def delivery(self) -> str:
        """What tells this mail from all others, brought again or not."""
        return hashlib.sha256((self.message_id or self.origin).encode("utf-8", "replace")).hexdigest()

    @property
    def references(self) -> list[str]:
        """The Message-IDs that it answers, the oldest first."""
        named = [*_MESSAGE_ID.findall(self.first("references")), *_MESSAGE_ID.findall(self.first("in-reply-to"))]
        return list(dict.fromkeys(named))

    def addresses(self, *names: str) -> list[str]:
        """The addresses in headers, in lower case."""
        values = [value for name in names for value in self.all(name)]
        try:
            found = [address.strip().lower() for _, address in getaddresses(values)]
        except RecursionError:  # comments within comments within comments
            return []
        return [address for address in found if _ADDRESS.fullmatch(address)]


def from_mime(raw: bytes, *, whole: bool = True) -> Letter:
    """A mail as it is on the wire, or its beginning.

    Args:
        raw: The mail.
        whole: Whether it is all of it; of a beginning no file is taken, as any may be cut off.

    Raises:
        NotReadable: It is none.
    """
    if raw.lower().count(b"boundary") > _MOST_NESTED:
        raise NotReadable("this mail nests too deep")  # parts within parts take long and hold nothing to read
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        headers = _headers((name, str(value)) for name, value in message.raw_items())
        plain, html, attached, files = _parts(message)
    # Its parser fails in many ways on what is no mail.
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotReadable("this is no mail") from error
    if not headers:
        raise NotReadable("this is no mail")
    if not whole:
        files = [Attachment(problem=TOO_LARGE) for _ in files] or [Attachment(problem=TOO_LARGE)]
    text = plain or text_of_html(html)
    return Letter(headers, text, attached, bounded(files), origin=hashlib.sha256(raw).hexdigest())


def from_fields(
    headers: Iterable[tuple[str, str]],
    plain: str,
    html: str,
    *,
    attached: bool,
    files: Sequence[Attachment] = (),
    recipients: Iterable[str] = (),
) -> Letter:
    """A mail that a service has taken apart.

    Args:
        headers: Names and values.
        plain: Its words; empty where it is HTML alone.
        html: Its HTML.
        attached: Whether something is attached.
        files: Pictures, videos and files among that.
        recipients: Addresses that it came to.
    """
    text = plain[:MOST_OF_A_PART].strip() or text_of_html(html[:MOST_OF_A_PART])
    kept = _headers(headers)
    origin = hashlib.sha256(repr((kept, text)).encode("utf-8", "replace")).hexdigest()
    return Letter(kept, text, attached, bounded(files), tuple(each.lower() for each in recipients), origin)


def _headers(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    first = itertools.islice(pairs, _MOST_HEADERS)
    return tuple((name.lower(), " ".join(value[:_LONGEST_HEADER].split())) for name, value in first)


def _words(value: str) -> str:
    try:
        return str(make_header(decode_header(value[:_LONGEST_HEADER])))
    except (MessageError, ValueError, LookupError):
        return value


def bounded(files: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """The first files of a mail; what is too many keeps nothing of its content."""
    too_many = (Attachment(problem=TOO_MANY) for _ in files[MOST_ATTACHED:])
    return (*files[:MOST_ATTACHED], *too_many)


def file_of(content: bytes, kind: str, *, embedded: bool) -> Attachment | None:
    """What is attached to a mail as a file that may be a photo; None where nobody sends it as such.

    Args:
        content: Its bytes.
        kind: What the mail calls it, such as `image/jpeg`. What it is the desk finds out.
        embedded: Whether the mail's HTML shows it in its place, as it does signatures' logos.
    """
    kind = kind.lower()
    if kind.startswith(_NO_FILES) or (embedded and len(content) < SMALLEST_EMBEDDED):
        return None
    # An empty file is said to be damaged, as every other that can't be read.
    return Attachment(content=content) if content else Attachment(problem="empty")


def _parts(message: Message[Any, Any] | EmailMessage) -> tuple[str, str, bool, list[Attachment]]:
    """The plain text, the HTML, whether there is anything else, and the files among that."""
    texts: dict[str, str] = {}
    files: list[Attachment] = []
    attached = False
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() != "attachment" and kind in ("text/plain", "text/html"):
            texts.setdefault(kind, _decoded(part).strip())
        else:
            attached = True
            payload = part.get_payload(decode=True)
            embedded = part.get_content_disposition() != "attachment" and part.get("content-id") is not None
            file = file_of(payload if isinstance(payload, bytes) else b"", kind, embedded=embedded)
            files += [file] if file is not None else []
    return texts.get("text/plain", ""), texts.get("text/html", ""), attached, files


def _decoded(part: Message[Any, Any]) -> str:
    payload = part.get_payload(decode=True)
    content = payload[:MOST_OF_A_PART] if isinstance(payload, bytes) else b""
    try:
        charset = codecs.lookup(part.get_content_charset("utf-8")).name
        return content.decode("utf-8" if charset in _NO_CHARSETS else charset, "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def headers_of(pairs: Any) -> list[tuple[str, str]]:
    """Headers from decoded JSON: pairs of strings, or objects with Name and Value; all else is left out."""
    found: list[tuple[str, str]] = []
    for each in pairs if isinstance(pairs, list) else ():
        pair = (each.get("Name"), each.get("Value")) if isinstance(each, Mapping) else each
        if isinstance(pair, (list, tuple)) and len(pair) == 2 and all(isinstance(word, str) for word in pair):
            found.append((pair[0], pair[1]))
    return found
