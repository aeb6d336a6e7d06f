"""A teacher's clients: made from a short form, edited, adapted, archived, deleted."""

import json

import pytest
from sqlalchemy.event import listen, remove

from core.domain.event import Submitted, Values
from core.domain.reply import Table
from core.domain.teaching import ClientVersion, SectionRole
from core.domain.token import token
from core.store import assignments, clients, people, sections
from core.store.client_cards import Wanted, page
from core.store.database import Database
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage

LEILA: Values = {
    "name": "Leila Haddad",
    "age": 34,
    "situation": "She asked for an appointment after a hard winter at work.",
    "traits": "dry, warm, proud",
    "style": "reserved",
}


async def newest(play: Stage, slug: str) -> ClientVersion:
    found = await play.database.read(lambda tx: clients.newest(tx, slug), TENANT)
    assert found is not None
    return found


async def profile(play: Stage, client_id: str) -> dict[str, object]:
    text = await play.database.read(lambda tx: clients.profile_text(tx, client_id), TENANT)
    found: dict[str, object] = json.loads(text or "{}")
    return found


async def hire(play: Stage, user: str) -> None:
    """A second teacher of the class."""

    def work(tx: Transaction) -> None:
        section = sections.find_at(tx, CLASS)
        assert section is not None
        now = play.clock.now()
        person = people.meet(tx, user, user.capitalize(), now)
        people.enrol(tx, section.id, person.id, SectionRole.TEACHER, now)

    await play.database.write(work, TENANT)


async def use(play: Stage, client_id: str) -> None:
    """Put a client into the class's assignment."""

    def work(tx: Transaction) -> None:
        section = sections.find_at(tx, CLASS)
        given = assignments.of_section(tx, section.id)[0] if section else None
        assert given is not None
        assignments.add_client(tx, given.id, client_id, None, 99)

    await play.database.write(work, TENANT)


async def test_a_short_form_makes_a_client_that_can_be_used_at_once(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", LEILA)
        made = await newest(play, "leila-haddad")
        facts = (await profile(play, made.id))["facts"]
        assert (made.version, made.status) == (1, "published")
        assert isinstance(facts, list)
        assert len(facts) == 5


async def test_a_client_in_spanish_speaks_spanish_from_the_start(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", {**LEILA, "language": "es"})
        made = await newest(play, "leila-haddad")
        opening = (await profile(play, made.id))["opening"]
        assert (made.language, made.status) == ("es", "published")
        assert "Hola" in str(opening)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("traits", "dry", "traits: needs at least 2 entries"),
        ("traits", "a1, b2, c3, d4, e5, f6", "traits: needs at most 5 entries"),
        ("age", 200, "age: must be at most 110"),
        ("style", "shouting", "style: must be one of"),
        ("name", "   ", "name: must not be empty"),
        ("language", "tlh", "language: please give en, es"),
    ],
)
async def test_a_wrong_field_of_the_form_is_named_and_nothing_is_kept(
    sqlite_database: Database, field: str, value: str | int, said: str
) -> None:
    async with stage(sqlite_database) as play:
        await play.call("ruth", "client new", {**LEILA, field: value})
        assert said in play.last
        await play.call("ruth", "client list", {"search": "hard winter"})
        assert "No client fits" in play.last


async def test_an_edit_makes_a_new_version_and_assignments_keep_theirs(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", LEILA)
        first = await newest(play, "leila-haddad")
        await use(play, first.id)
        await play.call("ruth", "client edit", {"client": "leila-haddad", "age": 35})
        second = await newest(play, "leila-haddad")
        assert (second.version, "keep the version" in play.last) == (2, True)
        assert (await profile(play, first.id))["identity"] != (await profile(play, second.id))[
            "identity"
        ]


async def test_an_edit_that_changes_nothing_makes_no_version(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", LEILA)
        await play.call("ruth", "client edit", {"client": "leila-haddad", "age": 34})
        assert "Nothing was changed" in play.last
        assert (await newest(play, "leila-haddad")).version == 1


async def test_tags_can_be_cleared_and_left_alone(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", {**LEILA, "tags": "work, winter"})
        await play.call("ruth", "client edit", {"client": "leila-haddad", "age": 40, "tags": ""})
        kept = await profile(play, (await newest(play, "leila-haddad")).id)
        await play.call("ruth", "client edit", {"client": "leila-haddad", "tags": "-"})
        cleared = await profile(play, (await newest(play, "leila-haddad")).id)
        assert (kept["tags"], cleared["tags"]) == (["work", "winter"], [])


async def submit(play: Stage, base: str, values: Values) -> None:
    """A form that was opened on one version comes back."""
    await play.act("ruth", Submitted(token("client edit", base), values))


async def test_two_edits_of_different_fields_are_both_kept(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", LEILA)
        base = await newest(play, "leila-haddad")
        await submit(play, base.id, {"age": 35})
        await submit(play, base.id, {"style": "upset"})
        merged = await profile(play, (await newest(play, "leila-haddad")).id)
        assert "age" in play.last
        assert str(merged["identity"]).count("35") == 1
        assert "upset" in str(merged["voice"])


async def test_two_edits_of_one_field_show_both_and_keep_the_first(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", LEILA)
        base = await newest(play, "leila-haddad")
        await submit(play, base.id, {"age": 35})
        await submit(play, base.id, {"age": 36})
        table = next(block for block in play.replies()[-1].blocks if isinstance(block, Table))
        assert table.cells == (("age", "35", "36"),)
        assert (await newest(play, "leila-haddad")).version == 2


async def test_the_library_is_read_only_and_its_copy_is_the_teachers_own(
    database: Database,
) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client edit", {"client": "ruth-friesen", "age": 50})
        assert "belongs to the library" in play.last
        await play.call("ruth", "client adapt", {"client": "ruth-friesen", "name": "Ruth K."})
        await play.call("ruth", "client edit", {"client": "ruth-k", "age": 50})
        assert (await newest(play, "ruth-k")).version == 2
        assert (await newest(play, "ruth-friesen")).version == 1


async def test_a_client_in_use_is_not_deleted_and_archiving_is_offered(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", LEILA)
        made = await newest(play, "leila-haddad")
        await use(play, made.id)
        await play.call("ruth", "client delete", {"client": "leila-haddad"})
        assert "First interviews" in play.last
        await play.press("ruth", "Archive")
        assert (await newest(play, "leila-haddad")).archived_at is not None
        await play.press("ruth", "Undo")
        assert (await newest(play, "leila-haddad")).archived_at is None


async def test_a_client_that_nothing_uses_is_deleted_with_its_versions(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", LEILA)
        await play.call("ruth", "client edit", {"client": "leila-haddad", "age": 35})
        await play.call("ruth", "client delete", {"client": "leila-haddad"})
        gone = await play.database.read(lambda tx: clients.newest(tx, "leila-haddad"), TENANT)
        assert (gone, "is deleted" in play.last) == (None, True)


@pytest.mark.parametrize("command", ["view", "edit", "adapt", "archive", "delete", "approve"])
async def test_another_teachers_client_reads_as_one_that_does_not_exist(
    sqlite_database: Database, command: str
) -> None:
    async with stage(sqlite_database) as play:
        await play.call("ruth", "client new", LEILA)
        await hire(play, "otto")
        await play.call("otto", f"client {command}", {"client": "leila-haddad", "age": 1})
        foreign = play.replies("otto")[-1]
        await play.call("otto", f"client {command}", {"client": "nobody-here", "age": 1})
        assert foreign == play.replies("otto")[-1]
        assert "nothing like that" in foreign.text


async def test_another_teachers_clients_are_in_no_list(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", LEILA)
        await hire(play, "otto")
        await play.call("otto", "client list", {"search": "Leila"})
        assert "No client fits" in play.last
        await play.call("ruth", "client list", {"search": "Leila"})
        assert "Leila Haddad" in play.last


@pytest.mark.parametrize("user", ["ines", "stranger"])
async def test_only_teachers_see_clients(sqlite_database: Database, user: str) -> None:
    async with stage(sqlite_database) as play:
        await play.call(user, "client list")
        assert "Heading" not in play.last
        assert "Rhian" not in play.last


async def test_the_list_is_filtered_and_turned_page_by_page(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client list", {"language": "en"})
        first = play.last
        await play.press("ruth", "Next")
        assert "2/" in play.last
        assert first.split("\n")[2] not in play.last
        await play.call("ruth", "client list", {"tag": "adolescent"})
        assert ("Tarik" in play.last, "Rhian" in play.last) == (True, False)


async def test_a_list_costs_the_same_number_of_statements_however_long(
    database: Database,
) -> None:
    async with stage(database) as play:
        few = await counted(play)
        for number in range(12):
            await play.call("ruth", "client new", {**LEILA, "name": f"Leila {number}"})
        assert await counted(play) == few


async def counted(play: Stage) -> int:
    """Statements of one page of cards."""
    seen: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    def work(tx: Transaction) -> None:
        engine = tx.connection.engine
        listen(engine, "before_cursor_execute", hear)
        try:
            page(tx, Wanted("nobody"), 1, 5)
        finally:
            remove(engine, "before_cursor_execute", hear)

    await play.database.read(work, TENANT)
    return len(seen)


@pytest.mark.parametrize(
    "name",
    [
        "@everyone <!channel>",
        "\u0644\u064a\u0644\u0649",
        "Zo\u00eb \U0001f98a\U0001f469\u200d\U0001f9b1",
        "\u202eevil",
    ],
)
async def test_odd_names_are_kept_as_they_are_and_get_a_plain_short_name(
    sqlite_database: Database, name: str
) -> None:
    async with stage(sqlite_database) as play:
        await play.call("ruth", "client new", {**LEILA, "name": name})
        assert name in play.last
        await play.call("ruth", "client list", {"search": "hard winter"})
        assert name in play.last


async def test_a_client_whose_brief_gives_a_secret_away_stays_a_draft(
    database: Database,
) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", {**LEILA, "situation": "Under the kitchen light."})
        assert "gives away" in play.last
        assert (await newest(play, "leila-haddad")).status == "draft"


async def test_a_draft_is_approved_only_when_nothing_blocks_it(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", {**LEILA, "situation": "Under the kitchen light."})
        await play.press("ruth", "Approve")
        assert "gives away" in play.last
        await play.call("ruth", "client edit", {"client": "leila-haddad", "situation": "Hard."})
        await play.press("ruth", "Approve")
        assert (await newest(play, "leila-haddad")).status == "published"


async def test_assign_on_a_card_makes_work_with_that_very_client(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "client new", LEILA)
        await play.call("ruth", "client view", {"client": "leila-haddad"})
        pressed = play.button("Assign").token
        made = await newest(play, "leila-haddad")
        await play.act("ruth", Submitted(pressed, {"title": "Meet Leila"}))
        used = await play.database.read(lambda tx: clients.uses(tx, made.slug), TENANT)
        assert used == ("Meet Leila",)
