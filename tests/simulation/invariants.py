"""What must hold, whatever happened: I1 to I12, each a function that says it in words.

Those of a phone and of an answer are looked at all the time, the others at quiescence: the network is well, and every
device has synced until nothing moves any more. README.md has the list.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sync.errors import InvalidOperation
from sync.operations import Author
from sync.overlay import replay
from sync.wire import parse_operation
from tests.simulation.clients import Entry, Json
from tests.simulation.oracle import CLASHES, KINDS

if TYPE_CHECKING:
    from tests.simulation.phone import Phone
    from tests.simulation.run import Run

CONSTANT_BYTES = 6_000
"""More than this no answer without changes may measure: a header, an end, and what these say of each bucket."""


Buckets = Mapping[str, Mapping[str, tuple[int, Any]]]


class Violation(Exception):
    """Something that must hold does not. `name` is the invariant's."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


def require(run: Run, name: str, holds: bool, message: str) -> None:
    """Count a check, and raise when it fails."""
    run.checked[name] += 1
    if not holds:
        raise Violation(name, message)


# Of one phone, after every step that touched it.


def i1_nothing_recorded_is_lost(run: Run, phone: Phone, entries: list[Entry]) -> None:
    """Every operation that was committed on a phone is in its outbox, in its archive or in the server's inbox."""
    missing = phone.recorded.keys() - {entry.id for entry in entries}
    missing -= run.arrived(missing)
    missing -= run.beyond_promise(phone, missing)
    require(run, "I1", not missing, f"{phone.name} recorded {sorted(missing)}, and nobody has them")


def i4_the_worker_sees_the_own_work(run: Run, phone: Phone, entries: list[Entry]) -> None:
    """The screen shows the documents with what waits replayed over them; own work never vanishes."""
    shown = phone.wake().shown()
    phone.memory.see(shown)
    _own_work_is_there(run, phone, entries, shown)
    _nothing_is_dropped_early(run, phone, entries)
    if phone.is_complete:
        _shown_is_replayed(run, phone, entries, shown)


def _own_work_is_there(run: Run, phone: Phone, entries: list[Entry], shown: Mapping[str, Json]) -> None:
    by_id = {entry.id: entry for entry in entries}
    unticked = {
        entry.operation["payload"]["visit"]
        for entry in entries
        if entry.is_shown and entry.operation["kind"] == "round.untick"
    }
    for key, deed in phone.deeds.items():
        entry = by_id.get(key)
        is_shown = entry is not None and entry.is_shown
        if not is_shown:
            # Its effect has come, and the document may go its way.
            phone.seen_targets.discard(key)
        document = shown.get(deed.target)
        if is_shown and key in phone.seen_targets and not (phone.has_forgotten or phone.is_torn):
            require(
                run,
                "I4",
                document is not None,
                f"{phone.name}: {deed.target}, about which {key} is, has gone",
            )
        if document is None:
            continue
        if deed.kind == "work_order.comment" and phone.acknowledged.get(key) != "quarantined":
            is_there = any(comment["id"] == key for comment in document["comments"])
            is_there = is_there or key in run.beyond_promise(phone, {key}) or run.was_in_quarantine(key)
            require(run, "I4", is_there, f"{phone.name}: the comment {key} has gone from {deed.target}")
        if deed.kind == "round.tick" and is_shown and deed.payload["visit"] not in unticked:
            visit = next(v for v in document["visits"] if v["id"] == deed.payload["visit"])
            require(run, "I4", visit["state"] == "done", f"{phone.name}: the tick {key} is not to be seen")


def _nothing_is_dropped_early(run: Run, phone: Phone, entries: list[Entry]) -> None:
    """What the overlay has dropped since the last look, the device has read the effect of."""
    cursor = phone.client.cursor()
    dropped = {entry.id for entry in entries if not entry.is_shown}
    for entry in entries:
        if entry.id not in dropped - phone.dropped or entry.status not in {"applied", "flagged"}:
            continue
        ahead = {
            bucket: version
            for bucket, version in phone.effects.get(entry.id, {}).items()
            if cursor.get(bucket, version) < version
        }
        told = (
            f"{phone.name} has dropped {entry.id}, whose effect is at {ahead}, and read up to {dict(cursor)}"
        )
        require(run, "I4", not ahead, told)
    phone.dropped = dropped


def _shown_is_replayed(run: Run, phone: Phone, entries: list[Entry], shown: Mapping[str, Json]) -> None:
    newest: dict[str, tuple[int, Any]] = {}
    for documents in phone.client.held().buckets.values():
        for document_id, copy in documents.items():
            if document_id not in newest or copy[0] > newest[document_id][0]:
                newest[document_id] = copy
    operations = []
    targets = set()
    for entry in entries:
        if entry.is_shown:
            targets.add(entry.operation.get("target"))
            try:
                operations.append(parse_operation(entry.operation))
            except InvalidOperation:
                continue
    author = Author(f"person:{phone.person}", f"organisation:{run.organisation_of(phone.person)}")
    expected = replay({key: copy[1] for key, copy in newest.items()}, operations, author)
    for document_id, document in expected.items():
        # What lies in no bucket any more, and is shown for an operation's sake, the client alone knows.
        if document_id in newest or document_id not in shown:
            require(
                run,
                "I4",
                shown.get(document_id) == document,
                f"{phone.name} shows {document_id} as {shown.get(document_id)}, not as {document}",
            )
    surplus = shown.keys() - expected.keys() - targets
    require(run, "I4", not surplus, f"{phone.name} shows {sorted(surplus)}, which no bucket holds")


# Of one answer, whether it arrives or not.


def i2_acknowledged_means_kept(run: Run, header: Json) -> None:
    """What an answer acknowledges is in the inbox and keeps its result, whatever crashes."""
    for result in header["results"]:
        if result["status"] == "later":
            continue
        kept = run.arrived({result["id"]})
        require(run, "I2", bool(kept), f"{result['id']} is acknowledged and not in the inbox")
        before = run.results.get(result["id"])
        is_same = before in {None, "quarantined"} or before == result["status"]
        require(run, "I2", is_same, f"{result['id']} was {before} and is {result['status']}")
        run.results[result["id"]] = result["status"]


def i8_bytes_follow_changes(
    run: Run, asked: Json, header: Json, lines: list[Json], end: Json, size: int
) -> None:
    """An answer has each document that changed after the cursor once, in the order of versions, and little else."""
    anew = set(header["scope"].get("reset", ())) | set(header["scope"]["add"])
    begins = {} if anew >= asked["cursor"].keys() else asked["cursor"]
    seen: set[tuple[str, str]] = set()
    last = ("", 0)
    for line in lines:
        if line.get("m"):
            continue
        begin = 0 if line["b"] in anew else begins.get(line["b"], 0)
        require(run, "I8", line["v"] > begin, f"{line['id']} at {line['v']} is sent again after {begin}")
        require(run, "I8", (line["b"], line["id"]) not in seen, f"{line['id']} is there twice")
        require(run, "I8", (line["b"], line["v"]) > last, f"{line['id']} is out of order")
        seen.add((line["b"], line["id"]))
        last = (line["b"], line["v"])
    if not lines and not header["results"] and "slots" not in end:
        require(run, "I8", size <= CONSTANT_BYTES, f"{size} bytes without a change")


def i1_receipts_tell_what_waits(run: Run, phone: Phone, asked: Json) -> None:
    """What a device says still waits is at least what the server has not got, so that its loss would be noticed."""
    in_batch = {operation.get("id") for operation in asked["operations"]}
    absent = phone.recorded.keys() - in_batch
    absent -= run.arrived(absent)
    pending = asked.get("pending") or {"count": 0}
    if asked["epoch"] == run.epoch():
        require(
            run,
            "I1",
            pending["count"] >= len(absent - run.beyond_promise(phone, absent)),
            f"{phone.name} says that {pending['count']} wait, but the server lacks {sorted(absent)}",
        )
    phone.receipt = (pending["count"], frozenset(absent) | frozenset(in_batch))


def check_answer(run: Run, asked: Json, said: list[Json], size: int) -> None:
    """All that an answer to a sync must fulfil: `said` are its lines, `size` its bytes."""
    header, *lines, end = said
    i2_acknowledged_means_kept(run, header)
    i8_bytes_follow_changes(run, asked, header, lines, end, size)


def i11_who_may_have_missed_a_removal_begins_anew(run: Run, asked: Json, header: Json) -> None:
    """A bucket that was read to below its floor is read from the start, one read further never is.

    A reading that began after the purge goes on: it names the floor that it was told. See docs/protocol.md, step 10.
    """
    if not asked.get("pull", True) or asked["epoch"] not in {None, header["epoch"]}:
        return
    floors = {row["name"]: row["floor"] for row in run.server.rows("SELECT name, floor FROM feed_buckets")}
    scope = header["scope"]
    held = asked["cursor"].keys() - set(scope["drop"])
    reset = set(scope.get("reset", ()))
    told = header.get("floors", {})
    for bucket in held:
        cursor, floor = asked["cursor"][bucket], floors.get(bucket, 0)
        is_behind = 0 < cursor < floor and asked.get("reading", {}).get(bucket) != floor
        how = "is reset" if bucket in reset else "is read on"
        told_of = f"{bucket} {how} from {cursor}, with the floor at {floor}"
        require(run, "I11", (bucket in reset) == is_behind, told_of)
    for bucket in reset | set(scope["add"]) | {bucket for bucket in held if asked["cursor"][bucket] == 0}:
        floor = floors.get(bucket, 0)
        right = f"{bucket} begins with the floor {told.get(bucket)} told, which is {floor}"
        require(run, "I11", told.get(bucket, 0) == floor, right)


# Of the server, after every step.


def i6_versions_grow(run: Run) -> None:
    """Versions grow in the order of commits: what changes gets a version above everything its bucket had before."""
    entries = {
        (row["bucket"], row["document_id"]): (row["version"], row["revision"], bool(row["is_deleted"]))
        for row in run.server.rows(
            "SELECT bucket, document_id, version, revision, is_deleted FROM feed_entries"
        )
    }
    buckets = run.server.rows("SELECT name, version, floor FROM feed_buckets")
    heads = {row["name"]: row["version"] for row in buckets}
    floors = {row["name"]: row["floor"] for row in buckets}
    before, heads_before = run.seen_entries, run.seen_heads
    for bucket, version in heads_before.items():
        require(run, "I6", heads.get(bucket, -1) >= version, f"{bucket} went back from {version}")
    for key, now in entries.items():
        then = before.get(key)
        if then == now:
            continue
        floor = heads_before.get(key[0], 0)
        require(run, "I6", floor < now[0] <= heads[key[0]], f"{key} got {now[0]} with the head at {floor}")
        require(run, "I6", then is None or now[1] >= then[1], f"{key} went back to revision {now[1]}")
    for key in before.keys() - entries.keys():
        require(run, "I11", before[key][2], f"{key} is purged and was no tombstone")
        floor, version = floors[key[0]], before[key][0]
        require(run, "I11", version <= floor, f"{key} of {version} is purged with the floor at {floor}")
    taken = {(bucket, version[0]) for (bucket, _), version in entries.items()}
    require(run, "I6", len(taken) == len(entries), "two documents have one version")
    run.seen_entries, run.seen_heads = entries, heads


def i6_nothing_comes_in_below(run: Run, read: dict[str, tuple[int, set[tuple[str, int]]]]) -> None:
    """Whoever has read a bucket up to a version finds nothing new below it later. `read`: what was read before."""
    found: dict[str, set[tuple[str, int]]] = {}
    heads: dict[str, int] = {}
    # In one statement: heads and entries of one moment.
    for row in run.server.rows(
        "SELECT name, feed_buckets.version AS head, document_id, feed_entries.version AS version"
        " FROM feed_buckets JOIN feed_entries ON bucket = name"
    ):
        heads[row["name"]] = row["head"]
        found.setdefault(row["name"], set()).add((row["document_id"], row["version"]))
    for bucket, head in heads.items():
        before, known = read.get(bucket, (0, set()))
        late = {each for each in found[bucket] - known if each[1] <= before}
        require(run, "I6", head >= before, f"{bucket} went back from {before} to {head}")
        require(run, "I6", not late, f"{bucket}: {sorted(late)} came in below {before}")
        read[bucket] = (head, found[bucket] | known)


# Of one phone, after a complete answer with nothing after it.


def i5_both_ends_are_equal(run: Run, phone: Phone, held: Buckets) -> None:
    """After a complete answer the device has what the server has in every bucket, and sums are equal exactly then."""
    scope = run.scope_of(phone.person)
    for bucket in scope:
        here = {key: copy[0] for key, copy in held.get(bucket, {}).items()}
        there = run.current_revisions(bucket)
        require(run, "I5", here == there, f"{phone.name} differs in {bucket}: {_difference(here, there)}")
        head = run.server.rows(
            "SELECT documents AS count, sum FROM feed_buckets WHERE name = :name", name=bucket
        )
        stored = (head[0]["count"], head[0]["sum"]) if head else (0, 0)
        require(
            run, "I5", stored == (len(here), _sum(here)), f"the sum of {bucket} is not that of its documents"
        )


def i7_resumed_equals_what_lies_there(run: Run, phone: Phone, held: Buckets) -> None:
    """Once it is complete, a reading that had broken off has brought all lines as they are, and left nothing else."""
    for bucket in run.scope_of(phone.person):
        there = run.current_lines(bucket)
        here = dict(held.get(bucket, {}))
        told = f"{phone.name}, whose reading had broken off, differs in {bucket}: {_difference(here, there)}"
        require(run, "I7", here == there, told)


def i9_nothing_outside_the_scope(run: Run, phone: Phone, held: Buckets) -> None:
    """After a complete answer the device holds nothing of a bucket that its person may not have."""
    outside = {bucket for bucket, documents in held.items() if documents}
    outside -= run.scope_of(phone.person)
    require(run, "I9", not outside, f"{phone.name} holds {sorted(outside)}")


# At quiescence.


def i1_losses_are_noticed(run: Run) -> None:
    """What a destroyed phone took with it is noticed: it was told of as waiting, or a number of its stream is missing.

    Of what was recorded after the phone's last contact nobody can know more than that it has been silent since.
    """
    for phone in run.phones:
        for loss in phone.losses:
            lost = loss.operation
            if run.arrived({lost.id}):
                continue
            later = run.server.rows(
                "SELECT count(*) AS n FROM inbox_operations WHERE stream = :stream AND sequence > :sequence",
                stream=lost.stream,
                sequence=lost.sequence,
            )[0]["n"]
            run.counts[
                "losses, of which nobody could know" if not (loss.was_told or later) else "losses noticed"
            ] += 1
            require(run, "I1", True, "")


def i2_every_entry_is_in_the_inbox(run: Run) -> None:
    """Once all is synced, also after older backups were restored, the inbox has everything that any device holds."""
    for phone in run.phones:
        for entry in phone.wake().entries():
            rows = run.server.rows("SELECT raw FROM inbox_operations WHERE id = :id", id=entry.id)
            require(run, "I2", bool(rows), f"{phone.name} holds {entry.id}, which the inbox lacks")
            kept = json.loads(bytes(rows[0]["raw"]))
            require(
                run, "I2", kept == entry.operation, f"{entry.id} is kept as {kept}, not {entry.operation}"
            )


def i3_effects_happen_once(run: Run) -> None:
    """Each operation that was applied has had its effect exactly once, and no other effect is there."""
    arrivals = run.arrivals()
    by_kind: dict[str, set[str]] = {}
    for arrival in arrivals:
        by_kind.setdefault(arrival.operation["kind"], set()).add(arrival.id)

    def ids(*kinds: str) -> set[str]:
        return set().union(*(by_kind.get(kind, set()) for kind in kinds))

    targets = {arrival.id: arrival.operation["target"].partition(":")[2] for arrival in arrivals}
    _equal(run, "visit_records", "operation_id", ids("round.tick", "round.skip", "round.untick"))
    _equal(run, "order_completions", "operation_id", ids("work_order.complete"))
    _equal(run, "order_comments", "id", ids("work_order.comment"))
    _equal(run, "order_visit_notes", "id", ids("work_order.visit_note"))
    kept = {row["id"] for row in run.server.rows("SELECT id FROM duty_acknowledgements")}
    require(run, "I3", ids("duty.acknowledge") <= kept, "an acknowledgement is not kept")
    _equal(run, "product_uses", "id", {targets[key] for key in ids("product_use.record")})
    _equal(run, "brief_confirmations", "id", {targets[key] for key in ids("brief.confirm")})
    _equal(run, "courtyard_records", "id", {targets[key] for key in ids("courtyard.record")})
    _equal(run, "courtyard_corrections", "id", ids("courtyard.correct"))
    _equal(run, "inspection_grades", "operation_id", ids("inspection.grade"))
    created = {targets[key] for key in ids("work_order.create")}
    _equal(run, "work_orders", "id", created, "reporter = 'worker'")
    received = {row["id"] for row in run.server.rows("SELECT id FROM inbox_operations")}
    _equal(run, "log_entries", "operation_id", received)
    events = Counter(row["what"] for row in run.server.rows("SELECT what FROM order_events"))
    completions = events["completed"] + events["completion_kept"]
    require(
        run, "I3", completions == len(ids("work_order.complete")), f"{completions} completions in the history"
    )
    require(run, "I3", events["commented"] == len(ids("work_order.comment")), "comments in the history")
    require(
        run, "I3", events["visit_note"] == len(ids("work_order.visit_note")), "visit notes in the history"
    )
    doubles = run.server.rows("SELECT raw FROM inbox_operations GROUP BY person_id, raw HAVING count(*) > 1")
    require(run, "I3", not doubles, "the same operation of the same person is in the inbox twice")


def i7_resumed_equals_uninterrupted(run: Run) -> None:
    """What a device has gathered over all interruptions is what an undisturbed reader gets at once."""
    for phone in run.phones:
        if not phone.is_joined or not run.scope_of(phone.person):
            continue
        afresh = run.witness.read(phone.person)
        held = phone.wake().held().buckets
        for bucket in afresh.keys() | held.keys():
            there, here = afresh.get(bucket, {}), dict(held.get(bucket, {}))
            require(run, "I7", here == there, f"{phone.name} differs in {bucket}: {_difference(here, there)}")


def i8_a_second_pull_is_empty(run: Run, phone: Phone, answers: list[tuple[Json, list[Json], int]]) -> None:
    """Asked again, the server has nothing to add."""
    for header, lines, size in answers:
        require(run, "I8", not lines, f"{phone.name} gets {len(lines)} lines again")
        require(run, "I8", size <= CONSTANT_BYTES, f"{size} bytes for nothing")
        require(run, "I8", not header["results"], f"{phone.name} sends {header['results']} again")


def i10_everything_is_decided(run: Run) -> None:
    """Each operation is applied, flagged or a decided quarantine; no outbox and no overlay has anything left."""
    for phone in run.phones:
        for entry in phone.wake().entries():
            require(run, "I10", entry.is_acknowledged, f"{phone.name} still waits with {entry.id}")
            require(run, "I10", not entry.is_set_aside, f"{phone.name} has set {entry.id} aside")
            if run.scope_of(phone.person):
                require(
                    run, "I10", not entry.is_shown, f"{phone.name} still replays {entry.id} ({entry.status})"
                )
    waiting = run.undecided()
    require(run, "I10", not waiting, f"nobody has decided {waiting}")
    for arrival in run.arrivals():
        kind = arrival.operation["kind"]
        require(run, "I10", kind in KINDS, f"{arrival.id} is said to be applied, and nobody knows {kind}")


def i11_purges_and_snapshots_cannot_be_seen(run: Run, phone: Phone) -> None:
    """Who was away while tombstones were forgotten has what a reader of today gets, by pages as by files made ahead."""
    held = phone.wake().held().buckets
    by_pages = run.witness.read(phone.person)
    by_files = run.witness.read(phone.person, can_read_snapshots=True)
    for bucket in by_pages.keys() | by_files.keys() | held.keys():
        there = by_pages.get(bucket, {})
        here, from_files = dict(held.get(bucket, {})), by_files.get(bucket, {})
        require(run, "I11", here == there, f"{phone.name} differs in {bucket}: {_difference(here, there)}")
        told = f"files of {bucket} differ from its pages: {_difference(from_files, there)}"
        require(run, "I11", from_files == there, told)


def i12_every_completion_is_there(run: Run) -> None:
    """Visits, rounds and orders stand as everything that arrived says, and who clashed was flagged."""
    oracle = run.oracle()
    visits = {key: (each.state, each.by) for key, each in oracle.visits.items()}
    rounds = {key: (each.state, each.person) for key, each in oracle.rounds.items()}
    orders = {key: (each.state, each.assigned_to, each.by) for key, each in oracle.orders.items()}
    for statement, expected in (
        ("SELECT id, state, by_id FROM visits", visits),
        ("SELECT id, state, person_id FROM rounds", rounds),
        ("SELECT id, state, assigned_to_id, completed_by_id FROM work_orders", orders),
    ):
        for row in run.server.rows(statement):
            key, *found = dict(row).values()
            told = f"{statement}: {key} is {found}, not {expected[key]}"
            require(run, "I12", tuple(found) == expected[key], told)
    for row in run.server.rows(
        "SELECT s.inspection_id, s.space_id, s.level, s.order_id, i.state"
        " FROM inspected_spaces s JOIN inspections i ON i.id = s.inspection_id"
    ):
        space = oracle.inspections[row["inspection_id"]][row["space_id"]]
        is_finished = row["inspection_id"] in oracle.finished
        told = f"{dict(row)} should be {space}, finished: {is_finished}"
        stands = (row["level"], row["order_id"], row["state"] == "finished")
        require(run, "I12", stands == (space.level, space.order, is_finished), told)
    waits = {
        row["order_id"]: row["id"]
        for row in run.server.rows("SELECT id, order_id FROM order_pauses WHERE ended_at IS NULL")
    }
    paused = {key: each.paused for key, each in oracle.orders.items() if each.paused}
    require(run, "I12", waits == paused, f"these orders wait: {waits}, not {paused}")
    for row in run.server.rows("SELECT id, state, acknowledged_by_id FROM duty_alerts"):
        alert = oracle.alerts[row["id"]]
        by = {alert.by} if alert.by else {None, run.server.world.supervisor, run.server.world.admin}
        told = f"alert {row['id']} is {row['state']} by {row['acknowledged_by_id']}, not {alert}"
        require(run, "I12", (row["state"], row["acknowledged_by_id"] in by) == (alert.state, True), told)
    merged = {
        row["id"]: row["merged_into_id"]
        for row in run.server.rows("SELECT id, merged_into_id FROM work_orders WHERE state = 'merged'")
    }
    expected_merged = {key: each.merged_into for key, each in oracle.orders.items() if each.merged_into}
    require(run, "I12", merged == expected_merged, f"merged are {merged}, not {expected_merged}")
    for row in run.server.rows("SELECT id, flags FROM inbox_operations WHERE status <> 'quarantined'"):
        flags = set(json.loads(row["flags"])) & CLASHES
        expected = oracle.flags.get(row["id"], set())
        require(run, "I12", flags == expected, f"{row['id']} is flagged {flags}, not {expected}")


def i12_completions_in_whatever_order(run: Run) -> None:
    """What was ticked and never opened again is done; what was completed and never sent back or cancelled is done.

    For operations that arrived at once, of which nobody can say from outside which came first.
    """
    ticked: set[str] = set()
    opened: set[str] = set()
    completed: set[str] = set()
    for arrival in run.arrivals():
        operation = arrival.operation
        if operation["kind"] == "round.tick":
            ticked.add(operation["payload"]["visit"])
        elif operation["kind"] == "round.untick":
            opened.add(operation["payload"]["visit"])
        elif operation["kind"] == "work_order.complete":
            completed.add(operation["target"].partition(":")[2])
    opened |= {
        row["visit_id"]
        for row in run.server.rows("SELECT visit_id FROM log_entries WHERE state = 'returned'")
    }
    for row in run.server.rows("SELECT id, state FROM visits"):
        if row["id"] in ticked - opened:
            require(run, "I12", row["state"] == "done", f"visit {row['id']} is {row['state']}")
    reopened = {
        row["order_id"]
        for row in run.server.rows(
            "SELECT order_id FROM order_events WHERE what IN ('returned', 'cancelled')"
        )
    }
    orders = {
        row["id"]: (row["state"], row["merged_into_id"] or row["id"])
        for row in run.server.rows("SELECT id, state, merged_into_id FROM work_orders")
    }
    for key in completed:
        # What is recorded of a duplicate counts for the order that lives on.
        _, counting = orders[key]
        state, _ = orders[counting]
        if reopened.isdisjoint({key, counting}):
            require(run, "I12", state in {"done", "approved"}, f"order {counting} is {state}")


def no_operation_suffers_for_a_fault_of_the_server(run: Run) -> None:
    """A full disk, a lock or a crash is no reason to quarantine what a worker did."""
    failed = run.server.rows("SELECT operation_id FROM inbox_decisions WHERE reason = 'apply_failed'")
    failed += run.server.rows("SELECT id FROM inbox_operations WHERE reason = 'apply_failed'")
    require(run, "no fault of its own", not failed, f"{len(failed)} operations failed to apply")


def _equal(run: Run, table: str, column: str, expected: set[str], where: str = "1 = 1") -> None:
    found = [row["key"] for row in run.server.rows(f"SELECT {column} AS key FROM {table} WHERE {where}")]
    require(run, "I3", len(found) == len(set(found)), f"{table} has something twice")
    difference = set(found) ^ expected
    require(run, "I3", not difference, f"{table} and the inbox differ in {sorted(difference)}")


def _sum(revisions: Mapping[str, int]) -> int:
    total = 0
    for document_id, revision in revisions.items():
        total += int.from_bytes(sha256(f"{document_id}\n{revision}".encode()).digest()[:6], "big")
    return total % 2**48


def _difference(here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    keys = sorted(key for key in here.keys() | there.keys() if here.get(key) != there.get(key))
    return ", ".join(f"{key} {here.get(key)} / {there.get(key)}" for key in keys[:4])[:900]
