"""Photos through the channel of a running bot: taken in pieces, sent with a message, opened by an address alone."""

from __future__ import annotations

import pytest
import requests
from hostile_files import HARMLESS, MARK, REFUSED, picture, video
from photo_uploads import post, sent, uploaded
from running_desk import Desk

pytestmark = pytest.mark.served


def test_a_photo_is_taken_and_the_customer_hears_so_once(desk: Desk) -> None:
    visit = desk.visit()
    name = uploaded(visit, picture("PNG")).json()["file"]
    first = sent(visit, name, caption="the lid").json()
    assert "photos: 1, videos: 0" in first["answers"][0]["text"]
    assert sent(visit, name, caption="the lid").json() == first
    history = visit.history()
    assert (history[0]["from"], history[0]["text"], history[0]["message_id"]) == ("customer", "Photos: 1", first["id"])


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence_and_is_not_there(desk: Desk, kind: str) -> None:
    visit = desk.visit()
    refused = uploaded(visit, REFUSED[kind]())
    assert refused.status_code in (404, 413, 422)
    assert refused.json()["error"].endswith(".") and refused.json()["problem"]
    assert sent(visit, "0" * 64).status_code == 404


def test_an_address_can_not_be_made_up(desk: Desk) -> None:
    visit = desk.visit()
    name = uploaded(visit, HARMLESS["a picture with a script and a place in its EXIF"]()).json()["file"]
    sent(visit, name)
    for token in (name, "", "A" * 400, "A" * 4_000):
        answer = requests.get(f"{desk.url}/webhooks/rest/photos/file", {"t": token}, timeout=10)
        assert answer.status_code == 404
        assert MARK not in answer.content


def test_one_session_does_nothing_with_the_files_of_another(desk: Desk) -> None:
    mine, other = desk.visit(), desk.visit()
    name = uploaded(mine, video()).json()["file"]
    assert post(other, "/remove", json={"file": name}).status_code in (400, 404)
    assert sent(other, name).status_code == 404
    assert post(other, f"/piece?file={name}&at=0", data=video()).status_code == 404
    assert sent(mine, name).status_code == 200


def test_without_a_session_nothing_is_taken(desk: Desk) -> None:
    assert requests.post(f"{desk.url}/webhooks/rest/photos", json={"size": 10}, timeout=10).status_code == 401


@pytest.mark.parametrize("path", ["/piece", "/piece?file=../../etc/passwd&at=0", f"/piece?file={'0' * 64}&at=-1"])
def test_a_piece_without_its_place_is_refused(desk: Desk, path: str) -> None:
    assert post(desk.visit(), path, data=b"x").status_code == 400
