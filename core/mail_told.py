"""What a message's metadata say of the mail that it came by: whose address its From names, which proves nothing."""

from __future__ import annotations

import hashlib
from typing import Final, Optional

from core.identifiers import email_key

#: The key. It holds a digest of the address, as `address_digest` makes it.
WRITTEN_BY: Final = "written_by"


def address_digest(address: str) -> Optional[str]:
    """What stands for an e-mail address; None where it can't be a customer's.

    Args:
        address: As it was written, or the key that the store has of it.
    """
    key = email_key(address)
    return hashlib.sha256(f"address:{key}".encode("utf-8", "surrogatepass")).hexdigest() if key else None
