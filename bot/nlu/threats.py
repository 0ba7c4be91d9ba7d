"""By which words a message threatens, and what it is that only sounds so."""

from __future__ import annotations

import re

#: "I'll bring it on Friday" has the words of "I'll bring it to court", but for the court.
THREAT = "express_threat"
_THREATS = re.compile(
    r"\b(?:court|sue|suing|lawyers?|solicitors?|attorney|legal|police|tribunal|ombudsman|judge|press|papers?|news|"
    r"media|"
    r"trading|consumers?|authorit\w+|report|reviews?|everyone|twitter|facebook|tiktok|instagram|youtube|followers|viral|"
    r"online|bank|chargeback|or|else|regret|"
    r"scam\w*)\b",
    re.IGNORECASE,
)
#: What goes back and what does not.
_CHOICE = re.compile(
    r"\b(?:send|return|keep|post)\b.{0,80}\b(?:not the|but not|except|without the|only the)\b", re.IGNORECASE
)
#: The same as threats, by the beginnings of words, in the other languages.
_THREATS_ELSEWHERE = re.compile(
    r"\b(?:tribuna|avocat|justice|polic|polí|plainte|signal|avis|abogad|juez|denunci|demand|reseñ|advog|justiça|procon|"
    r"reclame|processo|process|avvocat|legale|legal|causa|querel|recension|anwalt|anwält|gericht|polizei|anzeig|klag|"
    r"verbraucher|bewert|presse|rechter|rechtb|advocaat|jurist|politie|aangift|consument|recens|суд|адвокат|юрист|"
    r"полиц|поліц|прокур|позов|иск|жалоб|скарг|отзыв|відгук|роспотреб|עורך|עו\"ד|משטרה|תביע|לתבוע|בית משפט|תלונה)",
    re.IGNORECASE,
)


def threatens(text: str, *, is_english: bool) -> bool:
    """Whether a message has a word that only threats have.

    Args:
        text: What the customer wrote.
        is_english: Whether its words are known; of another language only their beginnings are looked at.
    """
    return (_THREATS if is_english else _THREATS_ELSEWHERE).search(text) is not None


def only_chooses(text: str) -> bool:
    """Whether a message in English says what goes back and what stays: "I'll send the jacket, not the case"."""
    return _CHOICE.search(text) is not None and not threatens(text, is_english=True)
