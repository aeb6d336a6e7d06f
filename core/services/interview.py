"""The turn: a student's words in, the client's answer out, once."""

from dataclasses import dataclass, replace

from core.domain.effects import Effects
from core.domain.event import Event, Said
from core.domain.outgoing import Draft, Post
from core.domain.profile import ClientProfile
from core.domain.reply import Reply
from core.domain.session import Message, Move, Role, Session, after
from core.domain.speech import MAX_INPUT, asides, in_role, visible
from core.domain.wording import word
from core.errors import Refusal, RefusalError
from core.services import briefing, listening
from core.services.house import House
from core.services.practice import seed_of
from core.simulation import demo
from core.simulation.director import Step, take_turn
from core.simulation.state import state_from_json, state_to_json
from core.simulation.trace import trace_to_json
from core.store import messages, sessions
from core.store.database import Database
from core.store.finish import Finish, PostponeError
from core.store.transaction import Transaction

CHANGED_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Heard:
    """One typed message, parted into what the client hears and what goes to the coach."""

    event: Event
    said: Said
    words: str
    asides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a turn is decided from."""

    session: Session
    profile: ClientProfile
    heard: tuple[Heard, ...]
    foreign: tuple[Heard, ...] = ()

    @property
    def words(self) -> str:
        """All that the client hears in this turn."""
        return "\n".join(one.words for one in self.heard if one.words)


def hear(event: Event) -> Heard:
    """Read a message; RefusalError when there is nothing in it to answer."""
    said = event.body
    if not isinstance(said, Said):
        raise TypeError(said)
    if not visible(said.text):
        raise RefusalError(Refusal.TEXT_ONLY)
    if len(said.text) > MAX_INPUT:
        raise RefusalError(Refusal.TOO_LONG, limit=f"{MAX_INPUT:,}")
    return Heard(event, said, in_role(said.text), asides(said.text))


async def take_part(
    database: Database, house: House, lane: str, heard: tuple[Heard, ...]
) -> Finish:
    """Decide a turn; RefusalError when the session takes no words now."""
    first = heard[0].event
    scene = await database.read(lambda tx: look(tx, house, lane, heard), first.tenant)
    if isinstance(scene, Reply):
        return refused(first, scene)
    turn = decide_turn(house, scene)
    return lambda tx: turn_away(scene.foreign) + turn(tx)


def look(tx: Transaction, house: House, lane: str, heard: tuple[Heard, ...]) -> Scene | Reply:
    """The interview of this place and whose words count in it, or the way to one's own."""
    session = sessions.find_lane(tx, lane)
    if session is None:
        return listening.stray(tx, heard[0].event)
    own = listening.is_students(tx, session)
    mine = tuple(one for one in heard if own(one.event))
    if not mine:
        raise RefusalError(Refusal.NOT_YOUR_SESSION)
    after(session.state, Move.SAY)
    foreign = tuple(one for one in heard if one not in mine)
    return Scene(session, house.profile(tx, session.client_id), mine, foreign)


def decide_turn(house: House, scene: Scene) -> Finish:
    """What the client does and says."""
    if not scene.words:
        return lambda tx: note_asides(tx, scene)
    step = take_turn(scene.profile, state_from_json(scene.session.director), scene.words)
    line = demo.realise(scene.profile, step.decision, seed_of(scene.session))
    return lambda tx: write_turn(tx, house, scene, step, line.text)


def turn_away(foreign: tuple[Heard, ...]) -> Effects:
    """Tell others privately that their words were not passed on."""
    reply = word(RefusalError(Refusal.NOT_YOUR_SESSION))
    return Effects(
        tuple(
            Draft(one.event.place, Post(reply, one.event.actor.user, one.event.handle))
            for one in foreign
        )
    )


def write_turn(tx: Transaction, house: House, scene: Scene, step: Step, answer: str) -> Effects:
    """Transcript, trace, totals, state and the reply, together."""
    session = unchanged(tx, scene.session)
    turn = session.turns + 1
    lines = spoken(scene, session.last_seq + 1, turn)
    at_ms = max(lines[-1].at_ms, tx.now_ms)
    lines.append(Message(lines[-1].seq + 1, turn, Role.CLIENT, answer, at_ms))
    messages.add(tx, session.id, lines)
    messages.add_trace(tx, session.id, turn, trace_to_json(step.trace))
    sessions.save(
        tx,
        replace(
            session,
            turns=turn,
            last_seq=lines[-1].seq,
            director=state_to_json(step.state),
            openness=step.state.openness,
            last_at=house.clock.now(),
        ),
    )
    reply = briefing.speech(session, scene.profile, answer)
    return Effects((Draft(scene.heard[-1].event.place, Post(reply)),))


def note_asides(tx: Transaction, scene: Scene) -> Effects:
    """Only words out of role: kept in their own channel, no turn happens."""
    session = unchanged(tx, scene.session)
    lines = spoken(scene, session.last_seq + 1, session.turns)
    messages.add(tx, session.id, lines)
    sessions.save(tx, replace(session, last_seq=lines[-1].seq))
    reply = briefing.aside(session)
    return Effects((Draft(scene.heard[-1].event.place, Post(reply)),))


def spoken(scene: Scene, first_seq: int, turn: int) -> list[Message]:
    """The student's lines of this turn, in the platform's order."""
    lines: list[Message] = []
    for one in sorted(scene.heard, key=lambda heard: heard.event.at):
        parts = [(Role.STUDENT, one.words)] if one.words else []
        parts += [(Role.COACH, text) for text in one.asides]
        for role, text in parts:
            seq = first_seq + len(lines)
            lines.append(Message(seq, turn, role, text, one.event.at, one.said.message_id))
    return lines


def unchanged(tx: Transaction, known: Session) -> Session:
    """The session as it was read; decided anew when something else moved it meanwhile."""
    current = sessions.find(tx, known.id)
    if current is None or (current.state, current.last_seq) != (known.state, known.last_seq):
        message = "the session moved while its turn was decided"
        raise PostponeError(message, CHANGED_PAUSE)
    return current


def refused(event: Event, reply: Reply) -> Finish:
    """Nothing happens but a private answer."""
    draft = Draft(event.place, Post(reply, event.actor.user, event.handle))
    return lambda _tx: Effects((draft,))
