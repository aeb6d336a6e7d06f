"""The turn: a student's words in, the client's answer out, once."""

from dataclasses import dataclass, replace

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired, Said, payload_of
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.profile import ClientProfile
from core.domain.reply import Reply
from core.domain.session import Message, Move, Role, Session, SessionState, after
from core.domain.speech import MAX_INPUT, asides, in_role, visible
from core.domain.wording import word
from core.errors import ModelError, Refusal, RefusalError
from core.services import briefing, coach, held, length, listening, practice, support
from core.services.actor import Cue, OutOfRoleError, Past, Spoken, speak
from core.services.held import Case, Held, Tried, Trouble
from core.services.house import House
from core.services.patience import InterruptedTurnError, Wait, patient
from core.services.practice import seed_of
from core.services.seen import Seen
from core.simulation import demo
from core.simulation.director import Step, take_turn
from core.simulation.state import State, state_from_json
from core.simulation.trace import trace_to_json
from core.store import messages, safety, sessions
from core.store.database import Database
from core.store.finish import Finish, PostponeError
from core.store.transaction import Transaction

CHANGED_PAUSE = 0.05
NOTHING_PAST = Past((), {})


@dataclass(frozen=True, slots=True)
class Heard:
    """One typed message, parted into what the client hears and what goes to the coach."""

    event: Event
    said: Said
    words: str
    asides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """Where a turn is taken, and the token under which."""

    key: str
    token: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What a turn is decided from; `past` is read only where a model needs it.

    `wait` is how many seconds the words come too early, `tried` which try of kept words it is,
    `own` whether the student seems to speak of own distress. `user` is the student's id, `state`
    the Director's where it is at hand, `token` the lease's where what follows may be remembered.
    """

    session: Session
    profile: ClientProfile
    past: Past
    heard: tuple[Heard, ...] = ()
    foreign: tuple[Heard, ...] = ()
    tried: Tried = 0
    wait: float = 0.0
    own: bool = False
    user: str = ""
    state: State | None = None
    token: int = 0

    @property
    def held(self) -> tuple[Message, ...]:
        """Lines of the student that were kept and not answered yet."""
        turns = self.session.turns
        kept = (line for line in self.past.lines if line.turn > turns)
        return tuple(line for line in kept if line.role is Role.STUDENT)

    @property
    def words(self) -> str:
        """All that the client hears in this turn."""
        kept = [line.text for line in self.held]
        return "\n".join([*kept, *(one.words for one in self.heard if one.words)])

    @property
    def turn(self) -> int:
        """The number of this turn."""
        return self.session.turns + 1


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
    database: Database, house: House, lane: Lane, heard: tuple[Heard, ...]
) -> Finish:
    """Decide a turn; RefusalError when the session takes no words now."""
    first = heard[0].event
    seen = house.sight.take(lane.key, lane.token)
    scene: Scene | Reply | None = look_again(house, seen, heard) if seen else None
    if scene is None:
        scene = await database.read(lambda tx: look(tx, house, lane, heard), first.tenant)
    if isinstance(scene, Reply):
        return refused(first, scene)
    turn = await decide_turn(database, house, scene)
    return (lambda tx: turn_away(scene.foreign) + turn(tx)) if scene.foreign else turn


def look(tx: Transaction, house: House, lane: Lane, heard: tuple[Heard, ...]) -> Scene | Reply:
    """The interview of this place and whose words count in it, or the way to one's own."""
    session = sessions.find_lane(tx, lane.key)
    if session is None:
        return listening.stray(tx, heard[0].event)
    user = listening.user_of(tx, session)
    mine = spoken_by(user, heard)
    if not mine:
        raise RefusalError(Refusal.NOT_YOUR_SESSION)
    if session.state.runs and any(support.speaks_of_self(one.event) for one in mine):
        return Scene(session, house.profile(tx, session.client_id), NOTHING_PAST, mine, own=True)
    check_moment(session, mine)
    scene = scene_of(tx, house, session)
    in_order = tuple(sorted(mine, key=lambda one: one.event.at))
    foreign = tuple(one for one in heard if one not in mine)
    wait = too_early(tx, house, session, in_order[-1].event.at)
    return replace(scene, heard=in_order, foreign=foreign, wait=wait, user=user, token=lane.token)


def spoken_by(user: str, heard: tuple[Heard, ...]) -> tuple[Heard, ...]:
    """What this person said; nobody is no person."""
    return tuple(one for one in heard if user and one.event.actor.user == user)


def look_again(house: House, seen: Seen, heard: tuple[Heard, ...]) -> Scene | None:
    """The scene of the very next turn, without reading; None where more has to be known."""
    session = seen.session
    profile = house.profiles.get((session.tenant, session.client_id))
    if profile is None or spoken_by(seen.user, heard) != heard:
        return None
    if any(support.speaks_of_self(one.event) for one in heard):
        return None
    in_order = tuple(sorted(heard, key=lambda one: one.event.at))
    user, state, token = seen.user, seen.state, seen.token + 1
    return Scene(session, profile, NOTHING_PAST, in_order, user=user, state=state, token=token)


def check_moment(session: Session, mine: tuple[Heard, ...]) -> None:
    """RefusalError when the session takes no words now; words out of role are heard in a pause."""
    if any(one.words for one in mine) or session.state is not SessionState.PAUSED:
        after(session.state, Move.SAY)


def too_early(tx: Transaction, house: House, session: Session, at_ms: int) -> float:
    """Seconds by which the words come too soon after others; the scripted client never minds."""
    if house.limits is None or session.engine == demo.ENGINE:
        return 0.0
    return length.wait_seconds(tx, house.limits, session.student_id, at_ms)


async def decide_turn(database: Database, house: House, scene: Scene) -> Finish:
    """What the client does and says; words out of role alone make no turn."""
    if scene.own:
        events = tuple(one.event for one in scene.heard)
        return lambda tx: support.withhold(tx, house, scene.session, events)
    if not any(one.words for one in scene.heard):
        return lambda tx: note_asides(tx, scene)
    turn = await play(database, house, scene)
    return lambda tx: turn(tx) + coached(scene)


def turn_away(foreign: tuple[Heard, ...]) -> Effects:
    """Tell others privately that their words were not passed on."""
    reply = word(RefusalError(Refusal.NOT_YOUR_SESSION))
    return Effects(
        tuple(
            Draft(one.event.place, Post(reply, one.event.actor.user, one.event.handle))
            for one in foreign
        )
    )


async def speak_in_role(database: Database, house: House, event: Event) -> Finish:
    """The student said that the words were part of the role-play: now the client hears them."""

    def load(tx: Transaction) -> Scene | None:
        session = sessions.find(tx, payload_of(event).get("session", ""))
        if session is None or session.state is not SessionState.ACTIVE:
            return None
        heard = tuple(map(hear, safety.withheld(tx, session.id)))
        return replace(scene_of(tx, house, session), heard=heard) if heard else None

    scene = await database.read(load, event.tenant)
    if scene is None:
        return lambda _tx: NOTHING
    turn = await decide_turn(database, house, scene)

    def finish(tx: Transaction) -> Effects:
        effects = turn(tx)
        safety.forget(tx, scene.session.id)
        return effects

    return finish


async def answer_again(database: Database, house: House, event: Event) -> Finish:
    """Try anew to answer the words that were kept; nothing when that is not wanted any more."""

    def load(tx: Transaction) -> Scene | None:
        if not isinstance(event.body, Fired):
            return None
        payload = event.body.payload
        session = sessions.find(tx, payload["session"])
        if session is None or session.state is not SessionState.ACTIVE:
            return None
        tried = int(payload["try"]) if "try" in payload else None
        scene = scene_of(tx, house, session, tried)
        first = str(scene.held[0].seq) if scene.held else ""
        return scene if first and payload.get("seq", first) == first else None

    scene = await database.read(load, event.tenant)
    if scene is None:
        return lambda _tx: NOTHING
    return await play(database, house, scene)


def scene_of(tx: Transaction, house: House, session: Session, tried: Tried = 0) -> Scene:
    """Read what the turn needs: all of the interview where a model speaks, else little."""
    profile = house.profile(tx, session.client_id)
    past = NOTHING_PAST
    if session.engine != demo.ENGINE:
        past = Past(messages.of_session(tx, session.id), messages.notes_of(tx, session.id))
    return Scene(session, profile, past, tried=tried)


async def play(database: Database, house: House, scene: Scene) -> Finish:
    """Step the Director and let the session's own engine speak."""
    state = scene.state or state_from_json(scene.session.director)
    step = take_turn(scene.profile, state, scene.words)
    outcome = await answer(database, house, scene, step)
    if isinstance(outcome, Trouble):
        return lambda tx: hold(tx, house, scene, outcome)
    return lambda tx: write_turn(tx, house, scene, step, outcome)


async def answer(database: Database, house: House, scene: Scene, step: Step) -> Spoken | Trouble:
    """What the client says, or why it says nothing now."""
    session = scene.session
    if session.engine == demo.ENGINE:
        return Spoken(demo.realise(scene.profile, step.decision, seed_of(session)).text)
    model = house.voice(session.engine)
    if model is None or scene.wait:
        return Trouble(held.RATE, scene.wait) if model else Trouble("gone")
    cue = Cue(session, scene.profile, scene.past, scene.words, step)
    try:
        return await patient(Wait(database, house, session), speak(model, cue))
    except InterruptedTurnError:
        return Trouble(held.INTERRUPTED)
    except OutOfRoleError as error:
        return Trouble(held.OUT_OF_ROLE, detail=str(error))
    except ModelError as error:
        return held.trouble_of(error, scene.tried or 0)


def write_turn(tx: Transaction, house: House, scene: Scene, step: Step, spoken: Spoken) -> Effects:
    """Transcript, trace, totals, state and the reply, together."""
    session = scene.session
    lines = new_lines(scene)
    last = lines[-1] if lines else scene.held[-1]
    at_ms = max(last.at_ms, tx.now_ms)
    lines.append(Message(next_seq(session, lines), scene.turn, Role.CLIENT, spoken.text, at_ms))
    played = replace(
        session,
        turns=scene.turn,
        last_seq=lines[-1].seq,
        director=step.text,
        openness=step.state.openness,
        last_at=house.clock.now(),
    )
    before = advance(tx, session, played)
    messages.add(tx, session.id, lines, before)
    messages.add_trace(tx, session.id, scene.turn, trace_to_json(step.trace), spoken.note)
    posts = [briefing.speech(session, scene.profile, spoken.text)]
    if step.decision.boundary:
        posts.append(briefing.boundary(session))
    said = Effects(tuple(Draft(place_of(scene), Post(reply)) for reply in posts))
    if scene.held:
        said = said + held.settled(tx, Held(session, scene.held[0].seq))
    remember(tx, house, scene, Seen(played, scene.user, step.state, scene.token))
    return said + grown(tx, house, scene, played)


def remember(tx: Transaction, house: House, scene: Scene, seen: Seen) -> None:
    """Let the next turn begin here, once the check whether this one fits was passed."""
    lane = seen.session.lane
    if scene.user and lane and seen.session.engine == demo.ENGINE:
        tx.later(lambda: house.sight.keep(lane, seen))


def grown(tx: Transaction, house: House, scene: Scene, played: Session) -> Effects:
    """Tell in time that an interview becomes too long; at its greatest length it ends."""
    if house.limits is None or played.engine == demo.ENGINE:
        return NOTHING
    past = Past(messages.of_session(tx, played.id), messages.notes_of(tx, played.id))
    used, before = length.percent(house.limits, past), length.percent(house.limits, scene.past)
    place = place_of(scene)
    if used >= length.FULL:
        now = house.clock.now()
        event = Event("", place, Fired("over"), tx.now_ms, lane=played.lane or "")
        _, ended = practice.finish(tx, played, event, now)
        return Effects((Draft(place, Post(length.notice(length.OVER))),)) + ended
    if used >= length.NEARLY > before:
        return Effects((Draft(place, Post(length.notice(length.NEARLY_OVER))),))
    return NOTHING


def hold(tx: Transaction, house: House, scene: Scene, trouble: Trouble) -> Effects:
    """Keep the words without an answer and say why; a refused turn is set aside for good."""
    session = scene.session
    lines = new_lines(scene)
    kept = replace(session, last_seq=next_seq(session, lines) - 1, last_at=house.clock.now())
    before = advance(tx, session, kept)
    messages.add(tx, session.id, lines, before)
    if trouble.final:
        messages.set_aside(tx, session.id, session.turns)
    waiting = [line for line in (*scene.held, *lines) if line.role is Role.STUDENT]
    case = Case(trouble, scene.tried, more=bool(scene.held))
    return held.effects(tx, house, Held(kept, waiting[0].seq), case)


def note_asides(tx: Transaction, scene: Scene) -> Effects:
    """Only words out of role: kept in their own channel, no turn happens."""
    session = scene.session
    lines = [replace(line, turn=session.turns) for line in new_lines(scene)]
    before = advance(tx, session, replace(session, last_seq=lines[-1].seq))
    messages.add(tx, session.id, lines, before)
    return coached(scene)


def coached(scene: Scene) -> Effects:
    """What was said out of role is answered next."""
    asides = tuple(text for one in scene.heard for text in one.asides)
    return coach.follow(scene.session, place_of(scene), scene.heard[0].event, asides)


def new_lines(scene: Scene) -> list[Message]:
    """The student's new lines of this turn, in the platform's order."""
    lines: list[Message] = []
    for one in scene.heard:
        parts = [(Role.STUDENT, one.words)] if one.words else []
        parts += [(Role.COACH, text) for text in one.asides]
        for role, text in parts:
            seq = scene.session.last_seq + 1 + len(lines)
            lines.append(Message(seq, scene.turn, role, text, one.event.at, one.said.message_id))
    return lines


def next_seq(session: Session, lines: list[Message]) -> int:
    """The number after the last line."""
    return (lines[-1].seq if lines else session.last_seq) + 1


def place_of(scene: Scene) -> Place:
    """Where the answer belongs: where it was asked for, else where the session lives."""
    if scene.heard:
        return scene.heard[-1].event.place
    return Place.parse(scene.session.place or scene.session.origin)


def advance(tx: Transaction, known: Session, moved: Session) -> str:
    """Write the turn to its session and return what its lines are sealed onto.

    It is decided anew when something else moved the session meanwhile.
    """
    before = sessions.advance(tx, known, moved)
    if before is None:
        message = "the session moved while its turn was decided"
        raise PostponeError(message, CHANGED_PAUSE)
    return before


def refused(event: Event, reply: Reply) -> Finish:
    """Nothing happens but a private answer."""
    draft = Draft(event.place, Post(reply, event.actor.user, event.handle))
    return lambda _tx: Effects((draft,))
