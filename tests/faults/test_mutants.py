"""Every wrong design that we know is seen: a harness that sees nothing proves nothing."""

import pytest

from tests.engines import SqliteMaker
from tests.faults.sweep import Plan, sweep

CAUGHT = {
    "acknowledge_first": "lost",
    "post_then_mark": "doubled: post",
    "no_reconcile": "doubled",
    "no_event_key": "doubled",
    "release_ignores_last_seq": "unfinished|lost",
}


@pytest.mark.slow
@pytest.mark.parametrize("mutant", CAUGHT)
def test_the_checker_sees_a_wrong_design(sqlite_maker: SqliteMaker, mutant: str) -> None:
    plan = Plan(
        sqlite_maker.fresh(),
        kills=16,
        seed=7,
        zombies=0.0,
        mutant=mutant,
        patience=3.0,
    )
    broken = sweep(plan).broken
    wanted = tuple(CAUGHT[mutant].split("|"))
    assert any(one.startswith(wanted) for one in broken), broken
