"""/grade: a student's rubric feedback, the reasons behind it, and a word against it."""

from typing import Annotated

from core.commands.spec import Answer, Call, Manner, Option, command
from core.domain.policy import Action
from core.domain.reply import Button, Prose, Reply, say
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.evaluation.gradewords import full_blocks
from core.language import _
from core.services import contests, grades
from core.store import sessions

MOST = 50


@command("grade", "Your rubric feedback", Action.OWN_RECORDS, Manner(button="session", reads=True))
def grade(
    call: Call, session: Annotated[str | None, Option("which interview", max_length=40)] = None
) -> Answer:
    """Of one interview, or of the newest that has any."""
    own = sessions.of_student(call.tx, call.person.id, MOST)
    asked = [one for one in own if not session or one.id == session]
    if session and not asked:
        raise RefusalError(Refusal.NOT_FOUND)
    for one in asked:
        found = grades.visible_to_student(call.tx, one)
        if found is not None:
            return Answer(grades.student_reply(grades.grade_of(call.tx, found)))
    text = _("There is no rubric feedback for you yet. Your reports are complete without it.")
    return Answer(Reply((Prose(text),), (Button(_("My sessions"), token("sessions")),)))


@command("why", "The reasons for a grade", Action.OWN_RECORDS, Manner(button="grading", reads=True))
def why(call: Call, grading: Annotated[str, Option("which grading", max_length=40)]) -> Answer:
    """Every quote, reason, next step and comment; what was contested, and the answer."""
    found = grades.own(call.tx, call.person.id, grading)
    made = grades.grade_of(call.tx, found)
    session = sessions.find(call.tx, found.session_id)
    client = call.house.profile(call.tx, session.client_id).identity.name if session else ""
    blocks = (*full_blocks(made, client), *contests.blocks(call.tx, made))
    return Answer(Reply(blocks, (Button(_("Ask or contest"), token("contest", found.id)),)))


@command("contest", "Ask about a level, or contest it", Action.OWN_RECORDS, Manner("grading"))
def contest(
    call: Call,
    grading: Annotated[str, Option("which grading", max_length=40)],
    criterion: Annotated[
        str, Option("which criterion", max_length=100, hint="its number in the list, or its name")
    ],
    line: Annotated[str, Option("your question or objection, in a line or two", max_length=600)],
) -> Answer:
    """Kept and brought to the teachers of the class; once for each criterion."""
    found = grades.own(call.tx, call.person.id, grading)
    made = grades.grade_of(call.tx, found)
    chosen = contests.criterion_of(made, criterion)
    effects = contests.raise_one(call.tx, call.act, made, chosen, line)
    text = _("Your teacher has it now. The answer comes to you here; a person decides.")
    return Answer(say(text), effects)
