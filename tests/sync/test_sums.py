from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from sync import sums
from tests import strategies
from tests.vectors.load import cases

contents = st.dictionaries(strategies.document_ids("round"), strategies.revisions, max_size=8)


def sum_of(documents):
    return reduce(lambda total, document: sums.add(total, *document), documents, 0)


@cases("sums")
def test_shared_case(given, expect):
    documents = [(document["id"], document["r"]) for document in given["documents"]]

    assert {"count": len(documents), "sum": sum_of(documents)} == expect


@cases("slots")
def test_shared_case_of_slots(given, expect):
    found = sums.slot_sums((document["id"], document["r"]) for document in given["documents"])

    assert len(found) == sums.SLOTS
    assert {str(slot): total for slot, total in enumerate(found) if total} == expect["slots"]


@given(contents)
def test_the_slots_together_are_the_bucket(held):
    assert sum(sums.slot_sums(held.items())) & sums.SUM_MAX == sum_of(held.items())


@given(contents, strategies.document_ids("round"), strategies.revisions, strategies.revisions)
def test_a_change_is_seen_in_its_slot_alone(held, document_id, before, after):
    one, other = (sums.slot_sums((held | {document_id: revision}).items()) for revision in (before, after))

    differing = {slot for slot in range(sums.SLOTS) if one[slot] != other[slot]}
    assert differing == (set() if before == after else {sums.slot_of(document_id)})


@given(contents.flatmap(lambda held: st.tuples(st.just(held), st.permutations(list(held.items())))))
def test_the_order_does_not_matter(held_and_permuted):
    held, permuted = held_and_permuted

    assert sum_of(permuted) == sum_of(held.items())


@given(contents, strategies.document_ids("round"), strategies.revisions)
def test_what_came_and_left_leaves_no_trace(held, document_id, revision):
    before = sum_of(held.items())

    assert sums.remove(sums.add(before, document_id, revision), document_id, revision) == before


@given(contents)
def test_a_sum_has_48_bits(held):
    assert 0 <= sum_of(held.items()) < 2**48


@given(contents, contents)
def test_sums_are_equal_only_for_equal_contents(one, other):
    assert (sum_of(one.items()) == sum_of(other.items())) == (one == other)
