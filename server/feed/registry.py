"""Document types and the tables behind them, as the subjects registered them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Built:
    """A document as it should be now: its fields and the buckets it belongs in. No buckets: no device has it."""

    buckets: frozenset[str]
    body: Mapping[str, Any]


Builder = Callable[[Session, Collection[str], datetime], Mapping[str, Built]]
"""(session, keys, now) → {key: document}. A key that is left out has no document. Reads many keys in few queries."""

Watch = Callable[[Any], Iterable[str | None]]
"""A changed row → the keys of the documents it changes (None is passed over)."""

_builders: dict[str, Builder] = {}
_watches: dict[type, list[tuple[str, Watch]]] = {}


def register_documents(document_type: str, build: Builder, watch: Mapping[type, Watch]) -> None:
    """Say how documents of a type are built, and which tables' rows change which of them.

    Registering the same type again replaces it, so that an application can be made twice in one process.
    """
    for watches in _watches.values():
        watches[:] = [item for item in watches if item[0] != document_type]
    _builders[document_type] = build
    add_watch(document_type, watch)


def add_watch(document_type: str, watch: Mapping[type, Watch]) -> None:
    """Say which tables of a subject further up also change documents of a type.

    Called after `register_documents` of that type, which forgets the watches that were added before.
    """
    for model, keys_of in watch.items():
        _watches.setdefault(model, []).append((document_type, keys_of))


def builder(document_type: str) -> Builder:
    """The builder of a type; KeyError when nobody registered it."""
    return _builders[document_type]


def touched_by(row: object) -> Iterable[str]:
    """Ids of the documents that a changed row touches."""
    for document_type, keys_of in _watches.get(type(row), ()):
        for key in keys_of(row):
            if key is not None:
                yield f"{document_type}:{key}"


def is_watched(model: type) -> bool:
    """True when rows of this table are behind documents, so that a bulk statement on it would go past the gateway."""
    return model in _watches
