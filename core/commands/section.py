"""/section: make a class of a channel, and say how it runs."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain import wording
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import Block, Button, Choice, Heading, Note, Prose, Reply, Row, Rows
from core.domain.teaching import Enrolment, Section
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import grants
from core.services import sections as service

WAYS = (
    Choice(Enrolment.APPROVE.value, "A teacher approves each newcomer"),
    Choice(Enrolment.OPEN.value, "Whoever joins the channel is enrolled"),
)
MEANING = {Enrolment(one.value): one.label for one in WAYS}


def zones_like(_call: Call, typed: str) -> tuple[Choice, ...]:
    """Time zones that contain what is typed."""
    folded = typed.casefold().replace(" ", "_")
    fitting = sorted(one for one in service.zones() if folded in one.casefold() and "/" in one)
    return tuple(Choice(one, one) for one in fitting[:25])


def way(text: str | None) -> Enrolment | None:
    """The way of enrolment; RefusalError for another word."""
    if text is None:
        return None
    try:
        return Enrolment(text)
    except ValueError as error:
        wanted = "open or approve"
        raise RefusalError(Refusal.BAD_OPTION, option="enrolment", wanted=wanted) from error


Name = Annotated[str, Option("the name of your class", max_length=100)]
Code = Annotated[str | None, Option("course code", max_length=40)]
Zone = Annotated[
    str | None, Option("time zone, such as Europe/Madrid", complete=zones_like, max_length=64)
]
Way = Annotated[
    str | None, Option("who comes in, and how", kind="select", choices=WAYS, max_length=10)
]


def examined(_call: Call, values: Values) -> dict[str, str]:
    """A name without words, a time zone that there is not."""
    found = {}
    for field, checked in (("name", service.check_name), ("zone", service.check_zone)):
        try:
            if values.get(field):
                checked(str(values[field]))
        except RefusalError as error:
            found[field] = wording.word(error).text
    return found


@command(
    "section setup",
    "Make a class of this channel",
    Action.BIND,
    Manner(asks=True, examine=examined),
)
def section_setup(
    call: Call, name: Name, code: Code = None, zone: Zone = None, enrolment: Way = None
) -> Answer:
    """A channel is one class, once; the caller becomes its teacher."""
    wanted = service.Settings(name, code, zone, way(enrolment))
    section, effects = service.bind(call.tx, call.act, wanted)
    blocks: list[Block] = [
        Heading(_("{name} is set up").format(name=section.name)),
        rows_of(section),
        Note(_("Whoever is in the channel is read now; /roster show lists them in a moment.")),
    ]
    buttons = (Button(_("Class settings"), token("section settings")),)
    return Answer(Reply(tuple(blocks), buttons), effects)


def as_it_stands(call: Call, _given: Values) -> Values:
    """The present settings, for the form."""
    section = section_of(call)
    return {
        "name": section.name,
        "code": section.code,
        "zone": section.zone,
        "enrolment": section.enrolment.value,
    }


def section_of(call: Call) -> Section:
    """This channel's class, or the only one that the caller teaches."""
    return grants.section_for(call.tx, call.section, Action.SECTION_SETTINGS, call.act)


@command(
    "section settings",
    "See and change how your class runs",
    Action.SECTION_SETTINGS,
    Manner(asks=True, fill=as_it_stands, examine=examined),
)
def section_settings(
    call: Call,
    name: Annotated[str | None, Option("the name of your class", max_length=100)] = None,
    code: Code = None,
    zone: Zone = None,
    enrolment: Way = None,
) -> Answer:
    """What is not given stays as it is."""
    section = section_of(call)
    wanted = service.Settings(name, code, zone, way(enrolment))
    changed, effects = service.change(call.tx, call.act, section, wanted)
    first = _("Saved.") if changed != section else _("Nothing was changed.")
    return Answer(Reply((Heading(changed.name), Prose(first), rows_of(changed))), effects)


def rows_of(section: Section) -> Rows:
    """The settings as they are."""
    rows = [Row(_("Name"), section.name)]
    if section.code:
        rows.append(Row(_("Course code"), section.code))
    rows += [Row(_("Time zone"), section.zone), Row(_("Enrolment"), MEANING[section.enrolment])]
    if section.held_at is not None:
        rows.append(Row(_("Legal hold since"), section.held_at))
    return Rows(tuple(rows))
