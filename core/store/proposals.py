"""Changes that wait for their author's word: a date that was typed, a form that came too late."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from core.domain.ids import new_key
from core.domain.teaching import Release
from core.store.assignment_tables import proposals
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Proposal:
    """`changes` by field; `offers` are the due dates to choose from, `subject` whom it is about."""

    id: str
    assignment_id: str
    person_id: str
    version: int
    changes: Mapping[str, object]
    offers: tuple[datetime, ...]
    subject: str = ""

    def chosen(self, choice: str) -> dict[str, object]:
        """The changes with the due date of that number, if there are dates to choose from."""
        if not choice.isdigit() or int(choice) >= len(self.offers):
            return dict(self.changes)
        return {**self.changes, "due_at": self.offers[int(choice)]}


def add(tx: Transaction, made: Proposal, now: datetime) -> str:
    """Keep it and return its id; older ones of the same person and assignment go."""
    tx.run(
        delete(proposals).where(
            proposals.c.tenant == tx.tenant,
            proposals.c.assignment_id == made.assignment_id,
            proposals.c.person_id == made.person_id,
        )
    )
    text = json.dumps(
        {
            "changes": {name: written(value) for name, value in made.changes.items()},
            "offers": [one.isoformat() for one in made.offers],
            "subject": made.subject,
        }
    )
    key = new_key()
    values = {
        "id": key,
        "tenant": tx.tenant,
        "assignment_id": made.assignment_id,
        "person_id": made.person_id,
        "version": made.version,
        "changes": text,
        "created_at": now,
    }
    tx.run(insert(proposals), values)
    return key


def find(tx: Transaction, proposal_id: str) -> Proposal | None:
    """The proposal with this id."""
    row = tx.run(
        select(proposals).where(proposals.c.tenant == tx.tenant, proposals.c.id == proposal_id)
    ).first()
    if row is None:
        return None
    data = json.loads(row.changes)
    return Proposal(
        row.id,
        row.assignment_id,
        row.person_id,
        row.version,
        {name: read(name, value) for name, value in data["changes"].items()},
        tuple(datetime.fromisoformat(one) for one in data["offers"]),
        data["subject"],
    )


def remove(tx: Transaction, proposal_id: str) -> None:
    """It is carried out."""
    tx.run(delete(proposals).where(proposals.c.tenant == tx.tenant, proposals.c.id == proposal_id))


def written(value: object) -> object:
    """A date as an object of its own; everything else is JSON already."""
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def read(name: str, value: object) -> object:
    """The value as the assignment holds it."""
    match value:
        case {"at": str(text)}:
            return datetime.fromisoformat(text)
        case str(text) if name == "release":
            return Release(text)
        case list(items):
            return tuple(tuple(item) for item in items)
        case _:
            return value
