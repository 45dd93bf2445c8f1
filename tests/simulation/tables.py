"""What the invariants ask of the server's tables, and how everything must stand after what is there."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from tests.simulation.clients import Json
from tests.simulation.desk import Desk
from tests.simulation.oracle import Alert, Arrival, Inspected, Oracle, Order, Round, Visit, expected_scope
from tests.simulation.server import Server


@dataclass(slots=True)
class Tables:
    """Looks at the database from outside, past all services."""

    server: Server
    desk: Desk
    _inbox: set[str] = field(default_factory=set)

    def arrived(self, ids: Collection[str]) -> set[str]:
        """Those of these operations that the inbox has."""
        if ids:
            self._inbox.update(self.server.new_arrivals())
        return self._inbox.intersection(ids)

    def forget_arrivals(self) -> None:
        """Another history: what had arrived in the one before need not be in this one."""
        self._inbox.clear()

    def organisation_of(self, person: str) -> str:
        """A person's employer."""
        world = self.server.world
        return world.company if person == world.company_cleaner else world.landlord

    def scope_of(self, person: str) -> frozenset[str]:
        """The buckets of a person as the tables say now."""
        rows = self.server.rows(
            "SELECT p.id, p.role, p.is_active, o.id AS organisation, o.kind FROM persons p"
            " JOIN organisations o ON o.id = p.organisation_id WHERE p.id = :id",
            id=person,
        )
        districts = self.server.rows(
            "SELECT district_code FROM person_districts WHERE person_id = :id", id=person
        )
        return expected_scope(rows[0], [row["district_code"] for row in districts])

    def current_revisions(self, bucket: str) -> dict[str, int]:
        """What lies in a bucket, by id, with its revision."""
        rows = self.server.rows(
            "SELECT document_id, revision FROM feed_entries WHERE bucket = :bucket AND NOT is_deleted",
            bucket=bucket,
        )
        return {row["document_id"]: row["revision"] for row in rows}

    def current_lines(self, bucket: str) -> dict[str, tuple[int, Json]]:
        """What lies in a bucket, by id, with its revision and its document."""
        rows = self.server.rows(
            "SELECT line FROM feed_entries WHERE bucket = :bucket AND NOT is_deleted", bucket=bucket
        )
        lines = [json.loads(bytes(row["line"])) for row in rows]
        return {line["id"]: (line["r"], line["doc"]) for line in lines}

    def epoch(self) -> str:
        """The server's history."""
        epoch: str = self.server.rows("SELECT epoch FROM feed_history")[0]["epoch"]
        return epoch

    def undecided(self) -> list[str]:
        """Operations in quarantine."""
        return [row["id"] for row in self.desk.undecided_rows()]

    def was_in_quarantine(self, key: str) -> bool:
        """Whether a supervisor has decided what becomes of an operation, and perhaps mended it."""
        return bool(self.server.rows("SELECT 1 FROM inbox_decisions WHERE operation_id = :id", id=key))

    def arrivals(self) -> list[Arrival]:
        """What was applied, in the order of arrival, as it was applied."""
        mended = self.desk.mended()
        return [
            Arrival(
                row["n"],
                row["id"],
                row["person_id"],
                row["corrected_at"],
                json.loads(mended.get(row["id"]) or bytes(row["raw"])),
            )
            for row in self.server.rows(
                f"SELECT {self.server.database.arrival} AS n, id, person_id, corrected_at, raw"
                " FROM inbox_operations WHERE status IN ('applied', 'flagged') ORDER BY n, sequence"
            )
        ]

    def oracle(self) -> Oracle:
        """How everything must stand."""
        world = self.server.beginning
        # Which visits come of skipped ones, the oracle does not say; how they stand, it does.
        carried = self.server.rows("SELECT id, round_id FROM visits WHERE is_extra")
        oracle = Oracle(
            {key: Visit(round_) for key, round_ in world.visits.items()}
            | {row["id"]: Visit(row["round_id"]) for row in carried},
            {key: Round(person=person) for key, person in world.rounds.items()},
            {key: Order(state, assigned) for key, (state, assigned) in world.orders.items()},
            # Each is there from the moment its order is, and so before anybody can have acknowledged it.
            {
                row["id"]: Alert(row["order_id"])
                for row in self.server.rows("SELECT id, order_id FROM duty_alerts")
            },
            {
                key: {space: Inspected(*asked) for space, asked in spaces.items()}
                for key, spaces in world.inspections.items()
            },
        )
        oracle.follow(self.arrivals(), self.desk.events, self.desk.decided())
        return oracle
