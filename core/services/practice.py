"""Starting, continuing, pausing and ending an interview."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired
from core.domain.ids import new_key
from core.domain.outgoing import Draft, Open, Post
from core.domain.place import Place
from core.domain.profile import ClientProfile
from core.domain.reply import Button, Reply, say
from core.domain.session import Message, Move, Role, Session, SessionState, after
from core.domain.teaching import (
    Assignment,
    ClientVersion,
    Person,
    Section,
    check_attempts,
    check_open,
    own_view,
)
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import (
    briefing,
    clocks,
    consent,
    forking,
    held,
    memories,
    monitorday,
    supervising,
    usage,
)
from core.services.house import House
from core.simulation import demo
from core.simulation.state import state_to_json
from core.store import assignments, clients, extensions, forks, messages, people, sessions
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Start:
    """Who wants to start what, where and how to answer privately."""

    person: Person
    section: Section
    client: ClientVersion
    assignment: Assignment | None
    event: Event
    now: datetime
    test: bool = False

    @property
    def title(self) -> str:
        """What its place is called."""
        title = _("Interview with {name}").format(name=self.client.name)
        return f"TEST: {title}" if self.test else title


def running_one(tx: Transaction, wish: Start) -> Session | None:
    """The same interview where it is open already."""
    if wish.test:
        return sessions.find_test(tx, wish.person.id, wish.client.id)
    assignment_id = wish.assignment.id if wish.assignment else None
    return sessions.find_running(tx, wish.person.id, assignment_id, wish.client.id)


def start(tx: Transaction, house: House, wish: Start) -> tuple[Reply, Effects]:
    """Open an interview, or lead to the one that runs; RefusalError when it may not start."""
    consent.check(tx, house, wish.person)
    people.lock_enrolment(tx, wish.section.id, wish.person.id)
    running = running_one(tx, wish)
    if running is not None:
        return lead_to(running, wish)
    if wish.assignment is not None:
        exception = extensions.find(tx, wish.assignment.id, wish.person.id)
        work = own_view(wish.assignment, exception)
        check_open(work, wish.now)
        taken = sessions.attempts_taken(tx, wish.assignment.id, wish.client.id, wish.person.id)
        check_attempts(work, taken)
    made = new_session(house, wish)
    if made.engine != demo.ENGINE:
        usage.hold_money(tx, house.limits, made)
    if not sessions.add(tx, made):
        usage.free_money(tx, made)
        raise RefusalError(Refusal.SESSION_STARTING)
    errand = Open(made.id, wish.person.user, wish.title)
    return (
        say(_("Opening your interview with {name}…").format(name=wish.client.name)),
        Effects((Draft(wish.event.place.parent, errand),)),
    )


def new_session(house: House, wish: Start) -> Session:
    """A session that has not begun: no attempt, no transcript, no place."""
    return Session(
        id=new_key(),
        tenant=wish.person.tenant,
        section_id=wish.section.id,
        assignment_id=wish.assignment.id if wish.assignment else None,
        client_id=wish.client.id,
        student_id=wish.person.id,
        state=SessionState.STARTING,
        engine=house.engine,
        attempt=None,
        lane=None,
        place=None,
        origin=str(wish.event.place),
        origin_handle=wish.event.handle,
        salt=new_key(),
        director="",
        last_seq=0,
        turns=0,
        openness=0,
        created_at=wish.now,
        began_at=None,
        last_at=None,
        ended_at=None,
        test=wish.test,
    )


def lead_to(running: Session, wish: Start) -> tuple[Reply, Effects]:
    """The way into an interview that runs already; a lost place is opened anew."""
    name = wish.client.name
    if running.state is SessionState.INTERRUPTED:
        errand = Open(running.id, wish.person.user, wish.title)
        return (
            say(
                _(
                    "Your interview with {name} lost its place. Opening a new one; it goes on."
                ).format(name=name)
            ),
            Effects((Draft(wish.event.place.parent, errand),)),
        )
    if running.place is None:
        raise RefusalError(Refusal.SESSION_STARTING)
    reply = say(_("Your interview with {name} is still open.").format(name=name))
    return replace(reply, goto=Place.parse(running.place)), NOTHING


def open_place(tx: Transaction, house: House, event: Event, ref: str) -> Effects:
    """The interview's place is there: begin (or go on), brief, greet; all in one commit."""
    session = sessions.find(tx, ref)
    if session is None or not session.state.runs:
        return NOTHING
    profile = house.profile(tx, session.client_id)
    began = session.began_at is None
    now = house.clock.now()
    session = replace(
        session,
        state=after(session.state, Move.BEGIN),
        lane=event.lane_key,
        place=str(event.place),
        last_at=now,
    )
    fork = forks.find(tx, session.id) if began else None
    if fork is not None:
        session = forking.begin(tx, house, session, fork, now)
    elif began:
        session = greet(tx, session, profile, now, event.at)
    sessions.save(tx, session)
    if fork is not None:
        return forking.welcome(tx, house, session, fork)
    if began:
        clocks.begin(tx, session, work_of(tx, session), now)
    else:
        clocks.reopen(tx, session, now)
    return welcome(tx, house, session, began=began)


def greet(
    tx: Transaction, session: Session, profile: ClientProfile, now: datetime, at_ms: int
) -> Session:
    """Count the attempt and write the client's first line, the author's own words."""
    attempt = 1
    if session.assignment_id is not None:
        attempt = sessions.next_attempt(tx, session)
    seed = seed_of(session)
    line = demo.opening(profile, seed)
    messages.add(tx, session.id, [Message(1, 0, Role.CLIENT, line.text, at_ms)])
    state, memory = memories.begin(tx, session, profile, seed)
    forks.keep_start(tx, session.id, state_to_json(state))
    return replace(
        session,
        attempt=attempt,
        began_at=now,
        last_seq=1,
        memory=memory,
        director=state_to_json(state),
        openness=state.openness,
    )


def seed_of(session: Session) -> int:
    """The whole number that the session's choices of lines hang on."""
    return int.from_bytes(session.salt.encode()[:6], "big")


def welcome(tx: Transaction, house: House, session: Session, *, began: bool) -> Effects:
    """Briefing and the client's last line into the place, the way there to the origin."""
    profile = house.profile(tx, session.client_id)
    place = Place.parse(session.place or "")
    assignment = work_of(tx, session)
    last = messages.page(tx, session.id, most=1)
    student = people.find(tx, session.student_id)
    if began:
        made = briefing.with_readers(briefing.brief(session, profile, assignment), house, place)
        brief = replace(made, blocks=(*made.blocks, *supervising.readers_note(tx, session)))
    else:
        words = _("Your interview with {name} goes on here.").format(name=profile.identity.name)
        brief = say(words)
    way = replace(
        say(_("Your interview with {name} is open.").format(name=profile.identity.name)), goto=place
    )
    posts = [Draft(place, Post(brief))]
    posts += [
        Draft(place, Post(briefing.speech(session, profile, line.text)))
        for line in last
        if line.role is Role.CLIENT
    ]
    if student is not None:
        origin = Place.parse(session.origin)
        posts.append(Draft(origin, Post(way, student.user, session.origin_handle)))
    return Effects(tuple(posts))


def work_of(tx: Transaction, session: Session) -> Assignment | None:
    """The session's assignment as it counts for its student."""
    if session.assignment_id is None:
        return None
    found = assignments.find(tx, session.assignment_id)
    exception = extensions.find(tx, session.assignment_id, session.student_id)
    return found and own_view(found, exception)


def pause(tx: Transaction, session: Session, now: datetime) -> Reply:
    """Stop the clock; always works, never a penalty."""
    moved = replace(session, state=after(session.state, Move.PAUSE), last_at=now)
    sessions.save(tx, moved)
    clocks.stop(tx, session, now)
    return say(
        _("Paused. Take your time; nothing you type now reaches the client."),
        buttons=(
            Button(_("Resume"), token("resume", session.id), "primary"),
            Button(_("Ask for a hint"), token("coach", session.id)),
            briefing.end_button(session),
        ),
    )


def resume(tx: Transaction, session: Session, event: Event, now: datetime) -> tuple[Reply, Effects]:
    """Go on where it stopped; words that were kept unanswered are tried again."""
    sessions.save(tx, replace(session, state=after(session.state, Move.RESUME), last_at=now))
    clocks.run(tx, session, now)
    reply = say(_("The interview goes on. What would you say next?"))
    return reply, held.wish(session, event.key, event.at)


def finish(tx: Transaction, session: Session, event: Event, now: datetime) -> tuple[Reply, Effects]:
    """End the interview; its report is the next turn of the same lane, in the same commit."""
    ended = replace(session, state=after(session.state, Move.FINISH), last_at=now, ended_at=now)
    sessions.save(tx, ended)
    monitorday.keep(tx, session, now)
    usage.free_money(tx, session)
    place = Place.parse(session.place or session.origin)
    fired = Fired("report", {"session": session.id})
    report = Event(
        f"report:{session.id}", place, fired, event.at, lane=session.lane or event.lane_key
    )
    last = (_("The interview has ended. Your report is coming."), *clocks.told(tx, ended))
    return say(*last), Effects(events=(report,))


def interrupt(tx: Transaction, lane: str, now: datetime) -> None:
    """The place is gone: the session waits, nothing is lost, no attempt is burnt."""
    session = sessions.find_lane(tx, lane)
    if session is None or not session.state.runs:
        return
    if session.state is SessionState.INTERRUPTED:
        return
    if session.state is SessionState.STARTING:
        sessions.save(tx, replace(session, state=SessionState.FAILED))
        usage.free_money(tx, session)
        return
    clocks.stop(tx, session, now)
    moved = after(session.state, Move.INTERRUPT)
    sessions.save(tx, replace(session, state=moved, last_at=now))


def fail_start(tx: Transaction, session_id: str, reason: str) -> Effects:
    """Undo a start whose place was refused; no attempt is used."""
    session = sessions.find(tx, session_id)
    if session is None or session.state not in {SessionState.STARTING, SessionState.INTERRUPTED}:
        return NOTHING
    if session.state is SessionState.STARTING:
        sessions.save(tx, replace(session, state=after(session.state, Move.FAIL)))
        usage.free_money(tx, session)
    student = people.find(tx, session.student_id)
    reply = say(
        _(
            "I could not open a place for your interview: {reason}. No "
            "attempt was used; please tell your teacher, then try again."
        ).format(reason=reason)
    )
    to = student.user if student else ""
    return Effects((Draft(Place.parse(session.origin), Post(reply, to, session.origin_handle)),))


def fail_stale_starts(tx: Transaction, before: datetime) -> int:
    """Forget starts whose place never came; they used no attempt."""
    stale = sessions.stale_starts(tx, before)
    for session in stale:
        own = tx.bound(session.tenant)
        sessions.save(own, replace(session, state=after(session.state, Move.FAIL)))
        usage.free_money(own, session)
    return len(stale)


def own_session(tx: Transaction, person: Person, session_id: str, lane: str) -> Session:
    """The caller's session by id, or the one of this place; others' read as not found."""
    session = sessions.find(tx, session_id) if session_id else sessions.find_lane(tx, lane)
    if session is None or session.student_id != person.id:
        raise RefusalError(Refusal.NOT_FOUND if session_id else Refusal.NOT_IN_INTERVIEW)
    return session


def choose_client(
    tx: Transaction, assignment: Assignment | None, wanted: str, done: frozenset[str]
) -> ClientVersion:
    """The named client, or the first of the assignment not yet finished; RefusalError if none."""
    offered = assignments.clients_of(tx, assignment.id) if assignment else clients.published(tx)
    fitting = [one for one in offered if is_meant(one, wanted)]
    if not fitting:
        raise RefusalError(Refusal.NOT_FOUND)
    fresh = [one for one in fitting if one.id not in done]
    return fitting[0] if wanted or not fresh else fresh[0]


def is_meant(client: ClientVersion, wanted: str) -> bool:
    """By id, short name or the beginning of the name; nothing said means any."""
    folded = wanted.casefold()
    return folded in {client.id, client.slug} or client.name.casefold().startswith(folded)
