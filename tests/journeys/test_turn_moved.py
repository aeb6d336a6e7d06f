"""A session that somebody else moved while its turn was decided: the turn is decided anew."""

from dataclasses import replace

from core.domain.session import Session, SessionState
from core.ports import Prompt
from core.store import sessions
from core.store.database import Database
from core.store.transaction import Transaction
from tests.fakes import FakeModel
from tests.journeys.stage import TENANT, Stage, stage
from tests.statements import counted

MOVES = {
    "paused": lambda one: replace(one, state=SessionState.PAUSED),
    "said on": lambda one: replace(one, last_seq=one.last_seq + 5),
}


def moves(play: Stage, session: Session, how: str) -> None:
    def work(tx: Transaction) -> None:
        found = sessions.find(tx, session.id)
        assert found is not None
        sessions.save(tx, MOVES[how](found))

    play.database.write_now(work, TENANT)


async def test_a_session_paused_meanwhile_takes_no_words(database: Database) -> None:
    model = FakeModel()
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        session = (await play.sessions_of("ines"))[0]
        before = await play.transcript(session)

        def answer(_prompt: Prompt) -> str:
            moves(play, session, "paused")
            return "I would rather not say."

        model.waiting[0] = answer
        await play.say("ines", "Why not?", place)
        assert await play.transcript(session) == before
        assert "paused" in play.last
        assert len(model.prompts) == 1


async def test_a_turn_goes_behind_what_was_written_meanwhile(database: Database) -> None:
    model = FakeModel()
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        session = (await play.sessions_of("ines"))[0]

        def answer(_prompt: Prompt) -> str:
            if len(model.prompts) == 1:
                moves(play, session, "said on")
            return f"I would rather not say, {len(model.prompts)}."

        model.waiting[0] = answer
        await play.say("ines", "Why not?", place)
        last = (await play.transcript(session))[-1]
        assert (last.seq, last.text) == (session.last_seq + 7, "I would rather not say, 2.")


async def test_a_turn_decided_from_memory_is_written_only_where_it_still_fits(
    database: Database,
) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", "What brings you here?", place)
        session = (await play.sessions_of("ines"))[0]
        moves(play, session, "said on")
        await play.say("ines", "And how was that?", place)
        numbers = [line.seq for line in await play.transcript(session)][-3:]
        assert numbers == [session.last_seq, session.last_seq + 6, session.last_seq + 7]
        moves(play, (await play.sessions_of("ines"))[0], "paused")
        await play.say("ines", "Are you still there?", place)
        assert "paused" in play.last
        assert [line.seq for line in await play.transcript(session)][-3:] == numbers


async def test_another_s_words_are_not_taken_for_the_student_s(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", "What brings you here?", place)
        session = (await play.sessions_of("ines"))[0]
        before = await play.transcript(session)
        await play.say("omar", "Let me ask, too.", place)
        assert await play.transcript(session) == before
        assert "not passed on" in play.replies("omar")[-1].text


async def test_after_its_first_turn_an_interview_goes_on_without_reading(
    database: Database,
) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        read = []
        for number in range(6):
            with counted(database) as statements:
                await play.say("ines", f"And what happened then, {number}?", place)
            read.append(any("FROM sessions" in one for one in statements))
        assert read[0]
        # What else goes on in the process may read, too, now and then.
        assert not all(read[1:])
        session = (await play.sessions_of("ines"))[0]
        turns = [line.turn for line in await play.transcript(session)][-12:]
        assert turns == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
