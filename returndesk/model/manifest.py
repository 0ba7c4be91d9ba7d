"""What is written beside a published model: which file it is, and what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, Extra, Field, ValidationError

from returndesk.failure import Failure

_NAME_LENGTH_OF_DIGEST = 12


class Manifest(BaseModel):
    """One published model.

    Args:
        name: What it is called: when it was published and the beginning of its digest, so that names sort by age.
        sha256: The digest of its file, in hexadecimal.
        size: How long its file is, in bytes.
        published_at: When it was published, an aware instant.
        fingerprint: What it was trained from, as `returndesk.model.fingerprint` takes it.
    """

    name: str = Field(regex=r"^\d{8}T\d{6}Z-[0-9a-f]{12}$")
    sha256: str = Field(regex=r"^[0-9a-f]{64}$")
    size: int = Field(gt=0)
    published_at: datetime
    fingerprint: Mapping[str, Mapping[str, str]]

    class Config:
        """What another version wrote, with more in it, is not half understood."""

        extra = Extra.forbid
        allow_mutation = False


def new_name(sha256: str, now: datetime) -> str:
    """What a model is called that is published at an aware instant in UTC."""
    return f"{now:%Y%m%dT%H%M%SZ}-{sha256[:_NAME_LENGTH_OF_DIGEST]}"


def manifest_from(content: bytes, *, found_at: str) -> Manifest:
    """Read a manifest.

    Args:
        content: What was stored.
        found_at: Where, for the error.

    Raises:
        Failure: It is none.
    """
    try:
        return Manifest.parse_raw(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Failure(
            f"{found_at} is not what `returndesk publish-model` writes ({place}: {first['msg']}); publish a model anew"
        ) from None
