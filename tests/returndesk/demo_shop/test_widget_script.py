"""The chat widget's script: what is committed, how it is served, and the tag that embeds it."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from typer.testing import CliRunner

from returndesk.cli.command import app as command
from returndesk.demo_shop.server import create_app
from returndesk.demo_shop.widget_script import ATTRIBUTES, LATER, SCRIPT, kept_scripts, load_script, snippet
from returndesk.doctor.page_attributes import CHOICES

WIDGET = Path(__file__).resolve().parents[3] / "widget"
#: In bytes. What photos and a form need loads when they are used, and counts for itself.
MOST_GZIPPED = 40_000


def sources_hash() -> str:
    """As widget/scripts/stamp.mjs computes it."""
    names = {"package.json", "package-lock.json", "tsconfig.json", "vite.config.ts", "vite.later.config.ts"}
    for folder in ("src", "scripts"):
        names |= {path.relative_to(WIDGET).as_posix() for path in (WIDGET / folder).rglob("*") if path.is_file()}
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\0".encode() + (WIDGET / name).read_bytes() + b"\0")
    return digest.hexdigest()


def attributes_of(tag: str) -> dict[str, str | None]:
    found: list[dict[str, str | None]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append(dict(attrs))

    Reader().feed(tag)
    return found[0]


@pytest.fixture
async def client():
    async with TestClient(TestServer(create_app(bot_port=15005))) as client:
        yield client


def test_the_committed_script_is_what_its_sources_build():
    built = json.loads(SCRIPT.with_suffix(".json").read_text(encoding="utf-8"))
    assert built["sources"] == sources_hash(), "widget/ has changed: cd widget && npm ci && npm run build"
    assert built["later"] == hashlib.sha256(LATER.read_bytes()).hexdigest(), "returndesk-later.js was edited by hand"
    assert built["script"] == hashlib.sha256(SCRIPT.read_bytes()).hexdigest(), "returndesk.js was edited by hand"


def test_the_build_writes_where_the_page_server_reads():
    written = re.search(r'outDir: "([^"]+)"', (WIDGET / "vite.config.ts").read_text(encoding="utf-8"))
    assert written is not None
    assert (WIDGET / written[1]).resolve() == SCRIPT.parent.resolve()


def test_the_script_is_small_enough_for_a_shop_page():
    assert len(load_script().compressed) <= MOST_GZIPPED


def test_the_licences_of_what_the_script_holds_come_with_it():
    licences = SCRIPT.with_suffix(".licences.txt").read_text(encoding="utf-8")
    assert "lit-html" in licences


async def test_a_page_of_any_origin_may_load_the_script(client):
    response = await client.get("/returndesk.js", headers={"Origin": "https://shop.example"})
    assert response.content_type == "text/javascript"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert await response.read() == SCRIPT.read_bytes()


async def test_a_browser_keeps_the_version_it_asked_for_and_asks_again_for_any_other(client):
    version = load_script().version
    kept = await client.get("/returndesk.js", params={"v": version})
    assert "immutable" in kept.headers["Cache-Control"]
    for other in ({}, {"v": "another"}):
        asked = await client.get("/returndesk.js", params=other)
        assert asked.headers["Cache-Control"] == "public, no-cache"


def test_the_first_script_knows_the_hash_of_the_second():
    script, later = SCRIPT.read_text(encoding="utf-8"), LATER.read_bytes()
    assert f"sha384-{b64encode(hashlib.sha384(later).digest()).decode()}" in script
    assert hashlib.sha256(later).hexdigest()[:12] in script


@pytest.mark.parametrize(("name", "version"), sorted(kept_scripts()))
async def test_a_version_of_before_is_served_as_it_was(client, name, version):
    answer = await client.get(f"/{name}.js", params={"v": version}, headers={"Sec-Fetch-Mode": "cors"})
    body = await answer.read()
    assert hashlib.sha256(body).hexdigest().startswith(version)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_there_is_a_version_of_before_to_try():
    assert ("returndesk", "1afa21a64f61") in kept_scripts()


async def test_a_tag_of_a_version_that_is_gone_is_told_what_to_do_by_the_address(client):
    unknown = {"v": "0123456789ab"}
    answer = await client.get("/returndesk.js", params=unknown, headers={"Sec-Fetch-Mode": "cors"})
    assert answer.status == 404
    assert "run-returndesk-snippet-for-a-new-tag" in str(answer.url)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    without_hash = await client.get("/returndesk.js", params=unknown, headers={"Sec-Fetch-Mode": "no-cors"})
    assert await without_hash.read() == SCRIPT.read_bytes()


async def test_a_browser_that_has_the_script_is_not_sent_it_again(client):
    first = await client.get("/returndesk.js")
    again = await client.get("/returndesk.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")


async def test_the_script_travels_compressed_to_those_who_take_that(client):
    compressed = await client.get("/returndesk.js", headers={"Accept-Encoding": "gzip"})
    assert compressed.headers["Content-Encoding"] == "gzip"
    plain = await client.get("/returndesk.js", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(load_script().compressed) == await plain.read()


def test_the_tag_carries_the_hash_of_the_served_script():
    tag = attributes_of(snippet(load_script(), web_url="https://desk.example/", server_url="https://bot.example"))
    digest = hashlib.sha384(SCRIPT.read_bytes()).digest()
    assert tag["integrity"] == f"sha384-{b64encode(digest).decode()}"
    assert tag["src"] == f"https://desk.example/returndesk.js?v={load_script().version}"
    assert (tag["crossorigin"], tag["data-server"]) == ("anonymous", "https://bot.example")
    assert not {"data-token-url", "data-locale"} & tag.keys()


def test_an_address_cannot_break_out_of_the_tag():
    hostile = '/token"><script>alert(1)</script>'
    tag = snippet(load_script(), web_url="https://a.example", server_url="https://b.example", token_url=hostile)
    assert tag.count("<script") == 1
    assert attributes_of(tag)["data-token-url"] == hostile


def test_the_command_prints_the_tag_and_the_size():
    done = CliRunner().invoke(command, ["snippet", "--token-url", "/token", "--locale", "es"])
    assert done.exit_code == 0
    assert "/returndesk.js?v=" in done.output
    assert 'data-locale="es"' in done.output
    assert f"{len(load_script().compressed):,} gzipped" in done.output


def test_the_tag_takes_every_attribute_that_the_widget_reads_and_no_other():
    sources = "".join(
        (WIDGET / "src" / name).read_text(encoding="utf-8") for name in ("settings.ts", "texts.ts", "main.ts")
    )
    read = set(re.findall(r'data\["(\w+)"\]|chosen\("(\w+)"', sources))
    named = {attribute(plain or chosen) for plain, chosen in read} | {"inline", "texts"}
    assert named - {"server", "token-url", "locale", "theme"} == ATTRIBUTES


def test_the_doctor_knows_the_same_values_as_the_widget():
    source = (WIDGET / "src" / "later" / "odd_attributes.ts").read_text(encoding="utf-8")
    values = {
        attribute(name): tuple(json.loads(f"[{listed}]")) for name, listed in re.findall(r"  (\w+): \[(.+?)\],", source)
    }
    assert values == CHOICES


def attribute(name: str) -> str:
    """As HTML has it, without `data-`."""
    return re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name)


def test_the_command_sets_further_attributes_and_refuses_what_is_none():
    done = CliRunner().invoke(command, ["snippet", "--theme", "dark", "--set", "position=left", "--set", "title=A = B"])
    tag = attributes_of(done.output)
    assert (tag["data-theme"], tag["data-position"], tag["data-title"]) == ("dark", "left", "A = B")
    for wrong in (["--set", "colour=red"], ["--theme", "pink"]):
        assert CliRunner().invoke(command, ["snippet", *wrong]).exit_code == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (["--locale", "german"], "pt-PT"),
        (["--locale", "tlh"], "uk"),
        (["--set", "position=top"], "left or right"),
        (["--set", "layout=wide"], "full"),
        (["--set", "form=name phone"], "email"),
        (["--set", "invitations={"], "not JSON"),
        (["--token-url", "ftp://shop.example/token"], "web address"),
    ],
)
def test_the_command_refuses_what_the_widget_can_not_read_and_says_what_it_can(wrong, says):
    done = CliRunner().invoke(command, ["snippet", *wrong])
    assert done.exit_code == 2
    assert "<script" not in done.output
    assert says in " ".join(re.sub("[│|]", " ", done.output).split())
