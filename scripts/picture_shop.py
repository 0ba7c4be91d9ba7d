"""Takes the pictures of the demo shop that the documents show.

make up ARGS="--now 2026-10-13T10:00:00Z"
.venv/bin/python scripts/picture_shop.py
"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
# Where the desk's clock has to stand, too.
NOW = datetime(2026, 10, 13, 10, tzinfo=timezone.utc)
QUESTION = "I handed in R1001 and it still says not returned"
PATIENCE_MS = 60_000


@dataclass(frozen=True)
class Picture:
    """A picture: the page, what it is opened with, and what the assistant is asked there, if anything."""

    name: str
    path: str
    context: dict[str, Any]
    question: str = ""


DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
SHOWN = (
    Picture("shop-return", "/ana/returns/R1001", DESKTOP, QUESTION),
    Picture("shop-dark", "/ana/returns/R1002?theme=dark", DESKTOP, "Where is my money for R1002?"),
    Picture("shop-orders", "/ana", DESKTOP),
    Picture("shop-phone", "/ben/returns/R2001", PHONE, "Why does R2001 still say not returned?"),
)


def take(browser: Browser, shop: str, picture: Picture, folder: Path) -> None:
    """Opens the page, asks, and writes the PNG once the assistant has answered."""
    context = browser.new_context(**picture.context)
    context.clock.set_fixed_time(NOW)
    page = context.new_page()
    page.goto(f"{shop}{picture.path}")
    expect(page.locator("return-desk .launcher")).to_be_visible()
    if picture.question:
        page.locator("return-desk .launcher").click()
        expect(page.locator("return-desk .message.desk").first).to_be_visible()
        field = page.get_by_role("textbox", name="Write a message")
        field.fill(picture.question)
        field.press("Enter")
        expect(page.locator("return-desk .message").last).to_have_class(r"message desk")
    # Until what moves has come to rest.
    page.wait_for_timeout(1_500)
    page.screenshot(path=folder / f"{picture.name}.png")
    context.close()


def main() -> None:
    """Takes every picture of a shop that runs."""
    parser = argparse.ArgumentParser(description="Takes the pictures of the demo shop that the documents show.")
    parser.add_argument("--shop", default="http://127.0.0.1:8080", help="where the demo shop is")
    parser.add_argument("--folder", type=Path, default=PICTURES, help="where the pictures go")
    options = parser.parse_args()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture in SHOWN:
            take(browser, options.shop, picture, options.folder)
        browser.close()


if __name__ == "__main__":
    main()
