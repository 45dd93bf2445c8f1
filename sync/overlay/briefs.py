"""On a building's brief: a confirmation of one's own."""

from sync.operations import Author, BriefConfirm, Operation
from sync.overlay.values import Changes, Creations, Document, at


def _confirm(confirmed: BriefConfirm, operation: Operation, author: Author) -> Document:
    return {
        "type": "brief_confirmation",
        "building": confirmed.building,
        "items": list(confirmed.items),
        "by": author.person,
        "at": at(operation),
    }


CHANGES: Changes = {}
CREATIONS: Creations = {BriefConfirm: _confirm}
