"""The columns of a catalogue."""

from __future__ import annotations

from server.sheets.columns import Columns

REQUIRED = ("name", "manufacturer", "purpose", "unit")
OPTIONAL = (
    "gtin",
    "hazards",
    "signal_word",
    "h_statements",
    "p_statements",
    "dose_amount",
    "dose_litres",
    "sds_revised_on",
    "eco_label",
    "licence",
    "licence_from",
    "licence_until",
)
COLUMNS = Columns(REQUIRED, OPTIONAL)
