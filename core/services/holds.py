"""Legal holds: an administrator lets nothing of a class be deleted until the hold ends."""

from core.domain.audit import Entry
from core.domain.effects import Effects
from core.domain.teaching import Section
from core.errors import Refusal, RefusalError
from core.services import erasure
from core.services.grants import Act
from core.store import audit, holds, sections
from core.store.transaction import Transaction


def begin(tx: Transaction, act: Act, section: Section, reason: str) -> None:
    """Of two administrators at once one begins it; the other one is told that it is done."""
    found = sections.lock(tx, section.id)
    if found is None or found.held_at is not None:
        raise RefusalError(Refusal.ALREADY_DONE)
    holds.change(tx, section.id, act.now)
    audit.record(tx, Entry(act.by.id, "hold", section.id, act.now, section.id, reason=reason))


def lift(tx: Transaction, act: Act, section: Section) -> Effects:
    """End it; what was to be erased meanwhile is erased from the next turn on."""
    found = sections.lock(tx, section.id)
    if found is None or found.held_at is None:
        raise RefusalError(Refusal.ALREADY_DONE)
    holds.change(tx, section.id, None)
    audit.record(tx, Entry(act.by.id, "lift_hold", section.id, act.now, section.id))
    return erasure.go_on(act.event)
