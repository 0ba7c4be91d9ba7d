"""What browsers do at the identity provider on the way to a sign-in."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from openid_provider import OpenIdProvider

from returndesk.people.addresses import CALLBACK

#: Where a proxy has browsers reach the application; the server of a test is elsewhere.
PUBLIC = "https://people.shop.example"


class AtProvider:
    """What browsers do at the provider."""

    def __init__(self, provider: OpenIdProvider) -> None:
        self.provider = provider

    async def leave(self, somebody: Any, after: str = "") -> dict[str, str]:
        """Press the button: what the browser takes to the provider."""
        response = await somebody.see("/sign-in/provider", params={"next": after} if after else {})
        assert response.status == 303, await response.text()
        location = response.headers["Location"]
        assert location.startswith(f"{self.provider.address}/authorize?")
        return dict(parse_qsl(urlsplit(location).query))

    def typed(self, query: dict[str, str], login: str) -> dict[str, str]:
        """Type a name there: what the browser comes back with."""
        back = self.provider.sign_in(query, login)
        assert back.startswith(f"{PUBLIC}{CALLBACK}?")
        return dict(parse_qsl(urlsplit(back).query))

    async def come_back(self, somebody: Any, back: dict[str, str]) -> Any:
        """Come back with it."""
        return await somebody.see("/sign-in/callback", params=back)

    async def sign_in(self, somebody: Any, login: str, after: str = "") -> Any:
        """All three."""
        return await self.come_back(somebody, self.typed(await self.leave(somebody, after), login))
