"""What is recorded of duty."""

from dataclasses import dataclass

from sync.operations.envelope import Payload


@dataclass(frozen=True, slots=True)
class DutyAcknowledge(Payload):
    """The worker has seen an alert and takes it on."""

    kind = "duty.acknowledge"
    target_type = "duty_alert"


PAYLOADS: tuple[type[Payload], ...] = (DutyAcknowledge,)
