"""What the review registers: its document, and that it listens to every decided operation."""

from __future__ import annotations

from server.feed.registry import register_documents
from server.inbox.registry import operation_decided
from server.review.documents import build_returns, returns_of
from server.review.entries import on_operation_decided
from server.review.models import LogEntry


def register() -> None:
    """Register returns, and make an entry of every operation received."""
    register_documents("return", build_returns, {LogEntry: returns_of})
    operation_decided.connect(on_operation_decided)
