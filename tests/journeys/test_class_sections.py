"""A class comes to be: an admin names a teacher, who binds a channel; people come and go."""

import asyncio
from dataclasses import replace

from core.domain.event import (
    Actor,
    Body,
    Called,
    ChannelChanged,
    Event,
    Fired,
    Joined,
    Left,
    Values,
)
from core.domain.place import Place
from core.domain.teaching import Enrolment, Section, SectionRole
from core.ports import Member
from core.store import audit, people, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage

OTHER = Place("play", "school", "other")


async def act_as_admin(play: Stage, command: str, options: Values) -> None:
    event = Event(
        f"admin-{next(play.numbers)}",
        OTHER,
        Called(command, options),
        int(play.clock.now().timestamp() * 1000),
        Actor("dean", "Dean", admin=True),
    )
    await play.app.door.accept(event)
    await play.settle()


async def set_up(play: Stage, **options: str) -> None:
    """Name Omar a teacher and let him make a class of the other channel."""
    await act_as_admin(play, "admin teacher add", {"member": "omar"})
    values = {"name": "Groupwork", "zone": "europe/madrid", **options}
    await play.act("omar", Called("section setup", values), OTHER)


async def at(play: Stage, place: Place = OTHER) -> Section:
    found = await play.database.read(lambda tx: sections.find_at(tx, place), TENANT)
    assert found is not None
    return found


async def roles(play: Stage, place: Place = OTHER) -> dict[str, SectionRole]:
    section = await at(play, place)
    found = await play.database.read(lambda tx: people.members(tx, section.id), TENANT)
    return {person.user: role for person, role in found}


async def reconcile(play: Stage) -> None:
    play.clock.advance(60)
    key = f"tick-{next(play.numbers)}"
    await play.app.door.accept(Event(key, Place("app", "jobs", "x"), Fired("reconcile_all"), 1))
    await play.settle()


async def happens(play: Stage, body: Body, place: Place = OTHER) -> None:
    play.clock.advance(1)
    await play.act("", body, place)


async def test_a_named_teacher_binds_a_channel_and_teaches_it(database: Database) -> None:
    async with stage(database) as play:
        await set_up(play, code="SW 510", enrolment="open")
        section = await at(play)
        assert (section.name, section.code, section.zone) == (
            "Groupwork",
            "SW 510",
            "Europe/Madrid",
        )
        assert (await roles(play))["omar"] is SectionRole.TEACHER


async def test_nobody_binds_a_channel_without_having_been_named(database: Database) -> None:
    async with stage(database) as play:
        await play.act("ines", Called("section setup", {"name": "Mine", "zone": "UTC"}), OTHER)
        assert "administrator" in play.last
        assert await play.database.read(lambda tx: sections.find_at(tx, OTHER), TENANT) is None


async def test_only_somebody_whom_the_platform_calls_admin_names_a_teacher(
    database: Database,
) -> None:
    async with stage(database) as play:
        await play.act("ruth", Called("admin teacher add", {"member": "ruth"}), OTHER)
        assert "administrators of this workspace" in play.last
        await play.act("ruth", Called("section setup", {"name": "Mine"}), OTHER)
        assert await play.database.read(lambda tx: sections.find_at(tx, OTHER), TENANT) is None


async def test_a_second_bind_is_refused_with_its_reason(database: Database) -> None:
    async with stage(database) as play:
        await set_up(play)
        await play.act("omar", Called("section setup", {"name": "Again"}), OTHER)
        assert "a class already: Groupwork" in play.last
        assert (await at(play)).name == "Groupwork"


async def test_a_zone_that_does_not_exist_is_named_and_nothing_is_bound(
    database: Database,
) -> None:
    async with stage(database) as play:
        await set_up(play, zone="Mars/Olympus")
        assert "zone" in play.last
        assert await play.database.read(lambda tx: sections.find_at(tx, OTHER), TENANT) is None


async def test_binding_reads_who_is_there_already(database: Database) -> None:
    async with stage(database) as play:
        play.platform.roster = (Member("omar"), Member("ana", "Ana"), Member("bot", bot=True))
        await set_up(play)
        assert await roles(play) == {"omar": SectionRole.TEACHER, "ana": SectionRole.PENDING}


async def test_opening_a_class_lets_in_everybody_who_waits(database: Database) -> None:
    async with stage(database) as play:
        play.platform.roster = (Member("omar"), Member("ana", "Ana"))
        await set_up(play)
        play.clock.advance(1)
        await play.act("omar", Called("section settings", {"enrolment": "open"}), OTHER)
        assert (await roles(play))["ana"] is SectionRole.STUDENT


async def test_missed_events_heal_at_the_next_reconcile(database: Database) -> None:
    async with stage(database) as play:
        play.platform.roster = (Member("omar"), Member("ana", "Ana"), Member("bo", "Bo"))
        await set_up(play, enrolment="open")
        play.platform.roster = (Member("omar"), Member("bo", "Bo Li"), Member("cy", "Cy"))
        await reconcile(play)
        assert set(await roles(play)) == {"omar", "bo", "cy"}


async def test_an_answer_without_people_empties_no_class(database: Database) -> None:
    async with stage(database) as play:
        play.platform.roster = (Member("omar"), Member("ana", "Ana"))
        await set_up(play, enrolment="open")
        play.platform.roster = (Member("bot", bot=True),)
        await reconcile(play)
        assert set(await roles(play)) == {"omar", "ana"}


async def test_the_last_teacher_who_leaves_orphans_the_class_until_an_admin_acts(
    database: Database,
) -> None:
    async with stage(database) as play:
        await happens(play, Left("ruth"), CLASS)
        assert (await at(play, CLASS)).orphaned_at is not None
        event = Called("admin reassign", {"member": "omar"})
        admin = Actor("dean", "Dean", admin=True)
        await play.app.door.accept(Event("r1", CLASS, event, 1, admin))
        await play.settle()
        assert (await at(play, CLASS)).orphaned_at is None
        assert (await roles(play, CLASS))["omar"] is SectionRole.TEACHER


async def test_a_channel_that_becomes_public_makes_newcomers_wait_and_tells_the_teacher(
    database: Database,
) -> None:
    async with stage(database) as play:
        await set_up(play, enrolment="open")
        await happens(play, ChannelChanged(public=True))
        await happens(play, Joined("stranger", "S"))
        assert (await roles(play))["stranger"] is SectionRole.PENDING
        assert "public now" in play.replies("omar")[-1].text


async def test_who_came_in_while_the_channel_opened_waits_after_all(database: Database) -> None:
    """The comparison reads the members before we are told that everybody may enter."""
    async with stage(database) as play:
        play.platform.roster = (Member("omar"), Member("ana", "Ana"))
        await set_up(play, enrolment="open")
        play.clock.advance(3600)
        play.platform.roster += (Member("stranger", "S"),)
        await reconcile(play)
        assert (await roles(play))["stranger"] is SectionRole.STUDENT
        await happens(play, ChannelChanged(public=True))
        found = await roles(play)
        assert (found["stranger"], found["ana"]) == (SectionRole.PENDING, SectionRole.STUDENT)
        assert "1 person came in just before" in play.replies("omar")[-1].text


async def test_whom_a_teacher_let_in_stays_when_the_channel_opens(database: Database) -> None:
    async with stage(database) as play:
        await set_up(play, enrolment="open")
        await play.act("omar", Called("roster add", {"member": "ana"}), OTHER)
        await happens(play, ChannelChanged(public=True))
        assert (await roles(play))["ana"] is SectionRole.STUDENT


async def test_a_comparison_beside_the_opening_makes_no_student(database: Database) -> None:
    """Whichever of the two commits first; ten races."""
    async with stage(database) as play:
        play.platform.roster = (Member("omar"), Member("ana", "Ana"))
        await set_up(play, enrolment="open")
        for number in range(10):
            play.clock.advance(3600)
            await happens(play, ChannelChanged(public=False))
            await play.act("omar", Called("section settings", {"enrolment": "open"}), OTHER)
            play.platform.roster += (Member(f"new{number}", "N"),)
            tick = Event(f"r{number}", OTHER, Fired("reconcile_here"), play.now_ms)
            opens = Event(f"o{number}", OTHER, ChannelChanged(public=True), play.now_ms)
            await asyncio.gather(play.app.door.accept(tick), play.app.door.accept(opens))
            await play.settle()
            await reconcile(play)
            assert (await roles(play))[f"new{number}"] is SectionRole.PENDING
            await play.act("omar", Called("roster approve", {"member": ""}), OTHER)


async def test_an_archived_class_keeps_its_roster_and_heals_when_it_comes_back(
    database: Database,
) -> None:
    async with stage(database) as play:
        play.platform.roster = (Member("omar"), Member("ana", "Ana"))
        await set_up(play, enrolment="open")
        await happens(play, ChannelChanged(archived=True))
        play.platform.roster = (Member("omar"),)
        await happens(play, Left("ana"))
        assert "ana" in await roles(play)
        await happens(play, ChannelChanged(archived=False))
        assert set(await roles(play)) == {"omar"}


async def test_grants_and_binds_are_in_the_audit_and_a_changed_entry_is_found(
    database: Database,
) -> None:
    async with stage(database) as play:
        await set_up(play)
        section = await at(play)

        def look(tx: Transaction) -> tuple[list[str], int | None]:
            found = [one.action for one in audit.of_section(tx, section.id)]
            return found, audit.broken_at(tx)

        assert await play.database.read(look, TENANT) == (["bind"], None)

        def forge(tx: Transaction) -> int | None:
            tx.run(audit.audit.update().values(action="nothing").where(audit.audit.c.seq == 1))
            return audit.broken_at(tx)

        assert await play.database.write(forge, TENANT) == 1


async def test_the_settings_form_shows_what_is_and_refuses_who_may_not(
    database: Database,
) -> None:
    async with stage(database) as play:
        await set_up(play)
        asked = Event("f", OTHER, Called("section settings"), 1, Actor("omar", "Omar"))
        form = await play.app.door.ask(asked)
        assert form is not None
        shown = {field.name: field.value for field in form.fields}
        assert shown == {
            "name": "Groupwork",
            "code": "",
            "zone": "Europe/Madrid",
            "enrolment": Enrolment.APPROVE.value,
        }
        refused = replace(asked, actor=Actor("ines", "Ines"))
        await play.app.door.accept(replace(refused, key="g"))
        await play.settle()
        assert "no class for you here" in play.last
