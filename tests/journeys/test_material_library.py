"""Every new class has the shipped clients and rubrics, each once."""

from core.domain.event import Called
from core.domain.place import Place
from core.library.loader import shipped_ids
from core.library.rubrics_loader import load_rubrics
from core.services import library
from core.store import clients, grants, people, rubrics
from core.store.database import Database
from core.store.transaction import Transaction
from tests.journeys.stage import Stage, stage

ELSEWHERE = Place("play", "another", "class")


async def set_up(play: Stage) -> None:
    """A workspace that has nothing yet, and a teacher who makes a class there."""

    def work(tx: Transaction) -> None:
        person = people.meet(tx, "otto", "Otto", play.clock.now())
        grants.give(tx, person.id, person.id, ELSEWHERE, play.clock.now())

    await play.database.write(work, ELSEWHERE.tenant)
    await play.act("otto", Called("section setup", {"name": "New class"}), ELSEWHERE)


async def stock(play: Stage) -> tuple[set[str], set[str]]:
    """What a teacher there can assign."""

    def look(tx: Transaction) -> tuple[set[str], set[str]]:
        return (
            {one.slug for one in clients.usable(tx, "")},
            {one.slug for one in rubrics.usable(tx, "")},
        )

    return await play.database.read(look, ELSEWHERE.tenant)


async def test_a_new_class_has_everything_that_is_shipped(database: Database) -> None:
    async with stage(database) as play:
        await set_up(play)
        assert await stock(play) == (set(shipped_ids()), {one.id for one in load_rubrics()})


async def test_filling_the_library_twice_changes_nothing(database: Database) -> None:
    async with stage(database) as play:
        await set_up(play)

        def again(tx: Transaction) -> tuple[str, str]:
            before = clients.newest(tx, "mena-dsouza")
            library.supply(tx, play.clock.now())
            after = clients.newest(tx, "mena-dsouza")
            return before.id if before else "", after.id if after else "-"

        before, after = await play.database.write(again, ELSEWHERE.tenant)
        assert before == after


async def test_a_teachers_client_of_a_shipped_name_is_left_alone(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client adapt", {"client": "mena-dsouza"})
        await play.call("ruth", "client list", {"search": "Mena"})
        assert play.last.count("Mena") >= 2
        assert "yours" in play.last
