"""Two thousand open orders and a thousand closed ones, each with the course it took until now."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from server.demo.chance import Chance
from server.demo.entities import DemoPerson
from server.demo.journal import Journal, Review
from server.demo.order_drafts import OrderDraft, OrderDrafts
from server.demo.order_texts import COMMENT_TEXTS, RESULT_TEXTS
from server.demo.residents import add_contact, add_report, visit_note_payload
from server.demo.rows import Rows
from server.demo.waiting import merge_some, pause_payload
from server.local_time import local, local_day
from server.work_orders.deadlines import Pause, acknowledge_by, due_on, moved_day, start_by
from server.work_orders.models import (
    OrderComment,
    OrderCompletion,
    OrderEvent,
    OrderNumber,
    OrderPause,
    OrderVisitNote,
    WorkOrder,
)

OPEN_COUNT = 2_020
"""A few of them are completed by those who should not have (exceptions.py), or merged (waiting.py)."""
CLOSED_COUNT = 1_000
_PAUSED_ONE_IN = 4
"""Of the started ones."""
_OPEN_STATES = {"new": 30, "assigned": 46, "started": 20, "returned": 4}
_CLOSED_STATES = {"done": 12, "approved": 75, "cancelled": 13}
_RESULTS = {"fixed": 80, "temporary_fix": 8, "no_fault_found": 7, "needs_contractor": 5}
_ENTRIES = {"master_key": 45, "at_home": 30, "by_appointment": 25}
_CANCEL_REASONS = (
    "Sama ilmoitus on jo toisella numerolla.",
    "Asukas perui ilmoituksen.",
    "Kuuluu taloyhtiön urakoitsijalle.",
)
_RETURN_COMMENTS = (
    "Asukkaan mukaan vika on palannut, käy katsomassa uudelleen.",
    "Kuittauksesta puuttuu, mitä tehtiin. Täydennä.",
    "Lattia on vielä märkä ja likainen, siivoa uudelleen.",
)


class OrderBook:
    """Keeps orders with everything that happened to them."""

    def __init__(
        self, rows: Rows, chance: Chance, journal: Journal, residents: list[str], now: datetime
    ) -> None:
        self._rows = rows
        self._chance = chance
        self._journal = journal
        self._residents = residents
        self._now = now

    def fill(self, drafts: OrderDrafts, size: float = 1.0) -> None:
        """Take in all reports in the order they came, so that numbers grow with time, and let each run its course.

        `size`: this part of the reports.
        """
        incoming = [
            (drafts.draft(self._age_of_open(), is_open=True), self._chance.pick(_OPEN_STATES))
            for _ in range(round(OPEN_COUNT * size))
        ]
        for _ in range(round(CLOSED_COUNT * size)):
            state = self._chance.pick(_CLOSED_STATES)
            # What is done and not yet approved is fresh.
            days_ago = self._chance.uniform(2, 5) if state == "done" else self._chance.uniform(4, 60)
            incoming.append((drafts.draft(days_ago, is_open=False), state))
        incoming.sort(key=lambda item: item[0].reported_at)
        made = []
        for number, (draft, state) in enumerate(incoming, start=1):
            course = _Course(
                self._rows, self._chance, self._journal, self._residents, self._now, draft, number
            )
            made.append((course.run(state), draft.supervisor.id))
        merge_some(made, self._rows, self._chance, self._now)

    def _age_of_open(self) -> float:
        return self._chance.uniform(0.02, 4) if self._chance.happens(0.9) else self._chance.uniform(4, 15)


class _Course:
    """One order on its way."""

    def __init__(
        self,
        rows: Rows,
        chance: Chance,
        journal: Journal,
        residents: list[str],
        now: datetime,
        draft: OrderDraft,
        number: int,
    ) -> None:
        self._rows = rows
        self._chance = chance
        self._journal = journal
        self._now = now
        self._draft = draft
        self._id = chance.new_id()
        self._at = draft.reported_at
        self._row = self._report(number)
        if draft.is_flat:
            apartment = draft.place.removeprefix("Asunto ")
            add_contact(rows, chance, self._id, chance.choice(residents), apartment, self._row["entry"])
        if draft.reporter == "resident" and chance.happens(0.6):
            add_report(rows, chance, self._id)

    def run(self, state: str) -> dict[str, Any]:
        """Bring it to a state, step by step, as far as there was time for it; returns its row."""
        self._go(state)
        return self._row

    def _go(self, state: str) -> None:
        self._receive()
        if state == "cancelled":
            self._cancel()
            return
        if state == "new":
            return
        self._assign()
        if self._chance.happens(0.12):
            self._comment()
        if state == "assigned":
            return
        self._start()
        if self._row["entry"] in {"at_home", "by_appointment"} and self._chance.happens(0.3):
            self._leave_visit_note()
        if state == "started":
            if self._row["number"] % _PAUSED_ONE_IN == 0:
                self._pause()
            return
        completion = {"returned": "returned", "approved": "approved"}.get(state, "open")
        self._complete(completion)

    def _report(self, number: int) -> dict[str, Any]:
        draft = self._draft
        is_urgent = draft.urgency == "urgent"
        # The database gives the number: nothing else may, or its own counter falls behind.
        self._rows.add(OrderNumber, order_id=self._id)
        return self._rows.add(
            WorkOrder,
            id=self._id,
            number=number,
            property_id=draft.property.id,
            building_id=draft.building.id,
            space_id=draft.space.id if draft.space else None,
            organisation_id=draft.worker.organisation_id,
            # Which flat it is stands with the contact alone.
            place="" if draft.is_flat else draft.place,
            category=draft.category,
            trade=draft.trade,
            urgency=draft.urgency,
            description=draft.description,
            state="new",
            reporter=draft.reporter,
            reported_by_id=draft.reported_by.id if draft.reported_by else None,
            reported_at=draft.reported_at,
            due_on=None if is_urgent else due_on(local(draft.reported_at)),
            start_by=start_by(draft.reported_at) if is_urgent else None,
            promised_on=None,
            acknowledge_by=acknowledge_by(draft.reported_at) if is_urgent else None,
            acknowledged_at=None,
            merged_into_id=None,
            assigned_to_id=None,
            entry=self._chance.pick(_ENTRIES) if draft.is_flat else "not_needed",
            started_at=None,
            first_started_at=None,
            completed_at=None,
            completed_by_id=None,
            closed_at=None,
            result=None,
            minutes=None,
            result_text=None,
        )

    def _receive(self) -> None:
        draft = self._draft
        self._add_event("created", draft.reported_by)
        if draft.reporter == "worker":
            payload = {
                "property": f"property:{draft.property.id}",
                "building": f"building:{draft.building.id}",
                "place": draft.place,
                "category": draft.category,
                "urgency": draft.urgency,
                "description": draft.description,
            }
            self._record(
                draft.worker,
                "work_order.create",
                payload | ({"space": draft.space.id} if draft.space else {}),
            )

    def _cancel(self) -> None:
        self._pass_time(0.5, 30)
        self._row |= {"state": "cancelled", "closed_at": self._at}
        self._add_event("cancelled", self._draft.supervisor, {"reason": self._chance.choice(_CANCEL_REASONS)})

    def _assign(self) -> None:
        self._pass_time(0.1, 6)
        worker = self._draft.worker
        self._row |= {"state": "assigned", "assigned_to_id": worker.id}
        if self._draft.urgency == "urgent":
            self._row["acknowledged_at"] = self._at
        self._add_event("assigned", self._draft.supervisor, {"person": worker.id, "before": None})

    def _comment(self) -> None:
        self._pass_time(0.1, 4)
        text = self._chance.choice(COMMENT_TEXTS)
        comment_id = self._record(self._draft.worker, "work_order.comment", {"text": text})
        self._rows.add(
            OrderComment,
            id=comment_id,
            order_id=self._id,
            by_id=self._draft.worker.id,
            at=self._at,
            text=text,
        )
        self._add_event("commented", self._draft.worker, {"comment": comment_id})

    def _start(self) -> None:
        self._pass_time(0.2, 24)
        self._row |= {"state": "started", "started_at": self._at, "first_started_at": self._at}
        self._record(self._draft.worker, "work_order.start", {})
        self._add_event("started", self._draft.worker)

    def _leave_visit_note(self) -> None:
        self._pass_time(0.1, 4)
        payload = visit_note_payload(self._chance)
        worker = self._draft.worker
        note_id = self._record(worker, "work_order.visit_note", payload)
        self._rows.add(
            OrderVisitNote,
            id=note_id,
            order_id=self._id,
            by_id=worker.id,
            at=self._at,
            reason=payload["reason"],
            text=payload.get("text"),
        )
        self._add_event("visit_note", worker, {"note": note_id})

    def _pause(self) -> None:
        self._pass_time(0.1, 2)
        payload = pause_payload(self._row["number"], local_day(self._at))
        worker = self._draft.worker
        pause_id = self._record(worker, "work_order.pause", payload)
        until = date.fromisoformat(payload["until"]) if "until" in payload else None
        self._rows.add(
            OrderPause,
            id=pause_id,
            order_id=self._id,
            by_id=worker.id,
            at=self._at,
            reason=payload["reason"],
            until=until,
            text=payload.get("text"),
        )
        promised = self._row["due_on"]
        moved = moved_day(promised, [Pause(self._at, None, payload["reason"], until)]) if promised else None
        if moved != promised:
            self._row |= {"due_on": moved, "promised_on": promised}
        details = {"pause": pause_id, "reason": payload["reason"], "until": payload.get("until")}
        self._add_event("paused", worker, details)

    def _complete(self, review_state: str) -> None:
        minutes = self._chance.choice((10, 15, 20, 30, 30, 45, 60, 90))
        self._pass_time(minutes / 60, minutes / 60)
        worker, supervisor = self._draft.worker, self._draft.supervisor
        result = self._chance.pick(_RESULTS)
        text = self._chance.choice(RESULT_TEXTS[result]) if self._chance.happens(0.7) else None
        completed_at = self._at
        self._row |= {
            "state": "done",
            "closed_at": completed_at,
            "completed_at": completed_at,
            "completed_by_id": worker.id,
            "result": result,
            "minutes": minutes,
            "result_text": text,
        }
        self._add_event("completed", worker, {"result": result})
        review = self._review(review_state, supervisor)
        payload = {"result": result, "minutes": minutes} | ({"text": text} if text else {})
        operation_id = self._record(worker, "work_order.complete", payload, at=completed_at, review=review)
        self._rows.add(
            OrderCompletion,
            operation_id=operation_id,
            order_id=self._id,
            person_id=worker.id,
            at=completed_at,
            result=result,
            minutes=minutes,
            text=text,
        )

    def _review(self, state: str, supervisor: DemoPerson) -> Review:
        if state == "open":
            return Review("open")
        self._pass_time(0.5, 20)
        if state == "approved":
            self._row["state"] = "approved"
            self._add_event("approved", supervisor)
            return Review("approved", supervisor.id, self._at)
        comment = self._chance.choice(_RETURN_COMMENTS)
        self._row |= {"state": "returned", "closed_at": None}
        self._add_event("returned", supervisor, {"comment": comment})
        return Review("returned", supervisor.id, self._at, comment)

    def _pass_time(self, hours_min: float, hours_max: float) -> None:
        """Let some hours go by, but never into the future: what came late was done in a hurry."""
        left = (self._now - self._at) / 2
        self._at += min(timedelta(hours=self._chance.uniform(hours_min, hours_max)), left)

    def _record(
        self,
        person: DemoPerson,
        kind: str,
        payload: dict[str, Any],
        *,
        at: datetime | None = None,
        review: Review | None = None,
    ) -> str:
        return self._journal.record(
            person,
            kind,
            f"work_order:{self._id}",
            at or self._at,
            payload=payload,
            district=self._draft.property.district,
            about={
                "property_id": self._draft.property.id,
                "building_id": self._draft.building.id,
                "order_id": self._id,
            },
            seen={} if kind == "work_order.create" else {"state": self._row["state"]},
            review=review,
        )

    def _add_event(self, what: str, by: DemoPerson | None, details: dict[str, Any] | None = None) -> None:
        self._rows.add(
            OrderEvent,
            id=self._chance.new_id(),
            order_id=self._id,
            what=what,
            by_id=by.id if by else None,
            at=self._at,
            details=details or {},
        )
