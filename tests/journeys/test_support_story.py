"""A student's own distress: the app answers, the words go nowhere until their author chooses."""

import pytest
from sqlalchemy import select

from core.domain.session import Role, SessionState
from core.errors import ModelError, ModelFault
from core.services.support import INSTITUTION
from core.store.database import Database
from core.store.safety_tables import support_cards, withheld_lines
from tests.fakes import FakeModel
from tests.journeys.stage import Stage, stage

OWN = "Honestly I can't go on, I want to die."
IN_ROLE = "Are you thinking of killing yourself?"


async def said(play: Stage) -> list[str]:
    lines = await play.transcript((await play.sessions_of("ines"))[0])
    return [line.text for line in lines if line.role is not Role.CLIENT]


async def rows(play: Stage, table: object) -> list[dict[str, object]]:
    def work(tx: object) -> list[dict[str, object]]:
        return [dict(row) for row in tx.run(select(table)).mappings()]

    return await play.database.read(work)


@pytest.mark.parametrize("text", [OWN, "((I want to kill myself))"])
async def test_the_card_comes_and_the_words_go_nowhere(database: Database, text: str) -> None:
    down = FakeModel([ModelError(ModelFault.CONNECTION)])
    async with stage(database, model=down) as play:
        place = await play.start("ines")
        await play.say("ines", text, place)
        card = play.replies("ines")[-1]
        assert "is this about you" in card.text
        assert INSTITUTION in card.text
        assert (await said(play), down.prompts) == ([], [])
        assert len(card.buttons) == 3


async def test_the_institutions_own_contacts_are_shown_as_they_are(database: Database) -> None:
    async with stage(database) as play:
        play.house.contacts = "Call the counselling desk of Northfield College."
        place = await play.start("ines")
        await play.say("ines", OWN, place)
        assert "counselling desk of Northfield" in play.replies("ines")[-1].text
        assert INSTITUTION not in play.replies("ines")[-1].text


async def test_a_question_to_the_client_is_no_distress_of_ones_own(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", IN_ROLE, place)
        assert (await play.sessions_of("ines"))[0].turns == 1


@pytest.mark.parametrize(
    ("label", "state"),
    [("Stop for today", SessionState.PAUSED), ("Go on without it", SessionState.ACTIVE)],
)
async def test_words_that_were_ones_own_are_forgotten(
    database: Database, label: str, state: SessionState
) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", OWN, place)
        await play.press("ines", label, place)
        session = (await play.sessions_of("ines"))[0]
        assert (session.state, session.turns) == (state, 0)
        assert await said(play) == []
        assert await rows(play, withheld_lines) == []


async def test_words_in_role_reach_the_client_once(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", OWN, place)
        await play.press("ines", "It was part", place)
        await play.press("ines", "It was part", place)
        assert (await play.sessions_of("ines"))[0].turns == 1
        assert await said(play) == [OWN]
        assert await rows(play, withheld_lines) == []


async def test_the_card_comes_in_a_pause_too(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.press("ines", "Pause", place)
        await play.say("ines", OWN, place)
        assert "is this about you" in play.replies("ines")[-1].text


async def test_what_stays_is_a_time_and_a_kind(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", OWN, place)
        await play.press("ines", "Go on without it", place)
        kept = await rows(play, support_cards)
        assert [set(row) for row in kept] == [{"id", "tenant", "kind", "at_ms"}] * 2
        assert {row["kind"] for row in kept} == {"shown", "go_on"}
