"""The widget in other languages: what decides which, the menu to choose, and Hebrew from right to left."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from widget_chat import Chat, violations

from returndesk.project import this_project

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

TAGS = ("en", "de", "es", "fr", "it", "nl", "pt", "pt-PT", "ru", "uk", "he")
QUESTION = "How long do I have to wait for the refund?"
#: What the field for a message says in a language.
WRITE = {
    "en": "Write a message",
    "de": "Nachricht schreiben",
    "it": "Scrivi un messaggio",
    "uk": "Напишіть повідомлення",
}
HEBREW = re.compile("[א-ת]")


@pytest.fixture
def opened(new_context, shop, desk):
    """Opens the chat on a page with the given attributes of the widget's tag and of the page's root."""

    def visit(attributes="", html='lang="en"', **options):
        shop.attributes, shop.html = attributes, html
        page = new_context(**options).new_page()
        page.goto(shop.guest)
        return Chat(page).open()

    return visit


@pytest.fixture
def hebrew(opened):
    """The chat in Hebrew."""
    return opened('data-locale="he"')


@pytest.mark.parametrize(
    ("tag", "page", "visitor", "spoken"),
    [
        ("de-AT", "it", "uk-UA", "de-AT"),
        ("", "it", "uk-UA", "it"),
        ("pl", "pl", "uk-UA", "uk-UA"),
        ("", "", "pl", "en"),
    ],
)
def test_the_language_is_that_of_the_tag_else_the_pages_else_the_browsers(opened, tag, page, visitor, spoken):
    chat = opened(f'data-locale="{tag}"', f'lang="{page}"', locale=visitor)
    expect(chat.field).to_have_attribute("placeholder", WRITE[spoken.split("-")[0]])
    expect(chat.page.locator("return-desk")).to_have_attribute("lang", spoken)


def test_the_menu_names_every_language_in_itself(chat):
    tags = chat.languages.locator("option").evaluate_all("all => all.map((each) => each.value)")
    assert tags == list(TAGS)
    # Those that the assistant answers in.
    assert {*tags} - {"en"} == {
        each.name.replace("_", "-") for each in (this_project().root / "bot" / "locales").iterdir()
    }
    assert {"Deutsch", "Українська", "עברית"} <= set(chat.languages.locator("option").all_inner_texts())
    expect(chat.languages).to_have_value("en")


def test_another_language_is_chosen_by_keyboard_and_remembered(context, chat, shop):
    other = Chat(context.new_page())
    other.page.goto(shop.guest)
    other.open()
    chat.field.focus()
    for _ in range(20):
        chat.page.keyboard.press("Shift+Tab")
        if chat.languages.evaluate("one => one.matches(':focus')"):
            break
    chat.page.keyboard.type("Deu")
    for each in (chat, other):
        expect(each.field).to_have_attribute("placeholder", WRITE["de"])
        expect(each.page.locator("return-desk .head")).to_contain_text("Verbunden")
    expect(chat.languages).to_be_focused()
    chat.page.reload()
    expect(chat.field).to_have_attribute("placeholder", WRITE["de"])
    expect(chat.languages).to_have_value("de")


def test_ending_the_conversation_keeps_the_language(chat):
    chat.languages.select_option("de")
    chat.page.get_by_role("button", name="Gespräch beenden und löschen").click()
    chat.page.get_by_role("button", name="Beenden und löschen", exact=True).click()
    expect(chat.window).to_contain_text("Das Gespräch ist beendet und wurde gelöscht.")
    assert [key.split()[-1] for key in chat.page.evaluate("Object.keys(localStorage)")] == ["language"]


def test_the_assistant_speaks_the_language_that_was_chosen(chat):
    expect(chat.answers.first).not_to_contain_text(HEBREW)
    chat.languages.select_option("he")
    expect(chat.page.locator("return-desk .head")).to_contain_text("יש חיבור")
    chat.page.locator("return-desk .choice").first.click()
    expect(chat.answers.last.locator(".words")).to_contain_text(HEBREW)


def test_what_was_written_while_the_language_changed_is_said_once(chat):
    chat.say(QUESTION)
    chat.languages.select_option("de")
    expect(chat.answers.nth(1)).to_be_visible()
    expect(chat.page.locator("return-desk .message.customer .meta")).to_have_count(0)
    chat.page.reload()
    expect(chat.questions).to_have_count(1)


def test_plain_requests_name_the_language_too(new_context, shop):
    shop.attributes = 'data-locale="he"'
    context = new_context()
    context.route("**/socket.io/**", lambda route: route.abort())
    context.route_web_socket(lambda url: "socket.io" in url, lambda socket: socket.close())
    page = context.new_page()
    page.goto(shop.guest)
    with page.expect_request("**/webhooks/rest/open") as asked:
        chat = Chat(page).open()
    assert asked.value.post_data_json == {"rich": True, "locale": "he"}
    expect(chat.answers.first.locator(".words")).to_contain_text(HEBREW)
    with page.expect_request("**/webhooks/rest/webhook") as asked:
        chat.say(QUESTION)
    assert asked.value.post_data_json["locale"] == "he"


def insets(chat, locator):
    """How far something is from the left and from the right edge of the window, in pixels."""
    window, box = chat.window.bounding_box(), locator.bounding_box()
    return box["x"] - window["x"], window["x"] + window["width"] - box["x"] - box["width"]


def test_hebrew_is_the_mirror_image(opened):
    left_to_right, right_to_left = opened('data-locale="en"'), opened('data-locale="he"')
    for chat in (left_to_right, right_to_left):
        chat.say(QUESTION)
        expect(chat.questions).to_be_visible()
    for place in (".head button >> nth=-1", ".languages", ".send", ".message.customer .bubble"):
        (_, end), (mirrored, other) = (
            insets(each, each.page.locator(f"return-desk {place}")) for each in (left_to_right, right_to_left)
        )
        assert mirrored == pytest.approx(end, abs=1), place
        assert other > mirrored, place
    start, end = insets(right_to_left, right_to_left.answers.first.locator(".bubble"))
    assert end < start
    expect(right_to_left.page.locator("return-desk .send svg")).to_have_css("transform", "matrix(-1, 0, 0, 1, 0, 0)")
    expect(left_to_right.page.locator("return-desk .send svg")).to_have_css("transform", "none")
    # Empty, the field runs as its words do; then as what is written.
    expect(right_to_left.field).to_have_css("direction", "rtl")
    right_to_left.field.fill("hello")
    expect(right_to_left.field).to_have_css("direction", "ltr")


def test_a_hebrew_card_runs_from_right_to_left(new_context, shop, desk):
    shop.attributes = 'data-locale="he"'
    shop.sign_in("demo-ana", "Ana")
    page = new_context().new_page()
    page.goto(shop.account)
    # Its first word is the return's number.
    expect(page.locator("return-desk .notice")).to_have_css("direction", "rtl")
    chat = Chat(page).open()
    expect(page.locator("return-desk .head bdi")).to_have_text("Ana")
    choice = chat.picker.get_by_role("button", name=re.compile("R1001"))
    assert choice.locator(".number").bounding_box()["x"] > choice.locator(".pill").bounding_box()["x"]
    choice.click()
    step = chat.timeline.locator(".step").first
    label, mark = step.locator(".label").bounding_box(), step.locator(".mark").bounding_box()
    assert mark["x"] >= label["x"] + label["width"]


@pytest.mark.parametrize(
    ("locale", "said", "direction"), [("he", "Where is R1001?", "ltr"), ("en", "R1001: איפה זה?", "rtl")]
)
def test_a_bubble_has_the_direction_of_its_words(opened, locale, said, direction):
    chat = opened(f'data-locale="{locale}"')
    chat.say(said)
    expect(chat.questions.locator(".words")).to_have_css("direction", direction)
    # Its side and its corners are the widget's.
    expect(chat.questions.locator(".bubble")).to_have_css("direction", "rtl" if locale == "he" else "ltr")


@pytest.mark.parametrize("html", ['lang="he" dir="rtl"', 'lang="he"'])
def test_the_window_stands_where_the_page_ends_its_lines(opened, html):
    chat = opened(html=html)
    box, page = chat.window.bounding_box(), chat.page.viewport_size
    assert (box["x"] < page["width"] / 2) == ("rtl" in html)
    expect(chat.field).to_have_css("direction", "rtl")


@pytest.mark.parametrize(("locale", "form"), [("en-US", r"^\d\d:\d\d.[AP]M$"), ("de", r"^\d\d:\d\d$")])
def test_times_are_written_as_in_the_language(opened, locale, form):
    chat = opened(f'data-locale="{locale}"')
    chat.ask(QUESTION)
    # Of the question and of its answer.
    expect(chat.page.locator("return-desk time")).to_have_text([re.compile(form)] * 2)


@pytest.mark.parametrize("tag", TAGS)
def test_axe_finds_nothing_wrong_in_any_language(opened, tag):
    chat = opened(f'data-locale="{tag}"')
    expect(chat.languages).to_have_value(tag)
    assert violations(chat.page) == []
