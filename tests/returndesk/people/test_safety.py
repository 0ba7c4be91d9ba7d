"""Nothing that anybody writes runs, no other site does anything, and no role sees another's pages."""

from __future__ import annotations

import pytest
from people_said import SCRIPTS

from actions.help_desk.ticket import Line

DEEDS = ["claim", "release", "answer", "note", "give-back", "close", "reveal"]


@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_script_in_whatever_anybody_wrote_is_text(visitor, open_ticket, tickets, script, services):
    where = {
        "items": (script,),
        "topic": script,
        "status": script,
        "rules": (script,),
        "events": (Line(script, script, script),),
        "deadlines": (Line(script, script, script),),
        "transcript": (Line(script, "customer", script), Line(script, script, script)),
        "return_number": script,
        "order_number": script,
        "customer_id": script,
        "email": script,
    }
    where = {name: _without_nul(value, services) for name, value in where.items()}
    number = open_ticket(**where)
    words = script.replace("\0", "")
    tickets.pass_on("web:abc", "m1", words, services.clock.now())
    mia = await visitor("mia")
    page = f"/tickets/{number}"
    await mia.send(page, f"{page}/claim")
    await mia.send(page, f"{page}/answer", words=script)
    await mia.send(page, f"{page}/note", words=script)
    await mia.send(page, f"{page}/reveal", reason=f"because {script}")
    lea = await visitor("lea")
    for shown in (await mia.page(page), await mia.page("/"), await mia.page("/parts/queue"), await lea.page("/log")):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "<svg/onload" not in shown
        assert "<b>gnol" not in shown
        assert ">49<" not in shown
        assert 'href="javascript' not in shown


def _without_nul(value, services):
    """PostgreSQL keeps no such sign, and nothing of the assistant's brings one."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, tuple):
        return tuple(_without_nul(each, services) for each in value)
    return type(value)(*(_without_nul(each, services) for each in (value.at, value.who, value.words)))


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nowhere", "/static/people.css", "/parts/queue"])
async def test_every_answer_keeps_scripts_and_frames_of_others_out(visitor, path):
    response = await (await visitor()).see(path)
    policy = response.headers["Content-Security-Policy"]
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"} <= set(
        policy.split("; ")
    )
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"


async def test_no_page_has_a_script_or_a_style_in_it(visitor, open_ticket):
    number = open_ticket()
    lea = await visitor("lea")
    for path in ("/", "/closed", "/log", f"/tickets/{number}"):
        page = await lea.page(path)
        assert page.count("<script") == page.count('<script type="module" src="/people/static/people.js"></script>')
        assert " style=" not in page and "<style" not in page and " onclick" not in page


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=["origin", "no origin", "cross-site", "same-site"],
)
async def test_a_form_of_another_site_does_nothing_even_with_the_right_token(
    visitor, open_ticket, tickets, deed, headers
):
    number = open_ticket()
    mia = await visitor("mia")
    page = await mia.page(f"/tickets/{number}")
    token = page.partition('name="token" value="')[2].partition('"')[0]
    fields = {"token": token, "words": "hello", "reason": "because I want to"}
    response = await mia.post(f"/tickets/{number}/{deed}", fields, headers=headers)
    assert response.status == 403
    assert tickets.get(number).claimed_by is None
    assert tickets.notes(number) == ()


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_form_without_this_sessions_token_does_nothing(visitor, open_ticket, tickets, deed):
    number = open_ticket()
    mia, ben = await visitor("mia"), await visitor("ben")
    page = await ben.page(f"/tickets/{number}")
    bens = page.partition('name="token" value="')[2].partition('"')[0]
    for token in ({}, {"token": ""}, {"token": "x"}, {"token": bens}, {"token": "ü"}):
        response = await mia.post(f"/tickets/{number}/{deed}", {"words": "hello", "reason": "because", **token})
        assert response.status == 403
    assert tickets.get(number).claimed_by is None


async def test_another_site_signs_nobody_in(visitor):
    somebody = await visitor()
    fields = {"name": "mia", "password": "a password that is long enough"}
    response = await somebody.post("/sign-in", fields, headers={"Origin": "https://evil.example"})
    assert response.status == 403
    assert (await somebody.see("/")).status == 303


@pytest.mark.parametrize("deed", DEEDS)
async def test_an_auditor_reads_and_does_nothing(visitor, open_ticket, tickets, deed):
    number = open_ticket()
    aud = await visitor("aud")
    page = await aud.page(f"/tickets/{number}")
    assert "You read here" in page and "/claim" not in page and "/reveal" not in page
    fields = {"words": "hello", "reason": "because I want to", "token": page.partition('value="')[2].partition('"')[0]}
    assert (await aud.post(f"/tickets/{number}/{deed}", fields)).status == 403
    assert tickets.get(number).claimed_by is None
    assert tickets.notes(number) == ()
    assert "ana@example.com" not in await aud.page(f"/tickets/{number}")


async def test_an_agent_does_not_read_the_log(visitor):
    mia = await visitor("mia")
    assert (await mia.see("/log")).status == 403
    assert "/people/log" not in await mia.page("/")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"a=1", "multipart/form-data; boundary=x", 415),
        (b"a=1", "text/plain", 415),
        (b"a=" + b"x" * 200_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a%d=1" % count for count in range(50)), "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
    ],
    ids=["json", "parts", "text", "large", "many fields", "no text"],
)
async def test_what_is_no_form_of_ours_is_refused(visitor, body, kind, status):
    somebody = await visitor()
    response = await somebody.client.post("/people/sign-in", data=body, headers={"Content-Type": kind})
    assert response.status == status
    assert response.headers["X-Frame-Options"] == "DENY"


async def test_a_compressed_body_is_refused_unread(visitor):
    response = await (await visitor()).post("/sign-in", {"name": "mia"}, headers={"Content-Encoding": "gzip"})
    assert response.status == 415


@pytest.mark.parametrize("number", ["T1", "T9999", "x", "T1001'--", "..%2f..%2flog", "T999999999999"])
async def test_what_is_no_ticket_is_not_found(visitor, number):
    assert (await (await visitor("lea")).see(f"/tickets/{number}")).status == 404


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "1e9", "١"])
async def test_what_is_no_place_in_the_log_is_its_beginning(visitor, before):
    assert (await (await visitor("lea")).see("/log", params={"before": before})).status == 200


#: What stands in the places of an address.
PLACES = {"number": "T1001", "place": "1", "key": "a" * 64, "fact": "update.dropoff", "part": "days"}


def addresses(server, method):
    """Every address of the application but those to sign in, and its style and script."""
    found = {each.resource.canonical for each in server.app.router.routes() if each.method == method and each.resource}
    ours = {each.removeprefix("/people").format(**PLACES) for each in found if each.startswith("/people")}
    return sorted(each for each in ours if not each.startswith(("/sign-in", "/static")))


def token_in(page):
    return page.partition('name="token" value="')[2].partition('"')[0]


async def test_without_a_session_no_address_of_all_shows_or_does_anything(server, visitor, open_ticket, services):
    open_ticket()
    somebody, mia = await visitor(), await visitor("mia")
    token = token_in(await mia.page("/"))
    over = await visitor("mia")
    services.sessions.end(over.cookie)
    assert len(addresses(server, "GET")) >= 15 and len(addresses(server, "POST")) >= 15
    for one in (somebody, over):
        for path in addresses(server, "GET"):
            response = await one.see(path)
            assert response.status == 401 or response.headers["Location"].startswith("/people/sign-in"), path
        for path in addresses(server, "POST"):
            response = await one.post(path, {"token": token, "words": "hello", "reason": "because", "sure": "yes"})
            assert response.status == 303 and response.headers["Location"].startswith("/people/sign-in"), path


async def test_no_form_of_all_is_taken_from_another_site_or_session(server, visitor, open_ticket):
    open_ticket()
    lea, other = await visitor("lea"), await visitor("lea")
    own, others = token_in(await lea.page("/")), token_in(await other.page("/"))
    for path in addresses(server, "POST"):
        for token, headers in (
            (own, {"Origin": "https://evil.example"}),
            (own, {"Sec-Fetch-Site": "cross-site"}),
            (others, {}),
            ("", {}),
        ):
            fields = {"token": token, "words": "hello", "reason": "because", "sure": "yes", "value": "[1, 3]"}
            assert (await lea.post(path, fields, headers=headers)).status == 403, path


async def test_an_auditor_changes_nothing_at_any_address(server, visitor, open_ticket, tickets, services):
    number = open_ticket()
    aud = await visitor("aud")
    token = token_in(await aud.page("/"))
    for path in (each for each in addresses(server, "POST") if each not in ("/sign-out", "/account/language")):
        fields = {"token": token, "words": "hello", "reason": "because", "sure": "yes", "value": "[1, 3]"}
        assert (await aud.post(path, fields)).status == 403, path
    assert tickets.get(number).claimed_by is None and tickets.notes(number) == ()
    assert [each.deed for each in services.deeds.latest(50)] == []
