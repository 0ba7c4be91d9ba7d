"""The bot with the custom actions in its process: `python -m returndesk.serve.bot_with_actions run …` is `rasa run …`.

It takes the arguments of `python -m bot`. For one machine; several bots ask action servers (docs/deployment.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.__main__ import main

if TYPE_CHECKING:
    from core.action_desk import ActionDesk
    from core.settings import Settings


def made_actions(settings: Settings) -> ActionDesk:
    """The actions that the settings describe.

    Raises:
        SettingsError: A setting is missing or can't be used.
        ValueError: What the rules need is not there.
    """
    # Not earlier: the bot first keeps out what Rasa would import.
    from actions.server.desk import ServedActions
    from actions.services import services_from

    return ServedActions(services_from(settings))


if __name__ == "__main__":
    main(made_actions)
