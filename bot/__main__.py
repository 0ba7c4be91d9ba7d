"""Rasa's command line without TensorFlow and without telemetry: `python -m bot run …` is `rasa run …`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Optional

from bot.rasa_patches.one_thread import use_one_thread
from bot.rasa_patches.unused_packages import leave_out
from bot.rasa_patches.vector_instructions import use_vector_instructions
from bot.rasa_patches.without_tensorflow import keep_out

if TYPE_CHECKING:
    from core.action_desk import ActionDesk
    from core.logging import Logs
    from core.settings import Settings


def main(actions: Optional[Callable[[Settings], ActionDesk]] = None) -> None:
    """Run Rasa's own command line.

    Args:
        actions: Makes the custom actions that run in this process; without it a server of their own runs them.
    """
    serving = sys.argv[1:2] == ["run"]
    training = sys.argv[1:2] == ["train"]
    if training:
        # It makes millions of small objects and hardly a circle; looking for circles took a fourth of its reading time.
        # `kernel_intent_classifier.fit` looks once, before it takes the most memory.
        gc.disable()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    use_vector_instructions(os.environ)
    if serving:
        use_one_thread(os.environ)
        leave_out()
    keep_out()
    logs = _begin_logs() if serving else None
    # Importing Rasa is what the guard has to come before, and the log, where Rasa's libraries complain.
    from rasa.__main__ import main as rasa_main

    from bot.rasa_patches import message_guard
    from bot.rasa_patches.first_words import tell_first_words
    from bot.rasa_patches.install import install
    from bot.rasa_patches.nlu_workers import understand_apart
    from bot.rasa_patches.no_second_store import have_no_second_store
    from bot.rasa_patches.quick_archives import pack_quickly
    from bot.rasa_patches.read_once import read_once
    from bot.rasa_patches.session_slots import keep_slots
    from bot.rasa_patches.shared_examples import share_examples
    from bot.rasa_patches.whole_turns import keep_turns_whole

    install()
    message_guard.install()
    keep_slots()
    keep_turns_whole()
    have_no_second_store()
    if training:
        pack_quickly()
        read_once()
        share_examples()
    if logs is not None:
        settings = _check_start(logs)
        if actions is not None:
            _run_inside(actions, settings)
        understand_apart(settings.understanding_seconds)
    # Around whoever understands.
    tell_first_words()
    rasa_main()


def _begin_logs() -> Logs:
    from core.logging import Logs
    from core.settings import SettingsError, load_settings

    try:
        logs = Logs.from_settings("bot", load_settings())
    except SettingsError as error:
        sys.exit(f"bot: {error}")
    logs.install()
    return logs


def _check_start(logs: Logs) -> Settings:
    from bot.monitoring.private_logs import keep_logs
    from bot.start import run_arguments, shown_to_actions
    from core.settings import SettingsError, load_settings

    try:
        settings = load_settings()
        os.environ.update(shown_to_actions(settings))
        os.environ.pop("RETURNDESK_ACTIONS_SECRET_FILE", None)
        sys.argv[1:] = run_arguments(sys.argv[1:], settings, os.environ)
        keep_logs(logs)
    except SettingsError as error:
        sys.exit(f"bot: {error}")
    return settings


def _run_inside(actions: Callable[[Settings], ActionDesk], settings: Settings) -> None:
    """Make the actions, before the processes are forked that understand, so that those share their memory."""
    from bot.rasa_patches.actions_inside import run_inside
    from core.settings import SettingsError

    # bot/endpoints.yml names it, and Rasa does not read a file that names an unset variable.
    os.environ["RETURNDESK_ACTIONS_URL"] = ""
    try:
        run_inside(actions(settings))
    except (SettingsError, ValueError) as error:
        sys.exit(f"bot: {error}")


if __name__ == "__main__":
    main()
