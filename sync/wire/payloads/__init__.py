"""The JSON of each kind's payload, by subject (docs/operations.md). Optional fields may be absent or null."""

from collections.abc import Mapping
from types import MappingProxyType

from sync.wire.payloads import briefs, courtyard, duty, inspections, products, residents, rounds, work_orders
from sync.wire.schema import WireSchema

PAYLOAD_SCHEMAS: Mapping[str, WireSchema] = MappingProxyType(
    {
        schema.value_class.kind: schema
        for subject in (rounds, work_orders, products, duty, residents, briefs, courtyard, inspections)
        for schema in subject.SCHEMAS
    }
)
"""How to read and write the current version of each kind's payload."""
