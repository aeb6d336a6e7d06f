"""What went through the lanes goes by age, and nothing that is still needed."""

from sqlalchemy import func, select, true, update

from core.domain.event import Called, Event, Fired
from core.domain.place import Place
from core.services import retention
from core.store import delivered
from core.store.database import Database
from core.store.tables import alerts, inbox, jobs, lanes, outbox
from core.store.transaction import Transaction
from tests.journeys.stage import TENANT, Stage, stage

DELIVERY = (inbox, outbox, lanes, jobs, alerts)


AGE = (inbox.c.received_at, outbox.c.created_at, jobs.c.run_at, alerts.c.raised_at)


async def night(play: Stage, days: int) -> None:
    """Everything is so many days older, then a night comes."""

    def age(tx: Transaction) -> None:
        for column in AGE:
            older = {column.name: column - days * 24 * 3600 * 1000}
            which = jobs.c.state != "waiting" if column.table is jobs else true()
            tx.run(update(column.table).where(which).values(older))

    await play.database.write(age, TENANT)
    for job in (retention.JOB, retention.SWEEP):
        key = f"{job}@{next(play.numbers)}"
        event = Event(key, Place("app", "jobs", "x"), Fired(job), play.now_ms)
        await play.app.door.accept(event)
        await play.settle()


async def holding(play: Stage, account: str) -> list[str]:
    """The tables of delivery in which an account stands."""

    def work(tx: Transaction) -> list[str]:
        return [
            table.name
            for table in DELIVERY
            if any(account in str(value) for row in tx.run(select(table)) for value in row)
        ]

    return await play.database.read(work, TENANT)


async def rows_of(play: Stage, account: str) -> dict[str, int]:
    """How many rows the conversations of an account have."""

    def work(tx: Transaction) -> dict[str, int]:
        return {
            one.name: tx.run(
                select(func.count()).select_from(one).where(one.c.lane.contains(account))
            ).scalar_one()
            for one in (inbox, outbox, lanes)
        }

    return await play.database.read(work, TENANT)


async def finished(play: Stage, user: str) -> None:
    place = await play.start(user)
    await play.say(user, "What brings you here today?", place)
    await play.press(user, "End", place)


async def test_rows_stay_a_month_and_then_go(database: Database) -> None:
    async with stage(database) as play:
        await finished(play, "ines")
        await night(play, 29)
        assert {"inbox", "outbox", "lanes"} <= set(await holding(play, "ines"))
        await night(play, 2)
        assert await holding(play, "ines") == []


async def test_bodies_go_after_a_day(database: Database) -> None:
    async with stage(database) as play:
        await finished(play, "ines")
        await night(play, 2)
        left = select(func.count()).where(outbox.c.errand != "", outbox.c.lane.contains("ines"))
        assert await play.database.read(lambda tx: tx.run(left).scalar_one(), TENANT) == 0


async def test_an_interview_that_pauses_for_months_goes_on(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", "What brings you here today?", place)
        await play.press("ines", "Pause", place)
        await night(play, 60)
        await play.press("ines", "Resume", place)
        await play.say("ines", "How have you been since?", place)
        lines = await play.transcript((await play.sessions_of("ines"))[0])
        assert [one.seq for one in lines] == list(range(1, len(lines) + 1))
        assert "How have you been" in lines[-2].text


async def test_a_post_that_can_be_edited_is_found_after_a_year(database: Database) -> None:
    async with stage(database) as play:
        await night(play, 365)
        edited = len(play.platform.texts)
        await play.act("ruth", Called("assign list"))
        await play.press("ruth", "First interview")
        await play.press("ruth", "Close")
        errands = [one.outgoing for one in play.platform.sent[edited:]]
        assert any(one.target_id for one in errands)


async def test_what_waits_is_never_swept(database: Database) -> None:
    async with stage(database) as play:
        await finished(play, "ines")

        def hold(tx: Transaction) -> None:
            tx.run(update(outbox).where(outbox.c.lane.contains("ines")).values(state="pending"))
            tx.run(update(lanes).where(lanes.c.lane.contains("ines")).values(owner="x", done_seq=0))

        await play.database.write(hold, TENANT)
        before = await rows_of(play, "ines")
        await night(play, 90)
        assert await rows_of(play, "ines") == before


async def test_a_large_backlog_goes_in_parts(database: Database) -> None:
    """Every part is one short transaction; the same lanes come again while they have more."""
    async with stage(database) as play:

        def fill(tx: Transaction) -> None:
            row = {"tenant": TENANT, "payload_hash": "", "event": "", "platform_ts": 1}
            for number in range(1_200):
                own = {"lane": f"old:{number % 3}", "seq": number, "event_key": f"old-{number}"}
                tx.run(inbox.insert(), row | own | {"received_at": 1})
            for number in range(3):
                kept = {"lane": f"old:{number}", "tenant": TENANT}
                tx.run(lanes.insert(), kept | {"last_seq": 1_199, "done_seq": 1_199})

        await play.database.write(fill, TENANT)
        parts, after = 0, ""
        while after is not None:
            start = after
            after = await play.database.write(
                lambda tx, start=start: delivered.sweep(tx, start), TENANT
            )
            parts += 1
        assert (parts, await holding(play, "old:")) == (3, [])


async def test_whoever_is_deleted_leaves_one_conversation_and_that_goes_by_age(
    database: Database,
) -> None:
    async with stage(database) as play:
        await finished(play, "ines")
        await play.call("ines", "privacy delete")
        await play.press("ines", "Delete everything")
        query = select(lanes.c.lane).where(lanes.c.lane.contains("ines"))
        left = await play.database.read(lambda tx: tx.run(query).scalars().all(), TENANT)
        assert left == ["play:school:class:#ines"]
        await night(play, 31)
        assert await holding(play, "ines") == []
