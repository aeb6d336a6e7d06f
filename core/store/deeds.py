"""The audit as people read it: in pages, with the names that its ids stand for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    bindparam,
    func,
    select,
    union,
    union_all,
)

from core.domain.deedwords import ABOUT_ONESELF, HANDED_OUT
from core.store.access_tables import audit
from core.store.class_tables import assignments, enrolments, people, sections
from core.store.grade_tables import contests, evaluations
from core.store.memory_tables import memory_entries
from core.store.privacy import ERASED
from core.store.session_tables import sessions
from core.store.transaction import Transaction

TENANT: ColumnElement[str] = bindparam("of_tenant")
PERSON: ColumnElement[str] = bindparam("of_person")
Chosen = Select[tuple[int]] | CompoundSelect[tuple[int]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: those about a person, those of a section, else all of the workspace."""

    person_id: str | None = None
    section_id: str | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry with names; None for nobody, empty for an account that was deleted."""

    action: str
    at: datetime
    reason: str
    who: str | None
    whom: str | None
    title: str | None
    section: str | None


IN_CLASS = select(enrolments.c.section_id).where(
    enrolments.c.tenant == TENANT,
    enrolments.c.person_id == PERSON,
    enrolments.c.role == "student",
)
INTERVIEWS = select(sessions.c.id).where(
    sessions.c.tenant == TENANT, sessions.c.student_id == PERSON
)
# Interviews, the person itself, released scores, what clients remember of the person. A column is
# looked at behind a function where its index would read the whole workspace or class.
OWN = union_all(
    INTERVIEWS,
    select(people.c.id).where(people.c.tenant == TENANT, people.c.id == PERSON),
    select(evaluations.c.id).where(
        func.coalesce(evaluations.c.tenant, "") == TENANT,
        evaluations.c.session_id.in_(INTERVIEWS),
    ),
    select(memory_entries.c.slug + ":" + memory_entries.c.student_id).where(
        memory_entries.c.tenant == TENANT,
        memory_entries.c.section_id.in_(IN_CLASS),
        memory_entries.c.student_id == PERSON,
    ),
)
OF_CLASS = union_all(
    IN_CLASS,
    select(assignments.c.id).where(
        assignments.c.tenant == TENANT, assignments.c.section_id.in_(IN_CLASS)
    ),
)
ABOUT = union(
    select(audit.c.seq).where(
        audit.c.tenant == TENANT, audit.c.target.in_(OWN), audit.c.action.in_(ABOUT_ONESELF)
    ),
    select(audit.c.seq)
    .join(enrolments, enrolments.c.section_id == func.coalesce(audit.c.section_id, ""))
    .where(
        audit.c.tenant == TENANT,
        audit.c.target.in_(OF_CLASS),
        audit.c.action.in_(HANDED_OUT),
        enrolments.c.tenant == TENANT,
        enrolments.c.person_id == PERSON,
        enrolments.c.role == "student",
        enrolments.c.since <= audit.c.at,
    ),
)
ALL = select(audit.c.seq).where(audit.c.tenant == TENANT)
OF_SECTION = ALL.where(audit.c.section_id == bindparam("of_section"))
# Numbered without a gap, so nothing has to be counted.
HOW_MANY = select(func.coalesce(func.max(audit.c.seq), 0)).where(audit.c.tenant == TENANT)


def chosen(wanted: Wanted) -> Chosen:
    """The numbers of the entries."""
    if wanted.person_id is not None:
        return ABOUT
    return ALL if wanted.section_id is None else OF_SECTION


def values_of(tx: Transaction, wanted: Wanted) -> dict[str, object]:
    """What the statement is asked with."""
    if wanted.person_id is not None:
        return {"of_tenant": tx.tenant, "of_person": wanted.person_id}
    section = {} if wanted.section_id is None else {"of_section": wanted.section_id}
    return {"of_tenant": tx.tenant, **section}


def count(tx: Transaction, wanted: Wanted) -> int:
    """How many there are."""
    everything = wanted == Wanted()
    query = HOW_MANY if everything else select(func.count()).select_from(cut_of(wanted))
    return int(tx.run(query, values_of(tx, wanted)).scalar_one())


def cut_of(wanted: Wanted) -> FromClause:
    """The numbers as a table."""
    return chosen(wanted).subquery()


def page(tx: Transaction, wanted: Wanted, most: int, skip: int) -> tuple[Deed, ...]:
    """The newest first, in two statements for any number."""
    values = values_of(tx, wanted) | {"most": most, "skip": skip}
    rows = tx.run(joined(wanted), values).all()
    whom = [row.student_id or object_of(row.action, row.target, row.reason) for row in rows]
    names = called(tx, {*whom, *(row.actor_id for row in rows)})
    return tuple(
        Deed(
            row.action,
            row.at,
            row.reason,
            names.get(row.actor_id),
            names.get(one) if one != row.actor_id else None,
            row.title,
            row.section,
        )
        for one, row in zip(whom, rows, strict=True)
    )


def joined(wanted: Wanted) -> Select[tuple[object, ...]]:
    """The page is cut before anything is joined to it; a target is of one kind or another."""
    whole = cut_of(wanted)
    newest = select(whole.c.seq).order_by(whole.c.seq.desc())
    cut = newest.limit(bindparam("most")).offset(bindparam("skip")).subquery()
    grading = func.coalesce(contests.c.evaluation_id, audit.c.target)
    interview = func.coalesce(evaluations.c.session_id, audit.c.target)
    work = func.coalesce(sessions.c.assignment_id, audit.c.target)
    tenant = audit.c.tenant
    return (
        select(
            *(audit.c[name] for name in ("actor_id", "action", "target", "reason", "at")),
            sessions.c.student_id,
            assignments.c.title,
            sections.c.name.label("section"),
        )
        .join(cut, cut.c.seq == audit.c.seq)
        .outerjoin(contests, (contests.c.id == audit.c.target) & (contests.c.tenant == tenant))
        .outerjoin(evaluations, (evaluations.c.id == grading) & (evaluations.c.tenant == tenant))
        .outerjoin(sessions, (sessions.c.id == interview) & (sessions.c.tenant == tenant))
        .outerjoin(assignments, (assignments.c.id == work) & (assignments.c.tenant == tenant))
        .outerjoin(sections, (sections.c.id == audit.c.section_id) & (sections.c.tenant == tenant))
        .where(audit.c.tenant == TENANT)
        .order_by(audit.c.seq.desc())
    )


def object_of(action: str, target: str, reason: str) -> str:
    """Where a person's id may stand: an extension names its assignment first, a memory its client.

    What is none is found nowhere.
    """
    return reason if action == "extend" else target.rpartition(":")[2]


# With many ids SQLite would rather read all people of the workspace by its index.
NAMES = select(people.c.id, people.c.name, people.c.user).where(
    func.coalesce(people.c.tenant, "") == TENANT,
    people.c.id.in_(bindparam("ids", expanding=True)),
)


def called(tx: Transaction, ids: set[str]) -> dict[str, str]:
    """The best names that we have of these people."""
    rows = tx.run(NAMES, {"of_tenant": tx.tenant, "ids": sorted(ids)})
    return {row.id: row.name or ("" if row.user.startswith(ERASED) else row.user) for row in rows}
