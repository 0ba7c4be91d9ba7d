"""Returns that are not to be cancelled, in the languages besides English."""

from __future__ import annotations

import pytest

from bot.nlu.kept_returns import says_not_to_cancel


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Bitte stornieren Sie R1003 auf keinen Fall"),
        ("de", "nicht stornieren!"),
        ("nl", "de retour alsjeblieft niet annuleren"),
        ("es", "por favor, no anules esa devolución"),
        ("fr", "surtout n'annulez rien"),
        ("it", "la restituzione non va annullata"),
        ("pt", "não quero cancelar a devolução"),
        ("ru", "не надо ничего отменять"),
        ("uk", "не скасовуйте повернення"),
        ("he", "לא רוצה לבטל"),
    ],
)
def test_a_return_is_kept(language, said):
    assert says_not_to_cancel(said, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Ich kann R1003 nicht stornieren"),
        ("de", "Storniere R1003"),
        ("de", "Soll ich nicht besser stornieren?"),
        ("nl", "het lukt niet om te annuleren"),
        ("es", "no puedo cancelar"),
        ("es", "no lo quiero, cancela la devolución"),
        ("fr", "je n'arrive pas à annuler"),
        ("it", "perché non è stato annullato"),
        ("pt", "não consigo cancelar"),
        ("ru", "не могу отменить возврат"),
        ("he", "אני לא מצליח לבטל"),
        ("en", "don't cancel it"),
    ],
)
def test_what_can_not_be_cancelled_or_is_to_be_is_something_else(language, said):
    assert not says_not_to_cancel(said, language)
