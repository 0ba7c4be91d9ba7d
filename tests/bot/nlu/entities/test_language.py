"""Of a word only what is looked at is found out, and that is what spaCy says of it."""

from __future__ import annotations

import re
from pathlib import Path

import spacy

from bot.nlu.entities.language import details_language

SAID = (
    "Hi, R-1001 and 2,5 kg on the Third of MAY: I've 12 items\n mail me@shop.example, ½ or twenty-one ok? Ünïcode 東京"
)
OF_WORDS = frozenset(name for name in dir(spacy.tokens.Token) if re.fullmatch(r"(?:is|like)_\w+|[a-z]\w*_", name))
LOOKED_AT = frozenset(["lower_", "is_alpha", "is_digit", "is_space", "is_upper", "like_num", "whitespace_"])


def test_what_is_looked_at_is_what_spacy_says():
    doc = details_language().make_doc(SAID)
    usual = spacy.tokens.Doc(
        spacy.blank("en").vocab, words=[token.text for token in doc], spaces=[bool(token.whitespace_) for token in doc]
    )
    for name in LOOKED_AT:
        assert [getattr(token, name) for token in doc] == [getattr(token, name) for token in usual], name


def test_nothing_else_is_looked_at():
    others = "|".join(sorted(OF_WORDS - LOOKED_AT - {"is_sent_start", "is_sent_end"}))
    asked = re.compile(rf'\.(?:{others})\b|"(?:{others.upper()})"')
    for file in Path("bot/nlu").rglob("*.py"):
        assert not asked.search(file.read_text(encoding="utf-8")), file
