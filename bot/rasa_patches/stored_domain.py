"""Reads the domain of a model once: Rasa 3.6 reads it four times, to look what it is, to check it, and to have it.

A model's domain was checked when the model was trained. Reading it was two thirds of loading a model.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.utils.io import read_file, read_yaml

#: What Rasa writes into the folder of the provider.
STORED = "domain.yml"


def install() -> None:
    """Replace a method of Rasa's, for this process; doing so again changes nothing."""
    DomainProvider.load = classmethod(_load)


def stored_domain(folder: Path) -> Domain:
    """The domain that a model's folder holds, as `Domain.from_path` gives it."""
    return Domain.from_dict(Domain.merge_domain_dicts(read_yaml(read_file(folder / STORED)), {}))


def _load(
    cls: type[DomainProvider],
    /,
    config: dict[str, Any],
    model_storage: ModelStorage,
    resource: Resource,
    execution_context: ExecutionContext,
    **kwargs: Any,
) -> DomainProvider:
    with model_storage.read_from(resource) as folder:
        return cls(model_storage, resource, stored_domain(folder))
