"""What nginx lets in, and tabs whose conversation another bot serves."""

from __future__ import annotations

import queue

import pytest
import requests
from cluster_tabs import open_session, open_tab, say

from lab.testbed.cluster import Cluster

pytestmark = [pytest.mark.served, pytest.mark.services]

QUESTION = "How many days does it normally take until I have my cash back?"
ANSWER = "3 to 20 business days"


def test_a_tab_shows_what_another_bot_has_answered(cluster: Cluster) -> None:
    session = open_session(cluster)
    client, heard = open_tab(cluster, cluster.bots[0].url, session)
    try:
        say(cluster.bots[1], session, QUESTION)
        assert ANSWER in heard.get(timeout=30)["text"]
    finally:
        client.disconnect()


def test_a_tab_is_told_by_other_bots_again_once_redis_is_back(cluster: Cluster) -> None:
    session = open_session(cluster)
    client, heard = open_tab(cluster, cluster.bots[0].url, session)
    try:
        cluster.redis.kill()
        cluster.redis.start()
        # What was said while nobody could be told is in the history; what comes then is told.
        for _ in range(20):
            say(cluster.bots[1], session, QUESTION)
            try:
                assert ANSWER in heard.get(timeout=1)["text"]
                return
            except queue.Empty:
                continue
        raise AssertionError("the tab was told nothing")
    finally:
        client.disconnect()


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_page_talks_through_nginx_over_either_transport(cluster: Cluster, transport: str) -> None:
    session = open_session(cluster)
    client, heard = open_tab(cluster, cluster.url, session, transport)
    try:
        assert client.call("say", {"message": QUESTION, "message_id": "m1"}, timeout=60) == {"ok": True}
        assert ANSWER in heard.get(timeout=30)["text"]
    finally:
        client.disconnect()


@pytest.mark.parametrize(
    "path",
    [
        *("/metrics", "/healthz", "/readyz", "/webhooks/desk/trigger", "/webhooks/debug_view/events"),
        *("/webhooks/rest/../desk/trigger", "/webhooks/%64esk/trigger"),
    ],
)
def test_what_is_for_the_desk_alone_is_not_there_from_outside(cluster: Cluster, path: str) -> None:
    request = requests.Request("POST", cluster.url + path, json={}).prepare()
    request.url = cluster.url + path
    with requests.Session() as session:
        assert session.send(request, timeout=60).status_code == 404


def test_while_no_bot_is_there_the_page_is_told_to_come_again(cluster: Cluster) -> None:
    for bot in cluster.bots:
        bot.kill()
    answer = requests.post(f"{cluster.url}/webhooks/rest/session", json={}, timeout=60)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "again" in answer.json()["error"]
