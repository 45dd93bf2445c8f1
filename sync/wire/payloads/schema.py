"""What the payloads of several subjects share."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, validates_schema

from sync.limits import TEXT_CHARACTERS_MAX
from sync.wire.schema import WireSchema

OPTIONAL: Mapping[str, Any] = MappingProxyType({"load_default": None, "allow_none": True})
"""For fields that may be absent or null."""
TEXT: Mapping[str, Any] = MappingProxyType({"characters_max": TEXT_CHARACTERS_MAX})


class ReasonedSchema(WireSchema):
    """A payload whose reason `other` says nothing without a text."""

    @validates_schema
    def require_text(self, data: Mapping[str, Any], **_: Any) -> None:
        """`other` needs a text that is not blank."""
        if data.get("reason") == "other" and not (data.get("text") or "").strip():
            raise ValidationError("Required when the reason is other.", "text")
