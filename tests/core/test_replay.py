"""Try again from here: the fork stands where its parent stood; the parent is as it was."""

import os
import random
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import update

from core.domain.profile import ClientProfile
from core.domain.session import Message, Role, Session, SessionState
from core.errors import RefusalError
from core.library.loader import load_shipped
from core.services import forking
from core.services.house import House
from core.simulation.demo import opening, realise
from core.simulation.director import start, take_turn
from core.simulation.state import State, state_to_json
from core.simulation.trace import trace_to_json
from core.store import chains, forks, messages, sessions
from core.store.database import Database
from core.store.forks import Fork
from core.store.supervision_tables import starts
from core.store.transaction import Transaction
from tests.core.interviews import random_lines
from tests.fakes import START, FakeClock
from tests.seeds import add_sessions, session

TENANT = "play:W"
FULL, SHORT = 1_000, 60
PROFILES = load_shipped()


@dataclass(frozen=True, slots=True)
class Played:
    """A stored parent and what its Director's state was before each turn."""

    parent: Session
    profile: ClientProfile
    states: tuple[State, ...]


def volume() -> int:
    return FULL if os.environ.get("VC_SWEEP") == "full" else SHORT


def store(tx: Transaction, number: int, profile: ClientProfile, said: tuple[str, ...]) -> Played:
    """A finished interview of student `number`, written as the app writes it."""
    state = start(profile, number)
    states = [state]
    lines = [Message(1, 0, Role.CLIENT, opening(profile, number).text, 0)]
    forks.keep_start(tx, f"s{number}", state_to_json(state))
    for turn, text in enumerate(said, start=1):
        step = take_turn(profile, state, text)
        state = step.state
        states.append(state)
        answer = realise(profile, step.decision, number).text
        lines.append(Message(len(lines) + 1, turn, Role.STUDENT, text, turn))
        lines.append(Message(len(lines) + 1, turn, Role.CLIENT, answer, turn))
        messages.add_trace(tx, f"s{number}", turn, trace_to_json(step.trace), f"note {turn}")
    messages.add(tx, f"s{number}", lines)
    parent = replace(
        session(tx.tenant, number, f"play:W:C:T{number}"),
        state=SessionState.COMPLETED,
        director=state_to_json(state),
        turns=len(said),
        last_seq=len(lines),
        memory="We have met before." if number % 2 else "",
    )
    sessions.save(tx, parent)
    return Played(parent, profile, tuple(states))


def fork(tx: Transaction, house: House, played: Played, turn: int) -> Session:
    """The sibling after its place has come."""
    made = replace(
        played.parent,
        id=f"f{played.parent.id}",
        state=SessionState.STARTING,
        attempt=None,
        began_at=None,
        lane=None,
        place=None,
    )
    assert sessions.add(tx, made, work=played.parent.id)
    found = Fork(made.id, played.parent.id, turn)
    forks.add(tx, found)
    begun = forking.begin(tx, house, made, found, START)
    sessions.save(tx, replace(begun, state=SessionState.ACTIVE))
    return begun


def stored(tx: Transaction, played: Played) -> tuple[object, ...]:
    """Everything of the parent."""
    key = played.parent.id
    return (
        sessions.find(tx, key),
        chains.links_of(tx, key),
        messages.traces_of(tx, key),
        messages.notes_of(tx, key),
    )


def one(tx: Transaction, house: House, number: int, rng: random.Random) -> list[str]:
    """Play, fork at random, and say what is wrong."""
    profile = rng.choice(PROFILES)
    house.profiles[tx.tenant, "cli"] = profile
    said = (*random_lines(profile, number), "And what else?")
    played = store(tx, number, profile, said)
    before = stored(tx, played)
    turn = rng.randint(1, len(said))
    begun = fork(tx, house, played, turn)
    expected = forking.point(tx, house, played.parent, turn)
    again = forking.point(tx, house, replace(begun, turns=turn), turn)
    wrong = {
        "state": begun.director != state_to_json(played.states[turn - 1]),
        "hash": expected.hash != again.hash,
        "memory": (begun.memory, begun.salt) != (played.parent.memory, played.parent.salt),
        "parent": stored(tx, played) != before,
        "chain": chains.broken(tx, begun.id) != (),
        "notes": len(messages.notes_of(tx, begun.id)) != turn - 1,
    }
    return [f"{number}: {name}" for name, is_wrong in wrong.items() if is_wrong]


async def test_forks_stand_where_their_parents_stood(sqlite_database: Database) -> None:
    house, rng = House(FakeClock()), random.Random(17)

    def work(tx: Transaction) -> list[str]:
        add_sessions(tx, tuple(f"play:W:C:T{n}" for n in range(volume())))
        return [wrong for n in range(volume()) for wrong in one(tx, house, n, rng)]

    assert await sqlite_database.write(work, TENANT) == []


SAID = ("What brings you here?", "That sounds hard.", "Do you sleep?")


async def refusal(database: Database, turn: int, *, spoil: bool) -> str:
    """Why the way to that turn cannot be gone again; empty when it can."""
    house = House(FakeClock())

    def work(tx: Transaction) -> str:
        add_sessions(tx, ("play:W:C:T0",))
        house.profiles[tx.tenant, "cli"] = PROFILES[0]
        played = store(tx, 0, PROFILES[0], SAID)
        if spoil:
            other = state_to_json(replace(played.states[0], openness=990))
            tx.run(update(starts).values(director=other))
        try:
            forking.point(tx, house, played.parent, turn)
        except RefusalError as error:
            return error.refusal.value
        return ""

    return await database.write(work, TENANT)


@pytest.mark.parametrize(
    ("turn", "spoil", "refused"),
    [
        (1, 0, ""),
        (3, 0, ""),
        (0, 0, "bad_option"),
        (4, 0, "bad_option"),
        (3, 1, "cannot_replay"),
    ],
)
async def test_only_a_way_that_can_be_gone_again_is_gone(
    database: Database, turn: int, spoil: int, refused: str
) -> None:
    assert await refusal(database, turn, spoil=bool(spoil)) == refused
