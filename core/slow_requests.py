"""Has Sanic count a request's time from its first byte.

It counts from the last one, so whoever sends a byte now and then holds a connection without end: of a header that goes
on, an address that never ends, the rest of a body that was refused. Now REQUEST_TIMEOUT bounds the headers, and what
still comes of a request that has its answer is read for as long as an idle connection is kept. A body has
what is left of that time; this is bound where it is read (`core/sanic_setup.py`).
"""

from __future__ import annotations

from time import monotonic
from typing import Any, Final

from sanic.http import Stage
from sanic.server.protocols.http_protocol import HttpProtocol

_MARK: Final = "counts_from_the_first_byte"


def count_from_the_first_byte() -> None:
    """Change it for all servers of this process; doing so again changes nothing."""
    received = HttpProtocol.data_received
    if hasattr(received, _MARK):
        return

    def data_received(self: Any, data: bytes) -> None:
        began = self._time
        http: Any = getattr(self, "_http", None)
        # Neither that nor its fields are there at once. Sanic calls it idle when it reads on behind its answer.
        reads_on = bool(getattr(http, "request_body", None))
        is_under_way = http is not None and (getattr(http, "stage", Stage.IDLE) is not Stage.IDLE or reads_on)
        received(self, data)
        if not is_under_way:
            return
        self._time = began
        if http.stage is Stage.IDLE and monotonic() - began > self.keep_alive_timeout:
            self.close()

    setattr(data_received, _MARK, True)
    HttpProtocol.data_received = data_received
