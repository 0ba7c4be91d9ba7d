"""What can go wrong in the return store, for callers that must answer a customer all the same."""

from __future__ import annotations


class StoreUnavailable(Exception):
    """The database did not answer. The message names where it was looked for, never a password."""


class UnknownReturn(LookupError):
    """An event was reported for a return request that the store does not hold."""

    def __init__(self, number: str) -> None:
        super().__init__(f"return {number} is not in the store")
        self.number = number


class NotProven(Exception):
    """Something was to be done for a session that has not proven to be a customer, or not any more."""
