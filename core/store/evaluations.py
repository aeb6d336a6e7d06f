"""Gradings: one row each, what was found per criterion, and what people ruled, in order."""

import json
from dataclasses import replace

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.datashape import from_data, to_data
from core.domain.grading import Evaluation, Finding, Pinned, Ruling, Verdict
from core.domain.jsonvalue import canonical
from core.domain.teaching import Release
from core.store.class_tables import assignment_clients, rubrics
from core.store.grade_tables import evaluations, findings, verdicts
from core.store.rows import Named
from core.store.transaction import Transaction

OF_TENANT = evaluations.c.tenant == bindparam("of_tenant")
PINNED = ("rubric_id", "criteria", "grader", "prompt", "transcript", "profile", "language")
PLAIN = (
    *("id", "session_id", "section_id", "assignment_id", "done", "release_on", "created_at"),
    *("finished_at", "revealed_at", "shown_at", "released_at", "released_by", "total"),
)
COLUMNS = tuple(evaluations.c[name] for name in (*PINNED, *PLAIN, "policy"))
BY_ID = select(*COLUMNS).where(OF_TENANT, evaluations.c.id == bindparam("of_id"))
OF_SESSION = (
    select(*COLUMNS)
    .where(OF_TENANT, evaluations.c.session_id == bindparam("of_session"))
    .order_by(evaluations.c.created_at.desc(), evaluations.c.id)
)
RUBRIC = (
    select(rubrics.c.id, rubrics.c.criteria)
    .join(assignment_clients, assignment_clients.c.rubric_id == rubrics.c.id)
    .where(
        assignment_clients.c.tenant == bindparam("of_tenant"),
        assignment_clients.c.assignment_id == bindparam("of_assignment"),
        assignment_clients.c.client_id == bindparam("of_client"),
    )
)
INSERTS = {
    name: insert_(evaluations).on_conflict_do_nothing()
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def rubric_for(tx: Transaction, assignment_id: str, client_id: str) -> tuple[str, str] | None:
    """Id and criteria of the rubric that judges a client in an assignment, if any."""
    values = {"of_tenant": tx.tenant, "of_assignment": assignment_id, "of_client": client_id}
    row = tx.run(RUBRIC, values).first()
    return None if row is None else (str(row.id), str(row.criteria))


def add(tx: Transaction, made: Evaluation) -> None:
    """Keep a grading; one of the same session by the same grader stays as it is."""
    values: dict[str, object] = {name: getattr(made, name) for name in PLAIN}
    values |= {name: getattr(made.pinned, name) for name in PINNED}
    values |= {"tenant": tx.tenant, "policy": made.policy.value}
    tx.run(INSERTS[tx.connection.dialect.name], values)


def find(tx: Transaction, evaluation_id: str) -> Evaluation | None:
    """The grading with this id."""
    row = tx.run(BY_ID, {"of_tenant": tx.tenant, "of_id": evaluation_id}).mappings().first()
    return None if row is None else evaluation_of(row)


def of_session(tx: Transaction, session_id: str) -> Evaluation | None:
    """The newest grading of a session."""
    values = {"of_tenant": tx.tenant, "of_session": session_id}
    row = tx.run(OF_SESSION, values).mappings().first()
    return None if row is None else evaluation_of(row)


def evaluation_of(row: Named) -> Evaluation:
    """Read one row."""
    pinned = Pinned(**{name: row[name] for name in PINNED})
    plain = {name: row[name] for name in PLAIN}
    return Evaluation(pinned=pinned, policy=Release(row["policy"]), **plain)


CHANGEABLE = ("done", "finished_at", "revealed_at", "shown_at", "released_at", "released_by")
SAVE = (
    update(evaluations)
    .where(OF_TENANT, evaluations.c.id == bindparam("of_id"))
    .values({name: bindparam(f"new_{name}") for name in (*CHANGEABLE, "total", "release_on")})
)


def save(tx: Transaction, changed: Evaluation) -> None:
    """Write what may change of a grading: how far it is, never what it was made from."""
    names = (*CHANGEABLE, "total", "release_on")
    values: dict[str, object] = {f"new_{name}": getattr(changed, name) for name in names}
    tx.run(SAVE, values | {"of_tenant": tx.tenant, "of_id": changed.id})


FINDINGS = {
    name: insert_(findings).on_conflict_do_nothing()
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
FOUND = (
    select(findings.c.finding)
    .where(
        findings.c.tenant == bindparam("of_tenant"),
        findings.c.evaluation_id == bindparam("of_evaluation"),
    )
    .order_by(findings.c.position)
)


def add_finding(tx: Transaction, evaluation_id: str, position: int, made: Finding) -> None:
    """Keep what was found for one criterion; the first one stays."""
    values = {
        "evaluation_id": evaluation_id,
        "position": position,
        "tenant": tx.tenant,
        "criterion": made.criterion,
        "level": made.level,
        "proven": bool(made.proofs),
        "finding": canonical(to_data(made)),
    }
    tx.run(FINDINGS[tx.connection.dialect.name], values)


def findings_of(tx: Transaction, evaluation_id: str) -> tuple[Finding, ...]:
    """What was found, in the rubric's order."""
    values = {"of_tenant": tx.tenant, "of_evaluation": evaluation_id}
    rows = tx.run(FOUND, values).scalars()
    return tuple(from_data(Finding, json.loads(text)) for text in rows)


REFOUND = (
    update(findings)
    .where(
        findings.c.tenant == bindparam("of_tenant"),
        findings.c.evaluation_id == bindparam("of_evaluation"),
        findings.c.criterion == bindparam("of_criterion"),
    )
    .values(finding=bindparam("new_finding"))
)


def change_finding(tx: Transaction, evaluation_id: str, changed: Finding) -> None:
    """Write a finding without words that were taken back; its level stays what it was."""
    values = {"of_tenant": tx.tenant, "of_evaluation": evaluation_id}
    values |= {"of_criterion": changed.criterion, "new_finding": canonical(to_data(changed))}
    tx.run(REFOUND, values)


VERDICTS = (
    select(
        *(verdicts.c[name] for name in ("criterion", "ruling", "level", "comment", "at")),
        verdicts.c.by_id.label("by"),
    )
    .where(
        verdicts.c.tenant == bindparam("of_tenant"),
        verdicts.c.evaluation_id == bindparam("of_evaluation"),
    )
    .order_by(verdicts.c.number)
)
NUMBER = select(func.coalesce(func.max(verdicts.c.number), 0)).where(
    verdicts.c.evaluation_id == bindparam("of_evaluation")
)


def add_verdict(tx: Transaction, evaluation_id: str, made: Verdict) -> None:
    """Append a ruling; earlier ones stay."""
    number = int(tx.run(NUMBER, {"of_evaluation": evaluation_id}).scalar_one()) + 1
    values = {
        "evaluation_id": evaluation_id,
        "number": number,
        "tenant": tx.tenant,
        "criterion": made.criterion,
        "ruling": made.ruling.value,
        "level": made.level,
        "comment": made.comment,
        "by_id": made.by,
        "at": made.at,
    }
    tx.run(insert(verdicts), values)


def verdicts_of(tx: Transaction, evaluation_id: str) -> tuple[Verdict, ...]:
    """All rulings, oldest first."""
    rows = tx.run(VERDICTS, {"of_tenant": tx.tenant, "of_evaluation": evaluation_id}).mappings()
    return tuple(_verdict(row) for row in rows)


def _verdict(row: Named) -> Verdict:
    return replace(Verdict(**row), ruling=Ruling(row["ruling"]))


WAITING = (
    OF_TENANT,
    evaluations.c.section_id == bindparam("of_section"),
    evaluations.c.done,
    evaluations.c.released_at.is_(None),
)
QUEUE = (
    select(*COLUMNS)
    .where(*WAITING)
    .order_by(evaluations.c.created_at, evaluations.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
LENGTH = select(func.count()).where(*WAITING)


def queue(tx: Transaction, section_id: str, most: int, skip: int = 0) -> tuple[Evaluation, ...]:
    """What waits for a teacher, oldest first."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "most": most, "skip": skip}
    return tuple(evaluation_of(row) for row in tx.run(QUEUE, values).mappings())


def waiting(tx: Transaction, section_id: str) -> int:
    """How many wait."""
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    return int(tx.run(LENGTH, values).scalar_one())


OF_ASSIGNMENT = (
    select(*COLUMNS)
    .where(OF_TENANT, evaluations.c.assignment_id == bindparam("of_assignment"), evaluations.c.done)
    .order_by(evaluations.c.created_at, evaluations.c.id)
)


def of_assignment(tx: Transaction, assignment_id: str) -> tuple[Evaluation, ...]:
    """All finished gradings of an assignment, oldest first."""
    values = {"of_tenant": tx.tenant, "of_assignment": assignment_id}
    return tuple(evaluation_of(row) for row in tx.run(OF_ASSIGNMENT, values).mappings())
