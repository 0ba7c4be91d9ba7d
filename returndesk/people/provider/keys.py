"""The keys that the identity provider signs with, as it publishes them (a JWKS)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Optional

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, Key, RSAKey

from core.http_client import HttpClient
from returndesk.people.provider.discovery import ask_json
from returndesk.people.provider.refusals import ProviderTrouble, Refusal, SignInRefused

#: After so many seconds the keys are read again, so that one that was withdrawn stops working.
REFRESH_SECONDS: Final = 600.0
SHORTEST_RSA_KEY: Final = 2048
_MOST_KEYS: Final = 50


class ProviderKeys:
    """Knows them. Blocks: call it from a worker thread. May be shared between threads.

    Args:
        client: Asks the provider, within limits.
        seconds: A clock that only moves forward.
    """

    def __init__(self, client: HttpClient, seconds: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._seconds = seconds
        self._lock = threading.Lock()
        self._keys: list[Key] = []
        self._read_at = float("-inf")

    def key_for(self, address: str, key_id: Optional[str]) -> Key:
        """The key with this id; without one, the only key there is.

        A key that is not known is looked for once more at the provider, which may have taken a new one.

        Raises:
            ProviderTrouble: The keys can't be had.
            SignInRefused: There is no such key.
        """
        with self._lock:
            old = self._seconds() - self._read_at > REFRESH_SECONDS
            if old:
                self._read(address)
            found = self._find(key_id)
            if found is None and not old:
                self._read(address)
                found = self._find(key_id)
        if found is None:
            raise SignInRefused(Refusal.UNKNOWN_KEY)
        return found

    def _find(self, key_id: Optional[str]) -> Optional[Key]:
        if key_id is None:
            return self._keys[0] if len(self._keys) == 1 else None
        return next((key for key in self._keys if key.kid == key_id), None)

    def _read(self, address: str) -> None:
        published = ask_json(self._client, address).get("keys")
        if not isinstance(published, list):
            raise ProviderTrouble("its keys are no JWKS")
        keys = [_signing_key(each) for each in published[:_MOST_KEYS] if isinstance(each, dict)]
        self._keys = [key for key in keys if key is not None]
        self._read_at = self._seconds()


def _signing_key(published: Mapping[str, Any]) -> Optional[Key]:
    """A public key for signatures; None for any other, and what is none."""
    if published.get("kty") not in ("RSA", "EC") or published.get("use") not in (None, "sig"):
        return None
    try:
        key = JWKRegistry.import_key(dict(published))
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    if isinstance(key, RSAKey):
        return key if key.public_key.key_size >= SHORTEST_RSA_KEY else None
    return key if isinstance(key, ECKey) else None
