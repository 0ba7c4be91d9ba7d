"""A graph run step by step gives what Rasa's scheduler gives, and fails where it fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphNode, GraphNodeHook, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.rasa_patches.graph_runs import install, plan


class Sum(GraphComponent):
    """Adds what it is given to a number of its own, unless it breaks."""

    def __init__(self, own: int, breaks: bool) -> None:
        self.own = own
        self.breaks = breaks

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"own": 0, "breaks": False}

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Sum:
        return cls(config["own"], config["breaks"])

    def add(self, one: int = 0, other: int = 0) -> int:
        if self.breaks:
            raise RuntimeError("out of order")
        return self.own + one + other


class Remembered(GraphNodeHook):
    """Notes which nodes ran."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def on_before_node(self, node_name: str, **_: Any) -> dict[str, Any]:
        self.ran.append(node_name)
        return {}

    def on_after_node(self, **_: Any) -> None:
        pass


def node(needs: dict[str, str], is_target: bool = False, **config: Any) -> SchemaNode:
    return SchemaNode(
        needs=needs, uses=Sum, constructor_name="create", fn="add", config=config, is_target=is_target, eager=True
    )


SCHEMA = GraphSchema(
    {
        "left": node({"one": "message"}, own=1),
        "right": node({"one": "left", "other": "message"}, own=10),
        "both": node({"one": "left", "other": "right"}, own=100, is_target=True),
        "aside": node({"one": "message"}, own=1000, is_target=True),
        "broken": node({"one": "left"}, breaks=True),
    }
)


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own method, and again after each test."""
    own = DaskGraphRunner.run
    yield
    DaskGraphRunner.run = own


def runner(tmp_path: Path, hooks: list[GraphNodeHook] | None = None, schema: GraphSchema = SCHEMA) -> DaskGraphRunner:
    (tmp_path / "storage").mkdir(exist_ok=True)
    storage = LocalModelStorage(tmp_path / "storage")
    return DaskGraphRunner.create(schema, storage, ExecutionContext(schema), hooks)


@pytest.mark.parametrize("targets", [None, ["both"], ["aside", "left"], ["left"]])
def test_outputs_are_those_of_rasas_own_scheduler(tmp_path, targets):
    by_dask = runner(tmp_path).run({"message": 5}, targets)
    install()
    directly = runner(tmp_path)
    assert directly.run({"message": 5}, targets) == by_dask
    assert directly.run({"message": 5}, targets) == by_dask


def test_a_second_run_sees_its_own_message(tmp_path):
    install()
    each = runner(tmp_path)
    assert each.run({"message": 5}, ["both"]) == {"both": 127}
    assert each.run({"message": 0}, ["both"]) == {"both": 112}


def test_an_input_takes_the_place_of_the_node_with_its_name(tmp_path):
    by_dask = runner(tmp_path).run({"message": 5, "left": 50}, ["both"])
    install()
    assert runner(tmp_path).run({"message": 5, "left": 50}, ["both"]) == by_dask == {"both": 215}


def test_only_what_a_target_needs_runs():
    assert [name for name, _ in plan(SCHEMA, ["right"], frozenset({"message"}))] == ["left", "right"]


def test_every_node_comes_behind_all_that_it_needs():
    order = [name for name, _ in plan(SCHEMA, ["both", "aside"], frozenset({"message"}))]
    assert sorted(order) == ["aside", "both", "left", "right"]
    assert order.index("left") < order.index("right") < order.index("both")


def test_a_node_that_fails_is_the_error_that_rasa_makes_of_it(tmp_path):
    def failing() -> str:
        with pytest.raises(Exception, match="Error running") as error:
            runner(tmp_path).run({"message": 5}, ["broken"])
        return f"{type(error.value).__name__}: {error.value}"

    of_rasa = failing()
    install()
    assert failing() == of_rasa


def test_a_missing_input_is_an_error(tmp_path):
    install()
    with pytest.raises(GraphRunError, match="Missing input to run node 'left'"):
        runner(tmp_path).run({}, ["left"])


def test_an_input_whose_value_is_the_name_of_a_node_is_refused(tmp_path):
    with pytest.raises(GraphRunError, match="clashes with a node name"):
        runner(tmp_path).run({"message": "left"}, ["both"])
    install()
    with pytest.raises(GraphRunError, match="clashes with a node name"):
        runner(tmp_path).run({"message": "left"}, ["both"])


def test_training_runs_as_rasa_runs_it(tmp_path, monkeypatch):
    install()
    by_dask = []
    own = DaskGraphRunner._run_by_dask
    monkeypatch.setattr(DaskGraphRunner, "_run_by_dask", lambda *given: by_dask.append(1) or own(*given))
    remembered = Remembered()
    assert runner(tmp_path, [remembered]).run({"message": 5}, ["both"]) == {"both": 127}
    assert by_dask == [1]
    assert remembered.ran == ["left", "right", "both"]


def test_being_made_direct_twice_changes_nothing_more(tmp_path):
    install()
    install()
    assert runner(tmp_path).run({"message": 5}, ["both"]) == {"both": 127}
    assert isinstance(runner(tmp_path)._instantiated_nodes["left"], GraphNode)
