"""What happens in conversations is told to a broker: all of it, masked, also after the broker was away."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import aio_pika
import psycopg2
import pytest
from confluent_kafka import Consumer, Producer
from pydantic import SecretStr

from bot.events.event_brokers import QUEUE, BrokerAway, KafkaBroker, RabbitMQBroker, broker_at
from bot.events.event_stream import EventStream, stream_from
from bot.events.streamed_event import EventWriter
from core.conversations.conversations import Conversations, open_conversations
from core.conversations.event_feed import EventFeed
from core.conversations.turn_records import NewEvent
from core.database.engine import open_engine
from core.settings import Settings, SettingsError
from lab.testbed.postgresql import PostgreSQL, own_postgresql
from lab.testbed.programs import MissingServer
from lab.testbed.rabbitmq import RabbitMQ, own_rabbitmq

ANA = "whatsapp:+34600000000"
SETTINGS = Settings(actions_secret=SecretStr("what-the-bot-of-this-test-shows-the-actions"))
OCTOBER = 1_760_000_000.0


# Folders of their own: another run of pytest would close its common one to the user that these servers run as.
@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgreSQL]:
    try:
        with tempfile.TemporaryDirectory() as folder, own_postgresql(Path(folder)) as server:
            yield server
    except MissingServer as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def rabbitmq() -> Iterator[RabbitMQ]:
    try:
        with tempfile.TemporaryDirectory() as folder, own_rabbitmq(Path(folder)) as server:
            yield server
    except MissingServer as missing:
        pytest.skip(str(missing))


@pytest.fixture
def database(postgresql: PostgreSQL, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database."""
    name = f"t{abs(hash(request.node.name))}"
    connection = psycopg2.connect(postgresql.url)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    connection.close()
    yield postgresql.database(name)


class Kept:
    """A broker that keeps what it is told, and is away when it is told to be."""

    def __init__(self) -> None:
        self.told: list[Mapping[str, Any]] = []
        self.away = False

    async def tell(self, told: Sequence[Mapping[str, Any]]) -> None:
        if self.away:
            raise BrokerAway
        self.told += told

    async def close(self) -> None:
        pass


def said(text: str, **more: Any) -> NewEvent:
    """A customer's message."""
    data = {"event": "user", "timestamp": OCTOBER, "text": text, "metadata": {"channel": "rest"}, **more}
    return NewEvent("user", OCTOBER, None, None, json.dumps(data))


def stream(database: str, broker: Any, reader: str = "one") -> tuple[EventStream, Conversations]:
    conversations = open_conversations(database)
    conversations.create()
    feed = EventFeed(open_engine(database), "events", reader)
    return EventStream(feed, EventWriter.from_settings(SETTINGS), broker, conversations), conversations


async def told_all(running: EventStream) -> None:
    """Looks until nothing more comes; what is seen first settles at the second look."""
    for _ in range(3):
        while await running.tell_next():
            pass


async def test_what_is_said_from_now_on_is_told_once_and_in_order(database: str) -> None:
    broker = Kept()
    running, conversations = stream(database, broker)
    conversations.append(ANA, [said("long ago")], OCTOBER)
    await told_all(running)
    for number in range(3):
        conversations.append(ANA, [said(f"message {number}")], OCTOBER)
    await told_all(running)
    await told_all(running)
    assert [event["text"] for event in broker.told] == ["message 0", "message 1", "message 2"]


async def test_nobodys_own_data_is_told(database: str) -> None:
    broker = Kept()
    running, conversations = stream(database, broker)
    await told_all(running)
    bot = {"event": "bot", "text": "Ana, 12.50 EUR", "metadata": {"utter_action": "utter_refund"}, "timestamp": OCTOBER}
    slot = {"event": "slot", "name": "customer_email", "value": "ana@example.com", "timestamp": OCTOBER}
    conversations.append(
        ANA,
        [
            said("Where is R1001? ana@example.com, 8120034500012345", parse_data={"intent": {"name": "ask"}}),
            NewEvent("bot", OCTOBER, None, None, json.dumps(bot)),
            NewEvent("slot", OCTOBER, None, None, json.dumps(slot)),
        ],
        OCTOBER,
    )
    await told_all(running)
    assert [event["kind"] for event in broker.told] == ["customer", "desk"]
    assert broker.told[0]["text"] == "Where is [number]? [e-mail], [number]"
    assert broker.told[0]["intent"] == "ask"
    assert broker.told[0]["at"] == "2025-10-09T08:53:20.000Z"
    assert broker.told[1]["response"] == "utter_refund"
    everything = json.dumps(broker.told)
    assert not [word for word in ("34600000000", "ana@", "12.50", "8120034") if word in everything]


async def test_what_the_broker_did_not_take_is_told_when_it_is_back(database: str) -> None:
    broker = Kept()
    running, conversations = stream(database, broker)
    await told_all(running)
    broker.away = True
    conversations.append(ANA, [said("hello")], OCTOBER)
    with pytest.raises(BrokerAway):
        await told_all(running)
    broker.away = False
    await told_all(running)
    assert [event["text"] for event in broker.told] == ["hello"]


async def test_one_process_tells_and_another_goes_on_where_it_stopped(database: str) -> None:
    broker = Kept()
    one, conversations = stream(database, broker)
    other, _ = stream(database, broker, "other")
    await told_all(one)
    conversations.append(ANA, [said("first")], OCTOBER)
    await told_all(one)
    await told_all(other)
    assert len(broker.told) == 1
    EventFeed(open_engine(database), "events", "one").let_go()
    conversations.append(ANA, [said("second")], OCTOBER)
    await told_all(other)
    assert [event["text"] for event in broker.told] == ["first", "second"]


async def test_a_turn_whose_transaction_ends_late_is_not_passed_over(database: str) -> None:
    broker = Kept()
    running, conversations = stream(database, broker)
    await told_all(running)
    slow = psycopg2.connect(database)
    with slow.cursor() as cursor:
        # As a turn does: first the conversation, then its events.
        cursor.execute(
            "INSERT INTO conversations (sender_id, session_key, session_id, last_active) VALUES ('web:slow', 's', 0, 0)"
        )
        cursor.execute(
            "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES ('web:slow', 'user', 0, %s)",
            [said("slow").data],
        )
    conversations.append(ANA, [said("quick")], OCTOBER)
    await told_all(running)
    slow.commit()
    slow.close()
    await told_all(running)
    assert [event["text"] for event in broker.told] == ["slow", "quick"]


async def test_rabbitmq_gets_every_event_also_after_it_was_away(database: str, rabbitmq: RabbitMQ) -> None:
    broker = RabbitMQBroker(rabbitmq.url)
    running, conversations = stream(database, broker)
    await told_all(running)
    conversations.append(ANA, [said("before")], OCTOBER)
    await told_all(running)
    rabbitmq.stop()
    conversations.append(ANA, [said("meanwhile")], OCTOBER)
    with pytest.raises(BrokerAway):
        await told_all(running)
    rabbitmq.start()
    await told_all(running)
    await broker.close()
    assert await _in_queue(rabbitmq.url) == ["before", "meanwhile"]


async def _in_queue(url: str) -> list[str]:
    connection = await aio_pika.connect(url)
    async with connection:
        queue = await (await connection.channel()).get_queue(QUEUE)
        found = []
        while (message := await queue.get(no_ack=True, fail=False)) is not None:
            found.append(json.loads(message.body)["text"])
        return found


async def test_kafka_gets_every_event_under_its_conversation(database: str) -> None:
    # librdkafka's own stand-in for brokers: real sockets and Kafka's protocol, in this process.
    owner = Producer({"bootstrap.servers": "127.0.0.1:1", "test.mock.num.brokers": 1})
    (first,) = owner.list_topics(timeout=30).brokers.values()
    address = f"{first.host}:{first.port}"
    broker = KafkaBroker(address, "desk", {})
    running, conversations = stream(database, broker)
    await told_all(running)
    conversations.append(ANA, [said("one"), said("two")], OCTOBER)
    await told_all(running)
    consumer = Consumer({"bootstrap.servers": address, "group.id": "test", "auto.offset.reset": "earliest"})
    consumer.subscribe(["desk"])
    messages = []
    deadline = time.monotonic() + 60
    while len(messages) < 2 and time.monotonic() < deadline:
        messages += [message for message in consumer.consume(2, timeout=1) if message.error() is None]
    consumer.close()
    assert [json.loads(message.value())["text"] for message in messages] == ["one", "two"]
    name = EventWriter.from_settings(SETTINGS).conversation(ANA)
    assert {message.key().decode() for message in messages} == {name}


async def test_a_kafka_that_is_away_is_told_again() -> None:
    broker = KafkaBroker("127.0.0.1:1", "desk", {"message.timeout.ms": "300"})
    with pytest.raises(BrokerAway):
        await broker.tell([{"id": 1, "conversation": "c"}])


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "kafka://127.0.0.1:9092", "amqp:///desk", "kafka:///desk"])
def test_another_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingsError, match="RETURNDESK_EVENTS_URL: is no address") as refused:
        broker_at(url)
    assert url not in str(refused.value)


def test_events_need_postgresql(tmp_path: Path) -> None:
    settings = SETTINGS.copy(update={"database_url": f"sqlite:///{tmp_path / 'store.db'}"})
    with pytest.raises(SettingsError, match="needs the conversations in PostgreSQL"):
        stream_from(settings, "amqp://guest:guest@127.0.0.1/")
