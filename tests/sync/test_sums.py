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
