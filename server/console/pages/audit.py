"""The audit log: every change by anybody, who, when, what, before and after; and whether it is whole."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from server.audit.chain import Fault, Head, head_of, verify
from server.audit.changes import is_noted
from server.console.access import viewer
from server.console.audit_words import CHANGES, FAULTS, TABLES, line_of
from server.console.labels import word
from server.console.queries import audit as queries
from server.console.queries.audit import AuditFilter
from server.console.requests import search_text
from server.database import Base, snapshot

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

_FILTERS = ("who", "table", "record", "since", "until")
VERIFIED_HERE_MAX = 100_000
"""More rows than that take longer than a page may: the command on the server goes through them."""

_COMMAND = "flask --app server audit verify"


@blueprint.before_request
def _require_reader() -> None:
    if not viewer().reads_audit:
        abort(404)


@blueprint.get("/")
def page() -> str:
    """A page of the log."""
    with snapshot() as session:
        return _page(session)


@blueprint.post("/verify")
def check() -> str:
    """Go through the whole chain, and say what was found above the newest rows."""
    with snapshot() as session:
        head = head_of(session)
        if head.n > VERIFIED_HERE_MAX:
            return _page(session, too_long=True)
        return _page(session, fault=verify(session), verified=head)


def _page(
    session: Session, *, fault: Fault | None = None, verified: Head | None = None, too_long: bool = False
) -> str:
    wanted = _filter(request.args)
    found = queries.page_of(session, wanted, _before(), _tables())
    names = queries.names_in(session, found.rows)
    return render_template(
        "pages/audit.html",
        wanted=wanted,
        lines=[line_of(row, names) for row in found.rows],
        older=found.older,
        newest={name: request.args[name] for name in _FILTERS if request.args.get(name)},
        tables=sorted(((name, word(TABLES, name)) for name in _tables()), key=lambda each: each[1].lower()),
        changes=CHANGES,
        fault=word(FAULTS, fault.code) % {"n": fault.n} if fault is not None else None,
        verified=verified,
        too_long=too_long,
        command=_COMMAND,
    )


def _tables() -> list[str]:
    """Those that the log may have rows of."""
    return sorted(filter(is_noted, Base.metadata.tables))


def _filter(values: MultiDict[str, str]) -> AuditFilter:
    table = values.get("table")
    return AuditFilter(
        who=search_text(values, "who"),
        table=table if table in Base.metadata.tables else None,
        record=search_text(values, "record"),
        since=_day(values.get("since", "")),
        until=_day(values.get("until", "")),
    )


def _day(text: str) -> date | None:
    """A day as a browser sends it. What can't be read, or lies beyond what has a next day, asks for nothing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(1970, 1, 1) <= day <= date(9000, 1, 1) else None


def _before() -> int | None:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None
