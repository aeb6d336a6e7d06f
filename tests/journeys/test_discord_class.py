"""Everything around the interview on Discord: commands, forms, files, comings and goings."""

from collections.abc import AsyncIterator

import pytest

from core.domain.session import SessionState
from core.domain.teaching import SectionRole
from core.store import people, sections, sessions
from core.store.transaction import Transaction
from tests.discord_server.world import Interaction
from tests.journeys.discord_class import (
    CHANNEL,
    CLASS,
    GUILD,
    INES,
    OMAR,
    RUTH,
    Inside,
    Student,
    eventually,
    inside,
)

OTHER = "710000000000000002"


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Inside]:
    async with inside(sqlite_url) as made:
        yield made


async def role(served: Inside, user: str) -> SectionRole:
    def look(tx: Transaction) -> SectionRole:
        section, person = sections.find_at(tx, CLASS), people.find_user(tx, user)
        assert section
        return people.role_of(tx, section.id, person.id) if person else SectionRole.OUTSIDER

    return await served.app.basis.database.read(look, CLASS.tenant)


async def state(served: Inside, user: str = INES) -> SessionState:
    def look(tx: Transaction) -> SessionState:
        person = people.find_user(tx, user)
        assert person
        return sessions.of_student(tx, person.id, 1)[0].state

    return await served.app.basis.database.read(look, CLASS.tenant)


async def form_of(asked: Interaction) -> Interaction:
    await eventually(lambda: asked.form)
    return asked


async def answer_to(asked: Interaction) -> dict:
    """The private answer of this very interaction."""
    return await eventually(lambda: next((one for one in asked.answers if one["content"]), None))


async def test_practice_lists_the_work_to_the_caller_alone(served: Inside) -> None:
    ines, omar = served.student(), served.student(OMAR)
    await ines.person.commands("practice", CHANNEL)
    await ines.reads("Your work")
    assert omar.person.find("Your work") is None


async def test_practice_with_a_client_starts_at_once(served: Inside) -> None:
    ines = served.student()
    await ines.person.commands("practice", CHANNEL, client="steve")
    await ines.reads("Interview with Steve")
    await eventually(ines.client_line)


async def test_autocomplete_knows_the_clients(served: Inside) -> None:
    ines = served.student()
    asked = await ines.person.completes("practice", CHANNEL, "client", "ste")
    choices = await eventually(lambda: asked.choices)
    assert choices[0]["name"].startswith("Steve")


async def test_a_command_that_only_discord_still_knows_is_answered(served: Inside) -> None:
    ines = served.student()
    await ines.person.commands("dance", CHANNEL)
    await ines.reads("I do not know /dance")


async def test_end_asks_with_the_cores_own_words(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    asked = await ines.presses("End")
    assert "finishes attempt 1" in (await answer_to(asked))["content"]
    assert await state(served) is SessionState.ACTIVE


async def test_a_wrong_field_is_said_and_fix_it_brings_the_form_back_filled(
    served: Inside,
) -> None:
    ruth = served.student(RUTH)
    asked = await form_of(await ruth.person.commands("section settings", CHANNEL))
    sent = await ruth.person.submits(asked, CHANNEL, name="Evening class", zone="Nowhere/Else")
    wrong = await answer_to(sent)
    assert "zone" in wrong["content"]
    again = await form_of(await ruth.person.presses(CHANNEL, wrong, "Fix it"))
    await ruth.person.submits(again, CHANNEL, zone="Europe/Madrid")
    await ruth.reads("Evening class")


async def test_a_form_that_outlived_a_restart_still_counts(served: Inside) -> None:
    ruth = served.student(RUTH)
    asked = await form_of(await ruth.person.commands("section settings", CHANNEL))
    served.adapter.desk.counters.count("form", "asked")
    await ruth.person.submits(asked, CHANNEL, name="Evening class")
    await ruth.reads("Evening class")


async def test_a_student_is_refused_what_is_for_teachers(served: Inside) -> None:
    ines = served.student()
    await ines.person.commands("section settings", CHANNEL)
    await ines.reads("That is for teachers")


async def test_a_button_of_somebody_else_does_nothing_for_me(served: Inside) -> None:
    ines, ruth = served.student(), served.student(RUTH)
    await ines.starts()
    found = ines.client_line()
    assert found
    asked = await ruth.person.presses(found[0].id, found[1], "End")
    answer = await answer_to(asked)
    await ruth.person.presses(found[0].id, answer, "End")
    await served.settle()
    assert await state(served) is SessionState.ACTIVE


async def test_a_private_answer_never_stands_in_the_class_channel(served: Inside) -> None:
    ruth = served.student(RUTH)
    await ruth.person.commands("roster show", CHANNEL)
    await ruth.reads("Roster of")
    told = served.server.world.channels[CHANNEL].messages.values()
    assert not [one for one in told if "Roster of" in one["content"]]


async def test_setting_up_a_class_takes_the_form_and_nothing_else(served: Inside) -> None:
    served.server.world.add_channel(OTHER, GUILD, "evening")
    ruth = served.student(RUTH)
    await ruth.person.commands("admin teacher add", OTHER, member=ruth.person)
    await ruth.reads("is a teacher")
    asked = await ruth.person.commands("section setup", OTHER)
    asked = await form_of(asked)
    await ruth.person.submits(asked, OTHER, name="Evening class")
    await ruth.reads("Evening class is set up")


async def test_thirty_students_at_once_are_each_answered(sqlite_url: str) -> None:
    people_ = {f"6000000000000001{n:02d}": f"Student {n}" for n in range(30)}
    async with inside(sqlite_url, people=people_) as served:
        students = [served.student(user) for user in people_]
        for one in students:
            await one.starts()
        for one in students:
            await one.asks("What brings you here?")
        assert [one.count() for one in students] == [2] * 30


async def test_the_role_of_somebody_new_is_pending_or_student_never_more(served: Inside) -> None:
    world = served.server.world
    world.add_user("600000000000000009", "Newcomer")
    world.guilds[GUILD].members["600000000000000009"] = []
    newcomer = Student(served.student("600000000000000009").person)
    await newcomer.person.commands("practice", CHANNEL)
    await served.settle()
    assert await role(served, newcomer.person.id) in {SectionRole.PENDING, SectionRole.STUDENT}
