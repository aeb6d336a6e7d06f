"""/coach: a question to the supervisor, out of role."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import say
from core.language import _
from core.services import coach as service

Question = Annotated[
    str | None, Option("what you want to ask; empty asks what to notice", max_length=1_000)
]


@command("coach", "Ask the supervisor, out of role", Action.OWN_SESSION, Manner(button="session"))
def coach(
    call: Call,
    question: Question = None,
    session: Annotated[str | None, Option("which interview", max_length=40)] = None,
) -> Answer:
    """Works in a pause and while the model is down; the client never hears of it."""
    own = service.own_running(call.tx, call.person.id, session or "", call.event.lane_key)
    effects = service.ask(own, call.event, question or "")
    return Answer(say(_("Asked, out of role. The answer comes in your interview.")), effects)
