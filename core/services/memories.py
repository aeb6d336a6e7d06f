"""What a client remembers: recalled at the start of an interview, kept at its end.

Free practice and ungraded work go on where the last interview ended. A graded interview starts
fresh, so that attempts can be compared, unless the class has made a series of this client.
"""

import json
from dataclasses import dataclass, replace

from core.domain.audit import Entry
from core.domain.jsonvalue import canonical
from core.domain.profile import Between, ClientProfile
from core.domain.remembered import Bond, EntryKind, Kept, MemoryEntry, stand
from core.domain.session import Session
from core.errors import Refusal, RefusalError
from core.services.grants import Act
from core.simulation import director
from core.simulation.memory import (
    Memory,
    memory_from_data,
    memory_text,
    memory_to_data,
    remember,
    start_open,
    tells,
)
from core.simulation.state import State, state_from_json
from core.store import assignments, audit, clients, memories
from core.store.transaction import Transaction

LONGEST_EVENT = 400
MOST_SHIFT = 300


def bond_of(tx: Transaction, session: Session) -> Bond:
    """Whose memory of whom a session belongs to."""
    version = clients.find(tx, session.client_id)
    slug = version.slug if version else ""
    return Bond(session.section_id, session.student_id, slug)


def kept_of(tx: Transaction, bond: Bond) -> Kept:
    """Where the memory stands now."""
    return stand(memories.of_bond(tx, bond))


def read(kept: Kept) -> Memory | None:
    """The memory as the simulation knows it."""
    return memory_from_data(json.loads(kept.memory)) if kept.memory else None


def is_fresh(tx: Transaction, session: Session, kept: Kept) -> bool:
    """Whether the interview neither uses the memory nor adds to it; a teacher's trial does not."""
    if session.test:
        return True
    if session.assignment_id is None or kept.series:
        return False
    assignment = assignments.find(tx, session.assignment_id)
    return assignment is None or assignment.graded


def begin(
    tx: Transaction, session: Session, profile: ClientProfile, seed: int
) -> tuple[State, str]:
    """The Director's first state and what the Actor is told of before; the memory notes both."""
    bond = bond_of(tx, session)
    kept = kept_of(tx, bond)
    if is_fresh(tx, session, kept):
        return director.start(profile, seed), ""
    memory = read(kept)
    waiting = tellable(profile, memory, kept)
    eventful = with_events(profile, memory, waiting)
    told = " ".join(one.id for one in waiting)
    entry = MemoryEntry(
        "", EntryKind.BEGUN, bond.slug, 0, session.student_id, session.id, text=told
    )
    memories.add(tx, bond.section, entry)
    return director.start(eventful, seed, memory), memory_text(eventful, memory)


def tellable(profile: ClientProfile, memory: Memory | None, kept: Kept) -> tuple[MemoryEntry, ...]:
    """What the teacher let happen, without anything that would give a locked fact away."""
    known = start_open(profile, memory)
    return tuple(one for one in kept.waiting if not tells(profile, one.text, known))


def with_events(
    profile: ClientProfile, memory: Memory | None, told: tuple[MemoryEntry, ...]
) -> ClientProfile:
    """The profile as its author would have written it with these events."""
    sessions = memory.sessions if memory else 0
    added = tuple(Between(sessions, one.text, (), one.shift) for one in told)
    return replace(profile, between=profile.between + added)


def keep(tx: Transaction, session: Session, profile: ClientProfile) -> None:
    """Add a finished interview to the memory, once; not when it was reset in the meantime."""
    begun = memories.of_session(tx, session.id, EntryKind.BEGUN)
    if begun is None or session.turns == 0:
        return
    if memories.of_session(tx, session.id, EntryKind.INTERVIEW):
        return
    entries = memories.of_bond(tx, bond_of(tx, session))
    if was_reset(entries[entries.index(begun) + 1 :]):
        return
    memory = remember(profile, state_from_json(session.director), read(stand(entries)))
    entry = replace(begun, id="", kind=EntryKind.INTERVIEW, text=canonical(memory_to_data(memory)))
    memories.add(tx, session.section_id, entry)


def was_reset(later: tuple[MemoryEntry, ...]) -> bool:
    """Whether what was remembered at the beginning has been forgotten since, and stayed so."""
    kinds = [one.kind for one in later if one.kind in {EntryKind.RESET, EntryKind.UNDO}]
    return bool(kinds) and kinds[-1] is EntryKind.RESET


@dataclass(frozen=True, slots=True)
class Happening:
    """What a teacher lets happen before the next interview; nobody named: the whole class."""

    slug: str
    text: str
    shift: int
    student_id: str | None = None


def let_happen(
    tx: Transaction, act: Act, section_id: str, profile: ClientProfile, told: Happening
) -> str:
    """Keep an event; RefusalError for one that is too long or gives a fact away."""
    text = " ".join(told.text.split())
    if not text or len(text) > LONGEST_EVENT:
        wanted = f"what happened, in at most {LONGEST_EVENT} characters"
        raise RefusalError(Refusal.BAD_OPTION, option="text", wanted=wanted)
    if abs(told.shift) > MOST_SHIFT:
        wanted = f"a whole number from -{MOST_SHIFT // 10} to {MOST_SHIFT // 10}"
        raise RefusalError(Refusal.BAD_OPTION, option="shift", wanted=wanted)
    given_away = tells(profile, text, ())
    if given_away:
        wanted = f"a text that does not give away “{given_away[0].title}”, which must be earned"
        raise RefusalError(Refusal.BAD_OPTION, option="text", wanted=wanted)
    entry = MemoryEntry(
        "",
        EntryKind.EVENT,
        told.slug,
        0,
        told.student_id,
        text=text,
        shift=told.shift,
        by_id=act.by.id,
    )
    return write(tx, act, section_id, entry)


def write(tx: Transaction, act: Act, section_id: str, entry: MemoryEntry) -> str:
    """Add what a teacher did to a memory, with who and when."""
    made = memories.add(tx, section_id, replace(entry, by_id=act.by.id))
    target = f"{entry.slug}:{entry.student_id or 'class'}"
    audit.record(tx, Entry(act.by.id, f"memory_{entry.kind}", target, act.now, section_id))
    return made
