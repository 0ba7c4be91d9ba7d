"""What each replacement in Rasa (bot/rasa_patches/install.py) is worth: turns with all, and with all but one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from lab.benchmark.samples import middle

ALL: Final = "all of them"
_ROUNDS: Final = 8
_TURNS: Final = 25

Turn = Callable[[int], Awaitable[float]]


@dataclass(frozen=True)
class Replacement:
    """One attribute of Rasa's that is replaced.

    Args:
        says: What it saves.
        owner: The class or module that has it.
        name: Its name.
        own: What Rasa has there itself.
    """

    says: str
    owner: Any
    name: str
    own: Any

    @contextmanager
    def undone(self) -> Any:
        """Have Rasa's own in place while the block runs."""
        ours = vars(self.owner)[self.name]
        setattr(self.owner, self.name, self.own)
        try:
            yield
        finally:
            setattr(self.owner, self.name, ours)


def replacements() -> tuple[Replacement, ...]:
    """Everything that `install()` replaces; to be asked before it does."""
    from rasa.core.actions import action
    from rasa.core.actions.action import ActionExtractSlots, RemoteAction
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import Event
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.utils.endpoints import EndpointConfig

    places = (
        ("checking the schema of action answers once", RemoteAction, "_validate_action_result"),
        ("sending actions the latest messages alone", RemoteAction, "_action_call_format"),
        ("keeping connections to the action server", EndpointConfig, "session"),
        ("finding events' classes without a search", Event, "resolve_by_type"),
        ("running the graph without its scheduler", DaskGraphRunner, "run"),
        ("going on where the last prediction stopped", DialogueStateTracker, "past_states"),
        ("going through new events alone", DialogueStateTracker, "applied_events"),
        ("copying conversations without a replay", DialogueStateTracker, "copy"),
        ("looking among rules with the same ending", RulePolicy, "_get_possible_keys"),
        ("asking by intent alone where no rule quotes a text", RulePolicy, "_find_action_from_rules"),
        ("asking those slots alone that messages fill", ActionExtractSlots, "run"),
        ("making Rasa's own actions once", action, "default_actions"),
        ("seeing that the domain is not empty", Domain, "is_empty"),
    )
    return tuple(Replacement(says, owner, name, vars(owner)[name]) for says, owner, name in places)


async def worth(
    replaced: Sequence[Replacement], policy: Turn, store_backed: Turn, rounds: int = _ROUNDS, turns: int = _TURNS
) -> Mapping[str, tuple[float, float]]:
    """Milliseconds of both kinds of turns, with all replacements and without each of them, measured in turns."""
    states: dict[str, Callable[[], AbstractContextManager[Any]]] = {ALL: _everything}
    states.update({f"without {each.says}": each.undone for each in replaced})
    seconds: dict[str, tuple[list[float], list[float]]] = {state: ([], []) for state in states}
    for _ in range(rounds):
        for state, entered in states.items():
            with entered():
                for samples, turn in zip(seconds[state], (policy, store_backed), strict=True):
                    samples += [await turn(number) for number in range(turns)]
    return {state: (middle(rules) * 1000, middle(looked_up) * 1000) for state, (rules, looked_up) in seconds.items()}


@contextmanager
def _everything() -> Any:
    yield
