"""The bucket that files are kept in, of Amazon S3 or of whatever speaks as it does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Optional

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from actions.photos.kept_files import KeptFiles

_MISSING: Final = frozenset({"NoSuchKey", "404"})
#: In bytes: a part of a file, encrypted. Each is an object of its own, so no upload has parts that could stay behind.
_LARGEST_OBJECT: Final = 512 * 1024
#: A customer waits for each part, and one more try is made.
_CONNECT_SECONDS, _READ_SECONDS, _TRIES = 2, 4, 2
_CONNECTIONS: Final = 32


class BucketFailed(OSError):
    """The bucket did not do what it was asked; `code` is S3's word for why, or the kind of the error.

    The message holds no key of a file and no secret.
    """

    def __init__(self, bucket: str, code: str) -> None:
        super().__init__(f"s3://{bucket}: {code}")
        self.code = code


class PhotoBucket(KeptFiles):
    """Files as objects of a bucket.

    Args:
        url: The bucket and what keys begin with, as s3://photos/desk.
        endpoint: The address of a store other than Amazon's; None for theirs.
        credentials: The access key and its secret; None where they come from the environment or the machine.
        key: As `KeptFiles` has it.
    """

    def __init__(
        self,
        url: str,
        endpoint: Optional[str] = None,
        credentials: Optional[tuple[str, str]] = None,
        key: Optional[str] = None,
    ) -> None:
        super().__init__(key)
        self._bucket, _, prefix = url.removeprefix("s3://").partition("/")
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        known, secret = credentials or (None, None)
        config = Config(
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            retries={"total_max_attempts": _TRIES, "mode": "standard"},
            max_pool_connections=_CONNECTIONS,
            # Stores other than Amazon's know neither names of hosts for buckets nor all checksums.
            s3={"addressing_style": "path" if endpoint else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        with self._asking():
            self._s3: Any = boto3.session.Session().client(
                "s3", endpoint_url=endpoint, aws_access_key_id=known, aws_secret_access_key=secret, config=config
            )

    @property
    def keeps_versions(self) -> bool:
        """Whether the bucket keeps what is deleted from it, as a version of before."""
        with self._asking():
            return bool(self._s3.get_bucket_versioning(Bucket=self._bucket).get("Status") == "Enabled")

    def _put(self, place: str, content: bytes) -> None:
        with self._asking():
            self._s3.put_object(
                Bucket=self._bucket, Key=self._prefix + place, Body=content, ContentType="application/octet-stream"
            )

    def _get(self, place: str) -> Optional[bytes]:
        with self._asking():
            try:
                found = self._s3.get_object(Bucket=self._bucket, Key=self._prefix + place)
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise
            content: bytes = found["Body"].read(_LARGEST_OBJECT + 1)
        if len(content) > _LARGEST_OBJECT:
            raise BucketFailed(self._bucket, "an object is larger than any of ours")
        return content

    def _remove(self, beginning: str) -> None:
        with self._asking():
            pages = self._s3.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix + beginning
            )
            keys = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
            for each in keys:
                # One by one: not every store can do several at once.
                self._s3.delete_object(Bucket=self._bucket, Key=each)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            raise BucketFailed(self._bucket, _code(error)) from None
        except (BotoCoreError, ValueError) as error:
            raise BucketFailed(self._bucket, type(error).__name__) from None


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "nothing that can be understood"))
