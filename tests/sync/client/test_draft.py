"""What a store will hold once an answer's changes are written."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sync.draft import Draft
from sync.messages import DocumentLine
from sync.position import KEPT, Copy, Edit, Reading
from sync.sums import slot_of

OLD = {"old": True}
NEW = {"new": True}
IN_SLOT = [f"x:{number}" for number in range(4000) if slot_of(f"x:{number}") == 7]
ELSEWHERE = next(f"x:{number}" for number in range(4000) if slot_of(f"x:{number}") == 8)


class Held:
    """What a device holds: copies by bucket and id."""

    def __init__(self, **buckets: Mapping[str, Copy]) -> None:
        self._buckets = buckets

    def copies_of(self, ids: Collection[str]) -> Mapping[str, Mapping[str, Copy]]:
        return {
            each: {bucket: held[each] for bucket, held in self._buckets.items() if each in held}
            for each in ids
        }

    def revisions_in(self, bucket: str) -> Mapping[str, int]:
        return {each: copy.revision for each, copy in self._buckets.get(bucket, {}).items()}


def _line(bucket: str, document_id: str, revision: int = 2) -> DocumentLine:
    return DocumentLine(bucket, 5, document_id, revision, NEW, is_mended=True)


def _edits(draft: Draft) -> set[tuple[str, str, bool]]:
    """Bucket, id, and whether the document is there afterwards; what is kept on show is left out."""
    return {(edit.bucket, edit.id, edit.copy is not None) for edit in draft.edits() if edit.bucket != KEPT}


def test_mending_replaces_the_named_slots_of_the_bucket_and_nothing_else():
    gone, stays, *_ = IN_SLOT
    held = dict.fromkeys((gone, stays, ELSEWHERE), Copy(1, 1, OLD))
    draft = Draft(Held(b=held, c=held), 1)
    draft.mend("b", (7,), [_line("b", stays), _line("b", ELSEWHERE), _line("c", stays)])
    assert _edits(draft) == {("b", gone, False), ("b", stays, True)}
    assert Edit("b", stays, Copy(2, 1, NEW)) in draft.edits()


def test_the_news_that_something_has_left_changes_nothing_where_it_never_was():
    """As when it came and went between two syncs."""
    here, never, *_ = IN_SLOT
    draft = Draft(Held(b={here: Copy(1, 1, OLD)}, c={never: Copy(1, 1, OLD)}), 1)
    draft.apply([DocumentLine("b", 5, never, 2, is_deleted=True)])
    assert draft.edits() == []
    assert draft.holds(never), "the other bucket has it still"


def test_what_left_a_bucket_stays_on_show_until_an_answer_is_complete():
    (document_id, *_) = IN_SLOT
    draft = Draft(Held(b={document_id: Copy(1, 1, OLD)}), 1)
    draft.drop("b")
    assert draft.edits() == [Edit("b", document_id, None), Edit(KEPT, document_id, Copy(1, 1, OLD))]
    assert not draft.holds(document_id)
    draft.release([])
    assert draft.edits() == [Edit("b", document_id, None)]


def test_a_reading_takes_out_what_it_did_not_bring_again():
    again, old, *_ = IN_SLOT
    draft = Draft(Held(b={again: Copy(1, 2, OLD), old: Copy(9, 1, OLD)}), 2)
    draft.sweep("b", Reading(0, 2))
    assert _edits(draft) == {("b", old, False)}


def test_what_somebody_needs_is_kept_until_another_bucket_holds_it():
    kept, held, *_ = IN_SLOT
    draft = Draft(
        Held(**{KEPT: dict.fromkeys((kept, held), Copy(1, 1, OLD)), "b": {held: Copy(2, 1, NEW)}}), 1
    )
    draft.release([kept, held])
    assert draft.edits() == [Edit(KEPT, held, None)]
