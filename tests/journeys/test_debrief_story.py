"""A class sees what it did: five at least, no name, quotes only where a student said yes."""

from core.domain.event import Joined, Pressed
from core.domain.outgoing import Post
from core.domain.reply import Reply
from core.store import assignments, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage
from tests.seeds import agree

SAID = "Tell me, what has been on your mind most of all?"
NAMES = ("ines", "omar", "zora", "yuki", "xaver")


async def finish(play: Stage, users: tuple[str, ...]) -> str:
    """An interview each; the assignment's id."""
    await agree(play.database, play.house, TENANT, list(NAMES))
    for user in users:
        await play.act(user, Joined(user, user.capitalize()))
        place = await play.start(user)
        await play.say(user, f"{SAID} I am {user.capitalize()}.", place)
        await play.press(user, "End", place)

    def work(tx: Transaction) -> str:
        section = sections.find_at(tx, CLASS)
        assert section is not None
        return assignments.of_section(tx, section.id)[0].id

    return await play.database.read(work, TENANT)


def posted(play: Stage) -> list[Reply]:
    """What stands in the class channel for everybody."""
    sent = [one.outgoing for one in play.platform.sent if one.outgoing.place == CLASS]
    errands = [one.errand for one in sent]
    return [one.reply for one in errands if isinstance(one, Post) and not one.to]


async def test_four_students_are_too_few(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        work = await finish(play, NAMES[:4])
        before = len(posted(play))
        await play.call("ruth", "debrief", {"assignment": work})
        assert "Fewer than 5 students have finished" in play.last
        await play.act("ruth", Pressed(f"run|debrief post|{work}"))
        assert "Fewer than five" in play.last
        assert len(posted(play)) == before


async def test_five_are_shown_together_and_nobody_by_name(database: Database) -> None:
    async with stage(database) as play:
        work = await finish(play, NAMES)
        await play.call("ruth", "debrief", {"assignment": work})
        await play.press("ruth", "Post to the class")
        text = posted(play)[-1].text
        assert "5 interviews, one of each student" in text
        assert not any(name.capitalize() in text for name in NAMES)
        assert SAID not in text


async def test_what_nobody_reached_is_not_named_while_somebody_can_still_try(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        work = await finish(play, NAMES)
        await play.call("ruth", "debrief", {"assignment": work})
        early = play.replies("ruth")[-1].text
        play.clock.advance(8 * 24 * 3600)
        await play.call("ruth", "debrief", {"assignment": work})
        late = play.replies("ruth")[-1].text
        assert "nobody was told" in early
        assert early != late


async def test_a_quote_is_posted_only_where_its_student_said_yes(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        work = await finish(play, NAMES)
        await play.act("ruth", Pressed(f"run|debrief quotes|{work}"))
        asked = [one for one in play.replies() if "A line of yours worked well" in one.text]
        assert 1 <= len(asked) <= 3
        tokens = [one.buttons[0].token for one in asked]
        await play.act("nobody", Pressed(tokens[0]))
        for user in NAMES:
            await play.act(user, Pressed(tokens[0]))
        await play.call("ruth", "debrief", {"assignment": work})
        await play.press("ruth", "Post to the class")
        assert posted(play)[-1].text.count("Somebody: ") == 1
        assert "I am Student" in posted(play)[-1].text or SAID in posted(play)[-1].text


async def test_a_no_takes_a_line_back(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        work = await finish(play, NAMES)
        await play.act("ruth", Pressed(f"run|debrief quotes|{work}"))
        asked = [one for one in play.replies() if "A line of yours worked well" in one.text]
        for user in NAMES:
            for button in asked[0].buttons:
                await play.act(user, Pressed(button.token))
        await play.call("ruth", "debrief", {"assignment": work})
        await play.press("ruth", "Post to the class")
        assert "Somebody: " not in posted(play)[-1].text
