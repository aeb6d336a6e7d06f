"""What a turn leaves behind, committed together with it."""

from dataclasses import dataclass

from core.domain.event import Event
from core.domain.outgoing import Draft


@dataclass(frozen=True, slots=True)
class JobDraft:
    """An event to be accepted at `run_at` (milliseconds UTC); the key makes it happen once."""

    kind: str
    dedupe_key: str
    run_at: int
    event: Event


@dataclass(frozen=True, slots=True)
class Effects:
    """Errands for platforms, events for lanes and jobs for later."""

    outgoing: tuple[Draft, ...] = ()
    events: tuple[Event, ...] = ()
    jobs: tuple[JobDraft, ...] = ()

    def __add__(self, other: "Effects") -> "Effects":
        if other is NOTHING or self is NOTHING:
            return self if other is NOTHING else other
        return Effects(
            self.outgoing + other.outgoing, self.events + other.events, self.jobs + other.jobs
        )


NOTHING = Effects()
