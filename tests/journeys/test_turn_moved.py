"""A session that somebody else moved while its turn was decided: the turn is decided anew."""

from dataclasses import replace

from core.domain.session import Session, SessionState
from core.ports import Prompt
from core.store import sessions
from core.store.database import Database
from core.store.transaction import Transaction
from tests.fakes import FakeModel
from tests.journeys.stage import TENANT, Stage, stage

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
