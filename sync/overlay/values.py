"""What the overlays of all subjects need."""

from collections.abc import Callable, Mapping
from typing import Any

from sync.instants import format_instant
from sync.operations import Author, Operation, Payload

Document = dict[str, Any]
Change = Callable[[Mapping[str, Any], Any, Operation, Author], Document]
"""(document, payload, operation, author) → the fields that change."""
Create = Callable[[Any, Operation, Author], Document]
"""(payload, operation, author) → a whole document."""
Changes = Mapping[type[Payload], Change]
Creations = Mapping[type[Payload], Create]


def at(operation: Operation) -> str:
    """When it was recorded, as documents write it."""
    return format_instant(operation.recorded_at)


def or_else(value: Any, otherwise: Any) -> Any:
    """The value, or something else when there is none (an empty text is a value)."""
    return otherwise if value is None else value
