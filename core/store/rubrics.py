"""Rubrics: immutable versions; the newest of each is what a teacher sees and assigns."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.rubric import Rubric
from core.domain.rubrictext import rubric_from_text, rubric_to_text
from core.domain.teaching import RubricVersion
from core.store.class_tables import assignment_clients, assignments, rubrics
from core.store.grade_tables import evaluations
from core.store.transaction import Transaction

COLUMNS = (
    rubrics.c.id,
    rubrics.c.slug,
    rubrics.c.version,
    rubrics.c.name,
    rubrics.c.owner_id,
    rubrics.c.archived_at,
)
OF_TENANT = rubrics.c.tenant == bindparam("of_tenant")
OF_SLUG = rubrics.c.slug == bindparam("of_slug")
INSERTS = {
    name: insert_(rubrics)
    .on_conflict_do_nothing(index_elements=[rubrics.c.tenant, rubrics.c.slug, rubrics.c.version])
    .returning(rubrics.c.id)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
TEXT = select(rubrics.c.criteria).where(OF_TENANT, rubrics.c.id == bindparam("of_id"))
BY_ID = select(*COLUMNS).where(OF_TENANT, rubrics.c.id == bindparam("of_id"))
NEWEST = select(*COLUMNS).where(OF_TENANT, OF_SLUG).order_by(rubrics.c.version.desc()).limit(1)
LAST = (
    select(rubrics.c.slug, func.max(rubrics.c.version).label("version"))
    .where(OF_TENANT)
    .group_by(rubrics.c.slug)
    .subquery()
)
USABLE = (
    select(*COLUMNS)
    .join(LAST, (rubrics.c.slug == LAST.c.slug) & (rubrics.c.version == LAST.c.version))
    .where(
        OF_TENANT,
        or_(rubrics.c.owner_id.is_(None), rubrics.c.owner_id == bindparam("of_owner")),
        rubrics.c.archived_at.is_(None),
    )
    .order_by(rubrics.c.owner_id.is_(None), rubrics.c.name, rubrics.c.id)
)
USES = (
    select(assignments.c.title)
    .distinct()
    .join(assignment_clients, assignment_clients.c.assignment_id == assignments.c.id)
    .join(rubrics, rubrics.c.id == assignment_clients.c.rubric_id)
    .where(OF_TENANT, OF_SLUG)
    .order_by(assignments.c.title)
    .limit(bindparam("most"))
)
JUDGED = select(
    select(evaluations.c.id)
    .join(rubrics, rubrics.c.id == evaluations.c.rubric_id)
    .where(OF_TENANT, OF_SLUG)
    .exists()
)
ARCHIVE = update(rubrics).where(OF_TENANT, OF_SLUG).values(archived_at=bindparam("at"))
DELETE = delete(rubrics).where(OF_TENANT, OF_SLUG)


def add(tx: Transaction, made: RubricVersion, rubric: Rubric, now: datetime) -> bool:
    """Keep a version; False when that version is there already."""
    values = {
        "id": made.id,
        "tenant": tx.tenant,
        "slug": made.slug,
        "version": made.version,
        "owner_id": made.owner_id,
        "name": made.name,
        "criteria": rubric_to_text(rubric),
        "created_at": now,
    }
    return tx.run(INSERTS[tx.connection.dialect.name], values).first() is not None


def find(tx: Transaction, rubric_id: str) -> Rubric | None:
    """The criteria of one version; what a grade was given by never changes."""
    text = tx.run(TEXT, {"of_tenant": tx.tenant, "of_id": rubric_id}).scalar()
    return None if text is None else rubric_from_text(str(text))


def find_version(tx: Transaction, rubric_id: str) -> RubricVersion | None:
    """One version by its id."""
    row = tx.run(BY_ID, {"of_tenant": tx.tenant, "of_id": rubric_id}).mappings().first()
    return None if row is None else RubricVersion(**row)


def newest(tx: Transaction, slug: str) -> RubricVersion | None:
    """The newest version of a rubric."""
    row = tx.run(NEWEST, {"of_tenant": tx.tenant, "of_slug": slug}).mappings().first()
    return None if row is None else RubricVersion(**row)


def usable(tx: Transaction, owner_id: str) -> tuple[RubricVersion, ...]:
    """What a teacher can assign: the newest of their own by name, then of the library."""
    rows = tx.run(USABLE, {"of_tenant": tx.tenant, "of_owner": owner_id}).mappings()
    return tuple(RubricVersion(**row) for row in rows)


def uses(tx: Transaction, slug: str, most: int = 20) -> tuple[str, ...]:
    """The titles of the assignments that any version of a rubric judges."""
    values = {"of_tenant": tx.tenant, "of_slug": slug, "most": most}
    return tuple(tx.run(USES, values).scalars())


def judged(tx: Transaction, slug: str) -> bool:
    """Whether anything was ever graded by any version of a rubric."""
    return bool(tx.run(JUDGED, {"of_tenant": tx.tenant, "of_slug": slug}).scalar())


def archive(tx: Transaction, slug: str, at: datetime | None) -> None:
    """Take a rubric out of the lists, or (None) put it back."""
    tx.run(ARCHIVE, {"of_tenant": tx.tenant, "of_slug": slug, "at": at})


def remove(tx: Transaction, slug: str) -> None:
    """Delete every version; the database refuses where one is in use."""
    tx.run(DELETE, {"of_tenant": tx.tenant, "of_slug": slug})
