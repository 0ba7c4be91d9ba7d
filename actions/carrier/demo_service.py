"""A carrier's tracking service for demonstrations: answers from a JSON file.

Run it with `python -m actions.carrier.demo_service SCANS.json --host 127.0.0.1 --port 5056`. The file maps each
tracking number to its scans, as `actions.demo.demo_data.demo_scans` builds them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from aiohttp import web

from core.left_out import leave_out
from core.settings import load_settings

# In seconds: so long may a client take for a request's headers.
_PATIENCE = 30
_SCANS_FILE = web.AppKey("scans_file", Path)


def create_app(scans_file: Path) -> web.Application:
    """The service: `GET /v1/parcels/{tracking_number}` and `GET /health`.

    Args:
        scans_file: JSON, read anew for every request so that a demonstration can change it.
    """
    # It reads no body, so there is nothing to unpack.
    app = web.Application(handler_args={"auto_decompress": False})
    app[_SCANS_FILE] = scans_file
    app.router.add_get("/health", _health)
    app.router.add_get("/v1/parcels/{tracking_number}", _parcel)
    return app


async def _health(request: web.Request) -> web.Response:
    """Say that the service is up."""
    return web.json_response({"status": "ok"})


async def _parcel(request: web.Request) -> web.Response:
    """Answer with a parcel's scans, 404 where the file has no such parcel."""
    tracking_number = request.match_info["tracking_number"]
    try:
        parcels = json.loads(request.app[_SCANS_FILE].read_text("utf-8"))
    except (OSError, ValueError):
        return web.json_response({"error": "the file of scans cannot be read"}, status=503)
    if tracking_number not in parcels:
        return web.json_response({"error": "no such parcel"}, status=404)
    return web.json_response({"tracking_number": tracking_number, "scans": parcels[tracking_number]})


def main(arguments: Optional[Sequence[str]] = None) -> None:
    """Serve until it is told to stop."""
    parser = argparse.ArgumentParser(description="A carrier's tracking service for demonstrations.")
    parser.add_argument("scans_file", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5056)
    options = parser.parse_args(arguments)
    # structlog would show errors in colours with it, and no error of ours is shown in full.
    leave_out("rich")
    from core.logging import Logs

    Logs.from_settings("carrier", load_settings()).install()
    app = create_app(options.scans_file)
    address = {"host": options.host, "port": options.port}
    web.run_app(app, **address, print=None, access_log=None, keepalive_timeout=_PATIENCE)


if __name__ == "__main__":
    main()
