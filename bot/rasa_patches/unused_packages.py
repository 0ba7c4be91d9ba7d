"""Keeps packages out of the serving process that Rasa imports for parts this bot has none of.

Importing Rasa imports the drivers of every tracker store and channel that it ships, what draws pictures of training and
what asks questions at a terminal: an eighth of the bot's memory. `leave_out()` answers their import with stand-ins. Who
uses one after all is told which package it is, and the remedy.

`RETURNDESK_TENSORFLOW=on` runs Rasa as it comes and switches this off too.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, Final

from bot.rasa_patches.without_tensorflow import SWITCH, is_on

#: What each is for. bot/storage/conversation_store.py keeps the conversations, the channels are those of bot/channels.
UNUSED: Final[Mapping[str, str]] = {
    "pymongo": "Rasa's MongoDB tracker store",
    "bson": "Rasa's MongoDB tracker store",
    "boto3": "Rasa's DynamoDB tracker store",
    "botocore": "Rasa's DynamoDB tracker store",
    "s3transfer": "Rasa's DynamoDB tracker store",
    "aiogram": "Rasa's own Telegram channel",
    "matplotlib": "Rasa's pictures of training",
    "PIL": "Rasa's pictures of training",
    "prompt_toolkit": "talking to Rasa at a terminal",
    "questionary": "talking to Rasa at a terminal",
}


class PackageLeftOut(ImportError):
    """Something was used in a process that leaves it out."""

    def __init__(self, what: str) -> None:
        package = what.partition(".")[0]
        super().__init__(
            f"{what} is left out of this process, which has no use for {UNUSED[package]}; set {SWITCH}=on to run Rasa "
            "with all that it comes with"
        )


def leave_out(environment: Mapping[str, str] = os.environ) -> bool:
    """Put stand-ins in the place of the unused packages from here on, unless the switch is on.

    Args:
        environment: Where the switch is looked up.

    Returns:
        Whether they are left out now.
    """
    if is_on(environment):
        return False
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
    return True


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in UNUSED:
            return None
        return importlib.util.spec_from_loader(fullname, _Loader(), is_package=True)


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
