"""The eco rule: eco-labelled chemicals whenever an eco-labelled product is available. Pure.

A product counts as labelled while a licence of it is valid on the day of use. If a labelled product for the same
purpose is in the employer's stock, a use of one without a label needs a reason. Nothing is ever refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LicenceTerm:
    """The days on which a licence is valid, both included; without an end it is valid until further notice."""

    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class EcoProduct:
    """What the rule needs to know of a product."""

    id: str
    purpose: str
    licences: tuple[LicenceTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class EcoAnswer:
    """What the rule says of one use. `flags` are those of docs/protocol.md."""

    is_eco_labelled: bool
    flags: tuple[str, ...] = ()


def is_labelled(product: EcoProduct, on: date) -> bool:
    """Whether one of the product's licences is valid on that day."""
    return any(
        term.valid_from <= on and (term.valid_until is None or on <= term.valid_until)
        for term in product.licences
    )


def alternatives(product: EcoProduct, stock: Iterable[EcoProduct], on: date) -> frozenset[str]:
    """Ids of the labelled products for the same purpose in the stock, without the product itself."""
    return frozenset(
        other.id
        for other in stock
        if other.id != product.id and other.purpose == product.purpose and is_labelled(other, on)
    )


def needs_reason(product: EcoProduct, stock: Iterable[EcoProduct], on: date) -> bool:
    """Whether a use has to say why: no label that day, and a labelled product for the purpose is at hand."""
    return not is_labelled(product, on) and bool(alternatives(product, stock, on))


def decide_use(
    product: EcoProduct, stock: Collection[EcoProduct], on: date, *, has_reason: bool, seen_label: bool | None
) -> EcoAnswer:
    """Judge one use on its day. `seen_label` is what the phone told the worker, None when it told nothing."""
    labelled = is_labelled(product, on)
    flags = []
    if not has_reason and needs_reason(product, stock, on):
        flags.append("eco_reason_missing")
    if seen_label is not None and seen_label != labelled:
        flags.append("eco_answer_differs")
    if all(other.id != product.id for other in stock):
        flags.append("eco_product_unstocked")
    return EcoAnswer(labelled, tuple(flags))
