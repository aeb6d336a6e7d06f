"""A legal hold: nothing of the class goes while it lasts, and all that should have gone after."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from core.domain.event import LATE, Actor, Called, ChannelChanged, Erased, Event, Pressed
from core.services import erasure, retention
from core.services.erasure_list import ErasureList
from core.store import audit, holds, people, sections
from core.store.access_tables import audit as entries
from core.store.class_tables import people as accounts
from core.store.database import Database
from core.store.privacy_tables import erasures
from core.store.session_tables import messages
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage
from tests.journeys.teaching import later
from tests.journeys.test_privacy_story import CANARY, delete_all, found, nightly, talk

HOLD = Called("admin hold", {"reason": "a complaint"})
LIFT = Pressed("run|admin lift|")
LONG = timedelta(days=400).total_seconds()


async def hand_in(play: Stage, body: Called | Pressed, actor: Actor) -> None:
    number = next(play.numbers)
    await play.app.door.accept(Event(f"admin-{number}", CLASS, body, play.now_ms, actor))


async def admin(play: Stage, body: Called | Pressed, user: str = "dean") -> str:
    """What the administrator reads."""
    await hand_in(play, body, Actor(user, user.title(), admin=True))
    await play.settle()
    return play.replies(user)[-1].text


async def reasons(play: Stage, action: str) -> list[str]:
    query = select(entries.c.reason).where(entries.c.action == action)
    return await play.database.read(lambda tx: list(tx.run(query).scalars()))


async def open_erasures(play: Stage) -> int:
    query = select(erasures.c.id).where(erasures.c.done_at.is_(None))
    return len(await play.database.read(lambda tx: list(tx.run(query).scalars())))


async def names(play: Stage) -> list[str]:
    query = select(accounts.c.name).where(accounts.c.name.like("Ines%"))
    return await play.database.read(lambda tx: list(tx.run(query).scalars()))


async def test_the_night_purges_nothing_of_the_class_while_it_is_held(database: Database) -> None:
    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        assert "Nothing of Interviewing 101 is deleted" in await admin(play, HOLD)
        play.clock.advance(LONG)
        await nightly(play)
        assert "messages" in await found(play, CANARY)
        await admin(play, LIFT)
        play.clock.advance(LONG)
        await nightly(play)
        assert "messages" not in await found(play, CANARY)


async def test_the_teacher_sees_that_there_is_a_hold_and_not_why(database: Database) -> None:
    async with stage(database) as play:
        await admin(play, HOLD)
        for command in ("section settings", "section retention", "section audit"):
            await play.call("ruth", command)
            text = play.replies("ruth")[-1].text
            assert "legal hold" in text.lower()
            assert "complaint" not in text
        assert "a complaint" in await admin(play, Called("admin audit"))


async def test_a_person_is_erased_but_for_the_class_which_follows_by_itself(
    database: Database, tmp_path: Path
) -> None:
    async with stage(database) as play:
        play.house.erased = ErasureList(tmp_path / "erased")
        await talk(play, "ines", CANARY)
        await admin(play, HOLD)
        await delete_all(play, "ines")
        assert "under a legal hold" in play.replies("ines")[-1].text
        assert {"messages"} <= set(await found(play, CANARY)) <= {"messages", "reports"}
        assert await play.sessions_of("ines") == ()
        assert (await names(play), await reasons(play, "hold_back")) == (
            ["Ines Carvalho"],
            ["interviews: 1"],
        )
        await admin(play, Called("admin release"))
        await hand_in(play, Pressed(play.button("End the hold").token), Actor("dean", admin=True))
        await play.settle()
        assert (await found(play, CANARY), await names(play), await open_erasures(play)) == (
            [],
            [],
            0,
        )
        assert await play.database.read(audit.broken_at, TENANT) is None


async def test_whoever_asks_again_is_told_again_and_nothing_is_doubled(
    database: Database,
) -> None:
    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        await admin(play, HOLD)
        await delete_all(play, "ines")
        for command in ("privacy show", "privacy delete"):
            await play.call("ines", command)
            assert "under a legal hold" in play.replies("ines")[-1].text
        await play.act("ines", Pressed("run|privacy erase|"))
        assert (await open_erasures(play), len(await reasons(play, "hold_back"))) == (1, 1)


async def test_two_requests_at_once_are_held_back_once_and_both_end(database: Database) -> None:
    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        await admin(play, HOLD)
        for _ in range(2):
            await play.hand_in("ines", Pressed("run|privacy erase|"))
        await play.settle()
        assert await reasons(play, "hold_back") == ["interviews: 1"]
        await admin(play, LIFT)
        assert (await found(play, CANARY), await open_erasures(play)) == ([], 0)


async def test_who_begins_anew_meanwhile_keeps_what_is_new(database: Database) -> None:
    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        await admin(play, HOLD)
        await delete_all(play, "ines")
        await play.database.write(lambda tx: come_back(tx, play), TENANT)
        await talk(play, "ines", "mulberrywing")
        await admin(play, LIFT)
        assert await found(play, CANARY) == []
        assert "messages" in await found(play, "mulberrywing")


def come_back(tx: Transaction, play: Stage) -> None:
    """Into the class and past the notice."""
    now, section = play.clock.now(), sections.find_at(tx, CLASS)
    person = people.meet(tx, "ines", "Ines", now)
    assert section
    people.enrol(tx, section.id, person.id, people.SectionRole.STUDENT, now)
    erasure.consents.give(tx, person.id, play.house.handling.version, now)


async def test_a_line_deleted_on_the_platform_goes_when_the_hold_has_ended(
    database: Database,
) -> None:
    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        session = (await play.sessions_of("ines"))[0]
        lines = [one.platform_id for one in await play.transcript(session) if CANARY in one.text]
        await admin(play, HOLD)
        for line in lines:
            await play.act("ines", Erased(line), play.place_of(session))
        assert "messages" in await found(play, CANARY)
        await admin(play, LIFT)
        await later(play, hours=25)
        assert "messages" not in await found(play, CANARY)


async def test_of_two_at_once_one_does_it_and_the_other_is_told(database: Database) -> None:
    async with stage(database) as play:
        for body, action in ((HOLD, "hold"), (LIFT, "lift_hold")):
            for user in ("dean", "rector"):
                await hand_in(play, body, Actor(user, user, admin=True))
            await play.settle()
            answers = [play.replies(user)[-1].text for user in ("dean", "rector")]
            assert sum("already done" in one for one in answers) == 1
            assert len(await reasons(play, action)) == 1


async def test_whom_the_platform_does_not_confirm_neither_holds_nor_lifts(
    database: Database,
) -> None:
    async with stage(database) as play:
        for body in (HOLD, Called("admin release"), LIFT):
            for actor in (Actor("ruth", "Ruth"), Actor("dean", "Dean", doubt=LATE)):
                await hand_in(play, body, actor)
                await play.settle()
        assert "administrators" in play.replies("ruth")[-1].text
        assert await reasons(play, "hold") == await reasons(play, "lift_hold") == []


async def test_an_archived_class_can_be_held_and_a_blank_reason_is_none(
    database: Database,
) -> None:
    async with stage(database) as play:
        await play.act("", ChannelChanged(archived=True))
        assert "please give a reason" in await admin(play, Called("admin hold", {"reason": "  "}))
        assert "is deleted from now on" in await admin(play, HOLD)
        assert "has ended" in await admin(play, LIFT)
        assert "under no legal hold" in await admin(play, Called("admin release"))


async def test_a_hold_during_a_purge_leaves_no_interview_half_deleted(
    database: Database,
) -> None:
    async with stage(database) as play:
        for user in ("ines", "omar"):
            await talk(play, user, CANARY)
        section = await play.database.read(lambda tx: sections.find_at(tx, CLASS), TENANT)
        assert section
        now = play.clock.now()
        later = now + timedelta(days=400)

        def purge(tx: Transaction) -> int:
            return retention.purge(tx, later, now, courses=False)

        def hold(tx: Transaction) -> None:
            holds.change(tx, section.id, now)

        purged, _none = await asyncio.gather(
            play.database.write(purge), play.database.write(hold, TENANT)
        )
        query = select(messages.c.session_id).where(messages.c.salt != "").distinct()
        whole = await play.database.read(lambda tx: len(list(tx.run(query).scalars())))
        assert purged + whole == 2
        assert await play.database.write(purge) == 0


@pytest.mark.parametrize("steps", [2, 3])
async def test_an_erasure_that_was_cut_off_after_the_hold_is_carried_to_its_end(
    sqlite_database: Database, steps: int
) -> None:
    async with stage(sqlite_database) as play:
        await talk(play, "ines", CANARY)
        await admin(play, HOLD)
        await delete_all(play, "ines")

        def cut_off(tx: Transaction) -> None:
            waiting = erasure.erasures.waiting(tx, "")
            section = sections.find_at(tx, CLASS)
            assert waiting
            assert section
            person = people.find(tx, waiting.person_id)
            holds.change(tx, section.id, None)
            for step in erasure.STEPS[2:steps] if person else ():
                step(tx, play.house, person)

        await play.database.write(cut_off, TENANT)
        event = Event("again", CLASS, Called("help"), play.now_ms, Actor("dean"))
        for one in erasure.go_on(event).events:
            await play.app.door.accept(one)
        await play.settle()
        assert "messages" not in await found(play, CANARY)


async def test_a_restored_backup_starts_keeps_the_hold_and_forgets_after_it(
    database: Database, tmp_path: Path
) -> None:
    async with stage(database) as play:
        play.house.erased = ErasureList(tmp_path / "erased")
        await talk(play, "ines", CANARY)
        await admin(play, HOLD)
        person = await play.database.read(lambda tx: people.find_user(tx, "ines"), TENANT)
        assert person
        play.house.erased.add(erasure.Listed(TENANT, person.id))
        assert await erasure.replay(play.database, play.house) == 1
        assert "messages" in await found(play, CANARY)
        assert await erasure.replay(play.database, play.house) == 0
        await admin(play, LIFT)
        assert await found(play, CANARY) == []
