"""/report gradebook: released scores alone, to the teacher alone, noted in the audit."""

import base64
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from core.domain.event import Pressed
from core.domain.ids import new_key
from core.domain.outgoing import Post
from core.store import audit, files, sections
from core.store.class_tables import assignments, rubrics
from core.store.database import Database
from core.store.grade_tables import evaluations
from core.store.transaction import Transaction
from tests.core.lms import read_canvas, rows_of
from tests.fakes import START
from tests.journeys.stage import CLASS, TENANT, Stage, stage
from tests.journeys.test_overview_student import assign

DUE = {"due_at": START + timedelta(days=1)}
DOWNLOAD = "Student,ID,SIS User ID,SIS Login ID,Section,Work 0 (17)\r\nInes Carvalho,31,,,SW,\r\n"


async def worked(play: Stage, total: str = "77.5", *, released: bool = True) -> None:
    """Ines finishes the one client of a work, and is scored."""
    await assign(play, [DUE])
    await play.call("ines", "practice")
    await play.act("ines", Pressed(play.replies("ines")[-1].buttons[0].token))
    session = (await play.sessions_of("ines"))[0]
    await play.act("ines", Pressed(f"run|done|{session.id}"))

    def work(tx: Transaction) -> None:
        now = play.clock.now()
        values = {
            "id": new_key(),
            "tenant": TENANT,
            "session_id": session.id,
            "section_id": session.section_id,
            "assignment_id": session.assignment_id,
            "rubric_id": tx.run(select(rubrics.c.id)).scalars().first(),
            "done": True,
            "policy": "at_once",
            "created_at": now,
            "released_at": now if released else None,
            "total": total,
        }
        texts = ("criteria", "grader", "prompt", "transcript", "profile", "language")
        tx.run(insert(evaluations), dict.fromkeys(texts, "x") | values)

    await play.database.write(work, TENANT)


async def file_of(play: Stage, user: str = "ruth") -> bytes:
    """The file that came last, which nobody else was sent."""
    posts = [one.outgoing.errand for one in play.platform.sent]
    post = [one for one in posts if isinstance(one, Post) and one.reply.files][-1]
    assert post.to == user
    ref = post.reply.files[0]
    content = await play.database.read(lambda tx: files.content(tx, ref.id), TENANT)
    assert content is not None
    return content


async def test_canvas_reads_what_was_released(database: Database) -> None:
    async with stage(database) as play:
        await worked(play)
        await play.call("ruth", "report gradebook", {"assignment": "Work 0", "lms": "canvas"})
        found = read_canvas(await file_of(play))
        assert {one.name: one.grade for one in found} == {
            "Carvalho, Ines": "77.5",
            "Haddad, Omar": "",
        }


async def test_what_was_not_released_is_in_no_file(database: Database) -> None:
    async with stage(database) as play:
        await worked(play, released=False)
        await play.call("ruth", "report gradebook", {"assignment": "Work 0"})
        assert b"77.5" not in await file_of(play)


async def test_an_attempt_after_the_due_date_is_marked_late(database: Database) -> None:
    async with stage(database) as play:
        await worked(play)

        def earlier(tx: Transaction) -> None:
            due = START - timedelta(days=1)
            tx.run(assignments.update().where(assignments.c.title == "Work 0").values(due_at=due))

        await play.database.write(earlier, TENANT)
        await play.call("ruth", "report gradebook", {"assignment": "Work 0"})
        header, *rows = rows_of(await file_of(play))
        assert [row[header.index("late")] for row in rows] == ["yes", ""]


async def test_the_file_that_a_teacher_downloaded_is_filled(database: Database) -> None:
    async with stage(database) as play:
        await worked(play)
        upload = "data:text/csv;base64," + base64.b64encode(DOWNLOAD.encode()).decode()
        await play.call("ruth", "report gradebook", {"assignment": "Work 0", "file": upload})
        assert rows_of(await file_of(play))[1] == ["Ines Carvalho", "31", "", "", "SW", "77.5"]
        assert "1 grade was written" in play.replies("ruth")[-1].text


async def test_who_took_grades_out_is_remembered(database: Database) -> None:
    async with stage(database) as play:
        await worked(play)
        await play.call("ruth", "report gradebook", {"assignment": "Work 0"})

        def deeds(tx: Transaction) -> list[str]:
            section = sections.find_at(tx, CLASS)
            assert section is not None
            return [one.action for one in audit.of_section(tx, section.id)]

        assert "gradebook" in await play.database.read(deeds, TENANT)


@pytest.mark.parametrize(
    "options",
    [
        {"assignment": "Nothing"},
        {"assignment": "Work 0", "lms": "word"},
        {"assignment": "Work 0", "rule": "first"},
        {"assignment": "Work 0", "file": "data:text/csv;base64,YQ=="},
    ],
    ids=["work", "lms", "rule", "file"],
)
async def test_a_wrong_option_is_named_and_no_file_is_made(
    sqlite_database: Database, options: dict[str, str]
) -> None:
    async with stage(sqlite_database) as play:
        await assign(play, [DUE])
        await play.call("ruth", "report gradebook", options)
        assert not play.replies("ruth")[-1].files
        assert "please give" in play.last or "cannot be used" in play.last


async def test_a_student_gets_no_gradebook(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        await play.call("ines", "report gradebook", {})
        assert "for teachers" in play.last
