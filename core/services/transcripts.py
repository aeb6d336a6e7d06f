"""A finished interview as files: the neutral transcript, its Markdown and its picture."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from core import export
from core.domain.curve import Curve
from core.domain.datashape import to_data
from core.domain.grading import Grade
from core.domain.jsonvalue import canonical
from core.domain.profile import ClientProfile
from core.domain.reply import FileRef
from core.domain.session import Message, Session
from core.domain.teaching import Assignment, Person, Section
from core.evaluation.fulltext import full_blocks
from core.evaluation.gradewords import full_blocks as full_blocks_of
from core.evaluation.values import Report
from core.evaluation.wording import curve_of
from core.export import press
from core.export.chart import describe, openness_svg
from core.export.transcript import Transcript, lines_from
from core.language import _
from core.services.briefing import label_of
from core.store import assignments, files, people, sections
from core.store.database import Database
from core.store.transaction import Transaction

MILLISECONDS = 1_000


@dataclass(frozen=True, slots=True)
class Setting:
    """The names around a session."""

    student: Person
    section: Section
    assignment: Assignment | None


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is not yet kept."""

    name: str
    media_type: str
    data: bytes
    description: str


def setting_of(tx: Transaction, session: Session) -> Setting:
    """Read the names; LookupError when the section or the student is gone."""
    student = people.find(tx, session.student_id)
    section = sections.find(tx, session.section_id)
    if student is None or section is None:
        raise LookupError(session.id)
    assignment = assignments.find(tx, session.assignment_id) if session.assignment_id else None
    return Setting(student, section, assignment)


def transcript_of(
    session: Session,
    profile: ClientProfile,
    setting: Setting,
    lines: tuple[Message, ...],
    report: Report,
) -> Transcript:
    """The neutral value that every format is written from."""
    client = profile.identity.name
    student = f"{setting.student.name} (TEST)" if session.test else setting.student.name
    title = _("Interview with {name}").format(name=client)
    return Transcript(
        session_id=session.id,
        title=f"TEST: {title}" if session.test else title,
        section=setting.section.name,
        section_code=setting.section.code,
        assignment=setting.assignment.title if setting.assignment else "",
        attempt=None if session.test else session.attempt,
        client=client,
        client_version=profile.version,
        student=student,
        start_ms=milliseconds(session.began_at or session.created_at),
        end_ms=milliseconds(session.ended_at) if session.ended_at else None,
        zone=setting.section.zone,
        engine=label_of(session),
        lines=lines_from(lines, student, client),
        report=full_blocks(report),
        report_data=report.to_json(),
        curve=curve_of(report),
    )


def with_grade(made: Transcript, grade: Grade) -> Transcript:
    """The rubric behind the report, in words and for machines."""
    blocks = full_blocks_of(grade, made.client)
    data = {
        "evaluation": to_data(grade.evaluation),
        "findings": to_data(grade.findings),
        "verdicts": to_data(grade.verdicts),
    }
    return replace(made, report=made.report + blocks, grade_data=canonical(data))


def milliseconds(at: datetime) -> int:
    """Milliseconds UTC."""
    return int(at.timestamp() * MILLISECONDS)


def make_files(transcript: Transcript) -> tuple[Made, ...]:
    """The Markdown transcript and, when there was a turn, the picture; call it in a thread."""
    text = export.export(transcript, "markdown")
    made = [Made(text.name, text.media_type, text.data, _("The transcript with the full report"))]
    if transcript.curve is not None and transcript.curve.points:
        made.append(make_picture(transcript.curve, text.name))
    return tuple(made)


def in_format(transcript: Transcript, name: str) -> Made:
    """The transcript in one of `export.FORMATS`; call it in a thread."""
    found = press.shared().files(transcript, (name,))[0]
    about = _("The transcript with the full report, as {format}").format(
        format=export.FORMATS[name].name
    )
    return Made(found.name, found.media_type, found.data, about)


def make_picture(curve: Curve, beside: str) -> Made:
    """How open the client was, as PNG; its description says the same in words."""
    name = beside.removesuffix(".md") + "-openness.png"
    return Made(name, "image/png", press.shared().picture(openness_svg(curve)), describe(curve))


async def keep_large(database: Database, made: Made, tenant: str) -> FileRef:
    """Store the bytes piece by piece before the finishing transaction, which would be long."""
    ref = await database.write(
        lambda tx: files.put(tx, made.name, made.media_type, b"", made.description), tenant
    )
    for number, at in enumerate(range(0, len(made.data), files.PIECE)):
        piece = made.data[at : at + files.PIECE]
        add = partial(files.add_piece, file_id=ref.id, number=number, content=piece)
        await database.write(add, tenant)
    return ref


def keep(tx: Transaction, made: tuple[Made, ...]) -> tuple[FileRef, ...]:
    """Store the bytes; a platform fetches them by reference."""
    return tuple(files.put(tx, one.name, one.media_type, one.data, one.description) for one in made)
