"""What a page can set, have done and hear of; and what its developer is told of a wrong setting."""

from __future__ import annotations

import json
import re
from html import escape

import pytest
from playwright.sync_api import Error, expect
from widget_chat import WAIT, Chat, violations

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

#: How many questions a return takes at most, each answered by its first button.
_MOST_QUESTIONS = 12
QUESTION = "How long do I have to wait for the refund?"
#: Keeps what the widget tells in `heard`, by callback and by event, and has a list in place before the script.
LISTENS = """
window.heard = [];
window.returndesk = [];
for (const name of ["ready", "opened", "closed", "message-sent", "message-received", "unread", "identified",
    "handed-over", "agent-joined", "return-started", "rating", "error"]) {
  window.returndesk.push(["on", name, (detail) => heard.push(["callback", name, detail])]);
  document.addEventListener("returndesk:" + name, (event) => heard.push(["event", name, event.detail]));
}
"""

#: Whether what waits for an answer is in view with all its buttons, once "More below" was pressed where it stands.
_IN_VIEW = """() => {
    const root = document.querySelector("return-desk").shadowRoot;
    root.querySelector(".below")?.click();
    const { top, bottom } = root.querySelector(".log").getBoundingClientRect();
    const newest = [...root.querySelectorAll(".message.desk")].at(-1);
    return !root.querySelector(".typing") && [newest, ...root.querySelectorAll(".choice")]
        .map((each) => each.getBoundingClientRect())
        .every((box) => box.top >= top && box.bottom <= bottom);
}"""


@pytest.fixture
def opened(new_context, shop):
    """Opens the shop's page with attributes on the tag, and listens."""

    def open_page(attributes="", *, address=None, script="", **options):
        shop.attributes = attributes
        context = new_context(**options)
        context.add_init_script(LISTENS + script)
        page = context.new_page()
        page.goto(address or shop.guest)
        return Chat(page)

    return open_page


def heard(chat, name, by="callback"):
    """The details with which something was told."""
    return chat.page.evaluate("([by, name]) => heard.filter((each) => each[0] === by && each[1] === name)", [by, name])


def wait_for(chat, name):
    chat.page.wait_for_function("(name) => heard.some((each) => each[1] === name)", arg=name)


def test_what_was_called_before_the_script_came_is_done_once_it_is_there(opened):
    chat = opened(script=f"window.returndesk.push(['ask', {json.dumps(QUESTION)}]);")
    chat.answered(WAIT)
    wait_for(chat, "message-received")
    names = [name for by, name, _ in chat.page.evaluate("heard") if by == "callback"]
    assert names.index("opened") < names.index("message-sent") < names.index("message-received")
    assert heard(chat, "ready") == [["callback", "ready", None]]
    (sent,) = heard(chat, "message-sent")
    assert sent[2]["text"] == QUESTION


def test_the_element_tells_the_same_as_the_callbacks_do(opened):
    chat = opened().open()
    chat.ask(QUESTION)
    chat.page.get_by_role("button", name="This helped").click()
    expect(chat.window).to_contain_text("Thank you, that was noted.")
    chat.page.keyboard.press("Escape")
    wait_for(chat, "closed")
    for name in ("opened", "message-sent", "message-received", "rating", "closed"):
        told = [each[2] for each in heard(chat, name)]
        assert told == [each[2] for each in heard(chat, name, "event")] != [], name
    assert heard(chat, "rating")[0][2]["value"] == "up"


def test_an_action_that_is_none_is_said_in_the_console(opened):
    chat = opened()
    wait_for(chat, "ready")
    with chat.page.expect_console_message(lambda said: 'there is no "opne"' in said.text):
        chat.page.evaluate("returndesk.push(['opne'])")
    assert heard(chat, "error")[0][2]["setting"] == "window.returndesk"


def test_a_person_who_takes_over_is_told_of(opened):
    chat = opened().open()
    chat.ask("I want to talk to a person")
    chat.page.get_by_role("button", name="Yes, pass it on").click()
    wait_for(chat, "handed-over")
    assert "passing this on to a person" in heard(chat, "handed-over")[0][2]["text"]
    assert heard(chat, "agent-joined") == []


def test_a_return_that_was_asked_for_is_told_of(opened, shop):
    shop.sign_in("demo-ana", "Ana")
    chat = opened(address=shop.account).open()
    chat.ask("I want to return the winter jacket from order 8120034500012349")
    for _ in range(_MOST_QUESTIONS):
        if heard(chat, "return-started"):
            break
        before, choices = chat.answers.count(), chat.page.locator("return-desk .choice")
        expect(chat.page.locator("return-desk .typing")).to_have_count(0)
        if choices.count():
            try:
                choices.first.click(timeout=2_000)
            except Error:
                # Of a message that another of the same answer came behind; that one's are there now.
                continue
        else:
            chat.say("It arrived damaged: a sleeve is torn.")
        expect(chat.answers.nth(before)).to_be_visible()
        expect(chat.page.locator("return-desk .typing")).to_have_count(0)
    (told,) = heard(chat, "return-started")
    assert re.search(r"R\d{4}", told[2]["text"])


def test_a_picture_stands_beside_the_title_and_on_the_launcher(opened):
    chat = opened('data-avatar="/lamp.svg" data-launcher-icon="/lamp.svg"')
    on_launcher = chat.launcher.locator("img")
    expect(on_launcher).to_be_visible()
    assert on_launcher.evaluate("image => image.complete && image.naturalWidth") == 32
    chat.open()
    beside = chat.page.locator("return-desk .head img")
    expect(beside).to_be_visible()
    expect(beside).to_have_attribute("alt", "")
    assert beside.evaluate("image => image.complete && image.naturalWidth") == 32
    assert violations(chat.page) == []


def test_who_is_signed_in_is_told_and_who_is_no_more_is_shown(opened, shop):
    shop.sign_in("demo-ana", "Ana")
    chat = opened(address=shop.account).open()
    wait_for(chat, "identified")
    assert heard(chat, "identified")[0][2] == {"name": "Ana"}
    shop.customer = None
    chat.page.evaluate("returndesk.refreshCustomer()")
    expect(chat.window).to_contain_text("You are no longer signed in.")
    expect(chat.window).not_to_contain_text("Signed in as Ana")


def test_the_shop_names_greets_and_offers_in_its_own_words(opened):
    chat = opened(
        'data-title="Help with returns" data-subtitle="Every day" data-launcher-label="Returns?" '
        'data-welcome="Good to see you." data-questions="How long does a refund take?|Is it free?"'
    )
    expect(chat.launcher).to_have_text("Returns?")
    chat.open()
    expect(chat.window.get_by_role("heading")).to_have_text("Help with returns")
    expect(chat.window).to_contain_text("Every day")
    assert chat.said() == ["Good to see you."]
    expect(chat.page.locator("return-desk .choice")).to_have_text(["How long does a refund take?", "Is it free?"])
    chat.page.locator("return-desk .choice").first.click()
    chat.answered(WAIT)
    expect(chat.page.locator("return-desk .shop")).to_have_count(0)


def test_its_words_have_a_language_each(opened, shop):
    words = {"de": {"title": "Hilfe", "questions": ["Was kostet das?"]}, "en": {"title": "Help"}}
    shop.body = f'<script type="application/json" id="words">{json.dumps(words)}</script>'
    chat = opened('data-texts="#words" data-locale="de-AT"').open()
    expect(chat.window.get_by_role("heading")).to_have_text("Hilfe")
    expect(chat.page.locator("return-desk .choices.shop")).to_have_text("Was kostet das?")
    inline = opened(f'data-texts="{escape(json.dumps(words))}"').open()
    expect(inline.window.get_by_role("heading")).to_have_text("Help")


def test_a_link_and_elements_of_the_page_open_it(opened, shop):
    shop.body = (
        '<button id="opener" data-returndesk-open>Chat</button>'
        f'<a href="/elsewhere" data-returndesk-ask="{QUESTION}">Refund?</a><a href="#returns" id="jump">Returns</a>'
    )
    chat = opened('data-hash="#returns" data-launcher="hidden"', address=f"{shop.guest}#returns")
    expect(chat.window).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.window).to_have_count(0)
    expect(chat.launcher).to_have_count(0)
    chat.page.locator("#opener").click()
    expect(chat.window).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#opener")).to_be_focused()
    chat.page.get_by_text("Refund?").click()
    chat.answered(WAIT)
    assert chat.page.url == f"{shop.guest}#returns"


def test_it_stands_at_the_side_that_the_page_names(opened):
    chat = opened('data-position="left"')
    box = chat.launcher.bounding_box()
    assert box is not None and box["x"] < 100
    chat.open()
    box = chat.window.bounding_box()
    assert box is not None and box["x"] < 100


def test_the_page_says_how_far_from_the_edges_it_stands(opened):
    chat = opened()
    chat.page.evaluate(
        "for (const [edge, far] of [['side', '70px'], ['bottom', '90px']])"
        " document.documentElement.style.setProperty(`--returndesk-gap-${edge}`, far)"
    )
    size = chat.page.viewport_size
    for seen in (lambda: chat.launcher, lambda: chat.open().window):
        box = seen().bounding_box()
        assert (box["x"] + box["width"], box["y"] + box["height"]) == (size["width"] - 70, size["height"] - 90)
        # Its top is not beyond the page's.
        assert box["y"] >= 20


def test_it_can_be_over_all_of_the_page(opened):
    chat = opened('data-layout="full"').open()
    size = chat.page.viewport_size
    box = chat.window.bounding_box()
    assert (box["width"], box["height"]) == (size["width"], size["height"])


def test_it_can_be_a_part_of_the_page(opened, shop):
    shop.body = '<section id="help"></section>'
    chat = opened('data-inline="#help"')
    expect(chat.window).to_be_visible()
    expect(chat.answers.first).to_be_visible()
    expect(chat.launcher).to_have_count(0)
    expect(chat.page.get_by_role("button", name="Close the returns assistant")).to_have_count(0)
    assert chat.page.evaluate("document.querySelector('#help > return-desk') !== null")
    chat.ask(QUESTION)
    chat.answered(WAIT)


def test_the_tabs_title_counts_what_waits_while_nobody_looks(opened):
    chat = opened(
        script="window.seen = 'visible'; Object.defineProperty(document, 'visibilityState', { get: () => seen });"
    )
    chat.open()
    chat.page.evaluate("seen = 'hidden'")
    chat.say(QUESTION)
    chat.answered(WAIT)
    expect(chat.page).to_have_title(re.compile(r"^\(\d+\) A shop$"))
    assert heard(chat, "unread")[-1][2]["count"] > 0
    chat.page.evaluate("seen = 'visible'; document.dispatchEvent(new Event('visibilitychange'))")
    expect(chat.page).to_have_title("A shop")


@pytest.fixture
def told(browser, shop):
    """What the console says of a page that is set up wrongly; browsers complain of it as well."""

    def listen(attributes, address):
        shop.attributes = attributes
        context = browser.new_context()
        page = context.new_page()
        with page.expect_console_message(lambda said: said.text.startswith("returndesk: ")) as line:
            page.goto(address)
            page.evaluate("document.querySelector('return-desk')?.open()")
        return Chat(page), line.value.text

    yield listen
    for context in browser.contexts:
        context.close()


def test_a_page_that_may_not_call_is_told_which_setting_names_it(told, shop):
    elsewhere = shop.guest.replace("localhost", "127.0.0.1")
    chat, line = told('data-questions="Is it free?"', elsewhere)
    assert line.startswith("returndesk: RETURNDESK_ALLOWED_ORIGINS: ")
    assert elsewhere.rstrip("/") in line
    expect(chat.window.get_by_role("alert")).to_contain_text(
        "Sorry, the chat can't be used on this page at the moment."
    )
    # Nothing looks as if it could be asked, and nobody is told to wait.
    expect(chat.window.get_by_role("button", name="Is it free?")).to_have_count(0)
    expect(chat.page.locator("return-desk form.write[inert]")).to_be_visible()
    expect(chat.window).not_to_contain_text("Trying again")
    assert violations(chat.page) == []


@pytest.fixture
def policed(browser, shop):
    """The chat under a policy that lets the page connect to these alone, and all that the console says of it."""
    with browser.new_context() as context:

        def listen(connects):
            shop.connects = connects
            page, lines = context.new_page(), []
            page.on("console", lambda said: lines.append(said.text) if said.text.startswith("returndesk: ") else None)
            page.goto(shop.guest)
            page.locator("return-desk .launcher").click()
            return Chat(page), lines

        yield listen


def test_a_policy_that_keeps_the_assistant_away_is_told_of_alone(policed, shop):
    chat, lines = policed("'self'")
    expect(chat.window.get_by_role("alert")).to_contain_text("can't be used on this page at the moment")
    socket = shop.server.replace("http", "ws", 1)
    allow = f"connect-src keeps the page from the assistant; allow {shop.server} and {socket}"
    assert lines == [f"returndesk: Content-Security-Policy: {allow}"]


def test_a_policy_that_keeps_the_websocket_away_is_told_of_and_the_chat_goes_on_without(policed, shop):
    chat, lines = policed("'self' {server}")
    expect(chat.answers.first).to_be_visible()
    chat.ask(QUESTION)
    chat.answered(WAIT)
    socket = shop.server.replace("http", "ws", 1)
    line = f"returndesk: Content-Security-Policy: connect-src keeps the page from the WebSocket; allow {socket}"
    assert lines == [line]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ('data-postion="left"', "data-postion: there is no such attribute; did you mean data-position (left, right)?"),
        ('data-position="lft"', 'data-position: there is no "lft"; there are: left, right'),
        ('data-theme="drak" data-cfasync="false"', 'data-theme: there is no "drak"; there are: light, dark'),
    ],
)
def test_an_attribute_with_a_slip_is_told_of_with_what_there_is(told, shop, written, line):
    chat, said = told(written, shop.guest)
    assert said == f"returndesk: {line}"
    expect(chat.answers.first).to_be_visible()


def test_a_token_address_that_is_none_is_named(told, shop):
    shop.token_url = "/nothing"
    _, line = told("", shop.account)
    assert line.startswith("returndesk: data-token-url: ")
    assert "/nothing answers 404" in line


def test_a_language_that_is_not_there_is_named(told, shop):
    _, line = told('data-locale="tlh"', shop.guest)
    assert line.startswith('returndesk: data-locale: there are no words for "tlh"')


def test_an_address_that_no_assistant_answers_at_is_named(told, shop):
    shop.server, running = f"{shop.origin}/nowhere", shop.server
    try:
        _, line = told("", shop.guest)
    finally:
        shop.server = running
    assert line.startswith("returndesk: data-server: no assistant answers at ")


@pytest.mark.parametrize("address", ["/shop.css", "http://127.0.0.1:9/token"])
def test_a_token_address_that_gives_no_json_or_lets_nobody_read_it_is_named(told, shop, address):
    shop.token_url = address
    _, line = told("", shop.account)
    assert line.startswith("returndesk: data-token-url: ")
    assert address in line


def test_a_message_that_is_too_long_is_counted_and_not_cut(chat):
    words = "a" * 2_100
    chat.field.fill(words)
    expect(chat.window.get_by_role("alert")).to_contain_text("2100 / 2000")
    expect(chat.page.get_by_role("button", name="Send")).to_be_disabled()
    chat.field.press("Enter")
    expect(chat.field).to_have_value(words)
    chat.field.fill("a" * 1_900)
    expect(chat.window).to_contain_text("1900 / 2000")
    chat.field.fill("short")
    expect(chat.window).not_to_contain_text("/ 2000")


def test_ones_own_messages_say_when_they_were_sent(chat):
    chat.ask(QUESTION)
    expect(chat.questions.locator("time")).to_be_visible()
    expect(chat.questions).to_contain_text("Sent")


def test_the_phones_back_closes_the_window_and_stays_on_the_page(opened, shop):
    chat = opened(viewport={"width": 390, "height": 700})
    chat.open()
    chat.page.go_back()
    expect(chat.window).to_have_count(0)
    assert chat.page.url == shop.guest
    chat.open()
    chat.page.keyboard.press("Escape")
    expect(chat.window).to_have_count(0)
    assert chat.page.evaluate("history.state?.returndesk") is None


def test_the_newest_message_stays_in_view_when_the_window_shrinks(chat):
    chat.ask(QUESTION)
    chat.page.set_viewport_size({"width": 900, "height": 420})
    expect(chat.questions.last).to_be_in_viewport()


def test_a_phones_keyboard_leaves_the_field_and_the_newest_message_in_view(opened):
    chat = opened(viewport={"width": 390, "height": 700}).open()
    chat.ask(QUESTION)
    # As browsers tell of the keyboard that do not shrink the page.
    chat.page.evaluate(
        "Object.defineProperty(visualViewport, 'height', { get: () => 400 });"
        "visualViewport.dispatchEvent(new Event('resize'))"
    )
    expect(chat.window).to_have_css("height", "400px")
    for seen in (chat.field, chat.questions.last):
        box = seen.bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= 400


def test_steps_are_a_list(chat):
    chat.ask("How do I start a return?")
    expect(chat.answers.locator("ol > li").nth(1)).to_be_visible()


def test_what_a_phone_shows_of_a_return_is_in_view_with_its_buttons(opened, shop):
    shop.sign_in("demo-ana", "Ana")
    chat = opened(address=shop.account, viewport={"width": 390, "height": 700}).open()
    choices = chat.page.locator("return-desk .choice")
    chat.ask("I want to return the winter jacket from order 8120034500012349")
    for _ in range(_MOST_QUESTIONS):
        chat.page.wait_for_function(_IN_VIEW)
        if heard(chat, "return-started"):
            break
        before = chat.answers.count()
        if choices.count():
            try:
                choices.first.click(timeout=2_000)
            except Error:
                # Of a message that another of the same answer came behind; that one's are there now.
                continue
        else:
            chat.say("It arrived damaged: a sleeve is torn.")
        expect(chat.answers.nth(before)).to_be_visible()
    assert heard(chat, "return-started")


def test_the_focus_goes_on_where_something_was_taken_away(chat):
    end = chat.page.get_by_role("button", name="End and delete the conversation")
    end.click()
    chat.page.get_by_role("button", name="Keep it").click()
    expect(end).to_be_focused()
    end.click()
    chat.page.get_by_role("button", name="End and delete", exact=True).click()
    expect(chat.page.get_by_role("button", name="Start a new conversation")).to_be_focused()


def test_a_policy_that_keeps_the_page_from_the_assistant_is_named(browser, shop):
    context = browser.new_context()
    page = context.new_page()
    # A stricter policy beside the shop's own: the stricter one counts.
    page.add_init_script(
        """new MutationObserver((_, seen) => { if (!document.head) return; seen.disconnect();
        const policy = document.createElement("meta"); policy.httpEquiv = "Content-Security-Policy";
        policy.content = "connect-src 'self'"; document.head.append(policy);
        }).observe(document, { childList: true, subtree: true });"""
    )
    with page.expect_console_message(
        lambda said: said.text.startswith("returndesk: Content-Security-Policy: ")
    ) as line:
        page.goto(shop.guest)
        Chat(page).launcher.click()
    assert shop.server in line.value.text
    context.close()
