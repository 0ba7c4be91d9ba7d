"""Which content security policies let the widget run and reach the assistant."""

from __future__ import annotations

import pytest

from returndesk.doctor.page_policy import policy_checks
from returndesk.doctor.page_tag import ShopPage

DESK = "https://desk.example"
CALLS = f"connect-src {DESK} wss://desk.example"


def blocked(policy, **tag):
    page = ShopPage("https://shop.example/", policies=[policy])
    return [check.remedy for check in policy_checks(page, tag, f"{DESK}/returndesk.js?v=1", DESK)]


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "img-src 'none'",
        f"script-src {DESK}; {CALLS}",
        f"script-src {DESK}/returndesk.js; {CALLS}",
        f"script-src {DESK}:443/; {CALLS}",
        f"script-src https:; {CALLS}",
        f"script-src *; {CALLS}",
        f"script-src *.desk.example desk.example; {CALLS}",
        f"default-src 'none'; script-src-elem {DESK}; script-src 'none'; {CALLS}",
        "default-src desk.example wss://desk.example",
    ],
)
def test_these_let_it_in(policy):
    assert blocked(policy) == []


@pytest.mark.parametrize(
    "policy",
    [
        f"script-src 'self'; {CALLS}",
        f"script-src 'none'; {CALLS}",
        f"script-src https://other.example; {CALLS}",
        f"script-src {DESK}:8443; {CALLS}",
        f"script-src {DESK}/other.js; {CALLS}",
        f"script-src *.desk.example; {CALLS}",
        f"script-src 'strict-dynamic' {DESK}; {CALLS}",
    ],
)
def test_these_block_the_script(policy):
    (remedy,) = blocked(policy)
    assert remedy.startswith(f"add {DESK} to ")


@pytest.mark.parametrize("policy", ["connect-src 'self'", f"connect-src {DESK}:444", "connect-src 'none'"])
def test_these_keep_the_page_from_the_assistant(policy):
    assert blocked(policy) == [f"add {DESK} wss://desk.example to connect-src"]


def test_what_only_default_src_keeps_out_gets_a_directive_of_its_own_that_goes_on_with_the_rest():
    assert blocked(f"default-src 'self' https://cdn.example; script-src {DESK}") == [
        f"add a connect-src beside default-src: connect-src 'self' https://cdn.example {DESK} wss://desk.example"
    ]
    assert blocked(f"default-src 'none'; {CALLS}") == [f"add a script-src beside default-src: script-src {DESK}"]


def test_each_of_two_policies_has_to_let_it_in():
    assert blocked(f"script-src {DESK}; {CALLS}, script-src 'self'") == [f"add {DESK} to script-src"]


def test_a_tag_may_be_trusted_by_its_nonce_or_its_hash():
    policy = f"script-src 'nonce-abc' 'strict-dynamic' 'sha384-xyz'; {CALLS}"
    assert blocked(policy, nonce="abc") == blocked(policy, integrity="sha384-xyz") == []
    assert blocked(policy, nonce="other") != []
