"""/practice: what waits, and the way into an interview."""

from dataclasses import replace
from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.commands.worklist import overview
from core.domain.place import Place
from core.domain.policy import Action
from core.domain.reply import Button, Choice, Prose, Reply, Row, Rows, say
from core.domain.teaching import Assignment, Section
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import openings, work
from core.services import practice as service
from core.store import assignments, sections
from core.store import sessions as stored
from core.store.work import finished_clients


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
    own = {item.assignment.id: item.assignment.title for item in work.items(call.tx, call.person)}
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
    done = finished_clients(call.tx, call.person.id, given.id) if given else frozenset[str]()
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


@command("stray", "What was typed where nobody hears it", Action.PRACTISE, Manner(reads=True))
def stray(call: Call) -> Answer:
    """The link into the open interview, or the work that can be started; never a new interview."""
    nobody = _("Nobody heard that: there is no client at the top of this conversation.")
    own = stored.of_student(call.tx, call.person.id)
    session = next((one for one in own if one.state.runs and one.place), None)
    if session is None or session.place is None:
        return Answer(before(nobody, overview(call)))
    name = call.house.profile(call.tx, session.client_id).identity.name
    there = _("Your interview with {name} is open over there.").format(name=name)
    mine = Button(_("See my work"), token("practice"))
    return Answer(replace(say(nobody, there, buttons=(mine,)), goto=Place.parse(session.place)))


def before(text: str, reply: Reply) -> Reply:
    """The reply with a sentence in front."""
    return replace(reply, blocks=(Prose(text), *reply.blocks))


@command("remind", "Tell me when it opens", Action.PRACTISE, Manner(button="assignment"))
def remind(call: Call, assignment: Annotated[str, Option("which work", max_length=40)]) -> Answer:
    """One private word at its opening."""
    given = find_assignment(call, assignment)
    if given.available_at is None or given.available_at <= call.now:
        raise RefusalError(Refusal.ALREADY_DONE)
    reply = Reply(
        (
            Prose(_("You will be told when {title} opens.").format(title=given.title)),
            Rows((Row(_("Opens"), given.available_at),)),
        )
    )
    return Answer(reply, openings.remind(call.tx, call.person, given, given.available_at))
