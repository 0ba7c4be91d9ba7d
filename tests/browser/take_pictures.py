"""Takes the pictures of the widget and of the demo shop: `.venv/bin/python tests/browser/take_pictures.py`.

With the tags of languages behind it, such as `de he uk`, it takes the widget's pictures in these alone; with `people`
those of the application for people, with `desk` those of its pages that need no assistant.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

# As pytest does for the tests; the project's own packages come first, since folders of tests have their names.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parents[1] / "returndesk" / "people"))

from databases import Files
from people_desk import PHOTO_SHOWN, ask_for_a_person, make_accounts, sign_in
from served_desk import CUSTOMER_SECRET, NOW, Desk, served_desk
from used_desk import QUESTION, used_desk
from widget_chat import Chat, chromium
from widget_shop import Shop, served_shop

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
DESKTOP = {"width": 900, "height": 720}
SHOP_WINDOW = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PEOPLE = "people"
USED_DESK = "desk"
LANGUAGES = ("de", "he", "uk")
AROUND_THE_WINDOW = {"x": 460, "y": 20, "width": 440, "height": 700}
AROUND_THE_LAUNCHER = {"x": 250, "y": 620, "width": 650, "height": 100}


def main(languages: Sequence[str]) -> None:
    """Serves the assistant and a shop, and takes every picture, or those in the given languages or of the people."""
    if languages in ([], [PEOPLE], [USED_DESK]):
        take_used_desk()
    if languages == [USED_DESK]:
        return
    with tempfile.TemporaryDirectory() as folder, served_shop("localhost") as shop:
        shop.secret, shop.now = CUSTOMER_SECRET, NOW
        with served_desk(Path(folder), {"shop": shop.origin}, Files(), carrier=True) as desk:
            shop.server, shop.web = desk.server, desk.web
            shop.sign_in("demo-ana", "Ana")
            with sync_playwright() as playwright, chromium(playwright) as browser:
                if languages == [PEOPLE]:
                    take_people(browser, shop, desk)
                    take_photos(browser, shop, desk)
                    return
                for tag in languages or LANGUAGES:
                    take_language(browser, shop, tag)
                if languages:
                    return
                shop.reset()
                shop.sign_in("demo-ana", "Ana")
                for scheme in ("light", "dark"):
                    take_desktop(browser, shop, scheme)
                take_phone(browser, shop)
                take_demo_shop(browser, desk.web)
                take_people(browser, shop, desk)
                take_photos(browser, shop, desk)


def take_language(browser: Browser, shop: Shop, tag: str) -> None:
    """The timeline in a language."""
    shop.attributes = f'data-locale="{tag}"'
    with browser.new_context(locale=tag, viewport=DESKTOP, reduced_motion="reduce") as context:
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.goto(shop.account)
        chat = Chat(page).open()
        chat.picker.get_by_role("button", name="R1001").click()
        chat.timeline.wait_for()
        take(chat, f"widget-{tag}")


def take_desktop(browser: Browser, shop: Shop, scheme: str) -> None:
    """The launcher with a near date, the picker, the timeline and the dates."""
    with browser.new_context(color_scheme=scheme, viewport=DESKTOP, reduced_motion="reduce") as context:
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.goto(shop.account)
        page.locator("return-desk .notice").wait_for()
        page.screenshot(path=PICTURES / f"widget-launcher-{scheme}.png", clip=AROUND_THE_LAUNCHER)
        chat = Chat(page).open()
        take(chat, f"widget-welcome-{scheme}")
        chat.picker.get_by_role("button", name="R1001").click()
        chat.timeline.wait_for()
        take(chat, f"widget-timeline-{scheme}")
        before = chat.deadlines.count()
        chat.ask("What are the deadlines for my return R1003?")
        chat.deadlines.nth(before).wait_for()
        take(chat, f"widget-dates-{scheme}")


def take_phone(browser: Browser, shop: Shop) -> None:
    """The window on a phone."""
    with browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, reduced_motion="reduce") as context:
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.goto(shop.guest)
        chat = Chat(page).open()
        chat.ask("I dropped my parcel off yesterday and it still says not returned")
        chat.page.screenshot(path=PICTURES / "widget-phone.png")


def take_demo_shop(browser: Browser, address: str) -> None:
    """The demo shop: a return and what the assistant says of it, in the dark as well, the orders, and a phone."""
    with browser.new_context(viewport=SHOP_WINDOW, reduced_motion="reduce") as context:
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.goto(f"{address}/ana")
        page.locator("return-desk .notice").wait_for()
        page.screenshot(path=PICTURES / "shop-orders.png")
        page.goto(f"{address}/ana/returns/R1001")
        ask(page, "I handed in R1001 and it still says not returned")
        page.screenshot(path=PICTURES / "shop-return.png")
        page.goto(f"{address}/ana/returns/R1002?theme=dark")
        ask(page, "Where is my money for R1002?")
        page.screenshot(path=PICTURES / "shop-dark.png")
    with browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, reduced_motion="reduce") as context:
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.goto(f"{address}/ben/returns/R2001")
        page.locator("return-desk .launcher").wait_for()
        page.screenshot(path=PICTURES / "shop-phone.png")


def take_people(browser: Browser, shop: Shop, desk: Desk) -> None:
    """What people see who answer customers: the queue, and a ticket in the light and in the dark."""
    make_accounts(desk)
    with browser.new_context(viewport=DESKTOP) as context:
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.goto(shop.account)
        chat = Chat(page).open()
        chat.ask("I handed in R1001 last Friday and it still says not returned")
        number = ask_for_a_person(chat)
        chat.say("Has anybody seen my parcel?")
        for scheme in ("light", "dark"):
            with browser.new_context(viewport=SHOP_WINDOW, color_scheme=scheme) as others:
                answering = others.new_page()
                sign_in(answering, desk, "mia")
                answering.get_by_role("link", name=number).wait_for()
                if scheme == "light":
                    answering.screenshot(path=PICTURES / "people-queue.png")
                answering.get_by_role("link", name=number).click()
                if scheme == "light":
                    answering.get_by_role("button", name="Claim and answer").click()
                    answering.get_by_label("Your answer").fill("The carrier has it; your page will show it tomorrow.")
                answering.locator(".said .customer").last.wait_for()
                answering.screenshot(
                    path=PICTURES / ("people-ticket.png" if scheme == "light" else "people-dark.png"), full_page=True
                )


def take_used_desk() -> None:
    """The pages of the application for people that show what was said, counted and labelled, and a canned answer."""
    with (
        tempfile.TemporaryDirectory() as folder,
        used_desk(Path(folder)) as (desk, ticket),
        sync_playwright() as playwright,
        chromium(playwright) as browser,
        browser.new_context(viewport=SHOP_WINDOW, reduced_motion="reduce") as context,
    ):
        make_accounts(desk)
        page = context.new_page()
        sign_in(page, desk, "lea")
        page.goto(f"{desk.web}/people/tickets/{ticket}")
        page.get_by_role("button", name="Claim and answer").click()
        page.get_by_label("Canned answer").select_option(label="Handed in, not shown yet: the date")
        page.get_by_role("button", name="Insert").click()
        page.screenshot(path=PICTURES / "people-canned.png")
        for name in ("figures", "learning", "conversations"):
            page.goto(f"{desk.web}/people/{name}")
            page.screenshot(path=PICTURES / f"people-{name}.png")
        page.goto(f"{desk.web}/people/learning/trial")
        page.screenshot(path=PICTURES / "people-trial.png", full_page=True)
        page.goto(f"{desk.web}/people/conversations")
        page.get_by_role("link", name=QUESTION).click()
        page.locator(".said.whole").wait_for()
        page.screenshot(path=PICTURES / "people-conversation.png")
        page.goto(f"{desk.web}/people/rules/update.dropoff")
        page.get_by_label("Value").fill("[1, 3]")
        page.get_by_role("button", name="Show what changes").click()
        page.get_by_role("heading", name="What changes").wait_for()
        page.screenshot(path=PICTURES / "people-rule.png")


def take_photos(browser: Browser, shop: Shop, desk: Desk) -> None:
    """A photo before it is sent from a phone, and in the ticket of who answers."""
    make_accounts(desk)
    with browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, reduced_motion="reduce") as context:
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.goto(shop.guest)
        chat = Chat(page).open()
        number = ask_for_a_person(chat)
        photo = {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": broken_lamp()}
        page.locator("return-desk input[type=file]").set_input_files([photo])  # type: ignore[list-item]
        page.locator("return-desk .tray").wait_for()
        chat.field.fill("This is how it came")
        page.locator("return-desk .send:enabled").wait_for()
        page.screenshot(path=PICTURES / "widget-photos.png")
        chat.field.press("Enter")
        page.locator("return-desk .tray").wait_for(state="detached")
    with browser.new_context(viewport=SHOP_WINDOW) as others:
        answering = others.new_page()
        sign_in(answering, desk, "mia")
        answering.get_by_role("link", name=number).click()
        # The page draws the ticket anew whenever something has come.
        answering.wait_for_function(PHOTO_SHOWN)
        answering.screenshot(path=PICTURES / "people-photos.png")


def broken_lamp() -> bytes:
    """A drawing of a lamp with a crack, as a JPEG."""
    image = Image.new("RGB", (800, 600), "#e8e2d6")
    draw = ImageDraw.Draw(image)
    draw.rectangle((385, 300, 415, 520), fill="#6b5b4a")
    draw.ellipse((280, 500, 520, 550), fill="#6b5b4a")
    draw.polygon([(300, 320), (360, 120), (440, 120), (500, 320)], fill="#d9a441")
    draw.line([(400, 120), (380, 190), (420, 230), (385, 320)], fill="#3a2c1a", width=8)
    file = BytesIO()
    image.save(file, "JPEG")
    return file.getvalue()


def ask(page: Page, words: str) -> None:
    """Presses what the page offers to ask, and waits for the answer."""
    answers = Chat(page).answers
    page.locator("return-desk :is(.launcher, dialog[open])").wait_for()
    before = answers.count()
    page.get_by_role("button", name=words).first.click()
    answers.nth(before).wait_for()
    page.locator("return-desk .message.customer").filter(has_text=words).wait_for()
    page.locator("return-desk .message").last.and_(page.locator(".desk")).wait_for()
    page.locator("return-desk .typing").wait_for(state="detached")


def take(chat: Chat, name: str) -> None:
    """A picture of the window, once everything of the turn is there."""
    chat.page.locator("return-desk .typing").wait_for(state="detached")
    chat.page.evaluate("document.querySelector('return-desk').shadowRoot.activeElement?.blur()")
    chat.page.screenshot(path=PICTURES / f"{name}.png", clip=AROUND_THE_WINDOW)


if __name__ == "__main__":
    main(sys.argv[1:])
