"""/monitor: a class live; numbers only, until a transcript is opened, which is noted."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.paging import split_page
from core.domain.policy import Action
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Speech, say
from core.domain.session import Role, Session
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import grants, monitorday, pictures
from core.services import monitor as service
from core.services.reading import note_reading
from core.store import clients, messages, monitors, people, sections, sessions
from core.store.messages import NO_END

LINES = 12


@command("monitor", "Watch your class live: numbers, no text", Action.MONITOR)
def monitor(call: Call) -> Answer:
    """One message in a private place, renewed by itself for fifty minutes."""
    section = grants.section_for(call.tx, call.section, Action.MONITOR, call.act)
    reply, effects = service.start(call.tx, call.act, section)
    return Answer(reply, effects)


@command("monitor stop", "Stop watching", Action.MONITOR, Manner(button="monitor"))
def monitor_stop(call: Call, monitor: Annotated[str, Option("which one", max_length=40)]) -> Answer:
    """The message stays and says so."""
    found = monitors.find(call.tx, monitor)
    section = sections.find(call.tx, found.section_id) if found else None
    if found is None or section is None or found.person_id != call.person.id:
        raise RefusalError(Refusal.NOT_FOUND)
    if found.state != "open":
        raise RefusalError(Refusal.ALREADY_DONE)
    return Answer(say(_("Stopped.")), service.end(call.tx, found, section))


@command(
    "monitor day",
    "The last 24 hours of your class, by the hour",
    Action.MONITOR,
    Manner(button="section"),
)
def monitor_day(
    call: Call, section: Annotated[str, Option("which class", max_length=40)]
) -> Answer:
    """Numbers at once; the picture follows."""
    grants.check_section(call.tx, Action.MONITOR, section, call.act)
    found = sections.find(call.tx, section)
    if found is None:
        raise RefusalError(Refusal.NOT_FOUND)
    reply = monitorday.reply_of(found, monitorday.read(call.tx, found, call.now))
    return Answer(reply, pictures.ask(call.event, "day", found.id))


@command(
    "monitor read",
    "Read an interview that runs; it is noted",
    Action.READ_TRANSCRIPT,
    Manner(button="target"),
)
def monitor_read(
    call: Call, target: Annotated[str, Option("which interview", max_length=60)]
) -> Answer:
    """The last lines; audited, and the student sees who has read."""
    session_id, before = split_page(target)
    found = sessions.find(call.tx, session_id)
    if found is None:
        raise RefusalError(Refusal.NOT_FOUND)
    grants.check_section(call.tx, Action.READ_TRANSCRIPT, found.section_id, call.act)
    note_reading(call.tx, call.person.id, found, call.now)
    end = before if session_id != target else NO_END
    lines = messages.page(call.tx, found.id, LINES, end)
    names = speakers(call, found)
    said: list[Block] = [Speech(names[line.role], line.text) for line in lines]
    heading = Heading(
        _("{student} with {client}").format(student=names[Role.STUDENT], client=names[Role.CLIENT])
    )
    note = Note(_("The student can see that you read this."))
    if not said:
        return Answer(Reply((heading, Prose(_("Nothing was said yet.")), note)))
    earlier = Button(_("Earlier"), token("monitor read", f"{found.id}.{lines[0].seq}"))
    return Answer(Reply((heading, *said, note), (earlier,) if lines[0].seq > 1 else ()))


def speakers(call: Call, session: Session) -> dict[Role, str]:
    """Who speaks in the transcript."""
    student = people.find(call.tx, session.student_id)
    client = clients.find(call.tx, session.client_id)
    name = student.name if student else ""
    return {
        Role.STUDENT: name,
        Role.CLIENT: client.name if client else "",
        Role.COACH: _("{name}, out of role").format(name=name),
        Role.APP: _("The app"),
    }
