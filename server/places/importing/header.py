"""The columns of a register."""

from __future__ import annotations

from server.sheets.columns import Columns

REQUIRED = (
    "property_code",
    "property_name",
    "address",
    "postal_code",
    "district",
    "building_permanent_id",
    "building_name",
    "cleaning_provider",
    "spaces",
)
OPTIONAL = ("building_address", "building_manager")
COLUMNS = Columns(REQUIRED, OPTIONAL)
