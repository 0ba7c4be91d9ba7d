"""Whose shop first words are about."""

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.first_words import FIRST_WORDS, METADATA
from bot.nlu.other_shops import OtherShopReader, shops_but
from core.intents import OUT_OF_SCOPE
from core.parse_data import OTHER_SHOP

OWN = ("Complete guide to AliExpress free returns",)


@pytest.mark.parametrize(
    ("said", "shop"),
    [
        ("my sofa from wayfair has a broken leg, who fetches it", "wayfair"),
        ("How long is the return window at Uniqlo?", "Uniqlo"),
        ("argos refund still not in my bank", "argos"),
        ("does tesco take back opened toys", "tesco"),
        ("Target won't take my blender back without the slip", "Target"),
        ("can you tell me when my Etsy parcel comes", "Etsy"),
        ("I sent two skirts back to H&M in May and nothing happened", "H&M"),
        ("hello, john lewis lost the lamp that i returned", "john lewis"),
        ("Why has Costco closed my return?", "Costco"),
    ],
)
def test_what_was_bought_elsewhere_is_that_shops(said: str, shop: str) -> None:
    assert shops_but(OWN).meant_in(said) == shop


@pytest.mark.parametrize(
    "said",
    [
        "Amazon pays me back in a day, why do you need three weeks",
        "can I drop it off at an Amazon locker",
        "I want to return my Zara dress",
        "is there a shop where I can hand it in, like at Decathlon",
        "my target is to send it back next week",
        "boots arrived in the wrong size",
        "the gap between order and delivery was 40 days, can I return it",
        "where is my refund",
        "your seller says he is on ebay too, where do i send it",
    ],
)
def test_a_comparison_a_counter_a_brand_or_a_word_is_no_other_shop(said: str) -> None:
    assert shops_but(OWN).meant_in(said) is None


def test_the_own_shop_is_never_another() -> None:
    assert shops_but(("Returns at Shein", "https://help.zalando.example/returns")).meant_in("my shein refund") is None
    assert shops_but(("https://help.zalando.example/returns",)).meant_in("zalando parcel lost") is None
    assert shops_but(("https://help.zalando.example/returns",)).meant_in("asos parcel lost") == "asos"


def read(said: str, **known: object) -> Message:
    first = {METADATA: {FIRST_WORDS: True}, TEXT: said, INTENT: {"name": "ask_refund_time", "confidence": 0.9}}
    message = Message({**first, **known})
    OtherShopReader(OWN).process([message])
    return message


def test_first_words_about_another_shop_are_out_of_scope_with_its_name() -> None:
    message = read("my refund from shein takes so long, when does it come")
    assert message.get(INTENT)["name"] == OUT_OF_SCOPE
    assert message.get(OTHER_SHOP) == "shein"


def test_distress_stays_whatever_shop_is_named() -> None:
    message = read(
        "i cant go on since walmart kept my rent money", intent={"name": "express_distress", "confidence": 1.0}
    )
    assert message.get(INTENT)["name"] == "express_distress"


def test_later_words_compare_and_ask_nothing_of_another_shop() -> None:
    message = read("my sister got her refund from shein within a day", metadata={})
    assert message.get(INTENT)["name"] == "ask_refund_time"
