"""Which of several items a message selects: what is excluded never is, and what is left open is not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.item_choice import ItemsMeant, items_corrected, items_meant
from core.item_mentions import Offered

SHOP = tuple(map(Offered, ("Desk lamp", "Tea mug", "Floor lamp", "Bath towels, set of 4")))
PIECES = (Offered("Tea mug", 2), Offered("Serving tray"), Offered("Candle", 3))


def places(said: str, offered: tuple[Offered, ...] = SHOP, ticked: tuple[int, ...] = ()) -> list[int] | str | None:
    """The selected places; "ask" and what is asked about where something is left open."""
    meant = items_meant(said, offered, ticked)
    if meant is None:
        return None
    return f"{list(meant.pieces)} ask {list(meant.unclear)}" if meant.unclear else list(meant.pieces)


@pytest.mark.parametrize(
    ("said", "selected"),
    [
        # Exclusions.
        ("not the mug, the towels", [3]),
        ("not the mug but the towels", [3]),
        ("the towels, not the mug", [3]),
        ("the desk lamp but not the mug", [0]),
        # What stays is named first.
        ("the desk lamp goes back but the mug doesn't", [0]),
        ("desk lamp n towels. the mug remains with us", [0, 3]),
        ("the mug isn't going back, the towels are", [3]),
        ("the towels please, the mug I'd like to keep too", [3]),
        ("the mug is a keeper but the towels can go", [3]),
        ("the mug doesn't have to go, only the towels", [3]),
        ("the desk lamp works but the mug doesn't", [0, 1]),
        ("everything except the mug", [0, 2, 3]),
        ("Everything apart from the towels and the mug, please", [0, 2]),
        ("all of them except the mug, the towels", [0, 2]),
        ("all but the last one", [0, 1, 2]),
        ("all but the first two", [2, 3]),
        ("everything without the lamps", [1, 3]),
        ("all, but I keep the mug", [0, 2, 3]),
        ("the towels, but I'd hang on to the mug", [3]),
        ("the desk lamp goes, my son is holding onto the towels", [0]),
        ("hold on, the mug", [1]),
        ("everything other than the towels", [0, 1, 2]),
        ("I don't want to send the mug, just the floor lamp", [2]),
        ("only the towels, not 1 and 2", [3]),
        ("all except 2-3", [0, 3]),
        ("all but the lamp", "[] ask [0, 1, 2, 3]"),
        ("all but the lamp and the mug", "[] ask [0, 2, 3]"),
        ("all but all", None),
        ("all but " * 499, None),
        ("3,1", [0, 2]),
        ("numbers 1, 2 & 3", [0, 1, 2]),
        ("2", [1]),
        ("the second one", [1]),
        ("the first and the third", [0, 2]),
        ("Everything please", [0, 1, 2, 3]),
        ("everything except 1", [1, 2, 3]),
        ("5", None),
        ("0", None),
        ("something", None),
        ("", None),
        # A title with its comma, as the list shows it.
        ("Bath towels, set of 4", [3]),
        ("bath towels, set of 4, and the mug", [1, 3]),
        ("everything but the Bath towels, set of 4", [0, 1, 2]),
        # Several.
        ("both lamps", [0, 2]),
        ("the lamps", [0, 2]),
        ("both the mug and the towels", [1, 3]),
        ("lamp and mug", "[1] ask [0, 2]"),
        ("floor lamp and mug", [1, 2]),
        ("mug floor lamp", [1, 2]),
        ("the lamp", "[] ask [0, 2]"),
        ("one of the lamps", "[] ask [0, 2]"),
        ("two of the three", "[] ask [0, 1, 2, 3]"),
        ("two of them", "[] ask [0, 1, 2, 3]"),
        ("both", "[] ask [0, 1, 2, 3]"),
        ("all four", [0, 1, 2, 3]),
        ("all three", "[] ask [0, 1, 2, 3]"),
        # Positions.
        ("1-3", [0, 1, 2]),
        ("2 – 4", [1, 2, 3]),
        ("items 2 to 4", [1, 2, 3]),
        ("the second to the last", [1, 2, 3]),
        ("from the first through the third", [0, 1, 2]),
        ("the first two", [0, 1]),
        ("the last two please", [2, 3]),
        ("second to last", [2]),
        ("the last one", [3]),
        ("1. Desk lamp and 2. Tea mug", [0, 1]),
        ("one and three", [0, 2]),
        ("number two", [1]),
        ("1, 2, 7", None),
        ("2-9", None),
        ("the first five", None),
    ],
)
def test_a_selection_in_customers_words(said: str, selected: list[int] | str | None):
    assert places(said) == selected


@pytest.mark.parametrize(
    ("said", "selected"),
    [
        ("the iPhone 15 case", [0]),
        ("iphone 15 case and the mug", [0, 1]),
        ("the 15 case", [0]),
        ("everything except the iPhone 15 case", [1, 2]),
        ("2", [1]),
        ("3 and the iphone 15 case", [0, 2]),
    ],
)
def test_a_number_within_a_title_is_no_position(said: str, selected: list[int]):
    assert places(said, tuple(map(Offered, ("iPhone 15 case", "Tea mug", "Poster")))) == selected


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("one mug", {0: 1}),
        ("just one of the two mugs", {0: 1}),
        ("1 of the mugs and the tray", {0: 1, 1: 1}),
        ("2 x mug", {0: 2}),
        ("both mugs", {0: 2}),
        ("the mugs", {0: 2}),
        ("two candles", {2: 2}),
        ("2 pieces of the candle", {2: 2}),
        ("all three candles", {2: 3}),
        ("not the mug, the tray", {1: 1}),
        ("everything except the candle", {0: 2, 1: 1}),
        ("everything except the candles", {0: 2, 1: 1}),
        ("everything", {0: 2, 1: 1, 2: 3}),
        ("1", {0: 2}),
    ],
)
def test_pieces_of_one_line(said: str, pieces: dict[int, int]):
    assert items_meant(said, PIECES) == ItemsMeant(pieces)


@pytest.mark.parametrize(("said", "open_one"), [("the mug", 0), ("four mugs", 0), ("the candle", 2), ("5 candles", 2)])
def test_a_number_of_pieces_that_is_open_or_too_large_is_asked_for(said: str, open_one: int):
    assert items_meant(said, PIECES) == ItemsMeant(unclear=(open_one,))


def test_another_of_a_name_is_none_of_those_that_are_selected():
    assert places("the other lamp", SHOP, (0,)) == [2]
    assert places("actually I meant the other lamp", SHOP, (1, 2)) == [0, 1]
    assert places("the desk lamp and the other lamp") == [0, 2]
    assert places("the other lamp") == "[] ask [0, 2]"
    assert places("everything but the other lamp", SHOP, (0,)) == [0, 1, 3]


def test_a_correction_is_about_what_was_ticked():
    assert places("not the mug", SHOP, (1, 3)) == [3]
    assert places("the other one", SHOP[:2], (0,)) == [1]
    assert places("the others", SHOP, (0,)) == [1, 2, 3]
    assert places("not the mug") == "[] ask [0, 2, 3]"
    assert places("not the mug", SHOP[:2]) == [0]


def test_before_a_list_was_shown_numbers_and_the_desks_own_words_name_nothing():
    offered = (Offered("Phone case"), Offered("Tea mug"))
    assert items_meant("within 2 days, what is the case, order 8120034500012349", offered, listed=False) is None
    assert items_meant("I'd like to open a new return", (Offered("Lamp new"), Offered("Mug")), listed=False) is None
    assert items_meant("return the phone case within 2 days", offered, listed=False) == ItemsMeant({0: 1})


WORDS = "lamp mug towel tray vase poster kettle scarf"
titles = st.lists(st.sampled_from(WORDS.split()), min_size=2, max_size=8, unique=True)


@given(titles=titles, data=st.data())
def test_everything_except_some_and_these_are_all(titles: list[str], data: st.DataObject):
    offered = tuple(map(Offered, titles))
    some = data.draw(st.lists(st.sampled_from(titles), min_size=1, max_size=len(titles) - 1, unique=True))
    but = data.draw(st.sampled_from(["except", "but", "without", "apart from", "but not"]))
    left = items_meant(f"everything {but} the {' and the '.join(some)}", offered)
    these = items_meant(f"the {' and the '.join(some)}", offered)
    assert left is not None and these is not None
    assert sorted([*left.pieces, *these.pieces]) == list(range(len(titles)))


SIGNS = (
    "the a not but except all both everything two first last 1 2 3 - to of , . and lamp lamps mug towel only other x"
)
_said = st.lists(st.sampled_from(SIGNS.split()), max_size=12).map(" ".join)


@given(said=_said, excluded=st.sampled_from(["mug", "towel"]), ticked=st.sets(st.integers(0, 3)))
def test_what_is_excluded_is_never_selected(said: str, excluded: str, ticked: set[int]):
    meant = items_meant(f"{said} . not the {excluded}", SHOP, ticked)
    place = {"mug": 1, "towel": 3}[excluded]
    assert meant is None or (place not in meant.pieces and place not in meant.unclear)


@given(said=st.one_of(_said, st.text(max_size=80)), ticked=st.sets(st.integers(0, 2)), listed=st.booleans())
def test_only_what_is_offered_is_selected(said: str, ticked: set[int], listed: bool):
    meant = items_meant(said, PIECES, ticked, listed=listed)
    if meant is not None:
        assert all(1 <= pieces <= PIECES[place].pieces for place, pieces in meant.pieces.items())
        assert set(meant.unclear) <= set(range(len(PIECES)))
        assert meant.pieces or meant.unclear


def corrected(said: str, *ticked: int) -> list[int] | str | None:
    """As `places`, for a message at a later question of the form; "nothing" where nothing is left."""
    meant = items_corrected(said, SHOP, dict.fromkeys(ticked, 1))
    if meant is None:
        return None
    if not meant:
        return "nothing"
    return f"{list(meant.pieces)} ask {list(meant.unclear)}" if meant.unclear else list(meant.pieces)


@pytest.mark.parametrize(
    ("ticked", "said", "selected"),
    [
        # What is named in place of something else, and what was selected besides stays.
        ([0, 1], "not the mug, the towels instead", [0, 3]),
        ([0, 1], "the towels instead of the mug", [0, 3]),
        ([0, 1], "towels rather than the mug please", [0, 3]),
        ([0, 1], "hold on, swap the mug for the towels", [0, 3]),
        ([0, 1], "could you replace the mug by the towels?", [0, 3]),
        ([1], "change it to the towels", [3]),
        # Something less.
        ([1, 3], "leave the towels out", [1]),
        ([1, 3], "not the Bath towels, set of 4", [1]),
        ([1, 3], "oh, take the towels off the list", [1]),
        ([1, 3], "please remove the mug from the return", [3]),
        ([1, 3], "forget the mug", [3]),
        ([1, 3], "I've changed my mind about the mug", [3]),
        ([1, 3], "the mug, please leave it out", [3]),
        ([1, 3], "without the mug, sorry", [3]),
        ([1, 3], "I'll keep the mug", [3]),
        ([1, 3], "the mug stays", [3]),
        ([0, 1, 3], "the lamp and the mug I keep", [3]),
        ([1, 3], "I don't want to send the mug back", [3]),
        ([0, 1], "no, not the lamp, only the mug", [1]),
        ([0, 1], "only the lamp", [0]),
        ([0, 1, 2], "only the lamp", "[] ask [0, 2]"),
        ([0, 3], "not the lamp", [3]),
        ([1], "not the mug", "nothing"),
        # Something more.
        ([1], "the towels too", [1, 3]),
        ([1], "and the desk lamp", [0, 1]),
        ([1], "oh, and the desk lamp please", [0, 1]),
        ([1], "I want to return the towels as well", [1, 3]),
        ([1], "don't forget the towels", [1, 3]),
        ([1, 3], "leave the towels out and add the desk lamp", [0, 1]),
        # All of it said anew.
        ([0, 1], "everything except the mug, sorry", [0, 2, 3]),
        ([0], "everything except the lamps", [1, 3]),
        ([0], "the mug and the towels", [1, 3]),
        ([0], "both lamps please", [0, 2]),
    ],
)
def test_other_items_than_before(ticked: list[int], said: str, selected: list[int] | str):
    assert corrected(said, *ticked) == selected


@pytest.mark.parametrize(
    "said",
    [
        "the lamp flickers and the mug has a chip",
        "it's only the lamp that flickers",
        "not the mug but its handle is cracked",
        "the mug does not",
        "the mug arrived without a handle",
        "the towels are not the size that I ordered",
        "leave it",
        "drop the mug off at the post office",
        "forget the return, I keep the mug",
        "that's all",
        "2",
        "the second one",
        "yes",
        "",
        "not the mug " * 40,
    ],
)
def test_who_says_more_than_which_items_or_names_none_corrects_nothing(said: str):
    assert corrected(said, 0, 1) is None


def test_a_correction_keeps_the_pieces_of_what_stays():
    assert items_corrected("leave the tray out", PIECES, {0: 1, 1: 1}) == ItemsMeant({0: 1})
    assert items_corrected("the tray too", PIECES, {0: 1}) == ItemsMeant({0: 1, 1: 1})
    assert items_corrected("just one of the mugs", PIECES, {0: 2}) == ItemsMeant({0: 1})


#: For each way to leave something out, whatever stands around it.
LEAVES_OUT = (
    "leave the {} out",
    "not the {}",
    "take the {} off the list",
    "the {} stays",
    "without the {}",
    "I keep the {}",
)


@given(
    ticked=st.sets(st.integers(0, 3), min_size=1),
    left_out=st.sampled_from(["mug", "towels"]),
    leaves=st.sampled_from(LEAVES_OUT),
    before=st.sampled_from(["", "sorry, ", "the desk lamp, ", "everything, ", "hang on, "]),
)
def test_what_is_left_out_by_a_correction_is_never_selected(ticked: set[int], left_out: str, leaves: str, before: str):
    meant = items_corrected(before + leaves.format(left_out), SHOP, dict.fromkeys(ticked, 1))
    place = {"mug": 1, "towels": 3}[left_out]
    assert meant is not None
    assert place not in meant.pieces
    assert place not in meant.unclear


@pytest.mark.parametrize(
    "said", ["hm leave the tray out after all", "in the end, not the tray", "drop the tray after all"]
)
def test_after_all_selects_not_all(said: str):
    assert items_corrected(said, PIECES, {0: 1, 1: 1}) == ItemsMeant({0: 1})


SLIPS = (Offered("Tea towel"), Offered("Garden lamp"), Offered("Oven mitt"))


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("the tea towel, no wait, the oven mitt", {2}),
        ("I want to send back the garden lamp... sorry, I mean the oven mitt", {2}),
        ("tea towel and lamp, oops, the mitt", {0, 2}),
        ("the mitt, sorry, the towel too", {0, 2}),
        ("the towel, no mitt", {0}),
        ("the lamp and the mitt", {1, 2}),
    ],
)
def test_a_slip_put_right_in_the_same_message_is_not_selected(said: str, places: set[int], listed: bool):
    meant = items_meant(said, SLIPS, listed=listed)
    assert meant is not None
    assert set(meant.pieces) == places


@pytest.mark.parametrize(
    ("said", "selected"),
    [
        ("oh sorry, wrong thing, the mug", [1]),
        ("I ticked the wrong one, it should be the towels", [3]),
        ("that's the wrong article. Take the desk lamp", [0]),
        ("hm I clicked on the wrong item, it's the mug", [1]),
        ("oops the mug not the floor lamp", [1]),
        ("the other one, the mug", [1]),
        # What was sent wrongly is a fault, and no choice.
        ("the wrong mug was sent", None),
        ("wrong item, the mug came instead", None),
        ("a wrong one was in the box, the towels", None),
    ],
)
def test_a_slip_of_the_choice_is_put_right(said: str, selected: list[int] | None) -> None:
    meant = items_corrected(said, SHOP, {2: 1})
    assert (list(meant.pieces) if meant else None) == selected


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("make that one candle", {2: 1}),
        ("change it to two candles", {2: 2}),
        ("make that 2", {2: 2}),
        ("no sorry, just one", {2: 1}),
        ("two, not three", {2: 2}),
        ("not three, two please", {2: 2}),
        ("sorry, make it four", None),
        ("one is broken", None),
        ("it broke on day two", None),
        ("two", None),
    ],
)
def test_a_count_is_put_right_for_the_one_item_that_was_chosen(said: str, pieces: dict[int, int] | None) -> None:
    meant = items_corrected(said, PIECES, {2: 3})
    assert (meant.pieces if meant else None) == pieces


@pytest.mark.parametrize("ticked", [{0: 2, 2: 3}, {1: 1}, {}])
def test_a_count_alone_says_nothing_of_several_items_or_of_one_piece(ticked: dict[int, int]) -> None:
    assert items_corrected("actually just one", PIECES, ticked) is None
