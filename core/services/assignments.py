"""Assignments of a class: made, changed, published, taken back, closed, copied, deleted."""

from dataclasses import dataclass, replace
from typing import cast

from core.domain.assignment import FIELDS, Changes, check_permitted, check_window, missing
from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.ids import new_key
from core.domain.policy import Action
from core.domain.teaching import Assignment, AssignmentState, Pair, Section
from core.errors import Refusal, RefusalError
from core.services import announcements, deadlines, grants
from core.services.grants import Act
from core.store import assignments, audit, people, sections, works
from core.store.transaction import Transaction

Pairs = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment with its class and its clients."""

    section: Section
    assignment: Assignment
    pairs: tuple[Pair, ...]

    @property
    def draft(self) -> bool:
        return self.assignment.state is AssignmentState.DRAFT


def load(tx: Transaction, act: Act, target: str, action: Action = Action.ASSIGN) -> Task:
    """By id (a version behind it is ignored) or by its whole title; others' read as not found."""
    found = assignments.find(tx, target.partition(".")[0]) or by_title(tx, act, target, action)
    if found is None:
        raise RefusalError(Refusal.NOT_FOUND)
    grants.check_section(tx, action, found.section_id, act)
    section = sections.find(tx, found.section_id)
    if section is None:  # pragma: no cover - the database holds it
        raise RefusalError(Refusal.NOT_FOUND)
    return Task(section, found, assignments.pairs_of(tx, found.id))


def by_title(tx: Transaction, act: Act, title: str, action: Action) -> Assignment | None:
    """The only one of that title in the person's classes."""
    own = grants.sections_for(tx, action, act)
    wanted = title.strip().casefold()
    found = [one for one in assignments.every(tx, own) if one.title.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def based_on(target: str) -> int | None:
    """The version that the form behind this target showed."""
    digits = target.partition(".")[2]
    return int(digits[:9]) if digits.isascii() and digits.isdigit() else None


def create(tx: Transaction, act: Act, section: Section, changes: Changes) -> Task:
    """Keep a draft; nobody but teachers sees it."""
    if section.frozen:
        raise RefusalError(Refusal.FROZEN)
    blank = Assignment(
        id=new_key(),
        tenant=tx.tenant,
        section_id=section.id,
        title="",
        briefing="",
        graded=False,
        state=AssignmentState.DRAFT,
        available_at=None,
        due_at=None,
        max_attempts=None,
        announcement_key=None,
    )
    made = with_changes(blank, changes)
    check_window(made)
    assignments.add(tx, made, act.by.id, act.now)
    keep_pairs(tx, made, changes, act)
    deadlines.plan_publication(tx, section, made)
    return Task(section, made, assignments.pairs_of(tx, made.id))


def with_changes(assignment: Assignment, changes: Changes) -> Assignment:
    """The assignment with its own fields changed."""
    own = {name: value for name, value in changes.items() if name in FIELDS}
    return replace(assignment, **own)  # type: ignore[arg-type]


def keep_pairs(tx: Transaction, assignment: Assignment, changes: Changes, act: Act) -> None:
    """Write the clients where they are among the changes."""
    wanted = changes.get("clients", changes.get("rubric"))
    if wanted is not None:
        assignments.set_pairs(tx, assignment.id, cast("Pairs", wanted), act.now)


def change(tx: Transaction, act: Act, task: Task, changes: Changes) -> tuple[Task, Effects]:
    """All of it or, with a refusal that names the fields, nothing."""
    if not changes:
        return task, NOTHING
    check_permitted(task.assignment, changes)
    changed = with_changes(task.assignment, changes)
    check_window(changed)
    saved = save(tx, act, changed)
    keep_pairs(tx, saved, changes, act)
    deadlines.move(tx, task.section, task.assignment, saved, act.now)
    effects = NOTHING
    if saved.state is not AssignmentState.DRAFT:
        effects = announcements.refresh(task.section, saved, act.event)
    return Task(task.section, saved, assignments.pairs_of(tx, saved.id)), effects


def save(tx: Transaction, act: Act, changed: Assignment) -> Assignment:
    """Write the next version; RefusalError when somebody else wrote it meanwhile."""
    saved = replace(changed, version=changed.version + 1)
    if not assignments.save(tx, saved, act.by.id, act.now):
        raise RefusalError(Refusal.STALE_BUTTON)
    return saved


def note(tx: Transaction, act: Act, task: Task, deed: str) -> None:
    """Keep in the audit who did it."""
    audit.record(tx, Entry(act.by.id, deed, task.assignment.id, act.now, task.section.id))


def publish(tx: Transaction, act: Act, task: Task) -> tuple[Task, Effects]:
    """Show it to the class: one post with Start; a refusal names what is missing."""
    if task.section.frozen:
        raise RefusalError(Refusal.FROZEN)
    if task.assignment.state is AssignmentState.PUBLISHED:
        raise RefusalError(Refusal.ALREADY_DONE)
    lacking = missing(task.assignment, tuple(one.client for one in task.pairs), act.now)
    if lacking:
        raise RefusalError(Refusal.NOT_READY, missing=", ".join(lacking))
    reopened = task.assignment.state is AssignmentState.CLOSED
    wanted = replace(task.assignment, state=AssignmentState.PUBLISHED, publish_at=None)
    if not reopened:
        wanted = replace(wanted, announcement_key=None)
    saved = save(tx, act, wanted)
    deadlines.move(tx, task.section, task.assignment, saved, act.now)
    note(tx, act, task, "publish")
    return replace(task, assignment=saved), announcements.refresh(task.section, saved, act.event)


def unpublish(tx: Transaction, act: Act, task: Task) -> tuple[Task, Effects]:
    """Back to a draft; what students did stays theirs, what runs may be finished."""
    if task.draft:
        raise RefusalError(Refusal.ALREADY_DONE)
    saved = save(tx, act, replace(task.assignment, state=AssignmentState.DRAFT))
    deadlines.move(tx, task.section, task.assignment, saved, act.now)
    note(tx, act, task, "unpublish")
    return replace(task, assignment=saved), announcements.refresh(task.section, saved, act.event)


def close(tx: Transaction, act: Act, task: Task) -> tuple[Task, Effects]:
    """No new interviews; everything stays readable."""
    if task.assignment.state is not AssignmentState.PUBLISHED:
        raise RefusalError(Refusal.ALREADY_DONE)
    saved = save(tx, act, replace(task.assignment, state=AssignmentState.CLOSED))
    deadlines.move(tx, task.section, task.assignment, saved, act.now)
    note(tx, act, task, "close")
    return replace(task, assignment=saved), announcements.refresh(task.section, saved, act.event)


def delete(tx: Transaction, act: Act, task: Task) -> Effects:
    """Only without work; RefusalError names the count of interviews."""
    count = works.interviews(tx, task.assignment.id)
    if count:
        raise RefusalError(Refusal.HAS_WORK, count=str(count))
    shown = task.assignment.announcement_key is not None and not task.draft
    effects = announcements.withdraw(task.section, task.assignment, act.event) if shown else NOTHING
    deadlines.forget(tx, task.assignment)
    assignments.delete_draft(tx, task.assignment.id)
    note(tx, act, task, "delete_assignment")
    return effects


def copy(tx: Transaction, act: Act, task: Task, section: Section) -> Task:
    """A draft with the same settings and no dates, in this class or another one of one's own."""
    grants.check_section(tx, Action.ASSIGN, section.id, act)
    blank = replace(
        task.assignment,
        id=new_key(),
        section_id=section.id,
        state=AssignmentState.DRAFT,
        available_at=None,
        due_at=None,
        release_at=None,
        publish_at=None,
        announcement_key=None,
        version=1,
    )
    assignments.add(tx, blank, act.by.id, act.now)
    pairs = tuple((pair.client.id, pair.rubric_id) for pair in task.pairs)
    assignments.set_pairs(tx, blank.id, pairs, act.now)
    return Task(section, blank, task.pairs)


def teachers(tx: Transaction, section_id: str) -> tuple[str, ...]:
    """The user ids of those who teach the class."""
    return tuple(
        person.user for person, role in people.members(tx, section_id) if role.value == "teacher"
    )
