"""What is recorded on a round and its visits."""

from dataclasses import dataclass

from sync.codes import SkipReason
from sync.operations.envelope import Payload


@dataclass(frozen=True, slots=True)
class RoundStart(Payload):
    """The worker begins a round."""

    kind = "round.start"
    target_type = "round"


@dataclass(frozen=True, slots=True)
class RoundTick(Payload):
    """A visit is done."""

    kind = "round.tick"
    target_type = "round"

    visit: str
    minutes: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RoundUntick(Payload):
    """The worker takes back an own tick or skip."""

    kind = "round.untick"
    target_type = "round"

    visit: str


@dataclass(frozen=True, slots=True)
class RoundSkip(Payload):
    """A visit could not be done; `text` is there when the reason is `other`."""

    kind = "round.skip"
    target_type = "round"

    visit: str
    reason: SkipReason
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RoundFinish(Payload):
    """The worker ends a round, perhaps with a note."""

    kind = "round.finish"
    version = 2
    target_type = "round"

    note: str | None = None


PAYLOADS: tuple[type[Payload], ...] = (RoundStart, RoundTick, RoundUntick, RoundSkip, RoundFinish)
