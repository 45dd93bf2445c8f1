"""Payloads of operations on inspections."""

from collections.abc import Sequence

from marshmallow import ValidationError, fields, validate

from sync import operations
from sync.codes import INSPECTED_OBJECTS, SOILS
from sync.limits import LEVEL_MAX
from sync.wire.fields import Array, code_field, integer_field, text_field, uuid_field
from sync.wire.payloads.schema import OPTIONAL, TEXT
from sync.wire.schema import WireSchema


class FindingSchema(WireSchema):
    """Soil of a kind on a group of objects."""

    value_class = operations.Finding

    soil = code_field(SOILS, required=True)
    object = code_field(INSPECTED_OBJECTS, required=True)


def _refuse_repeated(findings: Sequence[operations.Finding]) -> None:
    if len(set(findings)) < len(findings):
        raise ValidationError("The same finding twice.")


class InspectionGradeSchema(WireSchema):
    """`inspection.grade`"""

    value_class = operations.InspectionGrade

    space = uuid_field(required=True)
    level = integer_field(0, LEVEL_MAX, required=True)
    findings = Array(
        fields.Nested(FindingSchema),
        **OPTIONAL,
        validate=[validate.Length(max=len(SOILS) * len(INSPECTED_OBJECTS)), _refuse_repeated],
    )
    text = text_field(**TEXT, **OPTIONAL)


class InspectionFinishSchema(WireSchema):
    """`inspection.finish`"""

    value_class = operations.InspectionFinish

    note = text_field(**TEXT, **OPTIONAL)


SCHEMAS: tuple[WireSchema, ...] = (InspectionGradeSchema(), InspectionFinishSchema())
