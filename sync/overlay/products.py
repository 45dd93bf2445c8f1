"""On a product use."""

from collections.abc import Mapping
from typing import Any

from sync.operations import Author, Operation, ProductUseRecord, ProductUseVoid
from sync.overlay.values import Changes, Creations, Document, at, or_else


def _void(use: Mapping[str, Any], _: ProductUseVoid, operation: Operation, __: Author) -> Document:
    return {"voided_at": or_else(use["voided_at"], at(operation))}


def _record_use(use: ProductUseRecord, operation: Operation, author: Author) -> Document:
    return {
        "type": "product_use",
        "product": use.product,
        "amount": use.amount,
        "unit": use.unit,
        "property": use.property,
        "building": use.building,
        "round": use.round,
        "order": use.order,
        "by": author.person,
        "at": at(operation),
        "is_eco_labelled": operation.seen.get("is_eco_labelled") is True,
        "reason": use.reason,
        "text": use.text,
        "voided_at": None,
    }


CHANGES: Changes = {ProductUseVoid: _void}
CREATIONS: Creations = {ProductUseRecord: _record_use}
