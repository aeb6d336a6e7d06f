"""A teacher's rubrics: written as lines, versioned, pinned by assignments, put away."""

import pytest

from core.domain.event import Submitted, Values
from core.domain.rubric import Rubric
from core.domain.teaching import RubricVersion
from core.domain.token import token
from core.store import assignments, clients, rubrics, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage
from tests.journeys.test_material_clients import hire

LINES = "Listening | 0.4 | 4\n- Talks over.\n- Waits.\n- Reflects.\nAsking | 60 % | 2"
MINE: Values = {"name": "My rubric", "criteria": LINES}


async def newest(play: Stage, slug: str) -> RubricVersion:
    found = await play.database.read(lambda tx: rubrics.newest(tx, slug), TENANT)
    assert found is not None
    return found


async def content(play: Stage, rubric_id: str) -> Rubric:
    found = await play.database.read(lambda tx: rubrics.find(tx, rubric_id), TENANT)
    assert found is not None
    return found


async def use(play: Stage, rubric_id: str) -> None:
    """Judge a client of the class's assignment by it."""

    def work(tx: Transaction) -> None:
        section = sections.find_at(tx, CLASS)
        given = assignments.of_section(tx, section.id)[0] if section else None
        client = clients.newest(tx, "mena-dsouza")
        assert given is not None
        assert client is not None
        assignments.add_client(tx, given.id, client.id, rubric_id, 99)

    await play.database.write(work, TENANT)


async def test_lines_become_a_rubric_with_weights_and_points(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "rubric new", MINE)
        made = await content(play, (await newest(play, "my-rubric")).id)
        assert [(one.name, str(one.weight), len(one.levels)) for one in made.criteria] == [
            ("Listening", "0.4", 3),
            ("Asking", "0.6", 4),
        ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"criteria": "Listening | 0.4 | 4\nAsking | 0.5 | 2"}, "Listening 0.4, Asking 0.5"),
        ({"criteria": "Listening | much | 4"}, "line 1: weight"),
        ({"name": "   "}, "name:"),
        ({"name": "Basic Interviewing"}, "there is a rubric called"),
    ],
)
async def test_a_wrong_rubric_is_told_why_and_not_kept(
    sqlite_database: Database, values: Values, said: str
) -> None:
    async with stage(sqlite_database) as play:
        await play.call("ruth", "rubric new", {**MINE, **values})
        assert said in play.last
        found = await play.database.read(lambda tx: rubrics.newest(tx, "my-rubric"), TENANT)
        assert found is None


async def test_an_edit_leaves_the_version_that_judged_as_it_was(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "rubric new", MINE)
        first = await newest(play, "my-rubric")
        before = await content(play, first.id)
        await play.call(
            "ruth", "rubric edit", {"rubric": "my-rubric", "name": "Mine", "criteria": LINES}
        )
        second = await newest(play, "my-rubric")
        assert (second.version, second.name) == (2, "Mine")
        assert await content(play, first.id) == before


async def test_a_criterion_that_keeps_its_name_keeps_its_id(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "rubric copy", {"rubric": "basic-interviewing", "name": "Mine"})
        before = await content(play, (await newest(play, "mine")).id)
        values = {"rubric": "mine", "name": "Mine", "criteria": "Open questions | 1 | 3"}
        await play.call("ruth", "rubric edit", values)
        after = await content(play, (await newest(play, "mine")).id)
        assert after.criteria[0].id == before.criteria[1].id


async def test_of_two_edits_the_second_sees_what_changed_and_keeps_its_text(
    database: Database,
) -> None:
    async with stage(database) as play:
        await play.call("ruth", "rubric new", MINE)
        base = await newest(play, "my-rubric")
        for line in ("Listening | 1 | 7", "Waiting | 1 | 9"):
            values = {"name": "My rubric", "criteria": line}
            await play.act("ruth", Submitted(token("rubric edit", base.id), values))
        assert "Nothing was saved" in play.last
        assert "Listening | 1 | 7" in play.last
        assert "Waiting | 1 | 9" in play.last
        assert (await newest(play, "my-rubric")).version == 2


async def test_the_librarys_rubrics_are_read_only(database: Database) -> None:
    async with stage(database) as play:
        values = {"rubric": "basic-interviewing", "name": "X", "criteria": "A | 1 | 2"}
        await play.call("ruth", "rubric edit", values)
        assert "belongs to the library" in play.last
        assert (await newest(play, "basic-interviewing")).version == 1


async def test_a_rubric_in_use_is_kept_and_archiving_offered(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "rubric new", MINE)
        await use(play, (await newest(play, "my-rubric")).id)
        await play.call("ruth", "rubric delete", {"rubric": "my-rubric"})
        assert "First interviews" in play.last
        await play.press("ruth", "Archive")
        assert (await newest(play, "my-rubric")).archived_at is not None
        await play.press("ruth", "Undo")
        assert (await newest(play, "my-rubric")).archived_at is None


async def test_a_rubric_that_nothing_uses_is_deleted(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "rubric new", MINE)
        await play.call("ruth", "rubric delete", {"rubric": "my-rubric"})
        gone = await play.database.read(lambda tx: rubrics.newest(tx, "my-rubric"), TENANT)
        assert (gone, "is deleted" in play.last) == (None, True)


@pytest.mark.parametrize("command", ["view", "edit", "copy", "archive", "delete"])
async def test_another_teachers_rubric_reads_as_one_that_does_not_exist(
    sqlite_database: Database, command: str
) -> None:
    async with stage(sqlite_database) as play:
        await play.call("ruth", "rubric new", MINE)
        await hire(play, "otto")
        values = {"name": "x", "criteria": "A | 1 | 2"}
        await play.call("otto", f"rubric {command}", {**values, "rubric": "my-rubric"})
        foreign = play.replies("otto")[-1]
        await play.call("otto", f"rubric {command}", {**values, "rubric": "nothing-here"})
        assert foreign == play.replies("otto")[-1]
        assert "nothing like that" in foreign.text


async def test_the_list_shows_own_rubrics_before_the_librarys(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "rubric new", MINE)
        await play.call("ruth", "rubric list")
        text = play.last
        assert text.index("My rubric") < text.index("Basic interviewing")
        assert "Risk assessment" in text
