"""One student's exception from an assignment: another due date, more attempts; audited."""

from dataclasses import replace

from core.domain.audit import Entry
from core.domain.effects import Effects
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Block, Button, Heading, Prose, Reply, Row, Rows
from core.domain.teaching import Assignment, Extension, Person, own_view
from core.domain.token import token
from core.language import _
from core.services import clocks, deadlines
from core.services.assignments import Task
from core.services.grants import Act
from core.store import audit, extensions, works
from core.store.transaction import Transaction


def wished(tx: Transaction, task: Task, person: Person, changes: dict[str, object]) -> Extension:
    """What stands for the student with the changes: left out stays, None goes back to all."""
    stands = extensions.find(tx, task.assignment.id, person.id)
    before = stands or Extension(task.assignment.id, person.id, None, None)
    own = {name: value for name, value in changes.items() if name in {"due_at", "max_attempts"}}
    return replace(before, **own)  # type: ignore[arg-type]


def give(tx: Transaction, act: Act, task: Task, person: Person, given: Extension) -> Effects:
    """Keep it, move the student's own reminder, and tell the student."""
    extensions.put(tx, given, act.by.id, act.now)
    deadlines.plan_own(tx, task.section, given, act.now)
    audit.record(
        tx,
        Entry(act.by.id, "extend", task.assignment.id, act.now, task.section.id, reason=person.id),
    )
    own = own_view(task.assignment, given)
    for session in works.running(tx, task.assignment.id):
        if session.student_id == person.id:
            clocks.watch_due(tx, session, own.due_at)
    place = Place.parse(task.section.place).direct
    return Effects((Draft(place, Post(told(own, task.section.name), person.user)),))


def told(own: Assignment, section: str) -> Reply:
    """What the student reads of their own dates."""
    rows = [Row(_("Class"), section)]
    if own.due_at is not None:
        rows.append(Row(_("Due"), own.due_at))
    attempts = str(own.max_attempts) if own.max_attempts else _("as many as you like")
    rows.append(Row(_("Attempts"), attempts))
    blocks: tuple[Block, ...] = (
        Heading(own.title),
        Prose(_("Your teacher has changed the dates for you.")),
        Rows(tuple(rows)),
    )
    return Reply(blocks, (Button(_("Start"), token("practice", own.id), "primary"),))
