"""Whether a page's content security policy lets the widget run and reach the assistant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Optional
from urllib.parse import urlsplit

from returndesk.doctor.check import Check, fail
from returndesk.doctor.page_tag import ShopPage, origin_of, shown

_NAME: Final = "Content-Security-Policy"
_ENCRYPTED: Final = {"http": "https", "ws": "wss"}
_PORTS: Final = {"http": 80, "ws": 80, "https": 443, "wss": 443}


def policy_checks(page: ShopPage, tag: Mapping[str, str], script: str, server: str) -> Iterator[Check]:
    """One check for each directive that keeps the widget out.

    Args:
        page: The page.
        tag: The attributes of the widget's tag.
        script: The address of the script.
        server: The address of the assistant.
    """
    socket = origin_of(server).replace("http", "ws", 1)
    # Two headers come as one, with a comma between.
    for policy in ",".join(page.policies).split(","):
        directives = _directives(policy)
        scripts = _first(directives, ("script-src-elem", "script-src", "default-src"))
        if scripts is not None and not _trusts(scripts[1], tag) and not _allows(scripts[1], script, page):
            remedy = _remedy("script-src", scripts, [origin_of(script)])
            yield fail(_NAME, f"{scripts[0]} blocks the script", remedy)
        calls = _first(directives, ("connect-src", "default-src"))
        name, sources = calls or ("connect-src", ("*",))
        missing = [address for address in (origin_of(server), socket) if not _allows(sources, address, page)]
        if missing:
            remedy = _remedy("connect-src", (name, sources), missing)
            yield fail(_NAME, f"{name} keeps the page from the assistant", remedy)


def _remedy(directive: str, found: tuple[str, Sequence[str]], missing: Sequence[str]) -> str:
    """Where to add what is missing: `default-src` allows it for everything, so a directive of its own is better."""
    name, sources = found
    wanted = " ".join(missing)
    if name != "default-src":
        return f"add {wanted} to {name}"
    kept = shown(" ".join(source for source in sources if source != "'none'"))
    return f"add a {directive} beside {name}: {' '.join(filter(None, (directive, kept, wanted)))}"


def _directives(policy: str) -> Mapping[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    for directive in policy.split(";"):
        name, *sources = directive.split() or [""]
        found.setdefault(name.lower(), sources)
    return found


def _first(directives: Mapping[str, Sequence[str]], names: Sequence[str]) -> Optional[tuple[str, Sequence[str]]]:
    return next(((name, directives[name]) for name in names if name in directives), None)


def _trusts(sources: Sequence[str], tag: Mapping[str, str]) -> bool:
    """Whether the tag itself is trusted, by its nonce or by its hash."""
    nonce = tag.get("nonce")
    hashes = {f"'{each}'" for each in tag.get("integrity", "").split()}
    return bool(nonce and f"'nonce-{nonce}'" in sources) or bool(hashes & set(sources))


def _allows(sources: Sequence[str], address: str, page: ShopPage) -> bool:
    if "'strict-dynamic'" in sources and urlsplit(address).scheme in ("http", "https"):
        return False
    return any(_matches(source, address, page) for source in sources)


def _matches(source: str, address: str, page: ShopPage) -> bool:
    wanted = urlsplit(address)
    if source == "'self'":
        return origin_of(address).replace("ws", "http", 1) == page.origin
    if source.startswith("'"):
        return False
    if source == "*":
        return wanted.scheme in _PORTS
    if source.endswith(":"):
        return _fits(source[:-1].lower(), wanted.scheme)
    scheme, _, rest = source.rpartition("://")
    host, _, path = rest.partition("/")
    name, _, port = host.partition(":")
    own = urlsplit(page.url).scheme
    if not _fits(scheme.lower() or own, wanted.scheme) and not (not scheme and wanted.scheme in (own, "ws", "wss")):
        return False
    is_host = (
        (wanted.hostname or "").endswith(name[1:].lower()) if name.startswith("*.") else name.lower() == wanted.hostname
    )
    has_port = port == "*" or (int(port) if port.isdigit() else _PORTS[wanted.scheme]) == (
        wanted.port or _PORTS[wanted.scheme]
    )
    return (
        is_host
        and has_port
        and (not path or f"/{path}" == wanted.path or (source.endswith("/") and wanted.path.startswith(f"/{path}")))
    )


def _fits(allowed: str, wanted: str) -> bool:
    return wanted in (allowed, _ENCRYPTED.get(allowed)) or (allowed == "https" and wanted == "wss")
