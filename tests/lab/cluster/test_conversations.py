"""A conversation that several bots serve is one conversation, also while one of them is held up or killed."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from cluster_talk import Talk
from redis import Redis

from bot.storage.locks.leases import LEASE
from lab.testbed.cluster import Cluster

pytestmark = [pytest.mark.served, pytest.mark.services]

QUESTION = "How many days does it normally take until I have my cash back?"
ANSWER = "3 to 20 business days"
#: A turn may be caught before it has read the conversation.
_HELD_UP = 20


def test_a_conversation_goes_on_with_whichever_bot_gets_the_next_message(cluster: Cluster, talk: Talk) -> None:
    one, other = cluster.bots
    assert "e-mail address" in talk.text("R1001 please, where is it?", one)
    assert "e-mail address" in talk.text("R1001", other)
    assert ANSWER in talk.text(QUESTION, one)
    assert len(talk.stored()) == 3


def test_a_message_that_comes_twice_to_two_bots_is_answered_once(cluster: Cluster, talk: Talk) -> None:
    with ThreadPoolExecutor(2) as both:
        answers = [both.submit(talk.say, QUESTION, bot, "m1") for bot in cluster.bots]
        texts = [answer.result().json()[0]["text"] for answer in answers]
    assert texts[0] == texts[1]
    assert talk.stored() == ["m1"]


def test_what_comes_to_another_bot_meanwhile_waits_for_its_turn(cluster: Cluster, talk: Talk) -> None:
    one, other = cluster.bots
    with ThreadPoolExecutor(1) as sending:
        with talk.caught(one, QUESTION) as (first, answer):
            second = sending.submit(talk.say, "hello", other, "second")
            # Until it stands in the queue behind the first.
            _wait_for(lambda: _longest_queue(cluster) == 2)
            assert not second.done()
        assert answer.result().status_code == 200
        assert second.result().status_code == 200
    assert talk.stored()[-2:] == [first, "second"]


def test_many_messages_at_once_through_nginx_are_each_answered_once(cluster: Cluster, talk: Talk) -> None:
    with ThreadPoolExecutor(8) as sending:
        answers = list(sending.map(lambda number: talk.say(QUESTION, message_id=f"m{number}"), range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert sorted(talk.stored()) == [f"m{number}" for number in range(8)]


def test_a_killed_bot_frees_its_conversation_and_its_message_can_be_sent_again(cluster: Cluster, talk: Talk) -> None:
    one, other = cluster.bots
    with talk.caught(one, QUESTION) as (message_id, _):
        one.kill()
        assert ANSWER in talk.say(QUESTION, other, message_id).json()[0]["text"]
    assert talk.stored().count(message_id) == 1
    one.start()
    assert talk.say("hello", one).status_code == 200


def test_a_bot_that_was_held_up_does_not_save_over_what_was_said_meanwhile(cluster: Cluster, talk: Talk) -> None:
    one, other = cluster.bots
    talk.say("hello", one, "m0")
    for number in range(_HELD_UP):
        meanwhile = f"meanwhile-{number}"
        with talk.caught(one, QUESTION) as (message_id, answer):
            assert talk.say(QUESTION, other, meanwhile).status_code == 200
        held_up = answer.result()
        if held_up.status_code == 503:
            break
        # It was held up before it had read the conversation, and has read what was said meanwhile too.
        assert talk.stored()[-2:] == [meanwhile, message_id]
    else:
        raise AssertionError("no bot was held up behind its reading")
    assert held_up.headers["Retry-After"]
    assert talk.stored()[-1] == meanwhile
    assert ANSWER in talk.say(QUESTION, one, message_id).json()[0]["text"]
    assert talk.stored()[-2:] == [meanwhile, message_id]


def test_without_redis_a_message_is_refused_for_now_and_taken_when_it_is_back(cluster: Cluster, talk: Talk) -> None:
    cluster.redis.kill()
    answer = talk.say(QUESTION, message_id="m1")
    assert answer.status_code == 503
    assert "again" in answer.json()["error"]
    assert answer.headers["Retry-After"]
    cluster.redis.start()
    assert ANSWER in talk.say(QUESTION, message_id="m1").json()[0]["text"]
    assert talk.stored() == ["m1"]


def test_without_postgresql_a_message_is_refused_for_now_and_taken_when_it_is_back(
    cluster: Cluster, talk: Talk
) -> None:
    assert talk.say("hello", message_id="m0").status_code == 200
    cluster.postgresql.kill()
    try:
        answer = talk.say(QUESTION, message_id="m1")
    finally:
        cluster.postgresql.start()
    assert answer.status_code == 503
    assert ANSWER in talk.say(QUESTION, message_id="m1").json()[0]["text"]
    assert talk.stored() == ["m0", "m1"]


def test_a_killed_action_server_is_replaced_by_another(cluster: Cluster, talk: Talk) -> None:
    cluster.action_servers[0].kill()
    for _ in range(4):
        assert ANSWER in talk.text(QUESTION)


def _longest_queue(cluster: Cluster) -> int:
    redis = Redis.from_url(cluster.redis.url)
    return max((int(redis.llen(key)) for key in redis.keys("returndesk:lock:*:tickets")), default=0)


def _wait_for(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + LEASE / 1000
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline
        pause.wait(0.01)
