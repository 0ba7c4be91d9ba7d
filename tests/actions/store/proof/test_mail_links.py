"""Links in answers to mails: to the address of the record alone, once, for minutes, for one conversation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from custom_desk import Desk
from custom_shop import NOW
from sqlalchemy import select, update
from sqlalchemy.engine import Engine

from actions.store.proof.guess_limits import STRICT
from actions.store.proof.mail_links import PATH, MailLinks
from actions.store.proof.verifications import Verifications
from actions.store.tables.identity import MailLinkRow
from actions.store.tables.shop import CustomerRow
from core.clock import FrozenClock
from core.database.engine import open_engine
from core.database.remembered_reads import remembering
from core.database.sessions import reading, writing
from core.identifiers import email_key
from core.mail_told import address_digest
from core.signed_tokens import SignedTokens

WALL = datetime(2026, 10, 13, 12, tzinfo=timezone.utc)
ANA, BEN = address_digest("Ana@Example.com "), address_digest("ben@example.com")
THREAD, OTHER_THREAD = "email:abcdefghijklmnopqrstuvwx23", "email:bbcdefghijklmnopqrstuvwx24"
LASTS = timedelta(minutes=30)


class Sent:
    """The links of a shop whose store is at an address, at an instant by the wall."""

    def __init__(self, engine: Engine, wall: datetime = WALL, public_url: str | None = "https://desk.example") -> None:
        self.verifications = Verifications(engine)
        clock = FrozenClock(wall)
        tokens = SignedTokens("s" * 32, "links", clock)
        self.links = MailLinks(engine, self.verifications, tokens, public_url, LASTS, STRICT, clock)

    def token(self, conversation: str = THREAD, number: str = "R1001", written_by: str | None = ANA) -> str:
        link = self.links.offer(conversation, number, written_by)
        assert link is not None
        assert link.startswith(f"https://desk.example{PATH}?t=")
        return parse_qs(urlsplit(link).query)["t"][0]

    def known(self, conversation: str) -> str | None:
        found = self.verifications.verified(conversation, NOW)
        return found.customer.id if found else None


@pytest.fixture
def engine(own_desk: Desk) -> Engine:
    """A store of the test's own, with the shop in it."""
    return own_desk.services.store._engine


@pytest.fixture
def sent(engine: Engine) -> Sent:
    return Sent(engine)


@pytest.mark.parametrize("number", ["R1001", "r 1001", "8120034500010001"])
def test_a_mail_from_the_records_own_address_gets_a_link(sent: Sent, number: str) -> None:
    assert sent.links.fits(number, ANA) is sent.links.fits("R1001", ANA)
    assert sent.links.offer(THREAD, "R1001", ANA) is not None


@pytest.mark.parametrize(
    ("number", "written_by"),
    [("R1001", BEN), ("R9999", ANA), ("R1001", None), ("", ANA), ("R1001", address_digest("ana@example.org"))],
)
def test_to_everybody_else_none_is_sent_whether_there_is_the_number_or_not(
    sent: Sent, number: str, written_by: str | None
) -> None:
    assert not sent.links.fits(number, written_by)
    assert sent.links.offer(THREAD, number, written_by) is None


def test_where_nobody_said_where_the_bot_is_reached_none_is_sent(engine: Engine) -> None:
    assert Sent(engine, public_url=None).links.offer(THREAD, "R1001", ANA) is None


def test_the_button_makes_the_conversation_the_customers_and_no_other(sent: Sent) -> None:
    token = sent.token()
    assert sent.known(THREAD) is None
    assert sent.links.press(token, "a network", NOW).conversation == THREAD
    assert sent.known(THREAD) == "ana"
    assert sent.known(OTHER_THREAD) is None


def test_a_link_names_nobody_and_holds_no_number(sent: Sent) -> None:
    token = sent.token()
    assert not {"ana", "r1001", THREAD.partition(":")[2]} & {token.lower()}
    assert len(token) < 100


def test_opening_it_proves_nothing_however_often(sent: Sent) -> None:
    token = sent.token()
    assert all(sent.links.works(token) for _ in range(5))
    assert sent.known(THREAD) is None


def test_it_works_once_also_for_two_who_press_at_once(engine: Engine) -> None:
    token = Sent(engine).token()

    def press(_: int) -> bool:
        return Sent(open_engine(engine.url)).links.press(token, "a network", NOW).conversation is not None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(press, range(4))) == 1
    assert not Sent(engine).links.works(token)


def test_its_time_ends(engine: Engine) -> None:
    token = Sent(engine).token()
    late = Sent(engine, WALL + LASTS)
    assert not late.links.works(token)
    assert late.links.press(token, "a network", NOW).conversation is None
    assert late.known(THREAD) is None
    assert Sent(engine, WALL + LASTS - timedelta(seconds=1)).links.works(token)


def test_a_newer_one_of_the_conversation_ends_it_and_one_of_another_does_not(sent: Sent) -> None:
    first, other = sent.token(), sent.token(OTHER_THREAD)
    newer = sent.token()
    assert not sent.links.works(first)
    assert sent.links.works(other)
    assert sent.links.press(newer, "a network", NOW).conversation == THREAD


def test_within_one_answer_it_is_the_same_however_often_it_is_asked_for(sent: Sent) -> None:
    with remembering():
        assert sent.token() == sent.token()


def test_one_that_was_changed_or_made_up_is_none(sent: Sent) -> None:
    token = sent.token()
    for wrong in (("A" if token[0] != "A" else "B") + token[1:], "A" * len(token), "", "é", "x" * 1000):
        assert not sent.links.works(wrong)
        assert sent.links.press(wrong, f"network {len(wrong)}", NOW).conversation is None
    assert sent.links.works(token)


def test_who_presses_many_that_are_none_waits_and_others_do_not(sent: Sent) -> None:
    token = sent.token()
    pressed = [sent.links.press(f"wrong {each}", "theirs", NOW) for each in range(60)]
    assert pressed[-1].wait is not None
    assert sum(each.wait is None for each in pressed) <= 41
    # Nothing is looked at meanwhile, a right one neither; it is still good elsewhere.
    assert sent.links.press(token, "theirs", NOW).wait is not None
    assert sent.links.press(token, "another", NOW).conversation == THREAD


@pytest.mark.parametrize("changed", [{"email": "a@new.example", "email_key": email_key("a@new.example")}])
def test_a_record_whose_address_is_another_by_now_is_not_opened(
    engine: Engine, sent: Sent, changed: dict[str, str]
) -> None:
    token = sent.token()
    with writing(engine) as session:
        session.execute(update(CustomerRow).where(CustomerRow.id == "ana").values(**changed))
    assert sent.links.press(token, "a network", NOW).conversation is None
    assert sent.known(THREAD) is None


def test_a_conversation_in_which_another_was_signed_in_is_not_opened(sent: Sent) -> None:
    token = sent.token()
    assert sent.verifications.sign_in(THREAD, "ben", None, NOW + timedelta(hours=1), NOW) is not None
    assert sent.links.press(token, "a network", NOW).conversation is None
    assert sent.known(THREAD) == "ben"


def test_guesses_of_others_keep_no_owner_of_a_mailbox_out(engine: Engine, sent: Sent) -> None:
    for each in range(40):
        sent.verifications.prove(f"rest:{each}", "R1001", "x@example.com", NOW, f"network {each}")
    held = sent.verifications.prove("rest:late", "R1001", "ana@example.com", NOW, "another network")
    assert held.hold is not None
    assert sent.links.press(sent.token(), "a network", NOW).conversation == THREAD


def test_nothing_of_what_a_link_holds_is_kept(engine: Engine, sent: Sent) -> None:
    token = sent.token()
    with reading(engine) as session:
        row = session.execute(select(MailLinkRow)).scalar_one()
    assert token not in {row.token_key, row.conversation_key}
    assert "ana@" not in f"{row.address_key} {row.token_key}"
