"""Tables of inspections: the inspection, its spaces, every grade that was given, and the desk's tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import Base, Key, new_id
from server.people.models import Organisation, Person
from server.places.models import Building, Property, Space

FINDINGS = JSON(none_as_null=True)
"""[{`soil`, `object`}], codes of docs/documents.md."""


class Inspection(Base):
    """A supervisor looks at a sample of a building's spaces. `organisation_id`: whose work it is.

    `lot_size`: of so many spaces the sample was drawn. `state`: open or finished. `on_fail` is what holds for this
    inspection, rules.FAIL_RULES: a setting that changes does not change what was agreed before.
    """

    __tablename__ = "inspections"
    __table_args__ = (
        Index(None, "property_id", "on"),
        Index(None, "organisation_id", "on"),
        Index(None, "inspector_id", "state"),
        Index(None, "state", "finished_at"),
    )

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    property_id: Mapped[str] = mapped_column(ForeignKey("properties.id"))
    building_id: Mapped[str] = mapped_column(ForeignKey("buildings.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    work: Mapped[str] = mapped_column(String(30))
    on: Mapped[date]
    inspector_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    lot_size: Mapped[int]
    on_fail: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="open")
    made_by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    """By the corrected time."""
    finished_by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    note: Mapped[str | None] = mapped_column(Text)

    property: Mapped[Property] = relationship()
    building: Mapped[Building] = relationship()
    organisation: Mapped[Organisation] = relationship()
    inspector: Mapped[Person] = relationship(foreign_keys=[inspector_id])
    finished_by: Mapped[Person | None] = relationship(foreign_keys=[finished_by_id])
    spaces: Mapped[list[InspectedSpace]] = relationship(
        back_populates="inspection", order_by="InspectedSpace.position"
    )


class InspectedSpace(Base):
    """A space of the sample with the grade that holds: the last in time. Each that was given is an `InspectionGrade`.

    What it has led to because it failed: `redo_of_id`, the visit whose space the next round does again, or `order_id`.
    """

    __tablename__ = "inspected_spaces"
    __table_args__ = (UniqueConstraint("inspection_id", "space_id"),)

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"))
    position: Mapped[int]
    space_id: Mapped[str] = mapped_column(ForeignKey("spaces.id"), index=True)
    required: Mapped[int]
    level: Mapped[int | None]
    findings: Mapped[list[Any]] = mapped_column(FINDINGS, default=list)
    text: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime | None]
    by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    redo_of_id: Mapped[str | None] = mapped_column(ForeignKey("visits.id"), index=True)
    order_id: Mapped[str | None] = mapped_column(ForeignKey("work_orders.id"), index=True)

    inspection: Mapped[Inspection] = relationship(back_populates="spaces")
    space: Mapped[Space] = relationship()
    by: Mapped[Person | None] = relationship()
    grades: Mapped[list[InspectionGrade]] = relationship(
        order_by=lambda: (InspectionGrade.at, InspectionGrade.operation_id), viewonly=True
    )


class InspectionGrade(Base):
    """What one operation said of a space. Never changed, never deleted. `counts`: its author is one who inspects."""

    __tablename__ = "inspection_grades"
    __table_args__ = (Index(None, "inspected_space_id", "at"),)

    operation_id: Mapped[Key] = mapped_column(primary_key=True)
    inspected_space_id: Mapped[str] = mapped_column(ForeignKey("inspected_spaces.id"))
    level: Mapped[int]
    findings: Mapped[list[Any]] = mapped_column(FINDINGS)
    text: Mapped[str | None] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    counts: Mapped[bool]

    by: Mapped[Person] = relationship()


class SamplingStep(Base):
    """A line of the desk's sampling table. Without any, rules.DEFAULT_SAMPLING holds."""

    __tablename__ = "sampling_steps"

    lot_from: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sample: Mapped[int]


class RequiredLevel(Base):
    """The level that spaces of a kind must reach. Of a kind without a line, rules.DEFAULT_LEVELS holds."""

    __tablename__ = "required_levels"

    space_kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    level: Mapped[int]
