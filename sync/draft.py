"""Changes to the documents, gathered until they are written together (docs/protocol.md, steps 7, 9 and 16)."""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from sync.messages import DocumentLine
from sync.position import KEPT, Copy, Edit, Reading
from sync.sums import slot_of


class Copies(Protocol):
    """As much of a store as is read here."""

    def copies_of(self, ids: Collection[str]) -> Mapping[str, Mapping[str, Copy]]:
        """The copies of these documents by id and bucket."""
        ...

    def revisions_in(self, bucket: str) -> Mapping[str, int]:
        """The revisions of what a bucket holds, by the documents' ids."""
        ...


def newest(copies: Mapping[str, Copy]) -> Copy:
    """The copy that counts of a document's copies by bucket (at least one).

    The generation goes before the revision: in another epoch revisions may have begun anew.
    """
    return max(copies.values(), key=lambda copy: (copy.generation, copy.revision))


class Draft:
    """What the store will hold once these changes are written."""

    def __init__(self, store: Copies, generation: int) -> None:
        self._store = store
        self._generation = generation
        self._before: dict[str, Mapping[str, Copy]] = {}
        self._after: dict[str, dict[str, Copy]] = {}

    def apply(self, lines: Collection[DocumentLine]) -> None:
        """Put the documents of these lines into their buckets, and take those out that are deleted."""
        self._load(line.id for line in lines)
        for line in lines:
            if line.is_deleted:
                self._remove(line.bucket, line.id)
            else:
                self._put(line)

    def drop(self, bucket: str) -> None:
        """Take everything out of a bucket."""
        self._remove_all(bucket, self._ids_in(bucket))

    def sweep(self, bucket: str, reading: Reading) -> None:
        """Take out of a bucket what its new reading, now complete, did not bring again."""
        ids = self._ids_in(bucket)
        self._load(ids)
        self._remove_all(
            bucket, [each for each in ids if self._generation_in(bucket, each) < reading.generation]
        )

    def mend(self, bucket: str, slots: Collection[int], lines: Collection[DocumentLine]) -> None:
        """Replace all that a bucket holds in these slots by these lines (step 11)."""
        mended = [line for line in lines if line.bucket == bucket and slot_of(line.id) in slots]
        fresh = {line.id for line in mended}
        self._remove_all(
            bucket, [each for each in self._ids_in(bucket) if slot_of(each) in slots and each not in fresh]
        )
        self.apply(mended)

    def release(self, keep: Collection[str]) -> None:
        """At the end of a complete answer: hide what no bucket holds and nobody keeps."""
        # 9.
        ids = self._ids_in(KEPT)
        self._load(ids)
        for each in ids:
            copies = self._after[each]
            if each not in keep or len(copies) > 1:
                copies.pop(KEPT, None)

    def holds(self, document_id: str) -> bool:
        """Whether some bucket holds the document."""
        self._load([document_id])
        return any(bucket != KEPT for bucket in self._after[document_id])

    def edits(self) -> list[Edit]:
        """What is to be written, each place once."""
        return [
            Edit(bucket, each, after.get(bucket))
            for each, after in self._after.items()
            for bucket in {**self._before[each], **after}
            if after.get(bucket) != self._before[each].get(bucket)
        ]

    def _put(self, line: DocumentLine) -> None:
        self._after[line.id][line.bucket] = Copy(line.revision, self._generation, line.document)

    def _remove_all(self, bucket: str, ids: Collection[str]) -> None:
        self._load(ids)
        for each in ids:
            self._remove(bucket, each)

    def _remove(self, bucket: str, document_id: str) -> None:
        """Take a document out of a bucket; what was on show stays so until the answer is complete."""
        copies = self._after[document_id]
        if bucket in copies:
            copies[KEPT] = newest(copies)
            del copies[bucket]

    def _generation_in(self, bucket: str, document_id: str) -> int:
        return self._after[document_id][bucket].generation

    def _ids_in(self, bucket: str) -> list[str]:
        """The documents that a bucket holds with these changes."""
        ids = set(self._store.revisions_in(bucket)) | set(self._after)
        return sorted(each for each in ids if each not in self._after or bucket in self._after[each])

    def _load(self, ids: Iterable[str]) -> None:
        unknown = {each for each in ids if each not in self._after}
        found = self._store.copies_of(unknown)
        for each in unknown:
            self._before[each] = found.get(each, {})
            self._after[each] = dict(self._before[each])
