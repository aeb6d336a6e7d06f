"""Everything around the interview on Slack: commands, forms, home, menu, comings and goings."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from core.domain.event import Actor
from core.domain.session import SessionState
from core.domain.teaching import SectionRole
from core.errors import SendLaterError
from core.store import messages, people, sections, sessions
from core.store.transaction import Transaction
from tests.journeys.slack_class import (
    CHANNEL,
    CLASS,
    SIGNED,
    TOKENS,
    Inside,
    Student,
    eventually,
    inside,
)
from tests.slack_server.faults import Fault
from tests.slack_server.person import Person
from tests.slack_server.world import BOT_USER, Opened, texts_of


@pytest.fixture(params=[TOKENS, SIGNED], ids=["socket", "http"])
async def served(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Inside]:
    async with inside(sqlite_url, request.param) as made:
        yield made


async def role(served: Inside, user: str) -> SectionRole:
    def look(tx: Transaction) -> SectionRole:
        section, person = sections.find_at(tx, CLASS), people.find_user(tx, user)
        assert section
        return people.role_of(tx, section.id, person.id) if person else SectionRole.OUTSIDER

    return await served.app.basis.database.read(look, CLASS.tenant)


async def state(served: Inside, user: str = "U0INES") -> SessionState:
    def look(tx: Transaction) -> SessionState:
        person = people.find_user(tx, user)
        assert person
        return sessions.of_student(tx, person.id, 1)[0].state

    return await served.app.basis.database.read(look, CLASS.tenant)


async def modal(person: Person) -> Opened:
    """The form that opens on this person's screen."""
    views = person.server.world.views
    return await eventually(lambda: next(iter(views.values()), None))


async def test_practice_lists_the_work_to_the_caller_alone(served: Inside) -> None:
    ines, omar = served.student(), served.student("U0OMAR")
    await ines.person.commands("/practice", channel=CHANNEL)
    await ines.reads("Your work")
    assert omar.person.find("Your work") is None


async def test_practice_with_a_name_that_only_one_client_has_starts_at_once(
    served: Inside,
) -> None:
    ines = served.student()
    await ines.person.commands("/practice", "steve", channel=CHANNEL)
    await ines.reads("Interview with Steve")
    await eventually(ines.client_line)


async def test_practice_with_other_words_asks_back_in_a_form_that_knows_the_clients(
    served: Inside,
) -> None:
    ines = served.student()
    await ines.person.commands("/practice", "somebody", channel=CHANNEL)
    form = await modal(ines.person)
    answer = await ines.person.looks_up(form, "client", "ste")
    chosen = answer.answer["options"][0]
    element = {"type": "external_select", "selected_option": chosen}
    sent = await ines.person.submits(form, {"client": element})
    assert sent.acked
    await ines.reads("Interview with Steve")


async def test_where_the_app_is_no_member_the_answer_comes_by_the_commands_own_way(
    served: Inside,
) -> None:
    ines = served.student()
    served.server.world.add_channel("C0OTHER", ["U0INES"])
    await ines.person.commands("/vc", "help", channel="C0OTHER")
    await ines.reads("Virtual Client")
    assert [one.to for one in served.server.world.channels["C0OTHER"].messages.values()]


async def test_an_unknown_command_is_refused_in_words(served: Inside) -> None:
    ines = served.student()
    await ines.person.commands("/vc", "dance", channel=CHANNEL)
    await ines.reads("I do not know /dance")


async def test_words_at_the_top_of_the_dm_lead_to_the_open_interview(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await ines.person.says("hello?")
    told = await ines.reads("Nobody heard that")
    assert "Your interview with" in told.words()
    assert f"archives/{ines.channel.id}/p{ines.thread.replace('.', '')}" in str(told.blocks)


async def test_words_at_the_top_of_the_dm_offer_a_start_where_nothing_is_open(
    served: Inside,
) -> None:
    ines = served.student()
    await ines.person.says("hello?")
    told = await ines.reads("Nobody heard that")
    assert "Start: Mena D'Souza" in told.words()
    assert ines.client_line() is None


async def test_the_home_shows_each_person_what_waits_for_them(served: Inside) -> None:
    ines, ruth = served.student(), served.student("U0RUTH")
    served.server.world.add_user("U0NEW", "Nia Okafor")
    for user in ("U0INES", "U0RUTH", "U0NEW"):
        await Person(served.server, user).opens_home()
    homes = served.server.world.homes
    await eventually(lambda: len(homes) == 3)
    shown = {user: " ".join(texts_of(view["blocks"])) for user, view in homes.items()}
    assert "First interviews" in shown["U0INES"]
    assert "students: 2" in shown["U0RUTH"]
    assert "Messages on their way" in shown["U0RUTH"]
    assert "Practise interviews with simulated clients" in shown["U0NEW"]
    assert "Messages on their way" not in shown["U0INES"] + shown["U0NEW"]
    await ines.person.presses_home("Start")
    await eventually(ines.client_line)
    await ruth.person.presses_home("Who is in the class")
    await ruth.reads("Ines Carvalho")


async def test_the_message_menu_shows_the_interviews_controls(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    _, line = await eventually(ines.client_line)
    await ines.person.uses_shortcut(ines.channel, line)
    helped = await ines.reads("During the interview")
    assert helped.thread == ines.thread


async def test_an_edit_keeps_the_answered_text_and_brings_no_reply(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await ines.asks("What brings you here?")
    typed = next(one for one in ines.channel.messages.values() if one.user == "U0INES")
    before = ines.count()
    await ines.person.edits(typed, "What hurts?")
    await served.settle()
    assert ines.count() == before


async def test_a_deleted_root_interrupts_the_interview_and_start_opens_a_new_thread(
    served: Inside,
) -> None:
    ines = served.student()
    await ines.starts()
    await ines.person.deletes(ines.channel, ines.channel.messages[ines.thread])
    await served.settle()
    assert await state(served) is SessionState.INTERRUPTED
    before = ines.thread
    await ines.starts()
    assert (ines.thread != before, await state(served)) == (True, SessionState.ACTIVE)


async def test_a_thread_that_slack_no_longer_takes_posts_for_is_left_alone(
    served: Inside,
) -> None:
    ines = served.student()
    await ines.starts()
    await served.settle()
    served.server.faults.plan("chat.postMessage", Fault("error", code="thread_not_found"))
    await ines.person.says("Are you there?", ines.thread)
    await served.settle()
    calls = served.server.faults.count("chat.postMessage")
    assert await state(served) is SessionState.INTERRUPTED
    await served.settle()
    assert served.server.faults.count("chat.postMessage") == calls


async def test_joining_and_leaving_the_channel_is_enrolment(served: Inside) -> None:
    served.server.world.add_user("U0NEW", "Nia Okafor")
    nia = Person(served.server, "U0NEW")
    await nia.joins(CHANNEL)
    await served.settle()
    assert await role(served, "U0NEW") is SectionRole.STUDENT
    await nia.leaves(CHANNEL)
    await served.settle()
    assert await role(served, "U0NEW") is SectionRole.OUTSIDER


async def test_somebody_of_another_workspace_is_never_enrolled(served: Inside) -> None:
    served.server.world.add_user("U0FAR", "Far Away", team_id="T0FAR", is_stranger=True)
    await Person(served.server, "U0FAR").joins(CHANNEL, team="T0FAR")
    await served.settle()
    assert await role(served, "U0FAR") is SectionRole.OUTSIDER


async def test_every_page_of_a_channels_members_is_read(served: Inside) -> None:
    world = served.server.world
    for number in range(30):
        world.add_user(f"U{number:05d}", f"Student {number}")
        world.channels[CHANNEL].members.append(f"U{number:05d}")
    members = await served.adapter.platform.members(CLASS)
    assert len({one.user for one in members}) == 34
    assert [one.user for one in members if one.bot] == [BOT_USER]


@pytest.mark.parametrize(
    ("said", "admin"),
    [
        ({"is_admin": True}, True),
        ({"is_owner": True}, True),
        ({}, False),
        ({"is_admin": True, "is_restricted": True}, False),
        ({"is_admin": True, "is_ultra_restricted": True}, False),
        ({"is_admin": True, "is_stranger": True}, False),
        ({"is_admin": True, "team_id": "T0FAR"}, False),
        ({"is_owner": True, "deleted": True}, False),
        ({"is_admin": "true"}, False),
    ],
)
async def test_only_a_full_admin_of_this_workspace_is_one(
    sqlite_url: str, said: dict[str, Any], *, admin: bool
) -> None:
    async with inside(sqlite_url, TOKENS) as served:
        served.server.world.add_user("U0WHO", "Who", **said)
        workspace = await served.adapter.workspaces.find("T0CLASS")
        assert workspace
        actor = await served.adapter.platform.people.actor(workspace, Actor("U0WHO"))
        assert actor.admin is admin


async def test_whoever_adds_the_app_is_asked_and_nobody_else(served: Inside) -> None:
    world = served.server.world
    world.add_channel("C0NEW", ["U0RUTH", "U0INES", BOT_USER])
    bot = Person(served.server, BOT_USER)
    await bot.joins("C0NEW", inviter="U0RUTH")
    await served.student("U0RUTH").reads("Make this channel a class?")
    assert served.student().person.find("Make this channel") is None


async def test_a_mention_in_the_class_is_answered_to_its_author_alone(served: Inside) -> None:
    ines = served.student()
    body = {"type": "app_mention", "user": "U0INES", "channel": CHANNEL, "text": "<@U0BOT> hi"}
    await ines.person.event({**body, "ts": "1.1", "event_ts": "1.1", "team": "T0CLASS"})
    await ines.reads("your work, and the way into an interview")
    assert served.student("U0OMAR").person.find("the way into an interview") is None


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
async def test_a_message_without_words_is_answered_with_what_we_can_read(
    served: Inside, text: str
) -> None:
    ines = served.student()
    await ines.starts()
    files = [{"id": "F1", "name": "voice.m4a"}]
    await ines.person.says(text, ines.thread, subtype="file_share", files=files)
    await ines.reads("I can only read text")


async def test_a_button_of_somebody_else_does_nothing_for_me(served: Inside) -> None:
    ines, omar = served.student(), served.student("U0OMAR")
    await ines.starts()
    channel, line = await eventually(ines.client_line)
    await omar.person.presses(channel, line, "End")
    await served.settle()
    assert await state(served) is SessionState.ACTIVE


async def test_a_dead_token_stops_the_calls_and_the_next_token_goes_on(
    served: Inside,
) -> None:
    ines = served.student()
    await ines.starts()
    await served.settle()
    served.server.world.tokens.clear()
    before = len(served.server.faults.calls)
    for number in range(5):
        await ines.person.says(f"Hello {number}?", ines.thread)
    await eventually(lambda: served.server.faults.calls[before:])
    assert len(served.server.faults.calls) - before <= 3


async def test_an_uninstalled_app_calls_nobody_any_more(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await served.settle()
    await ines.person.event({"type": "app_uninstalled"})
    before = len(served.server.faults.calls)
    assert (await ines.person.says("Hello?", ines.thread)).acked
    await ines.person.commands("/practice", channel=CHANNEL)
    await served.settle()
    assert len(served.server.faults.calls) == before


async def test_what_is_under_way_when_the_app_is_uninstalled_calls_nobody_either(
    served: Inside,
) -> None:
    """The list of members is long: it is left in the middle."""
    world, faults = served.server.world, served.server.faults
    users = [f"U{number:05d}" for number in range(30)]
    for user in users:
        world.add_user(user, user)
    world.add_channel("C0LONG", [*users, BOT_USER])
    await served.settle()
    faults.plan("users.info", Fault("slow", 1.0))
    before = len(faults.calls)
    place = replace(CLASS, channel="C0LONG")
    reading = asyncio.create_task(served.adapter.platform.members(place))
    await eventually(lambda: any(one.method == "users.info" for one in faults.calls[before:]))
    await served.student().person.event({"type": "app_uninstalled"})
    begun = len(faults.calls)
    with pytest.raises(SendLaterError):
        await reading
    assert len(faults.calls) <= begun + 1


async def test_thirty_students_at_once_are_each_answered(sqlite_url: str) -> None:
    """Each in an interview of their own, through one process."""
    people_ = {"U0RUTH": "Ruth"} | {f"U{n:05d}": f"S {n}" for n in range(30)}
    async with inside(sqlite_url, TOKENS, people_) as served:
        students = [Student(Person(served.server, user)) for user in people_ if user != "U0RUTH"]
        for one in students:
            await one.starts()
            await one.asks("What brings you here?")
        assert await served.app.basis.database.read(count_lines, CLASS.tenant) == 90


def count_lines(tx: Transaction) -> int:
    everybody = [people.find_user(tx, f"U{n:05d}") for n in range(30)]
    found = [sessions.of_student(tx, one.id, 1)[0] for one in everybody if one]
    return sum(len(messages.of_session(tx, one.id)) for one in found)
