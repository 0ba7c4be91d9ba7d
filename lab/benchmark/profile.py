"""Where the time of one message goes, by looking every millisecond at what the bot's process is doing.

Runs in a process of its own, `python -m lab.benchmark.profile MODEL OUTPUT`, with the bot inside and its action
server outside, as they are served. The clock interrupts the process also while it waits, so that waiting for the action
server is seen as what it is.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final

import yaml

from bot.rasa_patches.one_thread import use_one_thread
from bot.rasa_patches.without_tensorflow import keep_out
from lab.benchmark.patch_ablation import replacements, worth
from lab.benchmark.samples import middle
from lab.benchmark.turns import POLICY, STORE_BACKED, WHO
from returndesk.project import Project, this_project

_TICK_SECONDS: Final = 0.001
_TURNS: Final = 400
_WARM_UP: Final = 20
#: Turns of one conversation after which a turn is looked at again.
LENGTHS: Final = (1, 10, 50, 100)
_LENGTH_SAMPLES: Final = 7

OURS, RASA, WAITING, OTHER = "ours", "Rasa's", "waiting for the action server", "other"
_WAITING_FUNCTIONS = frozenset({"select", "_run_once"})

Stack = tuple[CodeType, ...]
Steps = Mapping[CodeType, str]


@dataclass(frozen=True)
class Profile:
    """Where the time of one kind of turn goes.

    Args:
        milliseconds: The middle one of the turns' times, without the profiler.
        owners: The share of time, from 0 to 1, by whose code it was spent for.
        steps: The share by step of the turn, the largest first.
        deep_copies: The share that went into deep copies, whatever the step.
    """

    milliseconds: float
    owners: Mapping[str, float]
    steps: Mapping[str, float]
    deep_copies: float


@dataclass(frozen=True)
class Growth:
    """What a turn costs after so many turns of the same conversation."""

    turns: int
    policy_milliseconds: float
    store_backed_milliseconds: float
    bytes_to_action_server: int


class Sampler:
    """Notes the stack of the main thread every millisecond, whether it works or waits."""

    def __init__(self) -> None:
        self.stacks: Counter[Stack] = Counter()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Samples while the block runs."""
        former = signal.signal(signal.SIGALRM, self._note)
        signal.setitimer(signal.ITIMER_REAL, _TICK_SECONDS, _TICK_SECONDS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, former)

    def _note(self, number: int, frame: FrameType | None) -> None:
        stack = []
        while frame is not None:
            stack.append(frame.f_code)
            frame = frame.f_back
        self.stacks[tuple(stack)] += 1


def owner(stack: Stack, root: Path) -> str:
    """For whose code a stack's innermost function worked: a library works for who called it."""
    if stack and stack[0].co_name in _WAITING_FUNCTIONS:
        return WAITING
    for code in stack:
        path = code.co_filename
        if f"{os.sep}rasa{os.sep}" in path:
            return RASA
        if path.startswith(tuple(f"{root / package}{os.sep}" for package in ("bot", "policy", "actions"))):
            return OURS
    return OTHER


def step(stack: Stack, steps: Steps) -> str:
    """The innermost step of a turn that a stack is in."""
    if stack and stack[0].co_name in _WAITING_FUNCTIONS:
        return WAITING
    return next((steps[code] for code in stack if code in steps), OTHER)


def shares(counts: Counter[str]) -> dict[str, float]:
    """Each count's part of all, the largest first."""
    total = sum(counts.values())
    return {name: count / total for name, count in counts.most_common()} if total else {}


def profile_of(stacks: Counter[Stack], steps: Steps, root: Path, milliseconds: float) -> Profile:
    """What a set of stacks comes down to."""
    owners: Counter[str] = Counter()
    in_steps: Counter[str] = Counter()
    deep_copies = 0
    for stack, count in stacks.items():
        owners[owner(stack, root)] += count
        in_steps[step(stack, steps)] += count
        if any(code.co_name == "deepcopy" for code in stack):
            deep_copies += count
    return Profile(milliseconds, shares(owners), shares(in_steps), deep_copies / max(1, sum(stacks.values())))


class Desk:
    """The bot in this process, its actions on their server."""

    def __init__(self, project: Project, model: Path, actions_url: str) -> None:
        use_one_thread(os.environ)
        keep_out()
        # Importing Rasa is what the guard has to come before.
        import logging

        from rasa.core.agent import Agent
        from rasa.utils.endpoints import EndpointConfig
        from rasa.utils.log_utils import configure_structlog

        from bot.rasa_patches.install import install

        self.replaced = replacements()
        install()
        configure_structlog(logging.ERROR)
        endpoints = yaml.safe_load(project.endpoints.read_text(encoding="utf-8"))
        action = EndpointConfig.from_dict({**endpoints["action_endpoint"], "url": actions_url})
        self.agent = Agent.load(model, generator=EndpointConfig.from_dict(endpoints["nlg"]), action_endpoint=action)
        self._senders = 0

    def steps(self) -> Steps:
        """The functions in which the steps of a turn happen."""
        from rasa.core.actions.action import RemoteAction
        from rasa.core.processor import MessageProcessor

        found = {
            MessageProcessor.parse_message.__code__: "understanding: around the components",
            MessageProcessor._predict_next_with_tracker.__code__: "deciding: around the policies",
            MessageProcessor.run_action_extract_slots.__code__: "filling slots",
            MessageProcessor._run_action.__code__: "running an action, noting its events",
            MessageProcessor.save_tracker.__code__: "storing the conversation",
            MessageProcessor.get_tracker.__code__: "reading the conversation",
            RemoteAction.run.__code__: "calling the action server",
            RemoteAction._utter_responses.__code__: "wording the answer",
            type(self.agent.nlg).generate.__code__: "wording the answer",
            MessageProcessor.handle_message.__code__: "around it all",
        }
        for node in self.agent.processor.graph_runner._instantiated_nodes.values():
            kind = node._component_class
            for method, what in (("process", "understanding"), ("predict_action_probabilities", "deciding")):
                function = getattr(kind, method, None)
                if function is not None and method in vars(kind):
                    found[function.__code__] = f"{what}: {kind.__name__}"
        return found

    async def say(self, sender: str, message: str) -> float:
        """Put a message; the seconds until the answer is complete."""
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        begin = time.perf_counter()
        await self.agent.handle_message(UserMessage(message, CollectingOutputChannel(), sender))
        return time.perf_counter() - begin

    def sender(self) -> str:
        """A customer who has not said anything yet."""
        self._senders += 1
        return f"profile-{self._senders}"


async def measured(turns: Callable[[int], Awaitable[float]], steps: Steps, root: Path) -> Profile:
    """The profile of one kind of turn: once timed without looking, once looked at."""
    for number in range(_WARM_UP):
        await turns(number)
    seconds = [await turns(number) for number in range(_TURNS // 2)]
    sampler = Sampler()
    with sampler.running():
        for number in range(_TURNS):
            await turns(number)
    return profile_of(sampler.stacks, steps, root, middle(seconds) * 1000)


def conversation(desk: Desk, questions: Sequence[str], who: str | None) -> Callable[[int], Awaitable[float]]:
    """Turn of customers who each ask five questions."""
    sender, left = "", 0

    async def turn(number: int) -> float:
        nonlocal sender, left
        if not left:
            sender, left = desk.sender(), len(STORE_BACKED)
            await desk.say(sender, who or "hello")
        left -= 1
        return await desk.say(sender, questions[number % len(questions)])

    return turn


async def growth(desk: Desk) -> tuple[Growth, ...]:
    """What turns cost as a conversation grows."""
    from rasa.shared.core.trackers import EventVerbosity

    sender = desk.sender()
    await desk.say(sender, WHO)
    turns, found = 1, []
    for length in LENGTHS:
        while turns < length:
            await desk.say(sender, POLICY[turns % len(POLICY)])
            turns += 1
        tracker = await desk.agent.tracker_store.retrieve(sender)
        size = len(json.dumps(tracker.current_state(EventVerbosity.ALL)))
        rules, looked_up = [], []
        for number in range(_LENGTH_SAMPLES):
            rules.append(await desk.say(sender, POLICY[number]))
            looked_up.append(await desk.say(sender, STORE_BACKED[number % len(STORE_BACKED)]))
            turns += 2
        found.append(Growth(length, middle(rules) * 1000, middle(looked_up) * 1000, size))
    return tuple(found)


async def run(model: Path, output: Path, actions_url: str) -> None:
    """Profile both kinds of turns and write what it found as JSON."""
    project = this_project()
    desk = Desk(project, model, actions_url)
    steps = desk.steps()
    found: dict[str, Any] = {}
    turns = {
        kind: conversation(desk, questions, who)
        for kind, questions, who in (("policy", POLICY, None), ("store_backed", STORE_BACKED, WHO))
    }
    for kind, turn in turns.items():
        found[kind] = asdict(await measured(turn, steps, project.root))
    found["worth"] = await worth(desk.replaced, turns["policy"], turns["store_backed"])
    found["growth"] = [asdict(each) for each in await growth(desk)]
    output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), Path(sys.argv[2]), os.environ["RETURNDESK_ACTIONS_URL"]))
