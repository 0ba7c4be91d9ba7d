"""Words by which customers give up what they would have sent back."""

from __future__ import annotations

import pytest

from core.giving_up import keeps_goods, leaves_it, only_gives_up, speaks_of_keeping


@pytest.mark.parametrize(
    "said",
    [
        "on reflection we'll hang on to them",
        "hm, our eldest wants it anyway",
        "no returns for us then",
        "no need to send it back any more",
        "oh well, a colleague of mine will take it",
        "I won't be returning it after all",
        "it's staying with us",
        "I'll mend it myself. nothing goes back",
        "we decided against returning it",
        "nah, the return is off",
        "I'm going to give it to my neighbour instead",
    ],
)
def test_who_keeps_something_gives_up(said: str):
    assert keeps_goods(said)
    assert only_gives_up(said)


@pytest.mark.parametrize(
    "said",
    [
        "that's far too much hassle for three euros",
        "honestly I can't be bothered",
        "it isn't worth the effort",
        "nah, too much of a hassle",
        "leave R1234 the way it is",
        "please keep my return as it was",
        "let it be",
        "then don't change anything",
        "ok do nothing",
        "no, don't note that",
        "hold off on that for now",
    ],
)
def test_who_wants_nothing_done_leaves_it(said: str):
    assert leaves_it(said)
    assert only_gives_up(said)


@pytest.mark.parametrize(
    "said",
    [
        *("it keeps switching itself off", "I can't keep it upright", "keep it dry, it says", "keep it if you must"),
        *("the seller takes it back, right?", "the courier will take it", "my sister took the parcel there"),
        *("no return label was inside", "no need to hurry", "not what I ordered", "it won't stay on"),
        *(
            "it's not worth the money",
            "my son broke it",
            "I'm giving it back",
            "fix it",
            "my lawyer wants it",
            "how do I keep it from rusting?",
        ),
    ],
)
def test_what_only_sounds_like_that_gives_nothing_up(said: str):
    assert not keeps_goods(said)
    assert not leaves_it(said)


@pytest.mark.parametrize(
    "said",
    [
        "I'll keep it, but send the vase back",
        "seller pays half and I keep it, is that fair",
        "too much trouble? how do others do it?",
        "",
        "keep it " * 60,
    ],
)
def test_who_asks_for_something_beside_it_does_more_than_give_up(said: str):
    assert not only_gives_up(said)


def test_a_word_of_keeping_is_heard_whatever_is_kept():
    assert speaks_of_keeping("the green one stays")
    assert not speaks_of_keeping("the green one goes")


@pytest.mark.parametrize("said", ["I'll ponder it, change nothing", "no, start nothing yet please", "cancel nothing"])
def test_who_wants_nothing_touched_leaves_it(said: str):
    assert leaves_it(said)
    assert only_gives_up(said)
