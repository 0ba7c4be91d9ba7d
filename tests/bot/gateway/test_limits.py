"""How much is let in: counted in one process, or in Redis for all of them, and by each alone while Redis is away."""

from __future__ import annotations

import pytest
from limits import parse

from bot.gateway.errors import ApiError
from bot.gateway.limits import PER_SITE, PIECE, Allowance, Limits

THREE = Allowance(per_session=parse("3/hour"), per_address=parse("5/hour"))


async def let_in(limits: Limits, conversation: str) -> int:
    """How many messages of a conversation are let in before one is refused."""
    for count in range(20):
        try:
            await limits.message(conversation)
        except ApiError:
            return count
    raise AssertionError("nothing was refused")


@pytest.fixture
def redis_url(redis_server):
    return redis_server.url


@pytest.fixture(params=["memory", "redis"])
def limits(request):
    url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    return Limits(THREE, url, [].append)


async def test_a_conversation_is_refused_once_it_said_too_much_and_told_when_to_come_back(limits):
    assert await let_in(limits, "web:one") == 3
    with pytest.raises(ApiError) as refused:
        await limits.message("web:one")
    assert refused.value.status == 429
    assert 1 <= refused.value.retry_after <= 3600


async def test_one_conversations_messages_are_not_anothers(limits):
    await let_in(limits, "web:one")
    assert await let_in(limits, "web:two") == 3


async def test_an_address_has_a_limit_of_its_own(limits):
    await let_in(limits, "192.0.2.1")
    for _ in range(5):
        await limits.request("192.0.2.1")
    with pytest.raises(ApiError, match="requests from this address"):
        await limits.request("192.0.2.1")


async def test_many_networks_of_one_organisation_are_counted_together_and_others_are_let_in(limits):
    for network in range(PER_SITE):
        for _ in range(5):
            await limits.request(f"2001:db8:7:{network}::/64", "2001:db8:7::/48")
    with pytest.raises(ApiError, match="requests from this network") as refused:
        await limits.request("2001:db8:7:ffff::/64", "2001:db8:7::/48")
    assert refused.value.status == 429
    await limits.request("2001:db8:8:1::/64", "2001:db8:8::/48")


async def test_a_long_message_counts_as_the_short_ones_that_it_is_worth(limits):
    await limits.message("web:one", "here", 4 * PIECE)
    await limits.message("web:two", "here", PIECE)
    with pytest.raises(ApiError, match="words from this address") as refused:
        await limits.message("web:three", "here", 1)
    assert refused.value.status == 429
    await limits.message("web:four", "elsewhere", PIECE)


async def test_text_leaves_the_requests_of_its_address_alone(limits):
    await limits.message("web:one", "192.0.2.1", 5 * PIECE)
    for _ in range(5):
        await limits.request("192.0.2.1")


async def test_every_refusal_is_told_by_the_limit_that_it_went_over():
    told = []
    limits = Limits(THREE, None, told.append)
    await let_in(limits, "web:one")
    for _ in range(5):
        await limits.request("192.0.2.1")
    with pytest.raises(ApiError):
        await limits.request("192.0.2.1")
    assert told == ["session", "address"]


async def test_processes_on_one_redis_count_together(redis_url):
    await Limits(THREE, redis_url, [].append).message("web:one")
    assert await let_in(Limits(THREE, redis_url, [].append), "web:one") == 2


async def test_while_redis_is_away_a_process_counts_by_itself(redis_server):
    limits = Limits(THREE, redis_server.url, [].append)
    await limits.message("web:one")
    redis_server.stop()
    assert await let_in(limits, "web:one") == 3


async def test_once_redis_is_back_it_counts_again(redis_server, monkeypatch):
    monkeypatch.setattr("bot.gateway.limits._LEFT_ALONE", 0.0)
    limits = Limits(THREE, redis_server.url, [].append)
    redis_server.kill()
    await limits.message("web:one")
    redis_server.start()
    await limits.message("web:one")
    assert await let_in(Limits(THREE, redis_server.url, [].append), "web:one") == 2
