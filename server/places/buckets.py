"""Names of the buckets (docs/protocol.md, Buckets)."""

from __future__ import annotations

CATALOGUE = "catalogue"
LANDLORD = "landlord"
"""The kind of the organisation that owns the buildings."""
_DUTY = "duty:"


def caretaking(district_code: str) -> str:
    """The landlord's caretakers of a district."""
    return f"district:{district_code}:caretaking"


def cleaning(district_code: str) -> str:
    """The landlord's own cleaners of a district."""
    return f"district:{district_code}:cleaning"


def company(organisation_id: str, district_code: str) -> str:
    """A service company's part of a district."""
    return f"company:{organisation_id}:{district_code}"


def person(person_id: str) -> str:
    """What one person has alone."""
    return f"person:{person_id}"


def duty(area_code: str) -> str:
    """What is for whoever is on duty in an area."""
    return f"{_DUTY}{area_code}"


def is_passing(name: str) -> bool:
    """Whether people have a bucket for some hours only: nothing may be missing from their others because of it."""
    return name.startswith(_DUTY)


def stock(organisation_id: str) -> str:
    """What an employer has in stock."""
    return f"stock:{organisation_id}"


def of_trade(organisation_id: str, organisation_kind: str, trade: str, district_code: str) -> str:
    """Where an organisation's work of a trade (`caretaking` or `cleaning`) lies as long as it is nobody's own."""
    if organisation_kind != LANDLORD:
        return company(organisation_id, district_code)
    return cleaning(district_code) if trade == "cleaning" else caretaking(district_code)
