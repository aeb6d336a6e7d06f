"""The typing sign appears for slow turns only, and goes with them."""

import asyncio

from core.delivery import typing
from core.delivery.typing import Signs
from core.domain.event import Actor, Event, Said
from core.domain.place import Place
from tests.fakes import FakePlatform

PLACE = Place("play", "school", "class", "t1")
EVENT = Event("k1", PLACE, Said("m1", "hello"), 1, Actor("ines"))


async def test_a_quick_turn_shows_no_sign() -> None:
    platform = FakePlatform()
    with Signs({"play": platform}).during(EVENT):
        await asyncio.sleep(0)
    await asyncio.sleep(typing.FIRST * 1.2)
    assert platform.typed == []


async def test_a_slow_turn_shows_the_sign_until_it_ends() -> None:
    platform = FakePlatform()
    with Signs({"play": platform}).during(EVENT):
        await asyncio.sleep(typing.FIRST * 1.2)
    await asyncio.sleep(0)
    assert platform.typed == [PLACE]
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []
