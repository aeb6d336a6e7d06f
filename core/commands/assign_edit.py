"""/assign edit: change an assignment; a typed date is shown before anything happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from core.commands import assign_screens as screens
from core.commands.assign_options import (
    DATE_HINT,
    NUMBER_HINT,
    RELEASES,
    Due,
    Settings,
    Which,
    dates_like,
    desk_of,
    examined,
    said_in,
)
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.assignment import Changes, check_permitted
from core.domain.dates import in_zone
from core.domain.event import Values
from core.domain.policy import Action
from core.domain.reply import Reply
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import assignments as service
from core.services import wishes
from core.services.assignments import Task
from core.store import assignments, people, proposals
from core.store.proposals import Proposal


def examine_old(call: Call, values: Values, /) -> Mapping[str, str]:
    task = service.load(call.tx, call.act, str(values["assignment"]))
    return examined(call, values, task.section, task)


def as_it_stands(call: Call, values: Values, /) -> Values:
    """Everything of an assignment; its version travels with the form."""
    task = service.load(call.tx, call.act, str(values.get("assignment") or ""))
    one, zone = task.assignment, task.section.zone
    dates = {name: getattr(one, field) for name, field in (wishes.DATES | wishes.LATER).items()}
    return {
        "assignment": screens.versioned(task),
        "title": one.title,
        "settings": tuple(key for key, field in wishes.SETTINGS.items() if getattr(one, field)),
        "attempts": screens.as_typed(one.max_attempts),
        "time_limit": screens.as_typed(one.time_limit),
        "briefing": one.briefing,
        "release": one.release.value,
        "pairs": "\n".join(f"{pair.client.name} | {pair.rubric}" for pair in task.pairs),
        **{name: in_zone(at, zone) if at else "" for name, at in dates.items()},
    }


@dataclass(frozen=True, slots=True)
class Edit:
    """The first step; what is not given stays."""

    title: Annotated[str | None, Option("what students read as its name", max_length=100)] = None
    due: Due = None
    attempts: Annotated[
        str | None, Option("attempts of a student", max_length=10, hint=NUMBER_HINT)
    ] = None
    briefing: Annotated[
        str | None, Option("what students read first", "long_text", max_length=1500)
    ] = None
    settings: Settings = None


@command(
    "assign edit",
    "Change an assignment",
    Action.ASSIGN,
    Manner(button="assignment", asks=True, fill=as_it_stands, examine=examine_old),
)
def assign_edit(call: Call, assignment: Which, new: Edit) -> Answer:
    """`none` takes a limit away; all or nothing is saved."""
    return edit(call, assignment, said_in(new))


@dataclass(frozen=True, slots=True)
class More:
    """The second step; what is not given stays."""

    available: Annotated[
        str | None, Option("open from", "date", dates_like, max_length=100, hint=DATE_HINT)
    ] = None
    time_limit: Annotated[
        str | None, Option("minutes of one interview", max_length=10, hint=NUMBER_HINT)
    ] = None
    release: Annotated[
        str | None, Option("when scores are shown", "select", choices=RELEASES, max_length=20)
    ] = None
    release_on: Annotated[
        str | None, Option("or shown on", "date", dates_like, max_length=100, hint=DATE_HINT)
    ] = None
    publish_on: Annotated[
        str | None, Option("publish on", "date", dates_like, max_length=100, hint=DATE_HINT)
    ] = None


@command(
    "assign more",
    "Opening, time limit and feedback of an assignment",
    Action.ASSIGN,
    Manner(button="assignment", asks=True, fill=as_it_stands, examine=examine_old),
)
def assign_more(call: Call, assignment: Which, new: More) -> Answer:
    """What few assignments need."""
    return edit(call, assignment, said_in(new))


@command(
    "assign pairs",
    "Clients and rubrics of an assignment, in order",
    Action.ASSIGN,
    Manner(button="assignment", asks=True, fill=as_it_stands, examine=examine_old),
)
def assign_pairs(
    call: Call,
    assignment: Which,
    pairs: Annotated[str, Option("one `client | rubric` a line", "long_text", max_length=2000)],
) -> Answer:
    """Several clients, each with its own rubric."""
    return edit(call, assignment, {"pairs": pairs})


def edit(call: Call, target: str, said: Values) -> Answer:
    """Read, refuse by field, compare with what others did, ask about a typed date, save."""
    task, base = service.load(call.tx, call.act, target), service.based_on(target)
    wish = wishes.read(desk_of(call, task.section, task), said)
    if not wish.changes:
        return Answer(screens.screen(task, call.now, _("Nothing was changed.")))
    check_permitted(task.assignment, wish.changes)
    if base not in {None, task.assignment.version}:
        return overtaken(call, task, wish.changes, ())
    if wish.typed and not task.draft:
        key = propose(call, task, wish.changes, tuple(one.at for one in wish.offers))
        asked = screens.Asked(key, wish.offers)
        return Answer(screens.confirm(task, wish.changes, asked, call.now))
    changed, effects = service.change(call.tx, call.act, task, wish.changes)
    reply = screens.screen(changed, call.now, _("Saved."), screens.oddity(wish.offers))
    return Answer(Reply(reply.blocks, (*screens.others(changed, wish), *reply.buttons)), effects)


def overtaken(call: Call, task: Task, changes: Changes, offers: tuple[datetime, ...]) -> Answer:
    """Somebody else was first; what was wished waits for a word."""
    key = propose(call, task, changes, offers)
    return Answer(screens.conflict(task, changes, changed_by(call, task), key))


def propose(call: Call, task: Task, changes: Changes, offers: tuple[datetime, ...]) -> str:
    """Keep a change until its author has seen what it means."""
    one = task.assignment
    made = Proposal("", one.id, call.person.id, one.version, changes, offers)
    return proposals.add(call.tx, made, call.now)


def changed_by(call: Call, task: Task) -> str:
    """Who saved last."""
    last = assignments.last_change(call.tx, task.assignment.id)
    person = people.find(call.tx, last[0]) if last else None
    return person.name if person and person.name else _("Somebody")


@command("assign save", "Save a change after looking at it", Action.ASSIGN, Manner("proposal"))
def assign_save(
    call: Call, proposal: Annotated[str, Option("which change", max_length=40)]
) -> Answer:
    """What the buttons of a confirmation press: `proposal.choice`."""
    key, _dot, choice = proposal.partition(".")
    found = proposals.find(call.tx, key)
    if found is None or found.person_id != call.person.id or found.subject:
        raise RefusalError(Refusal.STALE_BUTTON)
    task = service.load(call.tx, call.act, found.assignment_id)
    if found.version != task.assignment.version:
        return overtaken(call, task, found.changes, found.offers)
    proposals.remove(call.tx, key)
    changed, effects = service.change(call.tx, call.act, task, found.chosen(choice))
    return Answer(screens.screen(changed, call.now, _("Saved.")), effects)


@command("assign due", "Take another reading of a due date", Action.ASSIGN, Manner("target"))
def assign_due(call: Call, target: Annotated[str, Option("which date", max_length=40)]) -> Answer:
    """What the buttons beside a typed date press: `assignment.seconds`."""
    key, _dot, seconds = target.partition(".")
    if not seconds.isdigit() or len(seconds) > 12:  # noqa: PLR2004 - seconds of some thousand years
        raise RefusalError(Refusal.STALE_BUTTON)
    at = datetime.fromtimestamp(int(seconds), call.now.tzinfo)
    return edit(call, key, {"due": at.isoformat()})
