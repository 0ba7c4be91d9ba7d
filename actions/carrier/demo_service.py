"""A carrier's tracking service for demonstrations: answers from a JSON file.

Run it with `python -m actions.carrier.demo_service SCANS.json --host 127.0.0.1 --port 5056`. The file maps each
tracking number to its scans, as `actions.demo.demo_data.demo_scans` builds them.
"""

from __future__ import annotations

from pathlib import Path

from aiohttp import web


def create_app(scans_file: Path) -> web.Application:
    """The service: `GET /v1/parcels/{tracking_number}` and `GET /health`.

    Args:
        scans_file: JSON, read anew for every request so that a demonstration can change it.
    """
    raise NotImplementedError
