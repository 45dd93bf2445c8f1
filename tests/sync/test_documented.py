"""The documents in docs/ name what the code knows."""

from pathlib import Path

import pytest

from sync import codes, errors
from sync.operations import KINDS, current_version

DOCS = Path(__file__).parents[2] / "docs"
PROTOCOL = (DOCS / "protocol.md").read_text(encoding="utf-8")
DOCUMENTS = (DOCS / "documents.md").read_text(encoding="utf-8")
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_documented(kind):
    assert f"| `{kind}` {current_version(kind)} |" in OPERATIONS


@pytest.mark.parametrize("code", [*codes.STATUSES, *codes.FLAGS, *codes.QUARANTINE_REASONS])
def test_each_code_of_a_result_is_documented(code):
    assert f"`{code}`" in PROTOCOL


@pytest.mark.parametrize(
    "code",
    [
        *codes.SKIP_REASONS,
        *codes.ORDER_CATEGORIES,
        *codes.ORDER_RESULTS,
        *codes.ECO_REASONS,
        *codes.URGENCIES,
        *codes.UNITS,
    ],
)
def test_each_code_of_a_document_is_documented(code):
    assert f"`{code}`" in DOCUMENTS


@pytest.mark.parametrize("error", errors.RefusedRequest.__subclasses__())
def test_each_refusal_is_documented_with_its_status(error):
    row = next(line for line in PROTOCOL.splitlines() if line.startswith("|") and f"`{error.code}`" in line)
    listed_codes, listed_statuses = (cell.strip().split(", ") for cell in row.split("|")[1:3])

    assert dict(zip(listed_codes, listed_statuses, strict=True))[f"`{error.code}`"] == str(error.status)
