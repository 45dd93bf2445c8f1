"""What an operation does to a document, for display until the server's own effect arrives (docs/operations.md).

Rules:
- Pure: nothing that is passed in changes; a document that comes out may share its unchanged parts.
- An operation on a state it does not fit, or that is already in the document, leaves the document as it is, since the
  server's document may come before the operation is dropped from the overlay.
- Fields that are not known here stay as they came.
- An operation changes its target, and what follows its target: an alert follows its order.
- Where nothing clashes, the result equals the server's document but for what only the server knows.

The same rules in TypeScript: fieldapp/src/protocol/overlay/. tests/vectors/overlay.json holds the two together.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sync.operations import Author, Operation
from sync.overlay import briefs, courtyard, duty, inspections, products, residents, rounds, work_orders
from sync.overlay.values import Changes, Creations, Document


def replay(
    documents: Mapping[str, Mapping[str, Any]], operations: Iterable[Operation], author: Author
) -> dict[str, Document]:
    """All documents by id as they look after the operations, taken in the given order."""
    replayed = {document_id: dict(document) for document_id, document in documents.items()}
    for operation in operations:
        document = overlay(replayed.get(operation.target), operation, author)
        if document is not None:
            replayed[operation.target] = document
        for follower in followers(replayed, operation.target):
            replayed[follower] |= _follow(replayed[follower], operation, author)
    return replayed


def followers(documents: Mapping[str, Mapping[str, Any]], target: str) -> list[str]:
    """Ids of those of the documents that operations on the target change, too."""
    return [each for each, document in documents.items() if duty.order_of(document) == target]


def overlay(document: Mapping[str, Any] | None, operation: Operation, author: Author) -> Document | None:
    """The document after the operation: the target's, or one that follows it.

    None when the target is unknown and the operation does not create it.
    """
    kind = type(operation.payload)
    if document is None:
        create = _CREATE.get(kind)
        return create(operation.payload, operation, author) if create else None
    if duty.order_of(document) == operation.target:
        return dict(document) | _follow(document, operation, author)
    change = _CHANGE.get(kind)
    return dict(document) | (change(document, operation.payload, operation, author) if change else {})


def _follow(document: Mapping[str, Any], operation: Operation, author: Author) -> Document:
    change = duty.FOLLOWING.get(type(operation.payload))
    return change(document, operation.payload, operation, author) if change else {}


_CHANGE: Changes = {
    **rounds.CHANGES,
    **work_orders.CHANGES,
    **products.CHANGES,
    **duty.CHANGES,
    **residents.CHANGES,
    **courtyard.CHANGES,
    **inspections.CHANGES,
}
_CREATE: Creations = {
    **work_orders.CREATIONS,
    **products.CREATIONS,
    **briefs.CREATIONS,
    **courtyard.CREATIONS,
}

__all__ = ["Document", "followers", "overlay", "replay"]
