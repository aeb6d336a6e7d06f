"""/practice: what waits, and the way into an interview."""

from datetime import datetime
from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Block, Button, Choice, Heading, Note, Prose, Reply, Row, Rows
from core.domain.session import SessionState
from core.domain.teaching import Assignment, Section
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.services import practice as service
from core.services import work
from core.store import assignments, sections, sessions

MOST_ITEMS = 8


def clients_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """Clients whose name contains what is typed."""
    folded = typed.casefold()
    return tuple(
        Choice(one.slug, one.name)
        for one in work.free_clients(call.tx)
        if folded in one.name.casefold() or folded in one.slug
    )


def assignments_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """Own published assignments whose title contains what is typed."""
    folded = typed.casefold()
    own = {
        item.assignment.id: item.assignment.title
        for item in work.items(call.tx, call.person)
        if item.assignment is not None
    }
    return tuple(Choice(key, title) for key, title in own.items() if folded in title.casefold())


@command(
    "practice",
    "See your work, or start an interview",
    Action.PRACTISE,
    Manner(button="assignment"),
)
def practice(
    call: Call,
    client: Annotated[str | None, Option("whom to talk to", complete=clients_like)] = None,
    assignment: Annotated[str | None, Option("for which work", complete=assignments_like)] = None,
) -> Answer:
    """List what waits when nothing is named; else start or continue."""
    if client is None and assignment is None:
        return Answer(overview(call))
    given = None if assignment is None else find_assignment(call, assignment)
    section = section_of(call, given)
    done = finished_clients(call, given)
    chosen = service.choose_client(call.tx, given, client or "", done)
    wish = service.Start(call.person, section, chosen, given, call.event, call.now)
    reply, effects = service.start(call.tx, call.house, wish)
    return Answer(reply, effects)


def find_assignment(call: Call, assignment_id: str) -> Assignment:
    """An assignment of one of the caller's sections; anything else reads as not found."""
    found = assignments.find(call.tx, assignment_id)
    own = {section.id for section in sections.of_person(call.tx, call.person.id)}
    if found is None or found.section_id not in own:
        raise RefusalError(Refusal.NOT_FOUND)
    return found


def section_of(call: Call, given: Assignment | None) -> Section:
    """The assignment's section, the one of this place, or the caller's first."""
    own = sections.of_person(call.tx, call.person.id)
    here = call.section.id if call.section else ""
    wanted = given.section_id if given else here
    for section in own:
        if section.id == wanted or not wanted:
            return section
    raise RefusalError(Refusal.NO_SECTION)


def finished_clients(call: Call, given: Assignment | None) -> frozenset[str]:
    """The clients of an assignment with whom the caller has finished an interview."""
    if given is None:
        return frozenset()
    return frozenset(
        one.client_id
        for one in sessions.of_student(call.tx, call.person.id, most=500)
        if one.assignment_id == given.id and one.state is SessionState.COMPLETED
    )


def overview(call: Call) -> Reply:
    """The student's list of work, each with its button."""
    found = work.items(call.tx, call.person)
    if not found:
        return Reply(
            (
                Heading("Nothing is assigned yet"),
                Prose("You can practise freely with any client: /practice client:…"),
            ),
            tuple(
                Button(f"Talk to {one.name}", token("talk", one.id))
                for one in work.free_clients(call.tx)[:MOST_ITEMS]
            ),
        )
    blocks: list[Block] = [Heading("Your work")]
    buttons: list[Button] = []
    for one in found[:MOST_ITEMS]:
        blocks.append(Rows(rows_of(one)))
        if work.can_start(one, call.now):
            verb = "Continue" if one.running else "Start"
            buttons.append(Button(f"{verb}: {one.client.name}", pair_token(one), "primary"))
    if len(found) > MOST_ITEMS:
        blocks.append(Note(f"and {len(found) - MOST_ITEMS} more"))
    return Reply(tuple(blocks), tuple(buttons))


def pair_token(one: work.Item) -> str:
    """A button for one client of one assignment."""
    assignment = one.assignment.id if one.assignment else ""
    return token("talk", f"{one.client.id}.{assignment}")


def rows_of(one: work.Item) -> tuple[Row, ...]:
    """One piece of work in three lines."""
    title = one.assignment.title if one.assignment else "Free practice"
    limit = one.assignment.max_attempts if one.assignment else None
    attempts = f"{one.taken} of {limit} attempts used" if limit else f"{one.taken} attempts"
    state = "in progress" if one.running else ("done" if one.done else "not started")
    rows = [Row(title, one.client.name), Row("State", f"{state}, {attempts}")]
    due: datetime | None = one.assignment.due_at if one.assignment else None
    return (*rows, Row("Due", due)) if due else tuple(rows)


@command("talk", "Start with one client of your work", Action.PRACTISE, Manner(button="target"))
def talk(
    call: Call, target: Annotated[str, Option("client and assignment", max_length=60)]
) -> Answer:
    """What the buttons of the list press: `client.assignment`."""
    client, _, assignment = target.partition(".")
    given = find_assignment(call, assignment) if assignment else None
    chosen = service.choose_client(call.tx, given, client, frozenset())
    section = section_of(call, given)
    wish = service.Start(call.person, section, chosen, given, call.event, call.now)
    reply, effects = service.start(call.tx, call.house, wish)
    return Answer(reply, effects)
