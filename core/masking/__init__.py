"""Takes out of what people write what nobody needs in order to help with a return, before it is stored or logged.

Card numbers, bank accounts, phone numbers, identity documents and secrets become a short label such as
`[card number]`. What the desk works with stays: order, return and tracking numbers, e-mail addresses, amounts, dates.

Where a number could be both, this is decided:

* 14 to 19 digits that begin as a card's and pass its check are a card number, even where an order number has as many
  digits. One in ten numbers with a card's beginning passes the check by chance, so a shop's order numbers should not
  begin with 2, 3, 4, 5 or 6; ours begin with 8.
* Ten to thirteen digits without spaces, a leading zero or a word such as "phone" are a carrier's number, unless it is
  known in which country their writer dials, and its plan has them.
"""

from __future__ import annotations

from core.masking.cutting import cut
from core.masking.masker import Masker, mask

__all__ = ["Masker", "cut", "mask"]
