"""What the settings say about the shop's identity provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Optional
from urllib.parse import urlsplit

from actions.store.tables.people import LONGEST_ISSUER
from core.http_client import is_loopback
from core.settings import ENV_PREFIX, Settings, SettingsError
from returndesk.people.addresses import CALLBACK, ROOT, SIGN_IN
from returndesk.people.roles import Role

_OPENID: Final = "openid"


@dataclass(frozen=True)
class ProviderSettings:
    """The shop's identity provider.

    Args:
        name: What the button to sign in there says.
        issuer: Who it is: the beginning of the address of its discovery document, and what its ID tokens say.
        client_id: What the desk is called there.
        client_secret: What proves that it is the desk.
        scopes: What the desk asks for.
        roles_claim: Which claim of an ID token says what somebody is there for.
        roles: What a value of it stands for.
        mail_domains: The domains of the mail addresses that may sign in; empty where all may.
        public_url: Where browsers reach the application, without its path.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str
    roles_claim: str
    roles: Mapping[str, Role]
    mail_domains: frozenset[str]
    public_url: str

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends browsers back to; it has to be told this address."""
        return self.public_url + CALLBACK

    @property
    def signed_out_uri(self) -> str:
        """Where it sends them after signing out."""
        return self.public_url + SIGN_IN


def provider_settings(settings: Settings) -> Optional[ProviderSettings]:
    """The identity provider that the settings name; None where they name none.

    Raises:
        SettingsError: What they say can't be used, or nobody could sign in at all. The message names the variable.
    """
    if not settings.oidc_issuer:
        if not settings.people_local_accounts:
            raise _error("PEOPLE_LOCAL_ACCOUNTS", "is off and RETURNDESK_OIDC_ISSUER is not set: nobody could sign in")
        return None
    secret = settings.oidc_client_secret
    if not settings.oidc_client_id:
        raise _error("OIDC_CLIENT_ID", "is not set; it is what the provider calls this application")
    if secret is None:
        raise _error("OIDC_CLIENT_SECRET", "is not set; name a file with the provider's secret in it with …_FILE")
    if _OPENID not in settings.oidc_scopes.split():
        raise _error("OIDC_SCOPES", 'lacks "openid", without which no provider says who somebody is')
    issuer = _issuer(settings.oidc_issuer)
    return ProviderSettings(
        name=settings.oidc_name.strip() or str(urlsplit(issuer).hostname),
        issuer=issuer,
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value(),
        scopes=" ".join(settings.oidc_scopes.split()),
        roles_claim=settings.oidc_roles_claim,
        roles=_roles(settings.oidc_roles),
        mail_domains=frozenset(settings.oidc_mail_domains.lower().replace(",", " ").replace("@", " ").split()),
        public_url=_public_url(settings.people_url),
    )


def is_safe(address: object) -> bool:
    """Whether what is sent to an address is read by nobody on the way: https, or this machine."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    encrypted = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    return plain and bool(host) and encrypted and "@" not in parts.netloc and not parts.fragment


def _issuer(address: str) -> str:
    if not is_safe(address) or urlsplit(address).query or len(address) > LONGEST_ISSUER:
        raise _error("OIDC_ISSUER", "is not an address such as https://login.shop.example/realms/shop, with https://")
    return address


def _public_url(address: str) -> str:
    address = address.rstrip("/")
    if not address:
        raise _error(
            "PEOPLE_URL", "is not set; say where browsers reach the application, such as https://people.shop.example"
        )
    if not is_safe(address) or urlsplit(address).path or urlsplit(address).query:
        raise _error(
            "PEOPLE_URL", f"is not an address such as https://people.shop.example, with https:// and without {ROOT}"
        )
    return address


def _roles(mapping: str) -> Mapping[str, Role]:
    found: dict[str, Role] = {}
    for entry in filter(None, map(str.strip, mapping.split(","))):
        value, _, role = (part.strip() for part in entry.rpartition("="))
        if not value or role not in set(Role):
            raise _error("OIDC_ROLES", f"{entry[:80]!r} is not GROUP=agent, GROUP=lead or GROUP=auditor")
        found[value] = Role(role)
    if not found:
        raise _error("OIDC_ROLES", "is not set; say who is what, such as desk-agents=agent, desk-leads=lead")
    return found


def _error(name: str, trouble: str) -> SettingsError:
    return SettingsError(f"{ENV_PREFIX}{name}: {trouble}")
