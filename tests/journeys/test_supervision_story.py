"""A teacher reads along: announced, audited; notes come to the student, no hint to the client."""

import pytest

from core.domain.event import Submitted
from core.domain.place import Place
from core.store import audit, files, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.fakes import FakeModel
from tests.journeys.stage import CLASS, TENANT, Stage, stage

CANARY = "cobalt-heron-4711 ask about her sister"
SAID = "What has been on your mind most?"


async def running(play: Stage) -> str:
    place = await play.start("ines")
    await play.say("ines", SAID, place)
    return (await play.sessions_of("ines"))[0].id


async def place_of(play: Stage) -> Place:
    return Place.parse((await play.sessions_of("ines"))[0].place or "")


async def test_the_student_is_told_once_who_reads(database: Database) -> None:
    async with stage(database) as play:
        session = await running(play)
        for _ in range(2):
            await play.call("ruth", "observe", {"session": session})
        assert SAID in play.replies("ruth")[-1].text
        told = [one for one in play.replies() if "Dr. Ruth Adeyemi reads this" in one.text]
        assert len(told) == 1


async def test_a_whisper_reaches_the_student_and_never_the_client(database: Database) -> None:
    model = FakeModel(["Since my sister left, I would say."])
    async with stage(database, model=model) as play:
        session = await running(play)
        await play.act("ruth", Submitted(f"run|observe whisper|{session}", {"text": CANARY}))
        assert any(CANARY in one.text for one in play.replies())
        place = (await play.sessions_of("ines"))[0]
        await play.say("ines", "Tell me more.", Place.parse(place.place or ""))
        assert not any(CANARY in str(prompt) for prompt in model.prompts)
        assert not any(CANARY in one.text for one in await play.transcript(place))


async def test_a_note_on_a_running_interview_comes_with_its_end(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        session = await running(play)
        values = {"text": "Well asked.", "turn": 1}
        await play.act("ruth", Submitted(f"run|observe note|{session}", values))
        assert not any("Well asked." in one.text for one in play.replies())
        await play.press("ines", "End", await place_of(play))
        assert "Dr. Ruth Adeyemi: Well asked." in play.last


async def test_delayed_supervision_reaches_the_student_at_once(sqlite_database: Database) -> None:
    async with stage(sqlite_database) as play:
        session = await running(play)
        await play.press("ines", "End", await place_of(play))
        values = {"text": "Stay with her sister.", "turn": 1}
        await play.act("ruth", Submitted(f"run|observe note|{session}", values))
        told = [one.text for one in play.replies() if "Note on turn 1" in one.text]
        assert told == ["Note on turn 1\n\nDr. Ruth Adeyemi: Stay with her sister."]
        await play.act("ruth", Submitted(f"run|observe whisper|{session}", {"text": "x"}))
        assert "is over" in play.last


async def markdown(play: Stage, user: str, session: str) -> str:
    """The transcript as this person gets it."""
    await play.call(user, "export", {"session": session, "format": "markdown"})
    ref = play.replies(user)[-1].files[0]
    data = await play.database.read(lambda tx: files.content(tx, ref.id), TENANT)
    return (data or b"").decode()


async def test_the_teachers_file_has_the_notes_and_never_what_was_whispered(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        session = await running(play)
        await play.act("ruth", Submitted(f"run|observe whisper|{session}", {"text": CANARY}))
        values = {"text": "Stay with her sister", "turn": 1}
        await play.act("ruth", Submitted(f"run|observe note|{session}", values))
        await play.press("ines", "End", await place_of(play))
        mine, own = [await markdown(play, user, session) for user in ("ruth", "ines")]
        assert "Note on turn 1" in mine
        assert "Stay with her sister" in mine
        assert "Stay with her sister" not in own
        assert CANARY not in mine + own


@pytest.mark.parametrize("turn", [-1, 2])
async def test_a_note_on_a_turn_that_is_not_there_is_refused(
    sqlite_database: Database, turn: int
) -> None:
    async with stage(sqlite_database) as play:
        session = await running(play)
        values = {"text": "Hm.", "turn": turn}
        await play.act("ruth", Submitted(f"run|observe note|{session}", values))
        assert "a turn from 0" in play.last


async def test_students_do_not_read_along_and_every_reading_is_audited(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        session = await running(play)
        await play.call("omar", "observe", {"session": session})
        assert SAID not in play.last
        await play.call("ruth", "observe", {"session": session})

        def work(tx: Transaction) -> list[str]:
            found = sections.find_at(tx, CLASS)
            assert found is not None
            return [one.target for one in audit.of_section(tx, found.id)]

        assert (await play.database.read(work, TENANT)).count(session) == 1


async def with_assistant(play: Stage) -> None:
    """Tara helps in the class; whether she may read is not said yet."""
    await play.call("ruth", "roster add", {"member": "tara", "role": "ta"})


async def test_an_assistant_reads_along_once_the_teacher_has_told_the_class(
    database: Database,
) -> None:
    async with stage(database) as play:
        await with_assistant(play)
        session = await running(play)
        await play.call("tara", "observe", {"session": session})
        assert SAID not in play.replies("tara")[-1].text
        await play.call("ruth", "section assistants", {"reading": True})
        told = [one.text for one in play.replies("") if "TAs of this class may read" in one.text]
        assert len(told) == 1
        await play.call("tara", "observe", {"session": session})
        assert SAID in play.replies("tara")[-1].text
        assert any("tara reads this interview" in one.text for one in play.replies())
        assert await play.audited("read_transcript") == 1


async def test_an_assistant_leaves_notes_and_whispers_until_the_teacher_says_no(
    sqlite_database: Database,
) -> None:
    async with stage(sqlite_database) as play:
        await with_assistant(play)
        await play.call("ruth", "section assistants", {"reading": True})
        session = await running(play)
        assert any("these TAs may read this interview: tara" in one.text for one in play.replies())
        await play.act("tara", Submitted(f"run|observe whisper|{session}", {"text": CANARY}))
        assert any(f"tara: {CANARY}" in one.text for one in play.replies())
        await play.act(
            "tara", Submitted(f"run|observe note|{session}", {"text": "Warm.", "turn": 1})
        )
        await play.call("ruth", "section assistants", {"reading": False})
        await play.act(
            "tara", Submitted(f"run|observe note|{session}", {"text": "Cold.", "turn": 1})
        )
        await play.press("ines", "End", await place_of(play))
        assert "tara: Warm." in play.last
        assert "Cold." not in play.last
