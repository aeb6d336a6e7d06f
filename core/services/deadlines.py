"""The jobs of an assignment's dates; they move in the same commit as the dates."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.domain.dates import after_quiet
from core.domain.effects import Effects, JobDraft
from core.domain.event import Event, Fired
from core.domain.place import Place
from core.domain.teaching import Assignment, AssignmentState, Extension, Section
from core.services import clocks
from core.services.house import House
from core.store import assignments, jobs
from core.store.transaction import Transaction

PUBLISH, SOON, REMINDER, PASSED = "publish_at", "due_soon", "reminder", "due_passed"
KINDS = (SOON, PASSED)


def milliseconds(at: datetime) -> int:
    """Milliseconds UTC."""
    return round(at.timestamp() * 1000)


def dated(assignment: Assignment, at: datetime) -> str:
    """A job's key: another date is another job, the same one never fires twice."""
    return f"{assignment.id}@{milliseconds(at)}"


def draft(
    kind: str, section: Section, key: str, at: datetime, payload: Mapping[str, str]
) -> JobDraft:
    """An event of the class at that time."""
    at_ms = milliseconds(at)
    place = Place.parse(section.place)
    event = Event(f"{kind}:{key}", place, Fired(kind, payload), at_ms, lane=f"class:{section.id}")
    return JobDraft(kind, key, at_ms, event)


def plan(
    tx: Transaction, section: Section, assignment: Assignment, now: datetime, *, soon: bool
) -> None:
    """What must happen around the due date; `soon`: a reminder that is late comes now."""
    due = assignment.due_at
    if due is None or assignment.state is not AssignmentState.PUBLISHED:
        return
    key = dated(assignment, due)
    payload = {"assignment": assignment.id, "due": due.isoformat()}
    remind = remind_at(section, due)
    if remind is not None and remind <= now:
        remind = waking(now, due, section) if soon else None
    if remind is not None and remind < due:
        jobs.replan(tx, draft(SOON, section, key, remind, payload))
    jobs.replan(
        tx, draft(PASSED, section, key, after_quiet(due, section.zone, section.night), payload)
    )


def remind_at(section: Section, due: datetime) -> datetime | None:
    """When students are reminded; the night delays, but never beyond the due date."""
    if section.remind_hours == 0:
        return None
    return waking(due - timedelta(hours=section.remind_hours), due, section)


def waking(at: datetime, due: datetime, section: Section) -> datetime:
    """Not at night, unless the morning would be too late."""
    morning = after_quiet(at, section.zone, section.night)
    return morning if morning < due else at


def move(
    tx: Transaction, section: Section, before: Assignment, after: Assignment, now: datetime
) -> None:
    """Call off what was planned for the old dates, plan the new ones."""
    if dates_of(before) == dates_of(after):
        return
    forget(tx, before)
    changed = before.due_at != after.due_at and before.state is AssignmentState.PUBLISHED
    plan(tx, section, after, now, soon=changed)
    if changed and after.due_at is not None:
        clocks.due_moved(tx, after)
    plan_publication(tx, section, after)


def dates_of(assignment: Assignment) -> tuple[object, ...]:
    """What jobs hang on."""
    return (assignment.state, assignment.due_at, assignment.publish_at)


def plan_anew(tx: Transaction, section: Section, now: datetime) -> None:
    """The class reminds at another time now; what was sent is not sent again."""
    for one in assignments.of_section(tx, section.id):
        if one.due_at is not None:
            jobs.cancel(tx, SOON, dated(one, one.due_at))
            plan(tx, section, one, now, soon=False)


def plan_publication(tx: Transaction, section: Section, assignment: Assignment) -> None:
    """A draft that publishes itself."""
    at = assignment.publish_at
    if at is None or assignment.state is not AssignmentState.DRAFT:
        return
    payload = {"assignment": assignment.id, "at": at.isoformat()}
    jobs.replan(tx, draft(PUBLISH, section, dated(assignment, at), at, payload))


def forget(tx: Transaction, assignment: Assignment) -> None:
    """Call off everything that is planned."""
    if assignment.due_at is not None:
        for kind in KINDS:
            jobs.cancel(tx, kind, dated(assignment, assignment.due_at))
    if assignment.publish_at is not None:
        jobs.cancel(tx, PUBLISH, dated(assignment, assignment.publish_at))


def plan_own(tx: Transaction, section: Section, given: Extension, now: datetime) -> None:
    """One student's own due date has its own reminder."""
    key = reminder_key(given.assignment_id, given.person_id)
    at = remind_at(section, given.due_at) if given.due_at else None
    if given.due_at is None or at is None or at <= now:
        jobs.cancel(tx, REMINDER, key)
        return
    jobs.replan(tx, reminder(section, given.assignment_id, given.person_id, at))


def reminder_key(assignment_id: str, person_id: str) -> str:
    """One reminder for each student and kind, whatever happens to the date."""
    return f"{assignment_id}:{person_id}:due_soon"


def reminder(section: Section, assignment_id: str, person_id: str, at: datetime) -> JobDraft:
    """Remind one student, in a lane of their own."""
    key = reminder_key(assignment_id, person_id)
    at_ms = milliseconds(at)
    payload = {"assignment": assignment_id, "person": person_id}
    place = Place.parse(section.place).direct
    lane = f"remind:{person_id}"
    event = Event(f"{REMINDER}:{key}", place, Fired(REMINDER, payload), at_ms, lane=lane)
    return JobDraft(REMINDER, key, at_ms, event)


Duty = Callable[[Transaction, House, Event], Effects]
EARLY_MS = 1_000


def in_time(kind: str, duty: Duty) -> Duty:
    """Wait on when the rules' clock says that it is too early.

    Jobs fire by the database's clock; where the two differ, nothing may be lost or come early.
    """

    def done_in_time(tx: Transaction, house: House, event: Event) -> Effects:
        early = event.at - milliseconds(house.clock.now())
        if early <= EARLY_MS:
            return duty(tx, house, event)
        again = replace(event, key=f"{event.key}+")
        return Effects(jobs=(JobDraft(kind, again.key, tx.now_ms + early, again),))

    return done_in_time
