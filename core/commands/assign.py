"""/assign: make work for a class on one form, show it, change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from core.commands import assign_screens as screens
from core.commands.assign_options import (
    Clients,
    Due,
    Rubric,
    Settings,
    Title,
    Which,
    class_of,
    desk_of,
    examined,
    said_in,
)
from core.commands.paging import turning, where
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.dates import shown
from core.domain.event import Values
from core.domain.paging import paged, split_page
from core.domain.policy import Action
from core.domain.reply import Button, Heading, Reply, Table
from core.domain.teaching import Assignment, Section
from core.domain.token import token
from core.language import _
from core.services import assignments as service
from core.services import wishes
from core.store import assignments, rubrics, works
from core.store.works import NO_TALLY, Tally

WEEK = timedelta(days=7)
PAGE = 8


def defaults(call: Call, _given: Values, /) -> Values:
    """One week, the first rubric, notes and rubric open to students."""
    section = class_of(call)
    week = (call.now + WEEK).astimezone(ZoneInfo(section.zone))
    usable = rubrics.usable(call.tx, call.person.id)
    return {
        "due": week.replace(hour=23, minute=59).isoformat(timespec="minutes"),
        "rubric": usable[0].id if usable else None,
        "settings": (wishes.NOTES, wishes.RUBRIC),
    }


def examine_new(call: Call, values: Values, /) -> Mapping[str, str]:
    return examined(call, values, class_of(call), None)


@dataclass(frozen=True, slots=True)
class Terms:
    """What every assignment says; the rest has a default and a second step."""

    title: Title
    clients: Clients
    rubric: Rubric = None
    due: Due = None
    settings: Settings = None


@command(
    "assign create",
    "Make work for your class",
    Action.ASSIGN,
    Manner(button="clients", asks=True, fill=defaults, examine=examine_new),
)
def assign_create(call: Call, terms: Terms) -> Answer:
    """A draft with the post that the class will read; Publish is its first button."""
    section = class_of(call)
    wish = wishes.read(desk_of(call, section), said_in(terms))
    task = service.create(call.tx, call.act, section, wish.changes)
    reply = screens.screen(task, call.now, screens.oddity(wish.offers))
    first, *rest = reply.buttons
    return Answer(Reply(reply.blocks, (first, *screens.others(task, wish), *rest)))


@command("assign list", "The work of your class", Action.ASSIGN, Manner(button="page", reads=True))
def assign_list(
    call: Call, page: Annotated[str | None, Option("which page", max_length=20)] = None
) -> Answer:
    """The nearest due date first; drafts among them."""
    section = class_of(call)
    found = assignments.every(call.tx, (section.id,))
    new = Button(_("New assignment"), token("assign create"), "primary")
    if not found:
        return Answer(Reply((Heading(_("Nothing is assigned yet")),), (new,)))
    paging = paged(len(found), split_page(page or "")[1], PAGE)
    shown_ones = found[paging.skip : paging.skip + PAGE]
    tallies = works.tallies(call.tx, section.id)
    header = (_("Title"), _("State"), _("Due"), _("Students"), _("Finished"))
    cells = tuple(line(one, tallies.get(one.id, NO_TALLY), section, call.now) for one in shown_ones)
    heading = Heading(_("Work of {section}").format(section=section.name))
    buttons = tuple(Button(one.title[:60], token("assign show", one.id)) for one in shown_ones)
    turns = turning("assign list", "", paging)
    return Answer(Reply((heading, Table(header, cells), where(paging)), (new, *buttons, *turns)))


def line(one: Assignment, tally: Tally, section: Section, now: datetime) -> tuple[str, ...]:
    """One assignment of the list."""
    due = shown(one.due_at, section.zone, now) if one.due_at else "–"
    return (one.title, _(one.state.value), due, str(tally.students), str(tally.finished))


@command(
    "assign show",
    "One assignment with all its settings",
    Action.ASSIGN,
    Manner(button="assignment", reads=True),
)
def assign_show(call: Call, assignment: Which) -> Answer:
    """What it is and what can be done with it."""
    task = service.load(call.tx, call.act, assignment)
    tally = works.tallies(call.tx, task.section.id).get(task.assignment.id)
    text = _("Students who have begun: {students}; interviews finished: {finished}.")
    note = text.format(students=tally.students, finished=tally.finished) if tally else ""
    return Answer(screens.screen(task, call.now, note))
