"""Rows that contradict each other, or what the catalogue has already. Of two such rows the first is believed.

A product may have a row a licence: those rows say the same of the product.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from server.products.importing.row import CatalogueRow
from server.sheets.faults import Fault


def part_conflicts(
    rows: Iterable[CatalogueRow], name_of_gtin: Mapping[str, str]
) -> tuple[list[CatalogueRow], list[Fault]]:
    """The rows that agree with all before them, and the faults of the others.

    `name_of_gtin`: whose each GTIN is in the catalogue. A product is known by its name.
    """
    said: dict[str, CatalogueRow] = {}
    owners = dict(name_of_gtin)
    terms: dict[tuple[str, str, str], CatalogueRow] = {}
    good: list[CatalogueRow] = []
    faults: list[Fault] = []
    for row in rows:
        found = _conflicts(row, said, owners, terms)
        faults += found
        if found:
            continue
        said.setdefault(row.product.name, row)
        if row.product.gtin is not None:
            owners[row.product.gtin] = row.product.name
        if row.licence is not None:
            terms[row.product.name, row.licence.label, row.licence.licence] = row
        good.append(row)
    return good, faults


def _conflicts(
    row: CatalogueRow,
    said: Mapping[str, CatalogueRow],
    owners: Mapping[str, str],
    terms: Mapping[tuple[str, str, str], CatalogueRow],
) -> list[Fault]:
    faults = []
    before = said.get(row.product.name)
    if before is not None and before.product != row.product:
        text = f"row {before.number} says otherwise of {row.product.name}"
        faults.append(Fault(row.number, "name", "conflicting_row", text))
    gtin = row.product.gtin
    if gtin is not None and owners.get(gtin, row.product.name) != row.product.name:
        faults.append(Fault(row.number, "gtin", "gtin_taken", f"{gtin} is the GTIN of {owners[gtin]}"))
    if row.licence is not None:
        other = terms.get((row.product.name, row.licence.label, row.licence.licence))
        if other is not None and other.licence != row.licence:
            text = f"row {other.number} gives the licence other days"
            faults.append(Fault(row.number, "licence", "conflicting_row", text))
    return faults
