"""Rounds and orders as lines of text, for whoever reads the commands' answers without `--json`."""

from collections.abc import Mapping
from typing import Any

from sync.overlay import Document
from sync.tasks import Documents


def round_lines(documents: Documents, round_id: str, round_: Document) -> list[str]:
    """The round, and below it a line for each of its visits."""
    building = documents.get(round_["building"] or "") or {}
    names = {space["id"]: space["name"] for space in building.get("spaces", ())}
    head = f"{round_id}  {round_['on']}  {round_['work']}  {round_['state']}  {_place(documents, round_)}"
    return [head, *(_visit_line(visit, names.get(visit["space"])) for visit in round_["visits"])]


def order_line(documents: Documents, order_id: str, order: Document) -> str:
    """The order: its number when it has one, how urgent, by when, where, and what is wrong."""
    by = order["start_by"] or order["due_on"] or ""
    parts = [order_id, order["number"] or "", order["urgency"], order["state"], by]
    return "  ".join([*parts, _place(documents, order), order["description"]])


def _visit_line(visit: Mapping[str, Any], name: str | None) -> str:
    return f"  {visit['id']}  {visit['state']:7}  {name or visit['space']}"


def _place(documents: Documents, document: Document) -> str:
    """The name of the building or the property; the property's id when this device does not know it."""
    place = documents.get(document["building"] or "") or documents.get(document["property"]) or {}
    return str(place.get("name") or document["property"])
