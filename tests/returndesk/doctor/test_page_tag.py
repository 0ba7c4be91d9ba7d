"""The widget's tag in a page's HTML."""

from __future__ import annotations

from returndesk.doctor.page_tag import origin_of, read_page, shown


def test_the_tag_is_found_with_its_attributes_as_a_browser_reads_them():
    html = """<META http-equiv="Content-Security-Policy" content="default-src *"><div id=help>
        <script src="/other.js"></script>
        <SCRIPT async src="https://desk.example/returndesk.js?v=1" DATA-LOCALE=de data-title="A &amp; B" data-locale=fr>
        </SCRIPT>"""
    page = read_page("https://shop.example/", html, {"content-security-policy": "img-src *"})
    (tag,) = page.tags
    assert (tag["data-locale"], tag["data-title"], tag["async"]) == ("de", "A & B", "")
    assert page.policies == ["img-src *", "default-src *"]
    assert page.ids == {"help"}


def test_a_commented_tag_is_none():
    assert read_page("https://shop.example/", "<!-- <script src='/returndesk.js'></script> -->", {}).tags == []


def test_an_origin_is_written_as_browsers_do():
    assert origin_of("https://Shop.Example:443/a?b") == "https://shop.example"
    assert origin_of("http://[::1]:8080/") == "http://[::1]:8080"


def test_what_is_shown_is_one_line_of_bounded_length():
    assert shown("a\nb\x1b") == "a b "
    assert len(shown("x" * 10_000)) == 101
