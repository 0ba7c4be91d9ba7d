"""Keeps packages out of the serving process that Rasa and others import for parts this bot has none of.

Importing Rasa imports the drivers of every tracker store and channel that it ships, what draws pictures of
training, what learns and what asks questions at a terminal: a fourth of the bot's memory. `leave_out()` answers their
import with stand-ins; who uses one after all is told which package it is, and the remedy. What a library can do without
is missing, as where it isn't installed.

`RETURNDESK_TENSORFLOW=on` runs Rasa as it comes and switches this off too.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence, Set
from types import ModuleType
from typing import Any, Final

from bot.rasa_patches.without_tensorflow import SWITCH, is_on

#: Packages and modules, each with what it is for. Conversations are kept by bot/storage/conversation_store.py, channels
#: are those of bot/channels, and a graph is run by graph_runs.py.
UNUSED: Final[Mapping[str, str]] = {
    "pymongo": "Rasa's MongoDB tracker store",
    "bson": "Rasa's MongoDB tracker store",
    "boto3": "Rasa's DynamoDB tracker store",
    "botocore": "Rasa's DynamoDB tracker store",
    "s3transfer": "Rasa's DynamoDB tracker store",
    "aiogram": "Rasa's own Telegram channel",
    "cachecontrol": "Rasa's own Hangouts channel",
    "google.auth": "Rasa's own Hangouts channel",
    "google.oauth2": "Rasa's own Hangouts channel",
    "fbmessenger": "Rasa's own Messenger channel",
    "slack_sdk.web": "Rasa's own Slack channel",
    "slack_sdk.webhook": "Rasa's own Slack channel",
    "twilio.rest": "Rasa's own Twilio channel",
    "webexteamssdk": "Rasa's own Webex channel",
    "matplotlib": "Rasa's pictures of training",
    "PIL": "Rasa's pictures of training",
    "sklearn": "Rasa's classifiers and featurizers",
    "dask": "Rasa's way to run a graph",
    "prompt_toolkit": "talking to Rasa at a terminal",
    "questionary": "talking to Rasa at a terminal",
    "spacy.cli": "spaCy's command line",
}
#: What photos in a bucket are kept with (actions/photos/bucket.py), by the process that runs the actions.
_OF_BUCKETS: Final = frozenset({"boto3", "botocore", "s3transfer"})
_BUCKET: Final = "RETURNDESK_PHOTOS_BUCKET"
#: What a library imports where it is installed, and does without where it is not.
DISPENSABLE: Final[Mapping[str, str]] = {
    "h5py": "thinc's layers in files",
    "pygments": "code in colours, in Mako's error pages",
    "rich": "structlog's errors in colours",
}


class PackageLeftOut(ImportError):
    """Something was used in a process that leaves it out."""

    def __init__(self, what: str) -> None:
        purpose = next(UNUSED[name] for name in _names(what) if name in UNUSED)
        super().__init__(
            f"{what} is left out of this process, which has no use for {purpose}; set {SWITCH}=on to run Rasa with all "
            "that it comes with"
        )


def leave_out(environment: Mapping[str, str] = os.environ) -> bool:
    """Put stand-ins in the place of the unused packages, and miss the dispensable ones, unless the switch is on.

    Args:
        environment: Where the switch is looked up.

    Returns:
        Whether they are left out now.
    """
    if is_on(environment):
        return False
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        used = _OF_BUCKETS if environment.get(_BUCKET) else frozenset()
        sys.meta_path.insert(0, _Finder(UNUSED.keys() - used))
    return True


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, unused: Set[str]) -> None:
        self._unused = unused

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname in DISPENSABLE:
            raise ModuleNotFoundError(f"{fullname} is left out: {DISPENSABLE[fullname]}", name=fullname)
        if self._unused.isdisjoint(_names(fullname)):
            return None
        return importlib.util.spec_from_loader(fullname, _Loader(), is_package=True)


def _names(module: str) -> list[str]:
    """A module's name and those of the packages that it lies in."""
    parts = module.split(".")
    return [".".join(parts[: count + 1]) for count in range(len(parts))]


class _Loader(importlib.abc.Loader):
    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""


class _StandIn(ModuleType):
    """A module that has every name, each a class that nobody can use."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        stand_in = _Refusing(name, (Exception,), {"__module__": self.__name__})
        setattr(self, name, stand_in)
        return stand_in


class _Refusing(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise PackageLeftOut(f"{cls.__module__}.{cls.__name__}")

    def __call__(cls, *_: Any, **__: Any) -> Any:
        raise PackageLeftOut(f"{cls.__module__}.{cls.__name__}")
