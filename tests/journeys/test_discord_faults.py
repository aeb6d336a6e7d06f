"""What breaks between us and Discord: every message kept once, answered once, shown once."""

import asyncio
import random
import threading
import time
from collections.abc import AsyncIterator

import pytest

from tests.discord_server.person import Person
from tests.discord_server.server import DiscordServer
from tests.journeys.books import Book
from tests.journeys.discord_books import read_books
from tests.journeys.discord_class import (
    CHANNEL,
    INES,
    Inside,
    Student,
    eventually,
    inside,
    running,
)

POST = r"/channels/\d+/messages$"
FAULTS = ("429", "500", "502", "503", "504", "cut", "after500", "after502", "after503", "aftercut")
FIRST, SECOND = "What brings you here?", "And what happened then?"


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Inside]:
    async with inside(sqlite_url) as made:
        yield made


async def book_of(served: Inside, student: Student) -> Book:
    await served.settle()
    return (await read_books(served.url, served.server.world, [student.person.id]))[
        student.person.id
    ]


async def right_book(url: str, server: DiscordServer, typed: list[str]) -> Book:
    """Wait until core and Discord agree; AssertionError with what is wrong after a while."""
    deadline = time.monotonic() + 200
    while True:
        found = (await read_books(url, server.world, [INES]))[INES]
        if not found.faults(typed):
            return found
        assert time.monotonic() < deadline, found.faults(typed)
        await asyncio.sleep(0.2)


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_reply_stands_there_once_whatever_the_post_met(served: Inside, kind: str) -> None:
    ines = served.student()
    await ines.starts()
    served.server.faults.add("POST", POST, kind, value=0.1)
    await ines.asks(FIRST)
    assert (await book_of(served, ines)).faults([FIRST]) == []


@pytest.mark.parametrize("kind", ["503", "after503", "aftercut"])
@pytest.mark.parametrize("told", ["with its nonce", "without"])
async def test_after_the_nonces_window_history_tells_whether_it_was_sent(
    served: Inside, kind: str, told: str
) -> None:
    served.server.world.nonce_seconds = 0
    served.server.world.history_nonce = told == "with its nonce"
    ines = served.student()
    await ines.starts()
    served.server.faults.add("POST", POST, kind)
    await ines.asks(FIRST)
    await ines.asks(SECOND)
    assert (await book_of(served, ines)).faults([FIRST, SECOND]) == []


async def test_the_nonce_is_the_key_of_the_outboxs_row(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await served.settle()
    served.server.faults.add("POST", POST, "after502")
    before = len(served.server.faults.calls)
    await ines.asks(FIRST)
    posts = [one for one in served.server.faults.calls[before:] if one.path.endswith("/messages")]
    nonces = {one.body["nonce"] for one in posts if one.body}
    assert len(nonces) == 1
    assert len(nonces.pop()) <= 25


async def test_one_503_costs_exactly_one_message(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    served.server.faults.add("POST", POST, "503")
    before = ines.count()
    await ines.asks(FIRST)
    await served.settle()
    assert ines.count() == before + 1


async def test_a_turn_is_one_call_beside_the_typing_sign(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await served.settle()
    before = len(served.server.faults.calls)
    await ines.asks(FIRST)
    await served.settle()
    made = [one.path.rpartition("/")[2] for one in served.server.faults.calls[before:]]
    assert made.count("messages") == 1
    assert len(made) <= 2


async def test_a_dropped_socket_is_resumed_and_loses_nothing(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    await served.server.gateway.drop()
    typed = [f"Question {n}?" for n in range(3)]
    for text in typed:
        await ines.person.says(text, ines.thread)
    await eventually(lambda: ines.count() > 1)
    assert (await book_of(served, ines)).faults(typed) == []
    assert (served.server.gateway.resumes, served.server.gateway.identifies) == (1, 1)
    await eventually(lambda: served.adapter.counters.of("gateway", "resumed") == 1)
    assert served.adapter.counters.of("gateway", "connected") == 1


async def test_an_invalid_session_is_caught_up_from_history(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    served.server.gateway.resumable = False
    await served.server.gateway.drop()
    typed = [f"Question {n}?" for n in range(3)]
    for text in typed:
        await ines.person.says(text, ines.thread)
    await eventually(lambda: ines.count() > 1)
    assert (await book_of(served, ines)).faults(typed) == []
    assert served.server.gateway.identifies == 2


@pytest.mark.parametrize("peer", ["silent", "knows no session"])
async def test_a_stop_while_connecting_again_comes_to_an_end(served: Inside, peer: str) -> None:
    gateway = served.server.gateway
    gateway.silent, gateway.resumable = peer == "silent", False
    await gateway.drop()
    await eventually(lambda: gateway.waiting or not gateway.sessions)
    async with asyncio.timeout(20):
        await served.adapter.stop()
    await eventually(lambda: not beating())


def beating() -> list[str]:
    """The library's threads that keep connections alive."""
    names = (one.name for one in threading.enumerate())
    return [one for one in names if one.startswith("keep-alive")]


async def test_an_event_that_comes_four_times_is_one_turn(served: Inside) -> None:
    ines = served.student()
    await ines.starts()
    served.server.gateway.copies = 4
    await ines.asks(FIRST)
    await ines.asks(SECOND)
    assert (await book_of(served, ines)).faults([FIRST, SECOND]) == []


async def test_an_interaction_that_comes_four_times_starts_one_interview(served: Inside) -> None:
    served.server.gateway.copies = 4
    ines = served.student()
    await ines.starts()
    await served.settle()
    assert served.server.faults.count("POST", "/threads$") == 1


async def test_a_late_acknowledgement_is_no_lost_command(served: Inside) -> None:
    served.server.world.ack_seconds = 3.0
    served.server.faults.add("POST", "/callback$", "slow", value=3.2)
    ines = served.student()
    await ines.person.commands("practice", CHANNEL)
    await ines.reads("Your work")


@pytest.mark.parametrize("kind", ["502", "after502", "503", "cut"])
async def test_a_thread_is_opened_once_whatever_the_call_met(served: Inside, kind: str) -> None:
    served.server.faults.add("POST", "/threads$", kind)
    ines = served.student()
    await ines.starts()
    threads = [one for one in served.server.world.channels.values() if one.is_thread]
    assert [one.members[1:] for one in threads] == [[INES]]


@pytest.mark.parametrize(("lines", "answers"), [(8, 3), (250, 40)])
async def test_what_was_said_while_we_were_dead_is_answered_together(
    sqlite_url: str, lines: int, answers: int
) -> None:
    async with running(sqlite_url) as (server, product):
        ines = Student(Person(server, INES))
        await ines.starts()
        await product.kill()
        typed = [f"While you were away {n}." for n in range(lines)]
        for text in typed:
            await ines.person.says(text, ines.thread)
        await product.start()
        book = await right_book(sqlite_url, server, typed)
        assert book.answers - 1 <= answers


async def test_a_kill_in_the_middle_loses_and_doubles_nothing(sqlite_url: str) -> None:
    async with running(sqlite_url) as (server, product):
        ines = Student(Person(server, INES))
        await ines.starts()
        typed = [f"Question number {n}?" for n in range(2)]
        for text in typed:
            asking = asyncio.create_task(ines.asks(text))
            await asyncio.sleep(random.Random(text).uniform(0, 0.03))
            await product.kill()
            await product.start()
            await asking
        await right_book(sqlite_url, server, typed)
