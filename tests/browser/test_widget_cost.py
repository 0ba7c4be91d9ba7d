"""What the widget costs a page that nobody asks anything yet: how much `measure_widget.py` tells in figures."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from widget_chat import WAIT, Chat, settled

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

#: Keeps how much the page has moved, and how often what reads all languages of the browser was made.
_WATCHES = """
window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => { moved += each.value; }))
    .observe({ type: "layout-shift", buffered: true });
window.made = [];
for (const [kind, name] of [[Date, "Date"], [Number, "Number"]])
    for (const each of ["", "Date", "Time"].map((part) => `toLocale${part}String`))
        if (kind.prototype[each]) {
            const real = kind.prototype[each];
            kind.prototype[each] = function (...given) {
                made.push(`${name}.${each}`);
                return real.apply(this, given);
            };
        }
for (const name of ["DateTimeFormat", "NumberFormat", "DisplayNames", "RelativeTimeFormat"])
    Intl[name] = new Proxy(Intl[name], { construct: (kind, given) => (made.push(name), new kind(...given)) });
"""


@pytest.fixture
def page(context):
    context.add_init_script(_WATCHES)
    return context.new_page()


def test_before_the_first_opening_a_page_asks_for_the_script_alone(page, shop):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(shop.guest)
    expect(Chat(page).launcher).to_be_visible()
    settled(page)
    (script,) = [each for each in asked if not each.startswith(shop.origin)]
    assert script.startswith(f"{shop.web}/returndesk.js?v=")


def test_nothing_of_the_page_moves_when_it_comes_and_when_it_is_opened(page, shop):
    page.goto(shop.guest)
    expect(Chat(page).launcher).to_be_visible()
    settled(page)
    Chat(page).open()
    assert page.evaluate("moved") == 0


def test_no_time_is_told_by_what_goes_through_all_languages_of_the_browser(context, page, shop):
    context.grant_permissions(["clipboard-write"])
    page.goto(shop.guest)
    chat = Chat(page).open()
    chat.ask("How long do I have to wait for the refund?")
    chat.answered(WAIT)
    expect(page.locator("return-desk time").first).to_be_visible()
    page.get_by_role("button", name="Copy the conversation").click()
    expect(chat.window).to_contain_text("Copied.")
    assert page.evaluate("made") == []
