"""Rasa's command line without TensorFlow and without telemetry: `python -m bot run …` is `rasa run …`."""

from __future__ import annotations

import os

from bot.without_tensorflow import keep_out


def main() -> None:
    """Run Rasa's own command line."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    keep_out()
    # Importing Rasa is what the guard has to come before.
    from rasa.__main__ import main as rasa_main

    from bot.savings import save_time

    save_time()
    rasa_main()


if __name__ == "__main__":
    main()
