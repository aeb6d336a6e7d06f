"""What breaks between us and Slack: every message kept once, answered once, shown once.

Long: `VC_SLACK_HISTORIES=10000 VC_SLACK_KILLS=200 pytest --timeout=0 THIS_FILE`.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from core.store import alerts
from tests.engines import DatabaseMaker, SqliteMaker
from tests.journeys.books import Book
from tests.journeys.slack_books import read_books
from tests.journeys.slack_class import (
    QUICK,
    SIGNED,
    TOKENS,
    Inside,
    Product,
    Student,
    adapter_on,
    eventually,
    inside,
    make_class,
    many,
    populate,
    running,
)
from tests.slack_server.faults import Fault
from tests.slack_server.person import Person
from tests.slack_server.server import SlackServer

POST, SIGN = "chat.postMessage", "assistant.threads.setStatus"
FAULTS = [
    Fault("before"),
    Fault("after"),
    Fault("429", 1),
    Fault("500"),
    Fault("500after"),
    Fault("error", code="internal_error"),
    Fault("error", code="service_unavailable"),
]
HISTORIES = int(os.environ.get("VC_SLACK_HISTORIES", "30"))
TOGETHER = 60
KILLS = int(os.environ.get("VC_SLACK_KILLS", "2"))
SEED = int(os.environ.get("SEED", "20"))


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Inside]:
    async with inside(sqlite_url, TOKENS) as made:
        yield made


async def book_of(url: str, student: Student) -> Book:
    books = await read_books(url, student.person.server.world, [student.person.id])
    return books[student.person.id]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code or fault.kind)
async def test_a_reply_stands_there_once_whatever_the_post_met(
    served: Inside, sqlite_url: str, fault: Fault
) -> None:
    ines = served.student()
    await ines.starts()
    await served.settle()
    served.server.faults.plan(POST, fault)
    await ines.asks("What brings you here?")
    await served.settle()
    assert (await book_of(sqlite_url, ines)).faults(["What brings you here?"]) == []


@pytest.mark.parametrize(
    "fault", [Fault("429", 1), Fault("error", code="service_unavailable")], ids=["429", "away"]
)
async def test_an_announcement_that_slack_put_off_comes_later_and_nothing_is_read(
    sqlite_url: str, fault: Fault
) -> None:
    await make_class(sqlite_url)
    async with SlackServer() as server:
        populate(server)
        server.faults.plan(POST, fault)
        async with adapter_on(sqlite_url, server, TOKENS) as served:
            await eventually(lambda: served.student().person.find("Start opens a private thread"))
        assert server.faults.count("conversations.history") == 0
        assert server.faults.count(POST) == 2


async def test_a_class_post_that_nobody_can_confirm_stands_once_and_its_teachers_are_told(
    sqlite_url: str,
) -> None:
    await make_class(sqlite_url)
    async with SlackServer() as server:
        populate(server)
        server.faults.plan(POST, Fault("after"))
        async with adapter_on(sqlite_url, server, TOKENS) as served:
            await eventually(lambda: served.student().person.find("Start opens a private thread"))
            await served.settle()
            (told,) = await served.app.basis.database.read(alerts.newest)
        assert (told.kind, bool(told.section_id)) == ("unposted", True)
        assert "could not confirm whether this post arrived" in told.text
        assert server.faults.count(POST) == 1


async def test_a_turn_is_one_call_and_reads_no_history(served: Inside) -> None:
    """A machine that is slow today may show the typing sign beside it."""
    ines = served.student()
    await ines.starts()
    await served.settle()
    before = len(served.server.faults.calls)
    await ines.asks("What brings you here?")
    await served.settle()
    made = [one.method for one in served.server.faults.calls[before:]]
    assert [one for one in made if one != SIGN] == [POST]
    assert len(made) <= 2


@pytest.mark.parametrize("tokens", [TOKENS, SIGNED], ids=["socket", "http"])
async def test_an_event_that_comes_four_times_is_one_turn(
    sqlite_url: str, tokens: dict[str, str]
) -> None:
    async with inside(sqlite_url, tokens) as served:
        ines = served.student()
        await ines.starts()
        served.server.delivery.copies = 4
        await ines.asks("What brings you here?")
        await ines.asks("And since then?")
        await served.settle()
        book = await book_of(sqlite_url, ines)
        assert book.faults(["What brings you here?", "And since then?"]) == []


async def test_a_refresh_of_connections_loses_nothing(served: Inside, sqlite_url: str) -> None:
    ines = served.student()
    await ines.starts()
    await eventually(lambda: len(served.server.delivery.sockets) >= 2)
    typed = [f"Question {n}?" for n in range(6)]
    for text in typed:
        await served.server.delivery.refresh()
        await ines.asks(text)
    assert (await book_of(sqlite_url, ines)).faults(typed) == []


async def test_dropped_sockets_are_opened_again(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    for socket in tuple(served.server.delivery.sockets):
        await socket.close()
    served.server.delivery.again = (0.5,) * 60
    await ines.asks("Are you still there?")


async def test_a_late_copy_is_removed_and_the_older_one_stays(
    sqlite_url: str,
) -> None:
    await make_class(sqlite_url)
    rules = replace(QUICK, send_timeout=0.3)
    async with SlackServer() as server:
        populate(server)
        async with adapter_on(sqlite_url, server, TOKENS, rules) as served:
            served.adapter.platform.reconciler.sweeps = (1.0, 2.0, 4.0)
            ines = served.student()
            await ines.starts()
            await served.settle()
            server.faults.plan(POST, Fault("slow", 2.0))
            await ines.asks("What brings you here?")
            await served.settle()
            await eventually(lambda: served.adapter.platform.reconciler.removed)
            book = await book_of(sqlite_url, ines)
            assert book.faults(["What brings you here?"]) == []


@pytest.mark.slow
@pytest.mark.parametrize("tokens", [TOKENS, SIGNED], ids=["socket", "http"])
async def test_a_kill_in_the_middle_loses_and_doubles_nothing(
    sqlite_url: str, tokens: dict[str, str]
) -> None:
    async with running(sqlite_url, tokens) as (server, product):
        ines = Student(Person(server, "U0INES"))
        await ines.starts()
        server.delivery.again = (0.3,) * 200
        typed = [f"Question number {n}?" for n in range(KILLS)]
        for text in typed:
            asking = asyncio.create_task(ines.asks(text))
            await asyncio.sleep(random.Random(text).uniform(0, 0.03))
            await product.kill()
            await product.start()
            await asking
        assert (await book_of(sqlite_url, ines)).faults(typed) == []


async def test_two_replicas_behind_a_balancer_answer_each_message_once(
    postgres_maker: DatabaseMaker,
) -> None:
    url = postgres_maker.fresh()
    async with running(url, SIGNED) as (server, first):
        second = Product(url, server, SIGNED)
        await second.start()
        try:
            server.delivery.others = (f"http://127.0.0.1:{first.port}/slack/events",)
            server.delivery.copies = 3
            ines = Student(Person(server, "U0INES"))
            await ines.starts()
            typed = [f"Question number {n}?" for n in range(4)]
            for text in typed:
                await ines.asks(text, 60.0)
        finally:
            await second.stop()
        assert (await book_of(url, ines)).faults(typed) == []


async def history(served: Inside, user: str, dice: random.Random) -> list[str]:
    """One student's interview among faults; what was typed."""
    student = served.student(user)
    served.server.delivery.copies = dice.choice([1, 1, 2, 4])
    await student.starts()
    typed = []
    for number in range(dice.randint(1, 4)):
        for fault in dice.choices(FAULTS, k=dice.choice([0, 0, 1, 2])):
            served.server.faults.plan(POST, fault)
        text = f"{user} asks question {number}?"
        typed.append(text)
        if dice.random() < 0.25:
            await student.person.says(text, student.thread)
        else:
            await student.asks(text)
        if dice.random() < 0.05:
            await served.server.delivery.refresh()
    return typed


async def wrong_books(url: str, people: dict[str, str], dice: random.Random) -> dict[str, object]:
    """The faults of one workspace's histories, by student; each workspace stands alone."""
    async with inside(url, TOKENS, people) as served:
        served.server.delivery.again = (0.2,) * 60
        users = [user for user in people if user != "U0RUTH"]
        seeds = [random.Random(dice.random()) for _ in users]
        told = [history(served, user, seed) for user, seed in zip(users, seeds, strict=True)]
        typed = dict(zip(users, await asyncio.gather(*told), strict=True))
        served.server.faults.planned.clear()
        await served.settle()
        books = await read_books(url, served.server.world, users)
    found = {user: books[user].faults(typed[user]) for user in users}
    return {user: faults for user, faults in found.items() if faults}


async def test_random_histories_keep_answer_and_show_everything_once(
    sqlite_maker: SqliteMaker,
) -> None:
    dice = random.Random(SEED)
    for begun in range(0, HISTORIES, TOGETHER):
        people = many(min(TOGETHER, HISTORIES - begun))
        assert await wrong_books(sqlite_maker.fresh(), people, dice) == {}, f"from {begun} on"
