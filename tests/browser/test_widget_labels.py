"""The label of a return in the widget: a link that saves it, the code as a picture, and what stands there later."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from widget_chat import Chat, violations

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

MY_LABEL = "Where can I download the label for R1003? My e-mail is ana@example.com"
CODE = "QR code for your return"


def test_a_customer_sees_the_code_and_saves_the_label(context, chat, desk):
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    chat.ask(MY_LABEL)
    picture = chat.answers.get_by_role("img", name=CODE)
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 200")
    with chat.page.expect_download() as saved, context.expect_page():
        chat.answers.get_by_role("link", name=re.compile("Download")).click()
    assert saved.value.suggested_filename == "label-R1003.pdf"
    assert saved.value.path().read_bytes().startswith(b"%PDF-")
    labels = [url for url in asked if "/webhooks/label/" in url]
    assert labels
    assert all(url.startswith(desk.server) for url in labels)


def test_the_focus_stays_on_a_link_that_was_opened(context, chat):
    chat.ask(MY_LABEL)
    link = chat.answers.get_by_role("link", name=re.compile("Download"))
    link.focus()
    with chat.page.expect_download(), context.expect_page():
        chat.page.keyboard.press("Enter")
    chat.page.bring_to_front()
    expect(link).to_be_focused()


def test_a_picture_that_has_run_out_is_told_in_words(context, chat):
    context.route(re.compile("/webhooks/label/"), lambda route: route.fulfill(status=404, body="over"))
    chat.ask(MY_LABEL)
    expect(chat.answers.last).to_contain_text("This picture can't be shown any more.")
    expect(chat.answers.get_by_role("img", name=CODE)).to_have_count(0)


def test_it_fits_a_telephone_and_has_no_barrier(new_context, shop):
    page = new_context(viewport={"width": 360, "height": 640}).new_page()
    page.goto(shop.guest)
    phone = Chat(page).open()
    phone.ask(MY_LABEL)
    picture = phone.answers.get_by_role("img", name=CODE)
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert violations(page) == []
