"""The notice comes first: without it no word is kept and no model asked; then the wish goes on."""

import random
from collections.abc import Iterable

import pytest
from sqlalchemy import select

from core.domain.event import Actor, Body, Called, Edited, Event, Pressed, Said, Submitted
from core.domain.place import Place
from core.domain.token import token
from core.store.database import Database
from core.store.schema import METADATA
from core.store.transaction import Transaction
from tests.fakes import FakeModel
from tests.gateway import sweep
from tests.journeys.stage import CLASS, TENANT, Stage, stage

CANARY = "zebrafinch"
THREAD = Place("play", "school", "class", "t9")


def all_rows(tx: Transaction) -> list[str]:
    """Every row of every table, as text."""
    tables = METADATA.sorted_tables
    return [str(tuple(row)) for table in tables for row in tx.run(select(table))]


async def kept(play: Stage, words: str) -> list[str]:
    rows = await play.database.read(all_rows, TENANT)
    return [row for row in rows if words in row]


async def test_the_first_start_shows_the_notice_and_accept_goes_on_to_the_client(
    database: Database,
) -> None:
    async with stage(database, agreed=False) as play:
        await play.press("ines", "Start")
        notice = play.replies("ines")[-1]
        assert "Before you start" in notice.text
        assert await play.sessions_of("ines") == ()
        await play.press("ines", "Accept")
        assert (await play.sessions_of("ines"))[0].began_at is not None


async def test_the_second_start_asks_nothing(database: Database) -> None:
    async with stage(database, agreed=False) as play:
        await play.press("ines", "Start")
        await play.press("ines", "Accept")
        await play.press("ines", "End", Place.parse((await play.sessions_of("ines"))[0].place))
        await play.press("ines", "Start")
        assert len(await play.sessions_of("ines")) == 2


async def test_a_typed_wish_for_a_client_goes_on_with_that_client(database: Database) -> None:
    async with stage(database, agreed=False) as play:
        await play.call("ines", "practice", {"client": "tarik"})
        await play.press("ines", "Accept")
        assert any("Tarik" in reply.text for reply in play.replies())
        assert len(await play.sessions_of("ines")) == 1


async def test_the_notice_names_the_model_and_where_it_runs(database: Database) -> None:
    async with stage(database, model=FakeModel(name="acme:big-1"), agreed=False) as play:
        play.house.endpoint = "https://llm.college.example"
        await play.call("ines", "practice")
        assert "big-1 of acme at https://llm.college.example" in play.replies("ines")[-1].text


async def test_a_message_without_consent_is_answered_with_the_notice_and_forgotten(
    database: Database,
) -> None:
    async with stage(database, agreed=False) as play:
        await play.say("ines", f"Hello, I am {CANARY}", THREAD)
        assert "Before you start" in play.replies("ines")[-1].text
        assert await kept(play, CANARY) == []


async def test_a_new_version_closes_the_gate_but_a_running_interview_may_finish(
    database: Database,
) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        play.house.kept_days = 30
        await play.say("ines", "What brings you here today?", place)
        assert (await play.sessions_of("ines"))[0].turns == 1
        await play.press("ines", "End", place)
        await play.press("ines", "Start")
        assert "Before you start" in play.replies("ines")[-1].text
        assert len(await play.sessions_of("ines")) == 1


async def test_words_of_somebody_else_in_an_interview_are_not_kept(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("omar", f"psst {CANARY}", place)
        assert "somebody else's interview" in play.replies("omar")[-1].text
        assert await kept(play, CANARY) == []


async def test_a_message_that_comes_again_with_consent_raises_no_alarm(database: Database) -> None:
    async with stage(database, agreed=False) as play:
        said = Said("m1", "Hello")
        await play.hand_in("ines", said, THREAD, key="k1")
        await play.settle()
        await play.press("ines", "Accept")
        await play.hand_in("ines", said, THREAD, key="k1")
        assert await kept(play, "another content") == []


def bodies(chance: random.Random) -> Iterable[Body]:
    """What a student can send, with words in every field that takes some."""
    words = f"{chance.choice(['', 'I am '])}{CANARY} {chance.random()}"
    names = ["practice", "talk", "help", "section setup", "roster add", "no such thing", CANARY]
    options = dict.fromkeys(("client", "assignment", "name", "session", "member"), words)
    return (
        Said(f"m{chance.random()}", words),
        Edited("m1", words),
        Called(chance.choice(names), options),
        Submitted(token(chance.choice(names)), options),
        Pressed(f"{CANARY}|x"),
    )


async def test_no_word_is_kept_and_no_model_asked_in_fuzzed_starts(
    sqlite_database: Database,
) -> None:
    model = FakeModel()
    chance = random.Random(11)
    async with stage(sqlite_database, model=model, agreed=False) as play:
        for number in range(sweep(300, 10_000)):
            body = chance.choice(list(bodies(chance)))
            place = chance.choice([CLASS, THREAD])
            user = chance.choice(["ines", "omar", "stranger"])
            actor = Actor(user, user)
            await play.app.door.accept(Event(f"f{number}", place, body, number, actor))
        await play.settle()
        assert await kept(play, CANARY) == []
        assert model.prompts == []
        assert await play.sessions_of("ines") == ()


@pytest.mark.parametrize("command", ["help", "sessions"])
async def test_what_keeps_nothing_works_without_the_notice(
    sqlite_database: Database, command: str
) -> None:
    async with stage(sqlite_database, agreed=False) as play:
        await play.call("ines", command)
        assert "Before you start" not in play.replies("ines")[-1].text
