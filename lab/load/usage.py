"""What the processes of a run use: processor time and memory, by what they are."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final

import psutil  # type: ignore[import-untyped]

from lab.benchmark.memory import tree_memory

GENERATOR: Final = "load generator"
EVERYONE_ELSE: Final = "others on this machine"
#: The processes at the top of each group; asked anew for each sample, for they may have been replaced.
Groups = Callable[[], Mapping[str, Sequence[int]]]


@dataclass(frozen=True)
class Sample:
    """What was seen at one moment.

    Args:
        at: Seconds since the watch began.
        processor: Seconds of processor time used so far, by group.
        memory: Bytes, shared pages counted once, by group; empty where it was not looked at.
    """

    at: float
    processor: Mapping[str, float]
    memory: Mapping[str, int]


class Watch:
    """Samples groups of processes on a thread of its own for the time of a block.

    Args:
        groups: What to look at; this process and the rest of the machine are groups of their own.
        every: Seconds between two samples.
        memory: Whether memory is looked at too, which takes the system longer.
    """

    def __init__(self, groups: Groups, every: float = 1.0, *, memory: bool = False) -> None:
        self._groups = groups
        self._every = every
        self._memory = memory
        self._began = time.perf_counter()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="usage", daemon=True)
        self.samples: list[Sample] = []

    def __enter__(self) -> Watch:
        """Take the first sample."""
        self._began = time.perf_counter()
        self.samples.append(self._sample())
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the last one."""
        self._done.set()
        self._thread.join()
        self.samples.append(self._sample())

    def _run(self) -> None:
        while not self._done.wait(self._every):
            self.samples.append(self._sample())

    def _sample(self) -> Sample:
        groups = {**self._groups(), GENERATOR: (os.getpid(),)}
        processor = {name: sum(map(tree_seconds, pids)) for name, pids in groups.items()}
        # Nobody is below this process but what it measures.
        processor[GENERATOR] = _own_seconds(psutil.Process())
        processor[EVERYONE_ELSE] = _busy_seconds() - sum(processor.values())
        memory = {name: sum(map(tree_memory, pids)) for name, pids in groups.items() if name != GENERATOR}
        return Sample(time.perf_counter() - self._began, processor, memory if self._memory else {})


def cores_used(samples: Sequence[Sample]) -> Mapping[str, float]:
    """How many cores each group used between the first and the last sample.

    A group whose processes were replaced meanwhile may come out too small, never below zero.
    """
    first, last = samples[0], samples[-1]
    seconds = max(last.at - first.at, 1e-9)
    return {name: max(0.0, last.processor[name] - first.processor.get(name, 0.0)) / seconds for name in last.processor}


def tree_seconds(pid: int) -> float:
    """The processor time of a process and all below it, those included that have ended and were waited for."""
    try:
        top = psutil.Process(pid)
        members = [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    return sum(_own_seconds(each, with_ended=True) for each in members)


def _own_seconds(process: psutil.Process, *, with_ended: bool = False) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    ended = times.children_user + times.children_system if with_ended else 0.0
    return float(times.user + times.system + ended)


def _busy_seconds() -> float:
    """What all processors of the machine have worked so far."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)
