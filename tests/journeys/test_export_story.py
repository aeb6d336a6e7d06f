"""A finished interview leaves as a file, to those who may read it and to nobody else."""

import pytest

from core.domain.place import Place
from core.domain.session import Session
from core.export import FORMATS
from core.store import files
from core.store.database import Database
from tests.journeys.stage import TENANT, Stage, stage

STARTS = {"pdf": b"%PDF-", "docx": b"PK", "json": b"{", "markdown": b"#"}


async def finished(play: Stage) -> tuple[Session, Place]:
    place = await play.start("ines")
    await play.say("ines", "What has been on your mind most?", place)
    await play.press("ines", "End", place)
    return (await play.sessions_of("ines"))[0], place


@pytest.mark.parametrize("name", FORMATS)
async def test_every_format_comes_as_a_private_file(sqlite_database: Database, name: str) -> None:
    async with stage(sqlite_database) as play:
        session, _place = await finished(play)
        await play.call("ines", "export", {"session": session.id, "format": name})
        ref = play.replies("ines")[-1].files[0]
        data = await sqlite_database.read(lambda tx: files.content(tx, ref.id), TENANT)
        assert (data or b"").startswith(STARTS.get(name, b""))
        assert len(data or b"") > 100


async def test_the_teacher_gets_the_file_and_another_student_does_not(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        session, _place = await finished(play)
        for user in ("ruth", "omar"):
            await play.call(user, "export", {"session": session.id, "format": "json"})
        assert len(play.replies("ruth")[-1].files) == 1
        assert "nothing like that" in play.replies("omar")[-1].text


async def test_a_running_interview_has_no_file_yet(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        await play.start("ines")
        session = (await play.sessions_of("ines"))[0]
        await play.call("ines", "export", {"session": session.id})
        assert "when the interview has ended" in play.replies("ines")[-1].text


async def test_an_unknown_format_is_answered_with_the_known_ones(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        session, _place = await finished(play)
        await play.call("ines", "export", {"session": session.id, "format": "wav"})
        assert "pdf" in play.replies("ines")[-1].text
