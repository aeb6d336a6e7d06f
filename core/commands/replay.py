"""/replay: a moment of a finished interview once more, and both side by side."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import replays
from core.store import forks, sessions


@command("replay", "Try a moment of an interview again", Action.PRACTISE, Manner(button="moment"))
def replay(
    call: Call,
    moment: Annotated[str, Option("interview.turn; your report has buttons", max_length=40)],
) -> Answer:
    """A sibling interview from that turn; the first one, its attempt and grade stay."""
    session, _dot, digits = moment.partition(".")
    if not digits.isascii() or not digits.isdigit():
        wanted = _("an interview and a turn, as the buttons of your report give them")
        raise RefusalError(Refusal.BAD_OPTION, option="moment", wanted=wanted)
    reply, effects = replays.start(call.tx, call.house, call.act, session, int(digits[:6]))
    return Answer(reply, effects)


@command(
    "compare",
    "A moment then and now",
    Action.OWN_RECORDS,
    Manner(button="session", reads=True),
)
def compare(
    call: Call, session: Annotated[str, Option("the second interview", max_length=40)]
) -> Answer:
    """For its student alone."""
    found, fork = sessions.find(call.tx, session), forks.find(call.tx, session)
    if found is None or fork is None or found.student_id != call.person.id:
        raise RefusalError(Refusal.NOT_FOUND)
    return Answer(replays.side_by_side(call.tx, fork))
