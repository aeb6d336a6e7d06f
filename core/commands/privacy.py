"""/privacy: the notice and what everybody can do with their own data."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.effects import Effects
from core.domain.event import Called, Event
from core.domain.notice import read_wish
from core.domain.policy import Action
from core.domain.reply import Button, say
from core.domain.token import token
from core.language import _
from core.services import consent
from core.store import people


@command("accept", "Accept the privacy notice", Action.NOTICE, Manner(button="wish"))
def accept_notice(
    call: Call, wish: Annotated[str | None, Option("what goes on then", max_length=100)] = None
) -> Answer:
    """What was wished goes on by itself, in the same commit."""
    person = people.meet(call.tx, call.event.actor.user, call.event.actor.name, call.now)
    consent.accept(call.tx, call.house, person, call.now)
    name, values = read_wish(wish or "")
    thanks = _("Thank you. /privacy show tells what is kept of you, at any time.")
    if not name:
        return Answer(
            say(thanks, buttons=(Button(_("See my work"), token("practice"), "primary"),))
        )
    body, key = Called(name, values), f"accepted:{call.event.key}"[:200]
    event = call.event
    lane = event.lane_key
    then = Event(key, event.place, body, event.at, event.actor, handle=event.handle, lane=lane)
    return Answer(say(thanks), Effects(events=(then,)))
