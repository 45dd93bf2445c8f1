"""docs/documents.md names every field that a document has."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from server.feed.models import Document, Entry
from tests.server.subjects import built

TABLE = Path(__file__).parents[2] / "docs" / "documents.md"


def documented():
    rows = re.findall(r"^\| `(\w+)` \|([^|]*)\|(.*)\|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    return {document_type: set(re.findall(r"`(\w+)`", fields)) for document_type, _, fields in rows}


@pytest.mark.parametrize(
    "document_type",
    [
        "district",
        "organisation",
        "person",
        "property",
        "building",
        "brief",
        "round",
        "work_order",
        "product",
        "stock",
    ],
)
def test_the_fields_of_a_document_are_documented(world, session, document_type):
    statement = select(Document.id).join(Entry, Entry.document_id == Document.id)
    document_id = session.scalars(statement.where(Document.id.startswith(f"{document_type}:"))).first()

    fields = set(built(session, document_id).body)

    assert fields
    assert fields <= documented()[document_type]
