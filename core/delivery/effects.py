"""What the engine asks of whoever decides a turn, and the engine's numbers."""

from dataclasses import dataclass
from typing import Protocol

from core.domain.effects import NOTHING, Effects, JobDraft
from core.domain.event import Event
from core.store.finish import Finish, PostponeError
from core.store.transaction import Transaction

__all__ = ["NOTHING", "Batch", "Decider", "Effects", "Finish", "JobDraft", "PostponeError", "Rules"]


@dataclass(frozen=True, slots=True)
class Batch:
    """The events that one turn answers, in order; `lane` is their conversation.

    `later` came after them and waits for turns of its own. `token` is the lease's: each claim of a
    lane gives it the next one.
    """

    lane: str
    tenant: str
    events: tuple[Event, ...]
    attempt: int
    later: tuple[Event, ...] = ()
    token: int = 0


class Decider(Protocol):
    """Whoever knows the nouns: the dispatcher."""

    async def decide(self, batch: Batch) -> Finish:
        """Do what needs no transaction, and return what the finishing one must write."""
        ...

    def park(self, tx: Transaction, batch: Batch, reason: str) -> Effects:
        """Say that the batch was set aside."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """The engine's numbers; seconds unless named otherwise."""

    lease: float = 8.0
    quiet_ms: int = 1_500
    workers: int = 2_000
    claims: int = 32
    poll: float = 0.25
    send_timeout: float = 10.0
    failures: int = 3
    attempts: int = 10
    first_pause: float = 1.0
    drain: float = 8.0
