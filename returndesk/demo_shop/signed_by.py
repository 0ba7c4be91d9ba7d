"""What the demo shop's tokens say about who made them and for whom; `returndesk up` tells the action server."""

from __future__ import annotations

from typing import Final

ISSUER: Final = "returndesk-demo-shop"
AUDIENCE: Final = "returndesk"
