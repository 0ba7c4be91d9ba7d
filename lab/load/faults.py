"""What is broken while customers talk, and how it is mended again."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Optional

from lab.load.client import Client
from lab.load.help_desk import SlowHelpDesk
from lab.testbed.cluster import Cluster
from lab.testbed.server_process import OwnServer

#: Seconds that a part is away, or slow.
AWAY: Final = 4.0
SLOW: Final = 10.0
#: In seconds: how far clocks jump, ahead and then back behind where they were.
JUMP: Final = 3600


@dataclass
class Scene:
    """A run in which something breaks.

    Args:
        cluster: What is broken.
        client: Whose clock times are taken from.
        help_desk: Where tickets go.
        clock: The file that the processes' clocks follow; None where they follow the machine's.
        struck: When it broke, in seconds of the run.
        mended: When what the desk depends on was there again.
    """

    cluster: Cluster
    client: Client
    help_desk: SlowHelpDesk
    clock: Optional[Path] = None
    struck: float = 0.0
    mended: float = 0.0
    notes: list[str] = field(default_factory=list)

    def strike(self) -> None:
        """Note that it breaks now; until something else is said it is mended as well."""
        self.struck = self.mended = self.client.now()

    def mend(self) -> None:
        """Note that it is mended now."""
        self.mended = self.client.now()


Break = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    """Something that breaks.

    Args:
        name: How it is called on the command line.
        says: What happens, for readers.
        strike: Breaks it, and mends it.
        sets_clock: Whether the clocks of bots and action servers have to follow a file.
    """

    name: str
    says: str
    strike: Break
    sets_clock: bool = False


async def nothing(scene: Scene) -> None:
    """All goes well."""
    scene.strike()


async def kill_bot(scene: Scene) -> None:
    """A bot is gone at once; the other one serves, until an orchestrator has started it again."""
    await _kill_and_start(scene, scene.cluster.bots[0])


async def kill_action_server(scene: Scene) -> None:
    """The same with an action server."""
    await _kill_and_start(scene, scene.cluster.action_servers[0])


async def restart_redis(scene: Scene) -> None:
    """Redis is away and comes back empty."""
    await _restart(scene, scene.cluster.redis)


async def restart_postgresql(scene: Scene) -> None:
    """PostgreSQL is shut down and comes back."""
    await _restart(scene, scene.cluster.postgresql)


async def kill_postgresql(scene: Scene) -> None:
    """PostgreSQL is killed in the middle of what it does, and recovers."""
    scene.strike()
    await asyncio.to_thread(scene.cluster.postgresql.kill)
    await asyncio.sleep(AWAY)
    await asyncio.to_thread(scene.cluster.postgresql.start)
    scene.mend()


async def fill_disk(scene: Scene) -> None:
    """The disk of PostgreSQL, and of everybody's logs, has no room left; then somebody makes some."""
    folder = scene.cluster.postgresql.folder
    ballast = folder / "ballast"
    scene.strike()
    try:
        await asyncio.to_thread(_fill, ballast)
        await asyncio.sleep(SLOW)
    finally:
        ballast.unlink(missing_ok=True)
    if not scene.cluster.postgresql.runs:
        scene.notes.append("PostgreSQL gave up and was started again")
        await asyncio.to_thread(scene.cluster.postgresql.start)
    scene.mend()


async def slow_carrier(scene: Scene) -> None:
    """The carrier takes connections and says nothing."""
    pid = scene.cluster.carrier.pid
    scene.strike()
    os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(SLOW)
    finally:
        os.kill(pid, signal.SIGCONT)
    scene.mend()


async def slow_help_desk(scene: Scene) -> None:
    """The help desk answers after longer than anybody waits."""
    scene.strike()
    scene.help_desk.delay = 2 * SLOW
    try:
        await asyncio.sleep(SLOW)
    finally:
        scene.help_desk.delay = 0.0
    scene.mend()


async def clock_jump(scene: Scene) -> None:
    """The clocks of bots and action servers jump an hour ahead, then two hours back."""
    if scene.clock is None:
        raise ValueError("the clocks of this run can't be set")
    scene.strike()
    for jump in (JUMP, -JUMP):
        set_clock(scene.clock, jump)
        await asyncio.sleep(SLOW / 2)
    set_clock(scene.clock, 0)
    scene.mend()


FAULTS: Final = (
    Fault("none", "Nothing breaks", nothing),
    Fault("bot", "kill -9 of a bot, started again at once", kill_bot),
    Fault("actions", "kill -9 of an action server, started again at once", kill_action_server),
    Fault("redis", f"Redis away for {AWAY:.0f} s, back empty", restart_redis),
    Fault("postgresql", f"PostgreSQL restarted, away for {AWAY:.0f} s", restart_postgresql),
    Fault("postgresql-kill", f"kill -9 of PostgreSQL, started again after {AWAY:.0f} s", kill_postgresql),
    Fault("disk", f"Full disk under PostgreSQL and all logs for {SLOW:.0f} s", fill_disk),
    Fault("carrier", f"A carrier that says nothing for {SLOW:.0f} s", slow_carrier),
    Fault("help-desk", f"A help desk that takes {2 * SLOW:.0f} s for an answer, for {SLOW:.0f} s", slow_help_desk),
    Fault("clock", "Clocks of bots and action servers an hour ahead, then an hour behind", clock_jump, sets_clock=True),
)


def set_clock(file: Path, ahead: int) -> None:
    """Set the clocks that follow a file.

    Args:
        file: What libfaketime reads.
        ahead: By how many seconds they are ahead of the machine's.
    """
    # Replaced rather than written to, so that nobody reads half of it.
    new = file.with_suffix(".new")
    new.write_text(f"{ahead:+d}\n", encoding="ascii")
    new.replace(file)


async def _kill_and_start(scene: Scene, server: OwnServer) -> None:
    scene.strike()
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)


async def _restart(scene: Scene, server: OwnServer) -> None:
    scene.strike()
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(AWAY)
    await asyncio.to_thread(server.start)
    scene.mend()


def _fill(ballast: Path) -> None:
    """Take all the room that is left."""
    block = bytes(1 << 20)
    size = len(block)
    with ballast.open("wb", buffering=0) as file:
        while size:
            try:
                file.write(block[:size])
            except OSError:
                size //= 2
