"""Rubrics: immutable versions; the newest of each is what a teacher sees and assigns."""

from datetime import datetime

from sqlalchemy import bindparam, select

from core.domain.rubric import Rubric
from core.domain.rubrictext import rubric_from_text, rubric_to_text
from core.domain.teaching import RubricVersion
from core.store.class_tables import assignment_clients, rubrics
from core.store.grade_tables import evaluations
from core.store.materials import Shelf
from core.store.transaction import Transaction

SHELF = Shelf(rubrics, RubricVersion, assignment_clients.c.rubric_id, evaluations.c.rubric_id)
find_version = SHELF.find
newest = SHELF.newest
usable = SHELF.usable
uses = SHELF.uses
TEXT = select(rubrics.c.criteria).where(SHELF.of_tenant, rubrics.c.id == bindparam("of_id"))


def add(tx: Transaction, made: RubricVersion, rubric: Rubric, now: datetime) -> bool:
    """Keep a version; False when that version is there already."""
    return SHELF.keep(tx, made, {"criteria": rubric_to_text(rubric)}, now)


def find(tx: Transaction, rubric_id: str) -> Rubric | None:
    """The criteria of one version; what a grade was given by never changes."""
    text = tx.run(TEXT, {"of_tenant": tx.tenant, "of_id": rubric_id}).scalar()
    return None if text is None else rubric_from_text(str(text))
