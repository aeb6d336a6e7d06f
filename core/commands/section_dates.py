"""/section dates and retention: reminders, lateness, the night; how long words are kept."""

from dataclasses import replace
from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.audit import Entry
from core.domain.dates import NO_NIGHT, Night, night_of
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import Heading, Prose, Reply, Row, Rows, say
from core.domain.teaching import Section
from core.errors import Refusal, RefusalError
from core.language import _, ngettext
from core.services import deadlines, grants, retention
from core.store import audit, sections

MOST_HOURS, MOST_MINUTES = 168, 1440


def section_of(call: Call) -> Section:
    """This channel's class, or the only one that the caller teaches."""
    return grants.section_for(call.tx, call.section, Action.SECTION_SETTINGS, call.act)


def as_it_stands(call: Call, _given: Values, /) -> Values:
    section = section_of(call)
    return {
        "reminder": section.remind_hours,
        "grace": section.grace_minutes,
        "quiet": str(section.night),
    }


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
    quiet: Annotated[
        str | None, Option("hours of the night, such as 21-8; - for none", max_length=20)
    ] = None,
) -> Answer:
    """Reminders that are planned move along."""
    here = section_of(call)
    section = sections.lock(call.tx, here.id) or here
    night = section.night if quiet is None else read_night(quiet)
    changed = replace(
        section,
        quiet_from=night.begins,
        quiet_to=night.ends,
        remind_hours=within("reminder", reminder, section.remind_hours, MOST_HOURS),
        grace_minutes=within("grace", grace, section.grace_minutes, MOST_MINUTES),
    )
    if changed != section:
        sections.save(call.tx, changed)
        deadlines.plan_anew(call.tx, changed, call.now)
        audit.record(call.tx, Entry(call.person.id, "dates", section.id, call.now, section.id))
    first = _("Saved.") if changed != section else _("Nothing was changed.")
    return Answer(Reply((Heading(changed.name), Prose(first), rows_of(changed))))


def read_night(text: str) -> Night:
    """RefusalError for what is no span of hours."""
    found = night_of(text)
    if found is None:
        wanted = _("full hours such as 21-8, or - for none")
        raise RefusalError(Refusal.BAD_OPTION, option="quiet", wanted=wanted)
    return found


def rows_of(section: Section) -> Rows:
    """The numbers in words."""
    hours, minutes = section.remind_hours, section.grace_minutes
    before = ngettext("{n} hour before", "{n} hours before", hours).format(n=hours)
    after = ngettext("{n} minute after", "{n} minutes after", minutes).format(n=minutes)
    return Rows(
        (
            Row(_("Reminder"), before if hours else _("none")),
            Row(_("Late from"), after if minutes else _("the due date")),
            Row(_("Quiet hours"), hours_of(section.night)),
        )
    )


def hours_of(night: Night) -> str:
    """The night in words."""
    if night == NO_NIGHT:
        return _("none")
    return _("from {begins}:00 to {ends}:00").format(begins=night.begins, ends=night.ends)


def kept(section: Section, notice_days: int) -> int:
    """How many days after the end of the course words are kept."""
    return min(section.kept_days or notice_days, notice_days)


def retention_now(call: Call, _given: Values, /) -> Values:
    return {"days": kept(section_of(call), retention.days_kept(call.tx, call.house))}


@command(
    "section retention",
    "How long the words of your class are kept: shorter than the notice says",
    Action.SHORTEN_RETENTION,
    Manner(asks=True, fill=retention_now),
)
def section_retention(
    call: Call,
    days: Annotated[int | None, Option("days after the end of the course")] = None,
) -> Answer:
    """Never longer than everybody has read and accepted; scores and attempts stay."""
    here = grants.section_for(call.tx, call.section, Action.SHORTEN_RETENTION, call.act)
    section = sections.lock(call.tx, here.id) or here
    most = retention.days_kept(call.tx, call.house)
    if days is not None and not 1 <= days <= most:
        wanted = _("a whole number from 1 to {most}").format(most=most)
        raise RefusalError(Refusal.BAD_OPTION, option="days", wanted=wanted)
    changed = section if days is None else replace(section, kept_days=days if days < most else None)
    if changed != section:
        sections.save(call.tx, changed)
        audit.record(call.tx, Entry(call.person.id, "retention", section.id, call.now, section.id))
    held = _("The class is under a legal hold: nothing of it is deleted until the hold ends.")
    lines = told(kept(changed, most))
    return Answer(say(*lines, held) if changed.held_at else say(*lines))


def told(days: int) -> tuple[str, str]:
    """When words go."""
    text = ngettext(
        "What is said in interviews is deleted {n} day after the end of the course.",
        "What is said in interviews is deleted {n} days after the end of the course.",
        days,
    )
    return text.format(n=days), _("A course ends 30 days after the last interview in it.")
