"""The body of an answer into the store, in batches of whole lines, each with the cursor it leads to (step 16)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sync.draft import Draft
from sync.messages import DocumentLine, ResponseEnd, ResponseHeader
from sync.outbox import Entry, decisions_of, is_settled
from sync.ports import Store
from sync.position import Position
from sync.reading import advanced, news, opened

_LINES_A_BATCH_MAX = 500


class Download:
    """What one person's answers bring. `position` is as it lies on the disk."""

    def __init__(self, store: Store, person: str, position: Position) -> None:
        self._store = store
        self._person = person
        self.position = position

    def begin(self, header: ResponseHeader, now: datetime) -> None:
        """Take over a header: buckets come, go and begin anew. Raises Behind."""
        # 7. What a dropped bucket held leaves it at once; what is on show stays so until the answer is complete.
        draft = Draft(self._store, self.position.generation)
        for bucket in header.scope.drop:
            draft.drop(bucket)
        self._write(opened(self.position, header, now), draft)

    def take(
        self, body: Iterable[DocumentLine | ResponseEnd], header: ResponseHeader, now: datetime
    ) -> ResponseEnd | None:
        """Apply an answer's lines; None when it broke off before its end, of which every whole line counts."""
        mended: list[DocumentLine] = []
        lines, end = self._gather(body, mended)
        if end is not None and end.is_complete:
            self._complete(lines, mended, end, header, now)
        else:
            self._apply(lines, end)
        return end

    def take_snapshot(self, body: Iterable[DocumentLine | ResponseEnd]) -> bool:
        """Apply a file of finished lines, which completes nothing by itself; whether it came whole (step 12)."""
        # 12. Its end says how far the file leads, like that of a page.
        lines, end = self._gather(body, [])
        self._apply(lines, end)
        return end is not None

    def _gather(
        self, body: Iterable[DocumentLine | ResponseEnd], mended: list[DocumentLine]
    ) -> tuple[list[DocumentLine], ResponseEnd | None]:
        """Apply full batches; gives the lines of the last one, not applied yet, and the end if it came."""
        lines: list[DocumentLine] = []
        for line in body:
            if isinstance(line, ResponseEnd):
                return lines, line
            (mended if line.is_mended else lines).append(line)
            if len(lines) == _LINES_A_BATCH_MAX:
                self._apply(lines, None)
                lines = []
        return lines, None

    def _apply(self, lines: list[DocumentLine], end: ResponseEnd | None) -> None:
        draft = self._drafted(lines)
        self._write(replace(self.position, cursor=advanced(self.position.cursor, lines, end)), draft)

    def _complete(
        self,
        lines: list[DocumentLine],
        mended: list[DocumentLine],
        end: ResponseEnd,
        header: ResponseHeader,
        now: datetime,
    ) -> None:
        position = self.position
        draft = self._drafted(lines)
        # 10. What a new reading did not bring again is gone.
        for bucket, reading in position.readings.items():
            draft.sweep(bucket, reading)
        # 11. Mended slots are replaced whole, in the transaction of the complete answer.
        for bucket, slots in header.mended.items():
            draft.mend(bucket, slots, mended)
        cursor = advanced(position.cursor, lines, end)
        settled, keep = self._settled(draft, cursor)
        draft.release(keep)
        self._write(replace(position, cursor=cursor, readings={}, succeeded_at=now), draft)
        # 15. After the documents: dying in between leaves an operation in the overlay over its own effect, where it
        # changes nothing, and the next complete answer settles it.
        if settled:
            self._store.settle(settled)

    def _settled(self, draft: Draft, cursor: dict[str, int]) -> tuple[list[str], set[str]]:
        """The operations whose effects are there once the draft is written, and the targets of all others."""
        absorbed: list[Entry] = []
        keep: set[str] = set()
        for entry in self._store.unsettled(self._person):
            is_decided = entry.is_quarantined and any(draft.holds(each) for each in decisions_of(entry))
            if is_settled(entry, cursor, is_decided):
                absorbed.append(entry)
            else:
                keep.add(entry.target)
        # A document that only other operations keep on show is an old copy, which bears the effects of none.
        settled = [entry.id for entry in absorbed if entry.target not in keep or draft.holds(entry.target)]
        return settled, keep

    def _drafted(self, lines: list[DocumentLine]) -> Draft:
        draft = Draft(self._store, self.position.generation)
        draft.apply(news(self.position, lines))
        return draft

    def _write(self, position: Position, draft: Draft) -> None:
        edits = draft.edits()
        if edits or position != self.position:
            self.position = self._store.write(position, edits)
