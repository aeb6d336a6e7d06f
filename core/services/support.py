"""When a student speaks of own distress: the app answers, not the client, and the student decides.

Nothing here needs a model or a network. The words go to nobody until their author has chosen.
"""

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired, Said
from core.domain.outgoing import Draft, Post
from core.domain.reply import Button, Heading, Note, Prose, Reply, say
from core.domain.session import Session, SessionState
from core.domain.token import token
from core.language import _, gettext_noop
from core.services import practice
from core.services.house import House
from core.simulation.distress import own_distress
from core.store import safety
from core.store.transaction import Transaction

JOB = "in_role"
GO_ON, STOP, ROLE = "go_on", "stop", "role"
INSTITUTION = gettext_noop(
    "Please turn to somebody you trust, to the counselling service "
    "of your institution, or to the emergency services where you "
    "are."
)


def speaks_of_self(event: Event) -> bool:
    """Whether a typed message is about the student's own distress."""
    return isinstance(event.body, Said) and own_distress(event.body.text) is not None


def card(session: Session, house: House) -> Reply:
    """Fixed words; the contacts are the institution's own and never invented."""
    return Reply(
        (
            Heading(_("Out of role: is this about you?")),
            Prose(
                _(
                    "It sounds as if you may be speaking of yourself. If so, you "
                    "do not have to go on with this interview, and stopping has no "
                    "effect on any grade."
                )
            ),
            Prose(house.contacts or _(INSTITUTION)),
            Note(
                _(
                    "This is a program and cannot help in an emergency. Your "
                    "message was passed to nobody and is not in the transcript; it "
                    "goes to the client only if you say that it was part of the "
                    "role-play."
                )
            ),
        ),
        (
            Button(_("Stop for today"), token("support", f"{STOP}.{session.id}"), "primary"),
            Button(_("Go on without it"), token("support", f"{GO_ON}.{session.id}")),
            Button(_("It was part of the role-play"), token("support", f"{ROLE}.{session.id}")),
        ),
    )


def withhold(tx: Transaction, house: House, session: Session, events: tuple[Event, ...]) -> Effects:
    """Keep the words back and show the card, to their author alone."""
    for event in events:
        safety.withhold(tx, session.id, event)
    safety.note(tx, "shown")
    last = events[-1]
    return Effects((Draft(last.place, Post(card(session, house), last.actor.user, last.handle)),))


def choose(
    tx: Transaction, house: House, session: Session, choice: str, event: Event
) -> tuple[Reply, Effects]:
    """What the student decided; a second press finds nothing left to decide."""
    if not safety.withheld(tx, session.id):
        return say(_("That is decided already.")), NOTHING
    if choice == ROLE and session.state is not SessionState.ACTIVE:
        return say(_("The interview is paused: press Resume, then this button again.")), NOTHING
    safety.note(tx, choice)
    if choice == ROLE:
        return say(_("Then it goes to the client now.")), pass_on(session, event)
    safety.forget(tx, session.id)
    if choice != STOP:
        return say(_("The interview goes on. Your message was not kept or passed on.")), NOTHING
    if session.state is SessionState.ACTIVE:
        practice.pause(tx, session, house.clock.now())
    return say(
        _(
            "The interview is paused; it waits as long as its assignment "
            "allows. Take care of yourself. Your message was not kept."
        )
    ), NOTHING


def pass_on(session: Session, event: Event) -> Effects:
    """The words that waited are said in role after all, in the interview's own lane."""
    fired = Fired(JOB, {"session": session.id})
    key = f"in-role:{session.id}:{event.key}"
    lane = session.lane or event.lane_key
    return Effects(events=(Event(key, event.place, fired, event.at, lane=lane),))
