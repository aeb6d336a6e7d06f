"""/pause, /resume, /done: what a student can always do with an interview."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import say
from core.domain.session import Move, after
from core.language import _
from core.services import held
from core.services import practice as service

SessionId = Annotated[str | None, Option("which interview", max_length=40)]


@command("pause", "Pause your interview", Action.OWN_SESSION, Manner(button="session"))
def pause(call: Call, session: SessionId = None) -> Answer:
    """Works with the model up or down and costs nothing."""
    own = service.own_session(call.tx, call.person, session or "", call.event.lane_key)
    return Answer(service.pause(call.tx, own, call.now), public=True)


@command("resume", "Go on with a paused interview", Action.OWN_SESSION, Manner(button="session"))
def resume(call: Call, session: SessionId = None) -> Answer:
    """Go on where it stopped."""
    own = service.own_session(call.tx, call.person, session or "", call.event.lane_key)
    reply, effects = service.resume(call.tx, own, call.event, call.now)
    return Answer(reply, effects, public=True)


@command("again", "Try again to get an answer", Action.OWN_SESSION, Manner(button="session"))
def again(call: Call, session: SessionId = None) -> Answer:
    """Words that were kept are asked about anew; without such words nothing happens."""
    own = service.own_session(call.tx, call.person, session or "", call.event.lane_key)
    after(own.state, Move.SAY)
    return Answer(say(_("Trying again.")), held.wish(own, call.event.key, call.event.at))


@command("done", "End your interview and get your report", Action.OWN_SESSION, Manner("session"))
def done(call: Call, session: SessionId = None) -> Answer:
    """The report follows as the next turn of the interview's lane."""
    own = service.own_session(call.tx, call.person, session or "", call.event.lane_key)
    reply, effects = service.finish(call.tx, own, call.event, call.now)
    return Answer(reply, effects, public=True)
