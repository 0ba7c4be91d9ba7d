"""Debian's Firefox, driven by WebDriver BiDi: Playwright's Firefox is a patched one, and Debian has no geckodriver."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp

from returndesk.process.ports import free_ports

_START_SECONDS = 90
_ANSWER_SECONDS = 60
_PATIENCE_SECONDS = 30
#: Keeps Firefox from asking for anything of its own maker's.
_PREFERENCES = """
user_pref("app.normandy.enabled", false);
user_pref("app.update.auto", false);
user_pref("browser.safebrowsing.downloads.remote.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "data:,none");
user_pref("toolkit.telemetry.enabled", false);
"""


class Firefox:
    """One tab."""

    def __init__(self, loop: asyncio.AbstractEventLoop, socket: aiohttp.ClientWebSocketResponse) -> None:
        """The connection is there; no session yet."""
        self._loop, self._socket, self._asked, self._tab = loop, socket, 0, ""

    def begin(self) -> None:
        """Begins a session with one tab."""
        self.ask("session.new", capabilities={})
        self._tab = self.ask("browsingContext.create", type="tab")["context"]

    def go(self, url: str, width: int, height: int) -> None:
        """Loads a page in a window of this size, in CSS pixels."""
        self.ask("browsingContext.setViewport", context=self._tab, viewport={"width": width, "height": height})
        self.ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def reload(self) -> None:
        """Loads the page again."""
        self.ask("browsingContext.reload", context=self._tab, wait="complete")

    def back(self) -> None:
        """Goes back in the tab's history."""
        self.ask("browsingContext.traverseHistory", context=self._tab, delta=-1)

    def js(self, expression: str) -> Any:
        """The value of an expression, awaited; AssertionError where it throws. Only texts, numbers, truth and null."""
        answer = self.ask(
            "script.evaluate",
            expression=expression,
            target={"context": self._tab},
            awaitPromise=True,
            userActivation=True,
        )
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Waits until an expression is true."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self.js(f"Boolean({expression})"):
            assert time.monotonic() < deadline, f"never true: {expression}; {self.js(WINDOW + '?.innerText')}"
            time.sleep(0.1)

    def click(self, element: str) -> None:
        """Presses the left button in the middle of an element, given as an expression."""
        box = f"({element}).getBoundingClientRect()"
        x, y = (self.js(f"{box}.{start} + {box}.{size} / 2") for start, size in (("x", "width"), ("y", "height")))
        moves = [
            {"type": "pointerMove", "x": int(x), "y": int(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": moves})

    def type(self, words: str) -> None:
        """Types on the keyboard; WebDriver's private characters stand for keys without a letter."""
        keys = [{"type": kind, "value": letter} for letter in words for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": keys})

    def _act(self, source: dict[str, Any]) -> None:
        self.ask("input.performActions", context=self._tab, actions=[source])

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command; AssertionError where it fails."""
        return self._loop.run_until_complete(self._ask(method, parameters))

    async def _ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self._asked += 1
        await self._socket.send_json({"id": self._asked, "method": method, "params": parameters})
        while True:
            told = await self._socket.receive_json(timeout=_ANSWER_SECONDS)
            if told.get("id") == self._asked:
                assert told["type"] == "success", (method, told)
                result: dict[str, Any] = told["result"]
                return result


ENTER, ESCAPE, TAB = "\ue007", "\ue00c", "\ue004"
ROOT = "document.querySelector('return-desk').shadowRoot"
WINDOW = f"{ROOT}.querySelector('dialog[open]')"


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Runs Firefox with a fresh profile; AssertionError with the remedy where it is missing."""
    program = shutil.which("firefox-esr")
    assert program, "firefox-esr is missing: run scripts/install-firefox"
    folder.joinpath("user.js").write_text(_PREFERENCES, encoding="utf-8")
    (port,) = free_ports(1)
    command = [program, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    loop = asyncio.new_event_loop()
    try:
        client, socket = loop.run_until_complete(_connected(f"ws://127.0.0.1:{port}/session"))
        try:
            yield Firefox(loop, socket)
        finally:
            loop.run_until_complete(client.close())
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(_START_SECONDS)
        loop.close()


async def _connected(address: str) -> tuple[aiohttp.ClientSession, aiohttp.ClientWebSocketResponse]:
    client = aiohttp.ClientSession()
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            return client, await client.ws_connect(address, max_msg_size=0)
        except aiohttp.ClientError:
            if time.monotonic() > deadline:
                await client.close()
                raise
            await asyncio.sleep(0.2)
