"""What happens to a conversation when pages, tabs, the network or the server come and go."""

from __future__ import annotations

import os
import signal

from playwright.sync_api import expect
from widget_chat import FREE, WAIT, Chat

QUESTION = "How long do I have to wait for the refund?"
OTHER = "Is my first return free?"
SOCKETS = "**/socket.io/**"


def test_a_reload_shows_what_was_said(chat):
    chat.ask(QUESTION)
    before = chat.said()
    chat.page.reload()
    expect(chat.window).to_be_visible()
    expect(chat.messages).to_have_count(len(before))
    expect(chat.questions).to_have_count(1)
    assert QUESTION in chat.questions.inner_text()


def test_two_tabs_show_the_same_conversation_as_it_goes_on(context, chat, shop):
    page = context.new_page()
    page.goto(shop.guest)
    other = Chat(page).open()
    chat.ask(QUESTION)
    expect(other.questions).to_have_count(1)
    expect(other.questions).to_contain_text(QUESTION)
    other.answered(WAIT)
    other.ask(OTHER)
    expect(chat.questions).to_have_count(2)
    expect(chat.questions.last).to_contain_text(OTHER)
    chat.answered(FREE)


def test_ending_in_one_tab_ends_it_in_the_other(context, chat, shop):
    page = context.new_page()
    page.goto(shop.guest)
    other = Chat(page).open()
    chat.ask(QUESTION)
    expect(other.questions).to_have_count(1)
    chat.page.get_by_role("button", name="End and delete the conversation").click()
    chat.page.get_by_role("button", name="End and delete", exact=True).click()
    expect(other.window).to_contain_text("The conversation is over and was deleted.")
    expect(other.messages).to_have_count(0)


def test_killing_and_restarting_the_bot_loses_and_doubles_nothing(chat, desk):
    chat.ask(QUESTION)
    # While it is down a message is written, and another after it.
    desk.bot.kill()
    chat.say(OTHER)
    expect(chat.questions.last).to_contain_text("Waiting for the connection")
    expect(chat.window).to_contain_text("can't be reached")
    chat.say("What does a return cost me?")
    desk.bot.start()
    expect(chat.page.locator("return-desk .message.customer .meta")).to_have_count(0)
    expect(chat.questions).to_have_count(3)
    expect(chat.answers.last).to_be_visible()
    shown = chat.said()
    # What the server has kept is what is shown, each once.
    chat.page.reload()
    expect(chat.messages).to_have_count(len(shown))
    assert sorted(chat.said()) == sorted(shown)


def test_a_message_on_its_way_when_the_bot_is_killed_is_answered_once(chat, desk):
    chat.ask(QUESTION)
    chat.say(OTHER)
    desk.bot.kill()
    desk.bot.start()
    expect(chat.page.locator("return-desk .message.customer .meta")).to_have_count(0)
    chat.answered(FREE)
    expect(chat.questions).to_have_count(2)
    shown = chat.said()
    chat.page.reload()
    expect(chat.messages).to_have_count(len(shown))
    assert chat.said() == shown


def test_what_was_written_while_the_bot_was_down_outlives_a_reload(chat, desk):
    chat.ask(QUESTION)
    desk.bot.kill()
    try:
        chat.say(OTHER)
        expect(chat.questions.last).to_contain_text("Waiting for the connection")
        chat.page.reload()
        expect(chat.questions.last).to_contain_text(OTHER)
        expect(chat.questions.last).to_contain_text("Waiting for the connection")
    finally:
        desk.bot.start()
    chat.answered(FREE)
    expect(chat.questions).to_have_count(2)


def test_an_acknowledgement_that_is_lost_doubles_nothing(new_context, shop):
    context = new_context()
    dropped = []

    def through(socket):
        server = socket.connect_to_server()

        def back(data):
            # Socket.IO's acknowledgement of an event is a packet of type 43.
            if isinstance(data, str) and data.startswith("43") and '"messages"' not in data and not dropped:
                dropped.append(data)
                socket.close()
                return
            socket.send(data)

        server.on_message(back)

    context.route_web_socket(lambda url: "socket.io" in url, through)
    page = context.new_page()
    page.goto(shop.guest)
    chat = Chat(page).open()
    chat.say(QUESTION)
    expect(page.locator("return-desk .message.customer .meta")).to_have_count(0)
    chat.answered(WAIT)
    assert dropped
    expect(chat.questions).to_have_count(1)
    count = chat.messages.count()
    page.reload()
    expect(chat.messages).to_have_count(count)


def test_without_sockets_plain_requests_do(new_context, shop):
    context = new_context()
    context.route(SOCKETS, lambda route: route.abort())
    context.route_web_socket(lambda url: "socket.io" in url, lambda socket: socket.close())
    page = context.new_page()
    page.goto(shop.guest)
    chat = Chat(page).open()
    chat.ask(QUESTION)
    chat.answered(WAIT)
    page.reload()
    expect(chat.questions).to_have_count(1)


def test_a_refused_message_can_be_sent_again(new_context, shop):
    context = new_context()
    context.route(SOCKETS, lambda route: route.abort())
    context.route_web_socket(lambda url: "socket.io" in url, lambda socket: socket.close())
    refusals = [{"status": 400, "json": {"error": "That could not be read."}}]
    context.route(
        "**/webhooks/rest/webhook",
        lambda route: (
            route.fulfill(**refusals.pop(), headers={"Access-Control-Allow-Origin": shop.origin})
            if refusals and route.request.method == "POST"
            else route.continue_()
        ),
    )
    page = context.new_page()
    page.goto(shop.guest)
    chat = Chat(page).open()
    chat.say(QUESTION)
    expect(chat.questions).to_contain_text("Not sent. That could not be read.")
    page.get_by_role("button", name="Send again").click()
    chat.answered(WAIT)
    expect(chat.questions).to_have_count(1)
    expect(chat.questions).not_to_contain_text("Not sent")


def test_offline_is_said_and_what_is_written_goes_out_afterwards(context, chat):
    context.set_offline(True)
    expect(chat.window).to_contain_text("You are offline.")
    chat.say(QUESTION)
    expect(chat.questions).to_contain_text(QUESTION)
    context.set_offline(False)
    expect(chat.window).not_to_contain_text("You are offline.")
    chat.answered(WAIT)
    expect(chat.questions).to_have_count(1)


def test_a_network_that_is_back_gets_a_new_socket(new_context, shop):
    context, sockets, deaf = new_context(), [], []

    def through(socket):
        sockets.append(socket)
        is_first, server = len(sockets) == 1, socket.connect_to_server()
        # Open as before, and nothing that is written gets to the server any more.
        socket.on_message(lambda data: None if is_first and deaf else server.send(data))

    context.route_web_socket(lambda url: "socket.io" in url, through)
    page = context.new_page()
    page.goto(shop.guest)
    chat = Chat(page).open()
    deaf.append(True)
    chat.say(QUESTION)
    expect(chat.questions).to_contain_text(QUESTION)
    page.evaluate("dispatchEvent(new Event('online'))")
    chat.answered(WAIT)
    expect(chat.questions).to_have_count(1)
    assert len(sockets) == 2


def test_an_assistant_that_does_not_answer_for_some_seconds_shows_it_at_the_top(chat, desk):
    standing = chat.page.locator("return-desk .who p")
    group = os.getpgid(desk.bot.running.pid)
    os.killpg(group, signal.SIGSTOP)
    try:
        chat.say(QUESTION)
        expect(standing).to_have_text("This takes a little longer …")
    finally:
        os.killpg(group, signal.SIGCONT)
    chat.answered(WAIT)
    expect(standing).to_have_text("Online")


def test_a_slow_network_shows_that_the_message_is_on_its_way(context, chat):
    slow = context.new_cdp_session(chat.page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 1500, "downloadThroughput": 4000, "uploadThroughput": 4000},
    )
    chat.page.reload()
    expect(chat.window).to_be_visible()
    chat.say(QUESTION)
    expect(chat.questions).to_be_visible()
    chat.answered(WAIT)
    expect(chat.questions).to_have_count(1)
    expect(chat.page.locator("return-desk .message.customer .meta")).to_have_count(0)
