"""`python -m returndesk.page` serves the demo page."""

from __future__ import annotations

import argparse

from aiohttp import web

from returndesk.page.server import create_app


def main() -> None:
    """Serves the page until the process is stopped."""
    parser = argparse.ArgumentParser(prog="python -m returndesk.page", description="Serves the demo shop's chat page.")
    parser.add_argument("--host", default="127.0.0.1", help="the interface to listen on")
    parser.add_argument("--port", type=int, default=8080, help="the port to listen on")
    parser.add_argument("--bot-port", type=int, default=5005, help="the port of the bot on the same host")
    parser.add_argument("--demo", action="store_true", help="offer the demo shop's customers to try")
    options = parser.parse_args()
    app = create_app(bot_port=options.bot_port, demo=options.demo)
    web.run_app(app, host=options.host, port=options.port, access_log=None)


if __name__ == "__main__":
    main()
