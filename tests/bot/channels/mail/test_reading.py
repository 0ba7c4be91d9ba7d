"""Which mails are answered, which conversation they belong to, and what of them is read."""

from __future__ import annotations

from contextlib import suppress
from email.message import EmailMessage

import pytest
from mails import MARTA, OWN, TOKEN, mail
from pace import quiet_seconds

from bot.channels.incoming import ATTACHMENT_INTENT, Incoming
from bot.channels.mail.correspondence import Thread
from bot.channels.mail.html_text import text_of_html
from bot.channels.mail.letter import from_mime
from bot.channels.mail.reading import incoming_of
from bot.channels.mail.reply_text import own_words
from bot.channels.platform import NotReadable


def read(made: EmailMessage) -> Incoming | None:
    return incoming_of(from_mime(made.as_bytes()), OWN)


def text_of(made: EmailMessage) -> str:
    found = read(made)
    assert found is not None
    return found.text


def thread_of(made: EmailMessage) -> Thread:
    found = read(made)
    assert found is not None and found.thread is not None
    return Thread.from_text(found.thread)


def test_a_mail_is_a_message_of_a_conversation_that_nobody_can_guess() -> None:
    first, again = read(mail("Where is my return?")), read(mail("Where is my return?"))
    assert first is not None and again is not None
    assert first.text == "Where is my return?"
    assert first.delivery == again.delivery
    assert first.person != again.person and len(first.person) == 26
    assert thread_of(mail("Hello")) == Thread(MARTA, "A question", "<1@example.org>")


@pytest.mark.parametrize(
    "made",
    [
        mail("Hello", to=f"Desk <returns+{TOKEN}@shop.example>"),
        mail("Hello", cc=f"other@shop.example, returns+{TOKEN}@shop.example"),
        mail("Hello", delivered_to=f"returns+{TOKEN}@shop.example"),
        mail("Hello", in_reply_to=f"<{TOKEN}.0123@shop.example>"),
        mail("Hello", references=f"<0@example.org> <{TOKEN}.0123@shop.example> <2@example.org>"),
    ],
    ids=["to", "cc", "delivered", "reply", "references"],
)
def test_an_answer_to_the_desk_bears_the_token_of_its_conversation(made: EmailMessage) -> None:
    assert thread_of(made).tokens == (TOKEN,)


def test_a_message_id_of_somebody_elses_holds_no_token() -> None:
    assert thread_of(mail("Hello", in_reply_to=f"<{TOKEN}.0123@example.org>")).tokens == ()


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated; x=y"},
        {"precedence": "bulk"},
        {"precedence": "List"},
        {"list_id": "<news.shop.example>"},
        {"list_unsubscribe": "<mailto:off@example.org>"},
        {"return_path": "<>"},
        {"x_auto_response_suppress": "OOF"},
        {"x_spam_flag": "YES"},
        {"sender": "MAILER-DAEMON@example.org"},
        {"sender": "No-Reply@example.org"},
        {"sender": "noreply+123@example.org"},
        {"sender": "Return Desk <returns@shop.example>"},
        {"sender": f"Returns+{TOKEN}@SHOP.example"},
        {"sender": "a@example.org, b@example.org"},
    ],
    ids=str,
)
def test_what_a_program_has_sent_gets_no_answer(headers: dict[str, str]) -> None:
    assert read(mail("I am away until Monday.", **headers)) is None


@pytest.mark.parametrize("headers", [{"auto_submitted": "no"}, {"precedence": "first-class"}, {"return_path": MARTA}])
def test_what_a_person_has_sent_gets_one(headers: dict[str, str]) -> None:
    assert text_of(mail("Hello there", **headers)) == "Hello there"


def test_a_report_on_a_mail_that_did_not_arrive_gets_no_answer() -> None:
    report = mail("", content_type="multipart/report; report-type=delivery-status; boundary=x")
    assert read(report) is None


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (
            "Thank you!\n\nOn Tue, 13 Oct 2026 at 10:00, Desk <returns@shop.example> wrote:\n> Which number?\n",
            "Thank you!",
        ),
        (
            "It is R1002\n\nAm Di., 13. Okt. 2026 um 10:00 Uhr schrieb Desk <returns@shop.example>:\n\n> Wie?",
            "It is R1002",
        ),
        (
            "É R1002\n\nEm ter., 13 de out. de 2026 às 10:00, Desk\n<returns@shop.example> escreveu:\n\n> Qual?",
            "É R1002",
        ),
        ("R1002\n\nвт, 13 жовт. 2026 р. о 10:00 Desk <returns@shop.example> пише:\n> Який номер?", "R1002"),
        ("R1002\n\nFrom: Desk\nSent: Tuesday, 13 October 2026\nTo: Marta\nSubject: Re: A question\n\nWhich?", "R1002"),
        ("> Which number?\nR1002\n> Which address?\nmarta@example.org", "R1002\nmarta@example.org"),
        ("Where is R1002?\n\n-- \nMarta Nowak\n+48 600 111 222", "Where is R1002?"),
        ("Where is R1002?\n\nBest regards,\nMarta\nNowak & Sons", "Where is R1002?"),
        ("Where is R1002?\n\nSent from my iPhone", "Where is R1002?"),
        ("Hello,\nThanks, but my order 1001 is not here", "Hello,\nThanks, but my order 1001 is not here"),
        ("Thank you, that helps", "Thank you, that helps"),
        ("I have two:\n- R1002\n- R1003", "I have two:\n- R1002\n- R1003"),
    ],
)
def test_quotes_and_signature_are_not_what_was_written(text: str, own: str) -> None:
    assert own_words(text) == own


def test_a_mail_of_html_alone_is_read_as_text_without_what_it_quotes() -> None:
    html = (
        "<html><head><style>p {color: red}</style><title>x</title></head><body><p>Where is <b>R1002</b>?</p>"
        "<div>I&nbsp;sent it &amp; waited</div><blockquote>On Monday we wrote <p>something</p></blockquote>"
        "<script>alert(1)</script><div class='gmail_quote'>Earlier</div></body></html>"
    )
    assert text_of(mail("", html=html)) == "Where is R1002?\n\nI sent it & waited"


def test_the_plain_part_counts_where_there_are_both() -> None:
    assert text_of(mail("In plain words", html="<p>in other words</p>")) == "In plain words"


@pytest.mark.parametrize(
    ("charset", "content", "text"),
    [
        ("iso-8859-2", "Gdzie jest mój zwrot?".encode("iso-8859-2"), "Gdzie jest mój zwrot?"),
        ("windows-1255", "שלום".encode("windows-1255"), "שלום"),
        ("no-such-charset", "Où ?".encode(), "Où ?"),
        ("punycode", b"Where-abc", "Where-abc"),
        ("utf-8", b"Wh\xffere\x00?", "Wh\ufffdere?"),
        ("hex", b"4142", "4142"),
    ],
)
def test_a_text_is_decoded_as_it_says_and_else_as_well_as_it_can_be(charset: str, content: bytes, text: str) -> None:
    head = f"From: {MARTA}\r\nMessage-ID: <1@a.b>\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
    found = incoming_of(from_mime(head.encode() + content), OWN)
    assert found is not None
    assert found.text == text


def test_the_number_in_the_subject_of_the_first_mail_is_read_too() -> None:
    assert text_of(mail("Where is it?", subject="Return R1002")) == "Return R1002\n\nWhere is it?"
    assert text_of(mail("Where is it?", subject="A question")) == "Where is it?"
    assert (
        text_of(mail("Where is it?", subject="Re: Return R1002", in_reply_to=f"<{TOKEN}.1@shop.example>"))
        == "Where is it?"
    )


def test_a_mail_with_nothing_but_a_picture_is_an_attachment() -> None:
    made = mail("")
    made.set_content("\n")
    made.add_attachment(b"JPEG", maintype="image", subtype="jpeg", filename="a.jpg")
    made.replace_header("Subject", "")
    found = read(made)
    assert found is not None
    assert (found.text, found.intent) == ("", ATTACHMENT_INTENT)
    assert read(mail("\n", subject="")) is None


def test_card_numbers_in_a_subject_are_not_kept() -> None:
    assert "4111" not in thread_of(mail("Hello", subject="Card 4111 1111 1111 1111")).as_text()


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"hello"])
def test_what_is_no_mail_is_not_readable(raw: bytes) -> None:
    with pytest.raises(NotReadable):
        from_mime(raw)


def nested(depth: int) -> bytes:
    levels = (f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n" for level in range(depth))
    return b"From: a@b.c\r\n" + "".join(levels).encode() + b"\r\nhello"


@pytest.mark.parametrize(
    "raw",
    [
        nested(2_000),
        b"From: " + b"(" * 50_000,
        b"From: " + b"a," * 50_000 + b"\r\n\r\nhello",
        b"From: a@b.c\r\nSubject: " + b"=?utf-8?q?=00?= " * 5_000 + b"\r\n\r\nhello",
        b"From: a@b.c\r\nReferences: " + b"<" * 100_000 + b"\r\n\r\nhello",
        b"From: a@b.c\r\n\r\n" + b"Am a schrieb " * 40_000,
        b"From: a@b.c\r\n\r\n" + b"> " * 200_000,
        b"From: a@b.c\r\n\r\n" + b"\n" * 400_000,
        b"From: a@b.c\r\nContent-Type: text/html\r\n\r\n" + b"<![" * 150_000,
        b"From: a@b.c\r\nContent-Type: text/html\r\n\r\n" + b"<div a" * 80_000,
        b"From: a@b.c\r\nContent-Type: text/html\r\n\r\n" + b"<blockquote>" * 40_000,
        b"X: y\r\n" * 100_000,
    ],
    ids=[
        "nested",
        "comments",
        "addresses",
        "words",
        "references",
        "line",
        "quotes",
        "empty",
        "marks",
        "tags",
        "deep",
        "headers",
    ],
)
def test_a_hostile_mail_is_read_or_refused_soon(raw: bytes) -> None:
    def work() -> None:
        with suppress(NotReadable):
            incoming_of(from_mime(raw), OWN)

    assert quiet_seconds(work) < 1


def test_only_the_beginning_of_a_document_is_read() -> None:
    assert len(text_of_html("<body>" + "word " * 200_000)) < 100_000


def test_a_header_cannot_bring_another_one() -> None:
    raw = b"From: a@b.c\r\nSubject: =?utf-8?q?Hello=0D=0ABcc=3A_x@y.z?=\r\nMessage-ID: <1@a.b>\r\n\r\nhello"
    assert from_mime(raw).subject == "Hello Bcc: x@y.z"
