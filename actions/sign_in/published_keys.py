"""A shop's public keys, as it publishes them: a JWKS in a file or at an address."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Optional
from urllib.parse import urlsplit

import jwt
import structlog

from actions.sign_in.customer_token import TokenProblem, TokenRefused
from core.http_client import HttpClient, ServiceRefused, ServiceUnavailable, is_loopback

logger = structlog.get_logger(__name__)

#: After this many seconds the keys are read again, so that one that was withdrawn stops working.
REFRESH_SECONDS = 600.0
#: An unknown key is asked for at most this often: a stranger's tokens must not become requests to the shop.
RETRY_SECONDS = 60.0
#: Keys that could not be read again serve this long, so that a short outage at the shop signs nobody out.
STALE_SECONDS = 3600.0
LARGEST_JWKS = 256 * 1024
SHORTEST_RSA_KEY = 2048

_TIMEOUT = (3.0, 5.0)
_BUDGET = 10.0


class PublishedKeys:
    """The RSA keys of a JWKS, for RS256. Keys of any other kind or use in it are left out.

    Args:
        source: A file, or an address that begins with https:// (http:// on this machine alone).
        seconds: A clock that only moves forward; the keys' age has nothing to do with the time of day.

    Raises:
        ValueError: The address is not one of these.
    """

    algorithm = "RS256"

    def __init__(self, source: str, seconds: Callable[[], float] = time.monotonic) -> None:
        parts = urlsplit(source)
        if parts.scheme in ("http", "https") and not (parts.scheme == "https" or is_loopback(parts.hostname or "")):
            raise ValueError("begins with http://, where anybody on the way could put keys of their own; use https://")
        is_address = parts.scheme in ("http", "https")
        self._fetch = _KeysAtAddress(source).get_jwk_set if is_address else partial(_keys_in_file, Path(source))
        self._seconds = seconds
        self._lock = threading.Lock()
        self._keys: Mapping[str, Any] = {}
        self._read_at: Optional[float] = None
        self._tried_at: Optional[float] = None

    def key_for(self, key_id: Optional[str]) -> Any:
        """The key with this id; without one, the only key there is.

        Raises:
            TokenRefused: There is no such key, or the keys can't be read.
        """
        with self._lock:
            if self._age() > REFRESH_SECONDS:
                self._read()
            found = self._find(key_id)
            if found is None:
                self._read()
                found = self._find(key_id)
            if self._age() > STALE_SECONDS:
                raise TokenRefused(TokenProblem.KEYS_UNAVAILABLE)
            if found is None:
                raise TokenRefused(TokenProblem.UNKNOWN_KEY)
            return found

    def _find(self, key_id: Optional[str]) -> Any:
        if key_id is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(key_id)

    def _age(self) -> float:
        return float("inf") if self._read_at is None else self._seconds() - self._read_at

    def _read(self) -> None:
        """Read the keys again, unless that was tried just now; on failure the earlier ones stay."""
        now = self._seconds()
        if self._tried_at is not None and now - self._tried_at < RETRY_SECONDS:
            return
        self._tried_at = now
        try:
            self._keys = _rsa_keys(self._fetch())
        except (OSError, ServiceUnavailable, ServiceRefused, jwt.PyJWTError, ValueError, RecursionError) as error:
            logger.warning("jwks.unavailable", error=type(error).__name__)
            return
        self._read_at = now


class _KeysAtAddress(jwt.PyJWKClient):
    """Fetches a JWKS within our own limits.

    PyJWT's caches are off: they don't serve on while the shop is away, nor wait after a failure before they ask again.
    """

    def __init__(self, address: str) -> None:
        super().__init__(address, cache_jwk_set=False)
        self._client = HttpClient("the shop", timeout=_TIMEOUT, budget=_BUDGET, longest=LARGEST_JWKS)

    def fetch_data(self) -> Any:
        return json.loads(self._client.ask("GET", self.uri).body)


def _keys_in_file(path: Path) -> jwt.PyJWKSet:
    with path.open("rb") as file:
        content = file.read(LARGEST_JWKS + 1)
    if len(content) > LARGEST_JWKS:
        raise ValueError("larger than any set of keys")
    document = json.loads(content)
    if not isinstance(document, dict):
        raise ValueError("not a JWKS")
    return jwt.PyJWKSet.from_dict(document)


def _rsa_keys(published: jwt.PyJWKSet) -> Mapping[str, Any]:
    """The usable keys of a JWKS by id.

    Raises:
        ValueError: It holds none.
    """
    keys = {
        str(each.key_id or f"? {place}"): each.key
        for place, each in enumerate(published)
        if each.algorithm_name == PublishedKeys.algorithm and each.public_key_use in (None, "sig")
        # A private one can't verify.
        if hasattr(each.key, "verify") and each.key.key_size >= SHORTEST_RSA_KEY
    }
    if not keys:
        raise ValueError("no RSA key for signatures in it")
    return keys
