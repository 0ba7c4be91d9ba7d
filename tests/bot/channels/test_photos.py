"""Photos on channels: what customers send with mails and messages is kept with their request, or they hear why not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from channel_drivers import PEOPLE, OnTelegram, OnWhatsApp, Person, all_texts, unique
from channel_requests import encoded
from conversation_product import Product
from mail_server import KeptMails
from mails import mail, postmark_body, postmark_headers
from sqlalchemy import select

from actions.store.tables.photos import PhotoRow
from bot.channels.mail.mail_channel import Mail
from core.database.engine import open_engine
from core.database.sessions import reading
from core.identifiers import number_key, session_key

sys.path.append(str(Path(__file__).parents[2] / "actions" / "photos"))

from hostile_files import MARK, picture, video, with_exif

pytestmark = pytest.mark.served

Meet = Callable[[type[Person]], Person]
everywhere = pytest.mark.parametrize("kind", PEOPLE, ids=lambda kind: kind.platform)

PHOTO = picture()


def kept(product: Product, conversation: str) -> list[PhotoRow]:
    """The rows of what somebody has sent."""
    query = select(PhotoRow).where(PhotoRow.conversation_key == session_key(conversation)).order_by(PhotoRow.seq)
    with reading(open_engine(product.database)) as session:
        return list(session.execute(query).scalars())


def files_of(product: Product, rows: list[PhotoRow]) -> list[bytes]:
    """What lies in the folder for rows."""
    folder = product.folder / "photos"
    return [path.read_bytes() for row in rows for path in sorted(folder.rglob(f"{row.name}.*"))]


def verify(person: Person) -> None:
    """Proves to be the customer of R1002."""
    assert "2026" not in all_texts(person.say("Where is my return R1002?"))
    person.say("emily@example.com")


@everywhere
def test_a_photo_without_words_is_kept_with_the_return_and_is_what_it_shows_alone(
    kind: type[Person], meet: Meet, channel_product: Product
) -> None:
    person = meet(kind)
    verify(person)
    answers = person.send_photos(with_exif())
    assert len(answers) == 1
    assert "kept with your return R1002" in answers[0].text
    (row,) = kept(channel_product, f"{person.platform}:{person.name_in_mailbox}")
    assert (row.media_type, row.return_key, row.customer_id) == ("image/jpeg", number_key("R1002"), "C-emily")
    (content,) = files_of(channel_product, [row])
    assert content.startswith(b"\xff\xd8\xff")
    assert MARK not in content


@everywhere
def test_a_photo_of_somebody_who_is_not_known_is_not_kept_nor_even_fetched(
    kind: type[Person], meet: Meet, channel_product: Product
) -> None:
    person = meet(kind)
    given = len(person.stand_in.given)
    answers = person.send_photos(PHOTO)
    assert len(answers) == 1
    assert "I haven't kept what you sent" in answers[0].text
    assert "number of your return and the e-mail address" in answers[0].text
    assert kept(channel_product, f"{person.platform}:{person.name_in_mailbox}") == []
    assert len(person.stand_in.given) == given


@everywhere
def test_several_at_once_get_one_answer_that_says_what_was_not_taken_and_why(
    kind: type[Person], meet: Meet, channel_product: Product
) -> None:
    person = meet(kind)
    verify(person)
    answers = person.send_photos(PHOTO, b"%PDF-1.7 not a picture", picture("PNG"), b"\xff\xd8\xff cut off")
    assert len(answers) == 1
    text = answers[0].text
    assert "photos: 2" in text
    assert "Of a kind that I can't take: 1" in text
    assert "Damaged or incomplete: 1" in text
    assert len(kept(channel_product, f"{person.platform}:{person.name_in_mailbox}")) == 2


@pytest.mark.parametrize("kind", [OnTelegram, OnWhatsApp], ids=lambda kind: kind.platform)
def test_what_is_larger_than_is_taken_is_said_to_be(kind: type[Person], meet: Meet, channel_product: Product) -> None:
    person = meet(kind)
    verify(person)
    large = person.send_photos(PHOTO + bytes(15_100_000))
    assert "Too large: 1" in all_texts(large)
    assert "15 MB at most" in all_texts(large)
    # More than the platform gives out, or than is read of it.
    assert "Too large: 1" in all_texts(person.send_photos(video() + bytes(20_100_000)))
    assert kept(channel_product, f"{person.platform}:{person.name_in_mailbox}") == []


def test_a_file_that_the_platform_does_not_have_is_asked_for_again(meet: Meet) -> None:
    person = meet(OnTelegram)
    verify(person)
    person.stand_in.files.clear()
    body, headers = person.photo_deliveries(["gone"], "", unique())[0]
    assert "Did not arrive: 1" in all_texts(person.deliver(body, headers))


def test_words_that_come_with_a_photo_are_answered_too_and_may_prove_who_sent_it(
    meet: Meet, channel_product: Product
) -> None:
    person = meet(OnTelegram)
    said = all_texts(person.send_photos(PHOTO, caption="Where is R1002? I am emily@example.com"))
    assert "Wednesday 14 October" in said
    assert "kept with your return R1002" in said
    (row,) = kept(channel_product, f"telegram:{person.chat}")
    assert row.caption == "Where is R1002? I am emily@example.com"


def test_photos_go_to_the_person_who_has_the_conversation(meet: Meet) -> None:
    person = meet(OnTelegram)
    offered = person.say("I want to talk to a person")
    person.press(offered[-1], "Yes, pass it on")
    assert "added it to your request" in all_texts(person.send_photos(PHOTO))


def test_the_same_delivery_twice_keeps_one_photo_and_gets_one_answer(meet: Meet, channel_product: Product) -> None:
    person = meet(OnTelegram)
    verify(person)
    person.stand_in.files["twice"] = PHOTO
    body, headers = person.photo_deliveries(["twice"], "", unique())[0]
    assert len(person.deliver(body, headers)) == 1
    assert person.deliver(body, headers) == []
    assert len(kept(channel_product, f"telegram:{person.chat}")) == 1


def test_who_asks_where_photos_go_is_told_here(meet: Meet) -> None:
    assert "right here, with a message" in all_texts(
        meet(OnTelegram).say("Where can I send you a photo of the torn seam?")
    )


class Correspondent:
    """Somebody who writes mails.

    Args:
        product: The assistant.
        mails: The server by which it answers.
    """

    def __init__(self, product: Product, mails: KeptMails) -> None:
        self.address = f"emily{unique()}@mail.example"
        self._product = product
        self._mails = mails
        self._written = 0
        self._to = "returns@shop.example"

    def write(self, text: str, *files: tuple[str, bytes], again: bool = False) -> str:
        """Writes a mail, and returns the answer; with `again` the mail is brought a second time as well."""
        self._written += 1
        number = f"<{self._written}.{self.address}>"
        made = mail(text, sender=self.address, to=self._to, subject="Photos", message_id=number, files=files)
        for _ in range(2 if again else 1):
            taken = self._bring(encoded(postmark_body(made)))
            assert taken.status_code == requests.codes.ok, taken.text
        answer = self._mails.wait_for(self.address, self._written)[-1]
        assert len(self._mails.to(self.address)) == self._written
        self._to = answer["Reply-To"].addresses[0].addr_spec
        found = answer.get_body(("plain",))
        assert found is not None
        return str(found.get_content())

    @property
    def conversation(self) -> str:
        """The conversation that was answered last."""
        return "email:" + self._to.partition("+")[2].partition("@")[0]

    def _bring(self, body: bytes) -> requests.Response:
        return requests.post(
            f"{self._product.bot}/webhooks/email/webhook", data=body, headers=postmark_headers(), timeout=120
        )


@pytest.fixture
def correspondent(channel_product: Product, sent_mails: KeptMails) -> Correspondent:
    """Somebody new."""
    return Correspondent(channel_product, sent_mails)


def test_a_mail_with_number_address_and_photos_gets_one_answer_to_both(
    correspondent: Correspondent, channel_product: Product
) -> None:
    large = picture(size=(1_600, 1_200), quality=98)
    text = "Where is R1002? I am emily@example.com. The seam is torn, see the pictures."
    answer = correspondent.write(text, ("image/jpeg", large), ("application/pdf", b"%PDF-1.7"), again=True)
    assert "Wednesday 14 October" in answer
    assert "photos: 1" in answer
    assert "Of a kind that I can't take: 1" in answer
    (row,) = kept(channel_product, correspondent.conversation)
    assert (row.return_key, row.customer_id) == (number_key("R1002"), "C-emily")

    answer = correspondent.write("", ("image/png", picture("PNG")))
    assert "kept with your return R1002" in answer
    assert len(kept(channel_product, correspondent.conversation)) == 2


def test_a_mail_with_photos_of_somebody_who_is_not_known_leaves_nothing_behind(
    correspondent: Correspondent, channel_product: Product
) -> None:
    before = len(list((channel_product.folder / "photos").rglob("*.kept.*")))
    answer = correspondent.write("Here is the torn seam.", ("image/jpeg", PHOTO))
    assert "I haven't kept what you sent" in answer
    assert kept(channel_product, correspondent.conversation) == []
    assert len(list((channel_product.folder / "photos").rglob("*.kept.*"))) == before


def test_a_mail_that_is_too_large_is_refused_so_that_postmark_does_not_come_again(channel_product: Product) -> None:
    address = f"{channel_product.bot}/webhooks/email/webhook"
    body = b'{"TextBody": "' + b"a" * Mail.longest_body + b'"}'
    refused = requests.post(address, data=body, headers=postmark_headers(), timeout=60)
    assert refused.status_code == requests.codes.forbidden
    assert str(Mail.longest_body) in refused.json()["error"]

    def unannounced() -> object:
        yield from (body[at : at + 1_000_000] for at in range(0, len(body), 1_000_000))

    # Who says nothing of the length is read up to the limit. The connection may end before all was written.
    try:
        refused = requests.post(address, data=unannounced(), headers=postmark_headers(), timeout=60)
    except requests.ConnectionError:
        return
    assert refused.status_code == requests.codes.forbidden


def test_the_body_of_a_stranger_is_not_read(channel_product: Product) -> None:
    address = f"{channel_product.bot}/webhooks/email/webhook"
    refused = requests.post(address, data=bytes(100), headers=postmark_headers("wrong"), timeout=60)
    assert refused.status_code == requests.codes.unauthorized
