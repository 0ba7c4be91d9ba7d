"""Empties the outbox: takes one delivery after the other to the help desk or to the customer, as long as it takes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Optional

import structlog
from tenacity import (
    Retrying,
    retry_if_exception,
    sleep_using_event,
    stop_after_attempt,
    stop_after_delay,
    stop_when_event_set,
    wait_random_exponential,
)

from actions.help_desk.customer_chat import CustomerChat
from actions.help_desk.help_desk import HelpDesk
from actions.help_desk.outbox import LONGEST_PAUSE, Delivery, Kind, Outbox, Target
from actions.help_desk.writing_signs import WritingSigns
from core.clock import SystemClock
from core.database.errors import StoreUnavailable
from core.http_client import ServiceRefused, ServiceUnavailable
from core.tracing import continued, traced

logger = structlog.get_logger(__name__)

#: Seconds between two looks at an empty outbox, and at a store that is down.
LOOK_EVERY = 1.0
_STORE_PAUSE = 10.0
_TRIES_AT_ONCE = 3
_NO_TRY_AFTER = 20.0
#: Two days of one try every quarter of an hour.
_MOST_REFUSALS_OF_THE_BOT = 200


class DeliveryWorker:
    """Delivers what is due. Any number of workers may work on one outbox.

    Args:
        outbox: What waits.
        desk: The help desk that is configured, None for the one in the store.
        desk_kind: Its kind; tickets of another kind wait until that one is configured again.
        chat: The way to the customer, None where the bot can't be reached for want of a shared secret.
        signs: That people write, which the customers' chats show; None where nobody's is to be shown.
        sleep: Waits for a number of seconds between tries; without it, no longer than until `stop`.
    """

    def __init__(
        self,
        outbox: Outbox,
        desk: Optional[HelpDesk],
        desk_kind: str,
        chat: Optional[CustomerChat],
        signs: Optional[WritingSigns] = None,
        sleep: Optional[Callable[[float], None]] = None,
    ) -> None:
        self._outbox = outbox
        self._desk = desk
        self._desk_kind = desk_kind
        self._chat = chat
        self._signs = signs
        self._clock = SystemClock()
        self._stopping = threading.Event()
        self._sleep = sleep or sleep_using_event(self._stopping)

    def stop(self) -> None:
        """Begin no further delivery; one that is under way succeeds now or goes back into the outbox."""
        self._stopping.set()

    async def run(self) -> None:
        """Deliver until it is stopped or the task is cancelled."""
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(self.show_writing)
                pause = 0.0 if await asyncio.to_thread(self.deliver_next) else LOOK_EVERY
            except StoreUnavailable:
                pause = _STORE_PAUSE
            except Exception as error:  # noqa: BLE001  # one bad delivery must not end all later ones
                logger.error("hand_over.delivery_failed", error=type(error).__name__)
                pause = _STORE_PAUSE
            await asyncio.sleep(pause)

    def deliver_next(self) -> bool:
        """Make one delivery, or put it back for later; False where nothing is due.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        delivery = self._outbox.take()
        if delivery is None:
            return False
        with traced(continued(delivery.trace)):
            self._deliver_or_put_back(delivery)
        return True

    def show_writing(self) -> None:
        """Have chats show that a person writes. What does not get through is over soon anyway.

        Raises:
            StoreUnavailable: The database did not answer.
        """
        if self._signs is None or self._chat is None:
            return
        while not self._stopping.is_set() and (ticket := self._signs.take(self._clock.now())) is not None:
            with suppress(ServiceUnavailable, ServiceRefused):
                self._chat.show_writing(ticket)

    def _deliver_or_put_back(self, delivery: Delivery) -> None:
        try:
            reference = self._patiently(delivery)
        except ServiceUnavailable as trouble:
            logger.warning("hand_over.not_delivered", target=delivery.target.value, trouble=str(trouble))
            self._outbox.failed(delivery, str(trouble), trouble.pause)
        except ServiceRefused as trouble:
            logger.error("hand_over.refused", target=delivery.target.value, trouble=str(trouble))
            if delivery.target is Target.CUSTOMER and delivery.tries >= _MOST_REFUSALS_OF_THE_BOT:
                # The customer has ended their chat. The words stay in the ticket.
                self._outbox.delivered(delivery)
            else:
                # Somebody has to change something first. Until then it is tried seldom.
                self._outbox.failed(delivery, str(trouble), LONGEST_PAUSE)
        else:
            self._outbox.delivered(delivery, reference)

    def _patiently(self, delivery: Delivery) -> Optional[str]:
        """A few tries at once for trouble that passes in a moment; whoever asks for a pause gets it."""
        retrying = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, ServiceUnavailable) and error.pause is None),
            # The last try must be over before the lease is.
            stop=stop_after_attempt(_TRIES_AT_ONCE)
            | stop_after_delay(_NO_TRY_AFTER)
            | stop_when_event_set(self._stopping),
            wait=wait_random_exponential(multiplier=0.2, max=2),
            sleep=self._sleep,
            reraise=True,
        )
        reference: Optional[str] = None
        for attempt in retrying:
            with attempt:
                repeated = delivery.tries > 1 or attempt.retry_state.attempt_number > 1
                reference = self._deliver(delivery, again=repeated)
        return reference

    def _deliver(self, delivery: Delivery, *, again: bool) -> Optional[str]:
        try:
            ticket, message = self._outbox.subject(delivery)
        except LookupError:
            return None
        if delivery.target is Target.CUSTOMER:
            if self._chat is None:
                raise ServiceRefused("RETURNDESK_ACTIONS_SECRET is not set, so the bot can't be asked to say it")
            self._chat.tell(ticket, delivery.kind, message, delivery.key)
            return None
        if self._desk is None or ticket.desk != self._desk_kind:
            raise ServiceRefused(f"the ticket is for {ticket.desk}, but {self._desk_kind} is configured")
        if delivery.kind is Kind.OPEN:
            return self._desk.open(ticket, delivery.key, again)
        if message is not None:
            self._desk.add(ticket, message, delivery.key, again)
        return None
