"""Enrolment is who can see the channel: roles, overwrites, members, servers come and go."""

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing

import psutil
import pytest

from bot.discord.answers import Handle
from core.domain.outgoing import Outgoing, Post
from core.domain.reply import say
from core.domain.teaching import Enrolment, Section, SectionRole
from core.store import people, sections
from core.store.transaction import Transaction
from tests.discord_server.owner import Owner
from tests.discord_server.person import Person, buttons
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import APP, CONTENT_FLAG, VIEW
from tests.journeys.discord_class import (
    CHANNEL,
    CLASS,
    GUILD,
    INES,
    OMAR,
    RUTH,
    Inside,
    Student,
    adapter_on,
    eventually,
    inside,
    make_class,
    populate,
    running,
)
from tests.pace import slowness

NEW, SEES = "600000000000000009", "850"
P, S, OUT = SectionRole.PENDING, SectionRole.STUDENT, SectionRole.OUTSIDER


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Inside]:
    """The class channel is for those with the role; Ines and Omar have it."""
    async with inside(sqlite_url) as made:
        world = made.server.world
        owner = Owner(made.server, GUILD)
        await owner.makes_role(SEES, 0)
        await owner.overwrites(CHANNEL, "800", allow=VIEW)
        await owner.overwrites(CHANNEL, SEES, allow=VIEW)
        for user in (INES, OMAR):
            await owner.gives(user, SEES)
        await owner.overwrites(CHANNEL, GUILD, deny=VIEW)
        assert not world.sees(NEW, world.channels[CHANNEL])
        await made.settle()
        yield made


def owner_of(served: Inside) -> Owner:
    return Owner(served.server, GUILD)


async def section_of(served: Inside) -> Section:
    def look(tx: Transaction) -> Section:
        found = sections.find_at(tx, CLASS)
        assert found
        return found

    return await served.app.basis.database.read(look, CLASS.tenant)


async def role(served: Inside, user: str) -> SectionRole:
    def look(tx: Transaction) -> SectionRole:
        section, person = sections.find_at(tx, CLASS), people.find_user(tx, user)
        assert section
        return people.role_of(tx, section.id, person.id) if person else OUT

    return await served.app.basis.database.read(look, CLASS.tenant)


async def becomes(served: Inside, user: str, wanted: set[SectionRole]) -> None:
    """Wait until somebody is that in the class."""
    deadline = time.monotonic() + 200
    while (found := await role(served, user)) not in wanted:
        assert time.monotonic() < deadline, found
        await served.settle()


async def test_a_role_that_shows_the_channel_makes_a_newcomer(served: Inside) -> None:
    await owner_of(served).admits(NEW, "Nia")
    await served.settle()
    assert await role(served, NEW) is OUT
    await owner_of(served).gives(NEW, SEES)
    await becomes(served, NEW, {P, S})


async def test_whoever_loses_the_role_is_out_and_comes_back_with_it(served: Inside) -> None:
    await owner_of(served).gives(INES)
    await becomes(served, INES, {OUT})
    await owner_of(served).gives(INES, SEES)
    await becomes(served, INES, {S})


async def test_roles_that_change_quickly_end_as_they_stand(served: Inside) -> None:
    for _ in range(30):
        await owner_of(served).gives(INES)
        await owner_of(served).gives(INES, SEES)
    await owner_of(served).gives(OMAR)
    await becomes(served, OMAR, {OUT})
    assert await role(served, INES) is S


async def test_a_banned_member_is_out(served: Inside) -> None:
    await owner_of(served).bans(OMAR)
    await becomes(served, OMAR, {OUT})


async def test_a_deleted_role_takes_everybody_out_who_saw_through_it(served: Inside) -> None:
    await owner_of(served).deletes_role(SEES)
    await becomes(served, INES, {OUT})
    assert await role(served, RUTH) is SectionRole.TEACHER


async def test_an_overwrite_for_one_person_lets_them_in(served: Inside) -> None:
    await owner_of(served).admits(NEW, "Nia")
    await owner_of(served).overwrites(CHANNEL, NEW, allow=VIEW)
    await becomes(served, NEW, {P, S})


async def test_an_overwrite_against_one_person_puts_them_out(served: Inside) -> None:
    await owner_of(served).overwrites(CHANNEL, OMAR, deny=VIEW)
    await becomes(served, OMAR, {OUT})


async def test_a_channel_that_opens_to_everybody_enrols_nobody_by_itself(served: Inside) -> None:
    await owner_of(served).admits(NEW, "Nia")
    await served.settle()
    await owner_of(served).overwrites(CHANNEL, GUILD)
    await becomes(served, NEW, {P})
    assert (await section_of(served)).enrolment is Enrolment.APPROVE


async def test_a_deleted_channel_leaves_the_class_readable(served: Inside) -> None:
    await owner_of(served).deletes_channel(CHANNEL)
    await eventually(lambda: served.adapter.counters.of("roster", "channel_changed"))
    deadline = time.monotonic() + 200
    while not (await section_of(served)).frozen:
        assert time.monotonic() < deadline
        await served.settle()


async def test_an_outage_takes_nobody_out(served: Inside) -> None:
    await served.server.gateway.raw("GUILD_DELETE", {"id": GUILD, "unavailable": True})
    await eventually(lambda: served.adapter.counters.of("server", "unavailable"))
    await served.settle()
    assert await role(served, INES) is S


async def test_a_server_that_removes_the_app_keeps_every_interview(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await owner_of(served).removes_the_app()
    await eventually(lambda: served.adapter.counters.of("server", "removed"))
    await served.settle()
    await owner_of(served).invites_the_app()
    await ines.person.commands("practice", CHANNEL)
    await ines.reads("Your work")
    await ines.presses("Continue")
    await ines.reads("goes on here")


async def test_a_server_that_invites_the_app_is_offered_a_class(served: Inside) -> None:
    world = served.server.world
    guild, channel = "700000000000000009", "710000000000000009"
    world.add_guild(guild, "Another school", RUTH)
    world.add_channel(channel, guild, "general")
    await Owner(served.server, guild).invites_the_app()
    told = await served.student(RUTH).reads("Thank you for inviting me")
    assert told["channel_id"] == channel
    assert [one["label"] for one in buttons(told)] == ["Set up a class here"]


async def test_a_server_is_greeted_once_and_never_at_a_start(served: Inside) -> None:
    await served.settle()
    assert served.student(RUTH).person.find("Thank you for inviting me") is None
    await owner_of(served).removes_the_app()
    for _ in range(3):
        await owner_of(served).invites_the_app()
    await served.student(RUTH).reads("Thank you for inviting me")
    posts = served.server.world.channels[CHANNEL].messages.values()
    assert sum("Thank you for inviting" in one["content"] for one in posts) == 1


async def test_without_the_members_intent_the_app_says_what_the_roster_is(sqlite_url: str) -> None:
    await make_class(sqlite_url)
    async with DiscordServer() as server:
        populate(server)
        server.world.flags = CONTENT_FLAG
        async with adapter_on(sqlite_url, server) as served:
            ruth = Student(Person(server, RUTH))
            await ruth.person.commands("roster sync", CHANNEL)
            await ruth.reads("Server Members intent is off")
            await served.settle()
            assert await role(served, INES) is S


async def test_without_the_members_intent_whoever_acts_is_known(sqlite_url: str) -> None:
    await make_class(sqlite_url)
    async with DiscordServer() as server:
        populate(server)
        server.world.flags = CONTENT_FLAG
        server.world.add_user(NEW, "Nia")
        server.world.guilds[GUILD].members[NEW] = []
        async with adapter_on(sqlite_url, server) as served:
            await Person(server, NEW).commands("practice", CHANNEL)
            await becomes(served, NEW, {P, S})


def crowd(server: DiscordServer, count: int) -> None:
    """So many more members, nobody told of them."""
    for number in range(count):
        user = f"61{number:016d}"
        server.world.add_user(user, f"Student {number}")
        server.world.guilds[GUILD].members[user] = []


async def test_five_thousand_members_are_read_in_a_second_of_our_own_time(sqlite_url: str) -> None:
    async with running(sqlite_url) as (server, product):
        crowd(server, 5_000)
        ruth = Student(Person(server, RUTH))
        await compared(ruth)
        before = enrolled(sqlite_url)
        left = [one for one in server.world.guilds[GUILD].members if one.startswith("61")][:60]
        for user in left:
            del server.world.guilds[GUILD].members[user]
        assert product.process
        process = psutil.Process(product.process.pid)
        used = sum(process.cpu_times()[:2])
        told = await compared(ruth)
        spent = sum(process.cpu_times()[:2]) - used
        # A scheduled comparison may have been first; who is enrolled is the same either way.
        assert "The roster fits the channel" in told
        assert before - enrolled(sqlite_url) == len(left)
        assert spent < 1.0 * slowness()


def enrolled(url: str) -> int:
    """How many are in the class now, as the product's own database has it."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        count = raw.execute("SELECT count(*) FROM enrolments WHERE until IS NULL").fetchone()
    return int(count[0])


async def compared(teacher: Student) -> str:
    """Ask for a comparison and read what came of it."""
    asked = await teacher.person.commands("roster sync", CHANNEL)
    said = await eventually(lambda: [one for one in asked.answers if is_result(one["content"])])
    return str(said[-1]["content"])


def is_result(text: str) -> bool:
    """The word that it has begun is another lane's, and may come after it."""
    return bool(text) and "Reading the channel" not in text


async def test_two_answers_to_one_command_both_stand_there(served: Inside) -> None:
    """The second goes out while the first still fills the sign of thinking."""
    faults = served.server.faults
    faults.add("PATCH", "/@original$", "slow", value=1.0)
    asked = await served.student(RUTH).person.commands("help", CHANNEL)
    await eventually(lambda: faults.count("PATCH", "/@original$"))
    handle = str(Handle(thinking=True, interaction=asked.id, application=APP, token=asked.token))
    second = Outgoing("second", "another lane", CLASS, Post(say("And this."), RUTH, handle))
    await served.adapter.platform.send(second)
    assert ["And this." in one["content"] for one in asked.answers] == [False, True]


async def test_two_shards_connect_and_both_hear(sqlite_url: str) -> None:
    await make_class(sqlite_url)
    async with DiscordServer() as server:
        populate(server)
        server.shards = 2
        async with adapter_on(sqlite_url, server) as served:
            assert served.adapter.client
            assert sorted(served.adapter.client.shards) == [0, 1]
            ines = served.student()
            await ines.starts()
            await ines.asks("What brings you here?")
