"""Who somebody is and what they are there for, by the claims of their ID token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Optional

from returndesk.people.provider.refusals import Refusal, SignInRefused
from returndesk.people.provider.settings import ProviderSettings
from returndesk.people.roles import Role

#: Of somebody with several roles the first counts.
_ORDER: Final = (Role.LEAD, Role.AGENT, Role.AUDITOR)
_MAIL: Final = "email"


def claimed_role(claims: Mapping[str, Any], settings: ProviderSettings) -> Role:
    """What somebody is there for.

    Args:
        claims: Those of an ID token that was checked.
        settings: What they stand for.

    Raises:
        SignInRefused: They have no role, or their mail address may not sign in.
    """
    mail = _verified_mail(claims)
    if settings.mail_domains and (mail or "").rpartition("@")[2] not in settings.mail_domains:
        raise SignInRefused(Refusal.MAIL, claims["sub"])
    if settings.roles_claim == _MAIL:
        found = {each for value, each in settings.roles.items() if value.lower() == mail}
    else:
        values = _values(claims, settings.roles_claim)
        found = {each for value, each in settings.roles.items() if value in values}
    role = next((each for each in _ORDER if each in found), None)
    if role is None:
        raise SignInRefused(Refusal.NO_ROLE, claims["sub"])
    return role


def wished_name(claims: Mapping[str, Any]) -> str:
    """What somebody would like to be called, as the provider knows it; empty where it says nothing."""
    for name in ("preferred_username", _MAIL, "name"):
        value = claims.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip().partition("@")[0]
    return ""


def _verified_mail(claims: Mapping[str, Any]) -> Optional[str]:
    """Somebody's address; None where the provider does not vouch for it, since anybody may write any."""
    mail = claims.get(_MAIL)
    return mail.lower() if isinstance(mail, str) and claims.get("email_verified") is True else None


def _values(claims: Mapping[str, Any], name: str) -> set[Any]:
    """The texts of a claim: of one that is called so, or of one within others, such as `realm_access.roles`."""
    found: Any = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    listed = found if isinstance(found, list) else [found]
    return {each for each in listed if isinstance(each, str)}
