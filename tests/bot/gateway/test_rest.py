"""The REST channel of a running bot, in development."""

from __future__ import annotations

import json
import socket
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests
from running_desk import API_KEY, ORIGIN, Desk, Visit, customer_token

from bot.gateway.web_sessions import thought_in

pytestmark = pytest.mark.served

QUESTION = "How many days does it normally take until I have my cash back?"
ANSWER = "3 to 20 business days"


def said_by(visit: Visit, who: str) -> list[str]:
    return [entry["text"] for entry in visit.history() if entry["from"] == who]


def test_rasas_own_clients_go_on_working(desk: Desk) -> None:
    answers = desk.plain(QUESTION, "me")
    assert ANSWER in answers[0]["text"]
    assert all(answer["recipient_id"] == "me" for answer in answers)
    assert all(answer.keys() <= {"recipient_id", "text", "buttons"} for answer in answers)


def test_a_session_has_a_conversation_of_its_own_with_a_history(desk: Desk) -> None:
    mine, other = desk.visit(), desk.visit()
    answer = mine.say(QUESTION, message_id="m1").json()
    assert ANSWER in answer[0]["text"]
    history = mine.history()
    assert history[0]["from"] == "customer"
    assert history[0]["text"] == QUESTION
    assert history[0]["message_id"] == "m1"
    assert [entry["id"] for entry in history[1:]] == [f"m1.{place}" for place in range(len(history) - 1)]
    assert other.history() == []


def test_a_page_that_shows_cards_gets_whole_messages(desk: Desk) -> None:
    (first, *_) = desk.visit().say(QUESTION, message_id="m1", rich=True).json()
    assert first["id"] == "m1.0"
    assert first.keys() == {"recipient_id", "id", "text", "buttons", "custom", "at"}


def test_a_renewed_session_opens_the_same_conversation(desk: Desk) -> None:
    visit = desk.visit()
    visit.say(QUESTION)
    fresh = Visit(desk, visit.call("POST", "/session", {}).json()["session"])
    assert fresh.session != "" and fresh.history() == visit.history()


def test_nobody_can_name_the_conversation_of_a_session(desk: Desk) -> None:
    visit = desk.visit()
    visit.say(QUESTION)
    conversation = visit.say("Good morning to you").json()[0]["recipient_id"]
    assert conversation.startswith("web:")
    # Neither as its sender, nor with a key, nor beside a session of one's own.
    before = visit.history()
    desk.plain("never mind", conversation)
    key = {"X-API-Key": API_KEY}
    assert desk.post("/webhook", json={"sender": conversation, "message": "bye"}, headers=key).ok
    desk.visit().say("thanks", sender=conversation)
    assert visit.history() == before


def test_a_client_cannot_choose_the_session_that_it_gets(desk: Desk) -> None:
    chosen = "web:" + "a" * 43
    body = {"session": chosen, "sender": chosen, "conversation": chosen, "id": chosen}
    visit = Visit(desk, desk.post("/session", json=body).json()["session"])
    assert visit.say("Good morning to you").json()[0]["recipient_id"] != chosen


@pytest.mark.parametrize("shown", ["Bearer nonsense", "Bearer a.b.c", "Bearer ", "Basic abc", "nonsense"])
def test_what_is_no_session_lets_nobody_in_even_in_development(desk: Desk, shown: str) -> None:
    headers = {"Authorization": shown}
    body = {"sender": "me", "message": "hello"}
    assert desk.post("/webhook", json=body, headers=headers).status_code == 401
    assert requests.get(f"{desk.rest}/history", headers=headers, timeout=30).status_code == 401


def test_a_key_that_nobody_has_lets_nobody_in(desk: Desk) -> None:
    answer = desk.post("/webhook", json={"sender": "me", "message": "hello"}, headers={"X-API-Key": API_KEY + "x"})
    assert answer.status_code == 401


def test_an_ended_session_is_forgotten_and_good_for_nothing(desk: Desk) -> None:
    visit = desk.visit()
    visit.say(QUESTION)
    assert visit.call("DELETE", "/session").json() == {"ended": True}
    for answer in (
        visit.say("hello"),
        visit.call("GET", "/history"),
        visit.call("POST", "/session", {}),
        visit.call("POST", "/open", {}),
        visit.call("DELETE", "/session"),
    ):
        assert answer.status_code == 401, answer.text
        assert "ended" in answer.json()["error"]


def test_a_message_that_is_sent_twice_is_handled_once(desk: Desk) -> None:
    visit = desk.visit()
    first = visit.say(QUESTION, message_id="once").json()
    visit.say("Good morning to you", message_id="between")
    assert visit.say(QUESTION, message_id="once").json() == first
    assert said_by(visit, "customer") == [QUESTION, "Good morning to you"]


def test_a_message_that_is_sent_twice_at_once_is_handled_once(desk: Desk) -> None:
    visit = desk.visit()
    with ThreadPoolExecutor(max_workers=6) as pool:
        answers = list(pool.map(lambda _: visit.say(QUESTION, message_id="once").json(), range(6)))
    assert all(answer == answers[0] for answer in answers)
    assert said_by(visit, "customer") == [QUESTION]


def test_two_messages_at_once_are_both_answered_one_after_the_other(desk: Desk) -> None:
    visit = desk.visit()
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = list(pool.map(lambda turn: visit.say(QUESTION, message_id=f"m{turn}"), range(4)))
    assert all(ANSWER in answer.text for answer in answers)
    turns = [entry.get("message_id") or entry["id"].split(".")[0] for entry in visit.history()]
    # Each message stands together with its own answers.
    assert [turn for place, turn in enumerate(turns) if turns[place - 1] != turn] == list(dict.fromkeys(turns))


def test_a_flood_of_messages_at_once_is_refused_and_the_conversation_goes_on(desk: Desk) -> None:
    visit = desk.visit()
    with ThreadPoolExecutor(max_workers=30) as pool:
        statuses = {answer.status_code for answer in pool.map(lambda turn: visit.say(f"Hello {turn}"), range(30))}
    assert statuses <= {200, 429}
    assert visit.say(QUESTION).ok


@pytest.mark.parametrize(
    "text", ["/restart", "/session_start", "EXTERNAL: open_chat", '/give_details{"customer_number": "R1001"}']
)
def test_a_command_is_text(desk: Desk, text: str) -> None:
    visit = desk.visit()
    visit.say(QUESTION)
    assert visit.say(text).ok
    assert ANSWER in visit.history()[1]["text"]
    assert not said_by(visit, "customer")[-1].startswith(("/", "EXTERNAL"))


def test_a_button_that_was_offered_works_and_shows_as_its_title(desk: Desk) -> None:
    visit = desk.visit()
    (button, *_) = visit.say("Good morning to you").json()[0]["buttons"]
    assert visit.say(button["payload"]).ok
    assert said_by(visit, "customer")[-1] == button["title"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'"hello"', 400),
        (b"\xff\xfe", 400),
        (b'{"message": "\xed\xa0\x80"}', 400),
        (b'{"message": NaN}', 400),
        (b"[" * 10_000, 400),
        (b"{}", 400),
        (b'{"message": 5}', 400),
        (b'{"message": null}', 400),
        (b'{"message": {"text": "hello"}}', 400),
        (b'{"message": "hi", "message_id": "a b"}', 400),
        (b'{"message": "hi", "message_id": "desk:open-1"}', 400),
        (b'{"message": "hi", "message_id": 7}', 400),
        (b'{"message": "hi", "rich": "yes"}', 400),
        (b'{"message": "hi", "sender": ["a"]}', 400),
        (b'{"message": "hi", "sender": ""}', 400),
        (b'{"message": "hi", "sender": "a\\nb"}', 400),
        (b'{"message": "\\ud800 \\u0000 hello"}', 200),
    ],
)
def test_what_cannot_be_read_is_refused_kindly(desk: Desk, body: bytes, status: int) -> None:
    answer = desk.post("/webhook", data=body)
    assert answer.status_code == status, answer.text
    assert status == 200 or answer.json()["error"].endswith(".")


def test_ten_megabytes_are_refused(desk: Desk) -> None:
    answer = desk.post("/webhook", data=b"x" * 10_000_000)
    assert answer.status_code == 413
    assert desk.plain(QUESTION)


def test_a_page_may_not_send_more_than_a_message(desk: Desk) -> None:
    visit = desk.visit()
    assert visit.say("x" * 2_001).status_code == 413
    assert visit.say("x", padding="x" * 33_000).status_code == 413
    assert visit.say("x" * 2_000).ok


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://shop.example.evil.example", "http://shop.example"]
)
def test_pages_of_other_websites_may_not_call(desk: Desk, origin: str) -> None:
    headers = {"Origin": origin}
    assert desk.post("/webhook", json={"sender": "me", "message": "hello"}, headers=headers).status_code == 403
    answer = desk.post("/session", json={}, headers=headers)
    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_any_page_may_read_that_the_desk_is_there_and_no_more(desk: Desk) -> None:
    answer = requests.get(f"{desk.rest}/", headers={"Origin": "https://evil.example"}, timeout=30)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json() == {"status": "ok"}


@pytest.mark.parametrize("headers", [{}, {"Origin": ORIGIN}, {"Origin": "https://evil.example"}])
@pytest.mark.parametrize("path", ["/", "/webhooks/rest/"])
def test_that_the_desk_is_there_is_said_with_one_word_on_who_may_read_it(
    desk: Desk, path: str, headers: dict[str, str]
) -> None:
    answer = requests.get(f"{desk.url}{path}", headers=headers, timeout=30)
    assert answer.raw.headers.getlist("Access-Control-Allow-Origin") == ["*"]


def test_the_shops_pages_may_call_without_cookies(desk: Desk) -> None:
    answer = desk.post("/session", json={}, headers={"Origin": ORIGIN})
    assert answer.ok
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_whoever_comes_through_a_proxy_is_not_on_this_machine(desk: Desk) -> None:
    headers = {"X-Forwarded-For": "127.0.0.1"}
    assert desk.post("/webhook", json={"sender": "me", "message": "hello"}, headers=headers).status_code == 401


def test_a_page_signs_its_customer_in_and_again(desk: Desk) -> None:
    visit = desk.visit()
    for _ in range(2):
        answer = visit.call("POST", "/session/customer", {"customer_token": customer_token("C-lucia", "Lucía")})
        assert answer.json()["customer"] == {"given_name": "Lucía"}, answer.text
    assert visit.call("POST", "/session/customer", {"customer_token": "forged"}).status_code == 401
    assert visit.call("POST", "/session/customer", {}).status_code == 400


def test_a_session_begins_signed_in_or_not_at_all(desk: Desk) -> None:
    answer = desk.post("/session", json={"customer_token": customer_token("C-emily", "Emily")})
    assert answer.json()["customer"] == {"given_name": "Emily"}, answer.text
    refused = desk.post("/session", json={"customer_token": customer_token("C-nobody", "Nobody")})
    assert refused.status_code == 401
    assert refused.json().keys() == {"error"}


def test_the_next_customer_at_the_same_screen_does_not_get_the_chat_of_the_last(desk: Desk) -> None:
    visit = desk.visit()
    assert visit.call("POST", "/session/customer", {"customer_token": customer_token("C-lucia", "Lucía")}).ok
    answer = visit.call("POST", "/session/customer", {"customer_token": customer_token("C-hugo", "Hugo")})
    assert answer.status_code == 403
    assert "begin a new session" in answer.json()["error"]


def test_what_a_guest_has_looked_up_is_not_for_whoever_signs_in_next_in_either_tab(desk: Desk) -> None:
    tab = desk.visit()
    tab.say("R1002 emily@example.com")
    other_tab = replace(tab)
    for each in (tab, other_tab):
        answer = each.call("POST", "/session/customer", {"customer_token": customer_token("C-hugo", "Hugo")})
        assert answer.status_code == 403
        assert "begin a new session" in answer.json()["error"]
    renewed = {"customer_token": customer_token("C-hugo", "Hugo")}
    assert desk.post("/session", json=renewed, headers=tab.headers).status_code == 403
    assert tab.call("POST", "/session/customer", {"customer_token": customer_token("C-emily", "Emily")}).ok


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1", 200),
        ("[::1]", 200),
        ("rebound.example", 403),
        ("localhost.rebound.example", 403),
    ],
)
def test_the_view_for_tests_answers_to_this_machines_own_name_alone(desk: Desk, name: str, status: int) -> None:
    for host in (name, f"{name}:5005"):
        view = f"{desk.url}/webhooks/debug_view/events"
        answer = requests.get(view, params={"sender": "me"}, headers={"Host": host}, timeout=30)
        assert answer.status_code == status


def test_a_chat_that_is_opened_greets_once(desk: Desk) -> None:
    visit = desk.visit()
    first = visit.call("POST", "/open", {}).json()
    assert first
    assert visit.call("POST", "/open", {}).json() == first
    visit.say(QUESTION)
    assert visit.call("POST", "/open", {}).json() == []
    assert said_by(visit, "customer") == [QUESTION]


def test_a_thumb_is_kept_for_an_answer_of_this_chat_alone(desk: Desk) -> None:
    visit = desk.visit()
    visit.say(QUESTION, message_id="m1")
    assert visit.call("POST", "/feedback", {"id": "m1.0", "value": "up"}).json() == {"stored": True}
    assert desk.visit().call("POST", "/feedback", {"id": "m1.0", "value": "up"}).status_code == 400
    assert visit.call("POST", "/feedback", {"id": "m1.0", "value": "sideways"}).status_code == 400


def test_a_thumb_down_may_say_why_and_the_whole_chat_is_rated_too(desk: Desk) -> None:
    visit = desk.visit()
    assert visit.call("POST", "/feedback", {"id": "chat", "value": "up"}).status_code == 400
    visit.say(QUESTION, message_id="m1")
    for given in ({"id": "m1.0", "value": "down", "reason": "wrong"}, {"id": "chat", "value": "up"}):
        assert visit.call("POST", "/feedback", given).json() == {"stored": True}
    for wrong in (
        {"value": "up", "reason": "wrong"},
        {"value": "down", "reason": "ugly"},
        {"value": "down", "reason": 7},
    ):
        refused = visit.call("POST", "/feedback", {"id": "m1.0", **wrong})
        assert refused.status_code == 400
        assert "wrong, unclear, off-topic" in refused.json()["error"]


def test_what_is_written_of_an_answer_is_masked_and_bounded_as_what_is_said(desk: Desk) -> None:
    visit = desk.visit()
    visit.say(QUESTION, message_id="m1")
    words = "/restart\u200b My card is 4111 1111 1111 1111. " + "x" * 400
    answer = visit.call("POST", "/feedback", {"id": "m1.0", "value": "down", "words": words})
    assert answer.json() == {"stored": True}
    for wrong in ({"value": "up", "words": "good"}, {"value": "down", "words": 7}):
        assert visit.call("POST", "/feedback", {"id": "m1.0", **wrong}).status_code == 400


@pytest.mark.parametrize(
    ("words", "is_kept"),
    [
        ("The day is wrong.", "The day is wrong."),
        (" \u200b ", None),
        ("", None),
        ("/restart now", "restart now"),
        ("call +34 612 345 678", "call [phone number]"),
    ],
)
def test_words_of_an_answer_are_kept_as_every_message_is(words: str, is_kept: str | None) -> None:
    assert thought_in({"id": "m1.0", "value": "down", "words": words}).words == is_kept


def test_nothing_is_there_that_rasas_http_api_would_serve(desk: Desk) -> None:
    for path in ("/conversations/me/tracker", "/status", "/version", "/domain", "/model/parse"):
        assert requests.get(desk.url + path, timeout=30).status_code == 404


def test_a_client_that_goes_away_in_the_middle_finds_its_answer(desk: Desk) -> None:
    visit = desk.visit()
    host, port = desk.url.removeprefix("http://").split(":")
    body = json.dumps({"message": QUESTION, "message_id": "gone"}).encode()
    head = f"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {visit.session}\r\n"
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    # Whether it was heard before the line went dead or not, it is answered once.
    assert ANSWER in visit.say(QUESTION, message_id="gone").text
    assert said_by(visit, "customer") == [QUESTION]


def test_a_slow_client_keeps_nobody_waiting(desk: Desk) -> None:
    host, port = desk.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as slow:
        slow.sendall(b"POST /webhooks/rest/webhook HTTP/1.1\r\nContent-Le")
        assert desk.plain(QUESTION)


def test_conversations_do_not_mix(desk: Desk) -> None:
    visits = [desk.visit() for _ in range(4)]
    barrier = threading.Barrier(len(visits))

    def talk(visit: Visit) -> list[str]:
        word = uuid.uuid4().hex
        barrier.wait()
        visit.say(f"my word is {word}")
        return [text for text in said_by(visit, "customer") if word not in text]

    with ThreadPoolExecutor(max_workers=len(visits)) as pool:
        assert list(pool.map(talk, visits)) == [[]] * len(visits)


def test_no_log_holds_what_was_said(desk: Desk) -> None:
    word = uuid.uuid4().hex
    visit = desk.visit()
    visit.say(f"hello {word}")
    visit.say(f"/{word}")
    desk.post("/webhook", data=f'{{"message": "{word}'.encode())
    log = desk.log.read_text(errors="replace")
    assert word not in log
    assert visit.session not in log
