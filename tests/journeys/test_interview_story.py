"""The main job on both engines: announcement, Start, interview, Pause, Resume, End, report."""

from core.domain.event import Pressed
from core.domain.outgoing import Close, Open
from core.domain.session import Role, SessionState
from core.domain.token import token
from core.simulation.demo import DEMO_LABEL
from core.store import files
from core.store.database import Database
from tests.journeys.stage import CLASS, TENANT, stage

QUESTIONS = (
    "Hello, I am Ines, a student of social work. What brings you here today?",
    "That sounds exhausting. What has been on your mind most?",
    "It sounds as if a lot rests on you.",
)


async def test_the_class_reads_one_announcement_with_start(database: Database) -> None:
    async with stage(database) as play:
        announced = play.replies()[0]
        assert "First interviews" in announced.text
        assert [button.label for button in announced.buttons] == ["Start", "Calendar"]


async def test_start_leads_to_the_clients_own_first_line(database: Database) -> None:
    async with stage(database) as play:
        await play.start("ines")
        session = (await play.sessions_of("ines"))[0]
        line = (await play.transcript(session))[0]
        profile = next(iter(play.house.profiles.values()))
        assert (session.state, session.attempt) == (SessionState.ACTIVE, 1)
        assert line.text in profile.opening


async def test_every_message_of_the_client_is_labelled_as_scripted(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        for question in QUESTIONS:
            await play.say("ines", question, place)
        speeches = [
            block for reply in play.replies() for block in reply.blocks if block.kind == "speech"
        ]
        assert len(speeches) == len(QUESTIONS) + 1
        assert {speech.label for speech in speeches} == {DEMO_LABEL}


async def test_each_student_line_is_kept_once_and_answered_once(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        for question in QUESTIONS:
            await play.say("ines", question, place)
        lines = await play.transcript((await play.sessions_of("ines"))[0])
        said = [line.text for line in lines if line.role is Role.STUDENT]
        assert said == list(QUESTIONS)
        assert [line.seq for line in lines] == list(range(1, 2 * len(QUESTIONS) + 2))


async def test_a_paused_interview_takes_no_words_and_goes_on_after_resume(
    database: Database,
) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.press("ines", "Pause", place)
        await play.say("ines", "Can you hear me?", place)
        assert "paused" in play.last
        await play.press("ines", "Resume", place)
        await play.say("ines", "Can you hear me now?", place)
        session = (await play.sessions_of("ines"))[0]
        assert session.turns == 1


async def test_the_end_brings_the_report_and_closes_the_place(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", QUESTIONS[0], place)
        await play.press("ines", "End", place)
        session = (await play.sessions_of("ines"))[0]
        last = play.platform.sent[-1].outgoing
        assert session.state is SessionState.COMPLETED
        assert isinstance(last.errand, Close)
        assert last.place == place


async def test_the_report_counts_what_was_said_and_quotes_it(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        for question in QUESTIONS:
            await play.say("ines", question, place)
        await play.press("ines", "End", place)
        report = play.last
        assert any(question[:30] in report for question in QUESTIONS)
        assert "What worked" in report


async def test_transcript_and_picture_come_as_files_with_their_bytes(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", QUESTIONS[0], place)
        await play.press("ines", "End", place)
        text, picture = play.replies()[-1].files
        content = {
            ref.id: await play.database.read(lambda tx, key=ref.id: files.content(tx, key), TENANT)
            for ref in (text, picture)
        }
        assert "brings you here today" in (content[text.id] or b"").decode()
        assert (content[picture.id] or b"").startswith(b"\x89PNG")
        assert "at the start" in picture.description


async def test_the_teacher_reads_the_students_report_and_another_student_does_not(
    database: Database,
) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", QUESTIONS[0], place)
        await play.press("ines", "End", place)
        session = (await play.sessions_of("ines"))[0]
        await play.call("ruth", "feedback", {"session": session.id})
        await play.call("omar", "feedback", {"session": session.id})
        assert "What worked" in play.replies("ruth")[-1].text
        assert "nothing like that" in play.replies("omar")[-1].text


async def test_a_second_start_leads_back_instead_of_doubling(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.press("ines", "Start")
        opened = [one for one in play.platform.sent if isinstance(one.outgoing.errand, Open)]
        assert len(opened) == 1
        assert play.replies("ines")[-1].goto == place


async def test_words_out_of_role_reach_neither_the_client_nor_the_turns(
    database: Database,
) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", "((am I doing this right?))", place)
        session = (await play.sessions_of("ines"))[0]
        lines = await play.transcript(session)
        assert session.turns == 0
        assert [line.role for line in lines] == [Role.CLIENT, Role.COACH, Role.APP]


async def test_the_teacher_sees_the_session_in_the_class(database: Database) -> None:
    async with stage(database) as play:
        await play.start("ines")
        await play.call("ruth", "class")
        assert "Ines Carvalho" in play.replies("ruth")[-1].text
        await play.call("omar", "class")
        assert "for teachers" in play.replies("omar")[-1].text


async def test_somebody_elses_session_reads_as_not_there(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        session = (await play.sessions_of("ines"))[0]
        await play.act("omar", Pressed(token("done", session.id)), place)
        foreign = play.replies("omar")[-1]
        await play.act("omar", Pressed(token("done", "x" * 24)), CLASS)
        assert foreign == play.replies("omar")[-1]
        assert (await play.sessions_of("ines"))[0].state is SessionState.ACTIVE
