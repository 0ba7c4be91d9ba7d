"""Every word of the pages is in the catalogues, and what they say of it can stand in its place."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from html.parser import HTMLParser

import pytest
from babel.messages.catalog import Catalog
from jinja2 import nodes

from lab.people_words.gathering import messages
from lab.people_words.renewal import has_translation, renew
from returndesk.people.page_languages import CATALOGUES, read_catalogue
from returndesk.people.page_writer import TEMPLATES, page_templates
from returndesk.project import this_project

#: Translated as a whole; of the others English stands where something is missing.
WHOLE = ("de", "es")
TAGS = sorted(file.stem for file in CATALOGUES.glob("*.po"))
PLACE = re.compile(r"%\((\w+)\)s|%%")
TAG = re.compile(r"</?\w+>")
#: What asks a catalogue; a method of the language does so by itself.
ASKS = ("_", "gettext", "ngettext")


@pytest.fixture(scope="module")
def found():
    return messages(this_project())


def forms(message):
    """A message's forms in English, each with what stands for it."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    one, several = message.id
    return [(one if place == 0 else several, form) for place, form in enumerate(message.string)]


@pytest.mark.parametrize("tag", TAGS)
def test_a_catalogue_has_the_messages_of_the_code_and_no_others(found, tag):
    named = {each.id for each in found if each.id}
    held = {each.id for each in read_catalogue(CATALOGUES / f"{tag}.po") if each.id}
    assert held == named, "run python -m lab people-words"


@pytest.mark.parametrize("tag", WHOLE)
def test_german_and_spanish_are_whole(tag):
    catalogue = read_catalogue(CATALOGUES / f"{tag}.po")
    assert [each.id for each in catalogue if each.id and not has_translation(each.string)] == []


@pytest.mark.parametrize("tag", TAGS)
def test_a_translation_has_the_places_and_the_tags_of_its_message(tag):
    for each in read_catalogue(CATALOGUES / f"{tag}.po"):
        for english, told in forms(each) if each.id and has_translation(each.string) else ():
            for expression in (PLACE, TAG):
                assert Counter(expression.findall(told)) == Counter(expression.findall(english)), told
            # Of a percent sign by itself a page would make an error.
            assert "%" not in PLACE.sub("", told).replace("%%", "") or "%" in PLACE.sub("", english), told


@pytest.mark.parametrize("tag", TAGS)
def test_no_translation_leaves_an_attribute_or_opens_another_tag(tag):
    for each in read_catalogue(CATALOGUES / f"{tag}.po"):
        for english, told in forms(each) if each.id and has_translation(each.string) else ():
            left = TAG.sub("", told)
            assert not set('<>&"') & set(left), told
            assert (told.strip() == told and told[-1:] in ".?:…") or english[-1:] not in ".?:…", (english, told)


def test_no_message_holds_what_would_leave_an_attribute(found):
    for each in found:
        for english in (each.id,) if isinstance(each.id, str) else each.id:
            assert not set('<>&"') & set(TAG.sub("", english)), english


@pytest.mark.parametrize(
    "word", ["refund", "return", "label"], ids=["Erstattung, reembolso", "Rücksendung, devolución", "Etikett, etiqueta"]
)
def test_what_the_assistant_says_to_customers_is_called_the_same_here(word):
    terms = {
        "refund": ("erstattung", "reembols"),
        "return": ("rück", "devolu|devolver"),
        "label": ("etikett", "etiquet"),
    }
    kept = {f"{word} {what}" for what in ("issued", "settled", "missing", "problem", "time", "status", "window")}
    for place, tag in enumerate(WHOLE):
        of_word = [each for each in read_catalogue(CATALOGUES / f"{tag}.po") if each.id in kept]
        assert of_word and all(re.search(terms[word][place], each.string.lower()) for each in of_word)


def test_what_is_new_is_empty_and_what_is_gone_is_taken_out(found, tmp_path):
    shutil.copy(CATALOGUES / "de.po", tmp_path)
    fewer = Catalog()
    for each in found:
        if each.id and each.id != "Queue":
            fewer.add(each.id)
    fewer.add("Brand new")
    missing = renew(fewer, tmp_path, new="fr")
    german = read_catalogue(tmp_path / "de.po")
    assert missing["de"] == 1 and missing["fr"] == len([each for each in fewer if each.id])
    assert "Queue" not in german and german["Brand new"].string == "" and german["Rules"].string == "Regeln"


class Words(HTMLParser):
    """What a reader would read of HTML: its text but for code, and the labels of its elements."""

    def __init__(self, html):
        super().__init__()
        self.found, self._in_code = [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        held = dict(attributes)
        self._in_code = tag == "code"
        self.found += [held[name] for name in ("aria-label", "alt", "title", "placeholder") if held.get(name)]

    def handle_endtag(self, tag):
        self._in_code = False

    def handle_data(self, words):
        if not self._in_code:
            self.found.append(words)


def shown_constants(node):
    """Texts in a template's expressions that are asked of no catalogue, such as `{{ 'Yes' if sure else 'No' }}`."""
    if isinstance(node, nodes.Compare):
        return
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in ASKS:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from shown_constants(child)


def bypassing(source):
    """The words of a template that stand in it rather than in the catalogues."""
    tree = page_templates().parse(source)
    html = "".join(each.data for each in tree.find_all(nodes.TemplateData))
    texts = [words for words in Words(html).found if re.search(r"[^\W\d_]", words.replace("Return Desk", ""))]
    # What a template names otherwise, such as a class or a deed, is a word in small letters.
    named = [each for each in shown_constants(tree) if re.search(r"^[A-Z]|\w \w", each)]
    return [*texts, *named]


@pytest.mark.parametrize("file", sorted(TEMPLATES.glob("*.html")), ids=lambda file: file.name)
def test_no_word_of_a_template_bypasses_the_catalogues(file):
    assert bypassing(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>{{ _('Hello') }}</p>", []),
        ("{% trans %}Hello{% endtrans %}", []),
        ('<p aria-label="Colours"></p>', ["Colours"]),
        ("<b>{{ 'Yes' if sure else _('No') }}</b>", ["Yes"]),
        ("{% set title = 'what happened' %}<b>{{ title }}</b>", ["what happened"]),
        ("{% for day in days %}<li>{{ day }} days</li>{% endfor %}", [" days"]),
        ("{{ label('Name') }}", ["Name"]),
        ('<p class="queue" id="known">{{ kind == "customer" }}</p>', []),
        ("<p>é</p>", ["é"]),
        ("<code>git show</code><p>of it</p>", ["of it"]),
    ],
)
def test_what_bypasses_them_is_found(source, words):
    assert bypassing(source) == words


@pytest.mark.parametrize("file", sorted(TEMPLATES.glob("*.html")), ids=lambda file: file.name)
def test_a_template_asks_for_messages_that_stand_in_it_and_for_nothing_that_somebody_wrote(file):
    # What is asked for becomes HTML, so it must be known.
    for call in page_templates().parse(file.read_text(encoding="utf-8")).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ASKS:
            asked = call.args[:2] if call.node.name == "ngettext" else call.args[:1]
            assert asked and all(isinstance(each, nodes.Const) for each in asked)
