"""`python -m returndesk.people` serves the application by itself."""

from __future__ import annotations

import argparse
import sys

import structlog
from aiohttp import web

from core.logging import Logs
from core.settings import SettingsError, load_settings
from returndesk.people.addresses import ROOT
from returndesk.people.server import people_server
from returndesk.people.services import people_services

# By its package: run as a module, its own name is none that is written down.
logger = structlog.get_logger("returndesk.people")


def main() -> None:
    """Serve it until the process is stopped."""
    parser = argparse.ArgumentParser(prog="python -m returndesk.people", description="Where people answer customers.")
    parser.add_argument("--host", default="127.0.0.1", help="the interface to listen on")
    parser.add_argument("--port", type=int, default=8090, help="the port to listen on")
    options = parser.parse_args()
    try:
        settings = load_settings()
        services = people_services(settings)
    except (SettingsError, ValueError) as error:
        sys.exit(f"people: {error}")
    Logs.from_settings("people", settings).install()
    web.run_app(
        people_server(services),
        host=options.host,
        port=options.port,
        access_log=None,
        print=lambda *_: logger.info("people.ready", host=options.host, port=options.port, path=f"{ROOT}/"),
    )


if __name__ == "__main__":
    main()
