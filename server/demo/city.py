"""Puts the demo's parts together, each with a source of chance of its own. Touches no database: the result is rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from server.demo.briefs import make_briefs, make_codes
from server.demo.chance import Chance
from server.demo.courtyard import make_courtyards
from server.demo.duty import make_roster
from server.demo.entities import DemoPerson, DemoPhone, DemoProperty
from server.demo.history import History
from server.demo.journal import Journal
from server.demo.names import made_up_people
from server.demo.order_drafts import OrderDrafts
from server.demo.orders import OrderBook
from server.demo.organisations import Organisations, make_organisations
from server.demo.people import Hiring
from server.demo.places import make_places
from server.demo.plans import Planning
from server.demo.product_uses import ProductUses
from server.demo.products import DemoProduct, make_products
from server.demo.reviewing import Reviewing
from server.demo.rounds import DemoRound, make_rounds
from server.demo.rows import Rows
from server.demo.staff import Staff, hire_office, hire_workers
from server.feed import window
from server.local_time import local_day
from server.places.districts import city_rows
from server.places.models import Area, District

SEED = "kierros"
HISTORY_DAYS = 5
_MANAGERS = 25
_AT_WORK_TODAY = 0.05
"""So many of the workers have begun today's rounds. Those who try the demo have their day ahead of them."""


@dataclass(frozen=True, slots=True)
class City:
    """All rows of the demo, its people, the phones by person id, and what each organisation has in stock."""

    rows: Rows
    staff: Staff
    phones: Mapping[str, DemoPhone]
    stock: Mapping[str, Sequence[DemoProduct]]


def make_city(now: datetime, seed: str = SEED, size: float = 1.0, last_planned: date | None = None) -> City:
    """The whole demo for a first start at `now`: the same seed and instant give the same city.

    `size`: a part of everything that counts, from 0.01 to 1. `last_planned`: the last day that gets its rounds; as many
    days ahead as phones hold when it is not given.
    """
    today = local_day(now)
    rows = Rows()

    def chance(part: str) -> Chance:
        return Chance(seed, part, now - timedelta(days=90))

    districts_of_area = _add_districts(rows)
    organisations = make_organisations(rows, chance("organisations"))
    hiring = Hiring(rows, chance("people"))
    staff = hire_office(hiring, organisations, districts_of_area)
    properties = _make_properties(
        rows, chance("places"), hiring, staff, organisations, districts_of_area, size
    )
    buildings = [building for owned in properties for building in owned.buildings]
    make_briefs(rows, chance("briefs"), buildings, today)
    make_codes(rows, chance("codes"), buildings, today)
    stock = make_products(rows, chance("products"), organisations, today)

    planning = Planning(rows, chance("plans"), today)
    hire_workers(staff, hiring, planning, organisations, properties, size)
    make_roster(rows, chance("duty"), staff, organisations, districts_of_area, today)
    for building in buildings:
        planning.plan_basic_wash(building, building.provider_id)
    rounds = make_rounds(
        rows,
        chance("rounds"),
        planning.plans,
        today - timedelta(days=HISTORY_DAYS),
        last_planned or window.last_day(now),
    )

    reviewing = Reviewing(chance("reviewing"), staff, now)
    journal = Journal(rows, chance("journal"), reviewing.review_of, now)
    uses = ProductUses(rows, chance("product uses"), journal, stock)
    history = History(
        rows, chance("history"), journal, uses, {owned.id: owned.district for owned in properties}, now
    )
    history.walk(_past(rounds, now), {person.id: person for person in staff.workers})
    history.walk(_todays(rounds, now), {person.id: person for person in _at_work(staff)})

    residents = [name for name, _ in islice(made_up_people(chance("residents")), 900)]
    drafts = OrderDrafts(chance("reports"), properties, staff, now)
    make_courtyards(rows, chance("courtyards"), properties, staff, organisations, now)
    OrderBook(rows, chance("orders"), journal, residents, now).fill(drafts, size)
    return City(rows, staff, journal.write(staff.workers), stock)


def _add_districts(rows: Rows) -> dict[str, list[str]]:
    """The city's areas and districts; returns the districts of each area."""
    areas, districts = city_rows()
    for area in areas:
        rows.add(Area, **area)
    districts_of_area: dict[str, list[str]] = defaultdict(list)
    for district in districts:
        rows.add(District, **district)
        districts_of_area[district["area_code"]].append(district["code"])
    return districts_of_area


def _make_properties(
    rows: Rows,
    chance: Chance,
    hiring: Hiring,
    staff: Staff,
    organisations: Organisations,
    districts_of_area: dict[str, list[str]],
    size: float,
) -> list[DemoProperty]:
    """Places, each with a manager who has neighbouring ones too, and cleaned by own cleaners or the area's company."""
    company_of = {
        district: organisations.company_of_area[area]
        for area, districts in districts_of_area.items()
        for district in districts
    }
    count = max(1, round(_MANAGERS * size))
    managers = [hiring.hire("building_manager", organisations.landlord_id, ()) for _ in range(count)]
    staff.office += managers
    ordered = sorted(company_of)
    manager_of = {district: managers[index * count // len(ordered)] for index, district in enumerate(ordered)}
    return make_places(
        rows,
        chance,
        lambda district: manager_of[district].id,
        lambda district: company_of[district] if chance.happens(0.5) else organisations.landlord_id,
        size,
    )


def _past(rounds: Iterable[DemoRound], now: datetime) -> Sequence[DemoRound]:
    return [round_ for round_ in rounds if round_.on < local_day(now)]


def _todays(rounds: Iterable[DemoRound], now: datetime) -> Sequence[DemoRound]:
    return [round_ for round_ in rounds if round_.on == local_day(now)]


def _at_work(staff: Staff) -> Sequence[DemoPerson]:
    weekdays_only = [person for person in staff.workers if not person.is_on_weekends]
    return weekdays_only[:: round(len(weekdays_only) / (len(staff.workers) * _AT_WORK_TODAY))]
