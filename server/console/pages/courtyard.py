"""The courtyard log, its CSV, and the checks that are due."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.datastructures import MultiDict

from server.console import courtyard_words
from server.console.access import viewer
from server.console.courtyard_csv import to_csv
from server.console.queries import courtyard as queries
from server.console.queries.courtyard import RecordFilter
from server.console.queries.places import districts
from server.console.requests import page_number, search_day, search_text
from server.courtyard.rules import CHECKED_KINDS
from server.database import snapshot
from server.local_time import local_day
from sync.courtyard.forms import KINDS

blueprint = Blueprint("courtyard", __name__, url_prefix="/courtyard")


@blueprint.get("/")
def page() -> str:
    """A page of records."""
    wanted = _filter(request.args)
    with snapshot() as session:
        return render_template(
            "pages/courtyard.html",
            now=datetime.now(UTC),
            wanted=wanted,
            found=queries.page_of(session, viewer(), wanted, page_number()),
            page_size=queries.PAGE_SIZE,
            districts=districts(session, viewer()),
            courtyard=courtyard_words,
        )


@blueprint.get("/log.csv")
def table() -> Response:
    """The same records as a file."""
    wanted = _filter(request.args)
    with snapshot() as session:
        text = to_csv(queries.all_of(session, viewer(), wanted), wanted.kind)
    name = f"{wanted.kind or 'courtyard'}-{local_day(datetime.now(UTC)).isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="text/csv", headers=headers)


@blueprint.get("/checks")
def checks() -> str:
    """Playgrounds and storm drains whose check is due."""
    if not viewer().is_landlord:
        abort(404)
    kind = request.args.get("kind")
    kind = kind if kind in CHECKED_KINDS else None
    today = local_day(datetime.now(UTC))
    with snapshot() as session:
        due = queries.due_spaces(session, viewer(), today, kind)
        return render_template(
            "pages/courtyard_checks.html",
            today=today,
            kind=kind,
            kinds=CHECKED_KINDS,
            total=len(due),
            due=due[: queries.CHECKS_MAX],
            courtyard=courtyard_words,
        )


def _filter(values: MultiDict[str, str]) -> RecordFilter:
    kind = values.get("kind")
    return RecordFilter(
        kind=kind if kind in KINDS else None,
        place=search_text(values, "place"),
        district_code=search_text(values, "district") or None,
        from_day=search_day(values, "from"),
        to_day=search_day(values, "to"),
    )
