"""Fills in deploy/nginx.conf."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from returndesk.failure import Failure
from returndesk.process.service import LOOPBACK

#: A server that did not take a connection is left alone for so long.
_LEFT_ALONE: Final = "fail_timeout=2s"
_NAME: Final = re.compile(r"\$\{([A-Z_]+)\}")


def nginx_configuration(
    template: Path,
    *,
    port: int,
    inside_port: int,
    bots: Iterable[int],
    action_servers: Iterable[int],
    requests_per_second: int,
    callers_tell: bool = False,
) -> str:
    """The configuration for processes of this machine.

    Args:
        template: deploy/nginx.conf.
        port: Where customers come in.
        inside_port: Where bots and action servers reach each other.
        bots: The ports of the bots.
        action_servers: The ports of the action servers.
        requests_per_second: What one address may ask.
        callers_tell: Whether callers are believed which address they speak for, as a proxy before this one would be.

    Raises:
        Failure: The template has a place for something else.
    """
    values = {
        "LISTEN": f"{LOOPBACK}:{port}",
        "LISTEN_INSIDE": f"{LOOPBACK}:{inside_port}",
        "BOT_SERVERS": _servers(bots),
        "ACTION_SERVERS": _servers(action_servers),
        # Nobody embeds the widget here.
        "PAGE_SERVERS": f"server {LOOPBACK}:{inside_port} down;",
        "PROXIES": f"set_real_ip_from {LOOPBACK};" if callers_tell else "",
        "REQUESTS_PER_SECOND": str(requests_per_second),
    }
    # The comments at the top name them too, and stay as they are.
    text = template.read_text(encoding="utf-8")
    if unknown := set(_NAME.findall(text)) - set(values):
        raise Failure(f"{template.name} has a place for {', '.join(sorted(unknown))}, which nobody fills in")
    return _NAME.sub(lambda found: values[found[1]], text)


def _servers(ports: Iterable[int]) -> str:
    return " ".join(f"server {LOOPBACK}:{port} {_LEFT_ALONE};" for port in ports)
