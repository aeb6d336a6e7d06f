"""/section dates: when students of a class are reminded, and when they begin to be late."""

from dataclasses import replace
from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.audit import Entry
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import Heading, Prose, Reply, Row, Rows
from core.domain.teaching import Section
from core.errors import Refusal, RefusalError
from core.language import _, ngettext
from core.services import deadlines, grants
from core.store import audit, sections

MOST_HOURS, MOST_MINUTES = 168, 1440


def section_of(call: Call) -> Section:
    """This channel's class, or the only one that the caller teaches."""
    return grants.section_for(call.tx, call.section, Action.SECTION_SETTINGS, call.act)


def as_it_stands(call: Call, _given: Values, /) -> Values:
    section = section_of(call)
    return {"reminder": section.remind_hours, "grace": section.grace_minutes}


def within(name: str, value: int | None, stands: int, most: int) -> int:
    """What was given, or what stands; RefusalError outside the range."""
    if value is None:
        return stands
    if not 0 <= value <= most:
        wanted = _("a whole number from 0 to {most}").format(most=most)
        raise RefusalError(Refusal.BAD_OPTION, option=name, wanted=wanted)
    return value


@command(
    "section dates",
    "When your students are reminded, and when they begin to be late",
    Action.SECTION_SETTINGS,
    Manner(asks=True, fill=as_it_stands),
)
def section_dates(
    call: Call,
    reminder: Annotated[int | None, Option("hours before a due date; 0 for none")] = None,
    grace: Annotated[int | None, Option("minutes after it that are not late yet")] = None,
) -> Answer:
    """Reminders that are planned move along."""
    here = section_of(call)
    section = sections.lock(call.tx, here.id) or here
    changed = replace(
        section,
        remind_hours=within("reminder", reminder, section.remind_hours, MOST_HOURS),
        grace_minutes=within("grace", grace, section.grace_minutes, MOST_MINUTES),
    )
    if changed != section:
        sections.save(call.tx, changed)
        deadlines.plan_anew(call.tx, changed, call.now)
        audit.record(call.tx, Entry(call.person.id, "dates", section.id, call.now, section.id))
    first = _("Saved.") if changed != section else _("Nothing was changed.")
    return Answer(Reply((Heading(changed.name), Prose(first), rows_of(changed))))


def rows_of(section: Section) -> Rows:
    """The two numbers in words."""
    hours, minutes = section.remind_hours, section.grace_minutes
    before = ngettext("{n} hour before", "{n} hours before", hours).format(n=hours)
    after = ngettext("{n} minute after", "{n} minutes after", minutes).format(n=minutes)
    return Rows(
        (
            Row(_("Reminder"), before if hours else _("none")),
            Row(_("Late from"), after if minutes else _("the due date")),
        )
    )
