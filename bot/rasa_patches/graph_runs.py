"""Runs a trained model's graph without the detours that Rasa takes for every message.

Rasa 3.6 works out anew at each run which part of the graph is needed, writes the whole graph into a debug line that is
then thrown away, and hands ten small functions to a scheduler for large computations; that takes as long as the
functions themselves. A message means three runs. `install()` plans each kind of run once and calls the functions
one after the other, without what each does for hooks that nobody has. Training keeps Rasa's own way: it runs once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.exceptions import InvalidConfigException, RasaException

logger = logging.getLogger(__name__)

_PLANS: Final = "plans_kept"
_FAILED: Final = "Error running graph component for node {}."

#: The nodes to run, in an order in which each has what it needs: its name, and whose outputs it takes.
Plan = Sequence[tuple[str, tuple[str, ...]]]


def install() -> None:
    """Replace a method of Rasa's, for this process; doing so again changes nothing."""
    if DaskGraphRunner.run is not _run:
        DaskGraphRunner._run_by_dask = DaskGraphRunner.run
        DaskGraphRunner.run = _run


def _run(runner: Any, inputs: Mapping[str, Any] | None = None, targets: Sequence[str] | None = None) -> dict[str, Any]:
    """The outputs of the target nodes, as Rasa's own method gives them."""
    nodes = runner._instantiated_nodes
    if any(node._hooks for node in nodes.values()):
        return dict(runner._run_by_dask(inputs, targets))
    given = inputs or {}
    wanted = tuple(targets or runner._graph_schema.target_names)
    for name, value in given.items():
        if isinstance(value, str) and value in nodes:
            raise GraphRunError(f"Input value '{value}' clashes with a node name; input '{name}' needs another one.")
    outputs: dict[str, Any] = dict(given)
    try:
        for name, needs in _plan(runner, wanted, frozenset(given)):
            outputs[name] = _output(nodes[name], needs, outputs)
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return {name: outputs[name] for name in wanted}


def _output(node: Any, needs: Sequence[str], outputs: Mapping[str, Any]) -> Any:
    """What a node makes of the outputs before it, as its own `__call__` has it, without what that does for hooks."""
    taken = node._inputs
    if not node._eager or not all(map(outputs.__contains__, taken.values())):
        # A node hands on its name beside its output, and so does an input. It says what it lacks.
        return node(*((need, outputs[need]) if need in outputs else need for need in needs))[1]
    try:
        return node._fn(node._component, **{name: outputs[provider] for name, provider in taken.items()})
    except InvalidConfigException:
        raise
    except RasaException:
        logger.error(_FAILED.format(node._node_name))
        raise
    except Exception as error:
        raise GraphComponentException(_FAILED.format(node._node_name)) from error


def _plan(runner: Any, wanted: tuple[str, ...], given: frozenset[str]) -> Plan:
    plans: dict[Any, Plan] = vars(runner).setdefault(_PLANS, {})
    if (wanted, given) not in plans:
        plans[wanted, given] = plan(runner._graph_schema, wanted, given)
    return plans[wanted, given]


def plan(schema: GraphSchema, wanted: Sequence[str], given: frozenset[str]) -> Plan:
    """The nodes that the wanted ones take, each behind all that it needs itself.

    Args:
        schema: The graph.
        wanted: The nodes whose outputs are asked for.
        given: What is handed in; a node of that name does not run.
    """
    order: dict[str, tuple[str, ...]] = {}

    def add(name: str) -> None:
        if name in order or name in given or name not in schema.nodes:
            return
        needs = tuple(schema.nodes[name].needs.values())
        for need in needs:
            add(need)
        order[name] = needs

    for name in wanted:
        add(name)
    return tuple(order.items())
