"""Customers' pages that are open at a bot of a cluster, or at nginx."""

from __future__ import annotations

import queue
from typing import Any

import requests
import socketio

from lab.testbed.cluster import Cluster, Member

PATH = "/webhooks/socketio/socket.io"


def open_session(cluster: Cluster) -> str:
    """The session of a customer who has just come."""
    answer = requests.post(f"{cluster.url}/webhooks/rest/session", json={}, timeout=60)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["session"])


def open_tab(cluster: Cluster, url: str, session: str, transport: str = "websocket") -> tuple[Any, queue.Queue[Any]]:
    """A page that is open at an address, and what it is told."""
    heard: queue.Queue[Any] = queue.Queue()
    client = socketio.Client(reconnection=False, websocket_extra_options={"origin": cluster.url})
    client.on("desk", heard.put)
    client.connect(
        url, headers={"Origin": cluster.url}, auth={"session": session}, socketio_path=PATH, transports=[transport]
    )
    return client, heard


def say(bot: Member, session: str, message: str) -> None:
    """Says something in a session, to one bot."""
    headers = {"Authorization": f"Bearer {session}"}
    answer = requests.post(f"{bot.url}/webhooks/rest/webhook", json={"message": message}, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
