"""How long words are kept: what is set, what is told and what goes at night are one number."""

from datetime import timedelta

import pytest

from core.domain.event import LATE, Actor, Called, Event, Value
from core.store import switches
from core.store.database import Database
from tests.journeys.stage import CLASS, TENANT, Stage, stage
from tests.journeys.test_privacy_story import CANARY, found, nightly, talk

COURSE_ENDS = 30
DEAN = Actor("dean", "Dean", admin=True)


async def hand_in(play: Stage, command: str, actor: Actor = DEAN, **options: Value) -> None:
    number = next(play.numbers)
    body = Called(command, options)
    await play.app.door.accept(Event(f"admin-{number}", CLASS, body, play.now_ms, actor))


async def keep(play: Stage, days: Value, actor: Actor = DEAN) -> str:
    """Set the workspace's days; what is answered."""
    await hand_in(play, "admin retention", actor, days=days)
    await play.settle()
    return play.replies(actor.user)[-1].text


async def shown(play: Stage) -> int | None:
    return await play.database.read(switches.kept_days, TENANT)


@pytest.mark.parametrize(
    ("workspace", "section", "holds"), [(20, None, 20), (20, 10, 10), (10, 20, 10), (180, 10, 10)]
)
async def test_the_shorter_of_workspace_and_class_holds(
    database: Database, workspace: int, section: int | None, holds: int
) -> None:
    async with stage(database) as play:
        await talk(play, "ines", CANARY)
        await play.call("ruth", "section retention", {"days": section} if section else {})
        await keep(play, workspace)
        await play.call("ruth", "section retention")
        assert f"deleted {holds} days after the end" in play.replies("ruth")[-1].text
        play.clock.advance(timedelta(days=COURSE_ENDS + holds - 1).total_seconds())
        await nightly(play)
        assert "messages" in await found(play, CANARY)
        play.clock.advance(timedelta(days=2).total_seconds())
        await nightly(play)
        assert "messages" not in await found(play, CANARY)


async def test_the_notice_says_the_number_and_is_accepted_anew(database: Database) -> None:
    async with stage(database) as play:
        assert "deleted 20 days after" in await keep(play, 20)
        await play.press("ines", "Start")
        assert "kept until 20 days after the course ends" in play.replies("ines")[-1].text
        await play.press("ines", "Accept")
        assert len(await play.sessions_of("ines")) == 1
        await play.call("omar", "privacy show")
        assert "kept until 20 days after" in play.replies("omar")[-1].text


@pytest.mark.parametrize("days", [0, -1, 181, 10**30, "soon", "1.5"])
async def test_what_is_no_number_of_days_within_bounds_changes_nothing(
    sqlite_database: Database, days: Value
) -> None:
    async with stage(sqlite_database) as play:
        await keep(play, 20)
        assert "a whole number" in await keep(play, days)
        assert (await shown(play), await play.audited("workspace_retention")) == (20, 1)


async def test_the_longest_time_is_the_operators_and_a_teacher_stays_within_the_workspaces(
    database: Database,
) -> None:
    async with stage(database) as play:
        await keep(play, 20)
        await play.call("ruth", "section retention", {"days": 21})
        assert "a whole number from 1 to 20" in play.replies("ruth")[-1].text
        await keep(play, 180)
        assert await shown(play) is None
        await play.press("ines", "Start")
        assert len(await play.sessions_of("ines")) == 1


async def test_what_two_administrators_switch_at_once_is_both_kept(database: Database) -> None:
    async with stage(database) as play:
        for user, days in (("dean", 20), ("rector", 30)):
            actor = Actor(user, user, admin=True)
            await hand_in(play, "admin retention", actor, days=days)
        await hand_in(play, "admin pause", Actor("third", "Third", admin=True))
        await play.settle()
        stand = await play.database.read(switches.find, TENANT)
        assert stand.paused_ms is not None
        assert await shown(play) in {20, 30}
        assert await play.audited("workspace_retention") == 2


async def test_whom_the_platform_does_not_confirm_sets_nothing(database: Database) -> None:
    async with stage(database) as play:
        assert "administrators" in await keep(play, 20, Actor("ruth", "Ruth"))
        await keep(play, 20, Actor("dean", "Dean", doubt=LATE))
        assert await shown(play) is None
