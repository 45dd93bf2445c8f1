"""What each command does: a client in, a value and lines of text out. Printing and exit codes are in `sync/cli.py`."""

import json
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sync.client import Client, Outcome
from sync.instants import format_instant
from sync.operations import Operation, Payload, ProductUseRecord, RoundSkip, RoundTick, WorkOrderComplete
from sync.overlay import Document
from sync.task_lines import order_line, round_lines
from sync.tasks import (
    OPEN_ORDER,
    Documents,
    eco_answer,
    find_document,
    find_order,
    find_product,
    find_visit,
    of_type,
    orders_of,
    rounds_of,
)


class NotPossible(Exception):
    """What was asked does not fit what this device shows; nothing was recorded."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class Said:
    """What a command has to say: a JSON value, the same as text, and how the sync ended if there was one."""

    value: Any
    text: list[str] = field(default_factory=list)
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What commands work with. `now` is the device's own clock."""

    client: Client
    now: Callable[[], datetime]
    make_id: Callable[[], str]

    def person(self) -> str:
        """The id of the document of whoever has joined. Raises NotJoined."""
        return f"person:{self.client.account().person.id}"

    def today(self) -> str:
        """The day where the server's people work."""
        return self.now().astimezone(ZoneInfo(self.client.account().server.time_zone)).date().isoformat()


Command = Callable[[Desk, Namespace], Said]


def pull(desk: Desk, asked: Namespace) -> Said:
    """Send what waits and read what has changed."""
    return _synced(desk, is_retry=asked.retry, pull=True)


def push(desk: Desk, asked: Namespace) -> Said:
    """Only send what waits."""
    return _synced(desk, is_retry=asked.retry, pull=False)


def tasks(desk: Desk, asked: Namespace) -> Said:
    """The rounds of a day and the open orders: one's own, and those that nobody has taken."""
    documents = desk.client.documents()
    rounds = rounds_of(documents, desk.person(), asked.on or desk.today())
    orders = orders_of(documents, desk.person())
    value = {"rounds": _listed(rounds), "orders": _listed(orders)}
    text = [line for each in rounds for line in round_lines(documents, each, rounds[each])]
    text += [order_line(documents, each, order) for each, order in orders.items()]
    return Said(value, text or ["Nothing to do."])


def tick(desk: Desk, asked: Namespace) -> Said:
    """A visit is done."""
    round_id, _, visit = find_visit(desk.client.documents(), asked.visit)
    if visit["state"] == "done":
        raise NotPossible("visit_done", "This visit is done already.")
    return _recorded(desk, RoundTick(asked.visit, asked.minutes, asked.text), round_id)


def skip(desk: Desk, asked: Namespace) -> Said:
    """A visit could not be done."""
    _require_text(asked)
    round_id, _, visit = find_visit(desk.client.documents(), asked.visit)
    if visit["state"] != "open":
        raise NotPossible("visit_not_open", f"This visit is {visit['state']} already.")
    return _recorded(desk, RoundSkip(asked.visit, asked.reason, asked.text), round_id)


def complete(desk: Desk, asked: Namespace) -> Said:
    """An order is done."""
    documents = desk.client.documents()
    order_id = find_order(documents, asked.order)
    state = documents[order_id]["state"]
    if state not in OPEN_ORDER:
        raise NotPossible("order_not_open", f"This order is {state}.")
    return _recorded(desk, WorkOrderComplete(asked.result, asked.minutes, asked.text), order_id)


def use(desk: Desk, asked: Namespace) -> Said:
    """So much of a product was used, with the eco rule's answer."""
    _require_text(asked)
    documents = desk.client.documents()
    product_id = find_product(documents, asked.product)
    employer = documents.get(desk.person(), {}).get("organisation", "")
    answer = eco_answer(documents, product_id, employer, desk.today())
    if answer.needs_reason and asked.reason is None:
        names = ", ".join(documents[each]["name"] for each in answer.alternatives)
        raise NotPossible("reason_needed", f"In stock with an eco-label: {names}. Say --reason why not.")
    round_id = asked.round and find_document(documents, "round", asked.round)
    order_id = asked.order and find_order(documents, asked.order)
    place = documents.get(round_id or order_id or "", {})
    payload = ProductUseRecord(
        product=product_id,
        amount=asked.amount,
        unit=documents[product_id]["unit"],
        property=_property(documents, asked, place),
        building=None if asked.property else place.get("building"),
        round=round_id,
        order=order_id,
        reason=asked.reason,
        text=asked.text,
    )
    seen = {"is_eco_labelled": answer.is_eco_labelled, "alternatives": answer.alternatives}
    return _recorded(desk, payload, f"product_use:{desk.make_id()}", seen)


def status(desk: Desk, _: Namespace) -> Said:
    """Who has joined, what waits, and when everything had come."""
    client = desk.client
    account, pending, succeeded_at = client.account(), client.pending(), client.succeeded_at()
    entries = client.entries()
    value: dict[str, Any] = {
        "person": {"id": account.person.id, "name": account.person.name},
        "server": account.server.name,
        "pending": pending.count,
        "set_aside": [
            {"id": entry.id, "kind": entry.operation.get("kind"), "code": entry.refusal}
            for entry in entries
            if entry.state == "set_aside"
        ],
        "quarantined": [
            {"id": entry.id, "kind": entry.operation.get("kind"), "reason": entry.result.reason}
            for entry in entries
            if entry.state == "acknowledged" and entry.result is not None and entry.is_quarantined
        ],
        "documents": len(client.documents()),
        "buckets": dict(client.cursor()),
        "succeeded_at": succeeded_at and format_instant(succeeded_at),
    }
    text = [
        f"{account.person.name} at {account.server.name}",
        f"{pending.count} waiting, {len(value['set_aside'])} of them set aside",
        f"{value['documents']} documents; last complete sync: {value['succeeded_at'] or 'never'}",
    ]
    return Said(value, text)


def export(desk: Desk, asked: Namespace) -> Said:
    """Write everything that was recorded into a file, for a supervisor to import."""
    contents = desk.client.export()
    Path(asked.file).write_text(json.dumps(contents, indent=1, ensure_ascii=False), encoding="utf-8")
    count = len(contents["operations"])
    return Said({"file": asked.file, "operations": count}, [f"{count} operations written to {asked.file}"])


def _synced(desk: Desk, *, is_retry: bool, pull: bool) -> Said:
    if is_retry:
        desk.client.retry_set_aside()
    outcome = desk.client.sync(pull=pull)
    pending = desk.client.pending().count
    documents = len(desk.client.documents())
    value = {
        "outcome": outcome.kind,
        "code": outcome.code,
        "pending": pending,
        "documents": documents,
        "next_s": outcome.next_s,
        "retry_after_s": outcome.retry_after_s,
    }
    return Said(value, [f"{documents} documents, {pending} waiting"], outcome)


def _recorded(desk: Desk, payload: Payload, target: str, seen: Mapping[str, object] | None = None) -> Said:
    made: Operation = desk.client.record(payload, target, seen=seen)
    value = {"id": made.id, "kind": made.kind, "target": target, "pending": desk.client.pending().count}
    return Said(value, [f"Saved on this device: {made.kind}. `push` sends it."])


def _require_text(asked: Namespace) -> None:
    if asked.reason == "other" and not (asked.text or "").strip():
        raise NotPossible("text_needed", "The reason `other` needs --text.")


def _property(documents: Documents, asked: Namespace, place: Mapping[str, Any]) -> str:
    if asked.property:
        return find_document(documents, "property", asked.property)
    if "property" in place:
        return str(place["property"])
    known = list(of_type(documents, "property"))
    if len(known) != 1:
        raise NotPossible("property_needed", "Say where: --round, --order or --property.")
    return known[0]


def _listed(documents: Documents) -> list[Document]:
    return [{"id": each, **document} for each, document in documents.items()]
