"""What a visitor filled in before the chat: read, remembered, and proof of nothing by itself."""

from __future__ import annotations

import pytest
from running_desk import Desk

from bot.gateway.errors import ApiError
from bot.gateway.introductions import Introduction, introduction_in
from core.identifiers import USUAL_SHAPES

QUESTION = "Where is my return?"


@pytest.mark.parametrize(
    ("body", "given"),
    [
        ({}, Introduction()),
        ({"name": "", "email": " ", "order": ""}, Introduction()),
        (
            {"name": " Ana\n Lopez ", "email": " Ana@Example.com", "order": "r-1001"},
            Introduction("Ana Lopez", "ana@example.com", "R1001"),
        ),
        ({"email": "no address", "order": "the lamp"}, Introduction()),
        ({"order": "8120 0345 0001 2345"}, Introduction(number="8120034500012345")),
        ({"name": "visit evil.example now"}, Introduction(name="visit now")),
    ],
)
def test_what_can_be_what_it_is_given_as_is_kept(body, given):
    assert introduction_in(body, USUAL_SHAPES) == given


@pytest.mark.parametrize(
    "body", [{"name": 7}, {"email": ["a@example.com"]}, {"order": {}}, {"name": "x" * 81}, {"email": "x" * 255}]
)
def test_what_is_no_text_or_too_long_is_refused(body):
    with pytest.raises(ApiError) as refused:
        introduction_in(body, USUAL_SHAPES)
    assert refused.value.status == 400


@pytest.mark.served
def test_number_and_address_of_a_form_are_checked_together_at_the_next_question(desk: Desk) -> None:
    visit = desk.visit()
    stored = visit.call("POST", "/introduce", {"name": "Lucia", "email": "lucia@example.com", "order": "R1001"})
    assert stored.json() == {"stored": True}
    assert visit.history() == []
    assert visit.call("POST", "/open", {}).json()
    answer = visit.say(QUESTION, rich=True).json()
    assert any((each["custom"] or {}).get("card") for each in answer), answer


@pytest.mark.served
@pytest.mark.parametrize("given", [{"order": "R1001"}, {"order": "R1001", "email": "somebody.else@example.com"}])
def test_neither_a_number_alone_nor_another_address_shows_anything(desk: Desk, given: dict[str, str]) -> None:
    visit = desk.visit()
    visit.call("POST", "/introduce", given)
    answer = visit.say(QUESTION, rich=True).json()
    assert not any(each["custom"] for each in answer)
    assert "e-mail address" in " ".join(each["text"] for each in answer)


@pytest.mark.served
def test_nothing_is_remembered_in_a_chat_that_has_ended(desk: Desk) -> None:
    visit = desk.visit()
    visit.call("DELETE", "/session")
    assert visit.call("POST", "/introduce", {"name": "Lucia"}).status_code == 401
