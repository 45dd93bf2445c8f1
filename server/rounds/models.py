"""Tables of rounds: plans, covers, rounds, their visits, and every record made on a visit."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import Base, Key, new_id
from server.people.models import Organisation, Person
from server.places.models import Building, Property, Space


class RoundPlan(Base):
    """When and by whom a building or yard is cared for. `rrule` is an RFC 5545 rule whose DTSTART is `starts_on`.

    `person_id` is the regular cleaner or caretaker, who knows the building; null leaves the rounds unassigned. A plan
    that changes ends, and another follows it (`follows_id`). `season_from` and `season_to` are days of the year
    (`11-01`: month, day), null for the whole year. `holidays` and `on_skip`: plan_days.HOLIDAY_RULES, rules.SKIP_RULES.
    """

    __tablename__ = "round_plans"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    property_id: Mapped[str] = mapped_column(ForeignKey("properties.id"), index=True)
    building_id: Mapped[str | None] = mapped_column(ForeignKey("buildings.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    work: Mapped[str] = mapped_column(String(30))
    rrule: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    season_from: Mapped[str | None] = mapped_column(String(5))
    season_to: Mapped[str | None] = mapped_column(String(5))
    holidays: Mapped[str] = mapped_column(String(20), default="keep")
    on_skip: Mapped[str] = mapped_column(String(20), default="next_round")
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("round_plans.id"), index=True)

    property: Mapped[Property] = relationship()
    building: Mapped[Building | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person | None] = relationship()
    visits: Mapped[list[PlanVisit]] = relationship(back_populates="plan", order_by="PlanVisit.position")


class PlanVisit(Base):
    """One space of a plan, in walking order, with its tasks (codes of docs/documents.md)."""

    __tablename__ = "plan_visits"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    plan_id: Mapped[str] = mapped_column(ForeignKey("round_plans.id"), index=True)
    position: Mapped[int]
    space_id: Mapped[str] = mapped_column(ForeignKey("spaces.id"), index=True)
    tasks: Mapped[list[str]]
    norm_minutes: Mapped[int]

    plan: Mapped[RoundPlan] = relationship(back_populates="visits")
    space: Mapped[Space] = relationship()


class Cover(Base):
    """Who takes a plan's rounds, or an absent person's, from one day to another, both included.

    Exactly one of `plan_id` and `absent_id` is given. `person_id` is null when an organisation's people take the rounds
    up among themselves. `reason` is one of rules.COVER_REASONS; why somebody is absent is nobody's business here.
    """

    __tablename__ = "covers"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    plan_id: Mapped[str | None] = mapped_column(ForeignKey("round_plans.id"), index=True)
    absent_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    made_by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime]

    plan: Mapped[RoundPlan | None] = relationship()
    absent: Mapped[Person | None] = relationship(foreign_keys=[absent_id])
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation] = relationship()


class Round(Base):
    """The ordered visits of one person in one building or yard on one day. One per plan and day at most.

    `cover_id`: it came to its person or organisation by this cover. `withdrawn_at`: its plan has changed, or lost the
    day, before anybody began; a record that still comes from a phone brings it back. `is_returned`: a supervisor has
    sent its end back, and it is running again.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("plan_id", "on"),
        Index(None, "on", "state"),
        Index(None, "person_id", "on"),
    )

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    plan_id: Mapped[str | None] = mapped_column(ForeignKey("round_plans.id"))
    property_id: Mapped[str] = mapped_column(ForeignKey("properties.id"), index=True)
    building_id: Mapped[str | None] = mapped_column(ForeignKey("buildings.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    work: Mapped[str] = mapped_column(String(30))
    on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20), default="planned")
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)
    cover_id: Mapped[str | None] = mapped_column(ForeignKey("covers.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    is_returned: Mapped[bool] = mapped_column(default=False)

    plan: Mapped[RoundPlan | None] = relationship()
    cover: Mapped[Cover | None] = relationship()
    property: Mapped[Property] = relationship()
    building: Mapped[Building | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person | None] = relationship()
    visits: Mapped[list[Visit]] = relationship(back_populates="round", order_by="Visit.position")


class Visit(Base):
    """One space in a round, with its state as it stands. The records behind it are `VisitRecord`s.

    `carried_from_id`: the visit, skipped or not passed by an inspection, for whose sake it is to be done;
    `is_extra`: it is here for that reason only.
    `withdrawn_at`: what was skipped has been done after all; a record that still comes brings it back.
    """

    __tablename__ = "visits"
    __table_args__ = (UniqueConstraint("round_id", "position"),)

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), index=True)
    position: Mapped[int]
    space_id: Mapped[str] = mapped_column(ForeignKey("spaces.id"), index=True)
    tasks: Mapped[list[str]]
    norm_minutes: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="open")
    at: Mapped[datetime | None]
    by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    minutes: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(30))
    text: Mapped[str | None] = mapped_column(Text)
    is_returned: Mapped[bool] = mapped_column(default=False)
    carried_from_id: Mapped[str | None] = mapped_column(ForeignKey("visits.id"), index=True)
    is_extra: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship(back_populates="visits")
    space: Mapped[Space] = relationship()


class VisitRecord(Base):
    """What one operation said of a visit. Never changed, never deleted: two people's ticks are two records."""

    __tablename__ = "visit_records"

    operation_id: Mapped[Key] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    at: Mapped[datetime]
    minutes: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(30))
    text: Mapped[str | None] = mapped_column(Text)


class WaitingSkip(Base):
    """A visit, skipped or not passed by an inspection, for which no later round is made yet: the next one takes it."""

    __tablename__ = "waiting_skips"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    property_id: Mapped[str] = mapped_column(ForeignKey("properties.id"), index=True)
