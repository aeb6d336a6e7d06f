"""What is kept is shown, handed over and deleted: to the last byte, for one person only."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from core.domain.event import Called, Event, Fired
from core.domain.place import Place
from core.services import erasure, retention
from core.services.erasure_list import ErasureList
from core.store import audit, chains, files, people, sessions
from core.store.database import Database
from core.store.record_tables import pulses
from core.store.schema import METADATA
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage

CANARY = "quincefeather"
OTHER = "mulberrywing"


async def talk(play: Stage, user: str, words: str) -> str:
    """One finished interview in which somebody says the words; its id."""
    place = await play.start(user)
    await play.say(user, f"Hello, my name is {words}. What brings you here today?", place)
    await play.say(user, f"(({words} out of role)) It sounds as if {words} weighs on you.", place)
    await play.press(user, "End", place)
    return (await play.sessions_of(user))[0].id


async def found(play: Stage, words: str) -> list[str]:
    """The tables in which the words stand, files with their bytes."""

    def work(tx: Transaction) -> list[str]:
        return [
            table.name
            for table in METADATA.sorted_tables
            for row in tx.run(select(table))
            if any(words in text(value) for value in row)
        ]

    return await play.database.read(work, TENANT)


def text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


async def delete_all(play: Stage, user: str) -> None:
    await play.call(user, "privacy delete")
    await play.press(user, "Delete everything")


async def test_the_data_of_a_stranger_is_nothing_and_the_notice_is_there(
    database: Database,
) -> None:
    async with stage(database) as play:
        await play.call("stranger", "privacy show")
        assert "Nothing is kept of you" in play.replies("stranger")[-1].text
        assert "Fictional cases only" in play.replies("stranger")[-1].text


async def test_show_counts_what_is_kept_and_names_who_read_it(database: Database) -> None:
    async with stage(database) as play:
        session = await talk(play, "ines", CANARY)

        def read(tx: Transaction) -> None:
            teacher = people.find_user(tx, "ruth")
            assert teacher
            made = audit.Entry(teacher.id, audit.READ, session, play.clock.now())
            audit.record(tx, made)

        await play.database.write(read, TENANT)
        await play.call("ines", "privacy show")
        shown = play.replies("ines")[-1].text
        assert "Interviews: 1" in shown
        assert "Dr. Ruth Adeyemi" in shown


async def test_download_holds_all_own_words_and_nobody_elses(database: Database) -> None:
    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        await talk(play, "omar", OTHER)
        await play.call("ines", "privacy download")
        refs = play.replies("ines")[-1].files
        data = [
            (await play.database.read(lambda tx, id_=one.id: files.content(tx, id_), TENANT) or b"")
            for one in refs
        ]
        assert [one.name for one in refs] == ["my-data.json", "my-data.md"]
        for each in data:
            assert CANARY.encode() in each
            assert OTHER.encode() not in each
        tables = json.loads(data[0])["tables"]
        assert {"people", "consents", "sessions", "messages", "measures"} <= set(tables)


async def test_after_deletion_no_word_is_left_and_the_chain_still_verifies(
    database: Database, tmp_path: Path
) -> None:
    async with stage(database) as play:
        play.house.erased = ErasureList(tmp_path / "erased")
        session = await talk(play, "ines", CANARY)
        await talk(play, "omar", OTHER)
        await delete_all(play, "ines")
        assert "Your data is deleted" in play.replies("ines")[-1].text
        assert await found(play, CANARY) == []
        assert await found(play, OTHER) != []
        assert await play.database.read(lambda tx: chains.broken(tx, session), TENANT) == ()
        assert await play.database.read(audit.broken_at, TENANT) is None
        assert len(play.house.erased.read()) == 1


async def test_no_byte_of_the_words_is_left_in_the_files(
    sqlite_url: str, sqlite_database: Database
) -> None:
    async with stage(sqlite_database) as play:
        await talk(play, "ines", CANARY)
        path = Path(sqlite_url.removeprefix("sqlite:///"))
        beside = [path, path.with_name(path.name + "-wal")]
        assert any(CANARY.encode() in one.read_bytes() for one in beside)
        await delete_all(play, "ines")
        assert [one for one in beside if CANARY.encode() in one.read_bytes()] == []


async def test_who_is_deleted_is_nobody_and_may_begin_anew(database: Database) -> None:
    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        await delete_all(play, "ines")
        await play.call("ines", "sessions")
        assert "no" in play.replies("ines")[-1].text.lower()
        assert await play.sessions_of("ines") == ()


async def test_a_restored_backup_forgets_again_before_it_starts(
    database: Database, tmp_path: Path
) -> None:
    async with stage(database) as play:
        play.house.erased = ErasureList(tmp_path / "erased")
        await talk(play, "ines", CANARY)
        person = await play.database.read(lambda tx: people.find_user(tx, "ines"), TENANT)
        assert person
        play.house.erased.add(erasure.Listed(TENANT, person.id))
        assert await erasure.replay(play.database, play.house) == 1
        assert await found(play, CANARY) == []
        assert await erasure.replay(play.database, play.house) == 0


@pytest.mark.parametrize("killed_after", [0, 1, 2, 3])
async def test_an_erasure_that_was_cut_off_is_carried_to_its_end(
    sqlite_database: Database, killed_after: int
) -> None:
    async with stage(sqlite_database) as play:
        await talk(play, "ines", CANARY)

        def begin(tx: Transaction) -> erasure.erasures.Erasure | None:
            person = people.find_user(tx, "ines")
            assert person
            made = erasure.erasures.begin(tx, person.id, play.clock.now())
            for number, step in enumerate(erasure.STEPS[:killed_after], 1):
                step(tx, play.house, person)
                erasure.erasures.record(tx, made, number)
            return erasure.erasures.find(tx, made)

        half = await play.database.write(begin, TENANT)
        assert half
        await erasure.carry_out(play.database, play.house, TENANT, half)
        await erasure.carry_out(play.database, play.house, TENANT, replace(half, steps=0))
        assert await found(play, CANARY) == []


async def test_withdrawing_ends_what_runs_and_closes_the_gate(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", "What brings you here?", place)
        await play.call("ines", "privacy withdraw")
        await play.say("ines", f"And {CANARY}?", place)
        assert await found(play, CANARY) == []
        await play.press("ines", "Start")
        assert "Before you start" in play.replies("ines")[-1].text


async def test_nobody_deletes_somebody_else(database: Database) -> None:
    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        await delete_all(play, "omar")
        assert await found(play, CANARY) != []


async def nightly(play: Stage) -> None:
    at = int(play.clock.now().timestamp() * 1000)
    event = Event(f"retention@{at}", Place("app", "jobs", "x"), Fired(retention.JOB), at)
    await play.app.door.accept(event)
    await play.settle()


async def test_words_go_by_themselves_when_the_course_is_long_over(database: Database) -> None:
    async with stage(database) as play:
        session = await talk(play, "ines", CANARY)
        play.clock.advance(timedelta(days=209).total_seconds())
        await nightly(play)
        assert "messages" in await found(play, CANARY)
        play.clock.advance(timedelta(days=2).total_seconds())
        await nightly(play)
        assert "messages" not in await found(play, CANARY)
        assert await play.database.read(lambda tx: chains.broken(tx, session), TENANT) == ()
        kept = await play.database.read(lambda tx: sessions.find(tx, session), TENANT)
        assert kept is not None
        assert kept.student_id
        assert CLASS.tenant == kept.tenant


async def test_the_hours_of_a_class_go_after_a_month(database: Database) -> None:
    async def hours() -> list[int]:
        return await play.database.read(lambda tx: list(tx.run(select(pulses.c.at_ms)).scalars()))

    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        hour = max(await hours())  # the store has a clock of its own
        age = play.clock.now() - datetime.fromtimestamp(hour / 1000, UTC)
        play.clock.advance((timedelta(days=29) - age).total_seconds())
        await nightly(play)
        assert hour in await hours()
        play.clock.advance(timedelta(days=2).total_seconds())
        await nightly(play)
        assert await hours() == []


async def test_a_teacher_keeps_words_for_a_shorter_time_and_never_longer(
    database: Database,
) -> None:
    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        await play.act("ruth", Called("section retention", {"days": 10_000}))
        assert "a whole number from 1 to 180" in play.replies("ruth")[-1].text
        await play.act("ruth", Called("section retention", {"days": 10}))
        assert "deleted 10 days after the end" in play.replies("ruth")[-1].text
        play.clock.advance(timedelta(days=39).total_seconds())
        await nightly(play)
        assert "messages" in await found(play, CANARY)
        play.clock.advance(timedelta(days=2).total_seconds())
        await nightly(play)
        assert "messages" not in await found(play, CANARY)
