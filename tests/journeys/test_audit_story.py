"""Who reads the audit: each what concerns them, in names and times and never in words."""

import ast
from datetime import datetime
from pathlib import Path

import core
from core.domain.audit import Entry
from core.domain.deedwords import ABOUT_ONESELF, DEED_WORDS, HANDED_OUT
from core.domain.event import Actor, Called, Event, Pressed
from core.domain.reply import Reply, Rows
from core.store import audit, people
from core.store.database import Database
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage

READ = "Dr. Ruth Adeyemi: opened an interview (Ines Carvalho"
SAID = "quincefeather"


async def talk(play: Stage, user: str) -> str:
    """One finished interview; its id."""
    place = await play.start(user)
    await play.say(user, f"Hello, my name is {SAID}. What brings you here?", place)
    await play.press(user, "End", place)
    return (await play.sessions_of(user))[0].id


async def as_admin(play: Stage, body: Called | Pressed, user: str = "dean") -> Reply:
    """What the workspace's administrator reads."""
    number = next(play.numbers)
    event = Event(f"admin-{number}", CLASS, body, play.now_ms, Actor(user, "Dean", admin=True))
    await play.app.door.accept(event)
    await play.settle()
    return play.replies(user)[-1]


async def record(play: Stage, *entries: Entry) -> None:
    def work(tx: Transaction) -> None:
        for entry in entries:
            audit.record(tx, entry)

    await play.database.write(work, TENANT)


async def test_the_student_the_teacher_and_the_admin_read_what_concerns_them(
    database: Database,
) -> None:
    async with stage(database) as play:
        session = await talk(play, "ines")
        for _ in range(2):
            await play.call("ruth", "observe", {"session": session})
        await play.call("ruth", "section retention", {"days": 10})
        await play.call("ines", "privacy audit")
        own = play.replies("ines")[-1].text
        await play.call("ruth", "section audit")
        section = play.replies("ruth")[-1].text
        everything = (await as_admin(play, Called("admin audit"))).text
        assert [text.count(READ) for text in (own, section, everything)] == [2, 2, 2]
        assert "changed how long words are kept" not in own
        assert "changed how long words are kept (Interviewing 101)" in everything
        assert not any(SAID in text for text in (own, section, everything))


async def test_a_student_reads_nothing_of_another_one(database: Database) -> None:
    async with stage(database) as play:
        session = await talk(play, "ines")
        await play.call("ruth", "observe", {"session": session})
        await play.call("omar", "privacy audit")
        assert "Nothing yet." in play.replies("omar")[-1].text
        await play.call("omar", "section audit")
        assert "for teachers of this class" in play.replies("omar")[-1].text
        await play.call("ruth", "admin audit")
        assert "for administrators" in play.replies("ruth")[-1].text


async def test_whoever_takes_the_words_of_a_class_is_told_to_each_student(
    database: Database,
) -> None:
    async with stage(database) as play:
        await talk(play, "ines")
        await play.call("ruth", "bundle")
        for user in ("ines", "omar"):
            await play.call(user, "privacy audit")
            told = play.replies(user)[-1].text
            assert "took the interviews of the class as files (Interviewing 101)" in told


async def test_what_is_the_teachers_own_is_not_told_before_it_is_said(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        session = await talk(play, "ines")
        at = play.clock.now()
        quiet = [name for name in DEED_WORDS if name not in ABOUT_ONESELF | HANDED_OUT]
        await record(play, *(Entry("x", name, session, at) for name in quiet))
        await play.call("ines", "privacy audit")
        assert "Nothing yet." in play.replies("ines")[-1].text


async def test_pages_lead_on_and_end_where_the_entries_end(database: Database) -> None:
    async with stage(database) as play:
        session = await talk(play, "ines")
        at = play.clock.now()
        await record(play, *(Entry("", audit.READ, session, at) for _ in range(25)))
        seen = []
        for page in (".1", ".2", ".3", ".999999", "x.y", ".-1"):
            await play.act("ines", Pressed(f"run|privacy audit|{page}"))
            reply = play.replies("ines")[-1]
            rows = next(one for one in reply.blocks if isinstance(one, Rows)).rows
            assert all(isinstance(one.value, datetime) for one in rows)
            seen.append((len(rows), [one.label for one in reply.buttons]))
        first = (10, ["Next", "Your data"])
        last = (5, ["Previous", "Your data"])
        middle = (10, ["Previous", "Next", "Your data"])
        assert seen == [first, middle, last, last, first, first]


async def test_who_is_gone_has_no_name_and_the_app_is_called_so(database: Database) -> None:
    async with stage(database) as play:
        person = await play.database.read(lambda tx: people.find_user(tx, "omar"), TENANT)
        assert person
        await record(play, Entry(person.id, "publish", "gone", play.clock.now()))
        await record(play, Entry("", "release", "gone", play.clock.now(), "gone"))
        await play.call("omar", "privacy delete")
        await play.press("omar", "Delete everything")
        told = (await as_admin(play, Called("admin audit"))).text
        assert "a deleted account: published an assignment:" in told
        assert "The app: released scores:" in told
        assert "Omar" not in told


def test_every_deed_that_is_recorded_has_words() -> None:
    folder = Path(core.__file__).parent
    named = {
        argument.value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Entry"
        for argument in node.args[1:2]
        if isinstance(argument, ast.Constant)
    }
    assert len(named) > 20
    assert named <= {*DEED_WORDS, "purge"}
