"""What is kept about one client and one student between interviews: entries, oldest first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType


class EntryKind(StrEnum):
    """What happened to a memory; it is never overwritten, only added to."""

    BEGUN = "begun"
    INTERVIEW = "interview"
    EVENT = "event"
    WITHDRAWN = "withdrawn"
    RESET = "reset"
    UNDO = "undo"
    SERIES = "series"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Bond:
    """One student and one client in one class; the client goes by its slug, not by a version."""

    section: str
    student: str
    slug: str


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """One entry; without a student it counts for the whole class.

    `text` is what happened (an event), what was remembered (an interview: JSON), which events were
    told (begun: their ids) or what is taken back (an id); `shift` in permille of openness.
    """

    id: str
    kind: EntryKind
    slug: str
    at_ms: int
    student_id: str | None = None
    session_id: str | None = None
    text: str = ""
    shift: int = 0
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a memory stands.

    `memory` is the last one as JSON, `waiting` what was not told yet, `sessions` where it comes
    from in order, `series` whether graded interviews take part in it.
    """

    memory: str = ""
    waiting: tuple[MemoryEntry, ...] = ()
    sessions: tuple[str, ...] = ()
    series: bool = False
    before_reset: "Kept | None" = None


def stand(entries: tuple[MemoryEntry, ...]) -> Kept:
    """Fold the entries, oldest first."""
    kept = Kept()
    for entry in entries:
        kept = _after(kept, entry)
    return kept


def _after(kept: Kept, entry: MemoryEntry) -> Kept:
    turn = TURNS.get(entry.kind)
    return turn(kept, entry) if turn else replace(kept, waiting=_waiting(kept.waiting, entry))


def _waiting(waiting: tuple[MemoryEntry, ...], entry: MemoryEntry) -> tuple[MemoryEntry, ...]:
    """An event joins; one that was told or taken back leaves."""
    if entry.kind is EntryKind.EVENT:
        return (*waiting, entry)
    gone = entry.text.split()
    return tuple(one for one in waiting if one.id not in gone)


def _interviewed(kept: Kept, entry: MemoryEntry) -> Kept:
    sessions = (*kept.sessions, entry.session_id or "")
    return replace(kept, memory=entry.text, sessions=sessions, before_reset=None)


TURNS: Mapping[EntryKind, Callable[[Kept, MemoryEntry], Kept]] = MappingProxyType(
    {
        EntryKind.INTERVIEW: _interviewed,
        EntryKind.RESET: lambda kept, _: Kept(series=kept.series, before_reset=kept),
        EntryKind.UNDO: lambda kept, _: kept.before_reset or kept,
        EntryKind.SERIES: lambda kept, _: replace(kept, series=True),
        EntryKind.USUAL: lambda kept, _: replace(kept, series=False),
    }
)
