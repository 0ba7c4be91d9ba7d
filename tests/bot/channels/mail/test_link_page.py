"""Links in answers to mails, from a real mailbox to a real server that sends: the button brings the answer."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from html import unescape
from imaplib import IMAP4, Time2Internaldate
from pathlib import Path

import pytest
import requests
from channel_drivers import unique
from databases import Databases
from dovecot_mailbox import dovecot_or_skip
from mail_server import KeptMails, mail_server
from mails import mail
from sqlalchemy import select

sys.path.append(str(Path(__file__).parents[3] / "conversations"))
sys.path.append(str(Path(__file__).parents[3] / "actions" / "photos"))

from conversation_product import Product, carrier, product
from hostile_files import picture

from actions.store.tables.photos import PhotoRow
from core.database.engine import open_engine
from core.database.sessions import reading
from core.identifiers import number_key, session_key
from lab.testbed.dovecot import PASSWORD, Dovecot

pytestmark = [pytest.mark.served, pytest.mark.services]

_LINK = re.compile(r"http://\S+/webhooks/email/link\?t=[\w-]+")
_FIELD = re.compile(r'name="([tf])" value="([^"]+)"')


@dataclass
class Post:
    """The desk with its mailbox, and the server by which it answers."""

    product: Product
    mailbox: Dovecot
    sent: KeptMails

    def put_in(self, content: bytes) -> None:
        """A mail comes."""
        box = IMAP4("127.0.0.1", self.mailbox.port)
        box.login("returns", PASSWORD)
        box.append("INBOX", "", Time2Internaldate(datetime.now(timezone.utc)), content)
        box.logout()


@pytest.fixture(scope="module")
def post(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """The assistant with a mailbox of its own."""
    folder = tmp_path_factory.mktemp("post")
    with dovecot_or_skip() as mailbox, mail_server() as sent, carrier(folder) as parcels:
        settings = {
            "RETURNDESK_EMAIL_ADDRESS": "Return Desk <returns@shop.example>",
            "RETURNDESK_EMAIL_SMTP_URL": f"smtp://127.0.0.1:{sent.port}",
            "RETURNDESK_EMAIL_IMAP_URL": f"imap://returns:{PASSWORD}@127.0.0.1:{mailbox.port}/INBOX",
        }
        with product(folder, parcels, databases, settings) as running:
            yield Post(running, mailbox, sent)


@dataclass
class Writer:
    """Whoever writes mails with an address in their From, which need not be theirs."""

    post: Post
    address: str
    before: int = 0
    written: int = field(default=0)
    to: str = "returns@shop.example"

    def __post_init__(self) -> None:
        self.before = len(self.post.sent.to(self.address))

    def write(self, text: str, *files: tuple[str, bytes]) -> str:
        """Writes a mail; returns the answer that the address gets."""
        self.written += 1
        number = f"<{unique()}.{self.address}>"
        made = mail(text, sender=self.address, to=self.to, subject="My parcel", message_id=number, files=files)
        self.post.put_in(made.as_bytes())
        return self.read(self.written)

    def read(self, count: int) -> str:
        """What the address got as its mail of this number, once it is there."""
        answer = self.post.sent.wait_for(self.address, self.before + count)[self.before + count - 1]
        self.to = answer["Reply-To"].addresses[0].addr_spec
        found = answer.get_body(("plain",))
        assert found is not None
        return str(found.get_content())

    @property
    def photos(self) -> list[PhotoRow]:
        """What is kept of what was attached, also of what nobody sees."""
        key = session_key("email:" + self.to.partition("+")[2].partition("@")[0])
        with reading(open_engine(self.post.product.database)) as session:
            return [*session.execute(select(PhotoRow).where(PhotoRow.conversation_key == key)).scalars()]

    def count(self) -> int:
        """How many mails the address got since."""
        return len(self.post.sent.to(self.address)) - self.before


@pytest.fixture
def writer(post: Post) -> Callable[[str], Writer]:
    return lambda address: Writer(post, address)


def link_in(answer: str) -> str:
    found = _LINK.search(answer)
    assert found is not None, answer
    return found[0]


def form_in(page: requests.Response) -> dict[str, str]:
    assert page.status_code == requests.codes.ok, page.text
    return {name: unescape(value) for name, value in _FIELD.findall(page.text)}


def pressed(link: str, **headers: str) -> requests.Response:
    form = form_in(requests.get(link, timeout=30))
    return requests.post(link.partition("?")[0], data=form, headers=headers, timeout=30)


def test_the_button_brings_the_answer_to_what_was_asked_in_a_further_mail(writer: Callable[[str], Writer]) -> None:
    emily = writer("emily@example.com")
    answer = emily.write("I dropped my parcel off. Where is my return R1002?")
    assert "October" not in answer
    link = link_in(answer)
    # What looks into mails opens links, as often as it likes, and proves nothing.
    for _ in range(3):
        page = requests.get(link, timeout=30)
        assert "Yes, that&#x27;s me" in page.text
        assert requests.head(link, timeout=30).status_code != requests.codes.server_error
    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not page.cookies and "emily" not in page.text and "R1002" not in page.text
    assert emily.count() == 1

    done = pressed(link)
    assert done.status_code == requests.codes.ok and "on its way to your mailbox" in done.text
    assert "Wednesday 14 October" in emily.read(2)

    again = requests.post(link.partition("?")[0], data=form_in(page), timeout=30)
    assert again.status_code == requests.codes.not_found and "no longer works" in again.text
    assert "no longer works" in requests.get(link, timeout=30).text
    # Whoever writes on in the thread is known there, and gets one answer to one mail.
    emily.written += 1
    assert "R1002" in emily.write("And what is the status of my return now?")
    assert emily.count() == 3


def test_what_is_attached_waits_unseen_for_the_button_and_is_then_kept_with_the_return(
    writer: Callable[[str], Writer],
) -> None:
    emily = writer("emily@example.com")
    photo, page = ("image/jpeg", picture()), ("image/jpeg", b"\xff\xd8\xff<svg onload=alert(1)>")
    answer = emily.write("The lid of R1002 is cracked, see the photo.", photo, page)
    link = link_in(answer)
    assert "files: 1" in answer and "nobody sees it yet" in answer
    assert "Damaged or incomplete: 1" in answer
    further = emily.write("", ("image/png", picture("PNG")))
    assert "files: 1" in further and "nobody sees it yet" in further
    assert [(row.sent_in, row.customer_id, row.return_key) for row in emily.photos] == [(None, None, None)] * 2
    assert all(row.held_until is not None for row in emily.photos)

    assert "on its way" in pressed(link).text
    said = emily.read(3)
    assert "photos: 2" in said and "kept with your return R1002" in said
    assert {(row.customer_id, row.return_key, row.held_until) for row in emily.photos} == {
        ("C-emily", number_key("R1002"), None)
    }
    assert emily.photos[0].caption == "The lid of R1002 is cracked, see the photo."


def test_who_types_the_address_instead_has_what_was_attached_kept_too(writer: Callable[[str], Writer]) -> None:
    emily = writer("emily@example.com")
    assert "nobody sees it yet" in emily.write("R1002 came like this.", ("image/jpeg", picture()))
    said = emily.write("My address is emily@example.com")
    assert "kept with your return R1002" in said
    assert [row.return_key for row in emily.photos] == [number_key("R1002")]


def test_of_a_stranger_nothing_that_is_attached_is_kept(writer: Callable[[str], Writer]) -> None:
    eve = writer(f"eve{unique()}@mail.example")
    said = [eve.write(f"Here is {number}.", ("image/jpeg", picture())) for number in ("R1003", "R7777")]
    assert all("I haven't kept what you sent" in each for each in said)
    # Where the desk's answer to the beginning of a file came too late, a row without one is left for a day.
    assert [row for row in eve.photos if row.media_type is not None] == []


def test_the_answer_to_a_stranger_is_the_same_whether_there_is_the_number_or_not(
    writer: Callable[[str], Writer],
) -> None:
    said = [
        writer(f"eve{unique()}@mail.example").write(f"Where is my return {number}?") for number in ("R1003", "R7777")
    ]
    assert said[0].replace("R1003", "R7777") == said[1]
    assert not any(map(_LINK.search, said))


def test_a_form_that_the_page_did_not_give_out_proves_nothing(writer: Callable[[str], Writer]) -> None:
    hugo = writer("hugo@example.com")
    link = link_in(hugo.write("Where is my return R1003?"))
    address, token = link.partition("?")[0], link.partition("t=")[2]
    for form in ({"t": token}, {"t": token, "f": "x" * 64}, {}, {"t": "x" * 5_000, "f": "é"}):
        assert requests.post(address, data=form, timeout=30).status_code == requests.codes.forbidden
    assert pressed(link, **{"Sec-Fetch-Site": "cross-site"}).status_code == requests.codes.forbidden
    assert requests.post(address, json={"t": token}, timeout=30).status_code == requests.codes.forbidden
    assert hugo.count() == 1
    assert "on its way" in pressed(link).text


def test_a_number_that_comes_in_the_second_mail_and_questions_that_came_before_are_answered(
    writer: Callable[[str], Writer],
) -> None:
    jonas = writer("jonas@example.com")
    assert _LINK.search(jonas.write("Where is my return?\n\nAnd when do I get my money back?")) is None
    link = link_in(jonas.write("It is R1004."))
    assert "on its way" in pressed(link).text
    assert "R1004" in jonas.read(3)
    assert jonas.count() == 3


def test_the_page_speaks_the_language_of_the_browser(writer: Callable[[str], Writer]) -> None:
    link = link_in(writer("sanne@example.com").write("Where is R1006?"))
    dutch = requests.get(link, headers={"Accept-Language": "nl-NL,nl;q=0.9"}, timeout=30)
    assert "Ja, dat ben ik" in dutch.text and 'lang="nl-NL"' in dutch.text
    made_up = requests.get(link.partition("t=")[0] + "t=" + "A" * 50, headers={"Accept-Language": "de"}, timeout=30)
    assert made_up.status_code == requests.codes.not_found and "funktioniert nicht mehr" in made_up.text


def test_what_was_pressed_is_answered_once_also_to_who_typed_the_address_meanwhile(
    writer: Callable[[str], Writer],
) -> None:
    oliver = writer("oliver@example.com")
    link = link_in(oliver.write("Where is my return R1005?"))
    assert "R1005" in oliver.write("My address is oliver@example.com")
    assert "on its way" in pressed(link).text
    assert oliver.read(3)
    assert oliver.count() == 3
