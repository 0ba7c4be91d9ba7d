"""Where the application for people is, and the pages by which somebody signs in."""

from __future__ import annotations

from typing import Final

#: Below which address the application is, by itself or beside the demo shop.
ROOT: Final = "/people"
#: Where one conversation is, by its key.
CONVERSATIONS: Final = f"{ROOT}/conversations"
SIGN_IN: Final = f"{ROOT}/sign-in"
#: Where the button leads that signs in at the identity provider, and where that sends browsers back to.
PROVIDER: Final = f"{SIGN_IN}/provider"
CALLBACK: Final = f"{SIGN_IN}/callback"
#: What is there for who is not signed in.
OPEN: Final = frozenset({SIGN_IN, PROVIDER, CALLBACK})
