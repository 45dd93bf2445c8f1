"""What the review registers: its documents, and that it listens to every operation and what is decided of it."""

from __future__ import annotations

from server.feed.registry import register_documents
from server.inbox.models import InboxDecision
from server.inbox.registry import operation_decided, quarantine_decided
from server.review.documents import build_decisions, build_returns, returns_of
from server.review.entries import on_operation_decided, on_quarantine_decided
from server.review.models import LogEntry


def register() -> None:
    """Register returns and decisions, and keep an entry of every operation received."""
    register_documents("return", build_returns, {LogEntry: returns_of})
    register_documents("decision", build_decisions, {InboxDecision: lambda made: [made.operation_id]})
    operation_decided.connect(on_operation_decided)
    quarantine_decided.connect(on_quarantine_decided)
