"""What is missing on Slack's side: permissions, people, channels; told, or waited for."""

from collections.abc import AsyncIterator

import pytest

from core.domain.event import LATE, Actor
from core.domain.outgoing import Outgoing, Post
from core.domain.reply import say
from core.errors import SendLaterError, SendRefusedError
from core.store import sections
from tests.journeys.slack_class import (
    CHANNEL,
    CLASS,
    TOKENS,
    Inside,
    Student,
    eventually,
    inside,
)
from tests.journeys.test_slack_class import modal, role
from tests.slack_server.faults import Fault
from tests.slack_server.person import Person
from tests.slack_server.world import texts_of

LACKING = "lacks the permission users:read"
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


async def dean_of(served: Inside) -> Student:
    """An administrator of whom the app has not read anything yet, as it has of all others."""
    everybody = len(served.server.world.channels[CHANNEL].members)
    await eventually(lambda: served.server.faults.count("users.info") == everybody)
    served.server.world.add_user("U0DEAN", "Dean", is_admin=True)
    served.server.world.channels[CHANNEL].members.append("U0DEAN")
    return served.student("U0DEAN")


def home(served: Inside) -> str:
    return " ".join(texts_of(served.server.world.homes.get("U0DEAN", {}).get("blocks", [])))


async def test_without_the_right_to_read_people_an_administrator_is_told_which_is_missing(
    served: Inside,
) -> None:
    dean = await dean_of(served)
    await dean.person.opens_home()
    await eventually(lambda: "This workspace" in home(served))
    served.server.world.scopes.discard("users:read")
    served.adapter.platform.people.forget("T0CLASS")
    await dean.person.presses_home("Teachers")
    await dean.reads(LACKING)
    await dean.person.commands("/vc", "admin teacher list", channel=CHANNEL)
    await eventually(lambda: sum(LACKING in text for text in dean.person.sees()) == 2)
    await dean.person.opens_home()
    await eventually(lambda: LACKING in home(served))


async def test_an_administrator_whom_slack_names_too_late_is_told_to_try_again(
    served: Inside,
) -> None:
    dean = await dean_of(served)
    served.server.faults.plan("users.info", Fault("slow", 3.0))
    while dean.person.find("Nobody is named a teacher") is None:
        await dean.person.commands("/vc", "admin teacher list", channel=CHANNEL)
        await served.settle()
    assert dean.person.find("did not say in time who you are")
    assert dean.person.find("is for administrators") is None


async def test_a_form_of_an_administrator_named_too_late_stays_open_with_what_was_typed(
    served: Inside,
) -> None:
    dean = await dean_of(served)
    await dean.person.commands("/vc", "admin teacher add", channel=CHANNEL)
    form = await modal(dean.person)
    served.adapter.platform.people.forget("T0CLASS")
    served.server.faults.plan("users.info", Fault("slow", 3.0))
    values = {"member": {"type": "users_select", "selected_user": "U0RUTH"}}
    refused = await dean.person.submits(form, values)
    assert "did not say in time who you are" in refused.answer["errors"]["member"]
    while (await dean.person.submits(form, values)).answer:
        pass
    await dean.reads("Dr. Ruth Adeyemi is a teacher")


async def test_what_slack_says_too_late_serves_the_next_try(served: Inside) -> None:
    await dean_of(served)
    read = served.server.faults.count("users.info")
    served.server.faults.plan("users.info", Fault("slow", 0.5))
    workspace = await served.adapter.workspaces.find("T0CLASS")
    assert workspace
    reading = served.adapter.platform.people.actor
    late = await reading(workspace, Actor("U0DEAN"), 0.01)
    assert (late.admin, late.doubt) == (False, LATE)
    known = await reading(workspace, Actor("U0DEAN"), 60.0)
    assert (known.admin, known.doubt) == (True, "")
    assert served.server.faults.count("users.info") == read + 1


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
