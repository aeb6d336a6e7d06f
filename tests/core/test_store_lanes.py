"""The lane: one row that gives order, leases and back-off."""

from collections.abc import Callable

import pytest

from core.domain.event import Actor, Event, Said
from core.domain.place import Place
from core.errors import DuplicateError, FencedError
from core.store import inbox, lanes
from core.store.database import Database
from core.store.transaction import Transaction

PLACE = Place("play", "W", "C", "T1")
NOW = 1_000_000


def said(number: int, place: Place = PLACE) -> Event:
    return Event(f"e{number}", place, Said(f"m{number}", f"line {number}"), number, Actor("u"))


def at(tx: Transaction, now_ms: int) -> Transaction:
    """The same transaction at another time, milliseconds UTC."""
    return Transaction(tx.line, tx.tenant, now_ms)


def claim(tx: Transaction, now_ms: int = NOW, owner: str = "me") -> lanes.Lease | None:
    taken = inbox.claim(at(tx, now_ms), owner, 8_000, 1)
    return taken[0][0] if taken else None


async def test_events_of_a_lane_are_numbered_without_gaps(database: Database) -> None:
    def work(tx: Transaction) -> list[int]:
        for number in (1, 2, 3):
            inbox.accept(at(tx, NOW), said(number))
        return seqs(at(tx, NOW))

    assert await database.write(work, PLACE.tenant) == [1, 2, 3]


async def test_a_duplicate_leaves_the_numbering_as_it_was(database: Database) -> None:
    await database.write(lambda tx: inbox.accept(tx, said(1)), PLACE.tenant)
    with pytest.raises(DuplicateError):
        await database.write(lambda tx: inbox.accept(tx, said(1)), PLACE.tenant)
    await database.write(lambda tx: inbox.accept(tx, said(2)), PLACE.tenant)
    assert await database.write(seqs, PLACE.tenant) == [1, 2]


def seqs(tx: Transaction) -> list[int]:
    """The numbers of what waits."""
    ((_lease, received),) = inbox.claim(tx, "me", 8_000, 1)
    return [item.seq for item in received]


def take(tx: Transaction, now_ms: int = NOW) -> lanes.Lease | None:
    """Take the lane for oneself."""
    taken = lanes.leases(lanes.taking(at(tx, now_ms), "me", 8_000, said(1).lane_key))
    return taken[0] if taken else None


async def test_an_idle_lane_is_taken_by_the_commit_that_accepts(database: Database) -> None:
    def work(tx: Transaction) -> tuple[lanes.Lease | None, lanes.Lease | None]:
        inbox.accept(at(tx, NOW), said(1))
        return take(tx), claim(tx, NOW + 7_999, "other")

    lease, other = await database.write(work, PLACE.tenant)
    assert lease == lanes.Lease(
        said(1).lane_key, PLACE.tenant, "me", 1, 0, 1, 0, 1, 0, visible_at=NOW + 8_000
    )
    assert other is None


def behind_another(tx: Transaction) -> None:
    inbox.accept(at(tx, NOW), said(1))
    inbox.accept(at(tx, NOW), said(2))


def leased(tx: Transaction) -> None:
    inbox.accept(at(tx, NOW), said(1))
    lease = claim(tx, owner="other")
    assert lease is not None
    lanes.fence(at(tx, NOW), lease, 1, 0)
    inbox.accept(at(tx, NOW), said(2))


def backing_off(tx: Transaction) -> None:
    inbox.accept(at(tx, NOW), said(1))
    lease = claim(tx, owner="other")
    assert lease is not None
    lanes.postpone(at(tx, NOW), lease, 5_000, lanes.Pause.PLANNED)


def unsent(tx: Transaction) -> None:
    inbox.accept(at(tx, NOW), said(1))
    lease = claim(tx, owner="other")
    assert lease is not None
    lanes.fence(at(tx, NOW), lease, 1, 1)
    lanes.postpone(at(tx, NOW), lease, 0, lanes.Pause.PLANNED)
    inbox.accept(at(tx, NOW), said(2))


def quiet(tx: Transaction) -> None:
    inbox.accept(at(tx, NOW), said(1), 1_500)


@pytest.mark.parametrize("before", [behind_another, leased, backing_off, unsent, quiet])
async def test_any_other_lane_waits_its_turn(
    database: Database, before: Callable[[Transaction], None]
) -> None:
    def work(tx: Transaction) -> lanes.Lease | None:
        before(tx)
        return take(tx)

    assert await database.write(work, PLACE.tenant) is None


async def test_a_leased_lane_is_not_claimed_again_before_the_lease_ends(
    database: Database,
) -> None:
    def work(tx: Transaction) -> list[bool]:
        inbox.accept(at(tx, NOW), said(1))
        times = (NOW, NOW + 7_999, NOW + 8_000)
        return [claim(tx, time) is not None for time in times]

    assert await database.write(work, PLACE.tenant) == [True, False, True]


async def test_a_later_claim_fences_the_earlier_one(database: Database) -> None:
    def work(tx: Transaction) -> None:
        inbox.accept(at(tx, NOW), said(1))
        zombie = claim(tx, NOW)
        claim(tx, NOW + 8_000, "other")
        assert zombie is not None
        lanes.fence(at(tx, NOW + 8_001), zombie, 1, 0)

    with pytest.raises(FencedError):
        await database.write(work, PLACE.tenant)


async def test_an_event_during_back_off_does_not_shorten_it(database: Database) -> None:
    def work(tx: Transaction) -> list[bool]:
        inbox.accept(at(tx, NOW), said(1))
        lease = claim(tx)
        assert lease is not None
        lanes.postpone(at(tx, NOW), lease, 60_000, lanes.Pause.PLANNED)
        inbox.accept(at(tx, NOW + 1_000), said(2))
        return [claim(tx, NOW + wait) is not None for wait in (1_000, 59_999, 60_000)]

    assert await database.write(work, PLACE.tenant) == [False, False, True]


async def test_a_released_lane_with_more_to_do_is_visible_at_once(database: Database) -> None:
    def work(tx: Transaction) -> tuple[bool, bool]:
        inbox.accept(at(tx, NOW), said(1))
        lease = claim(tx)
        inbox.accept(at(tx, NOW), said(2))
        assert lease is not None
        lanes.fence(at(tx, NOW), lease, 1, 0)
        more = lanes.release(at(tx, NOW), lease)()
        return more, claim(tx, NOW) is not None

    assert await database.write(work, PLACE.tenant) == (True, True)
