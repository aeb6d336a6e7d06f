"""/monitor: one message edited in place, no text of anybody, reading is noted."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core.domain.event import Called, Fired, NotOpened
from core.domain.outgoing import Edit, Open
from core.domain.place import Place
from core.services import monitorday
from core.services.monitorday import Day
from core.store import audit, live, people, sections
from core.store.database import Database
from core.store.live import Pace
from core.store.tables import jobs
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage
from tests.journeys.test_overview_report import OTHER, other_class

EPOCH, FAR = datetime(1970, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
QUESTION = "Hello. What brings you here today?"


def watched(play: Stage) -> tuple[str, Place]:
    """The newest monitor's id and its place."""
    sent = [one for one in play.platform.sent if isinstance(one.outgoing.errand, Open)]
    opened = [one for one in sent if one.outgoing.errand.title.startswith("Live")][-1]
    assert opened.receipt.place is not None
    return opened.outgoing.errand.ref, opened.receipt.place


async def look(play: Stage, number: int) -> None:
    """What the job does when its time has come."""
    monitor, place = watched(play)
    fired = Fired("monitor", {"monitor": monitor, "number": str(number)})
    await play.act("", fired, place)


def edits(play: Stage) -> list[Edit]:
    errands = [one.outgoing.errand for one in play.platform.sent]
    return [errand for errand in errands if isinstance(errand, Edit)]


async def planned(play: Stage) -> list[str]:
    def work(tx: Transaction) -> list[str]:
        query = select(jobs.c.dedupe_key).where(jobs.c.kind == "monitor")
        return list(tx.run(query.order_by(jobs.c.dedupe_key)).scalars())

    return await play.database.read(work, TENANT)


async def test_a_quiet_class_is_shown_once_and_not_edited(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "monitor")
        assert "Interviews open: 0" in play.last
        await look(play, 1)
        await look(play, 2)
        assert edits(play) == []
        assert len(await planned(play)) == 3


async def test_what_happens_is_edited_into_the_one_message(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "monitor")
        monitor, _place = watched(play)
        place = await play.start("ines")
        await play.say("ines", QUESTION, place)
        await look(play, 1)
        (edit,) = edits(play)
        assert edit.target == monitor
        assert "Ines Carvalho" in edit.reply.text
        assert QUESTION not in edit.reply.text


async def test_a_second_call_leads_to_the_one_that_is_open(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "monitor")
        await play.call("ruth", "monitor")
        assert play.replies("ruth")[-1].goto == watched(play)[1]


@pytest.mark.parametrize("how", ["stop", "time", "removed"])
async def test_it_ends_by_a_press_by_itself_or_with_the_right(database: Database, how: str) -> None:
    async with stage(database) as play:
        await play.call("ruth", "monitor")
        if how == "stop":
            await play.press("ruth", "Stop")
        elif how == "removed":
            await play.database.write(lambda tx: removed(tx, play), TENANT)
        else:
            play.clock.advance(3_001)
        before = len(await planned(play))
        await look(play, 1)
        assert "do not watch" in edits(play)[-1].reply.text
        assert len(await planned(play)) == before


def removed(tx: Transaction, play: Stage) -> None:
    section, person = sections.find_at(tx, CLASS), people.find_user(tx, "ruth")
    assert section is not None
    assert person is not None
    people.withdraw(tx, section.id, person.id, play.clock.now())


async def test_a_place_that_cannot_be_opened_is_told_and_tried_again(database: Database) -> None:
    async with stage(database) as play:
        play.platform.refused_errands["open"] = "no rights"
        await play.call("ruth", "monitor")
        assert any("No place could be opened" in reply.text for reply in play.replies("ruth"))
        del play.platform.refused_errands["open"]
        await play.call("ruth", "monitor")
        assert "Interviews open: 0" in play.last


async def test_an_unknown_place_that_failed_changes_nothing(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        before = len(play.replies())
        await play.act("", NotOpened("nobody", "no rights"))
        assert len(play.replies()) == before


async def test_reading_is_noted_and_the_student_sees_it(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", QUESTION, place)
        await play.call("ruth", "monitor")
        await play.press("ruth", "Read 1")
        assert QUESTION in play.replies("ruth")[-1].text
        await play.call("ines", "sessions")
        assert "was read by Dr. Ruth Adeyemi" in play.replies("ines")[-1].text


async def test_a_student_can_neither_watch_nor_read(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", QUESTION, place)
        session = (await play.sessions_of("ines"))[0]
        for command, options in (("monitor", {}), ("monitor read", {"target": session.id})):
            await play.call("omar", command, options)
            assert "for teachers" in play.replies("omar")[-1].text
        assert await play.database.read(lambda tx: audit.readers(tx, (session.id,)), TENANT) == ()


async def test_the_teacher_of_another_class_reads_nothing(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", QUESTION, place)
        session = (await play.sessions_of("ines"))[0]
        await other_class(play, "vera")
        await play.act("vera", Called("monitor read", {"target": session.id}), OTHER)
        assert "There is nothing like that here" in play.replies("vera")[-1].text
        assert await play.database.read(lambda tx: audit.readers(tx, (session.id,)), TENANT) == ()


async def pace(play: Stage, since: datetime) -> Pace:
    def work(tx: Transaction) -> Pace:
        section = sections.find_at(tx, CLASS)
        assert section is not None
        return live.hours(tx, section.id, EPOCH, since, 1)[1]

    return await play.database.read(work, TENANT)


async def test_messages_and_answers_of_the_last_minutes_are_measured(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", QUESTION, place)
        measured = await pace(play, EPOCH)
        assert measured.said == 3
        assert measured.reply_ms is not None
        assert await pace(play, FAR) == Pace(0, None)


async def test_the_last_day_is_shown_by_the_hour_in_words_and_as_a_picture(
    database: Database,
) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", QUESTION, place)
        await play.call("ruth", "monitor")
        assert "Messages, last 24 hours: ·······················█" in play.last
        await play.press("ruth", "Last 24 hours")
        told, drawn = play.replies("ruth")[-2:]
        assert "the last 24 hours" in told.text
        assert QUESTION not in told.text
        assert [one.name for one in drawn.files] == ["day.png"]


async def day(play: Stage) -> Day:
    def work(tx: Transaction) -> Day:
        section = sections.find_at(tx, CLASS)
        assert section is not None
        return monitorday.read(tx, section, play.clock.now())

    return await play.database.read(work, TENANT)


async def test_the_day_counts_the_same_lines_after_an_interview_as_in_it(
    database: Database,
) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", QUESTION, place)
        (session,) = await play.sessions_of("ines")
        before = await day(play)
        await play.act("ines", Called("done", {"session": session.id}))
        assert max(one.interviews for one in before.hours) == 1
        assert (await day(play)).hours == before.hours


async def test_the_day_of_another_class_is_not_shown(database: Database) -> None:
    async with stage(database) as play:
        await other_class(play, "omar")
        section = await play.database.read(lambda tx: sections.find_at(tx, OTHER), TENANT)
        assert section
        await play.act("ruth", Called("monitor day", {"section": section.id}))
        assert "nothing like that" in play.replies("ruth")[-1].text
