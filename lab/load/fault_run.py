"""Customers talk while something breaks: one run, and what it comes down to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Optional

from lab.benchmark.samples import summary
from lab.load.audit import Counts, audit
from lab.load.client import Client, connections
from lab.load.customers import Customer
from lab.load.environment import target
from lab.load.faults import Fault, Scene
from lab.load.help_desk import SlowHelpDesk
from lab.load.leak_check import Truth
from lab.load.ledger import Book, Message, back_after
from lab.load.loops import at_once, by_plan, open_loop
from lab.load.operation_audit import Deeds, count_deeds
from lab.load.schedule import open_schedule
from lab.load.scripts import Kind, Line, cancelling, every_question, handing_over, script, sign_in
from lab.testbed.cluster import Cluster

#: Of so many messages one is sent again although it was answered.
_SENT_TWICE: Final = 15
_HAND_OVERS: Final = 4
_PAIRS: Final = (
    ("how do I return an item?", "do I need the receipt for a return?"),
    ("where is my refund?", "which deadlines apply to my return?"),
    ("can I still cancel my return?", "what is the status of my return?"),
)
#: Seconds between the messages of those who have something done.
_PACE: Final = 1.5
_TICKETS_WITHIN: Final = 60.0


@dataclass(frozen=True)
class Plan:
    """How one run goes.

    Args:
        rate: Messages a second that arrive, whatever becomes of them.
        seconds: How long conversations begin.
        strikes_at: After how many seconds it breaks.
        talkers: How many customers talk.
        deeds: How many have a return cancelled.
        pairs: How many send two messages at a time.
    """

    rate: float
    seconds: float
    strikes_at: float
    talkers: int
    deeds: int
    pairs: int


@dataclass
class Outcome:
    """What a run comes down to.

    Args:
        name: The fault's.
        says: What happened, for readers.
        counts: Messages.
        deeds: Returns that customers cancelled.
        back: Seconds until the desk answered again; None where it did not.
        away: Seconds that what the desk depends on was away.
        refusals: What requests failed with, and how often.
        p50: Seconds to the answer, from when the message should have been sent.
        p99: The same.
        tickets: Hand-overs that the desk promised, tickets that arrived, and tickets opened twice.
        notes: What else there is to say.
    """

    name: str
    says: str
    counts: Counts
    deeds: Deeds
    back: Optional[float]
    away: float
    refusals: dict[str, int]
    p50: float
    p99: float
    tickets: tuple[int, int, int] = (0, 0, 0)
    notes: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Whether the desk kept its word."""
        return self.counts.kept and self.deeds.kept

    def as_json(self) -> dict[str, Any]:
        """In a form that JSON can hold."""
        return asdict(self)


async def learn(cluster: Cluster, everyone: Sequence[Customer]) -> Truth:
    """Ask everything for each customer while nothing is broken; what is said then is right to say."""
    book = Book()
    async with connections() as session:
        client = Client(session, target(cluster), book)
        some = asyncio.Semaphore(8)

        async def ask(who: Customer) -> None:
            async with some:
                for place, line in enumerate(every_question(who)):
                    await client.say(Message(f"truth-{who.number}", place, line, who, intended=client.now()))

        await asyncio.gather(*(ask(who) for who in everyone))
    return Truth.of(book.messages)


async def play(
    cluster: Cluster,
    fault: Fault,
    plan: Plan,
    everyone: Sequence[Customer],
    truth: Truth,
    help_desk: SlowHelpDesk,
    clock: Optional[Path] = None,
) -> Outcome:
    """Have customers talk, break something meanwhile, and count.

    Args:
        cluster: The desk.
        fault: What breaks.
        plan: How the run goes.
        everyone: The customers of this run; those behind the talkers have something done, once in a store's life.
        truth: What may be said to whom.
        help_desk: Where tickets go.
        clock: The file that the clocks of bots and action servers follow.

    Raises:
        Refused: The run is set up wrongly.
        Failure: What was broken does not come up again.
    """
    book = Book()
    talkers, others = everyone[: plan.talkers], everyone[plan.talkers :]
    tickets_before = len(help_desk.opened)
    async with connections() as session:
        client = Client(session, target(cluster), book, sends_twice=_SENT_TWICE)
        scene = Scene(cluster, client, help_desk, clock)
        lines = [len(script(number, talkers[0])) for number in range(10)]
        planned = open_schedule(plan.rate, plan.seconds, lines)
        await asyncio.gather(
            open_loop(client, planned, talkers, fault.name),
            _break(scene, fault, plan.strikes_at),
            _deeds(client, others, plan, fault.name),
            _pairs(client, others, plan, fault.name),
            _hand_overs(client, others, plan, fault.name),
        )
    counts = await asyncio.to_thread(audit, book.messages, cluster.database_url, truth)
    tickets = await _tickets(book.messages, help_desk, tickets_before)
    deeds = await asyncio.to_thread(count_deeds, book.messages, cluster.database_url)
    latencies = summary(book.latencies())
    return Outcome(
        name=fault.name,
        says=fault.says,
        counts=counts,
        deeds=deeds,
        back=back_after(book.attempts, scene.mended),
        away=scene.mended - scene.struck,
        refusals=dict(book.refusals()),
        p50=latencies.p50,
        p99=latencies.p99,
        tickets=tickets,
        notes=scene.notes,
    )


async def _break(scene: Scene, fault: Fault, after: float) -> None:
    await scene.client.until(after)
    await fault.strike(scene)


async def _deeds(client: Client, everyone: Sequence[Customer], plan: Plan, tag: str) -> None:
    """Customers who cancel a return, one after the other, so that some are in the middle of it when it breaks."""
    cancellers = [who for who in everyone if who.can_cancel][: plan.deeds]

    async def one(number: int, who: Customer) -> None:
        lines = cancelling(who)
        first = number * plan.seconds / max(1, plan.deeds)
        await by_plan(
            client, lines, [first + _PACE * place for place in range(len(lines))], who, f"{tag}-deed-{number}"
        )

    await asyncio.gather(*(one(number, who) for number, who in enumerate(cancellers)))


async def _pairs(client: Client, everyone: Sequence[Customer], plan: Plan, tag: str) -> None:
    """Customers who send two messages at a time."""
    writers = [who for who in everyone if not who.can_cancel][: plan.pairs]

    async def one(number: int, who: Customer) -> None:
        await client.until(number * plan.seconds / max(1, plan.pairs))
        lines = (sign_in(who), *(Line(text, Kind.STORE) for pair in _PAIRS for text in pair))
        await at_once(client, lines, who, f"{tag}-pair-{number}")

    await asyncio.gather(*(one(number, who) for number, who in enumerate(writers)))


async def _hand_overs(client: Client, everyone: Sequence[Customer], plan: Plan, tag: str) -> None:
    """Customers who ask for a person around the moment at which it breaks."""
    askers = [who for who in everyone if not who.can_cancel][plan.pairs : plan.pairs + _HAND_OVERS]

    async def one(number: int, who: Customer) -> None:
        lines = handing_over(who)
        first = max(0.0, plan.strikes_at - 2 + number)
        await by_plan(client, lines, [first + _PACE * place for place in range(len(lines))], who, f"{tag}-ask-{number}")

    await asyncio.gather(*(one(number, who) for number, who in enumerate(askers)))


async def _tickets(messages: Sequence[Message], help_desk: SlowHelpDesk, before: int) -> tuple[int, int, int]:
    """Tickets promised, tickets that arrived (waited for), and tickets that were opened more than once."""
    promised = sum(
        1 for each in messages if each.line.kind is Kind.PERSON and "passing this on to a person" in each.text
    )
    waited = 0.0
    while len(help_desk.opened) - before < promised and waited < _TICKETS_WITHIN:
        await asyncio.sleep(0.5)
        waited += 0.5
    new = list(help_desk.opened.values())[before:]
    return promised, len(new), sum(len(deliveries) > 1 for deliveries in new)
