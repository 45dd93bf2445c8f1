"""Tables of courtyards: records, their corrections, call-outs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import Base, Key, new_id
from server.people.models import Organisation, Person
from server.places.models import Building, District, Property, Space


class CourtyardRecord(Base):
    """One record as it was made. Its `fields` never change: what is right instead is appended as a correction.

    `check_level` follows from the newest fields: the check that it counts as, if it is one.
    """

    __tablename__ = "courtyard_records"
    __table_args__ = (
        Index(None, "property_id", "record_kind", "ended_at"),
        Index(None, "space_id", "check_level", "ended_at"),
        Index(None, "by_id", "at"),
        Index(None, "organisation_id", "ended_at"),
    )

    id: Mapped[Key] = mapped_column(primary_key=True)
    record_kind: Mapped[str] = mapped_column(String(30))
    form_version: Mapped[int]
    property_id: Mapped[str] = mapped_column(ForeignKey("properties.id"))
    building_id: Mapped[str | None] = mapped_column(ForeignKey("buildings.id"))
    space_id: Mapped[str | None] = mapped_column(ForeignKey("spaces.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    by_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    """When it was recorded, as are the next two by the corrected time."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    fields: Mapped[dict[str, Any]]
    text: Mapped[str | None] = mapped_column(Text)
    check_level: Mapped[str | None] = mapped_column(String(20))

    property: Mapped[Property] = relationship()
    building: Mapped[Building | None] = relationship()
    space: Mapped[Space | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    by: Mapped[Person] = relationship()
    corrections: Mapped[list[CourtyardCorrection]] = relationship(
        order_by=lambda: (CourtyardCorrection.at, CourtyardCorrection.id), viewonly=True
    )


class CourtyardCorrection(Base):
    """What is right instead: all fields anew, and why. Its id is its operation's."""

    __tablename__ = "courtyard_corrections"
    __table_args__ = (Index(None, "record_id", "at"),)

    id: Mapped[Key] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("courtyard_records.id"))
    form_version: Mapped[int]
    by_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    fields: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(Text)

    by: Mapped[Person] = relationship()


class CallOut(Base):
    """A supervisor calls for gritting or snow clearing in a district. Made for several at once, they share a group."""

    __tablename__ = "call_outs"
    __table_args__ = (Index(None, "district_code", "record_kind", "made_at"),)

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[str] = mapped_column(String(36), index=True)
    record_kind: Mapped[str] = mapped_column(String(30))
    district_code: Mapped[str] = mapped_column(ForeignKey("districts.code"))
    text: Mapped[str | None] = mapped_column(Text)
    made_by_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime] = mapped_column(index=True)
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    ended_at: Mapped[datetime | None]

    district: Mapped[District] = relationship()
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])


def standing_fields(record: CourtyardRecord) -> dict[str, Any]:
    """The fields that hold now: those of the newest correction, if there is one."""
    return record.corrections[-1].fields if record.corrections else record.fields
