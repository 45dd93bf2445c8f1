"""Every code has words."""

from __future__ import annotations

import re
from collections.abc import Collection

import pytest
from flask import Flask

from server.config import REPOSITORY
from server.console import labels
from server.console.labels import word
from server.people.models import ROLES
from sync import codes
from sync.operations import KINDS

DOCUMENTS = (REPOSITORY / "docs" / "documents.md").read_text()
PROTOCOL = (REPOSITORY / "docs" / "protocol.md").read_text()


def _listed(title: str, text: str = DOCUMENTS) -> set[str]:
    """The codes of one line of a document's list."""
    line = re.search(rf"^(?:- )?{title}[^:\n]*: (.*)$", text, re.MULTILINE)
    assert line is not None, title
    return set(re.findall(r"`([a-z0-9_]+)`", line.group(1)))


def _states(document_type: str, field: str) -> set[str]:
    """The codes that a field may have, by its row of the table: up to `… or` the last, or all that follow."""
    row = re.search(rf"^\| \(?`?{document_type}`?\)? \|.*?`{field}`: (.*)$", DOCUMENTS, re.MULTILINE)
    assert row is not None, document_type
    codes_ = re.match(r"(?:`\w+`, )*?`\w+` or `\w+`|(?:`\w+`, )*`\w+`", row.group(1))
    assert codes_ is not None, field
    return set(re.findall(r"`(\w+)`", codes_.group()))


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (labels.ROLES, "Roles"),
        (labels.SPACE_KINDS, "Space kinds"),
        (labels.BRIEF_TOPICS, "Brief topics"),
        (labels.TASKS, "Tasks"),
        (labels.SKIP_REASONS, "Skip reasons"),
        (labels.ORDER_RESULTS, "Order results"),
        (labels.PAUSE_REASONS, "Pause reasons"),
        (labels.SOILS, "Soils"),
        (labels.INSPECTED_OBJECTS, "Inspected objects"),
        (labels.PURPOSES, "Purposes"),
        (labels.ECO_LABELS, "Eco-labels"),
        (labels.ECO_REASONS, "Reasons for a product"),
    ],
)
def test_codes_of_documents(words: labels.Words, title: str) -> None:
    assert set(words) == _listed(title)


@pytest.mark.parametrize(
    ("words", "document_type", "field"),
    [
        (labels.WORKS, "round", "work"),
        (labels.ROUND_STATES, "round", "state"),
        (labels.VISIT_STATES, "visit", "state"),
        (labels.ORDER_STATES, "work_order", "state"),
        (labels.TRADES, "work_order", "trade"),
        (labels.URGENCIES, "work_order", "urgency"),
        (labels.REPORTERS, "work_order", "reporter"),
        (labels.ENTRIES, "work_order", "entry"),
        (labels.ORGANISATION_KINDS, "organisation", "kind"),
    ],
)
def test_states_of_documents(words: labels.Words, document_type: str, field: str) -> None:
    assert set(words) == _states(document_type, field)


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (labels.ROLES, ROLES),
        (labels.KINDS, KINDS),
        (labels.FLAGS, codes.FLAGS),
        (labels.FLAG_EXPLANATIONS, codes.FLAGS),
        (labels.FLAGS, _listed("Flags", PROTOCOL)),
        (labels.QUARANTINE_REASONS, codes.QUARANTINE_REASONS),
        (labels.ORDER_CATEGORIES, codes.ORDER_CATEGORIES),
        (labels.SKIP_REASONS, codes.SKIP_REASONS),
        (labels.ORDER_RESULTS, codes.ORDER_RESULTS),
        (labels.PAUSE_REASONS, codes.PAUSE_REASONS),
        (labels.ECO_REASONS, codes.ECO_REASONS),
        (labels.STATUSES, set(codes.STATUSES) - {"later"}),
    ],
)
def test_codes_of_the_protocol(words: labels.Words, known: Collection[str]) -> None:
    assert set(words) == set(known)


def test_words_for_what_is_unknown_or_nothing(app: Flask) -> None:
    assert word(labels.ROLES, "cleaner") == "Siivooja"
    assert word(labels.ROLES, "king") == "king"
    for nothing in (None, 7, ["cleaner"], {"a": 1}, True):
        assert word(labels.ROLES, nothing) == ""
