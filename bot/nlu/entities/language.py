"""The spaCy language that splits messages into tokens: English without a model, with a few rules of ours."""

from __future__ import annotations

from typing import Any

import spacy
from spacy.attrs import IS_ALPHA, IS_DIGIT, IS_SPACE, IS_UPPER, LIKE_NUM, LOWER  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_suffix_regex

from core.identifiers import SEPARATOR

# "R-1001", "no.1001", "order#8120": a separator between letters and digits stands alone.
SEPARATORS = [rf"(?<=[A-Za-zº°])(?:{SEPARATOR}|[:=])(?=[0-9])"]
# "R1001,R1002" without a space.
LISTS = [r"(?<=[A-Za-z0-9])[,;](?=[A-Za-z0-9])"]
# "order#R1001", "nr:R1001", "mail:a@b.example".
LABELS = [r"(?<=[A-Za-zº°])[#:=](?=[A-Za-z])"]
# "80days", "2wks", "3items".
GLUED_UNITS = [
    r"(?<=[0-9])(?:d|[Dd]ays?|[Ww]eeks?|[Ww]ks?|[Mm]onths?|[Mm]ths?|[Ii]tems?|[Pp]cs|[Tt]hings?|[Pp]roducts?)"
]


#: What is looked at of a word. Of each word that a message brings spaCy would find out eighteen things more.
LOOKED_AT = frozenset([LOWER, IS_ALPHA, IS_DIGIT, IS_SPACE, IS_UPPER, LIKE_NUM])


def details_language() -> Language:
    """A blank English pipeline whose tokens suit numbers as customers type them."""
    nlp = spacy.blank("en")
    tokenizer = nlp.tokenizer
    if not isinstance(tokenizer, Tokenizer):
        raise TypeError(f"spaCy's English tokenizer is a {type(tokenizer).__name__}, whose rules can't be added to")
    # Made once more with all rules: one that there is goes through its thousands of cases anew with each that is set.
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        # For spaCy "Wed" is "we'd".
        rules={text: parts for text, parts in (tokenizer.rules or {}).items() if text.lower() != "wed"},
        prefix_search=tokenizer.prefix_search,
        # Defaults.infixes and .suffixes are spaCy's own English rules; ours only add to them.
        suffix_search=compile_suffix_regex([*(nlp.Defaults.suffixes or ()), *GLUED_UNITS]).search,
        infix_finditer=compile_infix_regex([*(nlp.Defaults.infixes or ()), *SEPARATORS, *LISTS, *LABELS]).finditer,
        token_match=tokenizer.token_match,
        url_match=tokenizer.url_match,
        faster_heuristics=tokenizer.faster_heuristics,
    )
    # spaCy's types don't know of it.
    vocabulary: Any = nlp.vocab
    asks = vocabulary.lex_attr_getters
    vocabulary.lex_attr_getters = {looked_at: asks[looked_at] for looked_at in asks if looked_at in LOOKED_AT}
    return nlp
