"""One bucket of an S3-compatible object store, and what can go wrong with it in words that help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
from s3transfer.exceptions import RetriesExceededError

from returndesk.failure import Failure

_MISSING = frozenset({"NoSuchKey", "404"})
_REMEDIES = {
    "NoSuchBucket": "there is no such bucket; make it, or correct RETURNDESK_MODEL_URL",
    "AccessDenied": "these credentials may not do that; see docs/deployment.md for what they need",
    "403": "these credentials may not do that; see docs/deployment.md for what they need",
    "InvalidAccessKeyId": "the access key is not known there; correct AWS_ACCESS_KEY_ID or the credentials file",
    "InvalidToken": "the session token is not known there; correct AWS_SESSION_TOKEN or take it away",
    "SignatureDoesNotMatch": "the secret key is wrong; correct AWS_SECRET_ACCESS_KEY or the credentials file",
    "ExpiredToken": "the credentials have run out; get new ones",
    "BadDigest": "what arrived is not what was sent; try again",
}
# The store may be another than Amazon's, and older ones refuse checksums that they don't know.
_CONFIG = Config(
    connect_timeout=5,
    read_timeout=30,
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
# In bytes, for what is read into memory; a manifest has some hundreds.
_LARGEST_SMALL_OBJECT = 1_000_000
# A model has some megabytes: one connection is quick enough, and leaves no parts of an upload behind.
_IN_ONE_GO = TransferConfig(use_threads=False, multipart_threshold=2 * 1024**3, num_download_attempts=3)


class Bucket:
    """Reads and writes the objects of one bucket.

    Credentials, region and the address of a store other than Amazon's come from where every program of its kind takes
    them: AWS_ACCESS_KEY_ID, AWS_SHARED_CREDENTIALS_FILE, AWS_ENDPOINT_URL and so on. Every method raises `Failure`
    where the store does not do what it is asked.

    Args:
        name: The bucket's name.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        with self._reporting("opened"):
            self._s3: Any = boto3.session.Session().client("s3", config=_CONFIG)

    def read(self, key: str) -> bytes | None:
        """The content of a small object; None where there is none."""
        with self._reporting("read", key):
            try:
                content: bytes = self._s3.get_object(Bucket=self.name, Key=key)["Body"].read(_LARGEST_SMALL_OBJECT + 1)
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise
        if len(content) > _LARGEST_SMALL_OBJECT:
            raise Failure(f"s3://{self.name}/{key} is larger than what `returndesk publish-model` writes")
        return content

    def write(self, key: str, content: bytes) -> None:
        """Put a small object there, all of it or nothing."""
        with self._reporting("written", key):
            self._s3.put_object(Bucket=self.name, Key=key, Body=content, ContentType="application/json")

    def upload(self, file: Path, key: str) -> None:
        """Put a file there; nobody sees the object before all of it is."""
        with self._reporting("written", key):
            self._s3.upload_file(str(file), self.name, key, Config=_IN_ONE_GO)

    def download(self, key: str, file: Path) -> None:
        """Get an object into a file, which may be left half written where that fails."""
        with self._reporting("read", key), file.open("wb") as target:
            self._s3.download_fileobj(self.name, key, target, Config=_IN_ONE_GO)

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin with something, in their order."""
        with self._reporting("listed", prefix):
            pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
            return [entry["Key"] for page in pages for entry in page.get("Contents", ())]

    def delete(self, keys: Sequence[str]) -> None:
        """Delete objects, one by one: not every store can do several at once."""
        for key in keys:
            with self._reporting("deleted", key):
                self._s3.delete_object(Bucket=self.name, Key=key)

    @contextmanager
    def _reporting(self, done: str, key: str = "") -> Iterator[None]:
        place = f"s3://{self.name}/{key}"
        try:
            yield
        except ClientError as error:
            code = _code(error)
            raise Failure(f"{place} can't be {done}: {_REMEDIES.get(code, f'the store says {code}')}") from None
        except NoCredentialsError:
            raise Failure(
                f"{place} can't be {done}: there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                "or AWS_SHARED_CREDENTIALS_FILE"
            ) from None
        except RetriesExceededError:
            raise Failure(f"{place} can't be {done}: the connection broke off each time; try again") from None
        except (BotoCoreError, Boto3Error, ValueError) as error:
            raise Failure(f"{place} can't be {done}: {' '.join(str(error).split())}") from None
        except OSError as error:
            raise Failure(f"{place} can't be {done}: {error.filename or ''} {error.strerror}") from None


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "nothing that can be understood"))
