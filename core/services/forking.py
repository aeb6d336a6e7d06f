"""An interview that begins inside another one: the same words, the same state, then a new turn.

The parent is only read. Its state before the turn is replayed from its first state, and taken
only where every replayed step is the stored one.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from core.domain.effects import Effects
from core.domain.jsonvalue import Json, digest
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.profile import ClientProfile
from core.domain.reply import Block, Heading, Note, Reply, Speech, say
from core.domain.session import Message, Role, Session
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import briefing
from core.services.house import House
from core.simulation import director
from core.simulation.replay import replay
from core.simulation.state import State, state_from_json, state_to_json
from core.simulation.trace import trace_to_json
from core.store import forks, messages, people, sessions
from core.store.forks import Fork
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Point:
    """An interview as it stood before one turn."""

    parent: Session
    turn: int
    start: str
    state: State
    lines: tuple[Message, ...]
    traces: tuple[tuple[int, str, str], ...]

    @property
    def hash(self) -> str:
        """Everything that the next turn hangs on: state, memory, seed and words."""
        said: list[Json] = [
            [line.seq, line.turn, line.role.value, line.text] for line in self.lines
        ]
        parent = self.parent
        fixed = (state_to_json(self.state), parent.memory, parent.salt, parent.renderer)
        return digest([*fixed, said])


def point(tx: Transaction, house: House, parent: Session, turn: int) -> Point:
    """RefusalError where the turn is not there, or the way to it cannot be gone again."""
    if not 1 <= turn <= parent.turns:
        wanted = _("a turn from 1 to {last}").format(last=parent.turns)
        raise RefusalError(Refusal.BAD_OPTION, option="turn", wanted=wanted)
    profile = house.profile(tx, parent.client_id)
    lines = tuple(one for one in messages.of_session(tx, parent.id) if one.turn < turn)
    traces = forks.traces_before(tx, parent.id, turn)
    kept = forks.start_of(tx, parent.id)
    first = state_from_json(kept) if kept else first_state(profile, parent)
    state = first
    steps = replay(profile, first, texts_of(lines, turn))
    for step, (_turn, row, _note) in zip(steps, traces, strict=True):
        if trace_to_json(step.trace) != row:
            raise RefusalError(Refusal.CANNOT_REPLAY)
        state = step.state
    return Point(parent, turn, state_to_json(first), state, lines, traces)


def first_state(profile: ClientProfile, parent: Session) -> State:
    """How an interview without a memory begins; its seed is in every later state."""
    return director.start(profile, state_from_json(parent.director).seed)


def texts_of(lines: tuple[Message, ...], turn: int) -> tuple[str, ...]:
    """What the client heard in each turn before this one."""
    said = [one for one in lines if one.role is Role.STUDENT]
    return tuple(
        "\n".join(one.text for one in said if one.turn == number) for number in range(1, turn)
    )


def begin(tx: Transaction, house: House, session: Session, fork: Fork, now: datetime) -> Session:
    """Copy the parent up to the turn into the new interview, which has just got its place."""
    parent = sessions.find(tx, fork.parent_id)
    if parent is None:
        raise RefusalError(Refusal.NOT_FOUND)
    found = point(tx, house, parent, fork.turn)
    messages.add(tx, session.id, [replace(one, platform_id="") for one in found.lines])
    forks.add_traces(tx, session.id, found.traces)
    forks.keep_start(tx, session.id, found.start)
    return replace(
        session,
        attempt=1,
        began_at=now,
        memory=parent.memory,
        last_seq=found.lines[-1].seq,
        turns=fork.turn - 1,
        director=state_to_json(found.state),
        openness=found.state.openness,
    )


def welcome(tx: Transaction, house: House, session: Session, fork: Fork) -> Effects:
    """The moment again: what the client said last, what the student said then."""
    profile = house.profile(tx, session.client_id)
    name = profile.identity.name
    place = Place.parse(session.place or "")
    then = "\n".join(
        one.text
        for one in messages.of_session(tx, fork.parent_id)
        if one.turn == fork.turn and one.role is Role.STUDENT
    )
    blocks: list[Block] = [
        Heading(_("Again from turn {turn} with {name}").format(turn=fork.turn, name=name)),
        Speech(_("You said then"), then),
        Note(
            _(
                "Say it another way now. This is practice beside your interview: that one, its "
                "attempt and its grade stay as they are."
            )
        ),
    ]
    posts = [Draft(place, Post(Reply(tuple(blocks), briefing.controls(session))))]
    posts += [
        Draft(place, Post(briefing.speech(session, profile, one.text)))
        for one in messages.page(tx, session.id, most=1)
        if one.role is Role.CLIENT
    ]
    student = people.find(tx, session.student_id)
    if student is not None:
        way = replace(say(_("The moment is open again.")), goto=place)
        origin = Place.parse(session.origin)
        posts.append(Draft(origin, Post(way, student.user, session.origin_handle)))
    return Effects(tuple(posts))
