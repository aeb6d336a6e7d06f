"""A finished interview on demand, in the format that was asked for; never into a channel."""

import asyncio
from dataclasses import dataclass, replace

from core.domain.effects import Effects
from core.domain.event import Event, Fired, followed
from core.domain.grading import Grade
from core.domain.outgoing import Draft, Post
from core.domain.reply import Block, Prose, Reply
from core.domain.session import Session
from core.domain.teaching import SectionRole
from core.errors import Refusal, RefusalError
from core.evaluation.report import veiled
from core.export.transcript import Transcript
from core.language import _
from core.services import grades, reports, supervising, transcripts
from core.services.house import House
from core.services.reading import note_reading
from core.store import double_marks, evaluations, files, people
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

JOB = "export"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which interview, in which format, for whom."""

    session: str
    format: str
    person: str


def ask(event: Event, wish: Wish) -> Effects:
    """The file is made in the next turn of the asker's own lane."""
    payload = {"session": wish.session, "format": wish.format, "person": wish.person}
    return Effects(events=(followed(event, JOB, payload),))


def may_read(tx: Transaction, person_id: str, session: Session) -> bool:
    """The owner, or a teacher of the section; a trial is its teacher's alone."""
    if session.student_id == person_id or session.test:
        return session.student_id == person_id
    return people.role_of(tx, session.section_id, person_id) is SectionRole.TEACHER


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Write the file outside any transaction; check again who may read it in the finishing one."""
    wish = Wish(**event.body.payload) if isinstance(event.body, Fired) else Wish("", "", "")
    found = await database.read(lambda tx: readable(tx, house, wish), event.tenant)
    made = await asyncio.to_thread(make, found, wish)
    record = found.record

    def finish(tx: Transaction) -> Effects:
        if not may_read(tx, wish.person, record.session):
            raise RefusalError(Refusal.NOT_FOUND)
        note_reading(tx, wish.person, record.session, house.clock.now())
        reader = people.find(tx, wish.person)
        kept = transcripts.keep(tx, (made,))
        files.own(tx, kept, record.session.student_id)
        reply = Reply((Prose(_("Here is your file.")),), files=kept)
        to = reader.user if reader else ""
        return Effects((Draft(event.place, Post(reply, to, event.handle)),))

    return finish


@dataclass(frozen=True, slots=True)
class Readable:
    """An interview as one reader may have it; `own`: the student's own copy, without notes."""

    record: reports.Record
    grade: Grade | None
    own: bool
    notes: tuple[Block, ...] = ()


def readable(tx: Transaction, house: House, wish: Wish) -> Readable:
    """The record when this person may read it; anything else reads as not found."""
    record = reports.load(tx, house, wish.session)
    if not may_read(tx, wish.person, record.session) or record.session.state.runs:
        raise RefusalError(Refusal.NOT_FOUND)
    if record.session.student_id != wish.person:
        return for_teacher(tx, record)
    found = grades.visible_to_student(tx, record.session)
    return Readable(record, grades.grade_of(tx, found) if found else None, own=True)


def for_teacher(tx: Transaction, record: reports.Record) -> Readable:
    """With the notes on its turns, and the grade unless it waits to be marked blind."""
    notes = supervising.notes_on(tx, record.session)
    found = evaluations.of_session(tx, record.session.id)
    if found is None or not found.done or double_marks.is_hidden(tx, found.id):
        return Readable(record, None, own=False, notes=notes)
    return Readable(record, grades.grade_of(tx, found), own=False, notes=notes)


def make(found: Readable, wish: Wish) -> transcripts.Made:
    """The file; call it in a thread."""
    return transcripts.in_format(whole_transcript(found), wish.format)


def whole_transcript(found: Readable) -> Transcript:
    """What a student has not reached yet stays hidden in a student's copy."""
    report = reports.report_on(found.record)
    shown = veiled(report) if found.own and found.record.may_try_again else report
    made = reports.neutral(found.record, shown, found.grade)
    return replace(made, report=made.report + found.notes)
