"""Has Sanic count a request's time from its first byte.

It counts from the last one, so whoever sends a byte now and then holds a connection without end: of a header that goes
on, a body that comes slowly, an address that never ends. Now REQUEST_TIMEOUT bounds the headers and RESPONSE_TIMEOUT
all of a request up to its answer; where nothing is under way, KEEP_ALIVE_TIMEOUT does, as before. What still comes of a
request that has its answer is read for as long as an idle connection is kept, and then no more.
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
        # Sanic reads the rest of a body to which it has answered, and calls that idle.
        is_under_way = self._http is not None and (self._http.stage is not Stage.IDLE or self._http.request_body)
        received(self, data)
        if not is_under_way:
            return
        self._time = began
        answered = self._http.response is not None
        if monotonic() - began > (self.keep_alive_timeout if answered else self.response_timeout):
            self.close()

    setattr(data_received, _MARK, True)
    HttpProtocol.data_received = data_received
