"""Who may see and decide what in the console. The only place that says so.

- The landlord's admin sees and decides everything, and alone reads the audit log.
- The landlord's supervisor sees what lies in the own districts and who works there, and decides on it; the phones are
  those of the landlord's own workers.
- A building manager sees what concerns the own properties, no list of people, and decides nothing.
- Duty is planned by the landlord's supervisors, in the areas of their districts, and by its admin.
- The landlord inspects its own work and what it buys; a company sees the results of its own.
- The catalogue of products is everybody's to read and the landlord's supervisors' to keep. What is in stock says each
  organisation's own supervisor, and the landlord's admin; the landlord's supervisors see all stocks, a company its own.
- A service company's supervisor or admin sees and decides what the own organisation's people did or are to do.

Everything is asked for through `visible` or `find`: the id of something that lies elsewhere finds nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from server.courtyard.models import CallOut, CourtyardRecord
from server.database import is_uuid
from server.inspections.models import Inspection
from server.people.models import CONSOLE_ROLES, Device, Person, PersonDistrict
from server.places.models import Building, District, Property
from server.products.models import Product, ProductUse, StockItem
from server.review.models import LogEntry
from server.rounds.models import Cover, Round, RoundPlan
from server.work_orders.models import WorkOrder

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who uses the console, with all that permission depends on."""

    person_id: str
    organisation_id: str
    role: str
    is_landlord: bool
    districts: frozenset[str]

    @property
    def sees_everything(self) -> bool:
        """The landlord's admin."""
        return self.role == "admin" and self.is_landlord

    @property
    def may_decide(self) -> bool:
        """Supervisors and admins decide; a building manager reads."""
        return self.role in {"supervisor", "admin"}

    @property
    def plans_duty(self) -> bool:
        """Duty is the landlord's."""
        return self.is_landlord and self.may_decide

    @property
    def reads_audit(self) -> bool:
        """The log knows no districts and no organisations: it is for those who see everything."""
        return self.sees_everything

    @property
    def keeps_catalogue(self) -> bool:
        """Products and licences are the landlord's to keep."""
        return self.is_landlord and self.may_decide

    @property
    def sees_stocks(self) -> bool:
        """What companies have in stock concerns those who keep the catalogue, and no other company."""
        return self.keeps_catalogue

    @property
    def sees_people(self) -> bool:
        """A building manager has no need of the workers' list."""
        return self.role != "building_manager"


def viewer_of(person: Person) -> Viewer | None:
    """The viewer that a person is, or None for somebody who may not use the console."""
    if not person.is_active or person.role not in CONSOLE_ROLES:
        return None
    return Viewer(
        person_id=person.id,
        organisation_id=person.organisation_id,
        role=person.role,
        is_landlord=person.organisation.kind == "landlord",
        districts=frozenset(district.district_code for district in person.districts),
    )


def visible(viewer: Viewer, model: type[Any]) -> ColumnElement[bool]:
    """The condition on a table's rows that a viewer may see. KeyError for a table that the console does not show."""
    return true() if viewer.sees_everything else _CONDITIONS[model](viewer)


def find(session: Session, viewer: Viewer, model: type[T], key: str, *options: ExecutableOption) -> T | None:
    """A row that the viewer may see, or None: also when it exists, but not for them. `options` say what to load."""
    if not is_uuid(key):
        return None
    primary_key = model.__mapper__.primary_key[0]  # type: ignore[attr-defined]
    return session.scalars(
        select(model).where(primary_key == key, visible(viewer, model)).options(*options)
    ).one_or_none()


def may_manage(viewer: Viewer, person: Person) -> bool:
    """Whether a viewer may invite a person's devices and revoke them: that is to act in the person's name.

    Therefore nobody manages those above or beside them, but everybody their own phone.
    """
    if person.id == viewer.person_id:
        return True
    if not viewer.may_decide:
        return False
    is_own = person.organisation_id == viewer.organisation_id
    if viewer.role == "admin":
        return is_own or viewer.sees_everything
    return is_own and person.role in {"caretaker", "cleaner"}


def may_stock(viewer: Viewer, organisation_id: str) -> bool:
    """Whether a viewer says what an organisation has in stock."""
    return viewer.may_decide and (organisation_id == viewer.organisation_id or viewer.sees_everything)


def _entries(viewer: Viewer) -> ColumnElement[bool]:
    if _is_company(viewer):
        return LogEntry.organisation_id == viewer.organisation_id
    if viewer.role == "building_manager":
        return LogEntry.property_id.in_(_property_ids(viewer))
    # What could not be placed belongs to those who supervise its author.
    nowhere = and_(LogEntry.district_code.is_(None), LogEntry.person_id.in_(_person_ids(viewer)))
    return or_(LogEntry.district_code.in_(viewer.districts), nowhere)


def _rounds(viewer: Viewer) -> ColumnElement[bool]:
    if _is_company(viewer):
        return Round.organisation_id == viewer.organisation_id
    return Round.property_id.in_(_property_ids(viewer))


def _plans(viewer: Viewer) -> ColumnElement[bool]:
    if _is_company(viewer):
        return RoundPlan.organisation_id == viewer.organisation_id
    return RoundPlan.property_id.in_(_property_ids(viewer))


def _covers(viewer: Viewer) -> ColumnElement[bool]:
    """Covers of what is one's own: a company sees neither the landlord's other covers, nor who is absent there."""
    of_plans = Cover.plan_id.in_(select(RoundPlan.id).where(_plans(viewer)))
    return or_(of_plans, Cover.absent_id.in_(select(Person.id).where(_people(viewer))))


def _buildings(viewer: Viewer) -> ColumnElement[bool]:
    if _is_company(viewer):
        return Building.cleaning_provider_id == viewer.organisation_id
    return Building.property_id.in_(_property_ids(viewer))


def _orders(viewer: Viewer) -> ColumnElement[bool]:
    if _is_company(viewer):
        return WorkOrder.organisation_id == viewer.organisation_id
    return WorkOrder.property_id.in_(_property_ids(viewer))


def _product_uses(viewer: Viewer) -> ColumnElement[bool]:
    if _is_company(viewer):
        return ProductUse.organisation_id == viewer.organisation_id
    return ProductUse.property_id.in_(_property_ids(viewer))


def _courtyard_records(viewer: Viewer) -> ColumnElement[bool]:
    if _is_company(viewer):
        return CourtyardRecord.organisation_id == viewer.organisation_id
    return CourtyardRecord.property_id.in_(_property_ids(viewer))


def _call_outs(viewer: Viewer) -> ColumnElement[bool]:
    """Caretakers are the landlord's, and so are call-outs."""
    if _is_company(viewer):
        return false()
    return CallOut.district_code.in_(select(District.code).where(_districts(viewer)))


def _inspections(viewer: Viewer) -> ColumnElement[bool]:
    """A company sees what came of its work, not what is still to be looked at."""
    if _is_company(viewer):
        return (Inspection.organisation_id == viewer.organisation_id) & (Inspection.state == "finished")
    return Inspection.property_id.in_(_property_ids(viewer))


def _products(_viewer: Viewer) -> ColumnElement[bool]:
    return true()


def _stock_items(viewer: Viewer) -> ColumnElement[bool]:
    return true() if viewer.sees_stocks else StockItem.organisation_id == viewer.organisation_id


def _properties(viewer: Viewer) -> ColumnElement[bool]:
    if _is_company(viewer):
        cleaned = select(Building.property_id).where(Building.cleaning_provider_id == viewer.organisation_id)
        return Property.id.in_(cleaned)
    if viewer.role == "building_manager":
        return Property.building_manager_id == viewer.person_id
    return Property.district_code.in_(viewer.districts)


def _districts(viewer: Viewer) -> ColumnElement[bool]:
    if _is_company(viewer) or viewer.role == "building_manager":
        return District.code.in_(select(Property.district_code).where(_properties(viewer)))
    return District.code.in_(viewer.districts)


def _people(viewer: Viewer) -> ColumnElement[bool]:
    if _is_company(viewer):
        return Person.organisation_id == viewer.organisation_id
    if not viewer.sees_people:
        return false()
    return or_(Person.id == viewer.person_id, Person.id.in_(_person_ids(viewer)))


def _devices(viewer: Viewer) -> ColumnElement[bool]:
    return Device.person_id.in_(select(Person.id).where(_people(viewer)))


def _is_company(viewer: Viewer) -> bool:
    return not viewer.is_landlord and viewer.role != "building_manager"


def _property_ids(viewer: Viewer) -> Any:
    return select(Property.id).where(_properties(viewer))


def _person_ids(viewer: Viewer) -> Any:
    return select(PersonDistrict.person_id).where(PersonDistrict.district_code.in_(viewer.districts))


_CONDITIONS: Mapping[type[Any], Callable[[Viewer], ColumnElement[bool]]] = {
    LogEntry: _entries,
    Round: _rounds,
    RoundPlan: _plans,
    Cover: _covers,
    Building: _buildings,
    WorkOrder: _orders,
    ProductUse: _product_uses,
    Product: _products,
    StockItem: _stock_items,
    CourtyardRecord: _courtyard_records,
    CallOut: _call_outs,
    Inspection: _inspections,
    Property: _properties,
    District: _districts,
    Person: _people,
    Device: _devices,
}
