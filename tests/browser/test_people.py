"""A customer in the widget and people in the application, by keyboard: asked, seen, claimed, answered, given back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from people_desk import (
    LABELLED,
    PHOTO_SHOWN,
    SOON_MS,
    WIDER,
    ask_for_a_person,
    go_to,
    label_message,
    make_accounts,
    read_in,
    shown_as,
    sign_in,
)
from PIL import Image
from playwright.sync_api import expect
from widget_chat import WAIT, Chat, Complaints, violations

from core.conversations.conversations import Conversations
from core.database.engine import open_engine

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

#: How many half seconds a message takes until it can be searched, at most.
_LISTED_WITHIN = 40
#: The pages of what the assistant is to learn, and of what it goes by.
LEARNT = (
    *("/people/learning", "/people/learning/patch", "/people/learning/trial", "/people/account"),
    *("/people/rules", "/people/rules/update.dropoff"),
)
NAME = "Ana from the shop"
FOUND = "We have found your parcel."
ATTACK = "<img src=x onerror=hacked()><script>hacked()</script>"


@pytest.fixture
def person(browser, desk, shop) -> Iterator[object]:
    """Signs somebody in with a browser of their own, whose policy nothing may have broken in the end."""
    make_accounts(desk)
    contexts = []

    def come(name, **options):
        context = browser.new_context(**options)
        context.add_init_script("window.hacks = 0; window.hacked = () => { window.hacks += 1; };")
        contexts.append((context, Complaints(context)))
        page = context.new_page()
        sign_in(page, desk, name)
        return page

    yield come
    for context, complaints in contexts:
        context.close()
        assert complaints.found == []


@pytest.fixture
def reader(desk) -> Iterator[object]:
    """Has the lead's pages be in a language until the test is over."""
    yield lambda tag: read_in(desk, "lea", tag)
    read_in(desk, "lea", "")


@pytest.fixture
def trial(desk) -> Iterator[None]:
    """A message that somebody has labelled, with what two models make of it."""
    engine = open_engine(desk.bot.environment["RETURNDESK_CONVERSATIONS_URL"])
    label_message(engine, ATTACK)
    yield
    Conversations(engine).forget([LABELLED])
    engine.dispose()


def test_by_keyboard_a_customer_is_seen_answered_and_given_back_and_nobody_else_answers(chat, person):
    mia, ben = person("mia"), person("ben")
    number = ask_for_a_person(chat)
    waiting = mia.get_by_role("link", name=number)
    expect(waiting).to_be_visible(timeout=SOON_MS)
    go_to(mia, number)
    mia.keyboard.press("Enter")
    expect(mia.get_by_role("heading", name="What the assistant knows")).to_be_visible()
    expect(mia.locator(".said")).to_contain_text("I want to talk to a person")
    go_to(mia, "Claim and answer")
    mia.keyboard.press("Enter")
    expect(mia.get_by_label("Your answer")).to_be_focused()

    ben.get_by_role("link", name=number).click()
    expect(ben.locator("main")).to_contain_text("mia answers this ticket.")
    expect(ben.get_by_label("Your answer")).to_have_count(0)

    mia.keyboard.type(FOUND)
    mia.keyboard.press("Control+Enter")
    expect(mia.locator(".said .agent")).to_contain_text(FOUND)
    chat.answered(FOUND)
    chat.say("Where is it then?")
    expect(mia.locator(".said .customer").last).to_contain_text("Where is it then?", timeout=SOON_MS)
    expect(mia.locator("#news")).to_have_text("There is something new.")

    go_to(mia, "Give back to the assistant")
    mia.keyboard.press("Enter")
    expect(mia.locator(".said")).to_contain_text("The assistant answers the customer.")
    chat.answered("I'm here again.")
    chat.say("How long do I have to wait for the refund?")
    chat.answered(WAIT)


def test_each_sees_that_the_other_writes_until_it_is_sent(chat, person):
    mia, number = person("mia"), ask_for_a_person(chat)
    mia.get_by_role("link", name=number).click()
    mia.get_by_role("button", name="Claim and answer").click()
    # A message of hers ends the sign, and that she has taken it is one.
    chat.answered("has taken your request")
    answer, seen = mia.get_by_label("Your answer"), mia.get_by_text("The customer is writing")
    answer.fill(FOUND)
    sign = chat.page.locator("return-desk .typing")
    expect(sign).to_have_text("A person is writing")
    mia.keyboard.press("Control+Enter")
    chat.answered(FOUND)
    expect(sign).to_have_count(0)
    expect(seen).to_have_count(0)
    chat.field.press_sequentially("Where is")
    expect(seen).to_be_visible()
    assert violations(mia) == []
    chat.say("Where is it then?")
    expect(mia.locator(".said .customer").last).to_contain_text("Where is it then?")
    expect(seen).to_have_count(0)


def test_by_keyboard_a_canned_answer_goes_out_signed(chat, person, desk):
    mia = person("mia")
    go_to(mia, "mia, agent")
    mia.keyboard.press("Enter")
    expect(mia.get_by_role("heading", level=1)).to_have_text("Your account")
    go_to(mia, "The name that customers read")
    mia.keyboard.press("Control+A")
    mia.keyboard.type(NAME)
    mia.keyboard.press("Enter")
    expect(mia.get_by_label("The name that customers read")).to_have_value(NAME)
    number = ask_for_a_person(chat)
    mia.goto(f"{desk.web}/people/tickets/{number}")
    go_to(mia, "Claim and answer")
    mia.keyboard.press("Enter")
    answer = mia.get_by_label("Your answer")
    expect(answer).to_be_focused()
    mia.keyboard.type("Hello! ")
    go_to(mia, "Canned answer")
    mia.keyboard.type("Refund")
    # Chooses it, and sends nothing.
    mia.keyboard.press("Enter")
    expect(answer).to_be_focused()
    rule = "The refund takes 3 to 20 business days"
    expect(answer).to_have_value(re.compile(f"^Hello! {rule}"))
    go_to(mia, "Insert into your answer")
    mia.keyboard.press("Enter")
    expect(answer).to_have_value(re.compile(f"{rule}.*{rule}", re.DOTALL))
    assert violations(mia) == []
    mia.keyboard.press("Control+Enter")
    expect(mia.locator(".said .agent")).to_contain_text(f"mia as {NAME}")
    chat.answered(rule)
    expect(chat.answers.last).to_contain_text(f"{NAME} (customer service) writes:")
    expect(chat.page.locator("return-desk .who p")).to_have_text(f"{NAME} answers you")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_by_keyboard_before_and_after_is_read_and_taken(chat, person, trial, scheme):
    chat.ask("hello")
    lea = person("lea", color_scheme=scheme)
    for words in ("Learning", "Before and after"):
        go_to(lea, words)
        lea.keyboard.press("Enter")
        expect(lea.get_by_role("heading", level=1)).to_have_text(words)
    row = lea.get_by_role("row").filter(has_text=ATTACK)
    expect(row).to_contain_text("31% sure: declined")
    expect(row).to_contain_text("97% sure: right")
    expect(row).to_contain_text("better")
    expect(lea.get_by_role("row", name=re.compile("^All"))).to_have_text(re.compile(r"All\s*1\s*0\s*0"))
    assert violations(lea) == []
    go_to(lea, "Download as CSV")
    with lea.expect_download() as downloaded:
        lea.keyboard.press("Enter")
    assert ATTACK in downloaded.value.path().read_text(encoding="utf-8")
    assert lea.evaluate("window.hacks") == 0


def test_the_page_hears_once_that_a_person_has_joined(chat, person, desk):
    # Not as the value: Playwright calls a function that it gets, and this one would end it.
    chat.page.evaluate("window.joined = []; returndesk.on('agent-joined', (told) => joined.push(told)); null")
    shown_as(desk, "mia", NAME)
    mia, number = person("mia"), ask_for_a_person(chat)
    mia.get_by_role("link", name=number).click()
    mia.get_by_role("button", name="Claim and answer").click()
    chat.answered("has taken your request")
    for words in (FOUND, "It comes tomorrow."):
        mia.get_by_label("Your answer").fill(words)
        mia.keyboard.press("Control+Enter")
        chat.answered(words)
    (told,) = chat.page.evaluate("joined")
    assert told["text"].startswith(f"{NAME} (customer service) has taken your request {number}")
    assert told["name"] == NAME


def test_a_photo_goes_from_a_phone_to_who_answers(new_context, shop, person, tmp_path):
    photo = tmp_path / "lamp.jpg"
    Image.new("RGB", (640, 480), "teal").save(photo)
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    page.goto(shop.guest)
    chat = Chat(page).open()
    number = ask_for_a_person(chat)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add photos or videos").focus()
        page.keyboard.press("Enter")
    chooser.value.set_files(photo)
    tray = page.locator("return-desk .tray")
    expect(tray).to_contain_text("lamp.jpg")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    assert violations(page) == []
    chat.say("This is how it came")
    expect(tray).to_have_count(0)
    expect(chat.questions.last).to_contain_text("This is how it came")
    mia = person("mia")
    mia.get_by_role("link", name=number).click()
    mia.wait_for_function(PHOTO_SHOWN)
    expect(mia.get_by_role("img", name="Photo 1")).to_be_visible()
    expect(mia.locator(".photos")).to_contain_text("This is how it came")


def test_who_wants_to_be_notified_is_of_who_waits_and_reads_no_word_of_a_customer_there(chat, person):
    mia = person("mia", permissions=["notifications"])
    mia.evaluate("""() => {
        window.told = [];
        window.tones = 0;
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function () { window.tones += 1; start.call(this); };
        window.Notification = class {
            static permission = "granted";
            static requestPermission = async () => "granted";
            constructor(title, options) { window.told.push([title, options.body]); }
        };
        Object.defineProperty(document, "hidden", { get: () => true });
    }""")
    go_to(mia, "Notify me")
    mia.keyboard.press("Enter")
    expect(mia.get_by_role("button", name="Notify me of what is new")).to_have_attribute("aria-pressed", "true")
    number = ask_for_a_person(chat)
    expect(mia.get_by_role("link", name=number)).to_be_visible(timeout=SOON_MS)
    mia.wait_for_function("() => told.length > 0 && tones > 0")
    assert mia.evaluate("told[0]") == ["Return Desk", "There is something new."]


def test_the_chat_says_under_which_name_a_person_is_there_in_each_language(chat, person, desk):
    lea, number = person("lea"), ask_for_a_person(chat)
    shown_as(desk, "lea", ATTACK)
    lea.get_by_role("link", name=number).click()
    lea.get_by_role("button", name="Claim and answer").click()
    lea.get_by_label("Your answer").fill(FOUND)
    lea.keyboard.press("Control+Enter")
    chat.answered(FOUND)
    head = chat.page.locator("return-desk .who p")
    expect(head).to_have_text(f"{ATTACK} answers you")
    assert violations(chat.page) == []
    chat.languages.select_option("he")
    expect(head).to_have_text(f"מענה אנושי כאן: {ATTACK}")
    # Also for who comes to it later.
    chat.page.reload()
    expect(head).to_have_text(f"מענה אנושי כאן: {ATTACK}")
    chat.languages.select_option("de")
    expect(head).to_have_text(f"{ATTACK} antwortet Ihnen")
    expect(head.locator("img, script")).to_have_count(0)
    long = "W" * 79
    shown_as(desk, "lea", f"{long}WWW")
    lea.get_by_label("Your answer").fill("It comes tomorrow.")
    lea.keyboard.press("Control+Enter")
    expect(head).to_have_text(f"{long}… antwortet Ihnen")
    assert head.evaluate("(line) => line.scrollWidth <= line.clientWidth")
    shown_as(desk, "lea", "")


def test_the_chat_says_that_a_person_is_there_and_warns_who_ends_it(chat, person, desk):
    shown_as(desk, "mia", "")
    number = ask_for_a_person(chat)
    mia = person("mia")
    mia.get_by_role("link", name=number).click()
    head, end = chat.page.locator("return-desk .who"), chat.page.get_by_role("button", name="End and delete")
    expect(head).not_to_contain_text("A person answers you")
    mia.get_by_role("button", name="Claim and answer").click()
    # Before they have written anything.
    chat.answered(f"A person from customer service has taken your request {number}")
    expect(head).to_contain_text("A person answers you")
    mia.get_by_label("Your answer").fill(FOUND)
    mia.keyboard.press("Control+Enter")
    chat.answered(FOUND)
    expect(head).to_contain_text("A person answers you")
    chat.page.get_by_role("button", name="End and delete the conversation").click()
    expect(chat.page.locator("return-desk .question")).to_contain_text("A person has your request.")
    chat.page.get_by_role("button", name="Keep it").click()
    mia.get_by_role("button", name="Close").click()
    expect(head).not_to_contain_text("A person answers you")
    chat.page.get_by_role("button", name="End and delete the conversation").click()
    expect(end.last).to_be_visible()
    expect(chat.page.locator("return-desk .question")).not_to_contain_text("A person has your request.")


def test_what_is_being_written_stays_when_somebody_takes_the_ticket(chat, person):
    mia, lea = person("mia"), person("lea")
    number = ask_for_a_person(chat)
    for page in (mia, lea):
        page.get_by_role("link", name=number).click()
    mia.get_by_role("button", name="Claim and answer").click()
    mia.get_by_label("Your answer").fill("I am writing")
    lea.reload()
    lea.get_by_role("button", name="Take it from mia").click()
    expect(lea.get_by_label("Your answer")).to_be_focused()
    expect(mia.locator("#news")).to_contain_text("Something has changed with this ticket.")
    mia.get_by_role("button", name="Send").click()
    expect(mia.get_by_role("alert")).to_have_text(f"lea has claimed {number}.")


def test_what_a_customer_writes_runs_nowhere(chat, person):
    mia = person("mia")
    number = ask_for_a_person(chat)
    chat.say(ATTACK)
    mia.get_by_role("link", name=number).click()
    expect(mia.locator(".said")).to_contain_text(ATTACK)
    mia.wait_for_timeout(SOON_MS)
    expect(mia.locator(".said img, .said script")).to_have_count(0)
    assert mia.evaluate("window.hacks") == 0


def test_by_keyboard_another_value_of_a_rule_shows_what_changes_and_the_patch_is_one_line(chat, person, desk):
    chat.ask("hello")
    lea = person("lea")
    lea.goto(f"{desk.web}/people/rules/update.dropoff")
    go_to(lea, "Value in working days")
    lea.keyboard.press("Control+A")
    lea.keyboard.type("[1, 3]")
    lea.keyboard.press("Enter")
    changes = lea.get_by_role("region", name="What changes")
    expect(changes.locator("del").filter(has_text="1 to 2 working days").first).to_be_visible()
    expect(changes.locator("ins").filter(has_text="1 to 3 working days").first).to_be_visible()
    expect(changes).to_contain_text("update.dropoff, from")
    # A return of the demo shop that was handed in.
    expect(changes.get_by_role("row").filter(has_text="drop off update").first).to_be_visible()
    expect(changes).to_contain_text("tests/policy/test_drop_off.py")
    assert violations(lea) == []
    go_to(lea, "Download the patch")
    with lea.expect_download() as downloaded:
        lea.keyboard.press("Enter")
    patch = downloaded.value.path().read_text(encoding="utf-8").splitlines()
    assert [line for line in patch if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        "-  value: [1, 2]",
        "+  value: [1, 3]",
    ]


@pytest.mark.parametrize(("tag", "scheme"), [("de", "dark"), ("es", "light"), ("he", "light"), ("he", "dark")])
def test_every_page_fits_a_phone_and_is_accessible_in_every_language(chat, person, reader, desk, trial, tag, scheme):
    number = ask_for_a_person(chat)
    lea = person("lea", color_scheme=scheme, viewport={"width": 390, "height": 844})
    reader(tag)
    found = {}
    for path in ("/people/", "/people/closed", "/people/conversations", "/people/figures", *LEARNT, "/people/log"):
        lea.goto(f"{desk.web}{path}")
        found[path] = violations(lea), lea.evaluate(WIDER)
    lea.goto(f"{desk.web}/people/tickets/{number}")
    found["ticket"] = violations(lea), lea.evaluate(WIDER)
    expect(lea.locator("html")).to_have_attribute("lang", tag)
    lea.goto(f"{desk.web}/people/rules/update.dropoff")
    lea.locator("input[name=value]").fill("[1, 3]")
    lea.keyboard.press("Enter")
    expect(lea.locator("ins").first).to_be_visible()
    found["tried"] = violations(lea), lea.evaluate(WIDER)
    assert {page: each for page, each in found.items() if each != ([], 0)} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(chat, person, desk, browser, scheme):
    number = ask_for_a_person(chat)
    lea = person("lea", color_scheme=scheme)
    found = {}
    lea.goto(f"{desk.web}/people/conversations")
    found["conversations"] = violations(lea)
    for _ in range(_LISTED_WITHIN):
        if lea.locator("tbody a").count():
            break
        lea.wait_for_timeout(500)
        lea.reload()
    lea.locator("tbody a").first.click()
    expect(lea.get_by_role("heading", name="About it")).to_be_visible()
    lea.get_by_text("Forget", exact=True).click()
    found["conversation"] = violations(lea)
    for path in (
        "/people/",
        "/people/closed",
        "/people/figures",
        *LEARNT,
        "/people/log",
        f"/people/tickets/{number}",
        "/people/nowhere",
    ):
        lea.goto(f"{desk.web}{path}")
        found[path] = violations(lea)
    lea.get_by_role("button", name="Sign out").click()
    expect(lea.get_by_label("Name")).to_be_focused()
    found["sign in"] = violations(lea)
    lea.goto(f"{desk.web}/people/")
    sign_in(lea, desk, "lea")
    lea.get_by_role("link", name=number).click()
    lea.get_by_role("button", name="Claim and answer").click()
    expect(lea.get_by_label("Your answer")).to_be_focused()
    found["claimed"] = violations(lea)
    assert {page: each for page, each in found.items() if each} == {}


def test_the_demo_shop_leads_to_the_application(context, shop, desk):
    page = context.new_page()
    page.goto(desk.web)
    page.get_by_role("link", name="Answer its customers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
