"""Sends browsers to the identity provider and exchanges the code that they bring back, as Authlib has it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional, Protocol
from urllib.parse import urlencode

from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client

from core.http_client import Answer, HttpClient, ServiceRefused, ServiceUnavailable
from returndesk.people.provider.begun import Begun
from returndesk.people.provider.discovery import Provider
from returndesk.people.provider.refusals import ProviderTrouble, Refusal, SignInRefused
from returndesk.people.provider.settings import ProviderSettings


class TokenRequests:
    """Speaks OAuth 2.0 with the provider: authorization code, PKCE. Blocks: call it from a worker thread.

    Args:
        settings: What the desk is at the provider.
        client: Asks it, within limits.
    """

    def __init__(self, settings: ProviderSettings, client: HttpClient) -> None:
        self._settings = settings
        self._http = client

    def address(self, begun: Begun, provider: Provider) -> str:
        """Where a browser goes to sign in."""
        address, _ = self._client(provider).create_authorization_url(
            provider.authorization_endpoint, state=begun.state, code_verifier=begun.verifier, nonce=begun.nonce
        )
        return str(address)

    def exchanged(self, code: str, verifier: str, provider: Provider) -> Mapping[str, Any]:
        """What the provider gives for a code.

        Raises:
            SignInRefused: It does not take the code.
            ProviderTrouble: It does not answer, or answers what can't be used.
        """
        try:
            found: Mapping[str, Any] = self._client(provider).fetch_token(
                provider.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
            )
        except OAuth2Error as error:
            if error.error == "invalid_grant":
                raise SignInRefused(Refusal.CODE) from None
            # A wrong secret above all, which no new try of anybody's mends.
            raise ProviderTrouble(f"{self._http.name} refuses the desk's request ({str(error.error)[:40]!r})") from None
        except (ServiceUnavailable, ServiceRefused) as error:
            raise ProviderTrouble(str(error)) from error
        except (ValueError, TypeError, RecursionError):
            raise ProviderTrouble(f"{self._http.name} answered what is no token") from None
        return found

    def _client(self, provider: Provider) -> OAuth2Client:
        settings = self._settings
        return OAuth2Client(
            _Wire(self._http),
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            token_endpoint_auth_method="client_secret_post" if provider.posts_secret else "client_secret_basic",
            scope=settings.scopes,
            redirect_uri=settings.redirect_uri,
            code_challenge_method="S256",
        )


class _Credentials(Protocol):
    """What puts the desk's secret into a request."""

    def prepare(self, method: str, uri: str, headers: dict[str, str], body: str) -> tuple[str, dict[str, str], str]: ...


@dataclass(frozen=True)
class _Answered:
    """An answer as Authlib reads it."""

    answer: Answer

    @property
    def status_code(self) -> int:
        return self.answer.status

    def json(self) -> Any:
        return json.loads(self.answer.body)

    def raise_for_status(self) -> None:
        if not self.answer.succeeded:
            raise ServiceUnavailable(f"the identity provider answered {self.answer.status}")


class _Wire:
    """Sends what Authlib asks for with our client, which knows limits of time and size and follows nobody elsewhere."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    def post(
        self, url: str, data: Mapping[str, str], headers: Mapping[str, str], auth: Optional[_Credentials] = None
    ) -> _Answered:
        """Send a form."""
        sent, body = dict(headers), urlencode(data)
        if auth is not None:
            url, sent, body = auth.prepare("POST", url, sent, body)
        return _Answered(self._client.send("POST", url, body.encode("ascii"), headers=sent))
