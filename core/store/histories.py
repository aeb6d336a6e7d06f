"""Interviews in lists: each with its names and measures, in two statements for any number."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from core.domain.session import SessionState
from core.store.assignment_tables import extensions
from core.store.class_tables import assignments, clients, people
from core.store.record_tables import measures, ratings
from core.store.session_tables import RUNS, sessions
from core.store.transaction import Transaction

ACTIVE = ("active", "paused", "interrupted")
FINISHED = ("completed", "abandoned", "expired")
STATES = {"all": ACTIVE + FINISHED, "active": ACTIVE, "finished": FINISHED}
DUE = assignments.c.due_at.type
SHOWN = tuple(
    sessions.c[name]
    for name in (
        *("id", "student_id", "attempt", "state", "turns", "openness", "place"),
        *("created_at", "began_at", "last_at", "ended_at", "test"),
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """One interview; what its report counted is None while there is no report."""

    id: str
    student_id: str
    attempt: int | None
    state: SessionState
    turns: int
    openness: int
    place: str | None
    created_at: datetime
    began_at: datetime | None
    last_at: datetime | None
    ended_at: datetime | None
    test: bool
    student: str
    client: str
    assignment: str | None
    due_at: datetime | None
    max_attempts: int | None
    active_ms: int | None
    facts_opened: int | None
    facts: int | None
    rating: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose interviews: a student's, a section's, or a student's in a section.

    None does not ask; an empty id is nobody, who has none.
    """

    student_id: str | None = None
    section_id: str | None = None
    which: str = "all"


def _found(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    parts = [
        sessions.c.tenant == bindparam("of_tenant"),
        sessions.c.state.in_(STATES[wanted.which]),
    ]
    section: ColumnElement[str] = sessions.c.section_id
    if wanted.student_id is not None:
        parts.append(sessions.c.student_id == bindparam("of_student"))
        # Not by the section's index: one student has fewer rows.
        section = func.coalesce(section, "")
    if wanted.section_id is not None:
        parts += (section == bindparam("of_section"), sessions.c.test.is_(False))
    return tuple(parts)


def _values(tx: Transaction, wanted: Wanted) -> dict[str, object]:
    values: dict[str, object] = {"of_tenant": tx.tenant}
    if wanted.student_id is not None:
        values["of_student"] = wanted.student_id
    if wanted.section_id is not None:
        values["of_section"] = wanted.section_id
    return values


def _page(wanted: Wanted) -> Select[tuple[object, ...]]:
    """The page is cut before anything is joined to it."""
    newest = (sessions.c.created_at.desc(), sessions.c.id)
    cut = (
        select(sessions.c.id)
        .where(*_found(wanted))
        .order_by(*newest)
        .limit(bindparam("most"))
        .offset(bindparam("skip"))
        .subquery()
    )
    return (
        select(
            *SHOWN,
            people.c.name.label("student"),
            clients.c.name.label("client"),
            assignments.c.title.label("assignment"),
            func.coalesce(extensions.c.due_at, assignments.c.due_at, type_=DUE).label("due_at"),
            func.coalesce(extensions.c.max_attempts, assignments.c.max_attempts).label(
                "max_attempts"
            ),
            measures.c.active_ms,
            measures.c.facts_opened,
            measures.c.facts,
            ratings.c.score.label("rating"),
        )
        .join(cut, cut.c.id == sessions.c.id)
        .join(people, people.c.id == sessions.c.student_id)
        .join(clients, clients.c.id == sessions.c.client_id)
        .outerjoin(assignments, assignments.c.id == sessions.c.assignment_id)
        .outerjoin(
            extensions,
            (extensions.c.assignment_id == sessions.c.assignment_id)
            & (extensions.c.person_id == sessions.c.student_id),
        )
        .outerjoin(measures, measures.c.session_id == sessions.c.id)
        .outerjoin(ratings, ratings.c.session_id == sessions.c.id)
        .order_by(*newest)
    )


def count(tx: Transaction, wanted: Wanted) -> int:
    """How many there are."""
    query = select(func.count()).select_from(sessions).where(*_found(wanted))
    return int(tx.run(query, _values(tx, wanted)).scalar_one())


def page(tx: Transaction, wanted: Wanted, most: int, skip: int) -> tuple[Line, ...]:
    """Newest first; what never began is left out."""
    values = _values(tx, wanted) | {"most": most, "skip": skip}
    rows = tx.run(_page(wanted), values).mappings()
    return tuple(Line(**(dict(row) | {"state": SessionState(row["state"])})) for row in rows)


LIVE_HERE = select(func.count()).where(
    sessions.c.tenant == bindparam("of_tenant"),
    sessions.c.section_id == bindparam("of_section"),
    sessions.c.test.is_(False),
    RUNS,
)


def count_live(tx: Transaction, section_id: str) -> int:
    """How many interviews of a section run now."""
    return int(tx.run(LIVE_HERE, {"of_tenant": tx.tenant, "of_section": section_id}).scalar_one())
