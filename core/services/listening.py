"""Whose words count where."""

from collections.abc import Callable
from dataclasses import replace

from core.domain.event import Event
from core.domain.place import Place
from core.domain.reply import Button, Reply, say
from core.domain.session import Session
from core.domain.token import token
from core.store import people, sessions
from core.store.transaction import Transaction


def is_students(tx: Transaction, session: Session) -> Callable[[Event], bool]:
    """Tells the student's own events from everybody else's."""
    student = people.find(tx, session.student_id)
    user = student.user if student else ""
    return lambda event: bool(user) and event.actor.user == user


def stray(tx: Transaction, event: Event) -> Reply:
    """The answer to words where no interview lives: the way to the open one, or a start."""
    person = people.find_user(tx, event.actor.user)
    own = sessions.of_student(tx, person.id) if person else ()
    places = [one.place for one in own if one.state.runs and one.place]
    if places:
        return replace(say("Your open interview is over there."), goto=Place.parse(places[0]))
    return say(
        "No interview lives here, so nobody heard that.",
        buttons=(Button("See my work", token("practice"), "primary"),),
    )
