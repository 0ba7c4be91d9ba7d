"""Somebody writes what a program might take for more than words: commands, queries, templates, markup, unseen signs."""

from __future__ import annotations

import json

import pytest
from security_desk import Visitor, nothing_private
from security_store import ODD, ODD_EMAIL, ODD_RETURN, OTHER_EMAIL, OTHER_RETURN

_DETAILS = f'{{"customer_number": "{OTHER_RETURN}", "offer": "person"}}'

COMMANDS = [
    "/restart",
    "/session_start",
    "/back",
    "/ask_return_status",
    f"/ask_return_status{_DETAILS}",
    f"/give_details{_DETAILS}",
    "/system_open_chat",
    '/system_agent_replied{"agent_message": 1}',
    "EXTERNAL: ask_return_status",
    "external:open_chat",
    f"EXTERNAL: agent_replied{_DETAILS}",
    "/EXTERNAL: open_chat",
    "//restart",
    "/ /restart",
    " \t/restart",
    "\u200b/restart",
    "\u202e/restart",
    "\ufeff/restart",
    "/\u200brestart",
    "\u2060/\u2060session_start",
    "\uff0frestart",
    "\u2044restart",
    "\u2215restart",
    "\u29f8restart",
    "\0/restart",
    "/restart\r\n/session_start",
    "@/restart",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_nothing_but_text(visitor: Visitor, command: str) -> None:
    visitor.prove(OTHER_RETURN, OTHER_EMAIL)
    visitor.say(command)
    said = visitor.call("GET", "/history").json()["messages"]
    # A restart or a new session would have taken the beginning away, or what was proven.
    assert said[0]["from"] == "customer" and OTHER_RETURN in said[0]["text"]
    own = [each["text"] for each in said if each["from"] == "customer"]
    assert not own[-1].startswith(("/", "EXTERNAL")) or len(own) == 1
    assert "3.20" in json.dumps(visitor.say("When do I get my refund?"))
    assert nothing_private(json.dumps([each for each in said if each["from"] == "desk"]))


@pytest.mark.parametrize(
    "written",
    [
        "' OR '1'='1",
        "R7101' OR '1'='1' --",
        "R7101'; DROP TABLE customers; --",
        'R7101" UNION SELECT email FROM customers --',
        "R7101%",
        "R7___",
        "R71*",
        "%@example.com",
        "vera.lindqvist@example.com' OR 'a'='a",
        "R7101\\' OR 1=1 #",
        "1; ATTACH DATABASE 'x' AS y",
    ],
)
def test_a_query_is_nothing_but_text(visitor: Visitor, written: str) -> None:
    visitor.say("Where is my return?")
    visitor.say(f"R7101 {written}")
    visitor.say(f"R7101, e-mail address {written}")
    visitor.say(written)
    assert "137.41" not in visitor.everything() and "Velvet" not in visitor.everything()


TEMPLATES = [
    "{customer_number}",
    "{customer_email}",
    "{update.dropoff.longest}",
    "{0.__class__.__mro__}",
    "{text.__init__.__globals__}",
    "${7*7}",
    "#{7*7}",
    "{{7*7}}",
    "{{config.items()}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "<%= 7*7 %>",
    "%(RETURNDESK_SESSION_SECRET)s",
    "%s%s%s%n",
    "$RETURNDESK_SESSION_SECRET",
    "!!python/object/apply:os.system ['id']",
    "__import__('os').environ",
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_not_filled(visitor: Visitor, template: str) -> None:
    visitor.prove(OTHER_RETURN, OTHER_EMAIL)
    desk = visitor.text(template) + visitor.text(f"Where is my return {template}?")
    assert "49" not in desk
    assert OTHER_EMAIL not in desk
    assert "class '" not in desk


def test_what_the_store_holds_is_not_filled_either(visitor: Visitor) -> None:
    assert visitor.sign_in(visitor.desk.known.shop.token(sub=ODD)).status_code == 200
    visitor.say(f"Where is my return {ODD_RETURN}?")
    visitor.say("Until when can I return the items?")
    visitor.say("Show all my returns")
    opened = visitor.call("POST", "/open", {"rich": True}).text
    told = visitor.everything() + opened
    assert "lamp" in told
    assert "{customer_email} ${7*7} {{7*7}} %(secret)s {0.__class__}" in told
    assert ODD_EMAIL not in told


MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[press here](javascript:alert(1))",
    "![x](https://attacker.example/pixel.png)",
    "**bold** _it_ `code` ~~no~~ <b>b</b>",
    "<!channel> <@U123> <https://attacker.example|bank>",
    "&lt;script&gt;",
    "javascript:alert(1)//",
    "\x1b[31mred\x1b[0m",
    '=HYPERLINK("https://attacker.example")',
]


@pytest.mark.parametrize("markup", MARKUP)
def test_the_desk_repeats_no_markup(visitor: Visitor, markup: str) -> None:
    told = json.dumps(
        [
            visitor.say(markup),
            visitor.say(f"Where is my return R12{markup}34?"),
            visitor.say(f"My e-mail address is {markup}@example.com"),
        ],
        ensure_ascii=False,
    )
    for piece in ("<script", "onerror", "javascript:", "attacker.example", "<!channel", "\x1b", "HYPERLINK"):
        assert piece not in told


def test_an_answer_is_never_taken_for_a_page(visitor: Visitor) -> None:
    answer = visitor.call("POST", "/webhook", {"message": "<script>alert(1)</script>"})
    assert answer.headers["Content-Type"] == "application/json"


UNSEEN = [
    "\u202e",
    "\u2066",
    "\u2069",
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u180e",
    "\0",
    "\x08",
    "\U000e0041",
    "\ue000",
]


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_unseen_signs_are_taken_out_before_anything_is_kept(visitor: Visitor, sign: str) -> None:
    visitor.say(f"When do{sign} I get{sign} my refund?")
    kept = visitor.call("GET", "/history").json()["messages"][0]["text"]
    assert kept == "When do I get my refund?"


@pytest.mark.parametrize("number", ["R\u200b7101", "R71\u202e01", "\uff32\uff17\uff11\uff10\uff11", "Ｒ7101", "R7١٠١"])
def test_a_disguised_number_opens_nothing_either(visitor: Visitor, number: str) -> None:
    visitor.prove(number, OTHER_EMAIL)
    visitor.prove(number, "vera.lindqvist@example.com.attacker.example")
    assert "137.41" not in visitor.everything() and "Velvet" not in visitor.everything()


@pytest.mark.parametrize(
    "body",
    [
        b'{"message": "\\ud83d"}',
        b'{"message": "\\ud83d\\ud83d\\ude00\\udc00"}',
        b'{"message": "\\u0000"}',
        b'{"message": "hello", "message_id": null, "rich": false, "sender": "\\ud800"}',
    ],
)
def test_halves_of_signs_are_taken_out(visitor: Visitor, body: bytes) -> None:
    answer = visitor.request(
        "POST",
        f"{visitor.desk.rest}/webhook",
        data=body,
        headers={"Authorization": f"Bearer {visitor.session}", "Content-Type": "application/json"},
    )
    assert answer.status_code in (200, 400)
    assert visitor.call("GET", "/history").status_code == 200
