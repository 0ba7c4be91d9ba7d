"""Whether people can sign in at the shop's identity provider: what the settings say, and what the provider does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.settings import Environment, Settings, SettingsError
from returndesk.doctor.check import Check, fail, ok, warn
from returndesk.people.provider.discovery import Discovery, provider_client, well_known
from returndesk.people.provider.refusals import ProviderAway, ProviderTrouble
from returndesk.people.provider.settings import ProviderSettings, provider_settings

_NAME: Final = "identity provider"


def provider_settings_checks(settings: Settings) -> Iterator[Check]:
    """Look at what the settings say of it, without asking anybody; nothing where they name none."""
    try:
        provider = provider_settings(settings)
    except SettingsError as error:
        yield fail(_NAME, str(error), "see docs/people.md, Signing in with the shop's own accounts")
        return
    if provider is None:
        return
    yield from _encrypted(provider, production=settings.env is Environment.PRODUCTION)
    roles = ", ".join(f"{value} is {role.value}" for value, role in provider.roles.items())
    yield ok(_NAME, f"by its claim {provider.roles_claim}: {roles}")


def provider_checks(settings: Settings) -> Iterator[Check]:
    """Ask the provider for what it says of itself; nothing where there is none, or the settings can't be used."""
    try:
        provider = provider_settings(settings)
    except SettingsError:
        return
    if provider is None:
        return
    where = well_known(provider.issuer)
    try:
        found = Discovery(provider.issuer, provider_client()).provider()
    except ProviderTrouble as trouble:
        # It may be away for a moment; what it says of itself stays wrong.
        verdict = warn if isinstance(trouble, ProviderAway) else fail
        remedy = f"open {where} on this machine, and write RETURNDESK_OIDC_ISSUER as it stands there"
        yield verdict(_NAME, str(trouble), remedy)
        return
    out = "signing out leads there" if found.end_session_endpoint else "it has no page to sign out"
    yield ok(_NAME, f"{where} answers; it has to know {provider.redirect_uri}, and {out}")


def _encrypted(provider: ProviderSettings, *, production: bool) -> Iterator[Check]:
    for variable, address in (
        ("RETURNDESK_OIDC_ISSUER", provider.issuer),
        ("RETURNDESK_PEOPLE_URL", provider.public_url),
    ):
        if address.startswith("https:"):
            yield ok(variable, "is encrypted")
        elif production:
            remedy = "write it with https://, as browsers elsewhere reach it"
            yield fail(variable, "is for browsers on this machine alone", remedy)
        else:
            yield ok(variable, "is on this machine")
