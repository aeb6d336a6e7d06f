"""/section assistants: whether the class's teaching assistants may read along."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import say
from core.domain.teaching import Section
from core.language import _
from core.services import grants, supervising


def section_of(call: Call) -> Section:
    """This channel's class, or the only one that the caller teaches."""
    return grants.section_for(call.tx, call.section, Action.SECTION_SETTINGS, call.act)


def as_it_stands(call: Call, _given: Values, /) -> Values:
    return {"reading": section_of(call).assistants_read}


@command(
    "section assistants",
    "Whether your TAs may read along in interviews",
    Action.SECTION_SETTINGS,
    Manner(asks=True, fill=as_it_stands),
)
def section_assistants(
    call: Call,
    reading: Annotated[bool, Option("may they read along, leave notes and whisper hints")] = False,  # noqa: FBT002
) -> Answer:
    """The class is told in its channel when that changes."""
    effects = supervising.let_assistants(call.tx, call.act, section_of(call), reads=reading)
    yes = _("Your TAs may read along. Each reading is in the student's record, as yours are.")
    return Answer(say(yes if reading else _("Your TAs may not read along.")), effects)
