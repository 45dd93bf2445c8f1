"""Tables of people: organisations, persons, their districts, devices and one-time codes."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import Base, Key, new_id

ROLES = ("caretaker", "cleaner", "building_manager", "supervisor", "admin")
CONSOLE_ROLES = frozenset({"building_manager", "supervisor", "admin"})


class Organisation(Base):
    """The landlord (`kind` landlord, one of them) or a service company."""

    __tablename__ = "organisations"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))


class Person(Base):
    """Somebody who works with Kierros. Only console users have a username and a password hash.

    `session_version` grows when the password changes or access ends: older sign-ins are then void. `access_ended_at` is
    null while `is_active`; of somebody whose access ended before it was noted, too.
    """

    __tablename__ = "persons"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(5), default="fi")
    phone: Mapped[str | None] = mapped_column(String(30))
    email: Mapped[str | None] = mapped_column(String(254))
    """Where alerts go; nobody but the console shows it."""
    is_active: Mapped[bool] = mapped_column(default=True)
    access_ended_at: Mapped[datetime | None]
    username: Mapped[str | None] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    session_version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    districts: Mapped[list[PersonDistrict]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="PersonDistrict.district_code"
    )


class PersonDistrict(Base):
    """A district in which a person works; a supervisor has all the districts of the area."""

    __tablename__ = "person_districts"

    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    district_code: Mapped[str] = mapped_column(ForeignKey("districts.code"), primary_key=True, index=True)

    person: Mapped[Person] = relationship(back_populates="districts")

    # Two supervisors may take one district away at the same moment: it is gone for both.
    __mapper_args__ = MappingProxyType({"confirm_deleted_rows": False})


class Device(Base):
    """A phone (or another client) of one person. Only hashes of its tokens are kept, in `DeviceToken`."""

    __tablename__ = "devices"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    joined_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_contact_at: Mapped[datetime | None]
    build: Mapped[str | None] = mapped_column(String(50))
    pending_count: Mapped[int] = mapped_column(default=0)
    pending_oldest_at: Mapped[datetime | None]
    differing: Mapped[list[str]] = mapped_column(default=list)
    """Buckets that differ on the device from the server's even after mending (docs/protocol.md, step 16)."""

    person: Mapped[Person] = relationship()


class DeviceToken(Base):
    """A bearer token, as the SHA-256 of its text in hex."""

    __tablename__ = "device_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), index=True)
    expires_at: Mapped[datetime]

    device: Mapped[Device] = relationship()


class JoinCode(Base):
    """A one-time code, as the SHA-256 of its normalised text in hex."""

    __tablename__ = "join_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    made_by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
