"""Erasing one person: recorded steps, each of which may run twice; nothing is left but numbers."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core.domain.audit import Entry
from core.domain.effects import Effects
from core.domain.event import Event, Fired, payload_of
from core.domain.ids import new_key
from core.domain.outgoing import Draft, Post
from core.domain.reply import say
from core.domain.session import Move, SessionState, after
from core.domain.teaching import Person
from core.language import _, gettext_noop
from core.services import monitorday, usage
from core.services import sections as classes
from core.services.erasure_list import Listed
from core.services.house import House
from core.store import audit, consents, erasures, grants, holds, people, privacy, sections, sessions
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

log = logging.getLogger(__name__)
JOB, GO_ON = "erase", "erase_on"
MOST_SESSIONS = 10_000


def stop(tx: Transaction, house: House, person: Person, now: datetime) -> int:
    """End what runs and take the consent back; others see that it ended, not why."""
    running = [one for one in sessions.of_student(tx, person.id, MOST_SESSIONS) if one.state.runs]
    for session in running:
        move = Move.FAIL if session.state is SessionState.STARTING else Move.ABANDON
        ended = replace(session, state=after(session.state, move), ended_at=now, last_at=now)
        sessions.save(tx, ended)
        monitorday.keep(tx, session, now)
        usage.free_money(tx, session)
    consents.withdraw(tx, person.id, now)
    house.listening.clear()
    return len(running)


def leave(tx: Transaction, house: House, person: Person) -> None:
    """Step 1: stop, and leave every class and office."""
    now = house.clock.now()
    stop(tx, house, person, now)
    for section_id in people.roles_of(tx, person.id):
        people.withdraw(tx, section_id, person.id, now)
        section = sections.find(tx, section_id)
        if section is not None:
            classes.look_after(tx, section, now)
    grants.revoke(tx, person.id, person.id, now)


def empty_delivery(tx: Transaction, _house: House, person: Person) -> None:
    """Step 2: what went through inbox and outbox."""
    privacy.forget_delivery(tx, person.id, person.user)


def erase_words(tx: Transaction, house: House, person: Person) -> None:
    """Step 3: all that was said, and every judgement about it, but for classes on hold."""
    holds.steady(tx)
    privacy.forget_rows(tx, person.id)
    if not holds.holds(tx, person.id):
        erasures.go_on(tx, person.id)
    elif erasures.wait(tx, person.id, now := house.clock.now()):
        kept = f"interviews: {holds.interviews(tx, person.id)}"
        audit.record(tx, Entry("", "hold_back", person.id, now, reason=kept))


def detach(tx: Transaction, _house: House, person: Person) -> None:
    """Step 4: the account; what a class on hold keeps is not made nameless."""
    named = erasures.waits(tx, person.id)
    privacy.forget_account(tx, person.id, proof_of(person), named=named)


STEPS: tuple[Callable[[Transaction, House, Person], None], ...] = (
    leave,
    empty_delivery,
    erase_words,
    detach,
)


BEFORE_WORDS = STEPS.index(erase_words)
ON_HOLD = gettext_noop(
    "A class that you are or were in is under a legal hold. What belongs to it is kept until the "
    "hold ends and is then deleted by itself; you need not ask again."
)


def proof_of(person: Person) -> str:
    """What the consent is kept under, so that somebody who knows the account can find it."""
    return hashlib.sha256(f"{person.tenant}\n{person.user}".encode()).hexdigest()


def ask(tx: Transaction, house: House, event: Event, person: Person) -> Effects:
    """Record the wish; it is carried out in the next turn of the same lane."""
    now = house.clock.now()
    made = erasures.begin(tx, person.id, now)
    audit.record(tx, Entry(person.id, "erase", person.id, now))
    payload = {"erasure": made, "to": event.actor.user}
    follow = Event(
        f"erase:{made}",
        event.place,
        Fired(JOB, payload),
        event.at,
        handle=event.handle,
        lane=event.lane_key,
    )
    return Effects(events=(follow,))


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Carry the steps out, list the erasure outside the database, scrub the files, confirm."""
    payload = payload_of(event)
    erasure = payload.get("erasure", "")
    found = await database.read(lambda tx: erasures.find(tx, erasure), event.tenant)
    if found is not None:
        await carry_out(database, house, event.tenant, found)

    def finish(tx: Transaction) -> Effects:
        holds.steady(tx)
        over = ended(tx, erasure, house.clock.now())
        words = _(
            "Your data is deleted. What stays holds no word of yours: numbers without a name, "
            "the proof that you accepted the notice, the record of who did what in a class, "
            "and scores that your institution has already taken over. Backups follow within "
            "14 days. What you typed here yourself is kept by this chat platform; you can "
            "delete it there."
        )
        reply = say(words) if over else say(words, _(ON_HOLD))
        told = Effects((Draft(event.place, Post(reply, payload.get("to", ""), event.handle)),))
        if over or found is None or holds.holds(tx, found.person_id):
            return told
        return told + go_on(event)  # the hold has ended just now

    return finish


def ended(tx: Transaction, erasure: str, now: datetime) -> bool:
    """Note that nothing is left; False when a part waits for the end of a hold instead."""
    found = erasures.find(tx, erasure)
    if found is None:
        return True
    if found.held_at is None:
        erasures.end(tx, found.person_id, now)
    return found.held_at is None


def go_on(event: Event, after: str = "") -> Effects:
    """Look at what waits, in the next turn of the same lane."""
    key, again = f"{GO_ON}:{new_key()}", Fired(GO_ON, {"after": after})
    return Effects(events=(Event(key, event.place, again, event.at, lane=event.lane_key),))


async def resume(database: Database, house: House, event: Event) -> Finish:
    """One erasure a turn that waited for the end of a hold; another hold lets it wait on."""
    after = payload_of(event).get("after", "")
    found = await database.read(lambda tx: erasures.waiting(tx, after), event.tenant)
    if found is None:
        return lambda _tx: Effects()
    await carry_out(database, house, event.tenant, replace(found, steps=BEFORE_WORDS))

    def finish(tx: Transaction) -> Effects:
        ended(tx, found.id, house.clock.now())
        return go_on(event, found.id)

    return finish


async def carry_out(
    database: Database, house: House, tenant: str, erasure: erasures.Erasure
) -> None:
    """Go on from the first step that is not recorded."""
    person = await database.read(lambda tx: people.find(tx, erasure.person_id), tenant)
    if person is None:
        return
    if house.erased is not None:
        await asyncio.to_thread(house.erased.add, Listed(tenant, person.id))
    for number, step in enumerate(STEPS, 1):
        if number > erasure.steps:
            await database.write(taken(step, house, person, (erasure.id, number)), tenant)
    if not await database.scrub():
        log.warning("a reader kept the database's log from being emptied; it is tried again")


def taken(
    step: Callable[[Transaction, House, Person], None],
    house: House,
    person: Person,
    mark: tuple[str, int],
) -> Callable[[Transaction], None]:
    """One step and its record in one transaction."""

    def work(tx: Transaction) -> None:
        step(tx, house, person)
        erasures.record(tx, *mark)

    return work


async def replay(database: Database, house: House) -> int:
    """Erase again whoever is on the list and came back with a backup; nothing starts before."""
    listed = house.erased.read() if house.erased is not None else ()
    return sum([await erase_again(database, house, one) for one in listed])


async def erase_again(database: Database, house: House, one: Listed) -> bool:
    """False when the person is gone as it should be."""

    def begin(tx: Transaction) -> erasures.Erasure | None:
        person = people.find(tx, one.person)
        if person is None or person.user.startswith(privacy.ERASED):
            return None
        return erasures.find(tx, erasures.begin(tx, one.person, house.clock.now()))

    found = await database.write(begin, one.tenant)
    if found is None:
        return False
    await carry_out(database, house, one.tenant, found)
    if await database.read(lambda tx: erasures.waits(tx, one.person), one.tenant):
        log.warning("the words of %s stay until a legal hold ends", one.person)
    return True
