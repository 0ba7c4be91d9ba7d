"""A running bot whose photos lie in a bucket: they are taken, and while it is down everything else goes on."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from databases import Databases
from hostile_files import picture
from photo_uploads import sent, uploaded
from running_desk import Desk

sys.path.append(str(Path(__file__).parents[2] / "conversations"))
sys.path.append(str(Path(__file__).parents[2] / "returndesk" / "model"))

from conversation_product import carrier, product
from object_store import ObjectStore, own_object_store

pytestmark = pytest.mark.served


@pytest.fixture(scope="module")
def store() -> Iterator[ObjectStore]:
    """An object store with a bucket."""
    with pytest.MonkeyPatch.context() as patched, own_object_store() as running:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
            patched.setenv(name, "us-east-1")
        running.client().create_bucket(Bucket="photos")
        yield running


@pytest.fixture(scope="module")
def desk(store: ObjectStore, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The assistant with that bucket."""
    folder = tmp_path_factory.mktemp("bucket")
    settings = {
        "RETURNDESK_PHOTOS_BUCKET": "s3://photos/desk",
        "RETURNDESK_PHOTOS_BUCKET_URL": store.url,
        "RETURNDESK_PHOTOS_BUCKET_KEY": "desk:not-a-real-secret",
        "RETURNDESK_PHOTOS_DIR": str(folder / "photos"),
    }
    with carrier(folder) as parcels, product(folder, parcels, databases, settings) as running:
        yield Desk(running.bot, running.logs["bot"])
        assert not (folder / "photos").exists()


def names(store: ObjectStore) -> set[str]:
    """The files in the bucket."""
    found = store.client().list_objects_v2(Bucket="photos").get("Contents", ())
    return {re.split(r"[/.]", entry["Key"])[2] for entry in found}


def test_a_photo_is_kept_in_the_bucket_and_goes_with_its_message(desk: Desk, store: ObjectStore) -> None:
    visit = desk.visit()
    name = uploaded(visit, picture("PNG")).json()["file"]
    assert name in names(store)
    assert "photos: 1" in sent(visit, name).json()["answers"][0]["text"]
    unsent = uploaded(visit, picture()).json()["file"]
    assert visit.call("POST", "/photos/remove", {"file": unsent}).json() == {"removed": True}
    assert unsent not in names(store)


def test_while_the_bucket_is_down_everything_else_is_answered_and_photos_later(desk: Desk, store: ObjectStore) -> None:
    visit = desk.visit()
    store.is_down = True
    try:
        refused = uploaded(visit, picture())
        assert refused.status_code == requests.codes.service_unavailable and "again" in refused.json()["error"]
        said = visit.say("How long does a refund take?").json()
        assert "refund" in str(said).lower()
        assert requests.get(f"{desk.url}/readyz", timeout=30).status_code == requests.codes.ok
    finally:
        store.is_down = False
    assert uploaded(visit, picture()).json()["media_type"] == "image/jpeg"
