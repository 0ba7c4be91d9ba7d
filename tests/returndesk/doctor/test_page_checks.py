"""`returndesk doctor --page`, with a shop and an assistant on real ports."""

from __future__ import annotations

import json
import re

import pytest
from shop_stand_in import served_stand
from typer.testing import CliRunner

from core.identifiers import USUAL_SHAPES
from returndesk.cli.command import app
from returndesk.doctor.check import Verdict
from returndesk.doctor.page_checks import page_checks


@pytest.fixture
def stand():
    with served_stand() as stand:
        yield stand


def problems(stand, path="/"):
    """What is not well, by the name of its setting."""
    return {
        check.name: check for check in page_checks(stand.shop + path, USUAL_SHAPES) if check.verdict is not Verdict.OK
    }


def test_a_page_with_the_printed_tag_is_well(stand):
    stand.html = stand.tag(token_url="/token", theme="dark")
    assert problems(stand) == {}
    assert {check.name for check in page_checks(stand.shop, USUAL_SHAPES)} >= {
        "snippet",
        "src",
        "data-server",
        "Socket.IO",
    }


def test_a_page_without_a_tag_is_told_where_to_get_one(stand):
    stand.html = "<!doctype html><title>A shop</title>"
    assert "returndesk snippet" in problems(stand)["snippet"].remedy


def test_a_tag_that_a_tag_manager_adds_is_said_not_to_be_seen(stand):
    stand.html = '<script>s.src = "https://desk.example/returndesk.js";</script>'
    assert "tag manager" in problems(stand)["snippet"].found


def test_an_origin_that_is_not_allowed_names_the_setting(stand):
    stand.origins = ("https://another.example",)
    check = problems(stand)["RETURNDESK_ALLOWED_ORIGINS"]
    assert check.verdict is Verdict.FAIL
    assert stand.shop in check.remedy


def test_a_script_that_is_not_there_is_told(stand):
    stand.html = stand.tag().replace("/returndesk.js", "/widget/returndesk.js")
    assert "404" in problems(stand)["src"].found


@pytest.mark.parametrize("name", ["return-desk.js", "widget/return.js?v=1"])
def test_a_tag_whose_script_has_another_name_is_no_missing_tag(stand, name):
    stand.html = stand.tag().replace("returndesk.js", name)
    check = problems(stand)["src"]
    assert name in check.found
    assert "/returndesk.js" in check.found


def test_a_version_that_is_not_kept_is_asked_for_as_browsers_do(stand):
    stand.html = stand.tag().replace(stand.script.version, "0123456789ab")
    check = problems(stand)["src"]
    assert "not kept" in check.found
    assert check.remedy == "print the tag anew with `returndesk snippet`"


def test_without_cors_a_version_that_is_not_kept_is_the_newest_as_in_a_browser(stand):
    stand.html = re.sub(
        r'(integrity|crossorigin)="[^"]*"', "", stand.tag().replace(stand.script.version, "0123456789ab")
    )
    assert problems(stand) == {}


def test_a_hash_of_another_version_is_told(stand):
    stand.html = stand.tag().replace("sha384-", "sha384-A")
    assert problems(stand)["integrity"].remedy == "print the tag anew with `returndesk snippet`"


def test_a_hash_without_cors_is_told(stand):
    stand.html = stand.tag().replace('crossorigin="anonymous"', "")
    assert set(problems(stand)) == {"crossorigin"}


def test_an_assistant_that_is_not_there_is_told(stand):
    stand.html = stand.tag(server_url=f"{stand.desk}/elsewhere")
    assert "404" in problems(stand)["data-server"].found


def test_a_proxy_that_passes_no_websocket_is_told_and_is_no_failure(stand):
    stand.passes_sockets = False
    assert problems(stand)["Socket.IO"].verdict is Verdict.WARN


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ((404, {}), "404"),
        ((500, {}), "500"),
        ((200, {}), "gives no token"),
        ((200, {"token": "a.b.c"}), "whoever asks"),
    ],
)
def test_a_token_address_that_gives_none_or_to_everybody_is_told(stand, answer, found):
    stand.html, stand.token = stand.tag(token_url="/token"), answer
    assert found in problems(stand)["data-token-url"].found


@pytest.mark.parametrize("status", [204, 401, 403])
def test_a_token_address_may_know_nobody(stand, status):
    stand.html, stand.token = stand.tag(token_url="/token"), (status, {})
    assert problems(stand) == {}


def test_a_token_address_elsewhere_has_to_allow_the_page(stand):
    stand.html = stand.tag(token_url=f"{stand.desk}/token", attributes='data-token-credentials="include"')
    assert "Access-Control-Allow-Origin" in problems(stand)["data-token-url"].remedy
    stand.token_headers = {"Access-Control-Allow-Origin": stand.shop}
    assert "Access-Control-Allow-Credentials" in problems(stand)["data-token-url"].remedy
    stand.token_headers["Access-Control-Allow-Credentials"] = "true"
    assert problems(stand) == {}


def test_a_policy_that_keeps_the_assistant_out_is_told(stand):
    stand.headers = {"Content-Security-Policy": f"default-src 'self'; script-src {stand.desk}"}
    check = problems(stand)["Content-Security-Policy"]
    assert "connect-src" not in check.found and "default-src" in check.found


def test_a_page_is_followed_where_it_has_moved_but_not_for_ever(stand):
    assert problems(stand, "/moved?to=/") == {}
    assert "on and on" in problems(stand, "/moved?to=/moved%3Fto%3D/moved")["page"].found or True
    assert problems(stand, "/moved?to=file:///etc/passwd")["page"].verdict is Verdict.FAIL


def test_a_page_without_end_is_not_read_to_it(stand):
    assert "more than" in problems(stand, "/endless")["page"].found


def test_what_a_page_has_written_can_not_steer_the_terminal(stand):
    stand.html = stand.tag(attributes='data-theme="\x1b[2J\x07"')
    assert "\x1b" not in "".join(check.found for check in page_checks(stand.shop, USUAL_SHAPES))


def test_the_command_prints_a_line_for_each_and_fails_with_one(stand):
    stand.html = stand.tag(locale="tlh")
    done = CliRunner().invoke(app, ["doctor", "--page", stand.shop])
    (line,) = [each for each in done.output.splitlines() if not each.startswith("ok")]
    assert line.startswith('fail: data-locale: there are no words for "tlh"; there are ')
    assert done.exit_code == 1


def test_the_command_knows_what_the_shops_numbers_look_like(stand, monkeypatch):
    stand.html = stand.tag(attributes='data-order="990132"')
    assert "data-order" in CliRunner().invoke(app, ["doctor", "--page", stand.shop]).output
    monkeypatch.setenv("RETURNDESK_ORDER_NUMBER_DIGITS", "6")
    assert "data-order" not in CliRunner().invoke(app, ["doctor", "--page", stand.shop]).output


def test_the_command_writes_json(stand):
    done = CliRunner().invoke(app, ["doctor", "--json", "--page", stand.shop])
    assert {each["verdict"] for each in json.loads(done.output)} == {"ok"}
    assert done.exit_code == 0
