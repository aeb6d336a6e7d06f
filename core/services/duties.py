"""What the jobs of assignments do when they fire; each looks again whether it is still wanted."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.assignment import missing
from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired, payload_of
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Row, Rows, say
from core.domain.teaching import (
    Assignment,
    AssignmentState,
    Extension,
    Person,
    Section,
    SectionRole,
    own_view,
)
from core.domain.token import token
from core.language import _, ngettext
from core.services import announcements, clocks, deadlines, notices, practice
from core.services import assignments as service
from core.services.grants import Act
from core.services.house import House
from core.store import alerts, assignments, extensions, jobs, people, sections, works
from core.store.transaction import Transaction
from core.store.works import Doing

SKIPPED = "skipped-job"
MOST_NAMES = 20
NOBODY = Person("", "", "", "")


@dataclass(frozen=True, slots=True)
class Duty:
    """A job's assignment, published and with the date that the job was planned for."""

    section: Section
    assignment: Assignment
    clients: int


def read(tx: Transaction, event: Event) -> Duty | None:
    """None when the assignment is gone, taken back, closed or due at another time now."""
    payload = payload_of(event)
    assignment = assignments.find(tx, payload.get("assignment", ""))
    if assignment is None or assignment.state is not AssignmentState.PUBLISHED:
        return None
    section = sections.find(tx, assignment.section_id)
    due = assignment.due_at.isoformat() if assignment.due_at else ""
    if section is None or section.frozen or payload.get("due", due) != due:
        return None
    return Duty(section, assignment, len(assignments.pairs_of(tx, assignment.id)))


def due_soon(tx: Transaction, house: House, event: Event) -> Effects:
    """Plan one reminder for each student who has not finished; too late, it says so instead."""
    duty = read(tx, event)
    if duty is None or duty.assignment.due_at is None:
        return NOTHING
    now = house.clock.now()
    if now >= duty.assignment.due_at:
        text = f"the reminder of assignment {duty.assignment.id} was missed while not running"
        alerts.raise_once(tx, SKIPPED, missed_key(duty.assignment), text)
        return NOTHING
    for person in unfinished(tx, duty):
        jobs.plan(tx, deadlines.reminder(duty.section, duty.assignment.id, person.id, now))
    return NOTHING


def unfinished(tx: Transaction, duty: Duty) -> list[Person]:
    """Who has something left to do by the common due date."""
    exceptions = extensions.of_assignment(tx, duty.assignment.id)
    later = {key for key, one in exceptions.items() if one.due_at is not None}
    found = works.students(tx, duty.section.id, duty.assignment.id)
    open_ones = [one.person for one in found if one.finished < duty.clients]
    return [one for one in open_ones if one.id not in later]


def missed_key(assignment: Assignment) -> str:
    """What the alert of a missed reminder is called."""
    return f"{deadlines.SOON}:{assignment.id}@{assignment.due_at}"


def remind(tx: Transaction, house: House, event: Event) -> Effects:
    """One student, privately, unless that is not wanted any more."""
    duty = read(tx, event)
    if duty is None or not isinstance(event.body, Fired):
        return NOTHING
    person = people.find(tx, event.body.payload["person"])
    if person is None:
        return NOTHING
    exception = extensions.find(tx, duty.assignment.id, person.id)
    own = own_view(duty.assignment, exception)
    if not is_wanted(tx, duty, person, own, house.clock.now()):
        return NOTHING
    reply = reminder(own, works.finished(tx, duty.assignment.id, person.id), duty)
    return Effects((Draft(Place.parse(duty.section.place).direct, Post(reply, person.user)),))


def is_wanted(tx: Transaction, duty: Duty, person: Person, own: Assignment, now: datetime) -> bool:
    """Still enrolled, not finished, and the due date still to come."""
    role = people.role_of(tx, duty.section.id, person.id)
    if role is not SectionRole.STUDENT or own.due_at is None or now >= own.due_at:
        return False
    return works.finished(tx, duty.assignment.id, person.id) < duty.clients


def reminder(own: Assignment, done: int, duty: Duty) -> Reply:
    """What the student reads."""
    rows = [Row(_("Class"), duty.section.name)]
    if own.due_at is not None:
        rows.append(Row(_("Due"), own.due_at))
    heading = Heading(_("Due soon: {title}").format(title=own.title))
    blocks: list[Block] = [heading, Rows(tuple(rows))]
    if duty.clients > 1:
        text = _("{done} of {all} clients finished.").format(done=done, all=duty.clients)
        blocks.append(Prose(text))
    start = Button(_("Start"), token("practice", own.id), "primary")
    return Reply(tuple(blocks), (start,))


def due_passed(tx: Transaction, _house: House, event: Event) -> Effects:
    """Tell the teachers how the class stands; each reads it privately."""
    duty = read(tx, event)
    if duty is None:
        return NOTHING
    standing = works.students(tx, duty.section.id, duty.assignment.id)
    exceptions = extensions.of_assignment(tx, duty.assignment.id)
    missed = alerts.raised(tx, SKIPPED, missed_key(duty.assignment))
    reply = summary(duty, standing, exceptions, missed=missed)
    return to_teachers(tx, duty.section, reply)


def summary(
    duty: Duty, standing: tuple[Doing, ...], exceptions: dict[str, Extension], *, missed: bool
) -> Reply:
    """Who has finished, who is at it, who has not begun."""
    heading = Heading(_("Due: {title}").format(title=duty.assignment.title))
    open_ones = [one for one in standing if one.finished < duty.clients]
    rows = counted(standing, open_ones) + named(open_ones, exceptions)
    blocks: list[Block] = [heading, Rows(tuple(rows))]
    if missed:
        blocks.append(Note(_("The reminder before the due date was missed: I was not running.")))
    return Reply(tuple(blocks), (Button(_("Show"), token("assign show", duty.assignment.id)),))


def counted(standing: tuple[Doing, ...], open_ones: list[Doing]) -> list[Row]:
    """How many have finished, how many are at it."""
    finished = len(standing) - len(open_ones)
    running = sum(one.running > 0 for one in open_ones)
    return [
        Row(_("Finished"), _("{n} of {all}").format(n=finished, all=len(standing))),
        Row(_("In an interview now"), str(running)),
    ]


def named(open_ones: list[Doing], exceptions: dict[str, Extension]) -> list[Row]:
    """Who has not finished, and who of them has more time."""
    waiting = names([one for one in open_ones if not one.running])
    extended = names([one for one in open_ones if one.person.id in exceptions])
    return said(**{_("Not finished"): waiting, _("With an extension"): extended})


def said(**texts: str) -> list[Row]:
    """The rows that say something."""
    return [Row(name, text) for name, text in texts.items() if text]


def names(standing: list[Doing]) -> str:
    """The first names, and how many more."""
    shown_ones = ", ".join(one.person.name or one.person.user for one in standing[:MOST_NAMES])
    more = len(standing) - MOST_NAMES
    if more <= 0:
        return shown_ones
    return ngettext("{names} and {n} more", "{names} and {n} more", more).format(
        names=shown_ones, n=more
    )


def to_teachers(tx: Transaction, section: Section, reply: Reply) -> Effects:
    """Each teacher of the class reads it in their own direct messages."""
    place = Place.parse(section.place).direct
    users = service.teachers(tx, section.id)
    return Effects(tuple(Draft(place, Post(reply, user)) for user in users))


def publish(tx: Transaction, house: House, event: Event) -> Effects:
    """Publish a draft at its time; what is missing is told to the teachers instead."""
    task = planned(tx, event)
    if task is None:
        return NOTHING
    now = house.clock.now()
    lacking = missing(task.assignment, tuple(one.client for one in task.pairs), now)
    if lacking:
        return to_teachers(tx, task.section, not_published(task, ", ".join(lacking)))
    _task, effects = service.publish(tx, Act(NOBODY, event, now), task)
    return effects


def planned(tx: Transaction, event: Event) -> service.Task | None:
    """The draft that wants to be published at this very time; None when that has changed."""
    payload = payload_of(event)
    assignment = assignments.find(tx, payload.get("assignment", ""))
    section = sections.find(tx, assignment.section_id) if assignment else None
    if assignment is None or section is None or section.frozen:
        return None
    wanted = (AssignmentState.DRAFT, datetime.fromisoformat(payload["at"]))
    if (assignment.state, assignment.publish_at) != wanted:
        return None
    return service.Task(section, assignment, assignments.pairs_of(tx, assignment.id))


def not_published(task: service.Task, lacking: str) -> Reply:
    """Why a scheduled publication did not happen."""
    text = _("“{title}” was to be published now, but is not ready. Missing: {missing}.")
    show = Button(_("Show"), token("assign show", task.assignment.id), "primary")
    return say(text.format(title=task.assignment.title, missing=lacking), buttons=(show,))


def limit_over(tx: Transaction, house: House, event: Event) -> Effects:
    """The time of an interview is up: it ends as if End had been pressed."""
    now = house.clock.now()
    found = clocks.over(tx, event, now)
    if isinstance(found, Effects):
        return found
    _reply, ended = practice.finish(tx, found, event, now)
    return clocks.posted(event, _("The time is up; the interview ends here.")) + ended


def limit_warn(tx: Transaction, house: House, event: Event) -> Effects:
    return clocks.warn(tx, event, house.clock.now())


def due_now(tx: Transaction, _house: House, event: Event) -> Effects:
    return clocks.due_now(tx, event)


def grace_ends(tx: Transaction, house: House, event: Event) -> Effects:
    return clocks.grace_ends(tx, event, house.clock.now())


def announce(tx: Transaction, _house: House, event: Event) -> Effects:
    return announcements.tell(tx, event)


TIMED: dict[str, deadlines.Duty] = {
    deadlines.SOON: due_soon,
    deadlines.REMINDER: remind,
    deadlines.PASSED: due_passed,
    deadlines.PUBLISH: publish,
    notices.JOB: notices.due,
    clocks.WARN: limit_warn,
    clocks.OVER: limit_over,
    clocks.DUE: due_now,
    clocks.GRACE: grace_ends,
}
JOBS: dict[str, deadlines.Duty] = {
    announcements.JOB: announce,
    **{kind: deadlines.in_time(kind, duty) for kind, duty in TIMED.items()},
}
