"""Whoever changes code under a planted bug notices at once; that the simulation sees it, `make planted` shows."""

from __future__ import annotations

import pytest

from tests.simulation.planted.copies import ROOT
from tests.simulation.planted.patches import DoesNotApply, check, planted_bugs
from tests.simulation.report import NAMES

_BUGS = planted_bugs()


@pytest.mark.parametrize("bug", _BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_still_applies(bug):
    check(bug, ROOT)


@pytest.mark.parametrize("bug", _BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_does_not_apply_to_another_tree(bug, tmp_path):
    with pytest.raises(DoesNotApply, match=bug.name):
        check(bug, tmp_path)


def test_there_are_ten_for_invariants_that_exist_and_for_every_part():
    assert len(_BUGS) >= 10
    assert {bug.invariant for bug in _BUGS} <= NAMES.keys()
    changed = {path for bug in _BUGS for path in bug.changes}
    assert {path.partition("/")[0] for path in changed} == {"fieldapp", "server", "sync"}
