"""A gradebook of one assignment: released scores only, for the teacher alone, audited."""

from dataclasses import dataclass, replace

from core.domain.assignment import late_minutes
from core.domain.audit import Entry
from core.domain.gradebook import Attempt, Line, Rule, line_of
from core.domain.reply import FileRef
from core.domain.teaching import Assignment, Section
from core.errors import Refusal, RefusalError
from core.export.gradebook import WRITERS
from core.export.gradefill import Filled, UnfitFileError, fill
from core.language import _
from core.services.grants import Act
from core.store import assignments, audit, files, gradebooks, scores
from core.store.gradebooks import Taken
from core.store.scores import Score
from core.store.transaction import Transaction

CSV = "text/csv; charset=utf-8"
DEED = "gradebook"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which assignment of which section, and which attempt counts."""

    section: Section
    assignment: Assignment
    rule: Rule


def lines(tx: Transaction, wanted: Wanted) -> tuple[Line, ...]:
    """Every student of the class, with attempts and what they are worth."""
    found = gradebooks.attempts(tx, wanted.assignment.id)
    released = {
        one.session_id: one
        for one in scores.released(tx, wanted.section.id)
        if one.assignment_id == wanted.assignment.id
    }
    clients = frozenset(one.client.id for one in assignments.pairs_of(tx, wanted.assignment.id))
    grace = wanted.section.grace_minutes
    return tuple(
        line_of(
            student,
            [scored(taken, released, grace) for taken in found.get(student.id, [])],
            clients,
            wanted.rule,
        )
        for student in gradebooks.students(tx, wanted.section.id)
    )


def scored(taken: Taken, released: dict[str, Score], grace: int) -> Attempt:
    """An attempt with its score and whether it came too late."""
    attempt, due_at = taken
    late = late_minutes(due_at, attempt.ended_at, grace) > 0
    score = released.get(attempt.session_id)
    if score is None:
        return replace(attempt, late=late)
    return replace(attempt, late=late, percent=score.percent, released_at=score.released_at)


def make(tx: Transaction, act: Act, wanted: Wanted, lms: str) -> tuple[FileRef, tuple[Line, ...]]:
    """The whole file."""
    found = lines(tx, wanted)
    content = WRITERS[lms](wanted.assignment.title, wanted.section.name, found)
    note(tx, act, wanted)
    about = _("Gradebook of {title}; students: {count}").format(
        title=wanted.assignment.title, count=len(found)
    )
    return files.put(tx, f"gradebook-{lms}.csv", CSV, content, about), found


def fill_in(tx: Transaction, act: Act, wanted: Wanted, content: bytes) -> tuple[FileRef, Filled]:
    """The teacher's own export with our column; RefusalError for a file that is none."""
    try:
        filled = fill(content, wanted.assignment.title, lines(tx, wanted))
    except UnfitFileError as error:
        raise RefusalError(Refusal.BAD_FILE, why=str(error)) from error
    note(tx, act, wanted)
    about = _("Your gradebook with {title}; grades: {count}").format(
        title=wanted.assignment.title, count=filled.written
    )
    return files.put(tx, "gradebook-filled.csv", CSV, filled.content, about), filled


def note(tx: Transaction, act: Act, wanted: Wanted) -> None:
    """Whoever takes a class's grades out of the house is remembered."""
    audit.record(tx, Entry(act.by.id, DEED, wanted.assignment.id, act.now, wanted.section.id))
