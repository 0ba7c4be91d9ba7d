"""Signing in at the identity provider: who gets in and as whom, and signing out there."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from at_provider import PUBLIC
from openid_provider import CLIENT_ID
from people_said import NOW
from sqlalchemy import update

from actions.store.tables.people import PersonRow
from core.database.sessions import writing
from returndesk.people.accounts import Accounts
from returndesk.people.addresses import CALLBACK
from returndesk.people.deeds import Deeds
from returndesk.people.requests import COOKIE


def deeds(services, most=9):
    return [(each.name, each.deed, each.about, each.reason) for each in Deeds(services.engine).latest(most)]


async def test_the_page_to_sign_in_has_a_button_with_the_providers_name_beside_the_form(visitor):
    page = await (await visitor()).page("/sign-in?next=/people/tickets/T1001%26x")
    assert 'href="/people/sign-in/provider?next=/people/tickets/T1001%26x"' in page
    assert "Sign in with Shop &amp; Co" in page and 'name="password"' in page


async def test_whom_the_provider_knows_is_let_in_with_the_role_of_their_group(visitor, at_provider, services):
    mia = await visitor()
    response = await at_provider.sign_in(mia, "mia", "/people/tickets/T1001")
    assert (response.status, response.headers["Location"]) == (303, "/people/tickets/T1001")
    # An account of that name was made here, and is somebody else's.
    assert "mia-2, agent" in await mia.page("/")
    assert deeds(services)[:2] == [
        ("mia-2", "signed in", "", "by Shop & Co"),
        ("(identity provider)", "added an account", "mia-2", "agent, by Shop & Co"),
    ]


@pytest.mark.parametrize(
    ("login", "shown"), [("lea", "lea.l, lead"), ("aud", "aud-2, auditor")], ids=["the stronger of two", "one value"]
)
async def test_of_several_groups_the_strongest_counts_and_one_may_be_no_list(visitor, at_provider, login, shown):
    somebody = await visitor()
    await at_provider.sign_in(somebody, login)
    assert shown in await somebody.page("/")


async def test_the_address_to_come_back_to_is_the_configured_one_whatever_the_host_header_says(visitor, at_provider):
    response = await (await visitor()).see("/sign-in/provider", headers={"Host": "evil.example"})
    query = dict(parse_qsl(urlsplit(response.headers["Location"]).query))
    assert query["redirect_uri"] == f"{PUBLIC}{CALLBACK}"
    at_provider.provider.check_request(query)


async def test_an_account_is_known_by_the_providers_name_for_it_and_never_by_a_mail_address(
    visitor, at_provider, provider, services
):
    await at_provider.sign_in(await visitor(), "lea")
    provider.people["lea"]["preferred_username"] = "lea.after-her-wedding"
    provider.people["eve"] = {"sub": "u-eve", "preferred_username": "lea.l", "groups": "desk-agents"}
    lea, eve = await visitor(), await visitor()
    await at_provider.sign_in(lea, "lea")
    await at_provider.sign_in(eve, "eve")
    assert "lea.l, lead" in await lea.page("/")
    assert "lea.l-2, agent" in await eve.page("/")


@pytest.mark.parametrize(
    ("wished", "name"),
    [("demo", "demo-2"), ("漢字", "person"), (None, "person"), ("A" * 90, "a" * 32), ("x <b>@y", "xb")],
)
async def test_whatever_the_provider_calls_somebody_their_name_here_is_one(
    visitor, at_provider, provider, services, wished, name
):
    provider.people["new"] = {"sub": "u-new", "preferred_username": wished, "groups": "desk-agents"}
    somebody = await visitor()
    await at_provider.sign_in(somebody, "new")
    assert f"{name}, agent" in await somebody.page("/")


async def test_the_role_follows_the_provider_at_each_sign_in_and_in_sessions_that_there_are(
    visitor, at_provider, provider, services
):
    first, second = await visitor(), await visitor()
    await at_provider.sign_in(first, "lea")
    provider.people["lea"]["groups"] = ["/shop/desk auditors"]
    await at_provider.sign_in(second, "lea")
    assert "lea.l, auditor" in await second.page("/")
    assert "lea.l, auditor" in await first.page("/")
    assert ("(identity provider)", "changed a role", "lea.l", "lead to auditor, by Shop & Co") in deeds(services)


async def test_who_has_no_role_is_told_what_to_ask_for_and_has_no_account(visitor, at_provider, services):
    tom = await visitor()
    response = await at_provider.sign_in(tom, "tom")
    page = await response.text()
    assert response.status == 403
    for words in (
        "that went well",
        "desk-agents",
        "desk-leads",
        "/shop/desk auditors",
        "<b>groups</b>",
        "/end-session",
    ):
        assert words in page
    assert (await tom.see("/")).status == 303
    assert "tom" not in [each.person.name for each in Accounts(services.engine).listed()]
    assert deeds(services)[0] == ("(nobody)", "was refused", "u-tom", "no role")


async def test_whose_role_is_taken_away_is_signed_out_at_their_next_try(visitor, at_provider, provider):
    lea, again = await visitor(), await visitor()
    await at_provider.sign_in(lea, "lea")
    provider.people["lea"]["groups"] = []
    assert (await at_provider.sign_in(again, "lea")).status == 403
    assert (await lea.see("/")).status == 303


async def test_a_locked_account_is_signed_out_and_stays_out(visitor, at_provider, services):
    lea = await visitor()
    await at_provider.sign_in(lea, "lea")
    Accounts(services.engine).lock("lea.l", NOW)
    assert (await lea.see("/")).status == 303
    response = await at_provider.sign_in(lea, "lea")
    assert response.status == 403
    assert "Your account is locked here." in await response.text()
    assert (await lea.see("/")).status == 303
    assert deeds(services)[0] == ("(nobody)", "was refused", "lea.l", "the account is locked")
    Accounts(services.engine).unlock("lea.l")
    assert (await at_provider.sign_in(lea, "lea")).status == 303


async def test_no_password_opens_an_account_of_the_provider(visitor, at_provider, services):
    await at_provider.sign_in(await visitor(), "lea")
    somebody = await visitor()
    for password in ("", "A" * 43, "a password that is long enough"):
        assert (await somebody.sign_in("lea.l", password)).status == 403


async def test_the_session_is_a_new_one_with_the_same_cookie_as_with_a_password(visitor, at_provider):
    lea = await visitor()
    fixed = "chosen-by-an-attacker-and-put-into-the-browser"
    lea.client.session.cookie_jar.update_cookies({COOKIE: fixed}, lea.client.make_url("/people/"))
    response = await at_provider.sign_in(lea, "lea")
    (cookie,) = [each for each in response.headers.getall("Set-Cookie") if each.startswith(f"{COOKIE}=")]
    assert {"HttpOnly", "SameSite=Lax", "Path=/people"} <= set(cookie.split("; "))
    assert lea.cookie != fixed
    assert (await (await visitor()).see("/", cookies={COOKIE: fixed})).status == 303


async def test_signing_in_ends_the_session_before(visitor, at_provider):
    somebody = await visitor("mia")
    before = somebody.cookie
    await at_provider.sign_in(somebody, "lea")
    assert "lea.l, lead" in await somebody.page("/")
    assert (await (await visitor()).see("/", cookies={COOKIE: before})).status == 303


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example/people/", "/people\\evil", "/peoples", "x"])
async def test_signing_in_leads_to_no_other_site(visitor, at_provider, after):
    response = await at_provider.sign_in(await visitor(), "lea", after)
    assert response.headers["Location"] == "/people/"


async def test_two_tabs_sign_in_at_once_each_with_its_own_page(visitor, at_provider):
    lea = await visitor()
    first = at_provider.typed(await at_provider.leave(lea, "/people/closed"), "lea")
    second = at_provider.typed(await at_provider.leave(lea, "/people/log"), "lea")
    for back, page in ((first, "/people/closed"), (second, "/people/log")):
        assert (await at_provider.come_back(lea, back)).headers["Location"] == page


async def test_who_presses_the_button_again_and_again_keeps_few_cookies(visitor, at_provider):
    lea = await visitor()
    for _ in range(30):
        query = await at_provider.leave(lea)
    held = [each.key for each in lea.client.session.cookie_jar if each.key.startswith(f"{COOKIE}_")]
    assert len(held) <= 8
    assert (await at_provider.come_back(lea, at_provider.typed(query, "lea"))).status == 303


async def test_signing_out_ends_the_session_and_leads_to_the_provider_and_back(visitor, at_provider, provider):
    lea, thief = await visitor(), await visitor()
    await at_provider.sign_in(lea, "lea")
    stolen = {COOKIE: lea.cookie}
    response = await lea.send("/", "/sign-out")
    page = await response.text()
    assert response.status == 200 and "lea.l" not in page
    address = page.partition('content="0; url=')[2].partition('"')[0].replace("&amp;", "&")
    query = dict(parse_qsl(urlsplit(address).query))
    assert address.startswith(f"{provider.address}/end-session?")
    assert (query["client_id"], query["post_logout_redirect_uri"]) == (CLIENT_ID, f"{PUBLIC}/people/sign-in")
    assert query["id_token_hint"].count(".") == 2
    assert (await thief.see("/", cookies=stolen)).status == 303


async def test_where_the_provider_has_no_page_to_sign_out_the_session_ends_here(visitor, at_provider, provider):
    provider.discovery["end_session_endpoint"] = None
    lea = await visitor()
    await at_provider.sign_in(lea, "lea")
    response = await lea.send("/", "/sign-out")
    assert (response.status, response.headers["Location"]) == (303, "/people/sign-in")


async def test_who_signed_in_with_a_password_signs_out_here_alone(visitor):
    response = await (await visitor("mia")).send("/", "/sign-out")
    assert response.headers["Location"] == "/people/sign-in"


async def test_a_secret_goes_in_a_header_where_the_provider_wants_that(visitor, at_provider, provider):
    provider.posts = False
    assert (await at_provider.sign_in(await visitor(), "lea")).status == 303


@pytest.mark.parametrize(
    ("mail", "verified", "status"),
    [
        ("lea@shop.example", True, 303),
        ("Lea@Shop.Example", True, 303),
        ("lea@shop.example", False, 403),
        ("lea@shop.example", None, 403),
        ("lea@evil.example", True, 403),
        ("lea@shop.example.evil.example", True, 403),
        (None, True, 403),
    ],
)
@pytest.mark.parametrize("more_settings", [{"RETURNDESK_OIDC_MAIL_DOMAINS": "shop.example, @shop.es"}], ids=["two"])
async def test_mail_domains_let_in_verified_addresses_of_theirs_alone(
    visitor, at_provider, provider, mail, verified, status
):
    provider.people["lea"].update(email=mail, email_verified=verified)
    response = await at_provider.sign_in(await visitor(), "lea")
    assert response.status == status
    if status == 403:
        assert "shop.es or shop.example" in await response.text()


@pytest.mark.parametrize("more_settings", [{"RETURNDESK_PEOPLE_LOCAL_ACCOUNTS": "false"}], ids=["off"])
async def test_without_local_accounts_there_is_no_form_no_password_and_no_session_of_one(visitor, at_provider):
    mia, lea = await visitor("mia"), await visitor()
    assert (await mia.see("/")).status == 303
    page = await lea.page("/sign-in")
    assert "Sign in with Shop &amp; Co" in page and "password" not in page
    assert (await lea.sign_in("mia")).status == 405
    assert (await at_provider.sign_in(lea, "lea")).status == 303


async def test_who_came_from_another_provider_is_not_signed_in_any_more(visitor, at_provider, services, server):
    lea = await visitor()
    await at_provider.sign_in(lea, "lea")
    with writing(services.engine) as session:
        session.execute(update(PersonRow).where(PersonRow.name == "lea.l").values(issuer="https://before.example"))
    assert (await lea.see("/")).status == 303
