"""The package for npm: packed, installed into an empty folder without a registry, bundled with a page, and used."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect
from widget_chat import WAIT, Chat

ROOT = Path(__file__).resolve().parents[2]
WIDGET, EXAMPLE = ROOT / "widget", ROOT / "examples" / "widget" / "npm"
MODULES = WIDGET / "node_modules"
#: What the page's own bundle brings; the widget's package has no dependency.
REACT = ("react", "react-dom", "scheduler", "@types/react", "csstype")

pytestmark = [
    pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data"),
    pytest.mark.skipif(
        shutil.which("npm") is None or not (MODULES / "esbuild").exists(), reason="needs Node: cd widget && npm ci"
    ),
]


def run(*command, cwd):
    done = subprocess.run([str(each) for each in command], cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with nothing in it but the package, as `npm pack` made it."""
    built, folder = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("page")
    run("npx", "vite", "build", "--config", "vite.package.config.ts", "--outDir", built, "--emptyOutDir", cwd=WIDGET)
    packed = run("npm", "pack", built, "--pack-destination", folder, "--silent", cwd=WIDGET).split()[-1]
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    run("npm", "install", "--offline", "--no-audit", "--no-fund", f"./{packed}", cwd=folder)
    return folder


@pytest.fixture
def with_react(installed):
    for name in REACT:
        shutil.copytree(MODULES / name, installed / "node_modules" / name, dirs_exist_ok=True)
    return installed


@pytest.fixture
def visit(context, shop):
    """Bundles a script of the example, and opens the example's page with it."""

    def open_page(folder, script, *options):
        source = (EXAMPLE / script).read_text(encoding="utf-8").replace("https://desk.shop.example", shop.server)
        (folder / script).write_text(source, encoding="utf-8")
        out = folder / "bundle"
        esbuild = MODULES / ".bin" / "esbuild"
        run(esbuild, script, "--bundle", "--format=esm", "--entry-names=page", f"--outdir={out}", *options, cwd=folder)

        def bundle(route):
            route.fulfill(path=out / route.request.url.rpartition("/")[2], content_type="text/javascript")

        context.route("**/bundle/*", bundle)
        shop.example = (EXAMPLE / "index.html").read_text(encoding="utf-8")
        page = context.new_page()
        page.goto(f"{shop.origin}/example")
        return Chat(page)

    return open_page


def test_the_package_needs_no_other(installed):
    lock = json.loads((installed / "package-lock.json").read_text(encoding="utf-8"))
    assert set(lock["packages"]) == {"", "node_modules/returndesk-widget"}
    assert "lit-html" in (installed / "node_modules" / "returndesk-widget" / "licences.txt").read_text(encoding="utf-8")


def test_a_page_that_is_bundled_asks(installed, visit):
    chat = visit(installed, "page.js")
    chat.page.get_by_role("button", name="How long does a refund take?").click()
    chat.answered(WAIT)
    expect(chat.window.get_by_role("heading")).to_have_text("Help with returns")


def test_what_is_not_used_at_once_loads_when_it_is(installed, visit):
    chat = visit(installed, "page.js", "--splitting")
    expect(chat.launcher).to_be_visible()
    asked = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.open()
    assert not [url for url in asked if "/bundle/" in url]
    with chat.page.expect_request("**/bundle/later*"), chat.page.expect_file_chooser():
        chat.page.get_by_role("button", name="Add photos or videos").click()


def test_a_react_page_shows_it_hears_it_and_takes_it_away(with_react, visit):
    chat = visit(with_react, "react.jsx", "--splitting", "--jsx=automatic")
    expect(chat.page.locator("return-desk")).to_have_count(1)
    chat.launcher.click()
    expect(chat.page.locator("#heard")).to_have_text("opened")
    expect(chat.window.get_by_label("E-mail address of the order")).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#heard")).to_have_text("closed")
    chat.page.get_by_role("button", name="Without help").click()
    expect(chat.page.locator("return-desk")).to_have_count(0)
    chat.page.get_by_role("button", name="With help").click()
    chat.launcher.click()
    expect(chat.page.locator("#heard")).to_have_text("opened")
    expect(chat.page.locator("return-desk")).to_have_count(1)


def test_it_can_be_imported_where_there_is_no_page(installed):
    script = "import('returndesk-widget').then((found) => console.log(Object.keys(found).sort().join()))"
    assert run("node", "--eval", script, cwd=installed).strip() == "returndesk,start"


def test_its_types_take_what_is_right_and_nothing_else(with_react):
    (with_react / "right.tsx").write_text(
        """
        import { returndesk, start } from "returndesk-widget";
        import { ReturnDesk } from "returndesk-widget/react";
        const element = await start({ server: "https://desk.example", form: ["name", "email*"], theme: "dark" });
        await element.ask("Where is my refund?");
        await returndesk.open();
        export const help = ReturnDesk({ server: "https://desk.example", onUnread: ({ count }) => count.toFixed() });
        returndesk.on("rating", ({ value }) => value === "up");
        // @ts-expect-error there is no such field
        await start({ server: "https://desk.example", form: ["phone"] });
        // @ts-expect-error the assistant's address is missing
        await start({});
        // @ts-expect-error there is no such event
        ReturnDesk({ server: "https://desk.example", onPaid: () => undefined });
        """,
        encoding="utf-8",
    )
    options = ("--strict", "--noEmit", "--module", "esnext", "--target", "es2022", "--moduleResolution", "bundler")
    run(MODULES / ".bin" / "tsc", *options, "--types", "react", "right.tsx", cwd=with_react)
