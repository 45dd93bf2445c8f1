"""What is recorded of products."""

from dataclasses import dataclass

from sync.codes import EcoReason, Unit
from sync.operations.envelope import Payload


@dataclass(frozen=True, slots=True)
class ProductUseRecord(Payload):
    """The worker has used so much of a product; `text` is there when the reason is `other`."""

    kind = "product_use.record"
    target_type = "product_use"

    product: str
    amount: int | float
    unit: Unit
    property: str
    building: str | None = None
    round: str | None = None
    order: str | None = None
    reason: EcoReason | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ProductUseVoid(Payload):
    """The worker takes back a product use."""

    kind = "product_use.void"
    target_type = "product_use"

    text: str | None = None


PAYLOADS: tuple[type[Payload], ...] = (ProductUseRecord, ProductUseVoid)
