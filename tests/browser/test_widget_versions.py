"""Tags of before an update: what is kept goes on, and what is not says where to get a new one."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import expect
from widget_chat import WAIT, Chat

from returndesk.demo_shop.widget_script import WidgetScript, kept_scripts, snippet

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")


@pytest.fixture
def visit(browser, shop):
    """Opens a page with the tag of a script that is given."""

    with browser.new_context() as context:

        def open_page(script):
            tag = snippet(script, web_url=shop.web, server_url=shop.server)
            shop.example = f"<!doctype html><html lang='en'><title>A shop</title><body><main></main>{tag}"
            page = context.new_page()
            page.said = []
            page.on("console", lambda message: page.said.append(f"{message.text} {message.location}"))
            page.goto(f"{shop.origin}/example")
            return Chat(page)

        yield open_page


def test_a_tag_of_the_version_before_still_answers(visit):
    chat = visit(WidgetScript(gzip.decompress(kept_scripts()["returndesk", "1afa21a64f61"])))
    chat.open().ask("How long do I have to wait for the refund?")
    chat.answered(WAIT)


def test_a_tag_of_a_version_that_is_not_kept_says_in_the_console_what_to_do(visit):
    chat = visit(WidgetScript(b"// was never released"))
    expect(chat.page.locator("return-desk")).to_have_count(0)
    assert "run-returndesk-snippet-for-a-new-tag" in " ".join(chat.page.said)
