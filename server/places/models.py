"""Tables of places: areas, districts, properties, buildings, spaces, special features."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import Base, Key, new_id


class Area(Base):
    """A maintenance area; by default one of the city's eight major districts."""

    __tablename__ = "areas"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name_fi: Mapped[str] = mapped_column(String(100))
    name_sv: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    opens: Mapped[time | None]
    """Office hours on weekdays, where they are not the usual ones; null together with `closes`."""
    closes: Mapped[time | None]


class District(Base):
    """One of the city's districts: the unit of download."""

    __tablename__ = "districts"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("areas.code"), index=True)
    name_fi: Mapped[str] = mapped_column(String(100))
    name_sv: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))

    area: Mapped[Area] = relationship()


class Property(Base):
    """A plot unit. `code` is the official property id, written `91-54-12-3`."""

    __tablename__ = "properties"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(200), index=True)
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    district_code: Mapped[str] = mapped_column(ForeignKey("districts.code"), index=True, active_history=True)
    building_manager_id: Mapped[str | None] = mapped_column(
        ForeignKey("persons.id"), index=True, active_history=True
    )

    district: Mapped[District] = relationship()
    buildings: Mapped[list[Building]] = relationship(back_populates="property", order_by="Building.name")


class Building(Base):
    """A building. `permanent_id` is the national permanent building id, `cleaning_provider_id` who cleans it."""

    __tablename__ = "buildings"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    property_id: Mapped[str] = mapped_column(ForeignKey("properties.id"), index=True, active_history=True)
    permanent_id: Mapped[str] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(200))
    cleaning_provider_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)

    property: Mapped[Property] = relationship(back_populates="buildings")
    spaces: Mapped[list[Space]] = relationship(back_populates="building", order_by="Space.position")
    brief_items: Mapped[list[BriefItem]] = relationship(back_populates="building", order_by="BriefItem.id")


class Space(Base):
    """A space of a building or its yard, in walking order (`position` from 1); `norm_minutes`: a visit's norm time."""

    __tablename__ = "spaces"
    __table_args__ = (UniqueConstraint("building_id", "kind", "name"),)

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    building_id: Mapped[str] = mapped_column(ForeignKey("buildings.id"), index=True, active_history=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(100))
    floor: Mapped[str | None] = mapped_column(String(20))
    area_m2: Mapped[float] = mapped_column(Float)
    norm_minutes: Mapped[int]

    building: Mapped[Building] = relationship(back_populates="spaces")


class BriefItem(Base):
    """A special feature: one item of a building's brief, in the language it was written in. Its text never changes:
    what changes ends, and another item takes its place.

    `is_sensitive`: a door code, an alarm code: it goes to those only who have work in the building in the next days.
    """

    __tablename__ = "brief_items"
    __table_args__ = (Index(None, "building_id", "id"),)

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    building_id: Mapped[str] = mapped_column(ForeignKey("buildings.id"))
    topic: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    made_by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime | None]

    building: Mapped[Building] = relationship(back_populates="brief_items")


class BriefConfirmation(Base):
    """Somebody has read a building's brief: the items that stood in it then. Its id is that of its document."""

    __tablename__ = "brief_confirmations"
    __table_args__ = (Index(None, "building_id", "person_id"), Index(None, "person_id", "at"))

    id: Mapped[Key] = mapped_column(primary_key=True)
    building_id: Mapped[str] = mapped_column(ForeignKey("buildings.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    items: Mapped[list[str]]
