"""Where the models of one version of the program lie in a bucket.

    <prefix>/<version>/current.json                 the manifest of the model that bots take
    <prefix>/<version>/models/<name>.tar.gz         a model
    <prefix>/<version>/models/<name>.json           its manifest

A model loads into the components that trained it. So each version of those has a folder of its own: while a new version
is rolled out, bots of the old one that start again still find theirs, and going back to it needs nothing.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath

from returndesk.failure import Failure
from returndesk.model.bucket import Bucket
from returndesk.model.fingerprint import UNKNOWN_TO_RASAS_CACHE, Fingerprint
from returndesk.model.manifest import Manifest, manifest_from

_VERSION_LENGTH = 12
_MODEL, _MANIFEST = ".tar.gz", ".json"


class ModelRegistry:
    """The models of one version.

    Args:
        bucket: Where they lie.
        folder: The beginning of all their keys, ending with a slash.
    """

    def __init__(self, bucket: Bucket, folder: str) -> None:
        self._bucket = bucket
        self._folder = folder

    def __str__(self) -> str:
        """Its address, for a person."""
        return f"s3://{self._bucket.name}/{self._folder}"

    def current(self) -> Manifest | None:
        """The model that bots are to take; None where nothing was published yet."""
        return self._manifest("current.json")

    def named(self, name: str) -> Manifest | None:
        """A model that is kept; None where there is none of that name."""
        return self._manifest(f"models/{name}{_MANIFEST}")

    def names(self) -> list[str]:
        """What is kept, the oldest first."""
        keys = self._bucket.keys(f"{self._folder}models/")
        return sorted(PurePosixPath(key).name.removesuffix(_MANIFEST) for key in keys if key.endswith(_MANIFEST))

    def add(self, file: Path, manifest: Manifest) -> None:
        """Keep a model; its manifest comes last, so that what has one is whole."""
        self._bucket.upload(file, self._key(manifest.name, _MODEL))
        self._bucket.write(self._key(manifest.name, _MANIFEST), _content(manifest))

    def get(self, manifest: Manifest, file: Path) -> None:
        """Get a model into a file."""
        self._bucket.download(self._key(manifest.name, _MODEL), file)

    def point_to(self, manifest: Manifest) -> None:
        """Make a model the current one."""
        self._bucket.write(f"{self._folder}current.json", _content(manifest))

    def drop(self, names: list[str]) -> None:
        """Delete models; a manifest goes first, so that what has one is whole."""
        self._bucket.delete([self._key(name, suffix) for name in names for suffix in (_MANIFEST, _MODEL)])

    def _key(self, name: str, suffix: str) -> str:
        return f"{self._folder}models/{name}{suffix}"

    def _manifest(self, place: str) -> Manifest | None:
        content = self._bucket.read(f"{self._folder}{place}")
        return None if content is None else manifest_from(content, found_at=f"{self}{place}")


def open_shelf(url: str, fingerprint: Fingerprint) -> ModelRegistry:
    """The shelf of the version of the program that a fingerprint was taken of.

    Args:
        url: What RETURNDESK_MODEL_URL says: `s3://bucket/prefix`.
        fingerprint: What training would make a model from here.

    Raises:
        Failure: The address is not set, or the store's client can't be set up.
    """
    if not url:
        raise Failure("RETURNDESK_MODEL_URL is not set; write s3://bucket/prefix, where models are published")
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    parts = [part for part in prefix.split("/") if part]
    return ModelRegistry(Bucket(bucket), "/".join([*parts, version_of(fingerprint), ""]))


def version_of(fingerprint: Fingerprint) -> str:
    """A digest of what a model needs to load: its components, what they read, and the libraries that pickled it."""
    needed = {group: dict(fingerprint.get(group, {})) for group in sorted(UNKNOWN_TO_RASAS_CACHE)}
    return hashlib.sha256(json.dumps(needed, sort_keys=True).encode()).hexdigest()[:_VERSION_LENGTH]


def _content(manifest: Manifest) -> bytes:
    return manifest.json(indent=1).encode() + b"\n"
