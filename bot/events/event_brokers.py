"""Where events go: RabbitMQ or Kafka."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, Optional, Protocol
from urllib.parse import parse_qsl, urlsplit

import aio_pika
from aio_pika.abc import AbstractConnection, AbstractExchange
from confluent_kafka import KafkaException, Producer

from core.settings import SettingsError

#: In seconds; nobody waits for it but the next events.
_PATIENCE: Final = 15.0
EXCHANGE: Final = "returndesk"
QUEUE: Final = "returndesk.events"

Told = Sequence[Mapping[str, Any]]


class BrokerAway(Exception):
    """The broker has not confirmed that it has everything; it is to be told again."""


class Broker(Protocol):
    """Takes events."""

    async def tell(self, told: Told) -> None:
        """Hand events over, and wait until the broker has them.

        Raises:
            BrokerAway: It may not have them.
        """

    async def close(self) -> None:
        """Let the connection go."""


def broker_at(url: str) -> Broker:
    """The broker at an address; nothing is connected to yet.

    Args:
        url: `amqp://user:password@host:5672/vhost`, or `kafka://host:9092,host:9092/topic?option=value` with options of
            librdkafka.

    Raises:
        SettingsError: It is no such address. The message does not repeat it.
    """
    parts = urlsplit(url)
    if parts.scheme in ("amqp", "amqps") and parts.hostname:
        return RabbitMQBroker(url)
    topic = parts.path.strip("/")
    if parts.scheme == "kafka" and parts.netloc and topic:
        return KafkaBroker(parts.netloc, topic, dict(parse_qsl(parts.query)))
    raise SettingsError(
        "RETURNDESK_EVENTS_URL: is no address such as amqp://user:password@host:5672/ or kafka://host:9092/topic"
    )


class RabbitMQBroker:
    """Publishes to the durable topic exchange `returndesk` by kind; the durable queue `returndesk.events` gets all.

    Args:
        url: The address of RabbitMQ.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Optional[AbstractConnection] = None
        self._exchange: Optional[AbstractExchange] = None

    async def tell(self, told: Told) -> None:
        try:
            await asyncio.wait_for(self._publish(told), _PATIENCE)
        except (aio_pika.exceptions.AMQPError, OSError, asyncio.TimeoutError, RuntimeError) as error:
            await self.close()
            raise BrokerAway(type(error).__name__) from error

    async def _publish(self, told: Told) -> None:
        exchange = self._exchange or await self._connect()
        for event in told:
            message = aio_pika.Message(
                _json(event),
                content_type="application/json",
                message_id=str(event["id"]),
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            )
            # Returns once the broker has confirmed it.
            await exchange.publish(message, routing_key=str(event["kind"]))

    async def _connect(self) -> AbstractExchange:
        self._connection = await aio_pika.connect(self._url, timeout=_PATIENCE)
        channel = await self._connection.channel(publisher_confirms=True)
        exchange = await channel.declare_exchange(EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
        queue = await channel.declare_queue(QUEUE, durable=True)
        await queue.bind(exchange, routing_key="#")
        self._exchange = exchange
        return exchange

    async def close(self) -> None:
        connection, self._connection, self._exchange = self._connection, None, None
        if connection is not None:
            try:
                await asyncio.wait_for(connection.close(), 2)
            except (aio_pika.exceptions.AMQPError, OSError, asyncio.TimeoutError, RuntimeError):
                return


class KafkaBroker:
    """Publishes to a topic; the events of one conversation keep their order.

    Args:
        servers: `host:port`, several with commas.
        topic: The topic.
        options: Further settings of librdkafka, such as `security.protocol`.
    """

    def __init__(self, servers: str, topic: str, options: Mapping[str, str]) -> None:
        self._topic = topic
        self._options = {
            "bootstrap.servers": servers,
            "enable.idempotence": "true",
            "message.timeout.ms": str(int(_PATIENCE * 1000)),
            **options,
        }
        self._producer: Optional[Producer] = None

    async def tell(self, told: Told) -> None:
        await asyncio.to_thread(self._tell, told)

    def _tell(self, told: Told) -> None:
        failed: list[str] = []

        def confirmed(error: Any, _: Any) -> None:
            if error is not None:
                failed.append(error.name())

        try:
            if self._producer is None:
                self._producer = Producer(self._options)
            for event in told:
                key = str(event["conversation"])
                self._producer.produce(self._topic, key=key, value=_json(event), on_delivery=confirmed)
            left = self._producer.flush(_PATIENCE + 5)
        except (KafkaException, BufferError) as error:
            raise BrokerAway(type(error).__name__) from error
        if failed or left:
            # What is still in its memory would otherwise come after what is told again.
            self._producer = None
            raise BrokerAway(failed[0] if failed else "no confirmation")

    async def close(self) -> None:
        self._producer = None


def _json(event: Mapping[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False).encode()
