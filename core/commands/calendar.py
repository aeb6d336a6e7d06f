"""/calendar: due dates for one's own calendar."""

from typing import Annotated

from core.commands.practice import assignments_like
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Prose, Reply
from core.language import _
from core.services import calendars


@command(
    "calendar",
    "Your due dates as a calendar file",
    Action.PRACTISE,
    Manner(button="assignment"),
)
def calendar(
    call: Call,
    assignment: Annotated[
        str | None, Option("of one assignment only", complete=assignments_like, max_length=40)
    ] = None,
) -> Answer:
    """Times of one's own, extensions among them; open it and your calendar takes it over."""
    file = calendars.for_person(call.tx, call.person, assignment or "", call.now)
    text = _(
        "Open this file and your calendar takes the dates over. When a date changes, ask again."
    )
    return Answer(Reply((Prose(text),), files=(file,)))
