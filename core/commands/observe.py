"""/observe: read along in an interview, leave notes on turns, whisper a hint to the student."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Block, Button, Choice, Heading, Note, Prose, Reply, Speech, say
from core.domain.session import Message, Role, Session
from core.domain.token import token
from core.language import _
from core.services import grants
from core.services import supervising as service
from core.store import clients, messages, people, sessions, supervision

LINES = 24
MOST = 25
Target = Annotated[str, Option("which interview", max_length=60)]
Text = Annotated[str, Option("your words", kind="long_text", max_length=1_000)]


def interviews_here(call: Call, typed: str) -> tuple[Choice, ...]:
    """The newest interviews of this class, those that run first."""
    section = grants.section_for(call.tx, call.section, Action.OBSERVE, call.act)
    grants.check_section(call.tx, Action.OBSERVE, section.id, call.act)
    found = sessions.of_section(call.tx, section.id, MOST)
    names = {person.id: person.name for person, _role in people.members(call.tx, section.id)}
    ordered = sorted(found, key=lambda one: not one.state.runs)
    choices = (Choice(one.id, f"{names.get(one.student_id, '–')} · {one.state}") for one in ordered)
    return tuple(one for one in choices if typed.casefold() in one.label.casefold())


@command("observe", "Read along in an interview", Action.OBSERVE, Manner(button="session"))
def observe(
    call: Call,
    session: Annotated[str, Option("which interview", complete=interviews_here, max_length=60)],
) -> Answer:
    """`session` or `session.page`; the student is told who reads, and each reading is audited."""
    key, _dot, digits = session.partition(".")
    found = service.find(call.tx, call.act, key)
    effects = service.read_along(call.tx, call.act, found)
    back = int(digits[:4]) if digits.isascii() and digits.isdigit() else 0
    return Answer(screen(call, found, back), effects)


def screen(call: Call, session: Session, back: int) -> Reply:
    """A page of lines counted from the end, with remarks where they belong."""
    version = clients.find(call.tx, session.client_id)
    student = people.find(call.tx, session.student_id)
    client = version.name if version else _("Client")
    names = {Role.STUDENT: student.name if student else "–", Role.CLIENT: client}
    lines = messages.page(call.tx, session.id, LINES, max(session.last_seq + 1 - back * LINES, 1))
    title = _("{student} with {client}: {state}, turn {turn}").format(
        student=names[Role.STUDENT], client=client, state=session.state.value, turn=session.turns
    )
    remarks = supervision.of_session(call.tx, session.id)
    notes = (Note(f"{one.turn} {one.kind}: {one.text}") for one in remarks)
    blocks = (Heading(title), *said(lines, names), *notes)
    earlier = Button(_("Earlier"), token("observe", f"{session.id}.{back + 1}"))
    more = (earlier,) if lines and lines[0].seq > 1 else ()
    return Reply(blocks, (*service.buttons(session), *more))


def said(lines: tuple[Message, ...], names: Mapping[Role, str]) -> Iterator[Block]:
    """The lines, each with its turn; what is out of role says so."""
    if not lines:
        yield Prose(_("Nothing has been said yet."))
    for line in lines:
        label = "" if line.role in names else _("out of role")
        yield Speech(f"{line.turn} {names.get(line.role, line.role)}", line.text, label)


@command("observe note", "Leave a note on a turn", Action.OBSERVE, Manner(button="session"))
def observe_note(
    call: Call,
    session: Target,
    text: Text,
    turn: Annotated[int, Option("on which turn; 0 is the whole interview")] = 0,
) -> Answer:
    """The student reads it at once, or when the interview is over."""
    found = service.find(call.tx, call.act, session)
    effects = service.note(call.tx, call.act, found, turn, text)
    waits = _("Kept. The student reads it when the interview is over.")
    done = _("The student has your note.")
    return Answer(say(waits if found.state.runs else done), effects)


@command("observe whisper", "Whisper a hint", Action.OBSERVE, Manner(button="session"))
def observe_whisper(call: Call, session: Target, text: Text) -> Answer:
    """To the student alone; it never enters what the client is told."""
    found = service.find(call.tx, call.act, session)
    effects = service.whisper(call.tx, call.act, found, text)
    return Answer(say(_("The student reads your hint now; the client does not.")), effects)
