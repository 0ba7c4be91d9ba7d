"""Publishing and fetching models, against an object store that answers over HTTP."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
import requests
from object_store import own_object_store

from returndesk.failure import Failure
from returndesk.model import fingerprint
from returndesk.model.fetch import fetch
from returndesk.model.publish import publish, publish_again
from returndesk.model.training import fingerprint_file, model_file, staleness

URL = "s3://models/desk"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=timezone.utc)
FIRST, SECOND = b"the first model" * 500, b"the second model" * 500


@pytest.fixture(scope="module")
def running_store():
    """An object store for the tests of this file."""
    with own_object_store() as store:
        yield store


@pytest.fixture
def object_store(running_store, monkeypatch):
    """An object store with one empty bucket, and the credentials that open it."""
    requests.post(f"{running_store.url}/moto-api/reset", timeout=10)
    running_store.cut_answers(0)
    running_store.refuse_writes_of("")
    settings = {
        "AWS_ENDPOINT_URL": running_store.url,
        "AWS_ACCESS_KEY_ID": "desk",
        "AWS_SECRET_ACCESS_KEY": "desk",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_MAX_ATTEMPTS": "2",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    running_store.client().create_bucket(Bucket="models")
    return running_store


@pytest.fixture
def train(project, tmp_path):
    """A function that stands for a training: it leaves a model with these bytes, and says where."""

    def leave(content):
        folder = tmp_path / "trained"
        folder.mkdir(exist_ok=True)
        model_file(folder).write_bytes(content)
        fingerprint.write(fingerprint_file(folder), fingerprint.take(project))
        return folder

    return leave


@pytest.fixture
def published(object_store, project, progress, train):
    """A function that publishes a model with these bytes, some days after the first."""

    def run(content, *, days=0, keep=5):
        publish(project, train(content), URL, NOW + timedelta(days=days), progress, keep=keep)

    return run


@pytest.fixture
def fetched(project, progress, tmp_path):
    """A function that fetches the model and gives its bytes."""

    def run(**options):
        fetch(project, tmp_path / "served", URL, progress, **options)
        return model_file(tmp_path / "served").read_bytes()

    return run


def _keys(object_store):
    listed = object_store.client().list_objects_v2(Bucket="models").get("Contents", [])
    return [entry["Key"] for entry in listed]


def _models(object_store):
    return [key for key in _keys(object_store) if key.endswith(".tar.gz")]


def test_what_was_published_is_what_is_fetched(published, fetched):
    published(FIRST)
    assert fetched() == FIRST


def test_a_model_that_was_fetched_is_current_for_training(published, fetched, project, tmp_path):
    published(FIRST)
    fetched()
    assert staleness(project, tmp_path / "served").why is None


def test_a_second_model_takes_the_place_of_the_first(published, fetched):
    published(FIRST)
    fetched()
    published(SECOND, days=1)
    assert fetched() == SECOND


def test_a_model_that_is_in_place_is_not_downloaded_again(published, fetched, object_store):
    published(FIRST)
    fetched()
    object_store.cut_answers(99)
    assert fetched() == FIRST


def test_a_model_whose_origin_got_lost_is_known_again_without_a_download(published, fetched, project, tmp_path):
    published(FIRST)
    fetched()
    fingerprint_file(tmp_path / "served").unlink()
    fetched()
    assert staleness(project, tmp_path / "served").why is None


def test_the_same_model_is_not_published_twice(published, object_store, console):
    published(FIRST)
    published(FIRST, days=1)
    assert len(_models(object_store)) == 1
    assert "is the current one of s3://models/desk/" in console.file.getvalue()


def test_a_stale_model_is_not_published(object_store, project, progress, train):
    folder = train(FIRST)
    project.config.write_text("recipe: another\n", encoding="utf-8")
    with pytest.raises(Failure, match=r"configuration.*run `returndesk train` first"):
        publish(project, folder, URL, NOW, progress, keep=5)
    assert _keys(object_store) == []


def test_only_the_last_models_are_kept(published, object_store):
    for day in range(4):
        published(b"model %d" % day, days=day, keep=2)
    kept = [object_store.client().get_object(Bucket="models", Key=key)["Body"].read() for key in _models(object_store)]
    assert kept == [b"model 2", b"model 3"]


def test_the_current_model_is_kept_even_if_clocks_differ(published, fetched):
    published(FIRST, days=9, keep=2)
    published(b"between", days=8, keep=2)
    published(SECOND, days=1, keep=2)
    assert fetched() == SECOND


def test_an_earlier_model_can_be_taken_again(published, fetched, object_store, project, progress):
    published(FIRST)
    published(SECOND, days=1)
    earlier = _models(object_store)[0].rsplit("/", 1)[1].removesuffix(".tar.gz")
    publish_again(project, URL, earlier, progress)
    assert fetched() == FIRST


def test_a_model_that_is_not_kept_can_not_be_taken_again(published, object_store, project, progress):
    published(FIRST)
    with pytest.raises(Failure, match=r"keeps no model yesterday; there are: 20261122T030000Z-[0-9a-f]{12}$"):
        publish_again(project, URL, "yesterday", progress)


@pytest.mark.parametrize("refused", [".tar.gz", "models/desk", "current.json"])
def test_an_upload_that_is_interrupted_leaves_the_former_model_current(published, fetched, object_store, refused):
    published(FIRST)
    object_store.refuse_writes_of(refused)
    with pytest.raises(Failure, match=r"s3://models/desk/.* can't be written"):
        published(SECOND, days=1)
    assert fetched() == FIRST
    object_store.refuse_writes_of("")
    published(SECOND, days=2)
    assert fetched() == SECOND


def test_a_download_that_is_interrupted_once_goes_through(published, fetched, object_store):
    published(FIRST)
    object_store.cut_answers(1)
    assert fetched() == FIRST


def test_a_download_that_keeps_being_interrupted_leaves_the_former_model(published, fetched, object_store, tmp_path):
    published(FIRST)
    fetched()
    published(SECOND, days=1)
    object_store.cut_answers(99)
    with pytest.raises(Failure, match=r"s3://models/desk/.*\.tar\.gz can't be read"):
        fetched()
    assert model_file(tmp_path / "served").read_bytes() == FIRST
    assert sorted(path.name for path in (tmp_path / "served").iterdir()) == [
        "returndesk.fingerprint.json",
        "returndesk.tar.gz",
    ]


def test_a_model_with_another_checksum_is_refused(published, fetched, object_store, tmp_path):
    published(FIRST)
    object_store.client().put_object(Bucket="models", Key=_models(object_store)[0], Body=FIRST[::-1])
    with pytest.raises(Failure, match="its checksum differs"):
        fetched()
    assert list((tmp_path / "served").iterdir()) == []


def test_a_pointer_that_can_not_be_read_is_named(published, fetched, object_store):
    published(FIRST)
    pointer = next(key for key in _keys(object_store) if key.endswith("/current.json"))
    object_store.client().put_object(Bucket="models", Key=pointer, Body=json.dumps({"name": "x"}).encode())
    with pytest.raises(Failure, match=r"current\.json is not what `returndesk publish-model` writes \(name: "):
        fetched()


def test_a_version_with_other_components_finds_none_of_this_ones_models(published, fetched, project):
    published(FIRST)
    (project.root / "bot/nlu/sentences.py").write_text("SIZE = 2\n", encoding="utf-8")
    with pytest.raises(Failure, match=r"no model is published at .* for this version; run `returndesk train`"):
        fetched()


def test_a_version_with_other_words_takes_the_model(published, fetched, project):
    published(FIRST)
    (project.root / "bot/domain/refund.yml").write_text("responses: {utter_more: []}\n", encoding="utf-8")
    assert fetched() == FIRST


def test_before_the_first_training_there_may_be_none(object_store, project, progress, tmp_path, console):
    fetch(project, tmp_path / "served", URL, progress, may_be_missing=True)
    assert "Nothing is published at s3://models/desk/" in console.file.getvalue()
    assert not (tmp_path / "served").exists()


def test_a_folder_that_can_not_be_made_is_named(published, project, progress, tmp_path):
    published(FIRST)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Failure, match=f"the model can't be written to {tmp_path}/file/models: Not a directory"):
        fetch(project, tmp_path / "file" / "models", URL, progress)


def test_a_bucket_that_is_not_there_is_named(object_store, project, progress, train):
    with pytest.raises(Failure, match=r"s3://others/.*: there is no such bucket; make it"):
        publish(project, train(FIRST), "s3://others", NOW, progress, keep=5)


def test_without_an_address_the_variable_is_named(project, progress, tmp_path):
    with pytest.raises(Failure, match="RETURNDESK_MODEL_URL is not set"):
        fetch(project, tmp_path, "", progress)


def test_without_credentials_the_variables_are_named(object_store, fetched, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(Failure, match="there are no credentials; set AWS_ACCESS_KEY_ID"):
        fetched()


def test_credentials_that_nobody_gave_out_are_refused(object_store, fetched):
    requests.post(f"{object_store.url}/moto-api/reset-auth", data="0", timeout=10)
    try:
        with pytest.raises(Failure, match="the access key is not known there; correct AWS_ACCESS_KEY_ID"):
            fetched()
    finally:
        requests.post(f"{object_store.url}/moto-api/reset-auth", data="inf", timeout=10)


def test_a_store_that_does_not_answer_is_named(object_store, fetched, monkeypatch, free_port):
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Failure, match=r"s3://models/desk/.* can't be read: Could not connect"):
        fetched()
