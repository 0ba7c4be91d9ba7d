"""How items are named: by title, and with the number of pieces where that is not one or not all."""

from __future__ import annotations

from collections.abc import Sequence

from actions.replies.reply import Phrase
from policy.model import Item, Order


def item_name(item: Item, order: Order) -> Phrase | str:
    """The title; "Tea mug (2 pieces)", "Tea mug (1 of 2)".

    Args:
        item: An item of the order, with as many pieces as are meant.
        order: Its order, with all pieces.
    """
    bought = next((each.quantity for each in order.items if each.id == item.id), item.quantity)
    if item.quantity < bought:
        return Phrase("item_pieces_of", {"title": item.title, "count": item.quantity, "all": bought})
    return item.title if bought == 1 else Phrase("item_pieces", {"title": item.title, "count": bought})


def item_names(items: Sequence[Item], order: Order) -> Phrase | str:
    """The names of several items, at least one, in a row."""
    first, *others = items
    name = item_name(first, order)
    return Phrase("items_in_a_row", {"first": name, "others": item_names(others, order)}) if others else name
