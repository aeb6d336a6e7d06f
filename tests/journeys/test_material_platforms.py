"""One declaration, two platforms: a teacher makes a client and rubric in Slack and in Discord."""

from typing import Any

from core.store import clients, rubrics
from core.store.database import Database
from tests.journeys import discord_class, slack_class
from tests.journeys.test_discord_class import answer_to
from tests.journeys.test_slack_class import modal

SITUATION = "She asked for an appointment after a hard winter."
LINES = "Listening | 40 % | 4\nAsking | 0,6 | 2"


async def kept(database: Database, tenant: str, slug: str) -> tuple[int, int]:
    """The newest versions of the client and the rubric of that name; 0 for none."""
    client = await database.read(lambda tx: clients.newest(tx, slug), tenant)
    rubric = await database.read(lambda tx: rubrics.newest(tx, slug), tenant)
    return client.version if client else 0, rubric.version if rubric else 0


def typed(value: str, kind: str = "plain_text_input") -> dict[str, Any]:
    return {"type": kind, "value": value}


async def test_slack_makes_a_client_in_a_modal_that_names_a_wrong_field(sqlite_url: str) -> None:
    async with slack_class.inside(sqlite_url, slack_class.TOKENS) as served:
        ruth = served.student("U0RUTH").person
        await ruth.commands("/vc", "client new", channel=slack_class.CHANNEL)
        form = await modal(ruth)
        style = (await ruth.looks_up(form, "style", "res")).answer["options"][0]
        values = {
            "name": typed("Leila Haddad"),
            "age": typed("34", "number_input"),
            "situation": typed(SITUATION),
            "traits": typed("dry"),
            "style": {"type": "external_select", "selected_option": style},
        }
        refused = await ruth.submits(form, values)
        assert "at least 2 entries" in str(refused.answer["errors"]["traits"])
        await ruth.submits(form, {**values, "traits": typed("dry, warm")})
        await served.settle()
        found = await kept(served.app.basis.database, slack_class.CLASS.tenant, "leila-haddad")
        assert found == (1, 0)


async def test_discord_makes_a_client_in_a_form_of_five_fields(sqlite_url: str) -> None:
    async with discord_class.inside(sqlite_url) as served:
        ruth = served.student(discord_class.RUTH).person
        asked = await ruth.commands("client new", discord_class.CHANNEL)
        form = await discord_class.eventually(lambda: asked.form)
        sent = await ruth.submits(
            asked,
            discord_class.CHANNEL,
            name="Leila Haddad",
            age="34",
            situation=SITUATION,
            traits="dry, warm",
            style="reserved",
        )
        await ruth.presses(discord_class.CHANNEL, await answer_to(sent), "Save")
        await served.settle()
        assert len(form["components"]) == 5
        found = await kept(served.app.basis.database, discord_class.CLASS.tenant, "leila-haddad")
        assert found == (1, 0)


async def test_discord_writes_a_rubric_as_lines(sqlite_url: str) -> None:
    async with discord_class.inside(sqlite_url) as served:
        ruth = served.student(discord_class.RUTH).person
        asked = await ruth.commands("rubric new", discord_class.CHANNEL)
        await discord_class.eventually(lambda: asked.form)
        await ruth.submits(asked, discord_class.CHANNEL, name="My rubric", criteria=LINES)
        await served.settle()
        found = await kept(served.app.basis.database, discord_class.CLASS.tenant, "my-rubric")
        assert found == (0, 1)
