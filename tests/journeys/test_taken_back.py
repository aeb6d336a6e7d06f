"""A student changes or deletes a message: before the answer, after it, after the end."""

import random
from dataclasses import replace

import pytest

from core.domain.event import Actor, Body, Edited, Erased, Event, Said
from core.domain.place import Place
from core.domain.session import REMOVED, Role
from core.services.listening import settled
from core.store import chains, messages
from core.store.database import Database
from tests.journeys.stage import RULES, Stage, stage

PLACE = Place("fake", "demo", "c", "t")
WORDS = "My sister drinks, and I have told nobody until now."


def event(body: Body, user: str = "ines") -> Event:
    return Event(f"{body}", PLACE, body, 1, Actor(user))


def texts(*events: Event) -> list[str]:
    return [one.body.text for one in events if isinstance(one.body, Said)]


def test_a_message_that_was_changed_before_its_answer_is_heard_as_changed() -> None:
    said = (event(Said("1", "Helo")), event(Said("2", "How are you?")))
    assert texts(*settled(said, (event(Edited("1", "Hello")),))) == ["Hello", "How are you?"]


def test_a_message_that_was_deleted_before_its_answer_is_not_heard() -> None:
    said = (event(Said("1", "Helo")), event(Said("2", "How are you?")))
    assert texts(*settled(said, (event(Erased("1")),))) == ["How are you?"]


def test_nobody_changes_another_persons_words() -> None:
    said = (event(Said("1", "Hello")),)
    assert texts(*settled(said, (event(Edited("1", "Nonsense"), "omar"),))) == ["Hello"]


def test_the_last_of_many_changes_counts() -> None:
    dice = random.Random(6)
    for _ in range(5_000):
        changes = [str(dice.random()) for _ in range(dice.randint(1, 4))]
        later = tuple(event(Edited("1", text)) for text in changes)
        assert texts(*settled((event(Said("1", "x")),), later)) == [changes[-1]]


async def student_lines(play: Stage) -> list[str]:
    lines = await play.transcript((await play.sessions_of("ines"))[0])
    return [line.text for line in lines if line.role is Role.STUDENT]


async def said_one(play: Stage) -> tuple[Place, str]:
    """Ines says something; the platform's id of it."""
    place = await play.start("ines")
    await play.say("ines", WORDS, place)
    lines = await play.transcript((await play.sessions_of("ines"))[0])
    return place, next(line.platform_id for line in lines if line.role is Role.STUDENT)


async def test_an_answered_message_keeps_its_words_and_its_change_beside_it(
    database: Database,
) -> None:
    async with stage(database) as play:
        place, message = await said_one(play)
        before = len(play.replies())
        await play.act("ines", Edited(message, "Nothing."), place)
        assert (await student_lines(play), len(play.replies())) == ([WORDS], before)


@pytest.mark.parametrize("finished", [False, True], ids=["running", "finished"])
async def test_deleted_words_leave_the_record_and_its_chain_stays_whole(
    database: Database, *, finished: bool
) -> None:
    async with stage(database) as play:
        place, message = await said_one(play)
        if finished:
            await play.press("ines", "End")
        await play.act("ines", Erased(message), place)
        session = (await play.sessions_of("ines"))[0]
        assert await student_lines(play) == [REMOVED]
        found = await database.read(lambda tx: chains.broken(tx, session.id), session.tenant)
        report = await database.read(lambda tx: messages.report_of(tx, session.id), session.tenant)
        assert (found, WORDS[:20] in (report or "")) == ((), False)


async def test_a_message_deleted_while_it_waits_is_never_answered(database: Database) -> None:
    async with stage(database, replace(RULES, quiet_ms=400)) as play:
        place = await play.start("ines")
        before = len(play.replies())
        await play.hand_in("ines", Said("m1", WORDS), place)
        await play.act("ines", Erased("m1"), place)
        assert (await student_lines(play), len(play.replies())) == ([], before)


async def test_a_message_changed_while_it_waits_is_answered_as_changed(database: Database) -> None:
    async with stage(database, replace(RULES, quiet_ms=400)) as play:
        place = await play.start("ines")
        await play.hand_in("ines", Said("m1", "Helo"), place)
        await play.act("ines", Edited("m1", "Hello"), place)
        assert await student_lines(play) == ["Hello"]
