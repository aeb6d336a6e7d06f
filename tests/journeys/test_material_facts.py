"""A teacher changes gates and facts of a client as text."""

from core.domain.event import Submitted, Values
from core.domain.token import token
from core.library.facttext import TEMPLATE
from core.store.database import Database
from tests.journeys.stage import Stage, stage
from tests.journeys.test_material_clients import LEILA, newest, profile

LINES = "days | 150\nsupport | 300\ntried | 350 | turn 4\nblame | 450 | after empathy; tender"
FACT = TEMPLATE.replace("[word, beginnings, that, raise, it]", "[garden, allotment]")


async def made(play: Stage) -> str:
    """Leila, and the id of her first version."""
    await play.call("ruth", "client new", LEILA)
    return (await newest(play, "leila-haddad")).id


async def facts(play: Stage) -> list[dict[str, object]]:
    found = (await profile(play, (await newest(play, "leila-haddad")).id))["facts"]
    assert isinstance(found, list)
    return found


async def submit(play: Stage, command: str, target: str, values: Values) -> None:
    await play.act("ruth", Submitted(token(command, target), values))


async def test_all_gates_are_changed_as_lines_and_a_missing_line_takes_its_fact(
    database: Database,
) -> None:
    async with stage(database) as play:
        await made(play)
        await play.call("ruth", "client gates", {"client": "leila-haddad", "gates": LINES})
        assert "Taken away: fear" in play.last
        assert [one["id"] for one in await facts(play)] == ["days", "support", "tried", "blame"]
        assert "'min_turn': 4" in str((await facts(play))[2]["gate"])


async def test_a_wrong_line_keeps_everything_as_it_was(database: Database) -> None:
    async with stage(database) as play:
        await made(play)
        values = {"client": "leila-haddad", "gates": LINES.replace("300", "3000")}
        await play.call("ruth", "client gates", values)
        assert "support: gate.openness: must be at most 900" in play.last
        assert (await newest(play, "leila-haddad")).version == 1


async def test_a_gate_that_can_never_open_is_named_and_the_client_is_a_draft(
    database: Database,
) -> None:
    async with stage(database) as play:
        await made(play)
        gates = "days | 150\nsupport | 300 | direct 400\ntried | 350"
        await play.call("ruth", "client gates", {"client": "leila-haddad", "gates": gates})
        assert "direct 400 is above openness 300" in play.last
        assert (await newest(play, "leila-haddad")).status == "draft"


async def test_a_new_fact_comes_in_as_yaml(database: Database) -> None:
    async with stage(database) as play:
        base = await made(play)
        await submit(play, "client fact", f"{base}.new", {"text": FACT})
        assert (await facts(play))[-1]["id"] == "short-name"


async def test_one_fact_is_written_anew_in_its_place(database: Database) -> None:
    async with stage(database) as play:
        await made(play)
        values = {"client": "leila-haddad", "fact": "tried", "text": FACT}
        await play.call("ruth", "client fact", values)
        assert [one["id"] for one in await facts(play)][2] == "short-name"


async def test_a_wrong_fact_is_told_line_and_field(database: Database) -> None:
    async with stage(database) as play:
        base = await made(play)
        text = FACT.replace("openness: 400", "openness: 4000")
        await submit(play, "client fact", f"{base}.new", {"text": text})
        assert "4: gate.openness: must be at most 900" in play.last
        assert (await newest(play, "leila-haddad")).version == 1


async def test_edits_of_two_facts_are_both_kept(database: Database) -> None:
    async with stage(database) as play:
        base = await made(play)
        await submit(play, "client fact", f"{base}.0", {"text": FACT})
        other = FACT.replace("short-name", "other-name").replace("garden, allotment", "harbour")
        other = other.replace("words, only, the open text, may hold", "nothing else")
        await submit(play, "client fact", f"{base}.2", {"text": other})
        ids = [one["id"] for one in await facts(play)]
        assert ids[:3] == ["short-name", "support", "other-name"]


async def test_two_edits_of_one_fact_show_both_texts_and_keep_the_first(
    database: Database,
) -> None:
    async with stage(database) as play:
        base = await made(play)
        await submit(play, "client fact", f"{base}.2", {"text": FACT})
        mine = FACT.replace("short-name", "my-own-name")
        await submit(play, "client fact", f"{base}.2", {"text": mine})
        assert "Nothing was saved" in play.last
        assert "my-own-name" in play.last
        assert (await newest(play, "leila-haddad")).version == 2


async def test_the_facts_are_shown_with_their_gates_and_a_way_to_change_them(
    database: Database,
) -> None:
    async with stage(database) as play:
        await made(play)
        await play.call("ruth", "client facts", {"client": "leila-haddad"})
        labels = [button.label for button in play.replies()[-1].buttons]
        assert "openness 550; after support; after empathy" in play.last
        assert labels[:2] == ["All gates as text", "Add a fact"]
        assert len(labels) == 7
