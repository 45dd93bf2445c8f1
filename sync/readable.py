"""Which documents can be shown: a newer or broken server must not make a reader fail."""

from collections.abc import Mapping
from typing import Any

_LISTS: Mapping[str, tuple[str, ...]] = {
    "person": ("roles",),
    "building": ("spaces",),
    "brief": ("items",),
    "round": ("visits",),
    "work_order": ("comments",),
    "product": ("licences", "hazards", "h_statements", "p_statements"),
    "stock": ("products",),
    "courtyard_record": ("corrections",),
    "courtyard_check": ("checks",),
    "call_out": ("answers",),
}
"""The lists that readers walk through without asking, by document type."""


def readable(document_id: str, document: object) -> dict[str, Any] | None:
    """The document; None when it is not of its id's type or lacks a list that its type has.

    It is kept all the same (step 16).
    """
    if not isinstance(document, Mapping) or not document_id.startswith(f"{document.get('type')}:"):
        return None
    lists = _LISTS.get(document["type"], ())
    return dict(document) if all(isinstance(document.get(field), list) for field in lists) else None
