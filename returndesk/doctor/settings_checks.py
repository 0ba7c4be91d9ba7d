"""What the settings alone tell: whether they may serve customers."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

from core.http_client import is_loopback
from core.settings import ActionsIn, Environment, Settings
from returndesk import store_address
from returndesk.doctor.check import Check, fail, ok, warn
from returndesk.doctor.provider_checks import provider_settings_checks
from returndesk.doctor.secret_checks import api_key_checks, channel_secret_checks, secret_checks
from returndesk.project import Project

_REMOTE = {
    "carrier_url": "RETURNDESK_CARRIER_URL",
    "connect_url": "RETURNDESK_CONNECT_URL",
    "customer_jwks": "RETURNDESK_CUSTOMER_JWKS",
    "help_desk_url": "RETURNDESK_HELP_DESK_URL",
    "tracking_url": "RETURNDESK_TRACKING_URL",
}
_ACTIONS_RUN = {
    None: "run in the bot's process with `up`, and on an action server with `serve bot`",
    ActionsIn.BOT: "run in the bot's process",
    ActionsIn.SERVER: "run on an action server",
}
# Those that make sure whom they talk to. "prefer", the driver's own choice, goes on in the clear.
_SAFE_MODES = frozenset({"require", "verify-ca", "verify-full"})


def settings_checks(
    project: Project, settings: Settings, *, origins: Sequence[str] = (), enable_api: bool = False
) -> Iterator[Check]:
    """Look at the settings without asking anybody.

    Args:
        project: The checkout.
        settings: What was set.
        origins: Websites that were allowed as options, besides those of the settings.
        enable_api: Whether Rasa's HTTP API is to be opened.
    """
    production = settings.env is Environment.PRODUCTION
    if production:
        yield ok("environment", "production: only signed sessions and servers with a key get in")
    else:
        yield warn(
            "environment",
            "development: whoever reaches the bot on this machine is taken at their word",
            "set RETURNDESK_ENV=production where customers are served",
        )
    yield ok("actions", _ACTIONS_RUN[settings.actions_in])
    yield _clock(settings, production)
    yield _changes(settings)
    yield _labels(settings, production)
    yield _parcels(settings)
    yield from secret_checks(settings)
    yield from api_key_checks(settings)
    yield from channel_secret_checks(settings)
    yield from _origins([*origins, *getattr(settings, "allowed_origins", "").replace(",", " ").split()], production)
    yield _api(settings, enable_api)
    yield _proxies(settings, production)
    yield from provider_settings_checks(settings)
    yield _demo_data(project, settings, production)
    yield from _remote(settings, production)
    yield from _databases(settings)


def _changes(settings: Settings) -> Check:
    if settings.store_secret is None:
        return ok("changes", "come by `returndesk import` alone, as RETURNDESK_STORE_SECRET is not set")
    return ok("changes", "are taken in at /store/changes, signed with RETURNDESK_STORE_SECRET")


def _labels(settings: Settings, production: bool) -> Check:
    name = "labels"
    if not settings.public_url:
        return ok(
            name, "are given to nobody in the chat, as RETURNDESK_PUBLIC_URL does not say where the bot is reached"
        )
    if production and settings.public_url.startswith("http:") and not _is_here(settings.public_url):
        return fail(name, "are fetched in the clear", "write RETURNDESK_PUBLIC_URL with https://")
    return ok(name, f"are fetched at {settings.public_url}/webhooks/label")


def _parcels(settings: Settings) -> Check:
    name = "parcels"
    if settings.tracking_service is None:
        return ok(name, "are asked for at RETURNDESK_CARRIER_URL, as no tracking service is named")
    service = settings.tracking_service.value
    if settings.tracking_key is None:
        return fail(name, f"{service} can't be asked", "set RETURNDESK_TRACKING_KEY to the key of its API")
    if settings.tracking_secret is None:
        remedy = f"set RETURNDESK_TRACKING_SECRET, and have {service} tell /webhooks/tracking/{service}"
        return warn(name, f"{service} is asked, and its webhooks are refused", remedy)
    return ok(name, f"{service} is asked, each parcel every {settings.tracking_minutes} minutes, and tells of them")


def _clock(settings: Settings, production: bool) -> Check:
    if settings.now is None:
        return ok("clock", "real time")
    remedy = "unset RETURNDESK_NOW and leave out --now"
    found = f"is frozen at {settings.now.isoformat()}"
    return (fail if production else warn)("clock", found, remedy)


def _origins(origins: Sequence[str], production: bool) -> Iterator[Check]:
    name = "CORS"
    if any("*" in origin for origin in origins):
        remedy = "name your own in RETURNDESK_ALLOWED_ORIGINS, such as https://shop.example"
        yield (fail if production else warn)(name, "every website may talk to the bot", remedy)
        return
    plain = [origin for origin in origins if urlsplit(origin).scheme == "http" and not _is_here(origin)]
    if plain and production:
        yield warn(name, f"{plain[0]} is not encrypted", "serve the shop's pages over https")
    elif production and not origins:
        yield warn(name, "no website may talk to the bot", "name yours in RETURNDESK_ALLOWED_ORIGINS")
    else:
        yield ok(name, ", ".join(origins) or "the demo page alone")


def _api(settings: Settings, enable_api: bool) -> Check:
    name = "HTTP API"
    if not enable_api:
        return ok(name, "is off")
    if getattr(settings, "api_token", None) is None:
        return fail(name, "is open to everybody", "set RETURNDESK_API_TOKEN, or leave out --enable-api")
    return ok(name, "is on, behind RETURNDESK_API_TOKEN")


def _proxies(settings: Settings, production: bool) -> Check:
    name = "proxies"
    for entry in settings.trusted_proxies.replace(",", " ").split():
        try:
            everybody = ipaddress.ip_network(entry, strict=False).prefixlen == 0
        except ValueError:
            return fail(name, f"{entry} is no network", "write RETURNDESK_TRUSTED_PROXIES as 10.0.0.5 or 10.0.0.0/24")
        if everybody:
            remedy = "name the proxies' own addresses in RETURNDESK_TRUSTED_PROXIES"
            found = f"{entry} lets every caller choose the address that limits count by"
            return (fail if production else warn)(name, found, remedy)
    return ok(name, settings.trusted_proxies or "none is trusted")


def _demo_data(project: Project, settings: Settings, production: bool) -> Check:
    would_seed = settings.demo_data and settings.database_url == store_address.embedded_url(project)
    if production and would_seed:
        remedy = "set RETURNDESK_DATABASE_URL to the shop's store, or RETURNDESK_DEMO_DATA=false"
        return fail("demo data", "an empty store would be filled with the demo shop", remedy)
    return ok("demo data", "is for the embedded store in development" if would_seed else "is off")


def _remote(settings: Settings, production: bool) -> Iterator[Check]:
    for field, variable in _REMOTE.items():
        address = getattr(settings, field, "")
        if urlsplit(address).scheme not in ("http", "https"):
            continue
        if urlsplit(address).scheme == "http" and not _is_here(address):
            found = "what is asked there can be read and changed on the way"
            yield (fail if production else warn)(variable, found, "write it with https://")
        else:
            yield ok(variable, "is encrypted" if address.startswith("https") else "is on this machine")


def _databases(settings: Settings) -> Iterator[Check]:
    named = {
        "RETURNDESK_DATABASE_URL": settings.database_url,
        "RETURNDESK_CONVERSATIONS_URL": settings.conversations_url,
    }
    for variable, address in named.items():
        url = make_url(address) if address else None
        if url is None or url.get_backend_name() != "postgresql" or _is_local_name(url.host):
            continue
        if url.query.get("sslmode") in _SAFE_MODES:
            yield ok(variable, "is encrypted")
        else:
            yield warn(variable, "may be talked to in the clear", "add ?sslmode=verify-full to the address")


def _is_here(address: str) -> bool:
    return _is_local_name(urlsplit(address).hostname)


def _is_local_name(host: str | None) -> bool:
    return not host or host.startswith("/") or is_loopback(host)
