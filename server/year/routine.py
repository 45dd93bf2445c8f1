"""A worker's day: read in the morning, walk and record without network, send at noon and in the evening.

What is chosen depends on the seed, the day and what it is about (a plan, an order's number), never on keys that the
server made up: the same year falls the same way each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from server.local_time import local_day
from server.year.agenda import Agenda, chance_of
from server.year.landlord import Worker
from server.year.phones import Phone
from server.year.yards import checks_due, yard_work
from sync.eco import alternatives, is_eco_labelled
from sync.operations import Payload
from sync.operations.briefs import BriefConfirm
from sync.operations.duty import DutyAcknowledge
from sync.operations.products import ProductUseRecord
from sync.operations.residents import WorkOrderVisitNote
from sync.operations.rounds import RoundFinish, RoundSkip, RoundTick
from sync.operations.work_orders import (
    WorkOrderComment,
    WorkOrderComplete,
    WorkOrderCreate,
    WorkOrderPause,
    WorkOrderResume,
    WorkOrderStart,
)

Documents = Mapping[str, Mapping[str, Any]]

_ORDERS_A_DAY = 4
_SKIPS = ("locked", "occupied", "out_of_time", "no_water_or_power", "unsafe")
_SKIP_SHARES = (40, 30, 20, 5, 5)
_RESULTS = ("fixed", "temporary_fix", "no_fault_found", "needs_contractor")
_RESULT_SHARES = (80, 8, 7, 5)
_FOUND = ("lighting", "lock", "window", "plumbing", "graffiti", "waste", "water_leak", "outer_door")
_FOUND_SHARES = (30, 15, 10, 15, 10, 15, 3, 2)
_URGENT = frozenset({"water_leak", "outer_door"})
_OPEN = frozenset({"assigned", "returned", "started"})


@dataclass(frozen=True, slots=True)
class Act:
    """Something to be recorded at an instant."""

    at: datetime
    payload: Payload
    target: str
    seen: Mapping[str, object] | None = None


@dataclass(slots=True)
class Routine:
    """One worker on one day. `told`: what is to be looked at after the server has heard something."""

    agenda: Agenda
    seed: str
    worker: Worker
    phone: Phone
    told: Callable[[], None]
    invite: Callable[[str, datetime], str]
    """Gives a person a code to join with."""
    _acts: list[Act] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)
    """Orders that this worker has seen to today."""

    def begin(self) -> None:
        """Plan the day's syncs; the rest follows from what they bring."""
        random = self._random("day")
        self.agenda.add(self.agenda.at(6, random.randint(40, 100)), self._morning)
        if random.random() < 0.7:
            self.agenda.add(self.agenda.at(11, random.randint(0, 90)), self._noon)
        # Now and then the battery is flat, or somebody hurries home: it is sent the next time.
        if random.random() < 0.95:
            self.agenda.add(self.agenda.at(15, random.randint(0, 80)), self._evening)

    def end(self) -> None:
        """Record what was done since the last sync: it waits for the next one."""
        self._record_until(None)

    def call(self, at: datetime, number: str) -> None:
        """Somebody is called to an urgent order: takes it on, sees to it, and sends each step at once."""
        self._record_until(at)
        self._sync(at)
        shown = self.phone.documents()
        order = next(
            (
                key
                for key, found in shown.items()
                if found["type"] == "work_order" and found["number"] == number
            ),
            None,
        )
        if order is None or shown[order]["state"] not in _OPEN | {"new"}:
            return
        random = chance_of(self.seed, "call", number, self.worker.id)
        alert = next(
            (
                key
                for key, found in shown.items()
                if found["type"] == "duty_alert" and found["order"] == order
            ),
            None,
        )
        if alert is not None and shown[alert]["state"] == "open":
            self.phone.record(DutyAcknowledge(), alert, at, {"state": "open"})
        self._taken.add(order)
        begun = at + timedelta(minutes=random.randint(5, 50))
        done = begun + timedelta(minutes=random.randint(10, 120))
        self._sync(at)
        self.agenda.add(begun, lambda now: self._send(now, WorkOrderStart(), order))
        self.agenda.add(done, lambda now: self._send(now, self._completion(random), order))

    # What the day's syncs bring.

    def _morning(self, now: datetime) -> None:
        self._sync(now)
        shown = self.phone.documents()
        at = now + timedelta(minutes=5)
        for key, round_ in self._rounds(shown):
            at = self._walk(key, round_, shown, at)
        if self.worker.role == "caretaker":
            self._acts += [
                Act(*each)
                for each in yard_work(
                    self.seed, self.agenda.day, shown, f"person:{self.worker.id}", self._new, at
                )
            ]
        self._acts.sort(key=lambda act: act.at)
        self._see_to_orders(shown, max(at, now))

    def _noon(self, now: datetime) -> None:
        self._record_until(now)
        self._sync(now)
        self._see_to_orders(self.phone.documents(), now)

    def _evening(self, now: datetime) -> None:
        self._record_until(now)
        self._sync(now)

    # Rounds.

    def _rounds(self, shown: Documents) -> Sequence[tuple[str, Mapping[str, Any]]]:
        today = self.agenda.day.isoformat()
        mine = f"person:{self.worker.id}"
        found = [
            (key, each)
            for key, each in shown.items()
            if each["type"] == "round" and each["on"] == today and each["state"] != "finished"
        ]
        found.sort(key=lambda item: str(item[1]["plan"]))
        return [
            (key, each)
            for key, each in found
            if each["person"] == mine or (each["person"] is None and self._takes_up(each))
        ]

    def _takes_up(self, round_: Mapping[str, Any]) -> bool:
        """A round that is nobody's yet."""
        is_ours = round_["organisation"] == f"organisation:{self.worker.organisation_id}"
        fits = (round_["work"] == "yard_care") == (self.worker.role == "caretaker")
        return is_ours and fits and self._random("take up", round_["plan"]).random() < 0.3

    def _walk(self, key: str, round_: Mapping[str, Any], shown: Documents, at: datetime) -> datetime:
        random = self._random("round", round_["plan"])
        if random.random() > 0.985:
            return at
        brief = f"brief:{str(round_['building'] or '').partition(':')[2]}"
        if round_["cover_until"] is not None and brief in shown:
            items = tuple(item["id"] for item in shown[brief]["items"])
            confirmed = BriefConfirm(building=round_["building"], items=items)
            self._acts.append(Act(at, confirmed, f"brief_confirmation:{self._new()}"))
        for visit in round_["visits"]:
            at += timedelta(minutes=max(1.0, visit["norm_minutes"] * random.uniform(0.5, 1.1)))
            if visit["state"] == "open":
                self._visit(key, round_, visit, at, random)
        if round_["work"] != "yard_care" and random.random() < 0.25:
            self._use_product(key, round_, shown, at, random)
        if self.worker.role == "caretaker":
            self._acts += [Act(*each) for each in checks_due(shown, round_, self._new, at, random)]
        if random.random() < 0.98:
            self._acts.append(Act(at, RoundFinish(), key))
        return at + timedelta(minutes=random.randint(2, 12))

    def _visit(
        self, key: str, round_: Mapping[str, Any], visit: Mapping[str, Any], at: datetime, random: Random
    ) -> None:
        """Done, skipped with a reason, or forgotten; now and then a defect is found."""
        chance = random.random()
        if chance < 0.96:
            minutes = visit["norm_minutes"] if random.random() < 0.3 else None
            self._acts.append(Act(at, RoundTick(visit=visit["id"], minutes=minutes), key))
        elif chance < 0.99:
            reason: Any = random.choices(_SKIPS, _SKIP_SHARES)[0]
            self._acts.append(Act(at, RoundSkip(visit=visit["id"], reason=reason), key))
        if random.random() < 0.004:
            self._find(key, round_, visit, at, random)

    def _find(
        self, key: str, round_: Mapping[str, Any], visit: Mapping[str, Any], at: datetime, random: Random
    ) -> None:
        category: Any = random.choices(_FOUND, _FOUND_SHARES)[0]
        found = WorkOrderCreate(
            property=round_["property"],
            building=round_["building"],
            space=visit["space"],
            category=category,
            urgency="urgent" if category in _URGENT else "minor",
            description="Huomasin kierroksella.",
            found_on=key,
        )
        self._acts.append(Act(at, found, f"work_order:{self._new()}"))

    def _use_product(
        self, key: str, round_: Mapping[str, Any], shown: Documents, at: datetime, random: Random
    ) -> None:
        stock = shown.get(f"stock:{self.worker.organisation_id}")
        products = {each: found for each, found in shown.items() if found["type"] == "product"}
        stocked = sorted(set(stock["products"]) & set(products)) if stock is not None else []
        if not stocked:
            return
        product = random.choice(stocked)
        today = local_day(at).isoformat()
        is_labelled = is_eco_labelled(products[product], today)
        others = alternatives(product, products, stocked, today)
        use = ProductUseRecord(
            product=product,
            amount=random.choice((10, 20, 50, 100)),
            unit=products[product]["unit"],
            property=round_["property"],
            building=round_["building"],
            round=key,
            reason=None
            if is_labelled or random.random() < 0.1
            else "out_of_stock"
            if others
            else "no_eco_alternative",
        )
        seen = {"is_eco_labelled": is_labelled, "alternatives": others}
        self._acts.append(Act(at, use, f"product_use:{self._new()}", seen))

    # Orders.

    def _see_to_orders(self, shown: Documents, at: datetime) -> None:
        mine = f"person:{self.worker.id}"
        orders = sorted(
            (str(each["number"]), key)
            for key, each in shown.items()
            if each["type"] == "work_order" and each["assigned_to"] == mine and each["state"] in _OPEN
        )
        for number, key in orders:
            if key in self._taken or len(self._taken) >= _ORDERS_A_DAY:
                continue
            random = self._random("order", number)
            if not self._is_its_turn(shown[key], random):
                continue
            self._taken.add(key)
            at += timedelta(minutes=random.randint(5, 30))
            for act in self._deal_with(key, shown[key], at, random):
                at = act.at
                self._acts.append(act)
        self._acts.sort(key=lambda act: act.at)

    def _is_its_turn(self, order: Mapping[str, Any], random: Random) -> bool:
        """What waits is looked at when its day has come, and now and then before."""
        paused = order.get("paused")
        if paused is None:
            return random.random() < 0.8
        until = paused["until"]
        return random.random() < (0.2 if until is None or until > self.agenda.day.isoformat() else 0.9)

    def _deal_with(self, key: str, order: Mapping[str, Any], at: datetime, random: Random) -> Iterator[Act]:
        if order.get("paused") is not None:
            yield Act(at, WorkOrderResume(), key)
        if order["state"] != "started":
            yield Act(at, WorkOrderStart(), key)
        at += timedelta(minutes=random.randint(5, 60))
        if random.random() < 0.08:
            yield Act(at, WorkOrderComment(text="Kävin katsomassa, tarvitaan varaosa."), key)
        chance = random.random()
        if order["entry"] in {"at_home", "by_appointment"} and chance < 0.15:
            yield Act(at, WorkOrderVisitNote(reason="nobody_home"), key)
            until = self.agenda.day + timedelta(days=random.randint(1, 8))
            is_agreed = random.random() < 0.6
            yield Act(
                at,
                WorkOrderPause(
                    reason="another_time" if is_agreed else "no_entry",
                    until=until.isoformat() if is_agreed else None,
                ),
                key,
            )
        elif chance > 0.97:
            yield Act(at, WorkOrderPause(reason="waiting_for_part"), key)
        else:
            yield Act(at, self._completion(random), key)

    def _completion(self, random: Random) -> Payload:
        result: Any = random.choices(_RESULTS, _RESULT_SHARES)[0]
        return WorkOrderComplete(result=result, minutes=random.choice((10, 15, 20, 30, 45, 60)))

    # Recording and sending.

    def _send(self, now: datetime, payload: Payload, target: str) -> None:
        self._record_until(now)
        self.phone.record(payload, target, now)
        self._sync(now)

    def _record_until(self, now: datetime | None) -> None:
        due = [act for act in self._acts if now is None or act.at <= now]
        self._acts = self._acts[len(due) :]
        for act in due:
            self.phone.record(act.payload, act.target, act.at, act.seen)

    def _sync(self, now: datetime) -> None:
        self.phone.sync_or_join(now, self.invite)
        if self.phone.take_news():
            self.told()

    def _new(self) -> str:
        return self.phone.new_id()

    def _random(self, *about: object) -> Random:
        return chance_of(self.seed, self.agenda.day, self.worker.id, *about)
