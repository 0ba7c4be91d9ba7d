"""Masking reads a text about once, whatever somebody writes to have it read again and again."""

from __future__ import annotations

import pytest
from pace import quiet_seconds

from actions.help_desk.transcript import readable
from core.log_privacy import PrivateLogs
from core.masking import Masker
from core.masking.numbering_plans import REGIONS

LENGTH = 40_000
#: In seconds of processor time: many times what it takes, and a small part of what reading again and again would.
LONG = 1.0


def filled(unit: str, *, before: str = "", after: str = "", length: int = LENGTH) -> str:
    """A text of a length with what is repeated in its middle."""
    return before + (unit * length)[: length - len(before) - len(after)] + after


SHAPES = {
    "blanks after a word for an account": filled(" ", before="iban", after="1"),
    "words after a word for an account": filled(" no", before="iban", after="x1"),
    "blanks after a word for a code": filled(" ", before="pin", after="1"),
    "letters beside an address": filled("a", before="1@ "),
    "dots after an address": filled(".", before="1 a@"),
    "dots after a word for a document": filled("1 dni a" + "." * 20 + " "),
    "dates": filled("1.1.1900 "),
    "blanks between the words that announce a phone number": filled("phone" + "    no" * 8 + "   x 0123456789,"),
    "numbers like those of phones in no region": filled("200000000,"),
    "numbers that somebody wants to be called at": filled("call me 9999999,"),
    "numbers that begin as abroad": filled("00999999999,"),
    "codes": filled("pin 123,", length=2 * LENGTH),
    "passwords": filled("password for a b c d ", after="1"),
    "blanks after a word for a password": filled(" ", before="password for a", after="1"),
    "single digits": filled("1 "),
    "accounts that are none": filled("AA-1-1-"),
    "cards that are none": filled("4, "),
    "cards of one scheme that are none": filled("4000\n0000\n0000\n0001\n"),
    "words for a card": filled("visa no no "),
    "dots after a word for a card": filled(".", before="visa", after="1"),
    "words that announce a code": filled("code they sent me 1 "),
    "numbers before a code": filled("1-1-1-1 is my x "),
    "addresses": filled("a@b.cc:a1 "),
    "blanks behind addresses": filled("a@b.cc" + " " * 30),
    "words for a token": filled("token   :   ", after="1"),
    "parts of a token": filled("eyJ11111111.", after="!"),
    "long words": filled("aB1-" * 20 + " "),
    "what is mine": filled("my number is 200000000, "),
    "words for an own number": filled("my number " + "." * 40, after="1234567890"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_text_is_masked_in_no_time(shape):
    assert quiet_seconds(lambda: Masker(order_number_digits=16).mask(SHAPES[shape])) < LONG


def test_a_transcript_of_a_long_word_is_made_in_no_time():
    assert quiet_seconds(lambda: readable(filled("a", before="1@ "), verified=False)) < LONG


def test_a_long_word_in_a_log_is_read_in_no_time():
    assert quiet_seconds(lambda: PrivateLogs(b"key").redacted(filled("a", before="@ "))) < LONG


def test_a_list_too_long_to_look_every_number_up_is_masked_as_phone_numbers():
    masked = Masker(order_number_digits=16).mask("200000000, " * 200)
    assert masked.endswith("[phone number], [phone number], ")


def test_a_number_that_is_no_phones_stays_in_a_short_list():
    assert Masker(order_number_digits=16).mask("200000000, 200000001") == "200000000, 200000001"


def test_each_label_stands_where_its_secret_stood_however_many_there_are():
    said = "Ana a@b.cc, pin 1234, a1@b.cc, cvv 123, "
    masked = "Ana a@b.cc, pin [code], a1@b.cc, cvv [code], "
    assert Masker(order_number_digits=16).mask(said * 50) == masked * 50


@pytest.mark.parametrize(
    "unit", ["2000000000,", "0123456,", "9 123 4567 ", "0612345678 ", "pedido 2000000000, ", "01.02.26 - "]
)
def test_knowing_the_country_takes_no_longer(unit):
    assert quiet_seconds(lambda: Masker(16, REGIONS).mask(filled(unit))) < LONG
