"""What a worker has to do, and what is meant by what was typed: pure functions over documents as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.eco import alternatives, is_eco_labelled
from sync.overlay import Document

Documents = Mapping[str, Document]

OPEN_ORDER = ("new", "assigned", "started", "returned")
_ROUND_RANK = {"running": 0, "planned": 1, "finished": 2}
_LAST = "9999"
"""A missing deadline comes after every known one."""


class NotFound(Exception):
    """Nothing on this device is meant by what was typed; `code` says what was looked for."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class EcoAnswer:
    """What the eco rule says of a product; `alternatives` are ids."""

    is_eco_labelled: bool
    alternatives: list[str]

    @property
    def needs_reason(self) -> bool:
        """Whether a use has to say why no labelled product was taken."""
        return bool(self.alternatives) and not self.is_eco_labelled


def of_type(documents: Documents, document_type: str) -> dict[str, Document]:
    """The documents of one type, by id."""
    return {each: document for each, document in documents.items() if document["type"] == document_type}


def rounds_of(documents: Documents, person: str, on: str) -> dict[str, Document]:
    """A person's rounds of a day, and those that nobody has taken: running, planned, finished."""
    found = {
        each: round_
        for each, round_ in of_type(documents, "round").items()
        if round_["on"] == on and round_["person"] in (person, None)
    }
    return dict(sorted(found.items(), key=lambda item: (_ROUND_RANK.get(item[1]["state"], 3), item[0])))


def orders_of(documents: Documents, person: str) -> dict[str, Document]:
    """The open orders of a person, and those that nobody has been given: urgent ones first, then by deadline."""
    found = {
        each: order
        for each, order in of_type(documents, "work_order").items()
        if order["state"] in OPEN_ORDER and order["assigned_to"] in (person, None)
    }
    return dict(sorted(found.items(), key=lambda item: (*_urgency(item[1]), item[0])))


def find_visit(documents: Documents, visit_id: str) -> tuple[str, Document, Document]:
    """The round of a visit: its id, itself, and the visit. Raises NotFound (`unknown_visit`)."""
    for round_id, round_ in of_type(documents, "round").items():
        for visit in round_["visits"]:
            if visit["id"] == visit_id:
                return round_id, round_, visit
    raise NotFound("unknown_visit", f"No round on this device has the visit {visit_id}.")


def find_document(documents: Documents, document_type: str, text: str) -> str:
    """The id of what was typed: a full id, or its key. Raises NotFound (`unknown_<type>`)."""
    found = text if text.startswith(f"{document_type}:") else f"{document_type}:{text}"
    if found not in documents:
        raise NotFound(f"unknown_{document_type}", f"There is no {document_type} {text} on this device.")
    return found


def find_order(documents: Documents, text: str) -> str:
    """The id of an order by its id, its key or its number. Raises NotFound (`unknown_work_order`)."""
    return _find_by(documents, "work_order", ("number",), text)


def find_product(documents: Documents, text: str) -> str:
    """The id of a product by its id, its key, its GTIN or its name. Raises NotFound (`unknown_product`)."""
    return _find_by(documents, "product", ("gtin", "name"), text)


def eco_answer(documents: Documents, product_id: str, employer: str, on: str) -> EcoAnswer:
    """What the eco rule says of using a product that day, with what the employer has in stock."""
    products = of_type(documents, "product")
    stocks = of_type(documents, "stock").values()
    stock: list[str] = next((stock["products"] for stock in stocks if stock["organisation"] == employer), [])
    labelled = is_eco_labelled(products[product_id], on)
    return EcoAnswer(labelled, alternatives(product_id, products, stock, on))


def _find_by(documents: Documents, document_type: str, fields: tuple[str, ...], text: str) -> str:
    wanted = text.casefold()
    for each, document in of_type(documents, document_type).items():
        if any(str(document[field] or "").casefold() == wanted for field in fields):
            return each
    return find_document(documents, document_type, text)


def _urgency(order: Mapping[str, Any]) -> tuple[bool, str, str]:
    is_urgent = order["urgency"] == "urgent"
    return not is_urgent, order["start_by" if is_urgent else "due_on"] or _LAST, order["reported_at"]
