"""/rate: how an interview was for the student, 1 to 10; one for each, never part of a grade."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Button, Note, Prose, Reply
from core.domain.session import Session
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import ratings as service
from core.store import sessions
from core.store.ratings import HIGHEST, LOWEST

LINE = 500


@command(
    "rate",
    "Say how an interview was for you, 1 to 10",
    Action.OWN_SESSION,
    Manner(button="session"),
)
def rate(
    call: Call,
    score: Annotated[int | None, Option("1 (not at all useful) to 10")] = None,
    line: Annotated[str | None, Option("a line about it, if you like", max_length=LINE)] = None,
    session: Annotated[str | None, Option("which interview", max_length=40)] = None,
) -> Answer:
    """The newest finished one when none is named; asks where no number is given."""
    found = own_finished(call, session)
    if score is None:
        return Answer(service.question(found))
    return Answer(thanks(call, found, score, line))


@command("rated", "A press of 1 to 10", Action.OWN_SESSION, Manner(button="target"))
def rated(
    call: Call, target: Annotated[str, Option("interview and number", max_length=60)]
) -> Answer:
    """What the ten buttons press; pressing another one changes it."""
    session, _dot, score = target.partition(".")
    number = int(score) if score.isascii() and score.isdigit() else 0
    return Answer(thanks(call, own_finished(call, session), number, None))


@command("rate line", "Add a line", Action.OWN_SESSION, Manner(button="session", asks=True))
def rate_line(
    call: Call,
    session: Annotated[str, Option("which interview", max_length=40)],
    line: Annotated[str, Option("how was it?", kind="long_text", max_length=LINE)],
) -> Answer:
    """A line beside the number that was given."""
    found = own_finished(call, session)
    given = service.given(call.tx, found)
    if given is None:
        return Answer(service.question(found))
    return Answer(thanks(call, found, given.score, line))


def own_finished(call: Call, session: str | None) -> Session:
    """The caller's interview that is over; others' read as not found."""
    newest = (one for one in sessions.of_student(call.tx, call.person.id) if not one.state.runs)
    found = sessions.find(call.tx, session) if session else next(newest, None)
    if found is None or found.student_id != call.person.id or found.state.runs:
        raise RefusalError(Refusal.NOT_FOUND)
    return found


def thanks(call: Call, session: Session, score: int, line: str | None) -> Reply:
    """Keep it and say what was kept."""
    if not LOWEST <= score <= HIGHEST:
        wanted = _("a whole number from 1 to 10")
        raise RefusalError(Refusal.BAD_OPTION, option="score", wanted=wanted)
    kept = service.rate(call.tx, session, score, line, call.now)
    said = [Prose(_("Thank you: {score} of 10.").format(score=kept.score))]
    if kept.line:
        said.append(Prose(f"“{kept.line}”"))
    note = Note(_("It says how the practice was for you. It is never part of a grade."))
    add = Button(_("Add a line"), token("rate line", session.id))
    change = Button(_("Change it"), token("rate", session.id))
    return Reply((*said, note), (add, change))
