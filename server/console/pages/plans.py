"""Round plans: the list, a new one, one to change or to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server.console.access import viewer
from server.console.forms import Form
from server.console.plan_form import day_of_year_words, filled, read_day, read_plan
from server.console.queries import rounds as queries
from server.console.queries.places import districts
from server.console.requests import page_number, search_text
from server.console.rrule_words import DAYS, day_name, rule_words
from server.database import snapshot, transaction
from server.local_time import local_day
from server.people.models import Organisation, Person
from server.places.models import Building, Space
from server.review.permission import find
from server.rounds import plans
from server.rounds.models import RoundPlan
from server.rounds.plans import NewPlan, PlanEnded, PlanError

blueprint = Blueprint("plans", __name__, url_prefix="/rounds/plans")

_Answer = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a plan is for: a building, or with `is_yard` the yard of its property."""

    building: Building
    is_yard: bool

    @property
    def key(self) -> tuple[str, str | None]:
        return self.building.property_id, None if self.is_yard else self.building.id


@blueprint.get("/")
def page() -> str:
    """A page of plans."""
    code, text = search_text(request.args, "district"), search_text(request.args, "text")
    with snapshot() as session:
        return render_template(
            "pages/plans.html",
            found=queries.plans_page(
                session, viewer(), code or None, text, page_number(), local_day(datetime.now(UTC))
            ),
            page_size=queries.PAGE_SIZE,
            districts=districts(session, viewer()),
            district=code,
            text=text,
            rule_words=rule_words,
            season=day_of_year_words,
        )


@blueprint.get("/new")
def new() -> str:
    """The form for a plan of a building, or of its property's yard."""
    _require_decider()
    today = local_day(datetime.now(UTC)).isoformat()
    proposed = {"starts_on": today, "every": "1", "holidays": "next_weekday", "on_skip": "next_round"}
    with snapshot() as session:
        place = _place(session)
        values = MultiDict(proposed | {"work": "yard_care" if place.is_yard else "maintenance_cleaning"})
        return _form(session, place, Form(values), values)


@blueprint.post("/new")
def create() -> _Answer:
    """Make it, with the rounds that phones hold."""
    form = Form(request.form)
    with transaction() as session:
        place = _place(session)
        wanted = _read(session, form, place)
        if wanted is None:
            return _form(session, place, form, request.form), 422
        plans.create_plan(session, wanted, datetime.now(UTC))
    flash(_("The plan is made, and its rounds of the next two weeks."))
    return redirect(url_for("console.building.page", key=place.building.id))


@blueprint.get("/<key>/")
def show(key: str) -> str:
    """One plan, as the form that changes it."""
    with snapshot() as session:
        plan = _plan(session, key)
        today = local_day(datetime.now(UTC))
        values = filled(plan, max(today + timedelta(days=1), plan.starts_on))
        return _form(session, _place_of(session, plan), Form(values), values, plan)


@blueprint.post("/<key>/")
def change(key: str) -> _Answer:
    """Let another plan follow from a day on."""
    form, follower = Form(request.form), key
    try:
        with transaction() as session:
            plan = _plan(session, key)
            place = _place_of(session, plan)
            wanted = _read(session, form, place, plan)
            if wanted is not None:
                follower = plans.change_plan(session, plan, wanted, datetime.now(UTC)).id
    except PlanEnded:
        form.refuse("starts_on", _("Somebody has changed this plan already. Open the one that follows it."))
    except PlanError:
        form.refuse("starts_on", _("A plan changes from today on at the earliest."))
    if not form.is_good:
        with snapshot() as session:
            plan = _plan(session, key)
            return _form(session, _place_of(session, plan), form, request.form, plan), 422
    flash(_("The plan is changed. Rounds that nobody had touched follow it."))
    return redirect(url_for(".show", key=follower))


@blueprint.post("/<key>/end")
def end(key: str) -> _Answer:
    """Let it end with a day."""
    form = Form(request.form)
    last_on = read_day(form, "last_on")
    try:
        with transaction() as session:
            plan = _plan(session, key)
            if last_on is not None:
                plans.end_plan(session, plan, last_on, datetime.now(UTC))
    except PlanError:
        form.refuse("last_on", _("Choose yesterday or a later day, before the plan's own end."))
    if not form.is_good:
        with snapshot() as session:
            plan = _plan(session, key)
            values = filled(plan, local_day(datetime.now(UTC)))
            values["last_on"] = form.value("last_on")
            return _form(session, _place_of(session, plan), Form(values, form.errors), values, plan), 422
    flash(_("The plan ends. Rounds after it that nobody had touched are withdrawn."))
    return redirect(url_for(".show", key=key))


def _read(session: Session, form: Form, place: _Place, plan: RoundPlan | None = None) -> NewPlan | None:
    people, organisations = _takers(session, plan)
    takers: dict[str, Person | None] = {f"organisation:{row.id}": None for row in organisations}
    takers |= {f"person:{row.id}": row for row in people}
    employers = {f"organisation:{row.id}": row.id for row in organisations}
    employers |= {f"person:{row.id}": row.organisation_id for row in people}
    before = {visit.space_id: tuple(visit.tasks) for visit in plan.visits} if plan is not None else {}
    is_same_work = plan is not None and plan.work == form.value("work")
    return read_plan(
        form,
        request.form,
        place.key,
        _spaces(session, place, plan),
        takers=takers,
        organisation_of=employers,
        tasks_before=before if is_same_work else {},
    )


def _form(
    session: Session, place: _Place, form: Form, values: MultiDict[str, str], plan: RoundPlan | None = None
) -> str:
    people, organisations = _takers(session, plan)
    return render_template(
        "pages/plan.html",
        form=form,
        chosen_days=values.getlist("days"),
        chosen_spaces=set(values.getlist("spaces")),
        place=place,
        plan=plan,
        follower=queries.follower_of(session, plan) if plan is not None else None,
        today=local_day(datetime.now(UTC)),
        spaces=_spaces(session, place, plan),
        people=people,
        organisations=organisations,
        days=DAYS,
        day_name=day_name,
        rule_words=rule_words,
    )


def _takers(session: Session, plan: RoundPlan | None) -> tuple[Sequence[Person], Sequence[Organisation]]:
    """Whom a plan may be given to; whoever has it may keep it, also when they work elsewhere otherwise."""
    people = list(queries.workers(session, viewer()))
    organisations = list(queries.organisations_to_send(session, viewer()))
    if plan is not None and plan.person is not None and plan.person not in people:
        people.append(plan.person)
    if plan is not None and plan.organisation not in organisations:
        organisations.append(plan.organisation)
    return people, organisations


def _spaces(session: Session, place: _Place, plan: RoundPlan | None) -> Sequence[Space]:
    """Those of the plan in its walking order, then the others."""
    property_id, building_id = place.key
    planned = [visit.space for visit in plan.visits] if plan is not None else []
    known = {space.id for space in planned}
    offered = queries.spaces_for(session, viewer(), property_id, building_id)
    return [*planned, *(space for space in offered if space.id not in known)]


def _place(session: Session) -> _Place:
    building = find(session, viewer(), Building, request.values.get("building", ""))
    if building is None:
        abort(404)
    return _Place(building, request.values.get("yard") == "1")


def _place_of(session: Session, plan: RoundPlan) -> _Place:
    building = plan.building or next(iter(plan.property.buildings), None)
    if building is None:
        abort(404)
    return _Place(building, plan.building_id is None)


def _plan(session: Session, key: str) -> RoundPlan:
    plan = queries.find_plan(session, viewer(), key)
    if plan is None:
        abort(404)
    return plan


def _require_decider() -> None:
    if not viewer().may_decide:
        abort(403)
