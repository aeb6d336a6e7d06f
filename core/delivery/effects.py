"""What a turn leaves behind, and what the engine asks of whoever decides a turn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from core.domain.event import Event
from core.domain.outgoing import Draft
from core.store.jobs import JobDraft
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Batch:
    """The events that one turn answers, in order; `lane` is their conversation."""

    lane: str
    tenant: str
    events: tuple[Event, ...]
    attempt: int


@dataclass(frozen=True, slots=True)
class Effects:
    """Rows that are committed together with the turn."""

    outgoing: tuple[Draft, ...] = ()
    events: tuple[Event, ...] = ()
    jobs: tuple[JobDraft, ...] = ()


NOTHING = Effects()
Finish = Callable[[Transaction], Effects]


class PostponeError(Exception):
    """The turn must wait, for `seconds`, with its message kept; `finish` may say so once."""

    def __init__(self, reason: str, seconds: float, finish: Finish | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.finish = finish


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
