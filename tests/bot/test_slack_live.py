"""`doctor --live`: somebody writes to the app, and the doctor tells whether it arrived."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.bot.test_slack_doctor import virtual_client
from tests.journeys.slack_class import SIGNED, TOKENS, Product, make_class, populate
from tests.slack_server.faults import Fault
from tests.slack_server.person import Person
from tests.slack_server.server import SlackServer

LIVE = ("doctor", "--live", "--json")
Found = dict[str, tuple[bool, str]]


async def examined(
    server: SlackServer, folder: Path, *words: str, writes: bool = True, **known: str
) -> Found:
    """The findings, while Ines writes until the doctor is done."""
    settings = {"CLIENT_MODEL": "demo", "SLACK_API_URL": server.api, **known}
    doctor = asyncio.create_task(virtual_client(*LIVE, *words, folder=folder, **settings))
    server.delivery.again = ()
    while not doctor.done():
        if writes:
            await Person(server, "U0INES").says("hello?")
        await asyncio.wait([doctor], timeout=0.2)
    text = (await doctor)[1]
    findings = json.loads(text[text.index('{"ok"') :].splitlines()[0])["findings"]
    return {one["name"]: (one["ok"], one["text"] + one["remedy"]) for one in findings}


async def test_over_a_socket_a_message_arrives_and_a_post_is_read_back(tmp_path: Path) -> None:
    async with SlackServer() as server:
        populate(server)
        found = await examined(server, tmp_path, "--seconds", "60", **TOKENS)
        assert [found[f"slack {name}"][0] for name in ("socket", "live", "reading back")] == [
            True
        ] * 3
        assert not any(one.bot for one in server.world.dm("U0INES").messages.values())


async def test_when_nothing_arrives_the_remedy_names_the_subscription(tmp_path: Path) -> None:
    async with SlackServer() as server:
        populate(server)
        found = await examined(server, tmp_path, "--seconds", "1", writes=False, **TOKENS)
    assert found["slack live"][0] is False
    assert "message.im" in found["slack live"][1]


async def test_a_mark_that_does_not_come_back_is_said(tmp_path: Path) -> None:
    async with SlackServer() as server:
        populate(server)
        server.faults.plan("conversations.replies", Fault("error", code="missing_scope"))
        found = await examined(server, tmp_path, "--seconds", "60", **TOKENS)
    assert "metadata.message:read" in found["slack reading back"][1]


@pytest.mark.parametrize(("path", "good"), [("", True), ("/elsewhere", False)])
async def test_over_http_the_address_is_tried_and_an_event_is_counted(
    tmp_path: Path, sqlite_url: str, path: str, *, good: bool
) -> None:
    await make_class(sqlite_url)
    async with SlackServer() as server:
        populate(server)
        product = Product(sqlite_url, server, SIGNED)
        await product.start()
        known = SIGNED | {"HTTP_PORT": str(product.port), "DATABASE_URL": sqlite_url}
        url = f"http://127.0.0.1:{product.port}{path}"
        found = await examined(server, tmp_path, "--url", url, "--seconds", "60", **known)
        await product.stop()
    assert (found["slack address"][0], found["slack live"][0]) == (good, True)


async def test_without_an_address_and_a_process_both_are_asked_for(tmp_path: Path) -> None:
    async with SlackServer() as server:
        found = await examined(server, tmp_path, writes=False, **SIGNED | {"HTTP_PORT": "9"})
    assert "--url" in found["slack address"][1]
    assert "virtual-client run" in found["slack live"][1]
