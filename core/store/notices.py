"""What a teacher tells the class: drafts, scheduled, posted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, insert, select, update

from core.store.assignment_tables import announcements
from core.store.transaction import Transaction
from core.store.types import UtcDateTime


class NoticeState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    POSTED = "posted"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Notice:
    """One announcement; `at` is when it is to be posted, `version` grows with every change."""

    id: str
    tenant: str
    section_id: str
    text: str
    at: datetime | None
    state: NoticeState
    version: int = 1
    post_key: str | None = None


COLUMNS = tuple(announcements.c[name] for name in Notice.__slots__)
FIND = select(*COLUMNS).where(
    announcements.c.tenant == bindparam("of_tenant"), announcements.c.id == bindparam("of_id")
)
OPEN = (
    select(*COLUMNS)
    .where(
        announcements.c.tenant == bindparam("of_tenant"),
        announcements.c.section_id == bindparam("of_section"),
        announcements.c.state.in_(("draft", "scheduled", "skipped")),
    )
    .order_by(announcements.c.at.is_(None), announcements.c.at, announcements.c.id)
    .limit(bindparam("most"))
)
SAVE = (
    update(announcements)
    .where(
        announcements.c.tenant == bindparam("of_tenant"),
        announcements.c.id == bindparam("of_id"),
        announcements.c.version == bindparam("of_version"),
    )
    .values(
        text=bindparam("new_text"),
        at=bindparam("new_at", type_=UtcDateTime),
        state=bindparam("new_state"),
        version=bindparam("new_version"),
        post_key=bindparam("new_post_key"),
    )
)


def add(tx: Transaction, made: Notice, by: str, now: datetime) -> None:
    """Keep a new one."""
    values = {name: getattr(made, name) for name in Notice.__slots__}
    values |= {"state": made.state.value, "created_by": by, "created_at": now}
    tx.run(insert(announcements), values)


def save(tx: Transaction, changed: Notice) -> bool:
    """Write the next version; False when somebody else was first."""
    values: dict[str, object] = {
        "new_text": changed.text,
        "new_at": changed.at,
        "new_state": changed.state.value,
        "new_version": changed.version,
        "new_post_key": changed.post_key,
        "of_tenant": tx.tenant,
        "of_id": changed.id,
        "of_version": changed.version - 1,
    }
    return tx.run(SAVE, values).rowcount > 0


def find(tx: Transaction, notice_id: str) -> Notice | None:
    """The announcement with this id."""
    row = tx.run(FIND, {"of_tenant": tx.tenant, "of_id": notice_id}).mappings().first()
    return None if row is None else _notice(dict(row))


def waiting(tx: Transaction, section_id: str, most: int = 20) -> tuple[Notice, ...]:
    """Those of a class that are not posted yet, the next one first."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "most": most}
    return tuple(_notice(dict(row)) for row in tx.run(OPEN, values).mappings())


def _notice(row: dict[str, object]) -> Notice:
    return Notice(**(row | {"state": NoticeState(str(row["state"]))}))  # type: ignore[arg-type]
