"""An OpenID provider of our own: the certified `oidc-provider` out of its packages, with its own pages to sign in."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from core.http_client import HttpClient, ServiceUnavailable
from lab.testbed.programs import MissingServer, find_program
from lab.testbed.server_process import OwnServer, processes_of_servers
from returndesk.process.ports import free_ports
from returndesk.process.service import LOOPBACK

#: Its packages with their lock, and the program that starts it.
PROJECT: Final = Path(__file__).parent / "oidc_provider"
CLIENT_ID: Final = "return-desk"
_LOCK: Final = PROJECT / "package-lock.json"


def installed() -> Path:
    """Its packages, which scripts/install-oidc-provider installs for all checkouts of this machine.

    Raises:
        MissingServer: They are not there, or not those of the lock.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    lock = hashlib.sha256(_LOCK.read_bytes()).hexdigest()[:16]
    found = cache / "returndesk" / f"oidc-provider-{lock}" / "node_modules"
    if not (found / "oidc-provider").exists():
        raise MissingServer(
            "the OpenID provider is not installed; run scripts/install-oidc-provider, which needs Node 20 and npm"
        )
    return found


@contextmanager
def own_oidc_provider(
    folder: Path, client_secret: str, redirect_uri: str, signed_out_uri: str, people: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Run the provider on loopback for the time of a block.

    Args:
        folder: Where it runs and its log goes; made where missing.
        client_secret: What the application `CLIENT_ID` shows to it.
        redirect_uri: Where it sends browsers back to.
        signed_out_uri: Where to after signing out.
        people: What it says of who signs in, by the name that they type; any password is right.

    Yields:
        Its address, which is the issuer.

    Raises:
        MissingServer: It or Node is not installed.
        Failure: It does not come up.
    """
    packages, node = installed(), find_program("node", "nodejs")
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "provider.mjs"
    program.write_bytes((PROJECT / "provider.mjs").read_bytes())
    (folder / "node_modules").symlink_to(packages)
    (port,) = free_ports(1)
    address = f"http://{LOOPBACK}:{port}"
    client = HttpClient("the provider", timeout=2, budget=2, longest=100_000)
    variables = {
        "PORT": str(port),
        "CLIENT_ID": CLIENT_ID,
        "CLIENT_SECRET": client_secret,
        "REDIRECT_URI": redirect_uri,
        "SIGNED_OUT_URI": signed_out_uri,
        "PEOPLE": json.dumps(people),
        "COOKIE_KEY": secrets.token_urlsafe(32),
    }
    with processes_of_servers() as processes:
        command = (str(node), str(program))
        server = OwnServer(processes, "provider", command, folder, lambda: _answers(client, address), variables)
        with server.running():
            yield address


def _answers(client: HttpClient, address: str) -> bool:
    try:
        return client.status(f"{address}/.well-known/openid-configuration") == 200
    except ServiceUnavailable:
        return False
