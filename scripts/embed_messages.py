"""Makes bot/nlu/artefacts/messages.safetensors: what the multilingual encoder makes of the training messages.

Training needs the vector of each message that is not English, and of some English ones. Reading them takes the encoder
ten minutes and more; kept in the repository they cost nothing, and training asks the encoder only for messages
that are new since. Run it when some hundred messages are new; it reads all of them, also those in the artefact.

    .venv/bin/python scripts/embed_messages.py
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import yaml  # noqa: E402

from bot.nlu.multilingual_encoder import ARTEFACT, MultilingualEncoder, Vectors, write  # noqa: E402
from bot.nlu.multilingual_intent_classifier import MultilingualIntentClassifier  # noqa: E402

#: Messages that a process reads before it hands them over.
CHUNK = 250


def main() -> int:
    """Read all messages and write the artefact."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=2, help="how many read side by side")
    arguments = parser.parse_args()
    texts = list(dict.fromkeys(messages()))
    chunks = [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
    with ProcessPoolExecutor(arguments.processes) as pool:
        write(texts, np.concatenate(list(pool.map(vectors, chunks))))
    sys.stdout.write(f"{len(texts)} messages in {ARTEFACT}\n")
    return 0


def vectors(texts: list[str]) -> Vectors:
    """The whole vectors of some texts."""
    return MultilingualEncoder().vectors(texts)


def messages() -> Iterator[str]:
    """The messages that training wants vectors of: as many English ones of each intent as the classifier takes."""
    most = int(MultilingualIntentClassifier.get_default_config()["english_examples"])
    english: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or ():
            if "intent" in block:
                said = [line.removeprefix("- ") for line in map(str.strip, block["examples"].splitlines()) if line]
                if "metadata" in block:
                    yield from said
                else:
                    english.setdefault(block["intent"], []).extend(said)
    for said in english.values():
        yield from said[:: -(-len(said) // most)]


if __name__ == "__main__":
    sys.exit(main())
