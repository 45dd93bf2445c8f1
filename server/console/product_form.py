"""Reads the forms of a product and of a licence, and fills them from what is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from server.console import labels
from server.console.forms import Form
from server.console.labels import word
from server.products import identifiers
from server.products.models import Licence, Product
from server.products.services import LicenceFacts, ProductFacts

_NUMBER = re.compile(r"[0-9]{1,6}([.,][0-9]{1,2})?")
_NAME_MAX = 200
_STATEMENTS_MAX = 500


def read_product(form: Form, hazards: Sequence[str]) -> ProductFacts | None:
    """What a form says of a product, or None when something is wrong: the form then says what."""
    name = form.text("name", _NAME_MAX)
    manufacturer = form.text("manufacturer", _NAME_MAX)
    purpose = form.choice("purpose", identifiers.PURPOSES)
    unit = form.choice("unit", identifiers.UNITS)
    gtin = form.text("gtin", 14, is_required=False)
    if gtin and not identifiers.is_gtin(gtin):
        _refuse(form, "gtin", "bad_gtin")
    chosen = [hazard for hazard in identifiers.HAZARDS if hazard in hazards]
    signal_word = form.choice("signal_word", identifiers.SIGNAL_WORDS, is_required=False)
    if chosen and not form.value("signal_word"):
        _refuse(form, "signal_word", "signal_word_missing")
    amount, litres = _number(form, "dose_amount"), _number(form, "dose_litres")
    if bool(form.value("dose_amount").strip()) != bool(form.value("dose_litres").strip()):
        _refuse(form, "dose_litres" if amount else "dose_amount", "dose_half")
    h_statements = _codes(form, "h_statements", identifiers.is_h_statement)
    p_statements = _codes(form, "p_statements", identifiers.is_p_statement)
    revised = _day(form, "sds_revised_on")
    if not form.is_good or purpose is None or unit is None:
        return None
    return ProductFacts(
        name=name,
        manufacturer=manufacturer,
        purpose=purpose,
        unit=unit,
        gtin=gtin or None,
        hazards=chosen,
        signal_word=signal_word,
        h_statements=h_statements,
        p_statements=p_statements,
        dosing=None if amount is None else {"amount": amount, "per_litres": litres},
        sds_revised_on=revised,
    )


def read_licence(form: Form) -> LicenceFacts | None:
    """What a form says of a licence, or None when something is wrong."""
    label = form.choice("label", identifiers.LABELS)
    licence = form.text("licence", identifiers.LICENCE_CHARACTERS_MAX)
    if label is not None and licence and not identifiers.is_licence_text(label, licence):
        _refuse(form, "licence", "bad_licence")
    first, last = _day(form, "valid_from"), _day(form, "valid_until")
    if first is None:
        _refuse(form, "valid_from", "bad_date")
    elif last is not None and last < first:
        _refuse(form, "valid_until", "ends_before_begin")
    if not form.is_good or label is None or first is None:
        return None
    return LicenceFacts(label, licence, first, last)


def filled(product: Product) -> Form:
    """The form of a product that is there."""
    dosing = product.dosing or {}
    return Form(
        {
            "name": product.name,
            "manufacturer": product.manufacturer,
            "purpose": product.purpose,
            "unit": product.unit,
            "gtin": product.gtin or "",
            "signal_word": product.signal_word or "",
            "h_statements": ", ".join(product.h_statements),
            "p_statements": ", ".join(product.p_statements),
            "dose_amount": str(dosing.get("amount", "")),
            "dose_litres": str(dosing.get("per_litres", "")),
            "sds_revised_on": _iso(product.sds_revised_on),
        }
    )


def filled_licence(licence: Licence) -> Form:
    """The form of a licence that is there."""
    return Form(
        {
            "label": licence.label,
            "licence": licence.licence,
            "valid_from": _iso(licence.valid_from),
            "valid_until": _iso(licence.valid_until),
        }
    )


def _refuse(form: Form, name: str, code: str) -> None:
    form.refuse(name, word(labels.PRODUCT_PROBLEMS, code))


def _codes(form: Form, name: str, is_good: Callable[[str], bool]) -> list[str]:
    codes = identifiers.split_codes(form.text(name, _STATEMENTS_MAX, is_required=False))
    if not all(map(is_good, codes)):
        _refuse(form, name, "bad_statement")
    return codes


def _number(form: Form, name: str) -> int | float | None:
    text = form.value(name).strip()
    if not text:
        return None
    number = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else 0
    if not number:
        _refuse(form, name, "bad_number")
    return int(number) if float(number).is_integer() else number


def _day(form: Form, name: str) -> date | None:
    text = form.value(name).strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        _refuse(form, name, "bad_date")
        return None


def _iso(on: date | None) -> str:
    return "" if on is None else on.isoformat()
