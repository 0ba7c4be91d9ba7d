"""What the identity provider says of itself: its discovery document (OpenID Connect Discovery 1.0)."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Optional

import structlog

from core.http_client import HttpClient, ServiceRefused, ServiceUnavailable
from returndesk.people.provider.refusals import ProviderAway, ProviderTrouble
from returndesk.people.provider.settings import is_safe

logger = structlog.get_logger(__name__)

#: After so many seconds it is read again; until it can be, the one before serves.
FRESH_SECONDS: Final = 3600.0
#: After a failure nobody asks again for so long: who presses the button again and again makes nobody else wait.
RETRY_SECONDS: Final = 5.0
#: How many seconds one answer of the provider's may take in all, and to connect and between two pieces of it.
BUDGET: Final = 8.0
_TIMEOUT: Final = (3.0, 5.0)
_LARGEST_ANSWER: Final = 256 * 1024
#: What an ID token may be signed with: a private key. With nothing, or the public half as a secret, anybody could.
_ALGORITHMS: Final = frozenset(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512))
_USUAL_ALGORITHM: Final = "RS256"


@dataclass(frozen=True)
class Provider:
    """What is known of a provider.

    Args:
        authorization_endpoint: Where browsers are sent to sign in.
        token_endpoint: Where a code is exchanged for an ID token.
        jwks_uri: Where its keys are.
        end_session_endpoint: Where browsers are sent to sign out; None where it has no such page.
        algorithms: What its ID tokens may be signed with.
        posts_secret: Whether the desk shows its secret in the form rather than in a header.
        names_itself: Whether it says who it is where it sends browsers back (RFC 9207).
    """

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: Optional[str]
    algorithms: frozenset[str]
    posts_secret: bool
    names_itself: bool


class Discovery:
    """Knows the provider. Blocks: call it from a worker thread. May be shared between threads.

    Args:
        issuer: Who it is.
        client: Asks it, within limits.
        seconds: A clock that only moves forward; how long something is known has nothing to do with the time of day.
    """

    def __init__(self, issuer: str, client: HttpClient, seconds: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer
        self._client = client
        self._seconds = seconds
        self._lock = threading.Lock()
        self._known: Optional[Provider] = None
        self._trouble = ProviderTrouble("")
        self._next_at = float("-inf")

    def provider(self) -> Provider:
        """What the provider says of itself.

        Raises:
            ProviderTrouble: It does not answer, or what it says can't be used, and nothing was known before.
        """
        with self._lock:
            if self._seconds() >= self._next_at:
                self._look()
            if self._known is None:
                # Anew each time: raised again and again, one error would keep every place that it came by.
                raise type(self._trouble)(str(self._trouble))
            return self._known

    def _look(self) -> None:
        try:
            self._known = _read(ask_json(self._client, well_known(self._issuer)), self._issuer)
        except ProviderTrouble as trouble:
            self._trouble = trouble
            self._next_at = self._seconds() + RETRY_SECONDS
            logger.warning("people.provider_not_known", reason=str(trouble))
        else:
            self._next_at = self._seconds() + FRESH_SECONDS


def provider_client(seconds: float = BUDGET) -> HttpClient:
    """What asks a provider, within limits of time and size."""
    return HttpClient("the identity provider", timeout=_TIMEOUT, budget=seconds, longest=_LARGEST_ANSWER)


def well_known(issuer: str) -> str:
    """Where a provider's discovery document is."""
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"


def ask_json(client: HttpClient, address: str) -> Mapping[str, Any]:
    """A document of the provider's.

    Raises:
        ProviderTrouble: It can't be had, or is none.
    """
    try:
        found = json.loads(client.ask("GET", address, headers={"Accept": "application/json"}).body)
    except ServiceUnavailable as error:
        raise ProviderAway(str(error)) from error
    except ServiceRefused as error:
        raise ProviderTrouble(str(error)) from error
    except (ValueError, RecursionError):
        raise ProviderTrouble(f"{client.name} answered what is no JSON") from None
    if not isinstance(found, dict):
        raise ProviderTrouble(f"{client.name} answered another kind of document")
    return found


def _read(found: Mapping[str, Any], issuer: str) -> Provider:
    if found.get("issuer") != issuer:
        raise ProviderTrouble("the issuer in its discovery document is not RETURNDESK_OIDC_ISSUER, sign by sign")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_safe(found.get(name)):
            raise ProviderTrouble(f"{name} in its discovery document is no https address")
    end_session = found.get("end_session_endpoint")
    methods = _texts(found, "token_endpoint_auth_methods_supported")
    # None in common would mean the library's own choice, which has algorithms with a secret in it.
    algorithms = _ALGORITHMS & (_texts(found, "id_token_signing_alg_values_supported") or {_USUAL_ALGORITHM})
    if not algorithms:
        raise ProviderTrouble("its ID tokens are signed with nothing that is taken here, such as RS256 or ES256")
    return Provider(
        authorization_endpoint=found["authorization_endpoint"],
        token_endpoint=found["token_endpoint"],
        jwks_uri=found["jwks_uri"],
        end_session_endpoint=end_session if is_safe(end_session) else None,
        algorithms=frozenset(algorithms),
        # How signs are written in a header is read differently by different providers, and in a form by all alike.
        posts_secret="client_secret_post" in methods,
        names_itself=found.get("authorization_response_iss_parameter_supported") is True,
    )


def _texts(found: Mapping[str, Any], name: str) -> frozenset[str]:
    values = found.get(name)
    return frozenset(each for each in values if isinstance(each, str)) if isinstance(values, list) else frozenset()
