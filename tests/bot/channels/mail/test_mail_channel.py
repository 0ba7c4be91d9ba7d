"""E-mail as a channel: what sets it up, and a conversation in mails with the real assistant."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
import requests
from channel_drivers import unique
from channel_requests import encoded
from conversation_product import Product
from mail_server import KeptMails
from mails import mail, postmark_body, postmark_headers

from bot.channels.credentials import CredentialsIncomplete
from bot.channels.mail.mail_channel import MailChannel

NEEDED = {
    "RETURNDESK_EMAIL_ADDRESS": "Return Desk <returns@shop.example>",
    "RETURNDESK_EMAIL_SMTP_URL": "smtps://user:secret@mail.shop.example",
}
BRINGING = {
    "RETURNDESK_EMAIL_POSTMARK_PASSWORD": "3f9c1e7a52d04b86",
    "RETURNDESK_EMAIL_MAILGUN_SIGNING_KEY": "key-77aa01b2c3",
    "RETURNDESK_EMAIL_IMAP_URL": "imaps://user:secret@mail.shop.example",
}


def set_up(monkeypatch: pytest.MonkeyPatch, **settings: str) -> MailChannel:
    for name in {**NEEDED, **BRINGING}:
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    made = MailChannel.from_credentials(None)
    assert isinstance(made, MailChannel)
    return made


def test_without_settings_there_is_no_e_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set_up(monkeypatch).platform is None


@pytest.mark.parametrize("brings", BRINGING)
def test_an_address_a_server_and_one_way_in_are_enough(monkeypatch: pytest.MonkeyPatch, brings: str) -> None:
    platform = set_up(monkeypatch, **NEEDED, **{brings: BRINGING[brings]}).platform
    assert platform is not None
    assert str(platform.own) == NEEDED["RETURNDESK_EMAIL_ADDRESS"]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"RETURNDESK_EMAIL_ADDRESS": "a@b.example"}, "RETURNDESK_EMAIL_SMTP_URL"),
        (NEEDED, "RETURNDESK_EMAIL_IMAP_URL"),
        ({**NEEDED, **BRINGING, "RETURNDESK_EMAIL_ADDRESS": "nobody"}, "RETURNDESK_EMAIL_ADDRESS"),
        ({**NEEDED, **BRINGING, "RETURNDESK_EMAIL_ADDRESS": "a+b@c.example"}, "RETURNDESK_EMAIL_ADDRESS"),
        ({**NEEDED, "RETURNDESK_EMAIL_IMAP_URL": "imaps://mail.shop.example"}, "RETURNDESK_EMAIL_IMAP_URL"),
        ({**NEEDED, "RETURNDESK_EMAIL_SMTP_URL": "secret"}, "RETURNDESK_EMAIL_SMTP_URL"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], named: str
) -> None:
    with pytest.raises(CredentialsIncomplete, match=named) as raised:
        set_up(monkeypatch, **settings)
    assert "secret" not in str(raised.value)


def text_of(answer: EmailMessage) -> str:
    found = answer.get_body(("plain",))
    assert found is not None
    return str(found.get_content())


@pytest.mark.served
def test_a_return_is_asked_for_in_mails_and_answered_in_the_same_thread(
    channel_product: Product, sent_mails: KeptMails
) -> None:
    customer = f"emily{unique()}@mail.example"

    def write(text: str, number: int, **headers: str) -> None:
        made = mail(text, sender=customer, message_id=f"<{number}.{customer}>", **headers)
        answer = requests.post(
            f"{channel_product.bot}/webhooks/email/webhook",
            data=encoded(postmark_body(made)),
            headers=postmark_headers(),
            timeout=60,
        )
        assert answer.status_code == requests.codes.ok, answer.text

    write("I am away until Monday", 0, auto_submitted="auto-replied")
    write("I dropped my parcel off. Where is my return?\n\nBest regards,\nEmily", 1)
    asked = sent_mails.wait_for(customer, 1)[0]
    assert asked["In-Reply-To"] == f"<1.{customer}>"
    assert "2026" not in text_of(asked) and "October" not in text_of(asked)

    reply_to = asked["Reply-To"].addresses[0].addr_spec
    write("It is R1002, and I am emily@example.com\n\n> What is your number?", 2, to=reply_to, subject="Re: A question")
    write("It is R1002, and I am emily@example.com\n\n> What is your number?", 2, to=reply_to, subject="Re: A question")
    verified = sent_mails.wait_for(customer, 2)[1]
    assert verified["Subject"] == "Re: A question"
    assert "Wednesday 14 October" in text_of(verified)
    assert len(sent_mails.to(customer)) == 2


def test_what_is_too_long_gets_the_status_after_which_its_service_does_not_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = {name: value for name, value in BRINGING.items() if "IMAP" not in name}
    platform = set_up(monkeypatch, **NEEDED, **both).platform
    assert platform is not None
    assert platform.too_long(postmark_headers()) == requests.codes.forbidden
    form = {"Content-Type": "multipart/form-data; boundary=limit"}
    assert platform.too_long(form) == requests.codes.not_acceptable
    assert not platform.admits({"Content-Type": "application/json"})
