"""Numbers of passports, identity cards and tax or social security records of the served countries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType

import stdnum.br.cpf
import stdnum.ca.sin
import stdnum.cl.rut
import stdnum.fr.nir
import stdnum.it.codicefiscale
import stdnum.mx.curp
import stdnum.mx.rfc
import stdnum.pt.cc
import stdnum.us.ssn
from stdnum.be import nn as belgian_national_number
from stdnum.es import dni, nie

from core.masking.span import Span

LABEL = "[identity number]"
PASSPORT_LABEL = "[passport number]"

_SEPARATORS = re.compile(r"[\s./-]")
_LEFT, _RIGHT = r"(?<![^\W_])", r"(?![^\W_])"


def _written(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_LEFT}(?:{pattern}){_RIGHT}", re.ASCII | re.IGNORECASE)


# Numbers that their letters or punctuation and their check together tell from everything else. The same digits
# without their punctuation may be a parcel's, so those take a word before them.
_EVIDENT: tuple[tuple[re.Pattern[str], ModuleType], ...] = (
    (_written(r"\d{2}\.?\d{3}\.?\d{3}[ -]?[A-Z]"), dni),
    (_written(r"[XYZ][ -]?\d{7}[ -]?[A-Z]"), nie),
    (_written(r"[A-Z]{6} ?\d{2}[A-Z]\d{2} ?[A-Z]\d{3}[A-Z]"), stdnum.it.codicefiscale),
    (_written(r"[A-Z]{4}\d{6}[HM][A-Z]{5}[0-9A-Z]\d"), stdnum.mx.curp),
    (_written(r"[A-ZÑ&]{4} ?\d{6} ?[0-9A-Z]{3}"), stdnum.mx.rfc),
    (_written(r"\d{8} ?\d ?(?:[A-Z][0-9A-Z]|\d[A-Z])\d"), stdnum.pt.cc),
    (_written(r"[12] ?\d\d ?[01]\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d"), stdnum.fr.nir),
    (_written(r"\d{3}\.\d{3}\.\d{3}[-.]\d\d"), stdnum.br.cpf),
    (_written(r"\d{1,2}\.\d{3}\.\d{3}-[\dK]"), stdnum.cl.rut),
    (_written(r"\d{3}-\d{2}-\d{4}"), stdnum.us.ssn),
    (_written(r"\d{3}-\d{3}-\d{3}"), stdnum.ca.sin),
    (_written(r"\d\d\.\d\d\.\d\d[-. ]\d{3}[-. ]\d\d"), belgian_national_number),
)
# Russia's insurance number (SNILS) and Israel's identity number: checks that the library has not.
_SNILS = _written(r"\d{3}-\d{3}-\d{3}[ -]\d\d")
# Britain's national insurance number, and Germany's of the pension insurance: by their form alone.
_NINO = _written(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]")
_PENSION = _written(r"\d\d ?[0-3]\d[01]\d\d\d ?[A-Z] ?\d{3}")

_LINK = (
    r"(?:\s+(?:no|nr|num|number|id|code|card|is|was|ist|es|est|é|è|nummer|num[eé]ro|n[uú]mero|номер|n[°º])\b[.:]?)*"
    r"\s*[.:#=°º-]*\s*"
)
_PASSPORT = re.compile(
    rf"\b(?:passports?|pasaporte|passeport|reisepass|passaporto?e?|паспорт[аі]?|דרכון){_LINK}", re.IGNORECASE
)
_DOCUMENT = re.compile(
    r"\b(?:(?:national |personal )?(?:identity|identification)(?: card)?|id[ -]card|national id|personal id"
    r"|dni|nie|nif|cpf|rg|rut|bsn|cni|ssn|snils|inn|curp|rfc|tfn|nino|personalausweis|ausweis|codice fiscale"
    r"|steuer-?id(?:nr|entifikationsnummer)?|(?:sozial|renten)versicherungsnummer|personalausweisnummer|nhs|medicare"
    r"|(?:n[°º] ?de )?s[eé]curit[eé] sociale|carte d['’]identit[eé]|seguridad social|contribuinte"
    r"|carta d['’]identit[aà]|rijksregister(?:nummer)?|identiteitskaart|снилс|инн|іпн|рнокпп|תעודת זהות"
    r"|(?-i:SIN|NIR)|niss|nss|insee|num[eé]ro de s[eé]cu\b|n[uú]mero fiscal|num[eé]ro fiscal|seguro social"
    r"|steuer-?\s?(?:id|nummer|nr)|versicherten(?:nummer|nr)|national register|carteira de identidade"
    r"|c[eé]dula(?: de identidad)?|מספר זהות|ת\.?ז"
    r"|burgerservicenummer|teudat zehut|cart[aã]o de cidad[aã]o|social (?:security|insurance)|national insurance"
    rf"|tax(?:payer)?[ -](?:id|number|file number)|driv(?:er'?s|ing) licen[cs]e){_LINK}",
    re.IGNORECASE,
)
_VALUE = re.compile(r"(?=[^\d\t\n\r\f\v]{0,20}\d)[A-Z]{0,5}[ -]?\d(?:[ ./-]?[A-Z0-9]){4,17}(?![^\W_])", re.ASCII | re.I)
_FEWEST_DIGITS = 5
_TRAILING_WORD = re.compile(r"(?:[ ./-]+[A-Za-z]{2,})+$")


def identity_documents(text: str, order_number_digits: int) -> Iterator[Span]:
    """The numbers in a text that stand for a person.

    Args:
        text: What somebody wrote.
        order_number_digits: As many digits are an order number, whatever it is called.
    """
    for pattern, number in _EVIDENT:
        for found in pattern.finditer(text):
            if number.is_valid(_SEPARATORS.sub("", found.group())):
                yield Span(*found.span(), LABEL)
    for pattern in (_SNILS, _NINO, _PENSION):
        yield from (Span(*found.span(), LABEL) for found in pattern.finditer(text))
    for called, label in ((_PASSPORT, PASSPORT_LABEL), (_DOCUMENT, LABEL)):
        for named in called.finditer(text):
            value = _VALUE.match(text, named.end())
            if value is None:
                continue
            written = _TRAILING_WORD.sub("", value.group())
            digits = sum(sign.isdigit() for sign in written)
            if digits >= _FEWEST_DIGITS and not (digits == order_number_digits and written[0].isdigit()):
                yield Span(value.start(), value.start() + len(written), label)
