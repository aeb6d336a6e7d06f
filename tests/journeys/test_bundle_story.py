"""A class's interviews leave as ZIP files, with grades, in parts that say how far they are."""

import csv
import io
import json
import zipfile

import pytest

from core.domain.teaching import Release
from core.export import FORMATS
from core.services import bundles
from core.store import audit, files, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.grader import Grader
from tests.journeys.grading import graded_class, interview
from tests.journeys.stage import CLASS, TENANT, Stage


async def zips(play: Stage) -> list[zipfile.ZipFile]:
    """The packages that the teacher has got, in order."""
    refs = [ref for reply in play.replies("ruth") for ref in reply.files]
    found = []
    for ref in refs:
        data = await play.database.read(lambda tx, key=ref.id: files.content(tx, key), TENANT)
        found.append(zipfile.ZipFile(io.BytesIO(data or b"")))
    return found


async def test_every_interview_is_in_the_package_with_its_grade(database: Database) -> None:
    async with graded_class(database) as play:
        await interview(play)
        await interview(play, "omar")
        await play.call("ruth", "bundle", {"formats": "json, csv"})
        assert "2 of 2 interviews." in [one.text for one in play.replies("ruth")]
        (package,) = await zips(play)
        rows = list(csv.DictReader(io.StringIO(package.read("index.csv").decode("utf-8-sig"))))
        assert {row["student"] for row in rows} == {"Ines Carvalho", "Omar Haddad"}
        names = [name for name in package.namelist() if name.endswith(".json")]
        data = json.loads(package.read(names[0]))["transcript"]
        assert json.loads(data["grade_data"])["evaluation"]["done"] is True


async def test_parts_follow_one_another_with_progress(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "PART", 1)
    async with graded_class(sqlite_database) as play:
        for user in ("ines", "omar"):
            await interview(play, user)
        await play.call("ruth", "bundle", {"formats": "markdown"})
        told = [one.text for one in play.replies("ruth") if "interviews." in one.text]
        assert told == ["1 of 2 interviews.", "2 of 2 interviews."]
        assert len(await zips(play)) == 2


async def test_it_goes_to_teachers_alone_and_is_in_the_audit(sqlite_database: Database) -> None:
    async with graded_class(sqlite_database) as play:
        await interview(play)
        await play.call("ines", "bundle", {"formats": "json"})
        assert play.replies()[-1].files == ()
        await play.call("ruth", "bundle", {"formats": "json"})

        def work(tx: Transaction) -> list[str]:
            found = sections.find_at(tx, CLASS)
            assert found is not None
            return [one.action for one in audit.of_section(tx, found.id)]

        assert (await play.database.read(work, TENANT)).count("bulk_export") == 1


async def test_an_unknown_format_is_answered_with_the_known_ones(
    sqlite_database: Database,
) -> None:
    async with graded_class(sqlite_database) as play:
        await play.call("ruth", "bundle", {"formats": "wav"})
        assert "markdown" in play.last


@pytest.mark.parametrize("name", FORMATS)
async def test_the_grade_is_in_every_format(sqlite_database: Database, name: str) -> None:
    async with graded_class(sqlite_database) as play:
        await interview(play)
        session = (await play.sessions_of("ines"))[0]
        await play.call("ines", "export", {"session": session.id, "format": name})
        ref = play.replies("ines")[-1].files[0]
        data = await sqlite_database.read(lambda tx: files.content(tx, ref.id), TENANT)
        assert len(data or b"") > 100
        if name in {"markdown", "json"}:
            assert "Rubric feedback" in (data or b"").decode()


async def test_a_students_file_holds_no_grade_before_its_release(
    sqlite_database: Database,
) -> None:
    async with graded_class(sqlite_database, Grader(), Release.AFTER_REVIEW) as play:
        await interview(play)
        session = (await play.sessions_of("ines"))[0]
        texts = {}
        for user in ("ines", "ruth"):
            await play.call(user, "export", {"session": session.id, "format": "json"})
            ref = play.replies(user)[-1].files[0]
            data = await play.database.read(lambda tx, key=ref.id: files.content(tx, key), TENANT)
            texts[user] = (data or b"").decode()
        assert "Rubric feedback" not in texts["ines"]
        assert "Rubric feedback" in texts["ruth"]
