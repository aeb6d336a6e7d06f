"""Waiting for a model while a person waits: say so in time, and let Pause and End come first."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TypeVar

from core.domain.effects import NOTHING, Effects
from core.domain.event import Called, Event, Fired, Pressed, Said, Submitted
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Note, Reply
from core.domain.session import Session
from core.domain.speech import command_word
from core.errors import CoreError
from core.language import _, gettext_noop
from core.services.house import House
from core.store import inbox
from core.store.database import Database
from core.store.transaction import Transaction

T = TypeVar("T")
TICK = 0.5
AFTER_FAULT = 1.0
WHEN_SLOW = 8.0
JOB = "moment"
WORDS = gettext_noop("The client is taking a moment. Nothing is lost; the answer comes here.")


class InterruptedTurnError(CoreError):
    """The student pressed or typed a command while the client was thinking."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Whose turn is waited for."""

    database: Database
    house: House
    session: Session


async def patient(wait: Wait, call: Coroutine[None, None, T]) -> T:
    """Await the call; InterruptedTurnError as soon as a command waits behind the turn."""
    heard = asyncio.Event()
    wait.house.waiting[wait.session.id] = heard
    task = asyncio.ensure_future(call)
    try:
        await attend(wait, task, heard)
        return await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        del wait.house.waiting[wait.session.id]


async def attend(wait: Wait, task: "asyncio.Task[T]", heard: asyncio.Event) -> None:
    """Look around twice a second until the call is done."""
    loop = asyncio.get_running_loop()
    began, said, failed_at = loop.time(), False, float("inf")
    while not task.done():
        if await wait.database.read(lambda tx: commanded(tx, wait.session), wait.session.tenant):
            raise InterruptedTurnError("a command waits")
        await asyncio.wait({task}, timeout=TICK)
        now = loop.time()
        if heard.is_set() and failed_at > now:
            failed_at = now
        due = now - failed_at >= AFTER_FAULT or now - began >= WHEN_SLOW
        if due and not said and not task.done():
            said = True
            await wait.database.write(lambda tx: plan(tx, wait.session), wait.session.tenant)


def commanded(tx: Transaction, session: Session) -> bool:
    """Whether something waits in the lane that must not wait for a model."""
    return any(is_command(event) for event in inbox.ahead(tx, session.lane or ""))


def is_command(event: Event) -> bool:
    """A button, a command, a form, or a word that stands for one."""
    if isinstance(event.body, Said):
        return command_word(event.body.text) is not None
    return isinstance(event.body, Pressed | Called | Submitted)


def plan(tx: Transaction, session: Session) -> None:
    """Have it said by another lane: this one is busy with the turn."""
    place = session.place or session.origin
    fired = Fired(JOB, {"place": place})
    key = f"moment:{session.id}:{session.last_seq}"
    event = Event(key, Place.parse(place), fired, tx.now_ms, lane=f"{session.lane}#moment")
    if inbox.known_hash(tx, event) is None:
        inbox.accept(tx, event)


def moment(_tx: Transaction, _house: House, event: Event) -> Effects:
    """The honest line, out of role."""
    if not isinstance(event.body, Fired):
        return NOTHING
    reply = Reply((Note(_(WORDS)),))
    return Effects((Draft(Place.parse(event.body.payload["place"]), Post(reply)),))
