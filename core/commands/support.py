"""The choices on the card that is shown when a student may speak of own distress."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.errors import Refusal, RefusalError
from core.services import practice, support


@command("support", "Choose on the card", Action.OWN_SESSION, Manner(button="choice"))
def choose(
    call: Call, choice: Annotated[str, Option("what to do with the message", max_length=60)]
) -> Answer:
    """Go on without it, stop for today, or say that it was in role."""
    what, _, session_id = choice.partition(".")
    if what not in {support.GO_ON, support.STOP, support.ROLE}:
        raise RefusalError(Refusal.STALE_BUTTON)
    own = practice.own_session(call.tx, call.person, session_id, call.event.lane_key)
    reply, effects = support.choose(call.tx, call.house, own, what, call.event)
    return Answer(reply, effects)
