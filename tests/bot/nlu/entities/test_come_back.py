"""A parcel that nobody took, or that came back, is none that was handed in."""

from __future__ import annotations

import pytest

from bot.nlu.entities.detail import Kind
from bot.nlu.entities.finder import DetailFinder


def stated(finder: DetailFinder, text: str) -> list[object]:
    return [each.value for each in finder.find(text) if each.kind is Kind.HAND_IN]


@pytest.mark.parametrize(
    "text",
    [
        # Given back at the counter.
        "the woman at the depot gave me the packet back",
        "I dropped it off yesterday but someone handed it back to my husband",
        "he brought it there and they sent him home again with it",
        "the man in the shop turned us away",
        # Not taken.
        "the courier wouldn't accept it without a label",
        "the postman refused it",
        "they didn't want the box",
        # At home again.
        "so now the box is back in my hallway",
        "it came home with us",
        "and I carried the parcel back home",
        "mine is on my desk again",
        "queue too long, so it went home with me again",
        # Given up on the way.
        "I drove to the depot but the line was endless so I left again",
        "he went to the shop, it was shut, so he turned around",
    ],
)
def test_nothing_was_handed_in(finder: DetailFinder, text: str):
    assert stated(finder, text) == ["not"]


@pytest.mark.parametrize(
    "text",
    [
        "they gave me my money back",
        "the seller sent it back to me",
        "the warehouse rejected the parcel",
        "they refused the refund",
        "did the driver take it back?",
        "the page says it is back home",
        "I took the new one home",
        "I left it at the counter",
        "we went to the post office and left it there",
    ],
)
def test_what_tells_of_no_hand_in_that_failed(finder: DetailFinder, text: str):
    assert stated(finder, text) == []


def test_a_second_try_counts(finder: DetailFinder):
    text = "they gave it back on Thursday, so I posted it again on Saturday"
    found = [each for each in finder.find(text) if each.kind in (Kind.HAND_IN, Kind.DATE)]

    assert [(each.value, each.sense.value if each.sense else None) for each in found] == [
        ("Thursday", "not"),
        ("Saturday", "past"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "ich war am Montag bei der Post, aber sie haben es nicht angenommen"),
        ("de", "es war zu, ich hab es wieder mitgenommen"),
        ("es", "lo entregué ayer pero me lo devolvieron"),
        ("fr", "je l'ai déposé hier mais ils me l'ont rendu"),
        ("it", "l'ho consegnato ieri ma non l'hanno accettato"),
        ("pt", "entreguei ontem, mas não aceitaram"),
        ("nl", "ik heb het gisteren ingeleverd maar het is weer bij mij"),
        ("ru", "я вчера сдала посылку, но её не приняли"),
        ("uk", "я вчора здав посилку, але її не прийняли"),
        ("he", "מסרתי אתמול את החבילה אבל החזירו לי אותה"),
    ],
)
def test_nothing_was_handed_in_in_other_languages(finder: DetailFinder, language: str, text: str):
    assert [each.value for each in finder.find(text, language) if each.kind is Kind.HAND_IN] == ["not"]
