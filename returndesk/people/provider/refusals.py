"""Why nobody is signed in by what came from the identity provider."""

from __future__ import annotations

from enum import Enum


class Refusal(str, Enum):
    """Why a sign-in was refused; stands in the log."""

    NOT_BEGUN = "not begun in this browser, too late, or done already"
    DENIED = "the provider did not sign them in"
    OTHER_ISSUER = "the answer is of another provider"
    CODE = "the provider did not take the code"
    NO_ID = "no ID token"
    ALGORITHM = "the ID token's algorithm"
    UNKNOWN_KEY = "the ID token's key is not known"
    SIGNATURE = "the ID token's signature"
    ISSUER = "the ID token's issuer"
    AUDIENCE = "the ID token is for another application"
    NONCE = "the ID token is of another sign-in"
    EXPIRED = "the ID token has expired"
    CLAIM = "the ID token can't be read"
    MAIL = "the mail address"
    NO_ROLE = "no role"
    LOCKED = "the account is locked"


class SignInRefused(Exception):
    """Somebody is not signed in. Nothing here repeats what a token holds.

    Args:
        refusal: Why.
        about: Who it is, where that is known: what the provider knows them by, or the name of their account.
    """

    def __init__(self, refusal: Refusal, about: str = "") -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.about = about


class ProviderTrouble(Exception):
    """The identity provider says what can't be used. The message holds no secret."""


class ProviderAway(ProviderTrouble):
    """It does not answer, or not now."""
