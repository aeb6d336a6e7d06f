"""What is missing on Slack's side: permissions, people, channels; told, or waited for."""

from collections.abc import AsyncIterator

import pytest

from core.domain.outgoing import Outgoing, Post
from core.domain.reply import say
from core.errors import SendLaterError, SendRefusedError
from core.store import sections
from tests.journeys.slack_class import CHANNEL, CLASS, TOKENS, Inside, eventually, inside
from tests.journeys.test_slack_class import role
from tests.slack_server.person import Person

LATER = "post-of-this-test"


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Inside]:
    async with inside(sqlite_url, TOKENS) as made:
        yield made


async def test_without_the_right_to_open_a_dm_the_student_is_told_which_is_missing(
    served: Inside,
) -> None:
    ines = served.student()
    announced = await eventually(lambda: ines.person.find("Start opens a private thread"))
    served.server.world.scopes.discard("im:write")
    await ines.person.presses(*announced, "Start")
    await ines.reads("lacks the permission im:write")
    await ines.reads("No attempt was used")


async def test_without_the_right_to_show_files_the_thread_says_so_and_has_the_report(
    served: Inside,
) -> None:
    ines = served.student()
    await ines.starts()
    await ines.asks("What brings you here?")
    served.server.world.scopes.discard("files:write")
    await ines.presses("End")
    told = await ines.reads("lacks the permission files:write")
    assert told.thread == ines.thread
    await served.settle()
    assert len([text for text in ines.person.sees() if "permission files:write" in text]) <= 3


async def test_without_the_right_to_read_members_the_teacher_is_told_which_is_missing(
    served: Inside,
) -> None:
    served.server.world.scopes.discard("channels:read")
    ruth = served.student("U0RUTH")
    await ruth.person.commands("/vc", "roster sync", channel=CHANNEL)
    await ruth.reads("lacks the permission channels:read")


async def test_without_the_right_to_read_people_an_administrator_is_told_which_is_missing(
    served: Inside,
) -> None:
    world = served.server.world
    world.scopes.discard("users:read")
    world.add_user("U0DEAN", "Dean", is_admin=True)
    world.channels[CHANNEL].members.append("U0DEAN")
    dean = served.student("U0DEAN")
    await dean.person.commands("/vc", "admin teacher list", channel=CHANNEL)
    await dean.reads("lacks the permission users:read")


async def test_who_may_not_speak_in_public_answers_by_the_commands_own_way(served: Inside) -> None:
    ines = served.student()
    await eventually(lambda: ines.person.find("Start opens a private thread"))
    served.server.world.scopes.discard("chat:write")
    await ines.person.commands("/vc", "help", channel=CHANNEL)
    await ines.reads("lacks the permission chat:write")
    await ines.reads("Virtual Client")


async def test_a_post_that_may_not_be_made_waits_instead_of_being_lost(served: Inside) -> None:
    served.server.world.scopes.discard("chat:write")
    outgoing = Outgoing(LATER, "lane", CLASS, Post(say("Hello")))
    with pytest.raises(SendLaterError):
        await served.adapter.platform.send(outgoing)


async def test_an_archived_channel_is_frozen_and_thaws_with_it(served: Inside) -> None:
    ruth = Person(served.server, "U0RUTH")

    async def frozen() -> bool:
        await served.settle()
        found = await served.app.basis.database.read(
            lambda tx: sections.find_at(tx, CLASS), CLASS.tenant
        )
        return bool(found and found.frozen)

    for kind, wanted in (("channel_archive", True), ("channel_unarchive", False)):
        await ruth.event({"type": kind, "channel": CHANNEL, "user": "U0RUTH", "event_ts": "1.1"})
        assert await frozen() is wanted


async def test_nothing_more_is_posted_to_an_archived_channel(served: Inside) -> None:
    served.server.world.channels[CHANNEL].archived = True
    with pytest.raises(SendRefusedError, match="is_archived"):
        await served.adapter.platform.send(Outgoing(LATER, "lane", CLASS, Post(say("Hello"))))


async def test_a_guest_may_study_and_is_never_an_administrator(served: Inside) -> None:
    world = served.server.world
    world.add_user("U0GUEST", "Gil", is_admin=True, is_restricted=True)
    gil = served.student("U0GUEST")
    await gil.person.joins(CHANNEL)
    await gil.person.commands("/vc", "admin teacher list", channel=CHANNEL)
    await gil.reads("administrator")
    await served.settle()
    assert (await role(served, "U0GUEST")).value == "student"


async def test_whoever_is_deactivated_is_no_member(served: Inside) -> None:
    served.server.world.add_user("U0GONE", "Gone", deleted=True)
    served.server.world.channels[CHANNEL].members.append("U0GONE")
    members = await served.adapter.platform.members(CLASS)
    assert "U0GONE" not in {one.user for one in members}


async def test_a_start_of_somebody_deactivated_fails_without_an_attempt(served: Inside) -> None:
    omar = served.student("U0OMAR")
    announced = await eventually(lambda: omar.person.find("Start opens a private thread"))
    served.server.world.users["U0OMAR"]["deleted"] = True
    await omar.person.presses(*announced, "Start")
    await omar.reads("No attempt was used")
