"""People answer beside several bots: whichever process they ask, and whichever bot the customer's page is at."""

from __future__ import annotations

import queue
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from cluster_tabs import open_session, open_tab, say
from people_browser import Agent, make_agents

from lab.testbed.cluster import Cluster

pytestmark = [pytest.mark.served, pytest.mark.services]

#: Within what one sees what the other did, in seconds; of so many times one has to keep it, as the machine has others.
SOON = 2.0
_TIMES = 5
_NUMBER = re.compile(r"\*\*(T\d+)\*\*")
QUESTION = "How many days does it normally take until I have my cash back?"


@pytest.fixture
def agents(cluster: Cluster) -> tuple[Agent, Agent]:
    """Two people, each signed in at another process."""
    make_agents(cluster, "mia", "ben")
    return Agent("mia", cluster.people[0]), Agent("ben", cluster.people[1])


class Customer:
    """A customer whose messages come to one bot and whose page is at the other."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._session = open_session(cluster)
        self._tab, self._heard = open_tab(cluster, cluster.bots[1].url, self._session)

    def say(self, message: str) -> None:
        say(self._cluster.bots[0], self._session, message)

    def hears(self, words: str, within: float) -> str:
        """What the page is told that has these words; "" where nothing comes in time."""
        deadline = time.monotonic() + within
        while (left := deadline - time.monotonic()) > 0:
            try:
                told = self._heard.get(timeout=left).get("text") or ""
            except queue.Empty:
                break
            if words in told:
                return str(told)
        return ""

    def close(self) -> None:
        self._tab.disconnect()


@pytest.fixture
def customer(cluster: Cluster) -> Iterator[Customer]:
    """One who has just come."""
    customer = Customer(cluster)
    yield customer
    customer.close()


def ticket_of(customer: Customer) -> str:
    """The number of the ticket that a customer opens."""
    customer.say("I want to talk to a person")
    customer.say("yes")
    number = _NUMBER.search(customer.hears("**T", 60))
    assert number is not None
    return number[1]


def test_an_agent_claims_answers_and_gives_back_and_the_customer_at_the_other_bot_sees_it_soon(
    cluster: Cluster, agents: tuple[Agent, Agent], customer: Customer
) -> None:
    mia, ben = agents
    number = ticket_of(customer)
    ticket = f"/tickets/{number}"
    # The other process has the same queue.
    assert mia.sees("/parts/queue", number, SOON) and ben.sees("/parts/queue", number, SOON)
    assert mia.send(f"{ticket}/claim") == 303
    assert ben.send(f"{ticket}/claim") == 409
    assert ben.send(f"{ticket}/answer", words="I answer too", key="b") == 409
    assert customer.hears("has taken your request", 30)

    # Whoever was signed in at a process that is gone goes on at another.
    cluster.people[0].kill()
    mia.desk = cluster.people[1]
    for time_ in range(_TIMES):
        words = f"We have found your parcel, {time_}."
        assert mia.send(f"{ticket}/answer", words=words, key=f"k{time_}") == 303
        if customer.hears(words, SOON):
            break
    else:
        raise AssertionError("no answer came soon")
    for time_ in range(_TIMES):
        words = f"And where is it now, {time_}?"
        customer.say(words)
        if mia.sees(f"/parts{ticket}", words, SOON):
            break
    else:
        raise AssertionError("no message came soon")

    assert mia.send(f"{ticket}/give-back") == 303
    assert customer.hears("I'm here again", 30)
    customer.say(QUESTION)
    assert customer.hears("3 to 20 business days", 30)


def test_of_two_who_claim_at_two_processes_at_once_one_has_it(
    cluster: Cluster, agents: tuple[Agent, Agent], customer: Customer
) -> None:
    number = ticket_of(customer)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda agent: agent.send(f"/tickets/{number}/claim"), agents))
    assert sorted(answers) == [303, 409]


def test_the_processes_are_ready_and_end_in_order(cluster: Cluster) -> None:
    for member in cluster.people:
        assert requests.get(f"{member.url}/readyz", timeout=60).status_code == 200
    cluster.people[1].stop()
    assert not cluster.people[1].runs
