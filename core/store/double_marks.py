"""Interviews that a person and the grader mark apart, the pairs they give, the class's bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, cast, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.grading import Evaluation
from core.store.evaluations import COLUMNS, evaluation_of
from core.store.grade_tables import double_marks, evaluations, findings, grading_rules, verdicts
from core.store.transaction import Transaction

BAR = 600


@dataclass(frozen=True, slots=True)
class Rules:
    """`bar` in permille of kappa; `automatic`: graded work may go out by the gate."""

    bar: int = BAR
    automatic: bool = False


RULES = select(grading_rules.c.bar, grading_rules.c.automatic).where(
    grading_rules.c.tenant == bindparam("of_tenant"),
    grading_rules.c.section_id == bindparam("of_section"),
)


def rules(tx: Transaction, section_id: str) -> Rules:
    """What the class's teacher has set, else the default: nothing goes out alone."""
    row = tx.run(RULES, {"of_tenant": tx.tenant, "of_section": section_id}).mappings().first()
    return Rules() if row is None else Rules(**row)


def set_rules(tx: Transaction, section_id: str, wanted: Rules) -> None:
    """Keep them."""
    insert_ = sqlite.insert if tx.connection.dialect.name == "sqlite" else postgresql.insert
    values = {"bar": wanted.bar, "automatic": wanted.automatic}
    made = insert_(grading_rules).values(section_id=section_id, tenant=tx.tenant, **values)
    tx.run(made.on_conflict_do_update(index_elements=["section_id"], set_=values))


# One grader in one class: model, prompt, rubric version and language.
SAME = (
    evaluations.c.tenant == bindparam("of_tenant"),
    evaluations.c.section_id == bindparam("of_section"),
    evaluations.c.rubric_id == bindparam("of_rubric"),
    evaluations.c.grader == bindparam("of_grader"),
    evaluations.c.prompt == bindparam("of_prompt"),
    evaluations.c.language == bindparam("of_language"),
)
PAIRS = (
    select(
        evaluations.c.session_id,
        verdicts.c.criterion,
        verdicts.c.level.label("human"),
        findings.c.level.label("machine"),
    )
    .join(evaluations, evaluations.c.id == verdicts.c.evaluation_id)
    .join(
        findings,
        (findings.c.evaluation_id == verdicts.c.evaluation_id)
        & (findings.c.criterion == verdicts.c.criterion),
    )
    .where(
        *SAME,
        verdicts.c.ruling == "blind",
        verdicts.c.level.is_not(None),
        findings.c.level.is_not(None),
    )
    .order_by(verdicts.c.at, evaluations.c.id, verdicts.c.number)
)
COVERAGE = (
    select(
        findings.c.criterion,
        func.sum(cast(findings.c.proven, Integer)).label("proven"),
        func.count().label("all"),
    )
    .join(evaluations, evaluations.c.id == findings.c.evaluation_id)
    .where(*SAME)
    .group_by(findings.c.criterion)
)
Pairs = tuple[tuple[str, tuple[int, int]], ...]


def _same(tx: Transaction, made: Evaluation) -> dict[str, object]:
    pinned = made.pinned
    return {
        "of_tenant": tx.tenant,
        "of_section": made.section_id,
        "of_rubric": pinned.rubric_id,
        "of_grader": pinned.grader,
        "of_prompt": pinned.prompt,
        "of_language": pinned.language,
    }


def pairs(tx: Transaction, made: Evaluation) -> dict[str, Pairs]:
    """By criterion, oldest first: session and (person, machine); blind ones only."""
    found: dict[str, Pairs] = {}
    for row in tx.run(PAIRS, _same(tx, made)):
        pair = (str(row.session_id), (int(row.human), int(row.machine)))
        found[row.criterion] = (*found.get(row.criterion, ()), pair)
    return found


def coverage(tx: Transaction, made: Evaluation) -> dict[str, float]:
    """By criterion: the share of gradings with verified evidence."""
    rows = tx.run(COVERAGE, _same(tx, made))
    return {row.criterion: int(row.proven) / int(row.all) for row in rows}


OF_SECTION = (evaluations.c.tenant == bindparam("of_tenant")) & (
    evaluations.c.section_id == bindparam("of_section")
)
DRAWN = select(double_marks.c.evaluation_id)
UNSEEN = (
    select(evaluations.c.id)
    .where(
        OF_SECTION,
        evaluations.c.done,
        evaluations.c.released_at.is_(None),
        evaluations.c.revealed_at.is_(None),
        evaluations.c.id.not_in(DRAWN),
    )
    .order_by(evaluations.c.id)
)
OPEN = (
    select(*COLUMNS)
    .join(double_marks, double_marks.c.evaluation_id == evaluations.c.id)
    .where(OF_SECTION, double_marks.c.done_at.is_(None))
    .order_by(double_marks.c.drawn_at, evaluations.c.id)
)
HIDDEN = select(double_marks.c.evaluation_id).where(
    double_marks.c.tenant == bindparam("of_tenant"),
    double_marks.c.evaluation_id == bindparam("of_id"),
    double_marks.c.done_at.is_(None),
)
DONE = (
    update(double_marks)
    .where(
        double_marks.c.tenant == bindparam("of_tenant"),
        double_marks.c.evaluation_id == bindparam("of_id"),
    )
    .values(done_at=bindparam("at"))
)


def unseen(tx: Transaction, section_id: str) -> tuple[str, ...]:
    """Gradings of a class that no teacher has looked into and no sample has taken."""
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    return tuple(tx.run(UNSEEN, values).scalars())


def draw(tx: Transaction, ids: Sequence[str], now: datetime) -> None:
    """Put gradings aside to be marked blind."""
    rows = [{"evaluation_id": one, "tenant": tx.tenant, "drawn_at": now} for one in ids]
    if rows:
        tx.run(insert(double_marks), rows)


def still_open(tx: Transaction, section_id: str) -> tuple[Evaluation, ...]:
    """What was drawn and is not marked yet."""
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    return tuple(evaluation_of(row) for row in tx.run(OPEN, values).mappings())


def is_hidden(tx: Transaction, evaluation_id: str) -> bool:
    """Whether a grading waits to be marked blind: its levels are nobody's to see until then."""
    return tx.run(HIDDEN, {"of_tenant": tx.tenant, "of_id": evaluation_id}).first() is not None


def finish(tx: Transaction, evaluation_id: str, now: datetime) -> None:
    """Marked: the machine's levels may be seen."""
    tx.run(DONE, {"of_tenant": tx.tenant, "of_id": evaluation_id, "at": now})
