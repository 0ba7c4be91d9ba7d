"""Asks a carrier's tracking service over HTTP, and copes with one that is slow, broken or gone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Optional

import structlog
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from actions.carrier.breaker import CircuitBreaker
from actions.carrier.carrier import CarrierUnavailable
from actions.carrier.protocol import parcel_scans
from core.http_client import AnswerTooLong, HttpClient, ServiceUnavailable
from core.identifiers import can_be_looked_up
from policy.model import CarrierScan

logger = structlog.get_logger(__name__)

#: Told how a call ended, and how many seconds it took.
Watch = Callable[[str, float], None]

#: In seconds: what took longer is worth a line in the log.
_SLOW = 1.0
_LONGEST_ANSWER = 64 * 1024


class HttpCarrier:
    """A carrier behind `GET {base_url}/v1/parcels/{tracking_number}`. Blocks: call it from a worker thread.

    One instance may serve many threads; they share the circuit breaker, and the connections that stay open.

    Args:
        base_url: Where the service is; a path in front of `/v1` may be part of it.
        timeout: Seconds to connect, and seconds between two pieces of an answer.
        budget: Seconds after which one call starts no further try and reads no further.
        attempts: How often one call asks before it gives up.
        backoff: Seconds before the second try at most; twice as many before each further one.
        breaker_threshold: Failed calls in a row after which the carrier is left alone.
        breaker_cooldown: Seconds it is left alone before one call may try again.
        monotonic: A clock in seconds that never stands still, also where the shop's clock is frozen.
        sleep: Waits for a number of seconds.
        watch: Told of every call how it ended (answered, unavailable or left_alone) and how many seconds it took.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout: float = 2.0,
        budget: float = 5.0,
        attempts: int = 3,
        backoff: float = 0.2,
        breaker_threshold: int = 5,
        breaker_cooldown: float = 30.0,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        watch: Watch | None = None,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._client = HttpClient(
            f"the carrier at {self._base_url}",
            timeout=timeout,
            budget=budget,
            longest=_LONGEST_ANSWER,
            keeps=True,
            monotonic=monotonic,
        )
        self._budget = budget
        self._attempts = attempts
        self._backoff = backoff
        self._breaker = CircuitBreaker(breaker_threshold, breaker_cooldown, monotonic)
        self._monotonic = monotonic
        self._sleep = sleep
        self._watch = watch

    def scans(self, tracking_number: str) -> tuple[CarrierScan, ...]:
        """The parcel's scans, oldest first; empty where the carrier doesn't know the parcel.

        Raises:
            CarrierUnavailable: The carrier could not be asked, or is being left alone after repeated failures. The
                message names no parcel.
        """
        # Anything else would only change the path that is asked for.
        if not can_be_looked_up(tracking_number):
            return ()
        if not self._breaker.admits():
            self._note("left_alone", 0.0)
            raise CarrierUnavailable(f"{self._client.name} is left alone after repeated failures")
        began = self._monotonic()
        try:
            found = self._ask(tracking_number)
        except CarrierUnavailable:
            self._breaker.failed()
            self._note("unavailable", self._monotonic() - began)
            raise
        self._breaker.succeeded()
        self._note("answered", self._monotonic() - began)
        return found

    def _note(self, outcome: str, seconds: float) -> None:
        if self._watch is not None:
            self._watch(outcome, seconds)
        if outcome != "answered" or seconds >= _SLOW:
            logger.warning("carrier.slow_or_gone", outcome=outcome, seconds=round(seconds, 3))

    def _ask(self, tracking_number: str) -> tuple[CarrierScan, ...]:
        """One call, with its retries."""
        deadline = self._monotonic() + self._budget

        def over(state: RetryCallState) -> bool:
            return stop_after_attempt(self._attempts)(state) or self._monotonic() + state.upcoming_sleep >= deadline

        retrying = Retrying(
            retry=retry_if_exception(_may_pass),
            stop=over,
            wait=wait_random_exponential(multiplier=self._backoff, max=self._budget),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            answer = retrying(self._fetch, tracking_number, deadline)
            return () if answer is None else parcel_scans(json.loads(answer), tracking_number)
        except ServiceUnavailable as error:
            raise CarrierUnavailable(str(error)) from error
        except (ValueError, RecursionError) as error:
            raise CarrierUnavailable(
                f"{self._client.name} answered what cannot be understood: {type(error).__name__}"
            ) from error

    def _fetch(self, tracking_number: str, deadline: float) -> Optional[bytes]:
        """One try: the answer's bytes, None where the carrier doesn't know the parcel."""
        answer = self._client.send("GET", f"{self._base_url}/v1/parcels/{tracking_number}", deadline=deadline)
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        if answer.may_change:
            raise ServiceUnavailable(f"{self._client.name} did not answer: status {answer.status}")
        if answer.status != HTTPStatus.OK:
            raise CarrierUnavailable(f"{self._client.name} said {answer.status}")
        return answer.body


def _may_pass(error: BaseException) -> bool:
    """Whether a failure may be over at the next try."""
    return isinstance(error, ServiceUnavailable) and not isinstance(error, AnswerTooLong)
