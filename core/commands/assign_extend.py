"""/assign extend: one student's own due date and attempts."""

from dataclasses import dataclass
from typing import Annotated

from core.commands import assign_screens as screens
from core.commands.assign_options import (
    NUMBER_HINT,
    Due,
    Which,
    desk_of,
    said_in,
)
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.dates import stamp
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Prose, Reply, Row, Rows
from core.domain.teaching import Extension, Person, Section, SectionRole
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import assignments as service
from core.services import exceptions, rosters, wishes
from core.services.assignments import Task
from core.services.wishes import Wish
from core.store import extensions, people, proposals
from core.store.proposals import Proposal

OWN = frozenset({"due_at", "max_attempts"})


@dataclass(frozen=True, slots=True)
class Exemption:
    """What is different for the student."""

    due: Due = None
    attempts: Annotated[str | None, Option("attempts in all", max_length=10, hint=NUMBER_HINT)] = (
        None
    )


@command(
    "assign extend",
    "Another due date or more attempts for one student",
    Action.EXTEND,
    Manner(button="assignment"),
)
def assign_extend(
    call: Call,
    assignment: Which,
    member: Annotated[str, Option("for whom", "member", max_length=64)],
    new: Exemption,
) -> Answer:
    """`none` goes back to what holds for everybody; a typed date is shown first."""
    task = service.load(call.tx, call.act, assignment, Action.EXTEND)
    person, role = rosters.member(call.tx, task.section, member.removeprefix("@"))
    if role is not SectionRole.STUDENT:
        raise RefusalError(Refusal.BAD_OPTION, option="member", wanted=_("a student of the class"))
    wish = wishes.read(desk_of(call, task.section), said_in(new))
    changes = {
        name: wish.changes[name] for name in ("due_at", "max_attempts") if name in wish.changes
    }
    if not changes:
        wanted = _("a due date or a number of attempts")
        raise RefusalError(Refusal.BAD_OPTION, option="due", wanted=wanted)
    if wish.typed:
        return Answer(asked(call, task, person, Wish(changes, wish.offers)))
    given = exceptions.wished(call.tx, task, person, changes)
    return saved(call, task, person, given)


def asked(call: Call, task: Task, person: Person, wish: Wish) -> Reply:
    """The typed date as concrete instants."""
    one = task.assignment
    offers = tuple(moment.at for moment in wish.offers)
    made = Proposal("", one.id, call.person.id, one.version, wish.changes, offers, person.id)
    asked = screens.Asked(proposals.add(call.tx, made, call.now), wish.offers)
    title = _("{title}, for {name}").format(title=one.title, name=person.name or person.user)
    blocks = (Heading(title), *screens.offered(wish.offers, call.now))
    return Reply(blocks, screens.save_buttons(asked, "assign allow"))


@command("assign allow", "Save an extension after looking at it", Action.EXTEND, Manner("proposal"))
def assign_allow(
    call: Call, proposal: Annotated[str, Option("which extension", max_length=40)]
) -> Answer:
    """What the buttons of the confirmation press: `proposal.choice`."""
    key, _dot, choice = proposal.partition(".")
    found = proposals.find(call.tx, key)
    person = people.find(call.tx, found.subject) if found else None
    if found is None or person is None or found.person_id != call.person.id:
        raise RefusalError(Refusal.STALE_BUTTON)
    task = service.load(call.tx, call.act, found.assignment_id, Action.EXTEND)
    proposals.remove(call.tx, key)
    given = exceptions.wished(call.tx, task, person, found.chosen(choice))
    return saved(call, task, person, given)


def saved(call: Call, task: Task, person: Person, given: Extension) -> Answer:
    """Keep it; the answer lists every exception from the assignment."""
    effects = exceptions.give(call.tx, call.act, task, person, given)
    names = {
        one.id: one.name or one.user for one, _role in people.members(call.tx, task.section.id)
    }
    rows = tuple(
        Row(names.get(key, "–"), words(one, task.section))
        for key, one in extensions.of_assignment(call.tx, task.assignment.id).items()
    )
    heading = Heading(_("Extensions of {title}").format(title=task.assignment.title))
    body: Block = Rows(rows) if rows else Prose(_("Nobody has an extension."))
    show = Button(_("Show"), token("assign show", task.assignment.id))
    return Answer(Reply((heading, body), (show,)), effects)


def words(one: Extension, section: Section) -> str:
    """An exception in a few words."""
    parts = []
    if one.due_at is not None:
        parts.append(_("due {date}").format(date=stamp(one.due_at, section.zone)))
    if one.max_attempts is not None:
        parts.append(_("attempts: {n}").format(n=one.max_attempts))
    return ", ".join(parts)
