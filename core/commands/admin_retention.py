"""/admin retention: how long words are kept in the workspace."""

from typing import Annotated

from core.commands.admin import kept
from core.commands.section_dates import told
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import say
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import retention


def as_it_stands(call: Call, _given: Values, /) -> Values:
    return {"days": retention.days_kept(call.tx, call.house)}


@command(
    "admin retention",
    "How long words are kept in this workspace",
    Action.SET_RETENTION,
    Manner(asks=True, fill=as_it_stands),
)
def admin_retention(
    call: Call,
    days: Annotated[int | None, Option("days after the end of the course")] = None,
) -> Answer:
    """Never longer than the operator allows; the shorter time of a class still holds there."""
    most = call.house.kept_days
    if days is not None and not 1 <= days <= most:
        wanted = _("a whole number from 1 to {most}").format(most=most)
        raise RefusalError(Refusal.BAD_OPTION, option="days", wanted=wanted)
    now = retention.days_kept(call.tx, call.house)
    if days is None or not retention.keep_for(call.tx, call.house, kept(call), days):
        return Answer(say(*told(now)))
    anew = _("The notice says so now; everybody reads and accepts it before their next interview.")
    return Answer(say(*told(days), anew))
