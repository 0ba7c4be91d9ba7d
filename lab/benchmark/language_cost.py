"""What nine further languages cost where a customer writes English: processor time of a message, and memory."""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.responses.languages import language_tags, load_language
from lab.benchmark.samples import middle
from lab.evaluation.assistant import Assistant
from lab.evaluation.sets import read_sets, read_yaml
from returndesk.project import Project

#: What the pipeline has for other languages; an English message passes them by, but for its language being found.
COMPONENTS: Final = ("TransliterationReader", "LanguageDetector", "MultilingualIntentClassifier", "LanguageWish")
#: Read before anything is timed.
_WARM_UP: Final = 50
_MEGABYTE: Final = 1 << 20

Clock = Callable[[], float]


@dataclass(frozen=True)
class LanguageCost:
    """What other languages cost.

    Args:
        message: Milliseconds of processor time in which the middle English message is understood.
        added: Those of them that the components for other languages take.
        loaded: Megabytes that these components and the translations hold once they are loaded.
        read: Megabytes that the first messages in other languages add.
    """

    message: float
    added: float
    loaded: float
    read: float

    def lines(self) -> tuple[str, ...]:
        """The figures as a table."""
        return (
            f"Processor time of an English message: {self.message:.2f} ms, {self.added:.2f} ms of them for languages",
            f"Memory of languages: {self.loaded:.0f} MB, {self.read:.0f} MB more once one of them was written",
        )


def measure_languages(project: Project, model: Path) -> LanguageCost:
    """What other languages cost the bot of a model, by the messages of `tests/understanding`."""
    sets = project.root / "tests" / "understanding"
    english = [message.text for message in read_sets(sets)]
    others = [read_yaml(path)[0]["text"] for path in sorted((sets / "languages").glob("*.yml"))]
    with tempfile.TemporaryDirectory() as folder:
        agent = Assistant(project, model, Path(folder)).agent
        # The agent's own storage is gone once it is loaded.
        from rasa.engine.storage.local_model_storage import LocalModelStorage

        unpacked = Path(folder) / "model"
        unpacked.mkdir()
        storage, _ = LocalModelStorage.from_model_archive(unpacked, model)
        return asyncio.run(language_cost(agent, storage, english, others))


class Timer:
    """Adds up the processor time of functions that are timed, of one message at a time.

    Args:
        clock: Seconds of processor time.
    """

    def __init__(self, clock: Clock = time.process_time) -> None:
        self.seconds = 0.0
        self._clock = clock

    def timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function that does the same and is timed."""

        def run(*arguments: Any, **named: Any) -> Any:
            begin = self._clock()
            try:
                return function(*arguments, **named)
            finally:
                self.seconds += self._clock() - begin

        return run


async def language_cost(
    agent: Any,
    storage: Any,
    english: Sequence[str],
    others: Iterable[str],
    clock: Clock = time.process_time,
    memory: Callable[[], int] | None = None,
) -> LanguageCost:
    """Measure a bot that is loaded in this process.

    Args:
        agent: Rasa's agent.
        storage: Its model's storage, unpacked.
        english: Messages in English, more than are read to warm up.
        others: One in each of the other languages.
        clock: Seconds of processor time.
        memory: The bytes that this process has in memory; `resident_memory` if None.
    """
    memory = memory or resident_memory
    nodes = {node._component_class.__name__: node for node in agent.processor.graph_runner._instantiated_nodes.values()}
    ours = {name: nodes[name] for name in COMPONENTS}
    message, added = await _time(agent, ours, english, clock)
    responses = agent.domain.responses
    loaded = _memory_of(
        lambda: [
            *(load_language(tag, responses) for tag in language_tags()),
            *(_loaded(node, storage) for node in ours.values()),
        ],
        memory,
    )
    before = memory()
    for text in others:
        await agent.parse_message(text)
    return LanguageCost(message, added, loaded, (memory() - before) / _MEGABYTE)


async def _time(agent: Any, ours: Mapping[str, Any], english: Sequence[str], clock: Clock) -> tuple[float, float]:
    timer = Timer(clock)
    for node in ours.values():
        node._fn = timer.timed(node._fn)
    whole, added = [], []
    for text in english:
        timer.seconds, begin = 0.0, clock()
        await agent.parse_message(text)
        whole.append((clock() - begin) * 1000)
        added.append(timer.seconds * 1000)
    return middle(whole[_WARM_UP:]), middle(added[_WARM_UP:])


def _memory_of(load: Callable[[], object], memory: Callable[[], int]) -> float:
    """The megabytes that loading something adds while it is kept."""
    gc.collect()
    before = memory()
    kept = load()
    added = (memory() - before) / _MEGABYTE
    del kept
    return added


def _loaded(node: Any, storage: Any) -> object:
    """A component like a node's, loaded a second time."""
    component: object = getattr(node._component_class, node._constructor_name)(
        config=node._component_config,
        model_storage=storage,
        resource=node._get_resource({}),
        execution_context=node._execution_context,
    )
    return component


def resident_memory(status: Path = Path("/proc/self/status")) -> int:
    """The bytes of this process that are in memory, on Linux."""
    line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024
