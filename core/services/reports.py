"""The end of an interview: the report that needs no model, and the closed place."""

import asyncio
from dataclasses import dataclass, replace

from core.domain.effects import Effects
from core.domain.event import Event, payload_of
from core.domain.grading import Grade
from core.domain.outgoing import Close, Draft, Post
from core.domain.place import Place
from core.domain.profile import ClientProfile
from core.domain.reply import Button, Note, Prose, Reply
from core.domain.session import Message, Role, Session
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.evaluation.report import make_report, veiled, verified
from core.evaluation.values import Report
from core.evaluation.wording import chat_reply
from core.export.transcript import Transcript
from core.language import _
from core.services import (
    completions,
    gradeable,
    grades,
    memories,
    ratings,
    replays,
    supervising,
    transcripts,
)
from core.services.house import House
from core.services.measures import measure_of
from core.store import assignments, chains, files, forks, measures, messages, people, sessions
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Record:
    """A finished interview as it was stored."""

    session: Session
    profile: ClientProfile
    lines: tuple[Message, ...]
    traces: tuple[str, ...]
    setting: transcripts.Setting
    may_try_again: bool
    chain: str = ""


def load(tx: Transaction, house: House, session_id: str) -> Record:
    """Read a session whole; RefusalError when it is not there."""
    session = sessions.find(tx, session_id)
    if session is None:
        raise RefusalError(Refusal.NOT_FOUND)
    return record_of(tx, house, session)


def find(tx: Transaction, house: House, session_id: str) -> Record | None:
    """The same, or None for a session that is gone."""
    session = sessions.find(tx, session_id)
    return None if session is None else record_of(tx, house, session)


def record_of(tx: Transaction, house: House, session: Session) -> Record:
    """Everything that was stored of a session."""
    session_id = session.id
    return Record(
        session,
        house.profile(tx, session.client_id),
        messages.of_session(tx, session_id),
        messages.traces_of(tx, session_id),
        transcripts.setting_of(tx, session),
        may_try_again(tx, house, session),
        chains.standing(tx, session_id),
    )


def answered(session: Session, lines: tuple[Message, ...]) -> tuple[Message, ...]:
    """The transcript without words that the client never answered: they are not scored."""
    return tuple(one for one in lines if one.role is not Role.STUDENT or one.turn <= session.turns)


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Make the report outside any transaction; write and post it in the finishing one."""
    session_id = payload_of(event).get("session", "")
    record = await database.read(lambda tx: load(tx, house, session_id), event.tenant)
    report, made = await asyncio.to_thread(prepare, record)
    return lambda tx: hand_over(tx, house, record, report, made)


def prepare(record: Record) -> tuple[Report, tuple[transcripts.Made, ...]]:
    """The whole report, and the student's files, in which hidden facts stay hidden."""
    report = report_on(record)
    shown = veiled(report) if record.may_try_again else report
    return report, transcripts.make_files(neutral(record, shown))


def neutral(record: Record, shown: Report, grade: Grade | None = None) -> Transcript:
    """The transcript for every format, with its grade and what is to be said of its hash chain."""
    made = transcripts.transcript_of(
        record.session, record.profile, record.setting, record.lines, shown
    )
    made = replace(made, chain=record.chain)
    return made if grade is None else transcripts.with_grade(made, grade)


def report_on(record: Record) -> Report:
    """The report with everything in it; every quote is found again in the transcript."""
    lines = answered(record.session, record.lines)
    made = make_report(record.profile, lines, record.traces, reveal=True)
    return verified(made, lines)


def hand_over(
    tx: Transaction,
    house: House,
    record: Record,
    report: Report,
    made: tuple[transcripts.Made, ...],
) -> Effects:
    """Keep the report, post the student's copy with its files, close the place."""
    session = record.session
    now = house.clock.now()
    messages.add_report(tx, session.id, report.to_json(), now)
    fork = forks.find(tx, session.id)
    if not session.test and fork is None:
        measures.add(tx, measure_of(session, report, now))
    memories.keep(tx, session, record.profile)
    place = Place.parse(session.place or session.origin)
    shown = veiled(report) if record.may_try_again else report
    again = Button(_("Practise again"), token("practice", session.assignment_id or ""), "primary")
    if session.test:
        again = Button(_("Test again"), token("client test", session.client_id), "primary")
    marked = (*test_mark(session), *chat_reply(shown).blocks)
    kept = transcripts.keep(tx, made)
    files.own(tx, kept, session.student_id)
    moments = replays.buttons(session, shown, fork)
    reply = Reply(marked, (again, *moments), kept)
    ask = () if session.test or fork else (Draft(place, Post(ratings.question(session))),)
    posts = Effects((*ask, Draft(place, Post(reply)))) + supervising.notes_at_end(tx, session)
    closed = posts + Effects((Draft(place, Close()),))
    return closed + gradeable.order(tx, house, session) + completions.order(tx, session)


def test_mark(session: Session) -> tuple[Note, ...]:
    """What stands above the report of a trial."""
    return (
        (Note(_("TEST: not an attempt, in no grade and no statistics.")),) if session.test else ()
    )


def unquote(tx: Transaction, session_id: str) -> None:
    """Leave out of a kept report what the transcript does not say any more."""
    text = messages.report_of(tx, session_id)
    if text is not None:
        left = verified(Report.from_json(text), messages.of_session(tx, session_id))
        messages.remake_report(tx, session_id, left.to_json())
    grades.unquote(tx, session_id)


def for_student(tx: Transaction, house: House, session: Session, report: Report) -> Report:
    """Unopened facts stay hidden while another attempt at the same client is possible."""
    return veiled(report) if may_try_again(tx, house, session) else report


def may_try_again(tx: Transaction, house: House, session: Session) -> bool:
    """Whether the student can meet the same client once more."""
    if session.assignment_id is None:
        return True
    assignment = assignments.find(tx, session.assignment_id)
    if assignment is None:
        return False
    if assignment.due_at is not None and house.clock.now() >= assignment.due_at:
        return False
    taken = sessions.attempts_taken(tx, assignment.id, session.client_id, session.student_id)
    return assignment.max_attempts is None or taken < assignment.max_attempts


def stored_reply(tx: Transaction, house: House, session: Session, *, teacher: bool) -> Reply:
    """The report as it was kept; a running interview has none yet."""
    text = messages.report_of(tx, session.id)
    if text is None:
        return Reply((Prose(_("There is no report yet: it comes when the interview ends.")),))
    report = Report.from_json(text)
    student = people.find(tx, session.student_id) if teacher else None
    shown = report if teacher else for_student(tx, house, session, report)
    file = Button(_("Transcript as PDF"), token("export", session.id))
    rate = Button(_("Rate it 1-10"), token("rate", session.id))
    return Reply(
        (*test_mark(session), *chat_reply(shown, student.name if student else "").blocks),
        (file,) if teacher else (file, rate),
    )
