"""Whose words count where."""

from dataclasses import replace

from core.domain.effects import Effects
from core.domain.event import Edited, Erased, Event, Opened, Said
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Button, Reply, say
from core.domain.session import Session
from core.domain.token import token
from core.domain.wording import word
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import consent
from core.services.house import House
from core.store import consents, inbox, people, sessions
from core.store.transaction import Transaction


def user_of(tx: Transaction, session: Session) -> str:
    """The platform's id of the student; empty for one who is gone."""
    student = people.find(tx, session.student_id)
    return student.user if student else ""


def may_keep(tx: Transaction, lane: str, user: str) -> bool:
    """Whether words in this lane are those of the student whose interview lives there.

    The place may have been opened a moment ago, with its event still waiting in the lane. An older
    version of the notice is enough: an interview that runs may finish.
    """
    session = sessions.find_lane(tx, lane) or opening(tx, lane)
    person = people.find_user(tx, user)
    if session is None or person is None or session.student_id != person.id:
        return False
    return consents.ever(tx, person.id)


def opening(tx: Transaction, lane: str) -> Session | None:
    """The interview whose place has just come to be."""
    refs = (one.body.ref for one in inbox.ahead(tx, lane) if isinstance(one.body, Opened))
    return next((found for ref in refs if (found := sessions.find(tx, ref))), None)


def unheard(tx: Transaction, house: House, event: Event) -> Effects:
    """Answer words that were dropped: the notice, or whose interview this is, or the way to it."""
    person = people.find_user(tx, event.actor.user)
    session = sessions.find_lane(tx, event.lane_key)
    if session is not None and (person is None or session.student_id != person.id):
        reply = word(RefusalError(Refusal.NOT_YOUR_SESSION))
    elif person is None or not consents.ever(tx, person.id):
        reply = consent.ask(tx, house)
    elif session is None:
        reply = stray(tx, event)
    else:
        reply = say(
            _("That was not heard: the interview was only just opening. Please say it again.")
        )
    return Effects((Draft(event.place, Post(reply, event.actor.user, event.handle)),))


def stray(tx: Transaction, event: Event) -> Reply:
    """The answer to words where no interview lives: the way to the open one, or a start."""
    person = people.find_user(tx, event.actor.user)
    own = sessions.of_student(tx, person.id) if person else ()
    places = [one.place for one in own if one.state.runs and one.place]
    if places:
        return replace(say(_("Your open interview is over there.")), goto=Place.parse(places[0]))
    return say(
        _("No interview lives here, so nobody heard that."),
        buttons=(Button(_("See my work"), token("practice"), "primary"),),
    )


def settled(events: tuple[Event, ...], later: tuple[Event, ...]) -> tuple[Event, ...]:
    """The messages as their author left them before anybody answered: changed, or taken back."""
    kept = {one.body.message_id: one for one in events if isinstance(one.body, Said)}
    for change in later:
        match change.body:
            case Erased(message):
                kept.pop(message, None)
            case Edited(message, text) if message in kept:
                kept[message] = changed(kept[message], change.actor.user, text)
    return tuple(kept.values())


def changed(event: Event, by: str, text: str) -> Event:
    """The message with other words, unless somebody else would change them."""
    if not isinstance(event.body, Said) or event.actor.user != by:
        return event
    return replace(event, body=replace(event.body, text=text))
