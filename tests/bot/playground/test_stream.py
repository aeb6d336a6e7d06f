"""What reaches which tab, once, and after which interruption."""

import asyncio
import time
from pathlib import Path

import pytest

from core.domain.event import Said
from core.domain.outgoing import Close, Edit, Open, Post
from core.domain.reply import FileRef, Reply, Row, Rows, Speech, Table, say
from tests.bot.playground.world import LABEL, World, client_line, open_world

EVERYBODY = ("ines", "omar", "mei", "jonas", "asha", "ruth", "ben", "ada")


async def test_a_fresh_tab_gets_the_whole_class(world: World) -> None:
    async with world.tab("ines") as tab:
        init = (await tab.next()).body
    assert [person["id"] for person in init["people"]] == list(EVERYBODY)
    assert [place["kind"] for place in init["places"]] == ["dm", "channel"]
    assert init["label"] == LABEL


async def test_a_typed_message_is_shown_once_and_handed_in_once(world: World) -> None:
    async with world.tab("ines") as tab:
        await tab.next()
        for _ in range(3):
            assert (await world.act("ines", "say", id="same", text="Hello\r\nthere"))[
                "status"
            ] == 200
        shown = await tab.until("message")
        assert shown.body["text"] == "Hello\nthere"
        assert await tab.silent()
    assert [event.body for event in world.door.events] == [
        Said(str(shown.body["id"]), "Hello\nthere")
    ]
    assert world.door.events[0].actor.name == "Ines Carvalho"


async def test_two_copies_at_the_same_moment_are_one_message(world: World) -> None:
    sent = [world.act("ines", "say", id="twice", text="Only once") for _ in range(8)]
    await asyncio.gather(*sent)
    assert len(world.door.events) == 1
    dm = world.playground.rooms.dm("ines")
    assert len(world.playground.messages.history(dm, "ines")) == 1


@pytest.mark.parametrize("person", EVERYBODY)
async def test_a_private_line_reaches_its_person_alone(world: World, person: str) -> None:
    await world.send(world.channel, Post(say("For Omar only"), to="omar"))
    await world.send(world.channel, Post(say("For all")))
    async with world.tab(person) as tab:
        init = (await tab.next()).body
    seen = [message["blocks"][0]["text"] for message in init["messages"]]
    assert seen == (["For Omar only", "For all"] if person == "omar" else ["For all"])


@pytest.mark.parametrize("person", EVERYBODY)
async def test_a_thread_exists_for_its_owner_alone(world: World, person: str) -> None:
    async with world.tab(person) as tab:
        await tab.next()
        opened = await world.send(world.channel, Open("s1", "ines", "Maria, attempt 1"))
        assert opened.place is not None
        await world.send(opened.place, Post(client_line()))
        if person == "ines":
            assert (await tab.next()).body["title"] == "Maria, attempt 1"
            assert (await tab.next()).kind == "message"
        assert await tab.silent()


async def test_a_tab_resumes_behind_its_last_event(world: World) -> None:
    async with world.tab("ines") as tab:
        last = (await tab.next()).id
    for number in range(3):
        await world.send(world.channel, Post(say(f"line {number}")))
    async with world.tab("ines", last) as tab:
        frames = [await tab.next() for _ in range(3)]
        assert await tab.silent()
    assert [frame.body["blocks"][0]["text"] for frame in frames] == ["line 0", "line 1", "line 2"]


@pytest.mark.parametrize("last", ["999999", "x", "-1", "1e3", "9" * 400])
async def test_an_unknown_last_event_starts_afresh(world: World, last: str) -> None:
    async with world.tab("ines", last) as tab:
        assert (await tab.next()).kind == "init"


async def test_an_event_is_frozen_when_it_happens(world: World) -> None:
    async with world.tab("ines") as tab:
        last = (await tab.next()).id
    await world.send(world.channel, Post(say("before")), key="first")
    edit = Edit("first", say("after"))
    await world.send(world.channel, edit)
    async with world.tab("ines", last) as tab:
        texts = [(await tab.next()).body["blocks"][0]["text"] for _ in range(2)]
    assert texts == ["before", "after"]


async def test_typing_is_shown_and_not_kept(world: World) -> None:
    async with world.tab("ines") as tab:
        last = (await tab.next()).id
        await world.playground.typing(world.playground.rooms.dm("ines"))
        assert (await tab.next()).kind == "typing"
    async with world.tab("ines", last) as tab:
        assert await tab.silent()


async def test_every_kind_of_block_fits_the_schema(world: World) -> None:
    now = world.playground.journal.clock.now()
    blocks = (
        *say("A sentence").blocks,
        Rows((Row("Due", now), Row("Left", "2"))),
        Table(("a", "b"), (("1", "2"),)),
        Speech("Maria", "Hm.", LABEL),
    )
    files = (FileRef("f1", "openness.png", "image/png", "Openness over turns"),)
    async with world.tab("ines") as tab:
        await tab.next()
        await world.send(world.channel, Post(Reply(blocks, files=files)))
        body = (await tab.next()).body
    assert [block["kind"] for block in body["blocks"]] == ["prose", "rows", "table", "speech"]


async def test_a_closed_thread_is_told_once(world: World) -> None:
    opened = await world.send(world.channel, Open("s1", "ines", "Maria"))
    async with world.tab("ines") as tab:
        await tab.next()
        await world.send(opened.place, Close())
        await world.send(opened.place, Close())
        assert (await tab.next()).body["closed"] is True
        assert await tab.silent()


@pytest.mark.slow
async def test_stopping_says_goodbye_within_two_seconds(tmp_path: Path) -> None:
    async with open_world(tmp_path / "p.sqlite3") as world, world.tab("ines") as tab:
        await tab.next()
        began = time.monotonic()
        world.playground.streams.close()
        assert (await tab.next()).kind == "bye"
    assert time.monotonic() - began < 2


async def test_a_hundred_tabs_get_every_event(world: World) -> None:
    async def read() -> int:
        async with world.tab("ines") as tab:
            await tab.next()
            await everybody.wait()
            return len([await tab.next() for _ in range(39)])

    everybody = asyncio.Barrier(101)
    readers = [asyncio.create_task(read()) for _ in range(100)]
    await everybody.wait()
    for number in range(39):
        await world.send(world.channel, Post(say(f"part {number}")))
    assert await asyncio.gather(*readers) == [39] * 100
