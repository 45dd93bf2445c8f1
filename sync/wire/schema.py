"""The base of all schemas: JSON object in, frozen value out, and back."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError, post_dump, post_load

from sync.errors import FieldErrors, ProtocolError


class WireSchema(Schema):
    """A schema that makes a `value_class`. Unknown fields are passed over, so that newer peers can say more."""

    value_class: ClassVar[type[Any]]
    left_out: ClassVar[Mapping[str, object]] = {}
    """JSON keys that are absent while they have this value, so that a message without news does not grow."""

    class Meta(Schema.Meta):
        unknown = EXCLUDE

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        """Build the frozen value from the checked fields."""
        return self.value_class(**data)

    @post_dump
    def leave_out(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Drop what needs no saying."""
        return {
            key: value
            for key, value in data.items()
            if key not in self.left_out or value != self.left_out[key]
        }


def load(
    schema: WireSchema, raw: object, refuse: Callable[[str, FieldErrors], ProtocolError], prefix: str = ""
) -> Any:
    """Read a JSON object; what is wrong with it becomes the error that `refuse` makes of a text and the fields."""
    if not isinstance(raw, Mapping):
        raise refuse("Not a JSON object.", {})
    try:
        return schema.load(raw)
    except ValidationError as error:
        errors = flatten(error.messages_dict, prefix)
        raise refuse("Fields are missing or wrong: " + ", ".join(errors) + ".", errors) from error


def flatten(messages: Mapping[Any, Any], prefix: str) -> dict[str, list[str]]:
    """marshmallow's nested messages as one list of texts for each dotted path."""
    flat: dict[str, list[str]] = {}
    for key, value in messages.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping):
            flat.update(flatten(value, f"{path}."))
        else:
            flat[path] = [str(each) for each in value]
    return flat
