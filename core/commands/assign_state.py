"""/assign publish, unpublish, close, delete, copy: an assignment's way through its states."""

from typing import Annotated

from core.commands import assign_screens as screens
from core.commands.assign_options import Which
from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Button, Choice, say
from core.domain.teaching import AssignmentState
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, ngettext
from core.services import assignments as service
from core.services import grants
from core.store import sections, works

Target = Annotated[str, Option("which assignment", max_length=60)]


def classes_like(call: Call, typed: str) -> tuple[Choice, ...]:
    """The caller's own classes."""
    own = grants.sections_for(call.tx, Action.ASSIGN, call.act)
    found = [sections.find(call.tx, key) for key in own]
    folded = typed.casefold()
    return tuple(Choice(one.id, one.name) for one in found if one and folded in one.name.casefold())


@command("assign publish", "Show an assignment to the class", Action.ASSIGN)
def assign_publish(call: Call, assignment: Which) -> Answer:
    """The post as the class will read it; its button publishes."""
    task = service.load(call.tx, call.act, assignment)
    if task.assignment.state is AssignmentState.PUBLISHED:
        raise RefusalError(Refusal.ALREADY_DONE)
    return Answer(screens.screen(task, call.now))


@command("assign post", "Really publish it", Action.ASSIGN, Manner(button="target"))
def assign_post(call: Call, target: Target) -> Answer:
    """What Publish presses; what has changed since it was shown is shown again."""
    task = service.load(call.tx, call.act, target)
    seen = service.based_on(target)
    if seen is not None and seen != task.assignment.version:
        note = _("It was changed meanwhile. Please look again.")
        return Answer(screens.screen(task, call.now, note))
    published, effects = service.publish(call.tx, call.act, task)
    return Answer(screens.screen(published, call.now, _("The class is told.")), effects)


@command(
    "assign unpublish",
    "Take an assignment back from the class",
    Action.ASSIGN,
    Manner(button="assignment"),
)
def assign_unpublish(call: Call, assignment: Which) -> Answer:
    """Asks first when students have worked on it."""
    task = service.load(call.tx, call.act, assignment)
    count = works.interviews(call.tx, task.assignment.id)
    if not count or task.draft:
        return taken_back(call, task)
    text = ngettext(
        "There is {n} interview already. It stays readable to its student, and what runs may be "
        "finished; nobody can begin.",
        "There are {n} interviews already. They stay readable to their students, and what runs "
        "may be finished; nobody can begin.",
        count,
    ).format(n=count)
    button = Button(_("Take it back"), token("assign withdraw", task.assignment.id), "danger")
    keep = Button(_("Keep it"), token("assign show", task.assignment.id))
    return Answer(say(text, buttons=(button, keep)))


@command("assign withdraw", "Really take it back", Action.ASSIGN, Manner(button="target"))
def assign_withdraw(call: Call, target: Target) -> Answer:
    """After the question."""
    return taken_back(call, service.load(call.tx, call.act, target))


def taken_back(call: Call, task: service.Task) -> Answer:
    """A draft again; the class's post says so."""
    draft, effects = service.unpublish(call.tx, call.act, task)
    return Answer(screens.screen(draft, call.now, _("Taken back; the post says so.")), effects)


@command(
    "assign close",
    "No new interviews for an assignment",
    Action.ASSIGN,
    Manner(button="assignment"),
)
def assign_close(call: Call, assignment: Which) -> Answer:
    """Its work stays readable; it can be opened again."""
    task = service.load(call.tx, call.act, assignment)
    closed, effects = service.close(call.tx, call.act, task)
    return Answer(screens.screen(closed, call.now, _("Closed.")), effects)


@command("assign delete", "Delete an assignment", Action.ASSIGN, Manner(button="assignment"))
def assign_delete(call: Call, assignment: Which) -> Answer:
    """Asks first when it was typed; refused, with the count, once anybody has worked on it."""
    task = service.load(call.tx, call.act, assignment)
    count = works.interviews(call.tx, task.assignment.id)
    if count:
        raise RefusalError(Refusal.HAS_WORK, count=str(count))
    text = _("Nobody has worked on “{title}” yet.").format(title=task.assignment.title)
    sure = token("assign drop", task.assignment.id)
    keep = Button(_("Keep it"), token("assign show", task.assignment.id))
    return Answer(say(text, buttons=(Button(_("Delete it"), sure, "danger"), keep)))


@command("assign drop", "Really delete it", Action.ASSIGN, Manner(button="target"))
def assign_drop(call: Call, target: Target) -> Answer:
    """After the question."""
    task = service.load(call.tx, call.act, target)
    effects = service.delete(call.tx, call.act, task)
    again = Button(_("My assignments"), token("assign list"))
    return Answer(
        say(_("“{title}” is deleted.").format(title=task.assignment.title), buttons=(again,)),
        effects,
    )


@command("assign copy", "Use an assignment again", Action.ASSIGN, Manner(button="assignment"))
def assign_copy(
    call: Call,
    assignment: Which,
    into: Annotated[
        str | None, Option("into which of your classes", complete=classes_like, max_length=60)
    ] = None,
) -> Answer:
    """A draft with the same settings and without dates."""
    task = service.load(call.tx, call.act, assignment)
    section = sections.find(call.tx, into) if into else task.section
    if section is None:
        raise RefusalError(Refusal.NOT_FOUND)
    made = service.copy(call.tx, call.act, task, section)
    note = _("A copy for {section}, without dates.").format(section=section.name)
    return Answer(screens.screen(made, call.now, note))
