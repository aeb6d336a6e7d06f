"""The operator's way on Discord: init, invite link, sync, and a doctor who names what is wrong."""

import json
import re
from pathlib import Path

import pytest

from bot.discord.manifest import invite
from bot.discord.rights import rights
from tests.bot.test_slack_doctor import virtual_client
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import (
    APP,
    BOT_RIGHTS,
    MANAGE_THREADS,
    MEMBERS_FLAG,
    PRIVATE_THREADS,
    TOKEN,
)
from tests.journeys.discord_class import CHANNEL, GUILD, make_class, populate


def known(server: DiscordServer) -> dict[str, str]:
    return {
        "DISCORD_BOT_TOKEN": TOKEN,
        "DISCORD_API_URL": server.api,
        "DISCORD_GATEWAY_URL": server.gateway_url,
        "CLIENT_MODEL": "demo",
    }


async def examined(server: DiscordServer, folder: Path, **changed: str) -> dict[str, str]:
    """What is wrong, each with its remedy."""
    settings = known(server) | changed
    code, text = await virtual_client("doctor", "--json", folder=folder, **settings)
    found = [one for one in json.loads(text)["findings"] if not one["ok"]]
    assert code == (1 if found else 0)
    return {one["name"]: f"{one['text']} → {one['remedy']}" for one in found}


async def synced(server: DiscordServer, folder: Path) -> str:
    code, text = await virtual_client("discord-sync", folder=folder, **known(server))
    assert code == 0, text
    return text


async def test_commands_are_sent_only_when_they_have_changed(tmp_path: Path) -> None:
    async with DiscordServer() as server:
        assert "registered" in await synced(server, tmp_path)
        assert "nothing sent" in await synced(server, tmp_path)
        assert server.faults.count("PUT", "/commands$") == 1


async def test_the_doctor_finds_nothing_wrong_in_a_good_house(tmp_path: Path) -> None:
    async with DiscordServer() as server:
        populate(server)
        await synced(server, tmp_path)
        assert await examined(server, tmp_path) == {}


async def test_the_doctor_names_each_thing_with_its_remedy(tmp_path: Path) -> None:
    async with DiscordServer() as server:
        populate(server)
        server.world.flags = MEMBERS_FLAG
        server.world.guilds[GUILD].roles["800"] = BOT_RIGHTS & ~PRIVATE_THREADS & ~MANAGE_THREADS
        wrong = await examined(server, tmp_path)
    assert "Message Content Intent" in wrong["discord message content"]
    assert "discord-sync" in wrong["discord commands"]
    lacking = wrong["discord server School of Social Work"]
    assert "lacks Manage Threads, Create Private Threads" in lacking
    assert invite(APP, "thread") in lacking


async def test_the_doctor_names_what_lacks_in_a_class_channel(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with DiscordServer() as server:
        populate(server)
        await make_class(sqlite_url)
        await synced(server, tmp_path)
        server.world.channels[CHANNEL].overwrites["800"] = (0, PRIVATE_THREADS)
        wrong = await examined(server, tmp_path, DATABASE_URL=sqlite_url)
    assert list(wrong) == ["discord channel #interviewing-101"]
    assert "lacks Create Private Threads here → Open the channel's settings" in str(wrong)


async def test_the_doctor_tells_of_a_class_whose_channel_is_gone(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with DiscordServer() as server:
        populate(server)
        await make_class(sqlite_url)
        await synced(server, tmp_path)
        del server.world.channels[CHANNEL]
        wrong = await examined(server, tmp_path, DATABASE_URL=sqlite_url)
    assert "the channel is gone → Let the app's role" in wrong[f"discord channel {CHANNEL}"]


@pytest.mark.parametrize(
    ("changed", "subject", "words"),
    [
        ({"DISCORD_BOT_TOKEN": "wrong"}, "discord token", "DISCORD_BOT_TOKEN is refused"),
        ({"DISCORD_API_URL": "http://127.0.0.1:9/api/v10"}, "discord", "network"),
    ],
    ids=["token", "network"],
)
async def test_what_cannot_be_asked_is_said(
    tmp_path: Path, changed: dict[str, str], subject: str, words: str
) -> None:
    async with DiscordServer() as server:
        assert words in (await examined(server, tmp_path, **changed))[subject]


async def test_an_app_that_was_invited_nowhere_gets_its_link(tmp_path: Path) -> None:
    async with DiscordServer() as server:
        await synced(server, tmp_path)
        wrong = await examined(server, tmp_path)
    assert invite(APP, "thread") in wrong["discord servers"]


@pytest.mark.parametrize(("where", "bits"), [("thread", 360_777_370_624), ("dm", 117_760)])
async def test_the_invite_link_carries_exactly_the_permissions(
    tmp_path: Path, where: str, bits: int
) -> None:
    settings = {"DISCORD_SESSION_PLACE": where}
    _, text = await virtual_client("manifest", "discord", folder=tmp_path, **settings)
    assert re.search(r"permissions=(\d+)", text)[1] == str(bits)  # type: ignore[index]
    assert "scope=bot%20applications.commands" in text
    assert all(name in text for name in rights(where))
    assert sum(rights(where).values()) == bits


async def test_init_asks_for_the_token_and_writes_it(tmp_path: Path) -> None:
    words = ("init", "--platform", "discord")
    code, text = await virtual_client(*words, folder=tmp_path, typed="a.bot.token\n\n")
    assert (code, "Reset Token" in text) == (0, True)
    assert "DISCORD_BOT_TOKEN=a.bot.token" in (tmp_path / ".env").read_text()
