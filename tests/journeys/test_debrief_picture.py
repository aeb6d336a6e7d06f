"""The class's criteria as a picture: with the debrief, in /report, and never of fewer than five."""

from sqlalchemy import update

from core.domain.event import Joined, Pressed
from core.domain.outgoing import Post
from core.domain.reply import FileRef
from core.store import files
from core.store.class_tables import assignments
from core.store.database import Database
from tests.journeys.grading import graded_class, grading_of, interview
from tests.journeys.stage import CLASS, TENANT, Stage
from tests.journeys.test_debrief_story import NAMES
from tests.seeds import agree


async def graded(play: Stage, users: tuple[str, ...]) -> str:
    """A graded interview each; the assignment's id."""
    await agree(play.database, play.house, TENANT, list(NAMES))
    for user in users:
        await play.act(user, Joined(user, user.capitalize()))
        await interview(play, user)
        await rule(play, user)
    return (await play.sessions_of(users[0]))[0].assignment_id or ""


async def rule(play: Stage, user: str) -> None:
    """The teacher confirms every criterion of the newest grading and lets it out."""
    made = await grading_of(play, user)
    assert made is not None
    for number in range(5):
        await play.act("ruth", Pressed(f"run|review confirm|{made.id}.{number}"))
    await play.act("ruth", Pressed(f"run|release|{made.id}"))


def pictures(play: Stage, to: str) -> list[FileRef]:
    """What was posted to somebody, or to the whole class."""
    sent = [one.outgoing for one in play.platform.sent if one.outgoing.place == CLASS]
    posts = [one.errand for one in sent if isinstance(one.errand, Post) and one.errand.to == to]
    refs = [ref for post in posts for ref in post.reply.files]
    return [ref for ref in refs if ref.name == "criteria.png"]


async def test_the_debrief_is_posted_with_its_picture_and_the_same_in_words(
    database: Database,
) -> None:
    async with graded_class(database) as play:
        work = await graded(play, NAMES)
        await play.call("ruth", "debrief", {"assignment": work})
        assert len(pictures(play, "ruth")) == 1
        await play.press("ruth", "Post to the class")
        (posted,) = pictures(play, "")
        assert "5 × level 2" in posted.description
        assert not any(name.capitalize() in posted.description for name in NAMES)
        data = await database.read(lambda tx: files.content(tx, posted.id), TENANT)
        assert (data or b"").startswith(b"\x89PNG")


async def test_the_report_of_a_class_shows_it_too(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database) as play:
        await graded(play, NAMES)
        await play.call("ruth", "report class")
        assert len(pictures(play, "ruth")) == 1


async def test_five_interviews_of_four_students_are_no_picture(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database) as play:
        without = update(assignments).values(max_attempts=None)
        await sqlite_database.write(lambda tx: tx.run(without), TENANT)
        work = await graded(play, NAMES[:4])
        play.clock.advance(60)
        await play.press("ines", "Practise again")
        (again,) = [one for one in await play.sessions_of("ines") if one.state.runs]
        await play.say("ines", "What else is there?", play.place_of(again))
        await play.press("ines", "End", play.place_of(again))
        await rule(play, "ines")
        await play.call("ruth", "debrief", {"assignment": work})
        await play.call("ruth", "report class")
        assert pictures(play, "ruth") == []
