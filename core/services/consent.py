"""Consent to the current notice: asked for once, before anything is kept or any model called."""

from dataclasses import replace
from datetime import datetime

from core.domain import notice
from core.domain.notice import Handling
from core.domain.reply import Reply
from core.domain.teaching import Person
from core.errors import Refusal, RefusalError
from core.services import retention
from core.services.house import House
from core.store import consents
from core.store.transaction import Transaction


def handling(tx: Transaction, house: House) -> Handling:
    """What is done with words in this workspace."""
    return replace(house.handling, kept_days=retention.days_kept(tx, house))


def given(tx: Transaction, house: House, person: Person) -> bool:
    """Whether the person agrees to the notice as it is now."""
    return bool(person.id) and consents.given(tx, person.id, handling(tx, house).version)


def check(tx: Transaction, house: House, person: Person) -> None:
    """RefusalError before anything begins that keeps words or asks a model."""
    if not given(tx, house, person):
        raise RefusalError(Refusal.NO_CONSENT)


def accept(tx: Transaction, house: House, person: Person, now: datetime) -> bool:
    """Keep that the person agrees; False when that was so already."""
    return consents.give(tx, person.id, handling(tx, house).version, now)


def ask(tx: Transaction, house: House, wish: str = "") -> Reply:
    """The notice; what was wished goes on when it is accepted."""
    return notice.notice(handling(tx, house), house.contacts, wish)
