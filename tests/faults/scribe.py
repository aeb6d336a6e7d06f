"""The decider of the fault tests: writes a transcript and answers with the keys it has read."""

import asyncio
from dataclasses import dataclass, replace

from core.delivery.effects import Batch, Effects, Finish, JobDraft, PostponeError
from core.domain.event import Event, Said
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import say
from core.domain.session import Message, Role, Session
from core.store import messages, sessions
from core.store.database import Database
from core.store.transaction import Transaction

TENANT = "play:W"
WAIT = 0.05
JOB_DELAY_MS = 40


def place_of(number: int) -> Place:
    """Where lane `number` lives."""
    return Place("play", "W", "C", f"T{number}")


def event_of(lane: int, key: str, what: str, at: int) -> Event:
    """A student's message; `what` says how the decider will treat it."""
    return Event(key, place_of(lane), Said(key, f"{what} {key}"), at)


class HostileEventError(Exception):
    """What a bug raises."""


@dataclass(frozen=True, slots=True)
class Scribe:
    """Treats `plain`, `poison`, `later`, `job` and `twice` messages each in their way."""

    database: Database
    thinking: float = 0.01

    async def decide(self, batch: Batch) -> Finish:
        said = tuple(event.body for event in batch.events if isinstance(event.body, Said))
        if any(one.text.startswith("poison") for one in said):
            raise HostileEventError(batch.lane)
        await asyncio.sleep(self.thinking)
        late = [one.message_id for one in said if one.text.startswith("later")]
        missing = await self._untold(batch, late) if late else []
        if missing:
            raise PostponeError("asked to", WAIT, lambda tx: self._notice(tx, batch, missing))
        return lambda tx: self._answer(tx, batch, said)

    async def _untold(self, batch: Batch, keys: list[str]) -> list[str]:
        lines = await self.database.read(
            lambda tx: messages.of_session(tx, self._session(tx, batch.lane).id), batch.tenant
        )
        told = {line.text for line in lines}
        return [key for key in keys if f"wait {key}" not in told]

    def _session(self, tx: Transaction, lane: str) -> Session:
        session = sessions.find_lane(tx, lane)
        if session is None:
            raise LookupError(lane)
        return session

    def _notice(self, tx: Transaction, batch: Batch, keys: list[str]) -> Effects:
        session = self._session(tx, batch.lane)
        lines = [
            Message(session.last_seq + n, session.turns, Role.APP, f"wait {key}", tx.now_ms)
            for n, key in enumerate(keys, 1)
        ]
        messages.add(tx, session.id, lines)
        sessions.save(tx, replace(session, last_seq=session.last_seq + len(lines)))
        place = batch.events[0].place
        return Effects(tuple(Draft(place, Post(say(f"wait {key}"))) for key in keys))

    def _answer(self, tx: Transaction, batch: Batch, said: tuple[Said, ...]) -> Effects:
        session = self._session(tx, batch.lane)
        turn, first = session.turns + 1, session.last_seq + 1
        keys = [one.message_id for one in said]
        answer = f"re: {' '.join(keys)}"
        lines = [
            Message(first + n, turn, Role.STUDENT, key, tx.now_ms, key)
            for n, key in enumerate(keys)
        ]
        lines.append(Message(first + len(keys), turn, Role.CLIENT, answer, tx.now_ms))
        messages.add(tx, session.id, lines)
        sessions.save(tx, replace(session, turns=turn, last_seq=first + len(keys)))
        place = batch.events[0].place
        parts = (
            [answer, f"and {keys[-1]}"] if any("twice" in one.text for one in said) else [answer]
        )
        drafts = tuple(Draft(place, Post(say(part))) for part in parts)
        jobs = tuple(self._job(tx, place, one) for one in said if one.text.startswith("job"))
        return Effects(drafts, jobs=jobs)

    def _job(self, tx: Transaction, place: Place, said: Said) -> JobDraft:
        key = f"fired-{said.message_id}"
        event = Event(key, place, Said(key, f"plain {key}"), tx.now_ms)
        return JobDraft("echo", key, tx.now_ms + JOB_DELAY_MS, event)

    def park(self, _tx: Transaction, batch: Batch, _reason: str) -> Effects:
        keys = " ".join(event.key for event in batch.events)
        return Effects((Draft(batch.events[0].place, Post(say(f"parked {keys}"))),))
