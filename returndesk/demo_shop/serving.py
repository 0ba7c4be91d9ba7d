"""Serves the web port: reads how, and listens."""

from __future__ import annotations

import argparse
import logging
import sys
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from core.logging import Logs
from core.settings import Settings, SettingsError, load_settings
from returndesk.demo_shop.demo_shop import demo_shop
from returndesk.demo_shop.server import create_app

if TYPE_CHECKING:
    from returndesk.people.services import PeopleServices


def serve() -> None:
    """Serve the pages until the process is stopped."""
    parser = argparse.ArgumentParser(
        prog="python -m returndesk.demo_shop",
        description="Serves the widget's script, and a demo shop that carries it.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the interface to listen on")
    parser.add_argument("--port", type=int, default=8080, help="the port to listen on")
    parser.add_argument("--bot-port", type=int, default=5005, help="the port of the bot on the same host")
    parser.add_argument("--demo", action="store_true", help="be the demo shop, in development")
    options = parser.parse_args()
    try:
        settings = load_settings()
    except SettingsError as error:
        sys.exit(f"page: {error}")
    Logs.from_settings("page", settings).install()
    # What is not quite HTTP is refused; its bytes, which anybody may choose, have no place in a log.
    logging.getLogger("aiohttp.server").addFilter(_is_our_own_error)
    named = settings.bot_url if "bot_url" in settings.__fields_set__ else None
    shop = demo_shop(settings) if options.demo else None
    try:
        people = _people(settings) if shop else None
    except (SettingsError, ValueError) as error:
        sys.exit(f"page: {error}")
    app = create_app(bot_port=options.bot_port, shop=shop, bot_url=named, people=people)
    web.run_app(app, host=options.host, port=options.port, access_log=None, print=None)


def _people(settings: Settings) -> PeopleServices:
    """Whoever has no demo shop serves people by themselves, with the store's address."""
    from returndesk.people.services import people_services

    return people_services(settings)


def _is_our_own_error(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))
