"""A student tries a moment again, from the report's own buttons; nothing else moves."""

from core.domain.event import ChannelChanged, Pressed
from core.domain.place import Place
from core.domain.session import SessionState
from core.store import sessions
from core.store.database import Database
from tests.journeys.stage import TENANT, Stage, stage

LINES = ("What has been on your mind most?", "You should just stop that.", "Okay.")


async def finished(play: Stage) -> Place:
    place = await play.start("ines")
    for text in LINES:
        await play.say("ines", text, place)
    await play.press("ines", "End", place)
    return place


async def place_of_newest(play: Stage) -> Place:
    place = (await play.sessions_of("ines"))[0].place
    assert place is not None
    return Place.parse(place)


async def test_a_moment_opens_again_with_what_was_said_before_it(database: Database) -> None:
    async with stage(database) as play:
        await finished(play)
        parent = (await play.sessions_of("ines"))[0]
        play.clock.advance(60)
        await play.press("ines", "Try again from turn 2")
        made = (await play.sessions_of("ines"))[0]
        lines = await play.transcript(parent)
        assert [one.text for one in await play.transcript(made)] == [one.text for one in lines[:3]]
        assert any(
            "You said then: You should just stop that." in one.text for one in play.replies()
        )
        assert (made.turns, made.assignment_id, made.salt) == (1, None, parent.salt)


async def test_the_parent_its_attempts_and_its_grade_stay(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        await finished(play)
        parent = (await play.sessions_of("ines"))[0]
        play.clock.advance(60)
        await play.press("ines", "Try again from turn 2")
        place = await place_of_newest(play)
        await play.say("ines", "It sounds as if that is not easy.", place)
        await play.press("ines", "End", place)
        after = (await play.sessions_of("ines"))[1]
        assert after == parent
        taken = await sqlite_database.read(
            lambda tx: sessions.attempts_taken(
                tx, parent.assignment_id or "", parent.client_id, parent.student_id
            ),
            TENANT,
        )
        assert taken == 1


async def test_then_and_now_stand_side_by_side(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        await finished(play)
        play.clock.advance(60)
        await play.press("ines", "Try again from turn 2")
        place = await place_of_newest(play)
        await play.say("ines", "It sounds as if that is not easy.", place)
        await play.press("ines", "End", place)
        await play.press("ines", "Side by side", place)
        assert "You, then: You should just stop that." in play.last
        assert "You, now: It sounds as if that is not easy." in play.last
        assert "Neither is a grade" in play.last


async def test_one_try_of_an_interview_runs_at_a_time(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        await finished(play)
        for _ in range(2):
            play.clock.advance(60)
            await play.press("ines", "Try again from turn 2")
        assert "still open" in play.last
        states = [one.state for one in await play.sessions_of("ines")]
        assert states == [SessionState.ACTIVE, SessionState.COMPLETED]


async def test_a_running_interview_and_somebody_elses_are_not_replayed(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        place = await play.start("ines")
        await play.say("ines", LINES[0], place)
        session = (await play.sessions_of("ines"))[0]
        await play.act("ines", Pressed(f"run|replay|{session.id}.1"), place)
        assert "does not work while" in play.last
        await play.press("ines", "End", place)
        await play.act("omar", Pressed(f"run|replay|{session.id}.1"))
        assert "nothing like that" in play.last


async def test_in_an_archived_class_nothing_new_begins(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        await finished(play)
        await play.act("", ChannelChanged(archived=True))
        before = await play.sessions_of("ines")
        await play.press("ines", "Try again from turn 2")
        assert "archived" in play.last
        await play.press("ines", "Practise again")
        assert await play.sessions_of("ines") == before
