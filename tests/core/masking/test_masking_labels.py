"""What is masked: what people really write, a label in its place, and everything around it left alone."""

from __future__ import annotations

import pytest

from core.masking import Masker

CARDS = [
    "4111 1111 1111 1111",
    "4111111111111111",
    "4111-1111-1111-1111",
    "5500.0000.0000.0004",
    "2223 0031 2200 3222",
    "3782 822463 10005",
    "6011 0009 9013 9424",
    "3056 930902 5904",
    "3530 1113 3330 0000",
    "6304 0000 0000 0000",
    "２２２３００３１２２００３２２２",
]
#: What people put between the digits of a card, or right beside them, on purpose or not.
WRITTEN_CARDS = [
    "5555\n5555\n5555\n4444",
    "5555, 5555, 5555, 4444",
    "5555*5555*5555*4444",
    "5555  5555   5555    4444",
    "5555 | 5555 | 5555 | 4444",
    "5555·5555·5555·4444",
    "55.55.55.55.55.55.44.44",
    "5 5 5 5 5 5 5 5 5 5 5 5 4 4 4 4",
    "5-5-5-5-5-5-5-5-5-5-5-5-4-4-4-4",
    "3782; 822463; 10005",
    "3056, 930902, 5904",
]
ACCOUNTS = [
    "ES91 2100 0418 4502 0005 1332",
    "DE89370400440532013000",
    "FR14 2004 1010 0505 0001 3M02 606",
    "GB29 NWBK 6016 1331 9268 19",
    "nl91abna0417164300",
    "IT60X0542811101000000123456",
    "BE68 5390 0754 7034",
    "PT50 0002 0123 1234 5678 9015 4",
    "IL62 0108 0000 0009 9999 999",
    "UA21 3996 2200 0002 6007 2335 6600 1",
    "BR18 0036 0305 0000 1000 9795 493C 1",
]
PHONES = [
    # France, United States, Spain
    *("06 12 34 56 78", "06.12.34.56.78", "0612345678", "+33 6 12 34 56 78", "0033612345678"),
    *("(202) 555-0123", "202-555-0123", "+1 202 555 0123", "1-202-555-0123"),
    *("612 345 678", "612 34 56 78", "612345678", "+34612345678"),
    # Brazil, Netherlands, Israel
    *("(11) 91234-5678", "11 91234-5678", "+55 11 91234-5678"),
    *("06-12345678", "0612345678", "+31 6 12345678"),
    *("050-123-4567", "0501234567", "+972 50-123-4567"),
    # United Kingdom, Germany, Italy
    *("07911 123456", "020 7946 0018", "+44 7911 123456", "+44 (0)7911 123456"),
    *("0151 23456789", "030 901820", "+49 151 23456789"),
    *("06 698 12345", "+39 312 345 6789"),
    # Canada, Australia, Belgium
    *("(613) 555-0199", "+1 613 555 0199"),
    *("0412 345 678", "(02) 9374 4000", "+61 412 345 678"),
    *("0470 12 34 56", "+32 470 12 34 56"),
    # Portugal, Mexico, Chile
    *("912 345 678", "+351 912 345 678"),
    *("55 1234 56789"[:-1], "+52 55 1234 5678"),
    *("9 6123 4567", "+56 9 6123 4567"),
    # Ukraine, Russia
    *("050 123 4567", "+380 50 123 4567"),
    *("8 (912) 345-67-89", "+7 912 345-67-89"),
]
DOCUMENTS = [
    *("12345678Z", "12.345.678-Z", "X1234567L", "X-1234567-L"),
    "RSSMRA85T10A562S",
    *("BOXW310820HNERXN09", "HEGG560427MVZRRL04"),
    "123.456.789-09",
    "12.345.678-5",
    "536-90-4399",
    "130-692-544",
    "85.07.30-033.28",
    "112-233-445 95",
    "2 95 10 99 126 111 93",
    "00000000 0 ZZ4",
    *("JG 10 37 59 A", "jg103759a"),
    "15 070649 C 103",
    "GODE561231GR8",
]
NAMED_DOCUMENTS = [
    ("passport no. ", "XDA123456", "[passport number]"),
    ("my passport number is ", "AB 1234567", "[passport number]"),
    ("Passport: ", "45 09 123456", "[passport number]"),
    ("passport ", "123456789", "[passport number]"),
    ("CPF ", "52998224725", "[identity number]"),
    ("my BSN is ", "111222333", "[identity number]"),
    ("my SIN is ", "046 454 286", "[identity number]"),
    ("o meu NISS: ", "11234567890", "[identity number]"),
    ("mon numéro fiscal est ", "1234567890123", "[identity number]"),
    ("mi seguro social es ", "12345678901", "[identity number]"),
    ("meine Steuer-ID ist ", "47 036 892 816", "[identity number]"),
    ("meine Versichertennummer: ", "A123456780", "[identity number]"),
    ("a minha carteira de identidade é ", "12.345.678-9", "[identity number]"),
    ("mi cédula es ", "12.345.678-9", "[identity number]"),
    ("ת.ז. ", "039337423", "[identity number]"),
    ("מספר זהות ", "039337423", "[identity number]"),
    ("DNI: ", "12345678", "[identity number]"),
    ("ID card number ", "L01X00T471", "[identity number]"),
    ("social security number ", "536904399", "[identity number]"),
    ("INN ", "500100732259", "[identity number]"),
    ("teudat zehut ", "123456782", "[identity number]"),
    ("TFN ", "123 456 782", "[identity number]"),
    ("national insurance number ", "QQ 12 34 56 C", "[identity number]"),
    ("driving licence: ", "MORGA657054SM9IJ", "[identity number]"),
    ("meine Steuer-ID ist ", "86 095 742 719", "[identity number]"),
    ("numéro de sécurité sociale ", "2 95 10 99 126 111", "[identity number]"),
    ("número da seguridad social ", "28 12345678 40", "[identity number]"),
    ("rijksregisternummer ", "85073003328", "[identity number]"),
    ("мой ИНН ", "500100732259", "[identity number]"),
    ("РНОКПП ", "1759013776", "[identity number]"),
    ("תעודת זהות ", "123456782", "[identity number]"),
    ("NHS number ", "943 476 5919", "[identity number]"),
    ("паспорт ", "45 09 123456", "[passport number]"),
]
SECRETS = [
    ("my password is ", "hunter2", "[password]"),
    ("my password is ", "sunshine", "[password]"),
    ("my password is ", "hunter2-plugh", "[password]"),
    ("the password is ", "blue-horse", "[password]"),
    ("password ", "HorseBattery", "[password]"),
    ("my password is ", "SUNSHINE", "[password]"),
    ("Password: ", "swordfish", "[password]"),
    ("password for the shop is ", "Blue!horse", "[password]"),
    ("pwd=", "abc", "[password]"),
    ("user ana password ", "Tr0ub4dor&3", "[password]"),
    ("mein Passwort ist: ", "geheim", "[password]"),
    ("PIN ", "1234", "[code]"),
    ("my pin code is ", "90210", "[code]"),
    ("CVV: ", "123", "[code]"),
    ("cvc2 ", "1234", "[code]"),
    ("security code ", "123", "[code]"),
    ("verification code is ", "123 456", "[code]"),
    ("the code they texted me is ", "730182", "[code]"),
    ("I got a code by SMS: ", "7301", "[code]"),
    ("the code you sent me was ", "G-730182", "[code]"),
    ("my passcode is ", "730182", "[code]"),
    ("mein Bestätigungscode: ", "730182", "[code]"),
    ("código de verificación: ", "730182", "[code]"),
    ("code de vérification ", "730182", "[code]"),
    ("код подтверждения ", "730182", "[code]"),
    ("my pass is ", "Plum7tree", "[password]"),
    ("mara@example.com pw ", "Plum7tree", "[password]"),
    ("mara@example.com:", "plum7tree", "[password]"),
    ("mara@example.com / ", "Plum7tree", "[password]"),
    ("I sign in as mara@example.com ", "plum7tree", "[password]"),
    ("Bearer ", "a8f5f167f44f4964e6c998de", "[token]"),
    ("api key: ", "9f86d081884c7d65", "[token]"),
    ("this one ", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl", "[token]"),
    ("this one ", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "[token]"),
    ("this one ", "Zm9vYmFyQmF6MTIzNDU2Nzg5MGFiY2RlZg", "[token]"),
]
TABLE = [
    *(("I paid with ", card, "[card number]") for card in (*CARDS, *WRITTEN_CARDS)),
    *(("Refund it to ", account, "[bank account]") for account in ACCOUNTS),
    *(("Here you are: ", phone, "[phone number]") for phone in PHONES),
    *(("That is me: ", document, "[identity number]") for document in DOCUMENTS),
    *NAMED_DOCUMENTS,
    *SECRETS,
]


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker(order_number_digits=16)


@pytest.mark.parametrize(("before", "secret", "label"), TABLE)
def test_what_nobody_needs_is_replaced_and_the_rest_stays(masker, before, secret, label):
    assert masker.mask(f"{before}{secret}, thanks") == f"{before}{label}, thanks"


@pytest.mark.parametrize(("before", "secret", "label"), TABLE)
def test_it_is_found_at_the_end_of_a_message_as_well(masker, before, secret, label):
    assert masker.mask(f"{before}{secret}") == f"{before}{label}"


@pytest.mark.parametrize("called", ["my phone is ", "tel. ", "Phone number: ", "WhatsApp ", "mobile no "])
@pytest.mark.parametrize("number", ["2025550123", "11912345678", "89123456789", "5512345678"])
def test_a_number_without_spaces_is_a_phones_where_it_is_called_so(masker, called, number):
    assert masker.mask(called + number) == f"{called}[phone number]"


MINE = ["my number is ", "my new number's ", "My number: ", "meine Nummer ist ", "mi número es ", "мой номер "]


@pytest.mark.parametrize("said", MINE)
@pytest.mark.parametrize("number", ["2025550123", "912345678", "07911123456", "+447911123456", "0033612345678"])
def test_a_number_that_is_somebodys_own_is_a_phones_where_a_country_has_such(masker, said, number):
    assert masker.mask(f"{said}{number}.") == f"{said}[phone number]."


@pytest.mark.parametrize("said", MINE)
@pytest.mark.parametrize("number", ["8120034500012345", "8120 0345 0001 2345", "812003450001", "R1001", "81200345"])
def test_an_order_or_return_number_is_nobodys_phone_also_where_it_is_somebodys_own(masker, said, number):
    assert masker.mask(f"{said}{number}.") == f"{said}{number}."


@pytest.mark.parametrize("before", ["card", "Visa:", "nr.", "_", "(", "é"])
@pytest.mark.parametrize("after", ["", "exp", "_", ")", "x"])
def test_a_card_number_is_found_with_letters_right_beside_it(masker, before, after):
    assert masker.mask(f"{before}5555555555554444{after}") == f"{before}[card number]{after}"


@pytest.mark.parametrize("called", ["my card is ", "Visa ", "credit card number: ", "Kreditkarte ", "on card no. "])
def test_what_is_called_a_card_is_one_also_with_a_wrong_digit(masker, called):
    assert masker.mask(f"{called}5555 5555 5555 4445, thanks") == f"{called}[card number], thanks"
    assert masker.mask(f"{called}8120034500012345") == f"{called}8120034500012345"


def test_a_code_may_stand_before_what_says_so(masker):
    assert masker.mask("730182 is my login code") == "[code] is my login code"


@pytest.mark.parametrize("bracketed", ["(+34) 612 345 678", "(+44) 7911 123456"])
def test_a_bracket_around_a_countrys_code_goes_with_it(masker, bracketed):
    assert masker.mask(f"call {bracketed} now") == "call [phone number] now"


@pytest.mark.parametrize("said", ["call me on ", "please text me at ", "you can reach me under "])
def test_a_number_to_call_is_a_phones(masker, said):
    assert masker.mask(f"{said}2025550123") == f"{said}[phone number]"


def test_the_security_code_behind_a_card_goes_with_it_and_the_expiry_date_stays(masker):
    assert masker.mask("4111 1111 1111 1111 12/27 123") == "[card number] 12/27 [security code]"
    assert masker.mask("4111111111111111, 123.") == "[card number], [security code]."


def test_a_card_is_found_behind_an_order_number_and_a_phone_as_well(masker):
    assert masker.mask("8120034500012345 4111111111111111") == "8120034500012345 [card number]"
    assert masker.mask("8120034500012345 612 345 678") == "8120034500012345 [phone number]"


def test_a_card_number_wins_over_an_order_number_of_as_many_digits(masker):
    assert masker.mask("my order 4111111111111111") == "my order [card number]"


def test_a_mistyped_account_is_masked_where_it_is_called_one(masker):
    assert masker.mask("IBAN ES91 2100 0418 4502 0005 1333 please") == "IBAN [bank account] please"


def test_several_things_of_one_message_are_all_replaced(masker):
    said = "R1001: card 4111 1111 1111 1111, PIN 1234, +34 612 345 678, ana@example.com, password: x1"
    assert masker.mask(said) == (
        "R1001: card [card number], PIN [code], [phone number], ana@example.com, password: [password]"
    )
