"""/sessions and /report: what was done, for the student and for the teacher."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.place import Place
from core.domain.policy import Action
from core.domain.reply import Button, Choice, Heading, Note, Prose, Reply, Table
from core.domain.session import Session, SessionState
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.export import FORMATS
from core.services import exports, reports
from core.store import clients, people, sessions

MOST = 20
MOST_BUTTONS = 8
FORMAT_CHOICES = tuple(Choice(key, one.name) for key, one in FORMATS.items())


@command("sessions", "Your interviews, past and open", Action.OWN_RECORDS, Manner(reads=True))
def own_sessions(call: Call) -> Answer:
    """Newest first, each with the way into it or its report."""
    found = sessions.of_student(call.tx, call.person.id, MOST)
    if not found:
        return Answer(
            Reply(
                (Prose("No interviews yet."),),
                (Button("See my work", token("practice"), "primary"),),
            )
        )
    names = client_names(call, found)
    table = Table(
        ("Client", "State", "Turns", "Attempt"),
        tuple(
            (names[one.client_id], one.state.value, str(one.turns), str(one.attempt or "–"))
            for one in found
        ),
    )
    buttons = tuple(button_for(one, names[one.client_id]) for one in found[:MOST_BUTTONS])
    return Answer(Reply((Heading("Your interviews"), table), buttons))


def client_names(call: Call, found: tuple[Session, ...]) -> dict[str, str]:
    """The names of the clients in a list of sessions."""
    ids = {one.client_id for one in found}
    versions = (clients.find(call.tx, client_id) for client_id in ids)
    return {one.id: one.name for one in versions if one is not None}


def button_for(one: Session, name: str) -> Button:
    """Open what runs, read what is over."""
    if one.state.runs:
        return Button(f"Open: {name}", token("open", one.id), "primary")
    return Button(f"Report: {name}", token("feedback", one.id))


@command("open", "Go to one of your interviews", Action.OWN_SESSION, Manner(button="session"))
def open_session(
    call: Call, session: Annotated[str, Option("which interview", max_length=40)]
) -> Answer:
    """Lead to the place."""
    found = sessions.find(call.tx, session)
    if found is None or found.student_id != call.person.id or found.place is None:
        raise RefusalError(Refusal.NOT_FOUND)
    return Answer(Reply((Prose("Here it is."),), goto=Place.parse(found.place)))


@command(
    "feedback",
    "The report of one interview",
    Action.OWN_RECORDS,
    Manner(button="session", reads=True),
)
def feedback(
    call: Call, session: Annotated[str | None, Option("which interview", max_length=40)] = None
) -> Answer:
    """The student's own, or one of the teacher's section; others' read as not found."""
    found = (
        sessions.find(call.tx, session)
        if session
        else next(iter(sessions.of_student(call.tx, call.person.id, 1)), None)
    )
    if found is None or not exports.may_read(call.tx, call.person.id, found):
        raise RefusalError(Refusal.NOT_FOUND)
    teacher = found.student_id != call.person.id
    return Answer(reports.stored_reply(call.tx, call.house, found, teacher=teacher))


@command("export", "A finished interview as a file", Action.OWN_RECORDS, Manner(button="session"))
def export_session(
    call: Call,
    session: Annotated[str | None, Option("which interview", max_length=40)] = None,
    format: Annotated[  # noqa: A002 - the word that people type
        str, Option("which format", kind="select", choices=FORMAT_CHOICES)
    ] = "pdf",
) -> Answer:
    """The newest finished one when none is named; the file follows privately."""
    own = sessions.of_student(call.tx, call.person.id, MOST)
    newest = next((one for one in own if not one.state.runs), None)
    found = sessions.find(call.tx, session) if session else newest
    if found is None or not exports.may_read(call.tx, call.person.id, found):
        raise RefusalError(Refusal.NOT_FOUND)
    if found.state.runs:
        return Answer(Reply((Prose("The file can be made when the interview has ended."),)))
    if format not in FORMATS:
        raise RefusalError(Refusal.BAD_OPTION, option="format", wanted=", ".join(FORMATS))
    wish = exports.Wish(found.id, format, call.person.id)
    return Answer(Reply((Prose("Making your file…"),)), exports.ask(call.event, wish))


@command("class", "The interviews of your class", Action.SEE_SESSIONS, Manner(reads=True))
def class_sessions(call: Call) -> Answer:
    """What the teacher sees: who, with whom, how far; no text of anybody."""
    if call.section is None:
        raise RefusalError(Refusal.NO_SECTION)
    found = sessions.of_section(call.tx, call.section.id, MOST)
    members = people.members(call.tx, call.section.id)
    if not found:
        return Answer(
            Reply(
                (
                    Heading(call.section.name),
                    Prose(f"{len(members)} people, no interviews yet."),
                    Note("Students start from the announcement or with /practice."),
                )
            )
        )
    names = {person.id: person.name for person, _role in members}
    with_whom = client_names(call, found)
    table = Table(
        ("Student", "Client", "State", "Turns", "Openness"),
        tuple(
            (
                names.get(one.student_id, "(left)"),
                with_whom[one.client_id],
                one.state.value,
                str(one.turns),
                f"{one.openness / 10:.0f} %",
            )
            for one in found
        ),
    )
    buttons = tuple(
        Button(f"Report: {names.get(one.student_id, '(left)')}", token("feedback", one.id))
        for one in found[:MOST_BUTTONS]
        if one.state is SessionState.COMPLETED
    )
    return Answer(Reply((Heading(call.section.name), table), buttons))
