"""A teacher talks with a client: marked TEST everywhere, outside attempts, lists and statistics."""

import pytest
from sqlalchemy import func, select

from core.domain.event import Called
from core.domain.place import Place
from core.domain.reply import Speech
from core.domain.session import Session
from core.export import FORMATS
from core.store import files, sections, sessions
from core.store.access_tables import metadata
from core.store.database import Database
from core.store.transaction import Transaction
from tests.fakes import FakeModel
from tests.journeys.stage import CLASS, TENANT, Stage, stage

ASKED = "What brings you here today?"


async def talk(play: Stage) -> tuple[Session, Place]:
    """Ruth tries a client of the library and says one thing."""
    await play.call("ruth", "client test", {"client": "ruth-friesen"})
    session = (await play.sessions_of("ruth"))[0]
    place = Place.parse(session.place or "")
    await play.say("ruth", ASKED, place)
    return session, place


async def ended(play: Stage) -> Session:
    session, place = await talk(play)
    await play.press("ruth", "End", place)
    return session


async def test_every_line_of_the_client_is_marked_test(database: Database) -> None:
    async with stage(database) as play:
        await talk(play)
        labels = {
            block.label
            for reply in play.replies()
            for block in reply.blocks
            if isinstance(block, Speech)
        }
        assert len(labels) == 1
        assert labels.pop().startswith("TEST")


async def test_a_test_is_in_no_class_list_and_counts_for_nothing(database: Database) -> None:
    async with stage(database) as play:
        session = await ended(play)

        def look(tx: Transaction) -> tuple[int, int]:
            section = sections.find_at(tx, CLASS)
            listed = sessions.of_section(tx, section.id) if section else ()
            counted = tx.run(select(func.count()).select_from(metadata.tables["measures"])).scalar()
            return len(listed), int(counted or 0)

        assert session.test
        assert await play.database.read(look, TENANT) == (0, 0)


async def test_the_same_client_can_be_met_beside_its_test(database: Database) -> None:
    async with stage(database) as play:
        await talk(play)
        await play.call("ruth", "practice", {"client": "ruth-friesen"})
        found = await play.sessions_of("ruth")
        assert sorted(one.test for one in found) == [False, True]


async def test_a_second_test_leads_back_to_the_first(database: Database) -> None:
    async with stage(database) as play:
        _session, place = await talk(play)
        await play.call("ruth", "client test", {"client": "ruth-friesen"})
        assert play.replies("ruth")[-1].goto == place


@pytest.mark.parametrize("name", sorted(FORMATS))
async def test_every_export_of_a_test_says_so(sqlite_database: Database, name: str) -> None:
    async with stage(sqlite_database) as play:
        session = await ended(play)
        await play.call("ruth", "export", {"session": session.id, "format": name})
        (file,) = play.replies("ruth")[-1].files
        content = await play.database.read(lambda tx: files.content(tx, file.id), TENANT)
        assert "-test_" in file.name
        if name in {"markdown", "json", "csv", "csv-raw"}:
            assert b"TEST" in (content or b"")


async def test_the_report_of_a_test_is_marked_and_its_teachers_alone(database: Database) -> None:
    async with stage(database) as play:
        session = await ended(play)
        assert "TEST: not an attempt" in play.replies()[-1].text
        await play.call("omar", "feedback", {"session": session.id})
        assert "nothing like that" in play.replies("omar")[-1].text


async def test_a_test_with_a_model_is_marked_as_well(database: Database) -> None:
    async with stage(database, model=FakeModel(["It was my sister's idea."])) as play:
        await talk(play)
        marks = [block.label for block in play.replies()[-1].blocks if isinstance(block, Speech)]
        assert marks == ["TEST · simulated client (AI)"]


async def test_a_test_finishes_no_attempt_and_is_called_test_in_ones_own_list(
    database: Database,
) -> None:
    async with stage(database) as play:
        await talk(play)
        assert "finishes the interview" in play.button("End").confirm
        await play.call("ruth", "sessions")
        assert "| TEST | – |" in play.last


async def test_students_cannot_test(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        await play.act("ines", Called("client test", {"client": "ruth-friesen"}))
        assert await play.sessions_of("ines") == ()


async def test_a_preview_shows_prompt_and_locked_facts_apart(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client preview", {"client": "ruth-friesen"})
        reply = play.replies("ruth")[-1]
        assert "You are Ruth Friesen" in reply.text
        assert "Locked facts" in reply.text
        assert reply.files[0].name == "ruth-friesen_v1_preview.md"
