"""What was ordered and never came, in the languages besides English."""

from __future__ import annotations

import pytest

from bot.nlu.never_came import says_never_came


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Ich warte seit drei Wochen, die Ware ist nicht angekommen. Ich möchte eine Erstattung!"),
        ("de", "nichts erhalten, bitte Geld zurückzahlen"),
        ("de", "ich will mein Geld, die Bestellung habe ich nie erhalten"),
        ("es", "que me devuelvan lo pagado: el artículo no ha llegado"),
        ("nl", "Goedemiddag, mijn pakje is nog niet geleverd en ik wil m'n geld"),
        ("nl", "ik heb de bestelling van 3 oktober nooit gekregen"),
        ("es", "Hola, hice una compra y aún no he recibido nada, quiero un reembolso"),
        ("es", "el producto no llegó nunca y exijo mi dinero"),
        ("fr", "Ma commande n’est pas arrivée, remboursez-moi"),
        ("fr", "j'attends toujours, rien reçu, je demande le remboursement"),
        ("it", "La merce non è ancora arrivata e vorrei il rimborso"),
        ("it", "non ho ricevuto nulla!! ridatemi i soldi"),
        ("pt", "O artigo ainda não chegou, quero o reembolso"),
        ("pt-BR", "meu pedido não foi entregue e quero meu dinheiro"),
        ("ru", "Товар не доставили, требую деньги назад"),
        ("ru", "заказ так и не пришёл"),
        ("uk", "моє замовлення не надійшло, хочу повернути кошти"),
        ("he", "המשלוח לא הגיע ואני רוצה את הכסף"),
        ("he", "לא קיבלתי את ההזמנה"),
    ],
)
def test_what_was_ordered_did_not_come(language, said):
    assert says_never_came(said, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Die Erstattung ist nicht angekommen"),
        ("de", "Ich habe das Paket zurückgeschickt und kein Geld, es ist nicht angekommen"),
        ("de", "Das Etikett für mein Paket habe ich nicht erhalten"),
        ("nl", "ik heb mijn geld nog niet ontvangen"),
        ("nl", "mijn retour is niet aangekomen bij het magazijn"),
        ("es", "no he recibido el reembolso de mi pedido"),
        ("es", "la devolución no ha llegado al almacén"),
        ("fr", "je n'ai pas reçu l'étiquette pour mon colis"),
        ("fr", "mon colis de retour n'est jamais arrivé chez vous"),
        ("it", "non ho ricevuto il rimborso dell'ordine"),
        ("it", "il pacco è arrivato, ma è rotto"),
        ("pt", "não recebi o reembolso da encomenda"),
        ("ru", "не получил деньги за заказ"),
        ("uk", "не отримав кошти за замовлення"),
        ("he", "לא קיבלתי את הכסף על ההזמנה"),
        ("en", "my parcel never arrived"),
        ("de", "nicht angekommen " * 100),
    ],
)
def test_what_else_did_not_come_is_no_order(language, said):
    assert not says_never_came(said, language)
