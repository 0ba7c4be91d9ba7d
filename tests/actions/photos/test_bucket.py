"""Photos in a bucket, against a store that speaks S3's protocol: kept, opened, deleted, and while it is down."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hostile_files import picture

from actions.photos.bucket import BucketFailed, PhotoBucket
from actions.photos.kept_files import FileGone, KeptFiles, Stage
from actions.photos.links import PhotoLinks
from actions.photos.photos import PIECE, Photos, files_of
from actions.photos.safe_file import Sizes
from actions.privacy.forgetting import forget, held_about
from actions.privacy.purging import outdated, purge
from actions.server.photos_asked import PhotosAsked
from actions.store.held_photos import HeldPhotos
from actions.store.photos import StoredPhotos
from core.clock import FrozenClock, SystemClock
from core.conversations.conversations import open_conversations
from core.settings import load_settings
from returndesk.doctor.photo_checks import photo_checks
from returndesk.process.ports import free_ports

sys.path.append(str(Path(__file__).parents[2] / "returndesk" / "model"))

from object_store import ObjectStore, own_object_store

CREDENTIALS = ("desk", "not-a-real-secret")
CHAT = "web:mine"
LINKS = PhotoLinks("s" * 32, None, SystemClock())


@pytest.fixture(scope="module")
def running_store() -> Iterator[ObjectStore]:
    """An object store on a free port."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AWS_ACCESS_KEY_ID", CREDENTIALS[0])
        patched.setenv("AWS_SECRET_ACCESS_KEY", CREDENTIALS[1])
        patched.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patched.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patched.setenv("AWS_CONFIG_FILE", "/dev/null")
        with own_object_store() as store:
            yield store


@pytest.fixture
def store(running_store: ObjectStore, request: pytest.FixtureRequest) -> Iterator[ObjectStore]:
    """The store, with an empty bucket; it works again afterwards."""
    client = running_store.client()
    client.create_bucket(Bucket="photos")
    yield running_store
    running_store.is_down = False
    for entry in client.list_objects_v2(Bucket="photos").get("Contents", ()):
        client.delete_object(Bucket="photos", Key=entry["Key"])
    client.put_bucket_versioning(Bucket="photos", VersioningConfiguration={"Status": "Suspended"})


def keys(store: ObjectStore) -> list[str]:
    found = store.client().list_objects_v2(Bucket="photos")
    return [entry["Key"] for entry in found.get("Contents", ())]


def bucket(store: ObjectStore, url: str = "s3://photos/desk", key: str | None = None) -> PhotoBucket:
    return PhotoBucket(url, store.url, CREDENTIALS, key)


@pytest.fixture
def photos(store, loaded_engine, now):
    """What takes photos in, in the demo shop."""
    return made(bucket(store), loaded_engine, now)


def made(files: KeptFiles, engine, now) -> Photos:
    held = HeldPhotos(engine, timedelta(minutes=30))
    return Photos(StoredPhotos(engine), files, Sizes(5_000_000, 5_000_000), FrozenClock(now), LINKS, held)


def sent(photos: Photos, content: bytes) -> str:
    name = photos.begin(CHAT, len(content)).name
    for at in range(0, len(content), PIECE):
        photos.piece(CHAT, name, at, content[at : at + PIECE])
    return name


def test_a_photo_of_several_pieces_is_kept_under_a_name_that_nobody_guesses_and_opened_again(photos, store):
    large = picture("JPEG", (1_600, 1_200), quality=98)
    assert len(large) > PIECE
    name = sent(photos, large)
    assert {key.partition(".")[0] for key in keys(store)} == {f"desk/{name[:2]}/{name}"}
    assert all(".kept." in key for key in keys(store))
    part = photos.part(name, 0)
    assert part is not None and part.content.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("url", ["s3://photos", "s3://photos/", "s3://photos/a/b/"])
def test_the_bucket_may_be_others_too(store, url):
    files = bucket(store, url)
    name = files.new_name()
    store.client().put_object(Bucket="photos", Key="anothers", Body=b"kept")
    files.write(name, Stage.SENT, 0, b"a part")
    files.write(name, Stage.KEPT, 11, b"kept")
    assert files.read(name, Stage.SENT, 0) == b"a part"
    files.delete_sent(name)
    with pytest.raises(FileGone):
        files.read(name, Stage.SENT, 0)
    assert files.read(name, Stage.KEPT, 11) == b"kept"
    files.delete([name])
    files.delete([name])
    assert keys(store) == ["anothers"]


def test_a_key_keeps_the_files_from_whoever_reads_the_bucket(store, loaded_engine, now):
    key = Fernet.generate_key().decode()
    name = sent(made(bucket(store, key=key), loaded_engine, now), picture())
    bodies = [store.client().get_object(Bucket="photos", Key=each)["Body"].read() for each in keys(store)]
    assert bodies and not any(body.startswith(b"\xff\xd8\xff") for body in bodies)
    assert bucket(store, key=key).read(name, Stage.KEPT, 0).startswith(b"\xff\xd8\xff")
    with pytest.raises(FileGone):
        bucket(store, key=Fernet.generate_key().decode()).read(name, Stage.KEPT, 0)


def test_the_settings_name_the_bucket(store, monkeypatch):
    monkeypatch.setenv("RETURNDESK_PHOTOS_BUCKET_KEY", ":".join(CREDENTIALS))
    settings = load_settings(photos_bucket="s3://photos/desk", photos_bucket_url=store.url + "/")
    files = files_of(settings)
    name = files.new_name()
    files.write(name, Stage.KEPT, 0, b"kept")
    assert keys(store) == [f"desk/{name[:2]}/{name}.kept.0"]


def test_while_the_bucket_is_down_a_photo_is_refused_for_now_and_the_same_piece_is_taken_later(photos, store):
    content = picture()
    name = photos.begin(CHAT, len(content)).name
    asked = PhotosAsked(photos, lambda *_: True)
    headers = {"x-conversation": CHAT, "x-file": name, "x-at": "0"}
    store.is_down = True
    answer = asyncio.run(asked.answer("piece", headers, content))
    assert answer.status == 503 and "can't be kept just now" in answer.content["error"]
    begun = asyncio.run(asked.answer("begin", {}, json.dumps({"conversation": CHAT, "size": 10}).encode()))
    assert begun.status == 200
    store.is_down = False
    assert asyncio.run(asked.answer("piece", headers, content)).content["media_type"] == "image/jpeg"


def test_a_store_that_nobody_serves_is_named_without_the_key_of_a_file(tmp_path):
    nobody = PhotoBucket("s3://photos", f"http://127.0.0.1:{free_ports(1)[0]}", CREDENTIALS)
    name = nobody.new_name()
    with pytest.raises(BucketFailed) as failed:
        nobody.read(name, Stage.KEPT, 0)
    assert str(failed.value) == "s3://photos: EndpointConnectionError"


@pytest.fixture
def conversations(new_database):
    found = open_conversations(new_database("conversations.db"))
    found.create()
    return found


def test_forget_deletes_there_and_another_try_what_could_not_be_deleted(
    photos, store, loaded_engine, conversations, now
):
    name = sent(photos, picture())
    photos.stored.send(CHAT, [name], "m1", None)
    photos.stored.are_about(CHAT, "m1", "demo-ana", "R1001")
    held = held_about(loaded_engine, conversations, "demo-ana")
    store.is_down = True
    with pytest.raises(BucketFailed):
        forget(loaded_engine, conversations, held, bucket(store))
    assert photos.stored.find(name) is not None
    store.is_down = False
    assert keys(store)
    forget(loaded_engine, conversations, held_about(loaded_engine, conversations, "demo-ana"), bucket(store))
    assert keys(store) == [] and photos.stored.find(name) is None


def test_purge_deletes_there_and_the_next_one_what_could_not_be_deleted(
    photos, store, loaded_engine, conversations, now
):
    name = sent(photos, picture())
    later = now + timedelta(days=40)
    found = outdated(loaded_engine, conversations, later - timedelta(days=30))
    store.is_down = True
    with pytest.raises(BucketFailed):
        purge(loaded_engine, conversations, found, later, bucket(store))
    assert photos.stored.find(name) is not None
    store.is_down = False
    found = outdated(loaded_engine, conversations, later - timedelta(days=30))
    purge(loaded_engine, conversations, found, later, bucket(store))
    assert keys(store) == [] and photos.stored.find(name) is None


def checked(store_url: str, monkeypatch: pytest.MonkeyPatch, name: str = "photos") -> list[tuple[str, str]]:
    monkeypatch.setenv("RETURNDESK_PHOTOS_BUCKET_KEY", ":".join(CREDENTIALS))
    settings = load_settings(photos_bucket=f"s3://{name}/desk", photos_bucket_url=store_url)
    return [(each.verdict.value, f"{each.found} {each.remedy}") for each in photo_checks(settings)]


def test_doctor_writes_reads_and_deletes_and_says_what_fails(store, monkeypatch):
    ((level, said),) = checked(store.url, monkeypatch)
    assert level == "ok" and "written, read and deleted in s3://photos/desk" in said
    assert keys(store) == []
    ((level, said),) = checked(store.url, monkeypatch, "nothere")
    assert level == "fail" and "NoSuchBucket" in said and "make the bucket" in said
    ((level, said),) = checked(f"http://127.0.0.1:{free_ports(1)[0]}", monkeypatch)
    assert level == "warn" and "RETURNDESK_PHOTOS_BUCKET_URL" in said


def test_doctor_warns_of_a_bucket_that_keeps_what_is_deleted(store, monkeypatch):
    store.client().put_bucket_versioning(Bucket="photos", VersioningConfiguration={"Status": "Enabled"})
    (_, (level, said)) = checked(store.url, monkeypatch)
    assert level == "warn" and "keeps what is deleted" in said
