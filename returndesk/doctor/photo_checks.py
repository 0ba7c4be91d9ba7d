"""Whether photos can be kept: a bucket is tried with a small object of its own, which is deleted again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from actions.photos.kept_files import FileGone, KeptFiles, Stage
from actions.photos.photos import files_of
from core.settings import Settings
from returndesk.doctor.check import Check, fail, ok, warn

if TYPE_CHECKING:
    from actions.photos.bucket import PhotoBucket

_NAME: Final = "photos"
_ACCESS: Final = "correct RETURNDESK_PHOTOS_BUCKET_KEY, which is ID:SECRET of an access key"
_RIGHTS: Final = "s3:PutObject, s3:GetObject, s3:DeleteObject on its objects and s3:ListBucket on the bucket"
_REMEDIES: Final = {
    "NoSuchBucket": "make the bucket, or correct RETURNDESK_PHOTOS_BUCKET",
    "AccessDenied": f"give the access key {_RIGHTS}",
    "403": f"give the access key {_RIGHTS}",
    "InvalidAccessKeyId": _ACCESS,
    "SignatureDoesNotMatch": _ACCESS,
    "NoCredentialsError": "set RETURNDESK_PHOTOS_BUCKET_KEY, or give this machine a role",
}
_REACH: Final = "check RETURNDESK_PHOTOS_BUCKET_URL, that the store runs, and that this machine may connect there"


def photo_checks(settings: Settings) -> Iterator[Check]:
    """Write, read and delete in the bucket that the settings name; a folder is made with its first file."""
    if not settings.photos_bucket:
        yield ok(_NAME, f"are kept in {settings.photos_dir}, as RETURNDESK_PHOTOS_BUCKET names no bucket")
        return
    # Not earlier: few desks have a bucket, and its library takes memory.
    from actions.photos.bucket import BucketFailed, PhotoBucket

    where = settings.photos_bucket
    try:
        files = files_of(settings)
        problem = _tried(files)
    except BucketFailed as failed:
        remedy = _REMEDIES.get(failed.code)
        # What is away now may be there later.
        found = (_NAME, f"{where} can't be used: {failed.code}")
        yield fail(*found, remedy) if remedy else warn(*found, _REACH)
        return
    if problem:
        yield fail(_NAME, f"{where} {problem}", "use a store that keeps what it is given, and deletes it when told")
        return
    yield ok(_NAME, f"can be written, read and deleted in {where}")
    if isinstance(files, PhotoBucket) and _keeps_versions(files):
        remedy = "switch versioning off, or have a rule of its own delete old versions after some days"
        yield warn("photos deleted", f"{where} keeps what is deleted as versions, so `forget` deletes nothing", remedy)


def _tried(files: KeptFiles) -> str:
    """What is wrong with a place that does as it is told; empty where nothing is."""
    name, content = files.new_name(), secrets.token_bytes(1_000)
    files.write(name, Stage.SENT, 0, content)
    try:
        back = files.read(name, Stage.SENT, 0)
    finally:
        files.delete([name])
    if back != content:
        return "gives back something else than was written"
    try:
        files.read(name, Stage.SENT, 0)
    except FileGone:
        return ""
    return "still has what was deleted"


def _keeps_versions(bucket: PhotoBucket) -> bool:
    try:
        return bucket.keeps_versions
    except OSError:
        # Not every store tells, and not every key may ask.
        return False
