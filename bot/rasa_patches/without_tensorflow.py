"""Keeps TensorFlow out of processes whose pipeline does not use it.

Importing Rasa imports every component it ships, and six of those modules import TensorFlow: two thirds of the memory
and half of the start of a bot that uses none of them. `keep_out()` answers their import with stand-ins that carry the
same class names. A model that does need one of them fails with an error that names the component and the remedy.

Set `RETURNDESK_TENSORFLOW=on` to run Rasa as it comes.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from abc import ABCMeta
from collections.abc import Mapping, Sequence
from types import MappingProxyType, ModuleType
from typing import Any, Final

SWITCH: Final = "RETURNDESK_TENSORFLOW"

#: Rasa 3.6's modules that import TensorFlow as soon as they are imported, with the names that others take from them.
REPLACED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
        "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ("ConveRTFeaturizer",),
        "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ("LanguageModelFeaturizer",),
        "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
        "rasa.core.policies.ted_policy": ("TEDPolicy",),
        "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy",),
        "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
        "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
    }
)
REFUSED: Final = ("tensorflow", "keras")


class TensorFlowNeeded(ImportError):
    """Something that runs on TensorFlow was asked for in a process that keeps it out."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} needs TensorFlow, which is kept out of this process; take it out of bot/config.yml, or set "
            f"{SWITCH}=on"
        )


def keep_out(environment: Mapping[str, str] = os.environ) -> bool:
    """Replace Rasa's TensorFlow components from here on, unless the switch is on.

    Args:
        environment: Where the switch is looked up.

    Returns:
        Whether TensorFlow is kept out now.

    Raises:
        RuntimeError: Rasa's components were imported already, so it is too late.
    """
    if is_on(environment):
        return False
    if any(isinstance(finder, _StandInFinder) for finder in sys.meta_path):
        return True
    late = sorted(set(REPLACED) & set(sys.modules))
    if late:
        raise RuntimeError(f"keep_out() comes too late: {late[0]} is imported already; call it before importing rasa")
    sys.meta_path.insert(0, _StandInFinder())
    return True


def is_on(environment: Mapping[str, str]) -> bool:
    """Whether the switch is on, so that Rasa runs as it comes."""
    return environment.get(SWITCH, "off").lower() in ("on", "1", "true", "yes")


class _StandInFinder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname in REPLACED:
            return importlib.util.spec_from_loader(fullname, _StandInLoader())
        if fullname.partition(".")[0] in REFUSED:
            raise TensorFlowNeeded(f"the module {fullname}")
        return None


class _StandInLoader(importlib.abc.Loader):
    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        for name in REPLACED[module.__name__]:
            setattr(module, name, _stand_in(name, module.__name__))


class _Refusing(ABCMeta):
    """The type of stand-ins: whatever Rasa would call on one is refused by name."""

    def __getattr__(cls, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        raise TensorFlowNeeded(cls.__name__)

    def __call__(cls, *_: Any, **__: Any) -> Any:
        raise TensorFlowNeeded(cls.__name__)


def _stand_in(name: str, module: str) -> type:
    """A class of this name that Rasa can list and compare with, and nobody can use."""
    # Imported here: Rasa's graph must not be imported before the finder stands.
    from rasa.engine.graph import GraphComponent

    members = {"__module__": module, "__doc__": f"Stands in for Rasa's {name}, which needs TensorFlow."}
    if name not in _COMPONENTS:
        return _Refusing(name, (), members)
    stand_in = _Refusing(name, (GraphComponent,), {**members, "create": classmethod(_refuse)})
    _register(stand_in)
    return stand_in


def _refuse(stand_in: type, *_: Any, **__: Any) -> Any:
    raise TensorFlowNeeded(stand_in.__name__)


def _register(stand_in: type) -> None:
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    kinds = DefaultV1Recipe.ComponentType
    DefaultV1Recipe.register([getattr(kinds, kind) for kind in _COMPONENTS[stand_in.__name__]], is_trainable=True)(
        stand_in
    )


#: What Rasa registers each component as, so that a configuration that names one gets as far as the clear error.
_COMPONENTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "DIETClassifier": ("INTENT_CLASSIFIER", "ENTITY_EXTRACTOR"),
        "ConveRTFeaturizer": ("MESSAGE_FEATURIZER",),
        "LanguageModelFeaturizer": ("MESSAGE_FEATURIZER",),
        "ResponseSelector": ("INTENT_CLASSIFIER",),
        "TEDPolicy": ("POLICY_WITH_END_TO_END_SUPPORT",),
        "UnexpecTEDIntentPolicy": ("POLICY_WITH_END_TO_END_SUPPORT",),
    }
)
