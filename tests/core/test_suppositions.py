"""Cases that have not come about, by the words that suppose them."""

from __future__ import annotations

import pytest

from core.suppositions import Case, case_supposed


@pytest.mark.parametrize(
    ("said", "case"),
    [
        ("imagine the carrier loses it", Case.LOST),
        ("what happens if my package goes astray", Case.LOST),
        ("if you never receive it, do I get my money?", Case.LOST),
        ("do I lose my refund if the parcel doesn't make it to you?", Case.LOST),
        ("if it goes astray, will the money be gone?", Case.LOST),
        ("should it not reach you, do I lose everything?", Case.LOST),
        ("worst case the post mislays it, what about my refund?", Case.LOST),
        ("suppose it doesn't turn up, what then?", Case.LOST),
        ("in case the parcel vanishes, am I still refunded", Case.LOST),
        ("suppose it breaks in transit", Case.DAMAGED),
        ("and if they claim that it is scratched?", Case.DAMAGED),
        ("what if I don't return it after all", Case.NEVER_SENT),
        ("what happens when I keep it?", Case.NEVER_SENT),
        ("if I forget to post it?", Case.FORGOTTEN),
        ("what if I hand it in late", Case.FORGOTTEN),
        ("and if my brother forgets?", Case.FORGOTTEN),
        ("suppose the parcel shop is shut until Monday?", Case.SHUT),
        ("and if all the lockers are full?", Case.SHUT),
        ("say the counter isn't open before Saturday", Case.SHUT),
        ("suppose I put the wrong shoes in the box", Case.OTHER_THING),
        ("if I mix up two returns and send the other one?", Case.OTHER_THING),
        ("what happens when I pack something that isn't mine", Case.OTHER_THING),
        ("and if they find the wrong item inside?", Case.DAMAGED),
        ("what happens if I regret it once it's been sent", Case.REGRETTED),
        ("and if I decide to keep it after I have dropped it off?", Case.REGRETTED),
        ("imagine I want it back once it's on its way", Case.REGRETTED),
    ],
)
def test_a_case_is_supposed(said: str, case: Case):
    assert case_supposed(said) is case


@pytest.mark.parametrize(
    "said",
    [
        "what if my order gets lost?",
        "what if the lamp I ordered never turns up?",
        "if my order never gets there do I lose the money?",
        "if the money gets lost on its way to the bank?",
        "do I lose the money if I cancel?",
        "my parcel was lost two weeks ago",
        "it arrived broken",
        "what if I lose the label",
        "if I don't send it before Friday, is that late?",
        "how do I post it",
        "what if you sent me the wrong item?",
        "what if my return gets closed?",
        "if the window has closed, can I still send it?",
        "is the post office closed on Monday?",
        "I posted the wrong item yesterday",
        "I changed my mind after I had posted it",
    ],
)
def test_what_has_happened_or_is_something_else_is_none(said: str):
    assert case_supposed(said) is None
