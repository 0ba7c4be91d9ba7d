"""Signing in at the identity provider, from the button to the account, and signing out there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Optional

from authlib.common.urls import add_params_to_uri
from sqlalchemy.engine import Engine

from actions.store.proof.guess_limits import Limit
from returndesk.people.deeds import NOBODY, PROVIDER, Deed, Deeds
from returndesk.people.provider.accounts import Admitted, ProviderAccounts
from returndesk.people.provider.begun import BegunSignIns, ComeBack
from returndesk.people.provider.claimed_role import claimed_role, wished_name
from returndesk.people.provider.discovery import BUDGET, Discovery, Provider, provider_client
from returndesk.people.provider.id_tokens import IdTokens
from returndesk.people.provider.keys import ProviderKeys
from returndesk.people.provider.refusals import ProviderTrouble, Refusal, SignInRefused
from returndesk.people.provider.settings import ProviderSettings
from returndesk.people.provider.token_request import TokenRequests
from returndesk.people.tries import Tries, digest, seconds

_SUBJECT: Final = "address of a sign-in at the provider"
_LIMIT: Final = Limit(free=20, pauses=seconds(5, 15, 60), window=timedelta(hours=1))
#: Of an address that browsers are sent to; a longer ID token is not shown there again.
_LONGEST_HINT: Final = 4096
#: Refusals of somebody whom the provider vouches for: nobody who guesses gets so far.
_OF_SOMEBODY: Final = frozenset({Refusal.MAIL, Refusal.NO_ROLE, Refusal.LOCKED})


@dataclass(frozen=True)
class Sent:
    """Where a browser goes to sign in, and what it shows when it comes back."""

    address: str
    state: str
    browser: str


@dataclass(frozen=True)
class Returned:
    """What a browser comes back with, whoever wrote it.

    Args:
        state: What it was sent with.
        code: What the provider gives an ID token for.
        error: Why there is none; empty where there is one.
        issuer: Who the provider says that it is, where it does.
        browser: What the browser shows to be the one that was sent.
        network: The network that it comes from.
    """

    state: str
    code: str
    error: str
    issuer: str
    browser: str
    network: str


@dataclass(frozen=True)
class SignedIn:
    """Who has signed in, where they want to go on, and what the provider said, to be shown there again."""

    admitted: Admitted
    after: str
    id_token: str


class ProviderSignIn:
    """Signs people in whom the provider vouches for. Blocks: call it from a worker thread.

    Args:
        settings: The provider.
        engine: A migrated database, from `open_engine`.
        seconds: How long one answer of the provider's may take.
    """

    def __init__(self, settings: ProviderSettings, engine: Engine, seconds: float = BUDGET) -> None:
        client = provider_client(seconds)
        self.settings = settings
        self._discovery = Discovery(settings.issuer, client)
        self._requests = TokenRequests(settings, client)
        self._tokens = IdTokens(settings, ProviderKeys(client))
        self._begun = BegunSignIns(engine)
        self._accounts = ProviderAccounts(engine, settings.issuer)
        self._deeds = Deeds(engine)
        self._tries = Tries(engine)

    def begin(self, after: str, network: str, now: datetime) -> Sent:
        """Where a browser goes to sign in.

        Args:
            after: A page of the application to go on to, or nothing.
            network: The network that it comes from.
            now: The current instant, aware.

        Raises:
            ProviderTrouble: The provider does not answer.
            TryLater: Too many of that network are under way.
            StoreUnavailable: The database did not answer.
        """
        provider = self._discovery.provider()
        begun = self._begun.begin(after, network, now)
        return Sent(self._requests.address(begun, provider), begun.state, begun.browser)

    def finish(self, returned: Returned, now: datetime) -> SignedIn:
        """Who has come back; what came of it stands in the log.

        A try counts as refused before anybody looks, as with a password.

        Raises:
            SignInRefused: Nobody is signed in by this.
            ProviderTrouble: The provider does not answer.
            TryLater: There were too many.
            StoreUnavailable: The database did not answer.
        """
        counted = self._tries.count({digest(_SUBJECT, returned.network): _LIMIT}, now)
        try:
            signed_in = self._finished(returned, now)
        except SignInRefused as refused:
            if refused.refusal in _OF_SOMEBODY:
                self._tries.take_back(counted)
            self._deeds.note(NOBODY, Deed.REFUSED, now, refused.about, refused.refusal.value)
            raise
        except ProviderTrouble:
            self._tries.take_back(counted)
            raise
        self._tries.take_back(counted)
        self._note(signed_in.admitted, now)
        return signed_in

    def sign_out_address(self, id_token: str) -> Optional[str]:
        """Where a browser goes to sign out of the provider as well; None where there is no such page.

        Args:
            id_token: What the provider said when they signed in.
        """
        try:
            address = self._discovery.provider().end_session_endpoint
        except ProviderTrouble:
            return None
        if address is None:
            return None
        asked = {"client_id": self.settings.client_id, "post_logout_redirect_uri": self.settings.signed_out_uri}
        hint = {"id_token_hint": id_token} if id_token else {}
        return str(add_params_to_uri(address, list({**asked, **hint}.items())))

    def _finished(self, returned: Returned, now: datetime) -> SignedIn:
        begun = self._begun.take(returned.state, returned.browser, now)
        if begun is None:
            raise SignInRefused(Refusal.NOT_BEGUN)
        provider = self._discovery.provider()
        # Before the code goes anywhere: another provider's would be told to this one (RFC 9207).
        if returned.issuer != self.settings.issuer and (returned.issuer or provider.names_itself):
            raise SignInRefused(Refusal.OTHER_ISSUER)
        if returned.error or not returned.code:
            raise SignInRefused(Refusal.DENIED)
        return self._admitted(returned.code, begun, provider, now)

    def _admitted(self, code: str, begun: ComeBack, provider: Provider, now: datetime) -> SignedIn:
        answer = self._requests.exchanged(code, begun.verifier, provider)
        claims = self._tokens.read(answer, begun.nonce, provider, now)
        try:
            role = claimed_role(claims, self.settings)
        except SignInRefused:
            self._accounts.end_sessions(claims["sub"])
            raise
        admitted = self._accounts.admit(claims["sub"], role, wished_name(claims), now)
        token = answer["id_token"]
        return SignedIn(admitted, begun.after, token if len(token) <= _LONGEST_HINT else "")

    def _note(self, admitted: Admitted, now: datetime) -> None:
        person, before, by = admitted.person, admitted.before, f"by {self.settings.name}"
        if before is None:
            self._deeds.note(PROVIDER, Deed.ADDED, now, person.name, f"{person.role.value}, {by}")
        elif before is not person.role:
            self._deeds.note(
                PROVIDER, Deed.CHANGED_ROLE, now, person.name, f"{before.value} to {person.role.value}, {by}"
            )
        self._deeds.note(person.name, Deed.SIGNED_IN, now, reason=by)
