"""/roster: pages, approval, adding, removing, and what it costs."""

from dataclasses import replace

import pytest

from core.commands.roster import screen
from core.domain.event import Joined, Pressed
from core.domain.reply import Table
from core.domain.teaching import Enrolment, SectionRole
from core.domain.token import token
from core.ports import Member
from core.services.rosters import read_page
from core.store import people, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage
from tests.statements import counted


async def fill(play: Stage, number: int, role: SectionRole = SectionRole.STUDENT) -> None:
    def work(tx: Transaction) -> None:
        section = sections.find_at(tx, CLASS)
        assert section is not None
        for index in range(number):
            person = people.meet(tx, f"s{index:03}", f"Student {index:03}", play.clock.now())
            people.enrol(tx, section.id, person.id, role, play.clock.now())

    await play.database.write(work, TENANT)


async def must_wait(play: Stage) -> None:
    def work(tx: Transaction) -> None:
        section = sections.find_at(tx, CLASS)
        assert section is not None
        sections.save(tx, replace(section, enrolment=Enrolment.APPROVE))

    await play.database.write(work, TENANT)


async def role(play: Stage, user: str) -> SectionRole:
    def work(tx: Transaction) -> SectionRole:
        section, person = sections.find_at(tx, CLASS), people.find_user(tx, user)
        assert section is not None
        assert person is not None
        return people.role_of(tx, section.id, person.id)

    return await play.database.read(work, TENANT)


def names(play: Stage) -> list[str]:
    """Who is on the page that Ruth saw last."""
    blocks = play.replies("ruth")[-1].blocks
    return [line[0] for block in blocks if isinstance(block, Table) for line in block.cells]


async def test_the_pages_show_five_hundred_members_each_once(database: Database) -> None:
    async with stage(database) as play:
        await fill(play, 497)
        await play.call("ruth", "roster show")
        seen = names(play)
        for _ in range(24):
            await play.press("ruth", "Next")
            seen += names(play)
        assert len(seen) == len(set(seen)) == 500
        assert [one.label for one in play.replies("ruth")[-1].buttons] == ["Previous"]


@pytest.mark.parametrize("which", ["everybody", "waiting", "students", "left"])
async def test_a_page_costs_the_same_statements_however_big_the_class_is(
    database: Database, which: str
) -> None:
    def work(tx: Transaction) -> None:
        section = sections.find_at(tx, CLASS)
        assert section is not None
        screen(read_page(tx, section, which, 1), SectionRole.TEACHER)

    async with stage(database) as play:
        costs = []
        for size in (3, 300):
            await fill(play, size)
            with counted(database) as statements:
                await database.read(work, TENANT)
            # The engine's own loops look at lanes and jobs meanwhile.
            costs.append(len([one for one in statements if "enrolments" in one]))
        assert costs[0] == costs[1] > 0


async def test_progress_counts_the_clients_met_of_each_work(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", "Hello. What brings you here today?", place)
        await play.press("ines", "End", place)
        await play.call("ruth", "roster show")
        assert "Ines Carvalho | student | 1/" in play.replies("ruth")[-1].text
        assert "Omar Haddad | student | 0/" in play.replies("ruth")[-1].text


async def test_who_joined_waits_and_is_told_when_approved(database: Database) -> None:
    async with stage(database) as play:
        await must_wait(play)
        await play.act("", Joined("ana", "Ana"))
        await play.call("ana", "practice")
        assert "no class for you" in play.replies("ana")[-1].text
        await play.call("ruth", "roster show")
        await play.press("ruth", "Approve Ana")
        assert await role(play, "ana") is SectionRole.STUDENT
        assert "enrolled in Interviewing 101" in play.replies("ana")[-1].text


async def test_all_who_wait_are_approved_by_one_press(database: Database) -> None:
    async with stage(database) as play:
        await fill(play, 30, SectionRole.PENDING)
        await play.call("ruth", "roster show")
        await play.press("ruth", "Approve all 30")
        assert "30 people are enrolled" in play.replies("ruth")[-1].text
        assert await role(play, "s029") is SectionRole.STUDENT


async def test_removing_asks_first_and_can_be_undone(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "roster remove", {"member": "omar"})
        assert await role(play, "omar") is SectionRole.STUDENT
        await play.press("ruth", "Remove Omar")
        assert await role(play, "omar") is SectionRole.OUTSIDER
        await play.press("ruth", "Undo")
        assert await role(play, "omar") is SectionRole.STUDENT


async def test_who_was_removed_does_not_come_back_by_the_scheduled_comparison(
    database: Database,
) -> None:
    async with stage(database) as play:
        play.platform.roster = (Member("ruth"), Member("ines"), Member("omar"))
        await play.act("ruth", Pressed(token("roster drop", "omar")))
        play.clock.advance(60)
        await play.call("ruth", "roster sync")
        assert await role(play, "omar") is SectionRole.OUTSIDER
        told = " ".join(one.text for one in play.replies("ruth")[-2:])
        assert "Reading the channel" in told
        assert "nothing was changed" in told


async def test_a_teacher_makes_a_ta_but_no_teacher(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "roster add", {"member": "omar", "role": "ta"})
        assert await role(play, "omar") is SectionRole.TA
        await play.call("ruth", "roster add", {"member": "omar", "role": "teacher"})
        assert "administrators" in play.replies("ruth")[-1].text
        assert await role(play, "omar") is SectionRole.TA


async def test_a_ta_reads_the_roster_and_changes_nothing(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "roster add", {"member": "omar", "role": "ta"})
        await play.call("omar", "roster show")
        assert "Ines Carvalho" in play.replies("omar")[-1].text
        await play.act("omar", Pressed(token("roster drop", "ines")))
        assert await role(play, "ines") is SectionRole.STUDENT


@pytest.mark.parametrize("verb", ["roster drop", "roster remove", "roster approve"])
@pytest.mark.parametrize("user", ["ines", "omar"])
async def test_a_student_reads_the_same_whether_or_not_the_person_exists(
    sqlite_database: Database, verb: str, user: str
) -> None:
    async with stage(sqlite_database) as play:
        await play.act(user, Pressed(token(verb, "ruth")))
        existing = play.replies(user)[-1]
        await play.act(user, Pressed(token(verb, "nobody")))
        assert existing == play.replies(user)[-1]


async def test_the_empty_page_says_what_to_do(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "roster show", {"show": "waiting"})
        assert "Nobody waits" in play.replies("ruth")[-1].text
