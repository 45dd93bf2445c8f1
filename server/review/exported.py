"""Reads the file that a phone or another client exports: everything that one person recorded there (step 17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.database import is_uuid
from sync.errors import MalformedJson
from sync.wire import parse_json

FILE_BYTES_MAX = 16 * 1024 * 1024


class ImportRefused(Exception):
    """A file that can't be taken; nothing of it was. `code` is stable, `field` names the place where it is wrong.

    `file_too_large`, `file_not_json`, `file_wrong_form`; `unknown_device`: no phone of this id, or another person's;
    `not_allowed`: somebody else's worker.
    """

    def __init__(self, code: str, field: str | None = None) -> None:
        super().__init__(code if field is None else f"{code}: {field}")
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True)
class Exported:
    """What the file says: whose outbox it was, on which device, and the operations as they would have been sent."""

    person: str
    device: str
    stream: str
    operations: tuple[object, ...]


def read_export(data: bytes) -> Exported:
    """Read a file's bytes. What stands in an operation is not looked at: the inbox takes anything.

    Raises:
        ImportRefused: `file_too_large`, `file_not_json`, `file_wrong_form`
    """
    if len(data) > FILE_BYTES_MAX:
        raise ImportRefused("file_too_large")
    try:
        value = parse_json(data)
    except MalformedJson as error:
        raise ImportRefused("file_not_json") from error
    if not isinstance(value, Mapping):
        raise ImportRefused("file_wrong_form")
    person = value.get("person")
    return Exported(
        person=_id(person.get("id") if isinstance(person, Mapping) else person, "person"),
        device=_id(value.get("device"), "device"),
        stream=_id(value.get("stream"), "stream"),
        operations=_operations(value.get("operations")),
    )


def _id(value: object, field: str) -> str:
    if not isinstance(value, str) or not is_uuid(value):
        raise ImportRefused("file_wrong_form", field)
    return value.lower()


def _operations(value: object) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise ImportRefused("file_wrong_form", "operations")
    found = []
    for index, item in enumerate(value):
        if not isinstance(item, Mapping) or "operation" not in item:
            raise ImportRefused("file_wrong_form", f"operations.{index}")
        found.append(item["operation"])
    return tuple(found)
