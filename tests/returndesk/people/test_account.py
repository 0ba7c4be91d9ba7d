"""The name that customers read below an answer: chosen by its owner, plain, and told with what was sent since."""

from __future__ import annotations

import io

import pytest
from people_said import NOW, SCRIPTS
from rich.console import Console

from core.settings import load_settings
from returndesk.admin.people import PeopleAdmin
from returndesk.failure import Failure
from returndesk.people.roles import Role
from returndesk.project import this_project

NAME = "Ana from the shop"


@pytest.fixture
def claimed(visitor, open_ticket):
    """Mia with a ticket that is hers."""

    async def come():
        mia, number = await visitor("mia"), open_ticket()
        await mia.send(f"/tickets/{number}", f"/tickets/{number}/claim")
        return mia, number

    return come


async def answer(somebody, number, words):
    await somebody.send(f"/tickets/{number}", f"/tickets/{number}/answer", words=words)


async def test_what_is_sent_from_now_on_is_signed_and_what_was_sent_stays(claimed, tickets):
    mia, number = await claimed()
    await answer(mia, number, "We look.")
    assert (await mia.send("/account", "/account", shown_as=NAME)).status == 303
    assert f'value="{NAME}"' in await mia.page("/account")
    await answer(mia, number, "We have found it.")
    first, second = tickets.messages(number)
    assert [(each.words, each.signed) for each in (first, second)] == [("We look.", None), ("We have found it.", NAME)]
    assert second.person == "mia"
    page = await mia.page(f"/tickets/{number}")
    assert f"mia as {NAME}," in page and f"signed: <bdi>{NAME}</bdi>" in page


async def test_a_name_is_taken_back_by_saving_none(claimed, tickets):
    mia, number = await claimed()
    await mia.send("/account", "/account", shown_as=NAME)
    await mia.send("/account", "/account", shown_as="")
    await answer(mia, number, "Hello.")
    assert tickets.messages(number)[0].signed is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ana\nfrom\tthe   shop", NAME),
        ("Ana https://evil.example/login", "Ana"),
        ("pay at evil.example", "pay at"),
        ("\u202eanA\u200b", "anA"),
        ("  ", ""),
    ],
)
async def test_a_name_is_one_plain_line_without_addresses(visitor, services, written, read):
    mia = await visitor("mia")
    await mia.send("/account", "/account", shown_as=written)
    assert services.accounts.credentials("mia").person.shown_as == read


async def test_a_long_name_is_cut(visitor, services):
    await (await visitor("mia")).send("/account", "/account", shown_as="Ana " * 100)
    assert len(services.accounts.credentials("mia").person.shown_as) <= 80


@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_script_as_a_name_is_text_on_every_page(claimed, visitor, script):
    mia, number = await claimed()
    await mia.send("/account", "/account", shown_as=script)
    await answer(mia, number, "Hello.")
    lea = await visitor("lea")
    for page in (await mia.page("/account"), await lea.page(f"/tickets/{number}"), await lea.page("/log")):
        for attack in ("<script>alert", "<img src=x", "<svg/onload", "<b>gnol", ">49<"):
            assert attack not in page
        assert " style=" not in page


async def test_the_log_says_who_chose_which_name(visitor):
    mia, lea = await visitor("mia"), await visitor("lea")
    await mia.send("/account", "/account", shown_as=NAME)
    log = await lea.page("/log")
    assert "chose a name for customers" in log and NAME in log


async def test_who_answers_nobody_chooses_no_name_and_no_other_site_does(visitor, services):
    aud, mia, ben = await visitor("aud"), await visitor("mia"), await visitor("ben")
    page = await aud.page("/account")
    assert "You answer nobody" in page and 'name="shown_as"' not in page
    token, bens = [
        (await each.page("/account")).partition('name="token" value="')[2].partition('"')[0] for each in (mia, ben)
    ]
    audits = page.partition('name="token" value="')[2].partition('"')[0]
    assert (await aud.post("/account", {"token": audits, "shown_as": NAME})).status == 403
    assert (await mia.post("/account", {"token": bens, "shown_as": NAME})).status == 403
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert (await mia.post("/account", {"token": token, "shown_as": NAME}, headers=headers)).status == 403
    assert (await (await visitor()).see("/account")).status == 303
    assert {each.person.shown_as for each in services.accounts.listed()} == {""}


def test_the_command_line_gives_a_name_too(services):
    console = Console(file=io.StringIO(), width=200)
    admin = PeopleAdmin(this_project(), load_settings(), console)
    admin.add("zoe", Role.AGENT, "a password that is long enough", totp=False, shown_as="Zoe [bold]")
    admin.show_as("mia", NAME)
    admin.show_as("mia", "")
    admin.show_list()
    written = console.file.getvalue()
    assert "Customers read zoe: Zoe [bold]" in written and "Customers read no name for mia" in written
    assert services.accounts.credentials("zoe").person.shown_as == "Zoe [bold]"
    with pytest.raises(Failure, match="there is no account nobody"):
        admin.show_as("nobody", NAME)


def test_a_ticket_that_was_answered_before_there_were_names_reads_as_it_did(tickets, open_ticket):
    number = open_ticket()
    tickets.reply(number, "d1", "Hello.", NOW)
    assert tickets.messages(number)[0].signed is None
