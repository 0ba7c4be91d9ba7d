"""The people of whom customers speak as theirs: family, friends, who lives or works with them."""

from __future__ import annotations

from typing import Final

from core.short_messages import words

OWN_PEOPLE: Final = words(
    "husband hubby wife missus partner fiance fiancee girlfriend boyfriend son stepson daughter stepdaughter kid "
    "mother mum mom mam father dad parents brother sister cousin aunt uncle nephew niece grandma grandmother nan "
    "grandpa grandfather grandson granddaughter in-laws mother-in-law father-in-law brother-in-law sister-in-law "
    "friend mate flatmate roommate housemate neighbour neighbor colleague coworker co-worker boss"
)
