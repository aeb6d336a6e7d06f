"""/feedback and /export: one interview's report, and its file."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.place import Place
from core.domain.policy import Action
from core.domain.reply import Choice, Prose, Reply
from core.domain.session import Session
from core.errors import Refusal, RefusalError
from core.export import FORMATS
from core.language import _
from core.services import exports, reports
from core.services.reading import note_reading
from core.store import sessions

MOST = 20
FORMAT_CHOICES = tuple(Choice(key, one.name) for key, one in FORMATS.items())


@command("open", "Go to one of your interviews", Action.OWN_SESSION, Manner(button="session"))
def open_session(
    call: Call, session: Annotated[str, Option("which interview", max_length=40)]
) -> Answer:
    """Lead to the place."""
    found = sessions.find(call.tx, session)
    if found is None or found.student_id != call.person.id or found.place is None:
        raise RefusalError(Refusal.NOT_FOUND)
    return Answer(Reply((Prose(_("Here it is.")),), goto=Place.parse(found.place)))


@command(
    "feedback",
    "The report of one interview",
    Action.OWN_RECORDS,
    Manner(button="session"),
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
    note_reading(call.tx, call.person.id, found, call.now)
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
    found = sessions.find(call.tx, session) if session else newest_finished(call)
    if found is None or not exports.may_read(call.tx, call.person.id, found):
        raise RefusalError(Refusal.NOT_FOUND)
    if found.state.runs:
        return Answer(Reply((Prose(_("The file can be made when the interview has ended.")),)))
    if format not in FORMATS:
        raise RefusalError(Refusal.BAD_OPTION, option="format", wanted=", ".join(FORMATS))
    wish = exports.Wish(found.id, format, call.person.id)
    return Answer(Reply((Prose(_("Making your file…")),)), exports.ask(call.event, wish))


def newest_finished(call: Call) -> Session | None:
    """The caller's newest interview that has ended."""
    own = sessions.of_student(call.tx, call.person.id, MOST)
    return next((one for one in own if not one.state.runs), None)
