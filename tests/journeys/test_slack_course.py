"""From nothing to a finished interview, all over Slack: an admin, a teacher, a student."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.journeys.slack_class import (
    CHANNEL,
    SIGNED,
    TOKENS,
    Inside,
    Student,
    adapter_on,
    eventually,
)
from tests.slack_server.person import Person
from tests.slack_server.server import SlackServer
from tests.slack_server.world import BOT_USER, Opened

DEAN, OMAR, INES = "U0DEAN", "U0OMAR", "U0INES"
QUESTIONS = ("What brings you here today?", "That sounds hard.", "What would help you most?")


@pytest.fixture(params=[TOKENS, SIGNED], ids=["socket", "http"])
async def empty(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Inside]:
    """A workspace that nobody has set up yet."""
    async with SlackServer() as server:
        server.world.add_user(DEAN, "Dean Okoro", is_admin=True)
        server.world.add_user(OMAR, "Omar Haddad")
        server.world.add_user(INES, "Ines Carvalho")
        server.world.add_channel(CHANNEL, [OMAR, INES])
        async with adapter_on(sqlite_url, server, request.param) as made:
            yield made


def text(value: str) -> dict[str, Any]:
    return {"type": "plain_text_input", "value": value}


def chosen(value: str) -> dict[str, Any]:
    option = {"text": {"type": "plain_text", "text": value}, "value": value}
    return {"type": "static_select", "selected_option": option}


async def form(person: Person) -> Opened:
    """The newest form on the screen."""
    views = person.server.world.views
    return await eventually(lambda: next(reversed(views.values()), None))


async def titled(person: Person, field: str) -> Opened:
    """The newest form with this field."""

    def look() -> Opened | None:
        views = reversed(person.server.world.views.values())
        return next((one for one in views if f"'block_id': '{field}'" in str(one.view)), None)

    return await eventually(look)


async def set_up(empty: Inside) -> None:
    """The dean names Omar, Omar adds the app and answers its question."""
    dean, omar = Person(empty.server, DEAN), empty.student(OMAR)
    await dean.commands("/vc", f"admin teacher add <@{OMAR}|omar>", channel=CHANNEL)
    await empty.settle()
    await Person(empty.server, BOT_USER).joins(CHANNEL, inviter=OMAR)
    await omar.reads("Make this channel a class?")
    await omar.presses("Set up")
    values = {"name": text("Groupwork"), "zone": text("Europe/Madrid"), "enrolment": chosen("open")}
    assert (await omar.person.submits(await form(omar.person), values)).acked
    await omar.reads("Groupwork is set up")
    await empty.settle()


async def interview(ines: Student) -> None:
    """Ines practises with Steve and ends it."""
    await ines.person.commands("/practice", "steve", channel=CHANNEL)
    notice = await eventually(lambda: ines.person.find("Before you start"))
    await ines.person.presses(*notice, "Accept")
    ines.channel, line = await eventually(ines.client_line)
    ines.thread = line.thread
    for question in QUESTIONS:
        await ines.asks(question)
    await ines.presses("End")
    await eventually(lambda: [one for one in ines.channel.messages.values() if one.files])


async def test_a_course_comes_to_be_and_its_first_interview_is_recorded(empty: Inside) -> None:
    await set_up(empty)
    await interview(empty.student(INES))
    omar = empty.student(OMAR)
    await omar.person.commands("/vc", "class", channel=CHANNEL)
    await omar.reads("Steve Arruda")
    await omar.person.commands("/roster", channel=CHANNEL)
    assert "Ines Carvalho" in (await omar.reads("Groupwork")).words()


def instant(at: datetime) -> dict[str, Any]:
    return {"type": "datetimepicker", "selected_date_time": int(at.timestamp())}


def several(options: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "multi_external_select", "selected_options": options}


async def assign(omar: Student) -> None:
    """Omar makes work for the class on one form and publishes it."""
    await omar.person.commands("/assign", channel=CHANNEL)
    asked = await titled(omar.person, "clients")
    offered = (await omar.person.looks_up(asked, "clients", "steve")).answer["options"]
    values = {
        "title": text("Meet Steve"),
        "clients": several(offered[:1]),
        "due": instant(datetime.now(UTC) + timedelta(days=5)),
    }
    sent = await omar.person.submits(asked, values)
    assert sent.answer is None, sent.answer
    await omar.reads("draft: only teachers see it")
    await omar.presses("Publish")
    await omar.reads("The class is told")


async def test_work_is_assigned_on_one_form_and_begun_from_its_post(empty: Inside) -> None:
    await set_up(empty)
    omar, ines = empty.student(OMAR), empty.student(INES)
    await assign(omar)
    posted = await eventually(lambda: ines.person.find("Start opens a private thread"))
    assert "Meet Steve" in posted[1].words()
    await ines.starts()
    await ines.asks(QUESTIONS[0])
    await omar.person.commands("/assign", "list", channel=CHANNEL)
    assert "Meet Steve" in (await omar.reads("Work of Groupwork")).words()


async def test_a_date_that_nobody_can_read_is_said_beside_the_picker(empty: Inside) -> None:
    await set_up(empty)
    omar = empty.student(OMAR)
    await omar.person.commands("/assign", "create due:soonish", channel=CHANNEL)
    asked = await titled(omar.person, "due")
    shown = next(one for one in asked.view["blocks"] if one.get("block_id") == "due")
    assert "“soonish” is no date" in shown["hint"]["text"]
    assert "initial_date_time" not in shown["element"]


async def test_an_announcement_is_looked_at_and_then_posted_once(empty: Inside) -> None:
    await set_up(empty)
    omar, ines = empty.student(OMAR), empty.student(INES)
    await omar.person.commands("/vc", "announce Room 5 on Friday, not room 4", channel=CHANNEL)
    asked = await titled(omar.person, "text")
    assert "Room 5 on Friday, not room 4" in str(asked.view)
    values = {"text": text("Room 5 on Friday, not room 4")}
    await omar.person.submits(asked, values)
    await omar.reads("Room 5 on Friday")
    assert ines.person.find("Room 5 on Friday") is None
    await omar.presses("Post now")
    await ines.reads("Room 5 on Friday, not room 4")


async def test_a_class_list_comes_in_as_a_file(empty: Inside) -> None:
    await set_up(empty)
    omar = empty.student(OMAR)
    lines = "name,email\nIna Neu,ina@school.test\nI. Carvalho,u0ines@school.test\n"
    empty.server.world.files["F0LIST"] = {"content": lines.encode(), "name": "list.csv"}
    await omar.person.commands("/roster", "import", channel=CHANNEL)
    values = {"file": {"type": "file_input", "files": [{"id": "F0LIST"}]}}
    sent = await omar.person.submits(await titled(omar.person, "file"), values)
    assert sent.answer is None, sent.answer
    shown = (await omar.reads("Class list for Groupwork")).words()
    assert "Unchanged:  1" in shown
    assert "get a code for /join:  1" in shown.replace("/vc ", "/")


async def test_a_name_that_is_too_long_is_said_beside_its_field(empty: Inside) -> None:
    dean, omar = Person(empty.server, DEAN), empty.student(OMAR)
    await dean.commands("/vc", f"admin teacher add <@{OMAR}|omar>", channel=CHANNEL)
    await empty.settle()
    empty.server.world.channels[CHANNEL].members.append(BOT_USER)
    await omar.person.commands("/vc", "section setup", channel=CHANNEL)
    values = {"name": text("x" * 150), "zone": text("Europe/Madrid")}
    sent = await omar.person.submits(await form(omar.person), values)
    assert sent.answer["response_action"] == "errors"
    assert list(sent.answer["errors"]) == ["name"]
