"""Lines that wait for their author's choice, and the bare fact that a card was shown."""

from sqlalchemy import delete, func, insert, select

from core.domain.event import Event
from core.domain.ids import new_key
from core.store.codec import event_from_text, event_to_text
from core.store.safety_tables import support_cards, withheld_lines
from core.store.transaction import Transaction


def withhold(tx: Transaction, session_id: str, event: Event) -> None:
    """Keep a line back from transcript and model."""
    count = select(func.count()).where(withheld_lines.c.session_id == session_id)
    values = {
        "session_id": session_id,
        "position": tx.run(count).scalar_one(),
        "tenant": tx.tenant,
        "event": event_to_text(event),
        "at_ms": tx.now_ms,
    }
    tx.run(insert(withheld_lines), values)


def withheld(tx: Transaction, session_id: str) -> tuple[Event, ...]:
    """The lines that were kept back, in order."""
    query = (
        select(withheld_lines.c.event)
        .where(
            withheld_lines.c.session_id == session_id,
            withheld_lines.c.tenant == tx.tenant,
        )
        .order_by(withheld_lines.c.position)
    )
    return tuple(event_from_text(text) for text in tx.run(query).scalars())


def forget(tx: Transaction, session_id: str) -> None:
    """The choice is made: the lines are gone from here."""
    tx.run(
        delete(withheld_lines).where(
            withheld_lines.c.session_id == session_id, withheld_lines.c.tenant == tx.tenant
        )
    )


def note(tx: Transaction, kind: str) -> None:
    """That it happened and when; nobody's name, no place, no words."""
    values = {"id": new_key(), "tenant": tx.tenant, "kind": kind, "at_ms": tx.now_ms}
    tx.run(insert(support_cards), values)


def forget_old(tx: Transaction, lines_before_ms: int, cards_before_ms: int) -> None:
    """Of all tenants: lines whose author never chose, and notes past their time."""
    tx.run(delete(withheld_lines).where(withheld_lines.c.at_ms < lines_before_ms))
    tx.run(delete(support_cards).where(support_cards.c.at_ms < cards_before_ms))
