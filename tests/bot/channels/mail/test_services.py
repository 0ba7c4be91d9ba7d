"""Postmark's and Mailgun's requests: whether they are theirs, and the mail that they bring."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from channel_requests import NOW, encoded, request
from mails import (
    MAILGUN_KEY,
    MARTA,
    POSTMARK_PASSWORD,
    TOKEN,
    as_form,
    as_multipart,
    attached_to,
    mail,
    mailgun_fields,
    postmark_body,
    postmark_headers,
)

from bot.channels.mail.letter import Letter
from bot.channels.mail.services import MAILGUN_WITHIN, Mailgun, Postmark
from bot.channels.platform import NotReadable, Request

POSTMARK = Postmark(POSTMARK_PASSWORD)
MAILGUN = Mailgun(MAILGUN_KEY, clock=lambda: NOW)


def by_postmark(made: EmailMessage) -> Request:
    return request(encoded(postmark_body(made)), postmark_headers())


def by_mailgun(made: EmailMessage) -> Request:
    return as_form(mailgun_fields(made))


@pytest.mark.parametrize(
    ("service", "brought"),
    [(POSTMARK, by_postmark), (MAILGUN, by_mailgun), (MAILGUN, lambda made: as_multipart(mailgun_fields(made)))],
    ids=["postmark", "mailgun", "mailgun-multipart"],
)
def test_a_mail_is_the_same_whoever_brings_it(service: Postmark | Mailgun, brought: object) -> None:
    made = mail("Where is it?", subject="Zwrot – mój", in_reply_to=f"<{TOKEN}.1@shop.example>")
    delivered = brought(made)  # type: ignore[operator]
    assert service.authentic(delivered)
    letter: Letter = service.read(delivered)
    assert (letter.sender, letter.subject, letter.message_id) == (MARTA, "Zwrot – mój", "<1@example.org>")
    assert letter.references == [f"<{TOKEN}.1@shop.example>"]
    assert letter.text.strip() == "Where is it?"
    assert letter.recipients == ("returns@shop.example",)


def test_postmark_may_bring_the_whole_mail() -> None:
    made = mail("Where is it?")
    body = {**postmark_body(made), "RawEmail": made.as_string(), "TextBody": "", "Headers": []}
    assert POSTMARK.read(request(encoded(body), postmark_headers())).text == "Where is it?"


def test_a_header_that_tells_of_a_program_comes_with_the_mail() -> None:
    for service, brought in ((POSTMARK, by_postmark), (MAILGUN, by_mailgun)):
        letter = service.read(brought(mail("Away", auto_submitted="auto-replied")))
        assert letter.first("auto-submitted") == "auto-replied"


@pytest.mark.parametrize(
    "authorization", [None, "", "Basic", "Basic !!", "Basic cG9zdG1hcms6", "Bearer 3f9c1e7a52d04b86", "Basic /////w=="]
)
def test_a_request_without_postmarks_password_is_nobodys(authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization is not None else {}
    assert not POSTMARK.authentic(request(b"{}", headers))
    assert not POSTMARK.authentic(request(b"{}", postmark_headers("another")))


@pytest.mark.parametrize(
    "changed",
    [
        {"timestamp": str(NOW + 1)},
        {"token": "8" * 50},
        {"signature": ""},
        {"timestamp": ""},
        {"timestamp": "now"},
        {"signature": "0" * 64},
    ],
    ids=str,
)
def test_a_request_that_mailgun_has_not_signed_is_nobodys(changed: dict[str, str]) -> None:
    assert not MAILGUN.authentic(as_form({**mailgun_fields(mail("Hello")), **changed}))


def test_an_old_signature_of_mailguns_is_not_believed() -> None:
    assert MAILGUN.authentic(as_form(mailgun_fields(mail("Hello"), at=NOW - MAILGUN_WITHIN)))
    assert not MAILGUN.authentic(as_form(mailgun_fields(mail("Hello"), at=NOW - MAILGUN_WITHIN - 1)))


@pytest.mark.parametrize("body", [b"", b"null", b"[1]", b"not json", b"[" * 200_000])
def test_a_body_that_holds_no_mail_is_not_readable(body: bytes) -> None:
    with pytest.raises(NotReadable):
        POSTMARK.read(request(body, postmark_headers()))
    assert not MAILGUN.authentic(request(body, {"Content-Type": "multipart/form-data; boundary=x"}))


def test_fields_of_other_kinds_are_left_out() -> None:
    body = {"From": 1, "Headers": [7, {"Name": 1}, {"Name": "A"}, None], "TextBody": {}, "Attachments": 4}
    assert POSTMARK.read(request(encoded(body), postmark_headers())).sender is None


PHOTO = bytes(range(256)) * 700 + b"\r\n--limi\r\n\r\n"


@pytest.mark.parametrize("service", [POSTMARK, MAILGUN], ids=["postmark", "mailgun"])
def test_files_come_as_they_were_sent_and_what_nobody_sends_as_a_photo_is_left_out(service: Postmark | Mailgun) -> None:
    kinds = ("image/jpeg", "application/pdf", "text/calendar", "application/pgp-signature", "video/mp4")
    made = mail("See the seam", files=[(kind, PHOTO + kind.encode()) for kind in kinds])
    brought = by_postmark(made) if service is POSTMARK else as_multipart(mailgun_fields(made), attached_to(made))
    assert service.authentic(brought)
    expected = [PHOTO + kind.encode() for kind in ("image/jpeg", "application/pdf", "video/mp4")]
    assert [file.content for file in service.read(brought).files] == expected


def test_a_logo_in_the_text_is_no_photo_and_a_large_picture_in_it_is_one() -> None:
    made = mail("See the seam", files=[("image/png", bytes(900)), ("image/jpeg", bytes(50_000))])
    body = postmark_body(made)
    for each in body["Attachments"]:
        each["ContentID"] = "<seen-in-the-text>"
    assert [len(file.content) for file in POSTMARK.read(request(encoded(body), postmark_headers())).files] == [50_000]

    fields = {**mailgun_fields(made), "content-id-map": '{"<1>": "attachment-1", "<2>": "attachment-2"}'}
    assert [len(file.content) for file in MAILGUN.read(as_multipart(fields, attached_to(made))).files] == [50_000]


def test_an_attachment_that_is_not_base64_did_not_arrive() -> None:
    body = {**postmark_body(mail("Hello")), "Attachments": [{"Content": "!!", "ContentType": "image/png"}]}
    (file,) = POSTMARK.read(request(encoded(body), postmark_headers())).files
    assert (file.problem, file.content) == ("missed", b"")
