"""Makes bot/nlu/artefacts/messages.safetensors: what the multilingual encoder makes of the training messages.

Training needs the vector of each message. Reading them takes the encoder a quarter of an hour and more; kept in the
repository they cost nothing, and training asks the encoder only for messages that are new since. Run it when some
hundred messages are new; it reads those alone, in the directions of the former ones. With `--anew` it reads all and
chooses the directions anew, after which every model has to be trained.

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

from bot.nlu.multilingual_encoder import ARTEFACT, MultilingualEncoder, Vectors, bare_encoder, missing, renew, write  # noqa: E402
from bot.nlu.transliteration import Transliteration  # noqa: E402
from core.languages import ENGLISH  # noqa: E402

#: Messages that a process reads before it hands them over.
CHUNK = 250


def main() -> int:
    """Read all messages and write the artefact."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=2, help="how many read side by side")
    parser.add_argument("--anew", action="store_true", help="read all messages, not only new ones")
    arguments = parser.parse_args()
    texts = list(dict.fromkeys(messages()))
    read = texts if arguments.anew else missing(texts)
    chunks = [read[start : start + CHUNK] for start in range(0, len(read), CHUNK)]
    with ProcessPoolExecutor(arguments.processes) as pool:
        found = list(pool.map(whole_vectors if arguments.anew else vectors, chunks))
    if arguments.anew:
        write(texts, np.concatenate(found))
    elif found:
        renew(texts, read, np.concatenate(found))
    sys.stdout.write(f"{len(read)} of {len(texts)} messages read, {ARTEFACT} holds all\n")
    return 0


def whole_vectors(texts: list[str]) -> Vectors:
    """The vectors of some texts in all directions."""
    return MultilingualEncoder().vectors(texts)


def vectors(texts: list[str]) -> Vectors:
    """The vectors of some texts in the directions that are kept."""
    return bare_encoder().vectors(texts)


def messages() -> Iterator[str]:
    """The messages that training wants vectors of, as it reads them: Russian in Latin letters is in Cyrillic."""
    english: list[str] = []
    others: list[tuple[str, str]] = []
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or ():
            if "intent" in block:
                said = [line.removeprefix("- ") for line in map(str.strip, block["examples"].splitlines()) if line]
                if "metadata" in block:
                    others.extend((text, block["metadata"]["language"]) for text in said)
                else:
                    english.extend(said)
    transliteration = Transliteration.learnt([*others, *((text, ENGLISH) for text in english)])
    for text, language in others:
        yield transliteration.read(text) if language in transliteration.words else text
    yield from english


if __name__ == "__main__":
    sys.exit(main())
