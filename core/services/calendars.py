"""Due dates as a calendar file, each person's own."""

from collections.abc import Iterable
from datetime import datetime

from core import export
from core.domain.dates import stamp
from core.domain.reply import FileRef
from core.domain.teaching import Assignment, AssignmentState, Person, Section, own_view
from core.errors import Refusal, RefusalError
from core.export.duedate import DueDate
from core.language import _
from core.store import assignments, extensions, files, sections
from core.store.transaction import Transaction


def for_person(tx: Transaction, person: Person, only: str, now: datetime) -> FileRef:
    """The dates of one's classes, or of one assignment in them; others' read as not found."""
    classes = {one.id: one for one in sections.of_person(tx, person.id)}
    found = shown_to(tx, person, classes)
    if only:
        found = [one for one in found if one.id == only]
        if not found:
            raise RefusalError(Refusal.NOT_FOUND)
    return keep(tx, [(one, classes[one.section_id]) for one in found], now)


def keep(tx: Transaction, found: list[tuple[Assignment, Section]], now: datetime) -> FileRef:
    """The file, with the same in words."""
    dates = [(one, section) for one, section in found if one.due_at is not None]
    made = export.calendar(tuple(date_of(one, section) for one, section in dates), now)
    words = "\n".join(line(one, section) for one, section in dates)
    return files.put(tx, made.name, made.media_type, made.data, words or _("No due dates."))


def shown_to(tx: Transaction, person: Person, classes: Iterable[str]) -> list[Assignment]:
    """What was published in the classes, with the person's own dates."""
    exceptions = extensions.of_person(tx, person.id)
    every = assignments.every(tx, classes)
    return [own_view(one, exceptions.get(one.id)) for one in every if was_shown(one)]


def was_shown(one: Assignment) -> bool:
    """What the class has read of; taken back it is cancelled in calendars."""
    return one.state is not AssignmentState.DRAFT or one.announcement_key is not None


def date_of(one: Assignment, section: Section) -> DueDate:
    """One date; the version is the sequence that calendars go by."""
    due = one.due_at
    if due is None:  # pragma: no cover - the caller has looked
        raise RefusalError(Refusal.NOT_FOUND)
    cancelled = one.state is AssignmentState.DRAFT
    return DueDate(one.id, one.title, section.name, one.briefing, due, one.version, cancelled)


def line(one: Assignment, section: Section) -> str:
    """The same in words."""
    return f"{one.title}: {stamp(one.due_at, section.zone)}" if one.due_at else one.title
