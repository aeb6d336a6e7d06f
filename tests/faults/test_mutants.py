"""Every wrong design that we know is seen: a harness that sees nothing proves nothing."""

from collections.abc import Awaitable, Callable, Iterator

import pytest

from core.errors import StoreError
from core.store.database import Database
from tests.core import test_delivery_stalls as stalls
from tests.core import test_store_faults as trouble
from tests.core import test_store_lanes as single
from tests.engines import SqliteMaker
from tests.faults import mutants
from tests.faults.sweep import Plan, sweep

CAUGHT = {
    "acknowledge_first": "lost",
    "post_then_mark": "doubled: post",
    "no_reconcile": "doubled",
    "no_event_key": "doubled",
    "release_ignores_last_seq": "unfinished|lost",
}


SEEDS = range(7, 22)


def findings(url: str, mutant: str, seed: int) -> tuple[str, ...]:
    plan = Plan(url, kills=16, seed=seed, zombies=0.0, mutant=mutant, patience=3.0)
    return tuple(sweep(plan).broken)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("mutant", CAUGHT)
def test_the_checker_sees_a_wrong_design(sqlite_maker: SqliteMaker, mutant: str) -> None:
    """A wrong design does wrong by chance, and less often on a busy machine: some tries."""
    wanted = tuple(CAUGHT[mutant].split("|"))
    tries = (findings(sqlite_maker.fresh(), mutant, seed) for seed in SEEDS)
    assert any(one.startswith(wanted) for broken in tries for one in broken)


CheckOfDatabase = Callable[[Database], Awaitable[None]]
SEEN_BY: tuple[tuple[Callable[[], None], CheckOfDatabase], ...] = (
    (mutants.finish_without_fence, single.test_a_later_claim_fences_the_earlier_one),
    (
        mutants.release_ignores_last_seq,
        single.test_a_released_lane_with_more_to_do_is_visible_at_once,
    ),
    (mutants.accept_shortens, single.test_an_event_during_back_off_does_not_shorten_it),
    (mutants.no_event_key, single.test_a_duplicate_leaves_the_numbering_as_it_was),
)
FAILURES = (AssertionError, StoreError, pytest.fail.Exception)


@pytest.fixture
def _put_back() -> Iterator[None]:
    before = [(owner, name, getattr(owner, name)) for owner, name in mutants.TOUCHED]
    yield
    for owner, name, value in before:
        setattr(owner, name, value)


@pytest.mark.usefixtures("_put_back")
@pytest.mark.parametrize(("mutant", "check"), SEEN_BY)
async def test_a_wrong_design_fails_the_test_that_is_meant_for_it(
    sqlite_database: Database, mutant: Callable[[], None], check: CheckOfDatabase
) -> None:
    mutant()
    with pytest.raises(FAILURES):
        await check(sqlite_database)


@pytest.mark.usefixtures("_put_back")
async def test_a_late_clearing_of_the_wake_event_is_seen(sqlite_database: Database) -> None:
    mutants.wake_cleared_late()
    with pytest.raises(AssertionError, match="did not come to rest"):
        await stalls.woken(sqlite_database, 2.0)


@pytest.mark.usefixtures("_put_back")
async def test_a_group_that_goes_on_after_a_rollback_is_seen(sqlite_database: Database) -> None:
    mutants.group_goes_on()
    with pytest.raises(FAILURES):
        await trouble.test_a_rollback_by_the_database_fails_the_whole_group(
            sqlite_database, hidden=False
        )


@pytest.mark.usefixtures("_put_back")
async def test_a_deferred_begin_fails_the_test_of_two_processes(sqlite_url: str) -> None:
    mutants.deferred_begin()
    with pytest.raises(FAILURES):
        await trouble.test_two_processes_on_one_file_read_and_write_without_locked_errors(
            sqlite_url
        )
