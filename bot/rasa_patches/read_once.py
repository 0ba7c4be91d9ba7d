"""Has training read its files once: Rasa reads them to check them, and then again to learn from them.

With fifty thousand messages each reading takes ten seconds and more, and what was read for the check stays in memory
as long as the training lasts. One importer also reads messages twice, since what it has read for its own domain is kept
for another way of asking.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

_Key = tuple[str, Optional[str], tuple[str, ...]]


def read_once() -> None:
    """Replace two functions of Rasa's, for this process; doing so again changes nothing."""
    if hasattr(TrainingDataImporter, "load_anew"):
        return
    TrainingDataImporter.load_anew = staticmethod(TrainingDataImporter.load_from_config)
    loaded: dict[_Key, TrainingDataImporter] = {}

    def load_from_config(
        config_path: str,
        domain_path: Optional[str] = None,
        training_data_paths: Optional[Sequence[str]] = None,
        args: Optional[dict[str, Any]] = None,
    ) -> TrainingDataImporter:
        """The importer of these files, which keeps what it has read."""
        key = config_path, domain_path, tuple(training_data_paths or ())
        if key not in loaded:
            loaded[key] = TrainingDataImporter.load_anew(config_path, domain_path, training_data_paths, args or {})
        return loaded[key]

    TrainingDataImporter.load_from_config = staticmethod(load_from_config)
    RasaFileImporter.read_messages = RasaFileImporter.get_nlu_data

    def get_nlu_data(importer: RasaFileImporter, language: Optional[str] = "en") -> TrainingData:
        """The messages of its files, which are of all languages."""
        if not hasattr(importer, "messages_read"):
            importer.messages_read = importer.read_messages(language)
        read: TrainingData = importer.messages_read
        return read

    RasaFileImporter.get_nlu_data = get_nlu_data
