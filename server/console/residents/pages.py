"""The residents' form: an address, then the report on one page, then the private link that follows it.

Works without JavaScript and without a cookie: the language is a part of the address, and of the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request, url_for
from flask_babel import force_locale, get_locale
from flask_limiter import RateLimitExceeded
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from server.config import Settings
from server.console import labels
from server.console.forms import Form
from server.console.language import LANGUAGES
from server.console.requests import search_text
from server.console.residents import sent, words
from server.database import Busy, snapshot, transaction
from server.places.models import Building
from server.residents import services
from server.residents.models import ResidentReport
from server.residents.rules import OrderFacts, read_report, steps_of
from server.web.limits import limiter
from server.work_orders.deadlines import RESIDENTS_REASONS
from server.work_orders.models import WorkOrder
from server.work_orders.rules import OPEN_STATES, URGENT_CATEGORIES

blueprint = Blueprint("residents", __name__, url_prefix="/report", template_folder="../templates")

_Answer = str | AnyResponse | tuple[str, int]
_SPACES_OUTSIDE = frozenset({"courtyard", "playground", "storm_drain", "roof_gutter"})


@blueprint.before_request
def _choose_language() -> None:
    asked = request.form.get("switch") or request.values.get("lang")
    if asked in LANGUAGES:
        g.page_language = asked


@blueprint.after_request
def _keep_to_oneself(response: Response) -> Response:
    """What somebody wrote, or what became of it, is kept nowhere. An empty form is: the way back finds it filled in."""
    is_empty = request.method == "GET" and request.endpoint == "residents.start"
    response.headers["Cache-Control"] = "private, no-cache" if is_empty else "no-store"
    return response


@blueprint.get("/")
@limiter.limit(lambda: current_app.config["KIERROS_REPORT_READ_LIMIT"])
def start() -> _Answer:
    """Where? A search in the register; then, for a chosen building, or one that a sign names, the form."""
    text = search_text(request.args, "address")
    key = request.args.get("building", "")
    with snapshot() as session:
        chosen = services.find_building(session, key) if key else None
        if chosen is not None:
            return _form_page(chosen, Form(), sent.new_token())
        return render_template(
            "residents/address.html",
            text=text,
            found=services.find_buildings(session, text),
            found_max=services.FOUND_MAX,
            is_short=0 < len(text) < services.SEARCH_MIN,
            is_unknown=bool(key),
        )


@blueprint.post("/")
@limiter.limit(lambda: current_app.config["KIERROS_REPORT_LIMIT"])
def send() -> _Answer:
    """Make the order and lead to its private link. What is wrong is said at its field; what was typed stays."""
    if sent.is_from_elsewhere():
        abort(403)
    values = request.form
    number = sent.number_of(values.get("form", ""))
    with snapshot() as session:
        building = services.find_building(session, values.get("building", ""))
        if building is None:
            return redirect(url_for(".start", building="?", lang=_language()), 303)
        if "switch" in values or number is None:
            problem = None if "switch" in values else "form_expired"
            token = sent.new_token() if number is None else values["form"]
            page = _form_page(building, Form(values), token, problem)
            return page if problem is None else (page, 422)
        report, errors = read_report(values, _spaces(building), labels.ORDER_CATEGORIES)
        if report is None:
            return _form_page(building, _with_errors(errors), values["form"]), 422
        building_id = building.id
    form = services.Form(number, sent.secret_of(number), _language())
    try:
        with transaction() as session:
            chosen = session.get_one(Building, building_id)
            made = services.make_report(session, chosen, report, form, datetime.now(UTC))
            is_new = made is not None
    except IntegrityError:
        # The same form at the same moment: the other one has made the order.
        is_new = False
    news = "new" if is_new else "again"
    return redirect(url_for(".link", secret=form.secret, lang=_language(), news=news), 303)


@blueprint.get("/<secret>")
@limiter.limit(lambda: current_app.config["KIERROS_REPORT_READ_LIMIT"])
def link(secret: str) -> _Answer:
    """What became of a report, for whoever has the link."""
    with snapshot() as session:
        is_possible = len(secret) == sent.SECRET_CHARACTERS
        report = services.find_report(session, secret) if is_possible else None
        if report is None:
            abort(404)
        if "page_language" in g:
            return _link_page(report)
        with force_locale(report.language):
            return _link_page(report)


@blueprint.after_request
def _hide_link(response: Response) -> Response:
    """A private link is told to no search engine and to no other site."""
    if request.endpoint == "residents.link":
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.errorhandler(RateLimitExceeded)
def _too_often(error: RateLimitExceeded) -> tuple[str, int, dict[str, str]]:
    retry = {"Retry-After": str(error.limit.limit.get_expiry())}
    if request.method == "POST":
        with snapshot() as session:
            building = services.find_building(session, request.form.get("building", ""))
            if building is not None:
                token = request.form.get("form", "")
                return _form_page(building, Form(request.form), token, "rate_limited"), 429, retry
    return render_template("residents/error.html", status=429), 429, retry


@blueprint.errorhandler(Busy)
def _busy(_error: Busy) -> tuple[str, int, dict[str, str]]:
    return render_template("residents/error.html", status=503), 503, {"Retry-After": "2"}


@blueprint.errorhandler(HTTPException)
def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.response is not None or error.code is None:
        return error
    return render_template("residents/error.html", status=error.code), error.code


def _form_page(building: Building, form: Form, token: str, problem: str | None = None) -> str:
    return render_template(
        "residents/form.html",
        building=building,
        spaces=[space for space in building.spaces if space.kind not in _SPACES_OUTSIDE],
        form=form,
        token=token,
        problem=problem,
        urgent=[code for code in labels.ORDER_CATEGORIES if code in URGENT_CATEGORIES],
        minor=[code for code in labels.ORDER_CATEGORIES if code not in URGENT_CATEGORIES],
        words=words,
    )


def _link_page(report: ResidentReport) -> str:
    order = report.order
    # Of a duplicate the resident is told how the order that lives on is getting along.
    living = order.merged_into or order
    settings: Settings = current_app.extensions["kierros_settings"]
    return render_template(
        "residents/link.html",
        order=order,
        living=living,
        steps=steps_of(_facts(living)),
        is_waiting=any(row.ended_at is None and row.reason in RESIDENTS_REASONS for row in living.pauses),
        notes=order.visit_notes if living.state in OPEN_STATES else [],
        words=words,
        months=settings.contact_retention_months,
        address=url_for(".link", secret=(request.view_args or {})["secret"], _external=True),
        news=request.args.get("news"),
    )


def _facts(order: WorkOrder) -> OrderFacts:
    return OrderFacts(
        state=order.state,
        urgency=order.urgency,
        reported_at=order.reported_at,
        due_on=order.due_on,
        start_by=order.start_by,
        started_at=order.started_at,
        completed_at=order.completed_at,
    )


def _with_errors(codes: Mapping[str, str]) -> Form:
    told = {name: words.error_words(name, code) for name, code in codes.items()}
    return Form(request.form, told, codes)


def _spaces(building: Building) -> set[str]:
    return {space.id for space in building.spaces}


def _language() -> str:
    return str(get_locale())
