"""/admin: what only an administrator of the workspace may do; the platform says who that is."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.effects import NOTHING, Effects
from core.domain.outgoing import Draft, Post
from core.domain.policy import Action
from core.domain.reply import Heading, Prose, Reply, Row, Rows, say
from core.domain.teaching import Person
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import grants as service
from core.services import sections
from core.services.grants import Act
from core.store import grants, people

Member = Annotated[str, Option("whom", kind="member", max_length=64)]


def person_behind(call: Call, member: str) -> Person:
    """The member as a person of ours; RefusalError when nobody is named."""
    user = member.strip().removeprefix("@")
    if not user:
        raise RefusalError(Refusal.BAD_OPTION, option="member", wanted="a member of the workspace")
    return people.meet(call.tx, user, "", call.now)


def kept(call: Call) -> Act:
    """The caller's deed; an administrator who was never met is met now."""
    by = people.meet(call.tx, call.event.actor.user, call.event.actor.name, call.now)
    return Act(by, call.event, call.now)


def called(person: Person) -> str:
    """The best name that we have."""
    return person.name or person.user


@command("admin teacher list", "Who is named a teacher", Action.GRANT_TEACHER, Manner(reads=True))
def teachers(call: Call) -> Answer:
    """The teachers of the workspace."""
    found = grants.holders(call.tx)
    if not found:
        return Answer(say(_("Nobody is named a teacher yet. /admin teacher add names one.")))
    rows = tuple(Row(called(person), person.user) for person in found)
    return Answer(Reply((Heading(_("Teachers of this workspace")), Rows(rows))))


@command("admin teacher add", "Name somebody a teacher", Action.GRANT_TEACHER)
def name_teacher(call: Call, member: Member) -> Answer:
    """Both sides are told; it is kept with who and when."""
    person = person_behind(call, member)
    if not service.name_teacher(call.tx, kept(call), person):
        return Answer(say(_("{called} is a teacher already.").format(called=called(person))))
    told = say(
        _(
            "You are a teacher of this workspace now. /section setup, "
            "typed in a channel, makes a class of it."
        )
    )
    return Answer(
        say(_("{called} is a teacher now.").format(called=called(person))), tell(call, person, told)
    )


@command("admin teacher remove", "Take a teacher's name off", Action.GRANT_TEACHER)
def unname_teacher(call: Call, member: Member) -> Answer:
    """No new classes; the ones that run keep their teacher until they are reassigned."""
    person = person_behind(call, member)
    if not service.unname_teacher(call.tx, kept(call), person):
        return Answer(say(_("{called} is not named a teacher.").format(called=called(person))))
    told = say(_("You cannot set up new classes any more. The classes that you teach go on."))
    reply = say(
        _(
            "{called} cannot set up new classes any more. Classes that "
            "they teach go on; /admin reassign, typed in a class channel, "
            "names another teacher there."
        ).format(called=called(person))
    )
    return Answer(reply, tell(call, person, told))


@command("admin reassign", "Give the class of this channel a teacher", Action.REASSIGN)
def reassign(call: Call, member: Member) -> Answer:
    """For a class whose last teacher has gone; it opens no transcript to the administrator."""
    if call.section is None:
        raise RefusalError(Refusal.NO_SECTION)
    person = person_behind(call, member)
    sections.reassign(call.tx, kept(call), call.section, person)
    told = Reply(
        (
            Prose(
                _("You teach {name} now. /help shows what works here.").format(
                    name=call.section.name
                )
            ),
        )
    )
    reply = say(
        _("{called} teaches {name} now.").format(called=called(person), name=call.section.name)
    )
    return Answer(reply, tell(call, person, told))


def tell(call: Call, person: Person, reply: Reply) -> Effects:
    """A private word, unless it is oneself."""
    if person.user == call.event.actor.user:
        return NOTHING
    return Effects((Draft(call.place, Post(reply, person.user)),))
