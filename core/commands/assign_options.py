"""What the options of /assign are, and what is offered for them."""

from collections.abc import Mapping
from dataclasses import Field, fields
from typing import Annotated, ClassVar, Protocol

from core.commands import assign_screens as screens
from core.commands.spec import Call, Option
from core.domain.datereading import read_dates
from core.domain.dates import in_zone, shown
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import Choice
from core.domain.teaching import Section
from core.domain.wording import word
from core.errors import RefusalError
from core.language import _, gettext_noop
from core.services import grants, wishes
from core.services.assignments import Task
from core.store import assignments, clients, rubrics

SETTINGS = (
    Choice(wishes.GRADED, gettext_noop("graded, not only practice")),
    Choice(wishes.NOTES, gettext_noop("students may keep notes")),
    Choice(wishes.RUBRIC, gettext_noop("students see the rubric")),
)
RELEASES = tuple(Choice(one.value, text) for one, text in screens.RELEASES.items())
DATE_HINT = gettext_noop("a time of the class's zone, such as next friday 5pm; none for no date")
NUMBER_HINT = gettext_noop("a whole number, or none")


def clients_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """Clients that the caller can assign."""
    folded = typed.casefold()
    return tuple(
        Choice(one.id, one.name)
        for one in clients.usable(call.tx, call.person.id)
        if folded in one.name.casefold() or folded in one.slug
    )


def rubrics_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """Rubrics that the caller can assign."""
    folded = typed.casefold()
    found = tuple(
        Choice(one.id, one.name)
        for one in rubrics.usable(call.tx, call.person.id)
        if folded in one.name.casefold()
    )
    return (*found, Choice("none", _("no rubric")))


def assignments_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """Assignments of the classes that the caller teaches."""
    own = grants.sections_for(call.tx, Action.ASSIGN, call.act)
    here = [call.section.id] if call.section and call.section.id in own else own
    folded = typed.casefold()
    return tuple(
        Choice(one.id, one.title)
        for one in assignments.every(call.tx, here)
        if folded in one.title.casefold()
    )


def dates_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """Concrete instants for what is typed; the value is the instant itself."""
    section = class_of(call)
    found = read_dates(typed or "in 7 days", section.zone, call.now)
    offered = (
        Choice(in_zone(one.at, one.zone), shown(one.at, one.zone, call.now)) for one in found
    )
    return (*offered, Choice("none", _("no date")))


Title = Annotated[str, Option("what students read as its name", max_length=100)]
Clients = Annotated[
    tuple[str, ...], Option("whom students meet", "multi_select", clients_like, max_length=400)
]
Rubric = Annotated[str | None, Option("how it is judged", "select", rubrics_like, max_length=100)]
Due = Annotated[
    str | None, Option("when it is due", "date", dates_like, max_length=100, hint=DATE_HINT)
]
Settings = Annotated[
    tuple[str, ...] | None,
    Option("settings", "multi_select", choices=SETTINGS, max_length=60),
]
Which = Annotated[str, Option("which assignment", complete=assignments_like, max_length=100)]


def class_of(call: Call) -> Section:
    """This channel's class, or the only one that the caller teaches."""
    return grants.section_for(call.tx, call.section, Action.ASSIGN, call.act)


class Options(Protocol):
    """A dataclass of options."""

    __dataclass_fields__: ClassVar[dict[str, Field[object]]]


def said_in(group: Options) -> Values:
    """The options that were said at all."""
    found = {one.name: getattr(group, one.name) for one in fields(group)}
    return {name: value for name, value in found.items() if value is not None}


def desk_of(call: Call, section: Section, task: Task | None = None) -> wishes.Desk:
    """What a wish is read against."""
    current = task.assignment if task else None
    return wishes.Desk(call.tx, call.person, section, call.now, current, task.pairs if task else ())


def examined(call: Call, values: Values, section: Section, task: Task | None) -> Mapping[str, str]:
    """The first thing that is wrong, beside its field."""
    try:
        wishes.read(desk_of(call, section, task), values)
    except RefusalError as error:
        return {error.values.get("option", ""): word(error).text}
    return {}
