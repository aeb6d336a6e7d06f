"""The record after a graded assignment: ordered by the last interview's end, issued once."""

import asyncio
from datetime import datetime

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired, payload_of
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Button, Prose, Reply
from core.domain.session import Session
from core.domain.token import token
from core.export import completion
from core.export.completion import Completion
from core.language import _
from core.services.house import House
from core.services.transcripts import Made, keep
from core.store import assignments, completions, files, people, sections, sessions
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction
from core.store.work import finished_clients

JOB = "completion"
PDF = "application/pdf"


def order(tx: Transaction, session: Session) -> Effects:
    """In the commit of the report: the record's turn, once every client was met."""
    if session.test or session.assignment_id is None or not is_complete(tx, session):
        return NOTHING
    key = f"{JOB}:{session.assignment_id}:{session.student_id}"
    place = Place.parse(session.origin)
    fired = Fired(JOB, {"session": session.id})
    return Effects(events=(Event(key, place, fired, tx.now_ms, lane=key),))


def is_complete(tx: Transaction, session: Session) -> bool:
    """A graded assignment of which every client was met, and no record issued yet."""
    given = assignments.find(tx, session.assignment_id or "")
    if given is None or not given.graded or completions.issued(tx, given.id, session.student_id):
        return False
    needed = {one.id for one in assignments.clients_of(tx, given.id)}
    return needed <= finished_clients(tx, session.student_id, given.id)


def read(tx: Transaction, session_id: str) -> tuple[Session, Completion] | None:
    """What the page says; None for work that is gone."""
    session = sessions.find(tx, session_id)
    if session is None or session.assignment_id is None:
        return None
    given = assignments.find(tx, session.assignment_id)
    section, student = sections.find(tx, session.section_id), people.find(tx, session.student_id)
    if given is None or section is None or student is None:
        return None
    met = met_of(tx, given.id, student.id)
    at = max((last for _client, _count, last in met), default=session.created_at)
    name = student.name or student.user
    made = Completion(name, section.name, section.code, given.title, section.zone, at, met)
    return session, made


def met_of(
    tx: Transaction, assignment_id: str, student_id: str
) -> tuple[tuple[str, int, datetime], ...]:
    """The clients, how often, and the last day with each."""
    return tuple(
        (one.client, one.finished, one.last_at)
        for one in completions.met(tx, assignment_id, student_id)
        if one.last_at is not None
    )


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Typeset outside any transaction; the notice and the record are one commit."""
    session_id = payload_of(event).get("session", "")
    found = await database.read(lambda tx: read(tx, session_id), event.tenant)
    if found is None:
        return lambda _tx: NOTHING
    session, made = found
    content = await asyncio.to_thread(completion.write, made)
    return lambda tx: issue(tx, house, session, Made("completion.pdf", PDF, content, words(made)))


def words(made: Completion) -> str:
    """The page in a sentence."""
    return _("Record of completion: {assignment}, {student}").format(
        assignment=made.assignment, student=made.student
    )


def issue(tx: Transaction, house: House, session: Session, made: Made) -> Effects:
    """The record first; whoever has one already is told nothing."""
    now = house.clock.now()
    number = completions.add(tx, session.assignment_id or "", session.student_id, now)
    if number is None:
        return NOTHING
    kept = keep(tx, (made,))
    files.own(tx, kept, session.student_id)
    completions.attach(tx, number, kept[0].id)
    student = people.find(tx, session.student_id)
    said = _("You have completed this assignment. Here is your record; it is not a grade.")
    reply = Reply((Prose(said),), (Button(_("My interviews"), token("sessions")),), kept)
    to = student.user if student else ""
    return Effects((Draft(Place.parse(session.origin), Post(reply, to)),))
