"""What the bot says is written as each platform takes it: within its limits, in its notation, with its buttons."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from aiogram import types
from channel_requests import (
    META_TOKEN,
    PHONE_NUMBER_ID,
    PUBLIC_URL,
    SLACK_SECRET,
    SLACK_TOKEN,
    TELEGRAM_SECRET,
    TELEGRAM_TOKEN,
    TWILIO_ACCOUNT,
    TWILIO_NUMBER,
    TWILIO_TOKEN,
)
from hypothesis import given
from hypothesis import strategies as st
from pace import quiet_seconds
from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, SectionBlock

from bot.channels.choices import choice_id, payload_by_number, payload_of
from bot.channels.instagram import Instagram
from bot.channels.messenger import Messenger
from bot.channels.outgoing import Answer, Button, Call, ChannelWords, OutgoingMessage, Place, Refused, TryLater
from bot.channels.platform import Platform, pieces
from bot.channels.slack import Slack
from bot.channels.splitting import as_mrkdwn, as_telegram_html, shortened, split, units
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from bot.channels.whatsapp import WhatsApp
from core.notation import as_plain, escaped

META = {"token": META_TOKEN, "app_secret": "s", "verify_token": "v"}
TELEGRAM = Telegram(TELEGRAM_TOKEN, TELEGRAM_SECRET)
SLACK = Slack(SLACK_TOKEN, SLACK_SECRET)
MESSENGER = Messenger(**META)
INSTAGRAM = Instagram(**META)
WHATSAPP = WhatsApp(PHONE_NUMBER_ID, **META)
TWILIO = Twilio(TWILIO_ACCOUNT, TWILIO_TOKEN, TWILIO_NUMBER, PUBLIC_URL)
PLATFORMS: list[Platform] = [TELEGRAM, SLACK, MESSENGER, INSTAGRAM, WHATSAPP, TWILIO]
WORDS = ChannelWords("Choose", "Reply with the number of your choice.", "Sorry.")
PLACE = Place("4711")
#: The longest text of each platform's message, as it documents it.
LIMITS = {"telegram": 4096, "slack": 3000, "messenger": 2000, "instagram": 1000, "whatsapp": 4096, "twilio": 1600}
LONG_TITLE = "Handed in, but not marked returned"

each_platform = pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)


def buttons(*titles: str) -> tuple[Button, ...]:
    return tuple(Button(title, f"/choice_{number}") for number, title in enumerate(titles))


def written(platform: Platform, text: str, *titles: str) -> list[dict[str, Any]]:
    return [dict(call.body) for call in platform.write(PLACE, OutgoingMessage(text, buttons(*titles)), WORDS)]


def text_of(body: dict[str, Any]) -> str:
    if body.get("messaging_product"):
        return str(body["text"]["body"] if body["type"] == "text" else body["interactive"]["body"]["text"])
    return str(body.get("Body") or body.get("text") or body["message"]["text"])


# --- Long texts -----------------------------------------------------------------------------------------------------


@each_platform
@pytest.mark.parametrize("title", [(), ("Yes",)], ids=["text", "with a button"])
def test_a_long_answer_comes_in_pieces_that_end_with_a_sentence_and_lose_nothing(
    platform: Platform, title: tuple[str, ...]
) -> None:
    sentence = "The page should show it within two working days after you have handed the parcel in."
    bodies = written(platform, " ".join([sentence] * 120), *title)
    texts = [text_of(body).partition("\n\n1. Yes")[0] for body in bodies]
    assert len(texts) > 1
    assert all(text.endswith(sentence) for text in texts)
    assert " ".join(texts) == " ".join([sentence] * 120)
    assert all(units(text_of(body)) <= LIMITS[platform.name] for body in bodies)


@each_platform
@given(text=st.text(alphabet="ab &<_*.\n😀é", min_size=1, max_size=12_000))
def test_every_piece_is_within_the_limit_however_the_text_looks(platform: Platform, text: str) -> None:
    for body in written(platform, text):
        assert 0 < units(text_of(body)) <= LIMITS[platform.name]


@given(text=st.text(max_size=3000), limit=st.integers(2, 200))
def test_splitting_loses_no_character_but_space(text: str, limit: int) -> None:
    pieces = list(split(text, limit))
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)
    assert all(0 < units(piece) <= limit for piece in pieces)


@given(text=st.text(max_size=200), limit=st.integers(3, 80))
def test_what_is_shortened_fits_and_begins_as_the_text_does(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert units(short) <= limit
    assert text.startswith(short.removesuffix("…"))


def test_lines_are_better_places_to_cut_than_sentences_and_paragraphs_better_than_lines() -> None:
    assert list(split("One. Two. Six.\nThree. Four.", 22)) == ["One. Two. Six.", "Three. Four."]
    assert list(split("One.\nTwo.\n\nThree.\nFour.", 18)) == ["One.\nTwo.", "Three.\nFour."]


# --- Pictures ---------------------------------------------------------------------------------------------------------

PICTURE = "https://bot.shop.example/webhooks/label/code?t=abc"


def with_picture(platform: Platform, place: Place = PLACE) -> list[dict[str, Any]]:
    said = OutgoingMessage("The code: " + PICTURE, buttons("Yes"), PICTURE)
    words = ChannelWords("Choose", "Reply with the number of your choice.", "Sorry.", "QR code")
    return [dict(call.body) for call in platform.write(place, said, words)]


def test_a_picture_is_a_message_of_its_own_where_the_platform_shows_pictures() -> None:
    assert with_picture(TELEGRAM, Place("4711", "12"))[0] == {
        "chat_id": "4711",
        "photo": PICTURE,
        "message_thread_id": 12,
    }
    to = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "4711"}
    assert with_picture(WHATSAPP)[0] == {**to, "type": "image", "image": {"link": PICTURE}}
    shown = {"type": "image", "payload": {"url": PICTURE, "is_reusable": False}}
    assert with_picture(MESSENGER)[0]["message"] == {"attachment": shown}
    assert with_picture(TWILIO)[0]["MediaUrl"] == PICTURE
    image = {"type": "image", "image_url": PICTURE, "alt_text": "QR code"}
    assert with_picture(SLACK)[-1] == {"channel": "4711", "text": "QR code", "blocks": [image]}


@each_platform
def test_the_words_and_buttons_beside_a_picture_are_said_as_ever(platform: Platform) -> None:
    alone = written(platform, "The code: " + PICTURE, "Yes")
    beside = [body for body in with_picture(platform) if body in alone]
    assert beside == alone


def test_a_text_message_has_the_words_alone() -> None:
    by_text = Twilio(TWILIO_ACCOUNT, TWILIO_TOKEN, "+14155238886", PUBLIC_URL)
    assert all("MediaUrl" not in body and PICTURE in body["Body"] for body in with_picture(by_text))


@pytest.mark.parametrize(
    ("image", "picture"), [(PICTURE, PICTURE), ("http://127.0.0.1:5005/webhooks/label/code?t=abc", None), (None, None)]
)
def test_no_platform_is_asked_to_fetch_what_is_not_encrypted(image: str | None, picture: str | None) -> None:
    said = OutgoingMessage.from_response({"text": "Here", "image": image})
    assert (said.text, said.picture) == ("Here", picture)


# --- Notation -------------------------------------------------------------------------------------------------------


def test_bold_and_italics_become_what_the_platform_shows() -> None:
    text = "By **Wednesday** at 5 < 6 & _Guide, “Tip”_, snake_case_name stays"
    assert as_plain(text) == "By Wednesday at 5 < 6 & Guide, “Tip”, snake_case_name stays"
    html = "By <b>Wednesday</b> at 5 &lt; 6 &amp; <i>Guide, “Tip”</i>, snake_case_name stays"
    assert as_telegram_html(text) == html
    assert as_mrkdwn(text) == "By *Wednesday* at 5 &lt; 6 &amp; _Guide, “Tip”_, snake_case_name stays"


def test_nothing_in_a_text_becomes_a_mention_a_link_or_a_tag() -> None:
    hostile = '<!channel> <@U1> <https://evil.example|your bank> <a href="x">y</a> **<b>**'
    assert "<" not in as_mrkdwn(hostile)
    assert re.findall(r"<[^>]*>", as_telegram_html(hostile)) == ["<b>", "</b>"]


@given(text=st.text(alphabet="a <>&*_\"'\n", max_size=200))
def test_telegrams_tags_are_always_closed(text: str) -> None:
    html = as_telegram_html(text)
    assert re.sub(r"<(b|i)>[^<>]*</\1>", "", html).count("<") == 0
    assert not re.search(r"&(?!amp;|lt;|gt;)", html)


# --- Titles of a shop ------------------------------------------------------------------------------------------------

#: What a platform's own readers make of signs in a text: a pair of marks around something, none of it between letters.
_PAIR = re.compile(r"(?<![^\W_])([*_~])(?![\s\u200b])[^\n]+?(?<![\s\u200b])\1(?![^\W_])|`[^\n`\u200b]+`")
TITLES = (
    "Lamp *new* _2026_",
    "**Cup** & `code`",
    "<b>Tray</b>",
    "[sale](x) ~old~ 5 * 3",
    "a\\b \\* c",
    "snake_case_name",
    "&amp; <!channel>",
)


def as_shown(platform: Platform, body: dict[str, Any]) -> str:
    """The text of a call as a person sees it on the platform."""
    written = body.get("text") or body.get("Body") or body.get("message", {}).get("text") or ""
    written = written if isinstance(written, str) else written["body"]
    if platform.name == "telegram":
        return unescape(re.sub(r"</?[bi]>", "", written))
    shown = _PAIR.sub(lambda pair: pair[0][1:-1], written).replace("\u200b", "")
    return unescape(shown) if platform.name == "slack" else shown


@each_platform
@pytest.mark.parametrize("title", TITLES)
def test_a_title_shows_as_it_is(platform: Platform, title: str) -> None:
    (body,) = written(platform, f"You chose **Lamp** and **{escaped(title)}**, {escaped(title)}.")
    assert as_shown(platform, body) == f"You chose Lamp and {title}, {title}."


@each_platform
@given(title=st.text(alphabet="ab *_~`<>[]&\\(1", min_size=1, max_size=24).map(str.strip).filter(bool))
def test_any_title_shows_as_it_is(platform: Platform, title: str) -> None:
    (body,) = written(platform, f"Item: {escaped(title)}.")
    assert as_shown(platform, body) == f"Item: {title}."


@pytest.mark.parametrize("title", TITLES)
def test_a_title_among_numbered_choices_shows_as_it_is(title: str) -> None:
    (body,) = written(TWILIO, "Which one?", title, "Tea mug")
    assert f"1. {title}\n2. Tea mug" in as_shown(TWILIO, body)


def test_whatsapp_over_twilio_reads_marks_and_a_text_message_does_not() -> None:
    by_text = Twilio(TWILIO_ACCOUNT, TWILIO_TOKEN, TWILIO_NUMBER.removeprefix("whatsapp:"), PUBLIC_URL)
    assert written(by_text, escaped("Lamp *new*"))[0]["Body"] == "Lamp *new*"
    (body,) = written(TWILIO, escaped("Lamp *new*"))
    assert (_PAIR.search(body["Body"]), "\u200b" in body["Body"]) == (None, True)


def test_a_long_title_is_not_cut_between_a_backslash_and_its_sign() -> None:
    title = "*_" * 2_000
    assert "".join(as_plain(piece) for piece in split(escaped(title), 301)) == title


# --- Buttons --------------------------------------------------------------------------------------------------------


def test_telegram_shows_a_keyboard_that_its_own_types_read() -> None:
    titles = ("Where is my return?", LONG_TITLE, "x" * 100)
    body = written(TELEGRAM, "Is it one of these?", *titles)[0]
    markup = types.InlineKeyboardMarkup.to_object(body["reply_markup"])
    keys = [key for row in markup.inline_keyboard for key in row]
    assert [key.text for key in keys] == ["Where is my return?", LONG_TITLE, "x" * 63 + "…"]
    assert all(1 <= len(key.callback_data.encode()) <= 64 for key in keys)
    assert all(len(row) == 1 for row in markup.inline_keyboard)
    message = types.Message.to_object({"message_id": 1, "date": 0, "chat": {"id": 4711, "type": "private"}, **body})
    assert message.text == "Is it one of these?"


def test_slack_shows_blocks_that_its_own_models_accept() -> None:
    body = written(SLACK, "**Which** one?", *(f"{number} {'x' * 90}" for number in range(7)))[0]
    section, *rows = Block.parse_all(body["blocks"])
    assert isinstance(section, SectionBlock)
    assert [len(row.elements) for row in rows if isinstance(row, ActionsBlock)] == [5, 2]
    for block in (section, *rows):
        block.validate_json()
    keys = [key for row in rows if isinstance(row, ActionsBlock) for key in row.elements]
    assert all(isinstance(key, ButtonElement) and len(key.text.text) <= 75 for key in keys)
    assert len({key.action_id for key in keys}) == 7
    assert body["text"] == "*Which* one?"


def test_messenger_shows_quick_replies_and_numbers_where_titles_are_too_long() -> None:
    short = written(MESSENGER, "Sure?", "Yes", "No")[0]["message"]
    assert [(each["content_type"], each["title"]) for each in short["quick_replies"]] == [
        ("text", "Yes"),
        ("text", "No"),
    ]
    long = written(MESSENGER, "Which?", LONG_TITLE, "Help")[0]["message"]
    assert [each["title"] for each in long["quick_replies"]] == ["1", "2"]
    assert long["text"] == f"Which?\n\n1. {LONG_TITLE}\n2. Help\n\nReply with the number of your choice."
    many = written(MESSENGER, "Which?", *(f"Choice {number}" for number in range(14)))[0]["message"]
    assert "quick_replies" not in many
    assert "14. Choice 13" in many["text"]


def test_instagram_tells_choices_in_the_text_too_as_a_computer_shows_no_quick_replies() -> None:
    short = written(INSTAGRAM, "Sure?", "Yes", "No")[0]["message"]
    assert short["text"] == "Sure?\n\n1. Yes\n2. No\n\nReply with the number of your choice."
    assert [each["title"] for each in short["quick_replies"]] == ["Yes", "No"]
    assert "quick_replies" not in written(INSTAGRAM, "Good day.")[0]["message"]
    assert written(INSTAGRAM, "Good day.")[0]["message"]["text"] == "Good day."


@pytest.mark.parametrize("letter", ["a", "é", "я", "ש", "中", "😀"])
def test_instagram_counts_bytes(letter: str) -> None:
    texts = [text_of(body) for body in written(INSTAGRAM, letter * 3_000)]
    assert "".join(texts) == letter * 3_000
    assert max(len(text.encode()) for text in texts) <= 1000


@pytest.mark.parametrize(
    ("titles", "shape"),
    [
        (("Yes", "No", "Later"), "button"),
        (("Yes", "No", "Later", "Never"), "list"),
        ((LONG_TITLE, "Help"), "list"),
        (tuple(f"Choice {number}" for number in range(10)), "list"),
        (tuple(f"Choice {number}" for number in range(11)), "text"),
        (("x" * 73,), "text"),
    ],
)
def test_whatsapp_shows_three_buttons_ten_rows_or_numbers(titles: tuple[str, ...], shape: str) -> None:
    body = written(WHATSAPP, "Which?", *titles)[0]
    if shape == "text":
        assert body["text"]["body"].endswith("Reply with the number of your choice.")
        return
    interactive = body["interactive"]
    assert interactive["type"] == shape
    if shape == "button":
        replies = [each["reply"] for each in interactive["action"]["buttons"]]
        assert [each["title"] for each in replies] == list(titles)
        assert all(len(each["title"]) <= 20 and len(each["id"]) <= 256 for each in replies)
    else:
        assert interactive["action"]["button"] == "Choose"
        rows = interactive["action"]["sections"][0]["rows"]
        assert [each.get("description", each["title"]) for each in rows] == list(titles)
        assert all(len(each["title"]) <= 24 and len(each.get("description", "")) <= 72 for each in rows)


def test_whatsapps_long_text_with_buttons_keeps_to_the_shorter_limit() -> None:
    bodies = written(WHATSAPP, "A sentence of the answer. " * 100, "Yes")
    assert [body["type"] for body in bodies] == ["text", "text", "interactive"]
    assert len(bodies[-1]["interactive"]["body"]["text"]) <= 1024


def test_twilio_numbers_the_choices() -> None:
    body = written(TWILIO, "Sure?", "Yes", "No")[0]
    assert body == {
        "To": "whatsapp:4711",
        "From": TWILIO_NUMBER,
        "Body": "Sure?\n\n1. Yes\n2. No\n\nReply with the number of your choice.",
    }


def test_answers_in_a_thread_stay_in_it() -> None:
    call = SLACK.write(Place("C123/U1", "1791892800.000200"), OutgoingMessage("Hi"), WORDS)[0]
    assert (call.body["channel"], call.body["thread_ts"]) == ("C123", "1791892800.000200")
    call = TELEGRAM.write(Place("-100123/4711", "5"), OutgoingMessage("Hi"), WORDS)[0]
    assert (call.body["chat_id"], call.body["message_thread_id"]) == ("-100123", 5)


@each_platform
def test_no_payload_leaves_the_bot(platform: Platform) -> None:
    calls = platform.write(
        PLACE, OutgoingMessage("Which?", (Button("Yes", '/button_choose{"number": "R1001"}'),)), WORDS
    )
    assert "R1001" not in str(calls)


@each_platform
def test_no_secret_is_in_what_is_kept_until_it_is_sent(platform: Platform) -> None:
    kept = str(platform.write(PLACE, OutgoingMessage("Hi", buttons("Yes")), WORDS))
    assert not any(secret in kept for secret in (TELEGRAM_TOKEN, SLACK_TOKEN, META_TOKEN, TWILIO_TOKEN))


# --- Choices on the way back ----------------------------------------------------------------------------------------

OFFERED = [
    {"event": "bot", "data": {"buttons": [{"title": "Old", "payload": "/old"}]}},
    {"event": "user", "text": "what else?"},
    {"event": "bot", "data": {"buttons": [{"title": "A", "payload": "/a"}, {"title": "B", "payload": "/b"}]}},
    {"event": "bot", "data": {"buttons": None}},
]


@pytest.mark.parametrize(("typed", "payload"), [("2", "/b"), (" 1. ", "/a"), ("(2)", "/b"), ("#1", "/a"), ("2)", "/b")])
def test_a_typed_number_is_one_of_the_last_choices(typed: str, payload: str) -> None:
    assert payload_by_number(typed, OFFERED) == payload


@pytest.mark.parametrize("typed", ["0", "3", "99", "two", "2 items", "R2", "12345", "", "-1", "1.5"])
def test_any_other_text_is_what_it_says(typed: str) -> None:
    assert payload_by_number(typed, OFFERED) is None


def test_a_number_means_nothing_once_the_choices_are_past() -> None:
    assert payload_by_number("1", [*OFFERED, {"event": "user", "text": "hm"}, {"event": "bot", "data": {}}]) is None


def test_a_short_id_stands_only_for_what_was_offered_in_the_conversation() -> None:
    assert payload_of(choice_id("/old"), OFFERED) == "/old"
    assert payload_of(choice_id("/never"), OFFERED) is None
    assert payload_of("/old", OFFERED) is None


# --- What platforms answer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "answer", "wait"),
    [
        (TELEGRAM, Answer(429, {"ok": False, "parameters": {"retry_after": 7}}), 7.0),
        (TELEGRAM, Answer(502, None), None),
        (TELEGRAM, Answer(401, {"ok": False, "description": "Unauthorized"}), None),
        (SLACK, Answer(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"}), 30.0),
        (SLACK, Answer(200, {"ok": False, "error": "ratelimited"}, {"Retry-After": "3"}), 3.0),
        (SLACK, Answer(200, {"ok": False, "error": "internal_error"}), None),
        (SLACK, Answer(200, {"ok": False, "error": "token_revoked"}), None),
        (SLACK, Answer(200, None), None),
        (MESSENGER, Answer(400, {"error": {"code": 613}}), None),
        (MESSENGER, Answer(500, {"error": {"code": 1200, "is_transient": True}}), None),
        (MESSENGER, Answer(401, {"error": {"code": 190}}), None),
        (WHATSAPP, Answer(400, {"error": {"code": 131056}}), None),
        (WHATSAPP, Answer(429, None, {"Retry-After": "5"}), 5.0),
        (TWILIO, Answer(429, {"code": 20429}, {"Retry-After": "1"}), 1.0),
        (TWILIO, Answer(503, "down"), None),
    ],
)
def test_rate_limits_outages_and_refused_credentials_are_waited_for(
    platform: Platform, answer: Answer, wait: float | None
) -> None:
    with pytest.raises(TryLater) as raised:
        platform.judge(answer)
    assert raised.value.wait == wait


@pytest.mark.parametrize(
    ("platform", "answer"),
    [
        (TELEGRAM, Answer(403, {"ok": False, "description": "Forbidden: bot was blocked by the user"})),
        (SLACK, Answer(200, {"ok": False, "error": "channel_not_found"})),
        (MESSENGER, Answer(400, {"error": {"code": 10, "error_subcode": 2018278}})),
        (WHATSAPP, Answer(400, {"error": {"code": 131047}})),
        (TWILIO, Answer(400, {"code": 21610})),
    ],
)
def test_what_will_never_be_taken_is_not_tried_again(platform: Platform, answer: Answer) -> None:
    with pytest.raises(Refused):
        platform.judge(answer)


@pytest.mark.parametrize(
    ("platform", "answer"),
    [
        (TELEGRAM, Answer(200, {"ok": True})),
        (SLACK, Answer(200, {"ok": True})),
        (MESSENGER, Answer(200, {"message_id": "m"})),
        (WHATSAPP, Answer(200, {"messages": [{"id": "wamid"}]})),
        (TWILIO, Answer(201, {"sid": "SM"})),
    ],
)
def test_what_was_taken_is_done(platform: Platform, answer: Answer) -> None:
    platform.judge(answer)


def test_an_address_with_a_token_is_made_at_the_last_moment() -> None:
    assert TELEGRAM.url(Call("/sendMessage", {})) == f"https://api.telegram.org/bot{TELEGRAM_TOKEN}/sendMessage"
    assert WHATSAPP.url(Call("/1/messages", {})).startswith("https://graph.facebook.com/v")


@pytest.mark.parametrize("render", [as_plain, as_mrkdwn, as_telegram_html])
def test_marks_that_are_never_closed_are_left_out_in_no_time(render: Callable[[str], str]) -> None:
    assert "*" not in render("**a " * 10_000)
    assert quiet_seconds(lambda: render("**a " * 10_000)) < 1


def test_a_text_that_becomes_five_times_as_long_is_written_in_pieces_that_fit() -> None:
    written = list(pieces("&" * 4_000, 3_000, as_mrkdwn))
    assert "".join(written) == "&amp;" * 4_000
    assert max(map(len, written)) <= 3_000


def test_a_long_text_is_split_in_no_time() -> None:
    assert "".join(split("a" * 400_000, 1_600)) == "a" * 400_000
    assert quiet_seconds(lambda: list(split("a" * 400_000, 1_600))) < 1
