"""The bot on every platform: real webhooks, signed, into a real bot, and its calls to a stand-in of the platform."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests
from channel_drivers import (
    ANSWER_SECONDS,
    PEOPLE,
    OnInstagram,
    OnMessenger,
    OnSlack,
    OnTelegram,
    OnTwilio,
    OnWhatsApp,
    Person,
    all_texts,
    unique,
)
from channel_requests import (
    META_VERIFY,
    TELEGRAM_TOKEN,
    encoded,
    meta_headers,
    slack_headers,
    slack_mention,
    telegram_headers,
    telegram_update,
)
from conversation_product import NOW, Product, run_returndesk
from due_reminders import remind
from memory_watch import FEW_MEGABYTES, memory_of_server
from packed_answers import packed
from platform_stand_in import Failure, StandIn
from silence import let_an_hour_pass

pytestmark = pytest.mark.served

Meet = Callable[[type[Person]], Person]

everywhere = pytest.mark.parametrize("kind", PEOPLE, ids=lambda kind: kind.platform)


@everywhere
def test_one_conversation_passes_unchanged_on_every_channel(
    kind: type[Person], meet: Meet, channel_product: Product
) -> None:
    person = meet(kind)

    asked = person.say("I dropped my parcel off yesterday and it still says not returned")
    assert "1 to 2 working days" in all_texts(asked)
    assert [title for title, _ in asked[-1].choices] == ["Look at my return", "No, thanks"]

    assert "What is your order or return number?" in all_texts(person.press(asked[-1], "Look at my return"))
    assert "And which e-mail address is on the order?" in all_texts(person.say("R1002"))
    verified = all_texts(person.say("emily@example.com"))
    assert "Wednesday 14 October" in verified
    assert "Monday 12 October" in verified
    assert not re.search(r"\*\*|[<>{}]", verified)

    offered = person.say("I want to talk to a person")
    assert "They would answer in this chat" in all_texts(offered)
    opened = all_texts(person.press(offered[-1], "Yes, pass it on"))
    number = re.search(r"Your number is (\w+)", opened)
    assert number, opened
    assert number[1] in all_texts(person.say("It is the red lamp, by the way"))
    assert "I've passed this on too" in all_texts(person.attach())

    def at_the_desk(*command: str) -> None:
        run_returndesk("tickets", *command, "--database-url", channel_product.database, RETURNDESK_NOW=NOW)

    at_the_desk("reply", number[1], "Hello, this is Ines. I have asked the carrier.")
    assert "Hello, this is Ines." in person.hear("A person from customer service writes").text
    at_the_desk("close", number[1])
    assert number[1] in person.hear("Customer service has closed your request").text

    assert all_texts(person.say("Thanks a lot!")).startswith("You're welcome.")


@everywhere
def test_a_reminder_comes_over_the_channel_that_it_was_asked_for_on(
    kind: type[Person], meet: Meet, channel_product: Product
) -> None:
    person = meet(kind)
    asked = person.say("Which dates do I have to keep for R7101? My address is rita@example.com")
    assert "I'll remind you about R7101" in all_texts(person.press(asked[-1], "Remind me before Friday 16 October"))

    remind(channel_product, "2026-10-16T06:00:00Z")
    reminder = person.hear("A reminder for your return R7101")
    assert "Friday 16 October" in reminder.text
    assert "won't send you reminders" in all_texts(person.press(reminder, "Stop reminders"))


@pytest.mark.parametrize(
    ("asked", "date"),
    [
        ("הורדתי את החבילה אתמול והדף עדיין מראה שלא הוחזר", "יום רביעי, 14 באוקטובר"),
        ("מסרתי את המשלוח בנקודת האיסוף אתמול, ובאתר עדיין לא כתוב שהוא התקבל", "יום רביעי, 14 באוקטובר"),
        ("Я вчора здала посилку на пошті, а на сторінці досі нічого не змінилося", "14 жовтня"),
        ("Ik heb mijn pakket gisteren ingeleverd, maar er staat nog steeds niet geretourneerd", "woensdag 14 oktober"),
    ],
    ids=["he", "he-2", "uk", "nl"],
)
def test_number_and_address_get_the_date_in_the_language_of_the_question(meet: Meet, asked: str, date: str) -> None:
    person = meet(OnTelegram)
    person.say(asked)
    person.say("R1002")
    assert date in all_texts(person.say("emily@example.com"))


@pytest.mark.parametrize(
    ("language", "date", "looked_for"),
    [
        ("he", "יום רביעי, 14 באוקטובר", "לא מצאתי"),
        ("pt-br", "14 de outubro, quarta-feira", "Não encontro"),
        ("tr", "Wednesday 14 October", "can't find"),
    ],
)
def test_who_tells_nothing_but_number_and_address_is_answered_in_the_language_of_their_app(
    meet: Meet, language: str, date: str, looked_for: str
) -> None:
    customer, stranger = meet(OnTelegram), meet(OnTelegram)
    customer.language = stranger.language = language
    assert date in all_texts(customer.say("R1002, emily@example.com"))
    assert looked_for in all_texts(stranger.say("R9101, name@example.com"))


def test_what_is_no_message_is_answered_in_the_language_of_the_app_until_another_is_written(meet: Meet) -> None:
    person = meet(OnTelegram)
    person.language = "it"
    assert "Ciao!" in all_texts(person.say("/start"))
    assert "immagini" in all_texts(person.attach())
    spoken = all_texts(person.say("Wie lange dauert es, bis meine Erstattung da ist?"))
    assert "3 bis 20 Arbeitstage" in spoken
    assert "Bilder" in all_texts(person.attach())


@pytest.mark.parametrize("kind", [OnMessenger, OnTwilio], ids=lambda kind: kind.platform)
def test_how_to_choose_is_said_in_the_language_of_the_conversation(kind: type[Person], meet: Meet) -> None:
    person = meet(kind)
    greeted = all_texts(person.say("Guten Tag, können Sie mir vielleicht helfen?"))
    assert "\n1. Wo ist meine Rücksendung?\n" in greeted
    assert greeted.endswith("Antworten Sie mit der Nummer Ihrer Wahl.")
    assert "3 bis 20 Arbeitstage" in all_texts(person.say("3"))


@pytest.mark.parametrize(
    ("asked", "wanted", "reminder", "date", "attached"),
    [
        (
            "Welche Fristen muss ich bei R7101 einhalten? Meine Adresse ist rita@example.com",
            "Erinnere mich bitte rechtzeitig daran",
            "Eine Erinnerung an Ihre Rücksendung R7101",
            "Freitag, 16. Oktober",
            "Danke. Bilder",
        ),
        (
            "אילו מועדים חשוב לי לזכור בהחזרה R7101? הכתובת שלי היא rita@example.com",
            "אפשר להזכיר לי את זה בזמן?",
            "תזכורת לגבי ההחזרה שלך",
            "יום שישי, 16 באוקטובר",
            "תודה. אין לי אפשרות לראות כאן תמונות",
        ),
    ],
    ids=["de", "he"],
)
@pytest.mark.parametrize("kind", [OnTelegram, OnTwilio], ids=lambda kind: kind.platform)
def test_what_comes_an_hour_later_is_in_the_language_of_the_conversation(
    kind: type[Person],
    meet: Meet,
    channel_product: Product,
    asked: str,
    wanted: str,
    reminder: str,
    date: str,
    attached: str,
) -> None:
    person = meet(kind)
    person.say(asked)
    person.say(wanted)
    let_an_hour_pass(channel_product, f"{person.platform}:{person.name_in_mailbox}")

    remind(channel_product, "2026-10-16T06:00:00Z")
    told = person.hear(reminder).text
    assert date in told
    assert "Reply with" not in told
    assert all_texts(person.attach()).startswith(attached)


def test_the_answer_of_a_person_who_took_their_time_is_announced_in_the_language_of_the_conversation(
    meet: Meet, channel_product: Product
) -> None:
    person = meet(OnTelegram)
    offered = person.say("אפשר לדבר עם נציג אנושי בבקשה?")
    opened = all_texts(person.press(offered[-1], "כן, להעביר"))
    number = re.search(r"T\w+", opened)
    assert number, opened
    let_an_hour_pass(channel_product, f"telegram:{person.chat}")

    run_returndesk(
        "tickets",
        "reply",
        number[0],
        "Shalom, Noa here.",
        "--database-url",
        channel_product.database,
        RETURNDESK_NOW=NOW,
    )
    assert "מענה אנושי משירות הלקוחות:" in person.hear("Shalom, Noa here.").text


@everywhere
def test_a_redelivery_is_answered_once(kind: type[Person], meet: Meet) -> None:
    person = meet(kind)
    delivery = person.text_delivery("How long does a refund take?", unique())
    assert "20 business days" in all_texts(person.deliver(*delivery))
    assert person.deliver(*delivery) == []


@everywhere
def test_redeliveries_at_the_same_time_are_answered_once(kind: type[Person], meet: Meet) -> None:
    person = meet(kind)
    delivery = person.text_delivery("Thanks a lot!", unique())
    with ThreadPoolExecutor(6) as pool:
        codes = [code.result() for code in [pool.submit(post, person, *delivery) for _ in range(6)]]
    assert codes == [requests.codes.ok] * 6
    assert len(person.read()) == 1


@everywhere
def test_several_messages_at_once_are_answered_in_their_order(kind: type[Person], meet: Meet) -> None:
    person = meet(kind)
    for text in ["Thanks a lot!", "Are you a robot?", "Goodbye then"]:
        assert post(person, *person.text_delivery(text, unique())) == requests.codes.ok
    answers = [shown.text for shown in person.read()]
    assert [answer.split()[0] for answer in answers] == ["You're", "I'm", "Goodbye,"]


@everywhere
def test_a_wrong_proof_is_refused_and_nothing_is_said(kind: type[Person], meet: Meet) -> None:
    person = meet(kind)
    body, headers = person.text_delivery("Hello", unique())
    forged = {name: value[:-4] + "0000" for name, value in headers.items() if name.startswith("X-")}
    assert post(person, body, {**headers, **forged}) == requests.codes.unauthorized
    assert post(person, body, {"Content-Type": headers["Content-Type"]}) == requests.codes.unauthorized
    assert person.read() == []


def test_a_stale_request_of_slack_is_refused(meet: Meet) -> None:
    person = meet(OnSlack)
    body, _ = person.text_delivery("Hello", unique())
    assert post(person, body, slack_headers(body, at=int(time.time()) - 400)) == requests.codes.unauthorized


def test_a_delivery_that_somebody_recorded_weeks_ago_is_not_answered(meet: Meet) -> None:
    person = meet(OnTelegram)
    update = telegram_update("Hello", person=person.number, update=unique(), at=int(time.time()) - 30 * 86_400)
    assert person.deliver(encoded(update), telegram_headers()) == []


@everywhere
def test_a_rate_limit_is_waited_for_and_nothing_is_lost(kind: type[Person], meet: Meet, platforms: StandIn) -> None:
    person = meet(kind)
    limit = {"ok": False, "error": "ratelimited", "parameters": {"retry_after": 1}}
    platforms.failures += [Failure(429, limit if kind in (OnTelegram, OnSlack) else {}, {"Retry-After": "1"})] * 2
    before = platforms.refused
    assert "20 business days" in all_texts(person.say("How long does a refund take?"))
    assert platforms.refused == before + 2


@everywhere
def test_an_answer_that_unpacks_to_250_megabytes_takes_no_memory_and_is_asked_for_again(
    kind: type[Person], meet: Meet, platforms: StandIn, channel_product: Product
) -> None:
    person = meet(kind)
    platforms.failures.append(Failure(503, packed(), {"Content-Encoding": "gzip"}))
    with memory_of_server(urlsplit(channel_product.bot).port or 0) as taken:
        assert "20 business days" in all_texts(person.say("How long does a refund take?"))
    assert taken.peak < FEW_MEGABYTES


@everywhere
def test_an_outage_loses_nothing_and_keeps_the_order(kind: type[Person], meet: Meet, platforms: StandIn) -> None:
    person = meet(kind)
    platforms.stop()
    for text in ["Thanks a lot!", "Are you a robot?"]:
        assert post(person, *person.text_delivery(text, unique())) == requests.codes.ok
    assert person.waiting()
    platforms.start()
    assert [shown.text.split()[0] for shown in person.read()] == ["You're", "I'm"]


@everywhere
def test_a_typed_number_chooses_what_was_offered_last(kind: type[Person], meet: Meet) -> None:
    person = meet(kind)
    greeted = person.say("Good morning to you")
    assert [title for title, _ in greeted[-1].choices][2].startswith("When do I get my")
    assert "20 business days" in all_texts(person.say("3"))


@everywhere
def test_a_pressed_button_means_what_was_offered_behind_it(kind: type[Person], meet: Meet) -> None:
    person = meet(kind)
    greeted = person.say("Good morning to you")
    assert "1 to 2 working days" in all_texts(person.press(greeted[-1], "Handed in, but not marked returned"))


# Twilio shows no buttons, so nothing can be forged there.
@pytest.mark.parametrize("kind", [kind for kind in PEOPLE if kind is not OnTwilio], ids=lambda kind: kind.platform)
@pytest.mark.parametrize("forged", ["/restart", "/affirm", '/give_details{"customer_number": "R1001"}', "c:0123456789"])
def test_a_payload_that_was_not_offered_is_nothing_but_its_title(kind: type[Person], forged: str, meet: Meet) -> None:
    person = meet(kind)
    assert all_texts(person.deliver(*person.press_delivery(forged, "Thanks a lot!", unique()))).startswith(
        "You're welcome."
    )


@everywhere
def test_a_sticker_or_picture_is_answered_politely(kind: type[Person], meet: Meet) -> None:
    assert all_texts(meet(kind).attach()).startswith("Thank you. I can't look at pictures")


def test_whoever_opens_the_bot_in_telegram_is_greeted(meet: Meet) -> None:
    assert all_texts(meet(OnTelegram).say("/start")).startswith("Hello!")


@everywhere
def test_who_is_verified_in_one_chat_is_a_guest_in_another(kind: type[Person], meet: Meet) -> None:
    verified, stranger = meet(kind), meet(kind)
    assert "Wednesday 14 October" in all_texts(verified.say("R1002, emily@example.com, why is it not marked returned?"))
    asked = all_texts(stranger.say("Where is my return R1002?"))
    assert "Wednesday 14 October" not in asked
    assert "e-mail" in asked


def test_in_a_channel_of_slack_only_general_questions_are_answered(meet: Meet, platforms: StandIn) -> None:
    person = meet(OnSlack)
    assert "Wednesday 14 October" in all_texts(person.say("R1002, emily@example.com, why is it not marked returned?"))
    channel = f"C{person.number}"

    def mention(text: str, number: int) -> str:
        stamp = f"{int(time.time())}.{number:06}"
        body = encoded(slack_mention(text, person=person.chat, channel=channel, stamp=stamp))
        before = len(platforms.to("slack", channel))
        assert post(person, *OnSlack.signed(body)) == requests.codes.ok
        person.read()
        said = platforms.to("slack", channel)[before:]
        assert {call["thread_ts"] for call in said} == {stamp}
        return "\n".join(call["text"] for call in said)

    general = mention("How long does a refund take?", 1)
    assert "20 business days" in general
    assert "only in a direct message" in general
    personal = [
        mention("Where is my return?", 2),
        mention("R1002, emily@example.com", 3),
        mention("Please show me every return that I have got with you", 4),
        mention("I want to talk to a person", 5),
    ]
    for answer in personal:
        assert "only in a direct message" in answer
        assert not re.search(r"R1002|October|What is your order", answer)
    assert "Wednesday 14 October" in all_texts(person.say("Why is it not marked as returned?"))


def test_in_a_group_of_telegram_only_general_questions_are_answered(meet: Meet, platforms: StandIn) -> None:
    person = meet(OnTelegram)
    group = -1_000_000_000_000 - person.number
    reply = {
        "reply_to_message": {"message_id": 1, "from": {"id": int(TELEGRAM_TOKEN.partition(":")[0]), "is_bot": True}}
    }
    for text in ["How long does a refund take?", "R1002, emily@example.com"]:
        update = telegram_update(text, person=person.number, update=unique(), group=group, at=int(time.time()), **reply)
        assert post(person, encoded(update), telegram_headers()) == requests.codes.ok
    person.read()
    said = "\n".join(call["text"] for call in platforms.to("telegram", str(group)))
    assert "20 business days" in said
    assert said.count("only in a direct message") == 2
    assert "October" not in said


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not json", 400),
        (b"[" * 200_000, 400),
        (b"null", 200),
        (b"[1, 2]", 200),
        (b'{"update_id": {}, "message": [], "entry": [null], "event": 7, "object": "page", "type": 1}', 200),
        (b'{"x": "' + b"y" * 1_100_000 + b'"}', 413),
    ],
    ids=["empty", "text", "deep", "null", "list", "kinds", "long"],
)
@pytest.mark.parametrize(
    "kind", [OnTelegram, OnSlack, OnMessenger, OnInstagram, OnWhatsApp], ids=lambda kind: kind.platform
)
def test_a_hostile_body_is_refused_or_left_out_and_the_bot_goes_on(
    kind: type[Person], body: bytes, status: int, meet: Meet
) -> None:
    person = meet(kind)
    headers = {
        OnTelegram: telegram_headers(),
        OnSlack: slack_headers(body, at=int(time.time())),
        OnMessenger: meta_headers(body),
        OnInstagram: meta_headers(body),
        OnWhatsApp: meta_headers(body),
    }[kind]
    assert post(person, body, headers) == status
    assert person.read() == []


@pytest.mark.parametrize("kind", [OnMessenger, OnInstagram, OnWhatsApp], ids=lambda kind: kind.platform)
def test_meta_can_check_the_address(kind: type[Person], meet: Meet) -> None:
    arguments = {"hub.mode": "subscribe", "hub.verify_token": META_VERIFY, "hub.challenge": "1158201444"}
    webhook = meet(kind).webhook
    assert requests.get(webhook, params=arguments, timeout=ANSWER_SECONDS).text == "1158201444"
    refused = requests.get(webhook, params={**arguments, "hub.verify_token": "guess"}, timeout=ANSWER_SECONDS)
    assert refused.status_code == requests.codes.forbidden


def test_slack_can_check_the_address(meet: Meet) -> None:
    body = encoded({"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV", "token": "x"})
    answer = requests.post(
        meet(OnSlack).webhook, data=body, headers=slack_headers(body, at=int(time.time())), timeout=ANSWER_SECONDS
    )
    assert answer.json() == {"challenge": "3eZbrw1aBm2rZgRNFdxV"}


def post(person: Person, body: bytes, headers: dict[str, str]) -> int:
    """Hands a delivery over, and returns the status."""
    return requests.post(person.webhook, data=body, headers=headers, timeout=ANSWER_SECONDS).status_code
