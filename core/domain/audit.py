"""The audit's chain: each entry seals the one before it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to which object; ids only, no content."""

    actor_id: str
    action: str
    target: str
    at: datetime
    section_id: str = ""
    outcome: str = "done"
    reason: str = ""


def sealed(previous: str, seq: int, entry: Entry) -> str:
    """The entry's hash, hexadecimal SHA-256 over the previous hash and every field.

    The actor is our own random id, which erasure detaches from the account, so the chain stays
    whole when a person is erased.
    """
    fields = (
        previous,
        str(seq),
        entry.actor_id,
        entry.action,
        entry.target,
        str(round(entry.at.timestamp() * 1000)),
        entry.section_id,
        entry.outcome,
        entry.reason,
    )
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()
