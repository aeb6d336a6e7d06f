"""Measures: what can be counted of each finished interview, one narrow row each."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from core.store.class_tables import clients
from core.store.record_tables import measures
from core.store.session_tables import sessions
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Measure:
    """One finished interview; `metrics` is the version of the counting, openness in permille."""

    session_id: str
    section_id: str
    student_id: str
    assignment_id: str
    client_id: str
    metrics: int
    turns: int
    active_ms: int
    openness: int
    facts_opened: int
    facts: int
    open_questions: int
    questions: int
    reflections: int
    ended_at: datetime


COLUMNS = tuple(measures.c[name] for name in Measure.__slots__)
ADD = {
    name: insert_(measures).on_conflict_do_nothing(index_elements=[measures.c.session_id])
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def add(tx: Transaction, made: Measure) -> None:
    """Keep the measures of an interview; the first ones stay, as its report does."""
    tx.run(ADD[tx.connection.dialect.name], asdict(made) | {"tenant": tx.tenant})


@dataclass(frozen=True, slots=True)
class Step:
    """One interview of a student with whom it was."""

    measure: Measure
    client: str
    attempt: int | None


STEPS = (
    select(*COLUMNS, clients.c.name.label("client"), sessions.c.attempt)
    .join(clients, clients.c.id == measures.c.client_id)
    .join(sessions, sessions.c.id == measures.c.session_id)
    .where(
        measures.c.tenant == bindparam("of_tenant"),
        measures.c.student_id == bindparam("of_student"),
    )
    .order_by(measures.c.ended_at.desc(), measures.c.session_id)
    .limit(bindparam("most"))
)
STEPS_HERE = STEPS.where(measures.c.section_id == bindparam("of_section"))


def steps(tx: Transaction, student_id: str, most: int, section_id: str = "") -> tuple[Step, ...]:
    """The last ones of a student (in one section), oldest first."""
    values = {"of_tenant": tx.tenant, "of_student": student_id, "most": most}
    query = STEPS
    if section_id:
        query, values = STEPS_HERE, values | {"of_section": section_id}
    rows = tx.run(query, values).mappings().all()
    return tuple(
        Step(
            Measure(**{name: row[name] for name in Measure.__slots__}),
            row["client"],
            row["attempt"],
        )
        for row in reversed(rows)
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over interviews; openness is the mean at their ends, None where there was none."""

    finished: int
    active_ms: int
    openness: int | None
    facts_opened: int
    facts: int


NO_TOTALS = Totals(0, 0, None, 0, 0)
SUMS = (
    func.count().label("finished"),
    func.coalesce(func.sum(measures.c.active_ms), 0).label("active_ms"),
    func.avg(measures.c.openness).label("openness"),
    func.coalesce(func.sum(measures.c.facts_opened), 0).label("facts_opened"),
    func.coalesce(func.sum(measures.c.facts), 0).label("facts"),
)
OF_SECTION = (measures.c.tenant == bindparam("of_tenant")) & (
    measures.c.section_id == bindparam("of_section")
)
BY_STUDENT = (
    select(measures.c.student_id, *SUMS)
    .where(OF_SECTION, measures.c.student_id.in_(bindparam("students", expanding=True)))
    .group_by(measures.c.student_id)
)
WHOLE = select(func.count(measures.c.student_id.distinct()).label("students"), *SUMS).where(
    OF_SECTION
)


def _totals(row: dict[str, object]) -> Totals:
    mean = row["openness"]
    return Totals(
        int(str(row["finished"])),
        int(str(row["active_ms"])),
        None if mean is None else round(float(str(mean))),
        int(str(row["facts_opened"])),
        int(str(row["facts"])),
    )


def totals(tx: Transaction, section_id: str, students: tuple[str, ...]) -> dict[str, Totals]:
    """By student, in one statement for any number."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "students": list(students)}
    rows = tx.run(BY_STUDENT, values).mappings()
    return {row["student_id"]: _totals(dict(row)) for row in rows}


def of_section(tx: Transaction, section_id: str) -> tuple[int, Totals]:
    """How many students have finished anything, and the sums of all."""
    row = tx.run(WHOLE, {"of_tenant": tx.tenant, "of_section": section_id}).mappings().one()
    return int(row["students"]), _totals(dict(row))
