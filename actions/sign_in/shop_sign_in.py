"""Takes a shop's word for who is signed in, and forgets it again."""

from __future__ import annotations

from datetime import timedelta

from actions.sign_in.customer_token import (
    CustomerClaims,
    CustomerTokens,
    SharedSecret,
    SigningKeys,
    TokenProblem,
    TokenRefused,
)
from actions.sign_in.published_keys import PublishedKeys
from actions.store.proof.proofs import AnothersConversation
from actions.store.proof.verifications import Verifications
from core.clock import Clock
from core.settings import ENV_PREFIX, Environment, Settings, SettingsError


class ShopSignIn:
    """Signs conversations in and out.

    Args:
        tokens: What reads the shop's tokens; None where the shop hands out none.
        verifications: Where it is remembered.
        clock: Tells the time.
    """

    def __init__(self, tokens: CustomerTokens | None, verifications: Verifications, clock: Clock) -> None:
        self._tokens = tokens
        self._verifications = verifications
        self._clock = clock

    def sign_in(self, session_id: str, token: str) -> CustomerClaims:
        """Remember the customer whom a token names for a conversation.

        A token may be shown for several conversations while it lasts: a customer has several tabs.

        Args:
            session_id: The conversation, as the bot names it.
            token: The shop's token.

        Raises:
            TokenRefused: The token proves nothing or names nobody whom the store knows, or it's another's conversation.
            StoreUnavailable: The store did not answer.
        """
        if self._tokens is None:
            raise TokenRefused(TokenProblem.NOT_CONFIGURED)
        claims = self._tokens.read(token)
        try:
            known = self._verifications.sign_in(
                session_id, claims.customer_id, claims.given_name, claims.expires_at, self._clock.now()
            )
        except AnothersConversation:
            raise TokenRefused(TokenProblem.ANOTHERS_CONVERSATION) from None
        if known is None:
            raise TokenRefused(TokenProblem.UNKNOWN_CUSTOMER)
        return claims

    def sign_out(self, session_id: str) -> None:
        """Forget who a conversation speaks for, however it was proven.

        Raises:
            StoreUnavailable: The store did not answer.
        """
        self._verifications.forget(session_id)


def tokens_from(settings: Settings, clock: Clock) -> CustomerTokens | None:
    """What reads the shop's tokens, as the settings say; None where they name neither keys nor a secret.

    Raises:
        SettingsError: Keys and a secret are both named, one of them can't be used, or production does not say who
            issues tokens and for whom.
    """
    keys = _keys_from(settings)
    if keys is None:
        return None
    if settings.env is Environment.PRODUCTION:
        for name, value in (("ISSUER", settings.customer_issuer), ("AUDIENCE", settings.customer_audience)):
            if not value:
                raise SettingsError(
                    f"{ENV_PREFIX}CUSTOMER_{name}: is needed in production, so that no token made for another service "
                    "is taken; set it to what your website's tokens say"
                )
    return CustomerTokens(
        keys,
        settings.customer_issuer,
        settings.customer_audience,
        clock,
        timedelta(seconds=settings.customer_clock_skew),
        timedelta(minutes=settings.customer_token_minutes),
    )


def _keys_from(settings: Settings) -> SigningKeys | None:
    jwks, secret = f"{ENV_PREFIX}CUSTOMER_JWKS", f"{ENV_PREFIX}CUSTOMER_SECRET"
    if settings.customer_jwks and settings.customer_secret:
        raise SettingsError(f"{jwks} and {secret} are both set; keep the one that your website signs with")
    try:
        if settings.customer_jwks:
            return PublishedKeys(settings.customer_jwks)
        if settings.customer_secret:
            return SharedSecret(settings.customer_secret.get_secret_value())
    except ValueError as error:
        raise SettingsError(f"{jwks if settings.customer_jwks else secret}: {error}") from None
    return None
