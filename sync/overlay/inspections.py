"""On an inspection and its spaces."""

from collections.abc import Mapping
from typing import Any

from sync.operations import Author, InspectionFinish, InspectionGrade, Operation
from sync.overlay.values import Changes, Document, at


def _grade(
    inspection: Mapping[str, Any], grade: InspectionGrade, operation: Operation, author: Author
) -> Document:
    graded = {
        "level": grade.level,
        "findings": [{"soil": each.soil, "object": each.object} for each in grade.findings or ()],
        "text": grade.text,
        "at": at(operation),
        "by": author.person,
    }
    return {
        "spaces": [
            {**space, **graded, "passed": grade.level >= space["required"]}
            if space["space"] == grade.space
            else space
            for space in inspection["spaces"]
        ]
    }


def _finish(
    inspection: Mapping[str, Any], finish: InspectionFinish, operation: Operation, author: Author
) -> Document:
    if inspection["state"] == "finished":
        return {}
    return {
        "state": "finished",
        "finished_at": at(operation),
        "finished_by": author.person,
        "note": finish.note,
    }


CHANGES: Changes = {InspectionGrade: _grade, InspectionFinish: _finish}
