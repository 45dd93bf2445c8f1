"""Checks one row: every cell, then what its cells say together, so that all its faults come at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.products import identifiers
from server.products.services import LicenceFacts, ProductFacts
from server.sheets.cells import BadCell, Readers, read_cells, read_text, require_value
from server.sheets.columns import Header
from server.sheets.faults import Fault
from server.sheets.table import Row

_NUMBER = re.compile(r"[0-9]{1,6}([.,][0-9]{1,2})?")
_LOCAL_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A product, checked, and its licence when the row has one."""

    number: int
    product: ProductFacts
    licence: LicenceFacts | None


def read_row(row: Row, header: Header) -> CatalogueRow | list[Fault]:
    """A checked row, or all its faults in the order of the columns."""
    values = read_cells(row, header, _READERS)
    if isinstance(values, list):
        return values
    faults = [Fault(row.number, *fault) for fault in _together(values)]
    if faults:
        return faults
    return CatalogueRow(row.number, _product(values), _licence(values))


def _together(values: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What cells that are good by themselves get wrong together."""
    faults = []
    if (values["dose_amount"] is None) != (values["dose_litres"] is None):
        column = "dose_amount" if values["dose_amount"] is None else "dose_litres"
        faults.append((column, "missing_value", "a dose needs its amount and the litres it is for"))
    if values["hazards"] and values["signal_word"] is None:
        faults.append(("signal_word", "missing_value", "a product with hazard pictograms has a signal word"))
    if values["eco_label"] is None:
        for column in ("licence", "licence_from", "licence_until"):
            if values[column]:
                faults.append(("eco_label", "missing_value", f"“{column}” says something, so name the label"))
                break
        return faults
    faults += [
        (column, "missing_value", "an eco-label needs its licence and its first day")
        for column in ("licence", "licence_from")
        if not values[column]
    ]
    if values["licence"] and not identifiers.is_licence_text(values["eco_label"], values["licence"]):
        faults.append(("licence", "bad_licence", f"“{values['licence']}” is not like FI/020/123"))
    first, last = values["licence_from"], values["licence_until"]
    if first is not None and last is not None and last < first:
        faults.append(("licence_until", "ends_before_begin", f"{last} is before {first}"))
    return faults


def _product(values: dict[str, Any]) -> ProductFacts:
    amount, litres = values["dose_amount"], values["dose_litres"]
    return ProductFacts(
        name=values["name"],
        manufacturer=values["manufacturer"],
        purpose=values["purpose"],
        unit=values["unit"],
        gtin=values["gtin"],
        hazards=values["hazards"],
        signal_word=values["signal_word"],
        h_statements=values["h_statements"],
        p_statements=values["p_statements"],
        dosing=None if amount is None else {"amount": amount, "per_litres": litres},
        sds_revised_on=values["sds_revised_on"],
    )


def _licence(values: dict[str, Any]) -> LicenceFacts | None:
    if values["eco_label"] is None:
        return None
    return LicenceFacts(
        values["eco_label"], values["licence"], values["licence_from"], values["licence_until"]
    )


def _choice(text: str, choices: Collection[str], code: str) -> str:
    require_value(text)
    if text not in choices:
        raise BadCell(code, f"“{text}” is none of {', '.join(choices)}")
    return text


def _gtin(text: str) -> str:
    if not identifiers.is_gtin(text):
        raise BadCell("bad_gtin", f"“{text}” is not 8, 12, 13 or 14 digits with a right check digit")
    return text


def _codes(text: str, is_good: Callable[[str], bool], code: str) -> list[str]:
    codes = identifiers.split_codes(text)
    for each in codes:
        if not is_good(each):
            raise BadCell(code, f"“{each}” is no such code")
    return codes


def _number(text: str) -> int | float:
    if not _NUMBER.fullmatch(text) or float(text.replace(",", ".")) == 0:
        raise BadCell("bad_number", f"“{text}” is not a number above 0 with two decimals at most")
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def _day(text: str) -> date:
    """`2027-01-31`, `31.1.2027`, or an instant at midnight, which is how spreadsheets keep days."""
    match = _LOCAL_DAY.fullmatch(text)
    try:
        if match is not None:
            return date(int(match[3]), int(match[2]), int(match[1]))
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise BadCell("bad_date", f"“{text}” is no day like 2027-01-31 or 31.1.2027") from error


_READERS: Readers = {
    "name": lambda text: read_text(text, 200),
    "manufacturer": lambda text: read_text(text, 200),
    "purpose": lambda text: _choice(text, identifiers.PURPOSES, "unknown_purpose"),
    "unit": lambda text: _choice(text, identifiers.UNITS, "unknown_unit"),
    "gtin": lambda text: _gtin(text) if text else None,
    "hazards": lambda text: _codes(text, identifiers.HAZARDS.__contains__, "unknown_hazard"),
    "signal_word": lambda text: (
        _choice(text, identifiers.SIGNAL_WORDS, "unknown_signal_word") if text else None
    ),
    "h_statements": lambda text: _codes(text, identifiers.is_h_statement, "bad_statement"),
    "p_statements": lambda text: _codes(text, identifiers.is_p_statement, "bad_statement"),
    "dose_amount": lambda text: _number(text) if text else None,
    "dose_litres": lambda text: _number(text) if text else None,
    "sds_revised_on": lambda text: _day(text) if text else None,
    "eco_label": lambda text: _choice(text, identifiers.LABELS, "unknown_label") if text else None,
    "licence": lambda text: read_text(text, identifiers.LICENCE_CHARACTERS_MAX) if text else "",
    "licence_from": lambda text: _day(text) if text else None,
    "licence_until": lambda text: _day(text) if text else None,
}
