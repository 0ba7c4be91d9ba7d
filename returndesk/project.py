"""Where the parts of a checkout lie, and where what it makes goes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

MODEL_NAME = "returndesk"
#: Names another state folder, so that two assistants of one checkout can run beside each other.
STATE_VARIABLE = "RETURNDESK_STATE"


@dataclass(frozen=True)
class Project:
    """The folders of one checkout.

    Args:
        root: The checkout's top folder, absolute.
        state_folder: Where running leaves things, absolute; None for `.returndesk` in the checkout.
        data_folder: What to train from, absolute; None for `data` in the checkout.
    """

    root: Path
    state_folder: Optional[Path] = None
    data_folder: Optional[Path] = None

    @property
    def domain(self) -> Path:
        """What the assistant knows to say and do, split by topic."""
        return self.root / "bot" / "domain"

    @property
    def locales(self) -> Path:
        """The same in other languages, a folder each."""
        return self.root / "bot" / "locales"

    @property
    def config(self) -> Path:
        """Rasa's pipeline and policies."""
        return self.root / "bot" / "config.yml"

    @property
    def endpoints(self) -> Path:
        """Which servers the bot talks to."""
        return self.root / "bot" / "endpoints.yml"

    @property
    def credentials(self) -> Path:
        """Which channels the bot serves."""
        return self.root / "bot" / "credentials.yml"

    @property
    def unseen(self) -> Path:
        """The messages that training must never hold, below `unseen:` in files by topic."""
        return self.root / "tests" / "conversations"

    @property
    def state(self) -> Path:
        """What running leaves behind: the embedded store, logs, caches."""
        return self.state_folder or self.root / ".returndesk"

    @property
    def logs(self) -> Path:
        """One file a process, written anew each time it starts."""
        return self.state / "logs"

    @property
    def carrier_scans(self) -> Path:
        """What the demo carrier answers from."""
        return self.state / "carrier_scans.json"

    @property
    def data(self) -> Path:
        """Where the training data lies."""
        return self.data_folder or self.root / "data"

    def training_data(self) -> list[Path]:
        """What to train from: everything in `data/` but test conversations, which Rasa would train on as well."""
        return sorted(path for path in self.data.glob("*") if not path.name.startswith(("test", ".")))

    def shown(self, path: Path) -> str:
        """A path as a person at the terminal would write it: relative to the checkout where it lies inside."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def this_project(state_folder: Optional[Path] = None) -> Project:
    """The checkout that this program runs from.

    Args:
        state_folder: Where running leaves things; None for what RETURNDESK_STATE says, else `.returndesk`.
    """
    named = state_folder or os.environ.get(STATE_VARIABLE)
    return Project(Path(__file__).resolve().parent.parent, Path(named).absolute() if named else None)
