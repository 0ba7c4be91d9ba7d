"""What the platforms deliver is read as what the person meant, and what needs no answer is left out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from channel_requests import (
    NOW,
    PHONE_NUMBER_ID,
    PUBLIC_URL,
    SLACK_SECRET,
    SLACK_TOKEN,
    TELEGRAM_SECRET,
    TELEGRAM_TOKEN,
    TWILIO_ACCOUNT,
    TWILIO_NUMBER,
    TWILIO_TOKEN,
    encoded,
    instagram,
    messenger_event,
    messenger_text,
    request,
    slack_mention,
    slack_message,
    slack_press,
    telegram_press,
    telegram_update,
    twilio_form,
    whatsapp_message,
    whatsapp_text,
)
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.incoming import ATTACHMENT_INTENT, GREETING_INTENT, Incoming, delivery_id
from bot.channels.instagram import Instagram
from bot.channels.messenger import Messenger
from bot.channels.platform import NotReadable, Platform
from bot.channels.slack import Slack
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from bot.channels.whatsapp import WhatsApp
from bot.rasa_patches.message_guard import LONGEST_MESSAGE

META = {"token": "t", "app_secret": "s", "verify_token": "v"}
TELEGRAM = Telegram(TELEGRAM_TOKEN, TELEGRAM_SECRET)
SLACK = Slack(SLACK_TOKEN, SLACK_SECRET)
MESSENGER = Messenger(**META)
INSTAGRAM = Instagram(**META)
WHATSAPP = WhatsApp(PHONE_NUMBER_ID, **META)
TWILIO = Twilio(TWILIO_ACCOUNT, TWILIO_TOKEN, TWILIO_NUMBER, PUBLIC_URL)
JSON_PLATFORMS = [TELEGRAM, SLACK, MESSENGER, INSTAGRAM, WHATSAPP]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def read(platform: Platform, content: Any) -> list[Incoming]:
    return platform.read(request(encoded(content), {"Content-Type": "application/json"}))


def read_form(form: dict[str, str]) -> list[Incoming]:
    return TWILIO.read(request(urlencode(form).encode(), FORM))


def one(messages: list[Incoming]) -> Incoming:
    assert len(messages) == 1
    return messages[0]


# --- Language -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", ["he", "pt-br", "zh-hans"])
def test_telegram_tells_the_language_of_the_app_with_words_and_presses(told: str) -> None:
    assert one(read(TELEGRAM, telegram_update("R1001", language=told))).locale == told
    assert one(read(TELEGRAM, telegram_update("/start", language=told))).locale == told
    assert one(read(TELEGRAM, telegram_press("c:12", "Where is it?", language=told))).locale == told


@pytest.mark.parametrize("told", ["", "h", "he; DROP", "x" * 50, 7, None, ["he"]])
def test_what_can_be_no_language_tag_is_none(told: Any) -> None:
    assert one(read(TELEGRAM, telegram_update("R1001", language=told))).locale is None


# --- Words --------------------------------------------------------------------------------------------------------


def test_a_message_bears_the_platforms_ids_and_its_time() -> None:
    assert one(read(TELEGRAM, telegram_update("Hi"))) == Incoming("1000", "4711", "Hi", sent_at=NOW, locale="en")
    slack = Incoming(f"D024BE91L:{NOW}.000200", "U2147483697", "Hi", sent_at=NOW + 0.0002)
    assert one(read(SLACK, slack_message("Hi"))) == slack
    messenger = Incoming("m_AG5Hz2Uq7tuwNEhXfYYKj8mJEM", "6254000111222", "Hi", sent_at=NOW)
    assert one(read(MESSENGER, messenger_text("Hi"))) == messenger
    assert one(read(INSTAGRAM, instagram(messenger_text("Hi")))) == messenger
    whatsapp = Incoming("wamid.HBgLNjQ2NzA0MzU5NQ==", "34600111222", "Hi", sent_at=NOW)
    assert one(read(WHATSAPP, whatsapp_text("Hi"))) == whatsapp
    assert one(read_form(twilio_form("Hi"))) == Incoming("SM" + "1" * 32, "+34600111222", "Hi")


def test_several_messages_in_one_delivery_are_all_read_in_order() -> None:
    both = whatsapp_text("one", wamid="wamid.1")
    both["entry"] += whatsapp_text("two", wamid="wamid.2")["entry"]
    assert [message.text for message in read(WHATSAPP, both)] == ["one", "two"]
    pair = messenger_text("one", mid="m_1")
    pair["entry"] += messenger_text("two", mid="m_2")["entry"]
    assert [message.text for message in read(MESSENGER, pair)] == ["one", "two"]


def test_slacks_links_and_escapes_become_what_the_person_typed() -> None:
    text = "R1001, <mailto:marta@example.com|marta@example.com> &amp; <https://shop.example/a|shop.example/a> &lt;3"
    assert one(read(SLACK, slack_message(text))).text == "R1001, marta@example.com & shop.example/a <3"


def test_characters_that_no_database_stores_are_left_out() -> None:
    assert one(read(TELEGRAM, telegram_update("a\0b\ud83d"))).text == "ab?"


def texts_of_all(text: str) -> list[str]:
    """A text as it is read when it comes from each platform."""
    delivered = [
        (TELEGRAM, telegram_update(text)),
        (SLACK, slack_message(text)),
        (MESSENGER, messenger_text(text)),
        (INSTAGRAM, instagram(messenger_text(text))),
        (WHATSAPP, whatsapp_text(text)),
    ]
    return [one(read(platform, content)).text for platform, content in delivered] + [
        one(read_form(twilio_form(text))).text
    ]


def test_a_text_that_is_too_long_is_cut_when_it_is_read() -> None:
    assert {len(text) for text in texts_of_all("x" * 100_000)} == {LONGEST_MESSAGE}


def test_a_card_number_across_the_end_of_the_longest_text_is_left_out_whole() -> None:
    text = "word " * ((LONGEST_MESSAGE - 10) // 5) + "4111 1111 1111 1111, thanks"
    assert not any("4111" in each for each in texts_of_all(text))


def test_a_character_of_slack_with_a_number_without_end_is_read() -> None:
    # Python refuses to make a number of so many digits.
    assert one(read(SLACK, slack_message("I wrote &#" + "1" * 5000))).text == "I wrote &#"


@pytest.mark.parametrize(
    ("typed", "text", "intent"),
    [
        ("/start", "", GREETING_INTENT),
        ("/start@returnbot", "", GREETING_INTENT),
        ("/help", "help", None),
        ("/restart", "restart", None),
        ('/ask_refund_time{"offer": "x"}', 'ask_refund_time{"offer": "x"}', None),
    ],
)
def test_a_command_of_telegram_is_words_and_none_of_rasas(typed: str, text: str, intent: str | None) -> None:
    message = one(read(TELEGRAM, telegram_update(typed)))
    assert (message.text, message.intent) == (text, intent)


# --- Buttons ------------------------------------------------------------------------------------------------------


def test_a_pressed_button_brings_its_short_id_and_its_title() -> None:
    quick_reply = {"mid": "m_1", "text": "Where is it?", "quick_reply": {"payload": "c:12"}}
    button_reply = {"type": "button_reply", "button_reply": {"id": "c:12", "title": "Where is it?"}}
    list_reply = {"type": "list_reply", "list_reply": {"id": "c:12", "title": "Where is it?"}}
    pressed = [
        read(TELEGRAM, telegram_press("c:12", "Where is it?")),
        SLACK.read(request(slack_press("c:12", "Where is it?"), FORM)),
        read(MESSENGER, messenger_event({"message": quick_reply})),
        read(INSTAGRAM, instagram(messenger_event({"message": quick_reply}))),
        read(MESSENGER, messenger_event({"postback": {"mid": "m_2", "title": "Where is it?", "payload": "c:12"}})),
        read(WHATSAPP, whatsapp_message({"type": "interactive", "interactive": button_reply})),
        read(WHATSAPP, whatsapp_message({"type": "interactive", "interactive": list_reply})),
        read(WHATSAPP, whatsapp_message({"type": "button", "button": {"text": "Where is it?", "payload": "c:12"}})),
    ]
    assert {(one(message).choice, one(message).text) for message in pressed} == {("c:12", "Where is it?")}


def test_a_press_in_telegram_stops_its_clock_in_the_reply() -> None:
    answer = TELEGRAM.acknowledge(request(encoded(telegram_press("c:12", "Where is it?")), {}))
    assert answer.body == '{"method": "answerCallbackQuery", "callback_query_id": "4382bfdwdsb323b2d9"}'


def test_slacks_challenge_is_answered() -> None:
    body = {
        "token": "x",
        "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
        "type": "url_verification",
    }
    assert read(SLACK, body) == []
    answer = SLACK.acknowledge(request(encoded(body), {"Content-Type": "application/json"}))
    assert answer.body == '{"challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}'


# --- Pictures, stickers, voice, places ------------------------------------------------------------------------------


def attachments() -> list[list[Incoming]]:
    location = {"latitude": 40.4, "longitude": -3.7}
    attached = {"mid": "m_1", "attachments": [{"type": "image", "payload": {"url": "https://x", "sticker_id": 369}}]}
    files = [{"id": "F1", "mimetype": "image/png"}]
    return [
        *(
            read(TELEGRAM, telegram_update(None, **{kind: content}))
            for kind, content in {
                "photo": [{"file_id": "x"}],
                "sticker": {"file_id": "x", "emoji": "👍"},
                "voice": {"file_id": "x"},
                "location": location,
                "document": {"file_id": "x"},
            }.items()
        ),
        read(SLACK, slack_message("", subtype="file_share", files=files)),
        read(MESSENGER, messenger_event({"message": attached})),
        read(INSTAGRAM, instagram(messenger_event({"message": attached}))),
        *(
            read(WHATSAPP, whatsapp_message({"type": kind, kind: {"id": "1"}}))
            for kind in ("image", "sticker", "audio", "location")
        ),
        read(WHATSAPP, whatsapp_message({"type": "contacts", "contacts": [{}]})),
        read_form(twilio_form("", NumMedia="1", MediaUrl0="https://x", MessageType="image")),
        read_form(twilio_form("", Latitude="40.4", Longitude="-3.7", MessageType="location")),
    ]


def test_a_message_without_words_is_known_as_one() -> None:
    assert {(one(message).intent, one(message).text) for message in attachments()} == {(ATTACHMENT_INTENT, "")}


def test_the_caption_of_a_picture_is_what_the_person_says() -> None:
    captioned = [
        read(TELEGRAM, telegram_update(None, photo=[{"file_id": "x"}], caption="Is this label right?")),
        read(WHATSAPP, whatsapp_message({"type": "image", "image": {"id": "1", "caption": "Is this label right?"}})),
        read(SLACK, slack_message("Is this label right?", subtype="file_share", files=[{"id": "F1"}])),
        read_form(twilio_form("Is this label right?", NumMedia="1")),
    ]
    assert {(one(message).text, one(message).intent) for message in captioned} == {("Is this label right?", None)}


# --- What needs no answer -------------------------------------------------------------------------------------------


def edited(update: dict[str, Any]) -> dict[str, Any]:
    return {"update_id": 1, "edited_message": update["message"]}


@pytest.mark.parametrize(
    ("platform", "content"),
    [
        (TELEGRAM, edited(telegram_update("Hi"))),
        (TELEGRAM, {"update_id": 1, "channel_post": telegram_update("Hi")["message"]}),
        (TELEGRAM, {"update_id": 1, "message_reaction": {"chat": {"id": 1}}}),
        (TELEGRAM, {"update_id": 1, "my_chat_member": {"chat": {"id": 1}}}),
        (TELEGRAM, telegram_update("Hi", **{"from": {"id": 5, "is_bot": True}})),
        (TELEGRAM, telegram_update(None, new_chat_members=[{"id": 5}])),
        (SLACK, slack_message("Hi", bot_id="B1")),
        (SLACK, slack_message("Hi", subtype="bot_message")),
        (SLACK, slack_message("", subtype="message_changed", message={"text": "Hi"})),
        (SLACK, slack_message("Hi", subtype="message_deleted")),
        (SLACK, slack_message("Hi", channel_type="channel")),
        (SLACK, slack_message("Hi", type="reaction_added")),
        (MESSENGER, messenger_event({"message": {"mid": "m", "text": "Hi", "is_echo": True}})),
        (MESSENGER, messenger_event({"delivery": {"mids": ["m"], "watermark": 1}})),
        (MESSENGER, messenger_event({"read": {"watermark": 1}})),
        (MESSENGER, messenger_event({"reaction": {"reaction": "love", "mid": "m"}})),
        (MESSENGER, messenger_event({"message_edit": {"mid": "m", "text": "Hi", "num_edit": 1}})),
        (MESSENGER, instagram(messenger_text("Hi"))),
        (INSTAGRAM, messenger_text("Hi")),
        (INSTAGRAM, instagram(messenger_event({"message": {"mid": "m", "text": "Hi", "is_echo": True}}))),
        (INSTAGRAM, instagram(messenger_event({"message": {"mid": "m", "text": "Hi", "is_deleted": True}}))),
        (WHATSAPP, whatsapp_message({"type": "reaction", "reaction": {"message_id": "x", "emoji": "👍"}})),
        (WHATSAPP, whatsapp_message({"type": "system", "system": {"body": "changed number"}})),
        (WHATSAPP, whatsapp_message({"type": "unsupported", "errors": [{"code": 131051}]})),
    ],
    ids=lambda value: value.name if isinstance(value, Platform) else "",
)
def test_edits_reactions_receipts_and_echoes_are_left_out(platform: Platform, content: Any) -> None:
    assert read(platform, content) == []


def test_receipts_and_messages_to_other_numbers_are_left_out() -> None:
    receipt = whatsapp_text("Hi")
    value = receipt["entry"][0]["changes"][0]["value"]
    value["statuses"] = [{"id": "wamid.1", "status": "delivered"}]
    del value["messages"]
    assert read(WHATSAPP, receipt) == []
    elsewhere = whatsapp_text("Hi")
    elsewhere["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "999"
    assert read(WHATSAPP, elsewhere) == []
    assert read_form({**twilio_form("Hi"), "MessageStatus": "delivered"}) == []
    assert read_form(twilio_form("Hi", To="whatsapp:+1999")) == []
    assert read_form(twilio_form("Hi", AccountSid="AC" + "9" * 32)) == []
    assert read_form(twilio_form("Hi", From="+34600111222")) == []


# --- Groups ---------------------------------------------------------------------------------------------------------


def test_a_group_is_a_conversation_of_its_own_for_each_person() -> None:
    mention = {"entities": [{"type": "text_mention", "user": {"id": 4839574812}, "offset": 0, "length": 3}]}
    in_group = one(read(TELEGRAM, telegram_update("Hi", group=-1001234, **mention)))
    assert (in_group.group, in_group.conversation) == ("-1001234", "-1001234/4711")
    in_channel = one(read(SLACK, slack_mention("Hi")))
    assert (in_channel.text, in_channel.group, in_channel.conversation) == (
        "Hi",
        "C123ABC456",
        "C123ABC456/U2147483697",
    )
    assert in_channel.thread == f"{NOW}.000200"


def test_in_a_group_of_telegram_only_what_is_meant_for_the_bot_is_read() -> None:
    reply = {"reply_to_message": {"message_id": 1, "from": {"id": 4839574812, "is_bot": True}}}
    assert read(TELEGRAM, telegram_update("Hi all", group=-1001234)) == []
    assert read(TELEGRAM, telegram_update("Hi", group=-1001234, reply_to_message={"from": {"id": 5}})) == []
    assert one(read(TELEGRAM, telegram_update("And how long?", group=-1001234, **reply))).group == "-1001234"
    assert one(read(TELEGRAM, telegram_update("/ask how long?", group=-1001234))).group == "-1001234"


def test_a_button_in_a_group_belongs_to_who_presses_it() -> None:
    pressed = one(SLACK.read(request(slack_press("c:12", "Yes", person="U777", channel="C123ABC456"), FORM)))
    assert pressed.conversation == "C123ABC456/U777"


# --- Hostile input --------------------------------------------------------------------------------------------------

#: Anything that JSON can say, with the names that the platforms use.
NAMES = st.sampled_from(
    [
        "update_id",
        "message",
        "callback_query",
        "from",
        "id",
        "chat",
        "type",
        "text",
        "data",
        "date",
        "event",
        "channel",
        "user",
        "ts",
        "actions",
        "value",
        "object",
        "entry",
        "messaging",
        "sender",
        "postback",
        "changes",
        "field",
        "metadata",
        "phone_number_id",
        "messages",
        "interactive",
        "timestamp",
        "mid",
    ]
)
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.just("page")
    | st.just("messages"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=25,
)


@given(content=ANY_JSON)
def test_any_json_is_read_or_left_out_but_never_breaks_anything(content: Any) -> None:
    for platform in JSON_PLATFORMS:
        for message in read(platform, content):
            assert message.person
            assert message.delivery


def mutated(content: Any, replacement: Any) -> list[Any]:
    """The content many times, each time with another of its values replaced."""
    if isinstance(content, dict):
        return [
            {**content, name: other}
            for name in content
            for other in [replacement, *mutated(content[name], replacement)]
        ]
    if isinstance(content, list):
        return [
            [*content[:at], other, *content[at + 1 :]]
            for at in range(len(content))
            for other in [replacement, *mutated(content[at], replacement)]
        ]
    return []


@pytest.mark.parametrize(
    "replacement", [None, True, -1, 10**400, 1e308, "", "x" * 10_000, [], {}, [[]], {"id": {"id": 1}}], ids=str
)
def test_a_real_delivery_with_anything_replaced_never_breaks_anything(replacement: Any) -> None:
    for platform, content in [
        (TELEGRAM, telegram_update("Hi", group=-5)),
        (TELEGRAM, telegram_press("c:1", "Hi")),
        (SLACK, slack_mention("Hi", files=[{"id": "F"}])),
        (MESSENGER, messenger_event({"message": {"mid": "m", "text": "Hi", "attachments": [{"type": "image"}]}})),
        (MESSENGER, messenger_event({"postback": {"title": "Hi", "payload": "c:1"}})),
        (
            WHATSAPP,
            whatsapp_message({"type": "interactive", "interactive": {"list_reply": {"id": "c:1", "title": "Hi"}}}),
        ),
    ]:
        for changed in mutated(content, replacement):
            for message in read(platform, changed):
                assert len(message.conversation) <= 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a":' * 100_000], ids=["empty", "half", "bytes", "deep", "deep2"]
)
@pytest.mark.parametrize("platform", JSON_PLATFORMS, ids=lambda platform: platform.name)
def test_what_is_not_json_is_not_readable(platform: Platform, body: bytes) -> None:
    with pytest.raises(NotReadable):
        platform.read(request(body, {"Content-Type": "application/json"}))


@pytest.mark.parametrize("body", [b"payload=%7B", b"nothing=1", b"payload=[" + b"[" * 50_000, b"a=1&" * 300], ids=str)
def test_a_form_of_slack_without_a_payload_is_not_readable(body: bytes) -> None:
    with pytest.raises(NotReadable):
        SLACK.read(request(body, FORM))


def test_a_platforms_ids_are_compared_whole_however_long_they_are():
    ids = [delivery_id({"id": "m" * 300 + end}, "id") for end in ("", "a", "b", "a")]
    assert len(set(ids)) == 3
    assert ids[1] == ids[3]
    assert all(len(each) <= 250 for each in ids)
    assert delivery_id({"id": "short"}, "id") == "short"
