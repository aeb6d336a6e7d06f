"""What is counted of an interview: once at its end, and for interviews of before too."""

from core.store import measures, people, schema, sections
from core.store.database import Database
from core.store.measures import Measure, Totals
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage


async def interviewed(play: Stage, user: str = "ines") -> None:
    """A short interview from Start to End."""
    place = await play.start(user)
    await play.say(user, "Hello. What brings you here today?", place)
    await play.say(user, "That sounds hard. How has that been for you?", place)
    await play.press(user, "End", place)


async def measured(play: Stage, user: str = "ines") -> tuple[Measure, ...]:
    def work(tx: Transaction) -> tuple[Measure, ...]:
        person = people.find_user(tx, user)
        found = measures.steps(tx, person.id, 10) if person else ()
        return tuple(one.measure for one in found)

    return await play.database.read(work, TENANT)


async def of_class(play: Stage) -> tuple[int, Totals]:
    def work(tx: Transaction) -> tuple[int, Totals]:
        section = sections.find_at(tx, CLASS)
        assert section is not None
        return measures.of_section(tx, section.id)

    return await play.database.read(work, TENANT)


async def test_a_finished_interview_leaves_its_measures(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        (made,) = await measured(play)
        session = (await play.sessions_of("ines"))[0]
        assert (made.session_id, made.turns, made.questions) == (session.id, 2, 2)
        assert (made.openness, made.ended_at) == (session.openness, session.ended_at)


async def test_a_class_without_interviews_counts_nothing(database: Database) -> None:
    async with stage(database) as play:
        assert await of_class(play) == (0, measures.NO_TOTALS)


async def test_the_sums_of_a_class_are_those_of_its_interviews(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        await interviewed(play, "omar")
        rows = [*await measured(play), *await measured(play, "omar")]
        students, totals = await of_class(play)
        assert (students, totals.finished) == (2, 2)
        assert totals.facts_opened == sum(one.facts_opened for one in rows)


async def test_interviews_of_before_are_measured_by_the_revision(database: Database) -> None:
    async with stage(database) as play:
        await interviewed(play)
        before = await measured(play)
    revision = next(schema.REVISIONS.glob("*_measures_ratings_and_monitors.py")).name[:4]
    with schema.moving(database.engine) as connection:
        schema.migrations().move(connection, f"{int(revision) - 1:04}", down=True)
    with schema.moving(database.engine) as connection:
        schema.migrations().move(connection, schema.newest(), down=False)
    assert await measured(play) == before != ()
