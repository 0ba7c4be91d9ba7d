"""Who gets in: passwords, codes, sessions that are stolen, fixed or over, and how often somebody may be wrong."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import text

from core.clock import FrozenClock
from core.database.sessions import reading
from returndesk.people.accounts import Accounts, NoAccount
from returndesk.people.passwords import NOBODYS, code_step, hashed, is_password, new_secret
from returndesk.people.roles import DEMO_NAME, Role
from returndesk.people.server import people_server
from returndesk.people.sessions import IDLE, LIFE, Sessions
from returndesk.people.sign_in import Shown, SignIn
from returndesk.people.tries import TryLater

NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
PASSWORD = "a password that is long enough"


def code_of(secret, at):
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(int(at.timestamp())).decode()  # noqa: S303


def shown(name="mia", password=PASSWORD, code="", network="192.0.2.1"):
    return Shown(name, password, code, network)


@pytest.mark.parametrize("page", ["/", "/closed", "/log", "/tickets/T1001", "/nowhere"])
async def test_nobody_sees_a_page_without_signing_in(visitor, page):
    response = await (await visitor()).see(page)
    assert response.status == 303
    assert response.headers["Location"].startswith("/people/sign-in?next=/people/")


@pytest.mark.parametrize("part", ["/parts/queue", "/parts/tickets/T1001"])
async def test_a_page_whose_session_is_over_learns_that_from_its_next_look(visitor, part):
    assert (await (await visitor()).see(part)).status == 401


async def test_name_and_password_open_the_queue_and_the_page_that_was_asked_for(visitor):
    somebody = await visitor()
    response = await somebody.sign_in("Mia", next="/people/tickets/T1001")
    assert (response.status, response.headers["Location"]) == (303, "/people/tickets/T1001")
    assert "mia, agent" in await somebody.page("/")


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example/people/", "/people\\evil", "/peoples", "x"])
async def test_signing_in_leads_to_no_other_site(visitor, after):
    response = await (await visitor()).sign_in("mia", next=after)
    assert response.headers["Location"] == "/people/"


@pytest.mark.parametrize(
    ("name", "password"), [("mia", "wrong password!!"), ("nobody", PASSWORD), ("", ""), ("mia", "")]
)
async def test_whatever_is_wrong_the_answer_is_the_same(visitor, name, password):
    somebody = await visitor()
    response = await somebody.sign_in(name, password)
    assert response.status == 403
    assert "Name, password or code is wrong." in await response.text()
    assert (await somebody.see("/")).status == 303


async def test_the_cookie_is_for_no_script_no_other_site_and_the_application_alone(visitor, server):
    cookie = (await (await visitor()).sign_in("mia")).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/people"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


async def test_a_session_that_somebody_else_made_up_is_not_taken_over(visitor):
    somebody = await visitor()
    fixed = "chosen-by-an-attacker-and-put-into-the-browser"
    somebody.client.session.cookie_jar.update_cookies(
        {"returndesk_people": fixed}, somebody.client.make_url("/people/")
    )
    await somebody.sign_in("mia")
    assert somebody.cookie != fixed
    thief = await visitor()
    assert (await thief.see("/", cookies={"returndesk_people": fixed})).status == 303


async def test_signing_in_again_ends_the_session_before(visitor):
    somebody = await visitor("mia")
    before = somebody.cookie
    await somebody.sign_in("lea")
    assert somebody.cookie != before
    assert (await (await visitor()).see("/", cookies={"returndesk_people": before})).status == 303


async def test_what_was_stolen_is_worth_nothing_after_signing_out(visitor):
    somebody, thief = await visitor("mia"), await visitor()
    stolen = {"returndesk_people": somebody.cookie}
    assert (await thief.see("/", cookies=stolen)).status == 200
    assert (await somebody.send("/", "/sign-out")).status == 303
    assert (await thief.see("/", cookies=stolen)).status == 303
    assert (await somebody.see("/")).status == 303


async def test_who_reads_the_database_finds_no_cookie_and_no_password(visitor, services):
    somebody = await visitor("mia")
    with reading(services.engine) as session:
        held = str(
            [session.execute(text(f"SELECT * FROM {table}")).all() for table in ("people", "people_sessions")]  # noqa: S608
        )
    assert somebody.cookie not in held
    assert PASSWORD not in held


async def test_whose_account_has_gone_is_signed_out(visitor, services):
    somebody = await visitor("mia")
    Accounts(services.engine).remove("mia")
    assert (await somebody.see("/")).status == 303


@pytest.mark.parametrize(
    ("steps", "lives"),
    [([IDLE - timedelta(minutes=1)] * 3, True), ([IDLE], False), ([timedelta(minutes=50)] * 15, False)],
)
def test_a_session_ends_unused_for_an_hour_and_in_any_case_after_half_a_day(services, steps, lives):
    sessions = Sessions(services.engine)
    (mia,) = (each.person for each in Accounts(services.engine).listed() if each.person.name == "mia")
    token, at = sessions.begin(mia, NOW), NOW
    for step in steps:
        at += step
        found = sessions.person_of(token, at, noted=True)
    assert (found == mia) is lives
    assert (at < NOW + LIFE) or found is None


def test_a_page_that_looks_by_itself_keeps_no_session_alive(services):
    sessions = Sessions(services.engine)
    mia = Accounts(services.engine).credentials("mia").person
    token = sessions.begin(mia, NOW)
    sessions.person_of(token, NOW + IDLE - timedelta(minutes=1), noted=False)
    assert sessions.person_of(token, NOW + IDLE, noted=False) is None


@pytest.mark.parametrize(
    "token", ["", "x", "a" * 100_000, "\udcff", "' OR 1=1 --"], ids=["empty", "x", "long", "half a sign", "quote"]
)
def test_what_is_no_token_is_nobodys(services, token):
    assert Sessions(services.engine).person_of(token, NOW, noted=True) is None


def test_five_wrong_tries_cost_nothing_and_then_one_waits_longer_and_longer(services):
    sign_in, at = services.sign_in, NOW
    waits = []
    for _ in range(9):
        try:
            assert sign_in.person(shown(password="wrong"), at) is None
        except TryLater as later:
            waits.append(later.seconds)
            at += timedelta(seconds=later.seconds)
    assert waits == [5, 15]
    with pytest.raises(TryLater):
        sign_in.person(shown(), at - timedelta(seconds=1))


def test_who_is_wrong_elsewhere_keeps_nobody_out_and_signing_in_forgets_no_others(services):
    sign_in = services.sign_in
    for _ in range(5):
        sign_in.person(shown(password="wrong", network="203.0.113.9"), NOW)
    with pytest.raises(TryLater):
        sign_in.person(shown(network="203.0.113.9"), NOW)
    assert sign_in.person(shown(), NOW).name == "mia"


def test_one_address_does_not_try_everybodys_name(services):
    with pytest.raises(TryLater):
        for count in range(22):
            services.sign_in.person(shown(name=f"name{count}"), NOW)


def test_many_addresses_do_not_try_one_name_without_end(services):
    with pytest.raises(TryLater):
        for count in range(32):
            services.sign_in.person(shown(password="wrong", network=f"192.0.2.{count}"), NOW)


async def test_who_tries_too_often_is_told_when_to_come_back(visitor):
    somebody = await visitor()
    for _ in range(5):
        assert (await somebody.sign_in("mia", "wrong password!!")).status == 403
    response = await somebody.sign_in("mia")
    assert (response.status, response.headers["Retry-After"]) == (429, "5")
    assert "Wait 5 seconds" in await response.text()


async def test_nobody_chooses_the_address_that_their_tries_count_for(visitor):
    somebody = await visitor()
    fields = {"name": "mia", "password": "wrong password!!"}
    for count in range(5):
        headers = {"X-Forwarded-For": f"203.0.113.{count}"}
        assert (await somebody.post("/sign-in", fields, headers=headers)).status == 403
    response = await somebody.post("/sign-in", fields, headers={"X-Forwarded-For": "203.0.113.99"})
    assert response.status == 429


def test_with_an_authenticator_the_password_alone_is_not_enough_and_no_code_is_good_twice(services):
    secret = Accounts(services.engine).add("tom", Role.AGENT, PASSWORD, NOW, totp=True)
    code, sign_in = code_of(secret, NOW), services.sign_in
    assert sign_in.person(shown("tom"), NOW) is None
    assert sign_in.person(shown("tom", password="wrong", code=code), NOW) is None
    assert sign_in.person(shown("tom", code=code), NOW).name == "tom"
    assert sign_in.person(shown("tom", code=code), NOW) is None
    later = NOW + timedelta(seconds=30)
    assert sign_in.person(shown("tom", code=code_of(secret, later)), later).name == "tom"


@pytest.mark.parametrize(("seconds", "counts"), [(0, True), (29, True), (30, True), (90, False), (-90, False)])
def test_a_code_counts_about_its_time(seconds, counts):
    secret = new_secret()
    code = code_of(secret, NOW)
    assert (code_step(code, secret, NOW + timedelta(seconds=seconds)) is not None) is counts
    assert code_step(f" {code[:3]} {code[3:]} ", secret, NOW) == int(NOW.timestamp()) // 30


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "1234567890"])
def test_what_is_no_code_is_none(code):
    assert code_step(code, new_secret(), NOW) is None


def test_a_password_is_known_by_its_hash_alone():
    first, second = hashed(PASSWORD), hashed(PASSWORD)
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert is_password(PASSWORD, first) and is_password(PASSWORD, second)
    assert not is_password(PASSWORD + "!", first)
    assert not is_password("", NOBODYS)


@pytest.mark.parametrize("name", ["", "Mia", "mia b", "a" * 33, "mia<b>", "../mia", "míа"])
def test_a_name_is_plain(services, name):
    with pytest.raises(NoAccount, match="a name has at most 32"):
        Accounts(services.engine).add(name, Role.AGENT, PASSWORD, NOW)


def test_a_short_password_and_a_name_that_is_taken_are_refused(services):
    with pytest.raises(NoAccount, match="fewer than 12"):
        Accounts(services.engine).add("tim", Role.AGENT, "short", NOW)
    with pytest.raises(NoAccount, match="an account mia already"):
        Accounts(services.engine).add("mia", Role.AGENT, PASSWORD, NOW)


def test_the_demo_account_is_kept_with_its_password_and_is_nobody_in_production(services):
    accounts = Accounts(services.engine)
    for password in ("first password of it", "first password of it", "another password"):
        accounts.keep_demo(password, NOW)
    assert services.sign_in.person(shown(DEMO_NAME, "another password"), NOW).role is Role.LEAD
    production = SignIn(services.engine, demo=False)
    assert production.person(shown(DEMO_NAME, "another password"), NOW) is None


async def test_in_production_the_cookie_travels_encrypted_alone(services):
    async with TestClient(TestServer(people_server(replace(services, secure=True, wall=FrozenClock(NOW))))) as client:
        fields = {"name": "mia", "password": PASSWORD}
        response = await client.post("/people/sign-in", data=fields, allow_redirects=False)
        assert "; Secure" in response.headers["Set-Cookie"]
