"""What workers do: an operation for what is on their screen, or for what was there once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.simulation.clients import Json

CREATING = ("work_order.create", "product_use.record", "brief.confirm", "courtyard.record")
"""Kinds that make their target."""

_SKIP_REASONS = ("locked", "occupied", "no_water_or_power", "unsafe", "out_of_time")
_RESULTS = ("fixed", "temporary_fix", "no_fault_found", "needs_contractor")
_NOTE_REASONS = ("nobody_home", "no_permission", "extra_lock", "pet", "other")
_PAUSE_REASONS = ("waiting_for_part", "no_entry", "another_time")
_SOILS = ("loose_dirt", "dust", "stains", "surface_dirt")
_CATEGORIES = ("lighting", "cleaning", "water_leak", "lock")


@dataclass(frozen=True, slots=True)
class Deed:
    """What a worker is about to record."""

    kind: str
    target: str
    payload: Json
    seen: Json = field(default_factory=dict)


@dataclass(slots=True)
class Memory:
    """Documents that a worker has seen at any time, as they were then: on paper, in the head, in an old tab."""

    documents: dict[str, Json] = field(default_factory=dict)

    def see(self, shown: Mapping[str, Json]) -> None:
        """Remember what is on the screen."""
        self.documents.update(shown)


def choose_deed(random: Random, shown: Mapping[str, Json], memory: Memory, new_key: str) -> Deed | None:
    """Something to record; None when this worker has nothing to act upon."""
    documents = memory.documents if random.random() < 0.15 else shown
    makers = [
        _of_round,
        _of_round,
        _of_round,
        _of_order,
        _of_order,
        _of_alert,
        _new_order,
        _use,
        _void,
        _confirm,
        _courtyard,
        _inspect,
    ]
    for maker in random.sample(makers, len(makers)):
        deed: Deed | None = maker(random, documents, new_key)
        if deed is not None:
            return deed
    return None


def _of_round(random: Random, documents: Mapping[str, Json], _new_key: str) -> Deed | None:
    target = _any(random, documents, "round")
    if target is None:
        return None
    visits: Sequence[Json] = documents[target]["visits"]
    kind = random.choice(
        (
            "round.tick",
            "round.tick",
            "round.tick",
            "round.skip",
            "round.untick",
            "round.start",
            "round.finish",
        )
    )
    if kind == "round.start":
        return Deed(kind, target, {})
    if kind == "round.finish":
        return Deed(kind, target, {"note": _text(random)} if random.random() < 0.5 else {})
    visit = random.choice(visits)
    seen = {"state": visit["state"]}
    payload: Json = {"visit": visit["id"]}
    if kind == "round.tick" and random.random() < 0.5:
        payload["minutes"] = random.randint(0, 90)
    if kind == "round.skip":
        payload["reason"] = random.choice(_SKIP_REASONS)
    return Deed(kind, target, payload, seen)


def _of_order(random: Random, documents: Mapping[str, Json], _new_key: str) -> Deed | None:
    target = _any(random, documents, "work_order")
    if target is None:
        return None
    kind = random.choice(
        (
            "work_order.start",
            "work_order.complete",
            "work_order.comment",
            "work_order.comment",
            "work_order.visit_note",
            "work_order.pause",
            "work_order.resume",
        )
    )
    seen = {"state": documents[target]["state"]}
    if kind in {"work_order.start", "work_order.resume"}:
        return Deed(kind, target, {}, seen)
    if kind == "work_order.comment":
        return Deed(kind, target, {"text": _text(random)}, seen)
    if kind == "work_order.visit_note":
        reason = random.choice(_NOTE_REASONS)
        return Deed(kind, target, {"reason": reason, "text": _text(random)}, seen)
    if kind == "work_order.pause":
        pause: Json = {"reason": random.choice(_PAUSE_REASONS)}
        if random.random() < 0.5:
            pause["until"] = f"2026-04-{random.randint(1, 30):02}"
        return Deed(kind, target, pause, seen)
    return Deed(kind, target, {"result": random.choice(_RESULTS)}, seen)


def _of_alert(random: Random, documents: Mapping[str, Json], _new_key: str) -> Deed | None:
    target = _any(random, documents, "duty_alert")
    if target is None:
        return None
    return Deed("duty.acknowledge", target, {}, {"state": documents[target]["state"]})


def _new_order(random: Random, documents: Mapping[str, Json], new_key: str) -> Deed | None:
    building = _any(random, documents, "building")
    if building is None:
        return None
    payload: Json = {
        "property": documents[building]["property"],
        "building": building,
        "category": random.choice(_CATEGORIES),
        "urgency": random.choice(("minor", "urgent")),
        "description": _text(random),
    }
    round_ = _any(random, documents, "round")
    if round_ is not None and random.random() < 0.3:
        payload["found_on"] = round_
    return Deed("work_order.create", f"work_order:{new_key}", payload)


def _use(random: Random, documents: Mapping[str, Json], new_key: str) -> Deed | None:
    product = _any(random, documents, "product")
    place = _any(random, documents, "property")
    if product is None or place is None:
        return None
    payload: Json = {
        "product": product,
        "amount": random.randint(1, 500),
        "unit": "ml",
        "property": place,
    }
    if random.random() < 0.5:
        payload["reason"] = "no_eco_alternative"
    return Deed("product_use.record", f"product_use:{new_key}", payload, {"is_eco_labelled": False})


def _void(random: Random, documents: Mapping[str, Json], _new_key: str) -> Deed | None:
    target = _any(random, documents, "product_use")
    return None if target is None else Deed("product_use.void", target, {})


def _confirm(random: Random, documents: Mapping[str, Json], new_key: str) -> Deed | None:
    brief = _any(random, documents, "brief")
    if brief is None:
        return None
    payload: Json = {
        "building": documents[brief]["building"],
        "items": [item["id"] for item in documents[brief]["items"]],
    }
    return Deed("brief.confirm", f"brief_confirmation:{new_key}", payload)


def _courtyard(random: Random, documents: Mapping[str, Json], new_key: str) -> Deed | None:
    """A record of snow, or a correction of one that this worker has seen."""
    fields: Json = {"depth_cm": random.randint(1, 30), "method": random.choice(("plough", "hand"))}
    form: Json = {"record_kind": "snow_clearing", "form_version": 1, "fields": fields}
    made = _any(random, documents, "courtyard_record")
    if made is not None and random.random() < 0.5:
        return Deed("courtyard.correct", made, form | {"text": _text(random)})
    place = _any(random, documents, "property")
    if place is None:
        return None
    times = {"started_at": "2026-01-05T06:00:00.000+02:00", "ended_at": "2026-01-05T06:40:00.000+02:00"}
    return Deed("courtyard.record", f"courtyard_record:{new_key}", form | times | {"property": place})


def _inspect(random: Random, documents: Mapping[str, Json], _new_key: str) -> Deed | None:
    target = _any(random, documents, "inspection")
    if target is None:
        return None
    seen = {"state": documents[target]["state"]}
    if random.random() < 0.2:
        return Deed("inspection.finish", target, {"note": _text(random)}, seen)
    space = random.choice(documents[target]["spaces"])["space"]
    graded: Json = {"space": space, "level": random.randint(0, 5)}
    if random.random() < 0.5:
        graded["findings"] = [{"soil": random.choice(_SOILS), "object": "floor"}]
    return Deed("inspection.grade", target, graded, seen)


def foreign_operation(random: Random, shown: Mapping[str, Json], new_key: str) -> Json:
    """An operation as another build, or a fault, may have left it in the outbox."""
    round_ = _any(random, shown, "round") or f"round:{new_key}"
    order = _any(random, shown, "work_order") or f"work_order:{new_key}"
    visits = shown[round_]["visits"] if round_ in shown else [{"id": new_key}]
    visit = random.choice(visits)["id"]
    return random.choice(
        (
            # A newer build's kind, and a newer form of a known one.
            {"kind": "round.sing", "kind_version": 1, "target": round_, "payload": {"song": _text(random)}},
            {"kind": "round.tick", "kind_version": 99, "target": round_, "payload": {"visits": [visit]}},
            # An older build's form.
            {"kind": "round.finish", "kind_version": 1, "target": round_, "payload": {"text": _text(random)}},
            # What no build should ever have made.
            {"kind": "round.tick", "kind_version": 1, "target": round_, "payload": {"visit": 7}},
            {"kind": "round.tick", "kind_version": 1, "target": order, "payload": {"visit": visit}},
            {
                "kind": "round.tick",
                "kind_version": 1,
                "target": f"round:{new_key}",
                "payload": {"visit": visit},
            },
            {"kind": "round.tick", "kind_version": 1, "target": round_, "payload": {"visit": new_key}},
            {"kind": "work_order.comment", "kind_version": 1, "target": order, "payload": {"text": "  "}},
            {
                "kind": "work_order.comment",
                "kind_version": 1,
                "target": order,
                "payload": {"text": "x" * 9000},
            },
            {"kind": "?", "kind_version": 1, "target": order, "payload": {}},
            {"kind": "work_order.comment", "kind_version": 1, "target": order, "payload": [[[]]]},
            {
                "kind": "work_order.comment",
                "kind_version": 1,
                "target": order,
                "payload": {"text": "?"},
                "recorded_at": "the day before yesterday",
            },
            # A field of the future in a known form: to be passed over.
            {
                "kind": "work_order.comment",
                "kind_version": 1,
                "target": order,
                "payload": {"text": _text(random), "mood": 5},
                "weather": "fine",
            },
        )
    )


def _any(random: Random, documents: Mapping[str, Json], document_type: str) -> str | None:
    ids = sorted(each for each in documents if each.startswith(f"{document_type}:"))
    return random.choice(ids) if ids else None


def _text(random: Random) -> str:
    return f"Huomio {random.getrandbits(24):x} – åäö 🧹"
