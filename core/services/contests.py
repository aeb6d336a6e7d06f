"""A student's word against a level: kept, brought to the teachers, answered by one of them."""

from collections.abc import Iterator

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.grading import Grade
from core.domain.ids import new_key
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Speech
from core.domain.rubric import Criterion
from core.domain.teaching import SectionRole
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services.grants import Act
from core.store import audit, contests, people, sections, sessions
from core.store.contests import Contest
from core.store.transaction import Transaction


def criterion_of(grade: Grade, typed: str) -> Criterion:
    """By id, number or the beginning of its name; RefusalError names them all otherwise."""
    folded = typed.strip().casefold()
    numbered = list(enumerate(grade.criteria, start=1))
    for number, one in numbered:
        if folded in {one.id.casefold(), one.name.casefold(), str(number)}:
            return one
    begins = [one for one in grade.criteria if one.name.casefold().startswith(folded)]
    if folded and len(begins) == 1:
        return begins[0]
    listed = ", ".join(f"{n} {one.name}" for n, one in numbered)
    raise RefusalError(Refusal.BAD_OPTION, option="criterion", wanted=listed)


def raise_one(tx: Transaction, act: Act, grade: Grade, criterion: Criterion, text: str) -> Effects:
    """Keep it and tell the teachers privately; RefusalError when it was contested before."""
    made = grade.evaluation
    line = " ".join(text.split())
    if not line:
        raise RefusalError(Refusal.BAD_OPTION, option="line", wanted=_("a line of your own"))
    contest = Contest(new_key(), made.id, criterion.id, line, act.now)
    if not contests.add(tx, contest):
        raise RefusalError(Refusal.ALREADY_DONE)
    audit.record(tx, Entry(act.by.id, "contest", made.id, act.now, made.section_id))
    section = sections.find(tx, made.section_id)
    if section is None:
        return NOTHING
    reply = question(contest, criterion, act.by.name or act.by.user)
    place = Place.parse(section.place)
    return Effects(
        tuple(
            Draft(place, Post(reply, person.user))
            for person, role in people.members(tx, section.id)
            if role is SectionRole.TEACHER
        )
    )


def question(contest: Contest, criterion: Criterion, student: str) -> Reply:
    """What a teacher reads, with the way to the grading and to an answer."""
    title = _("{student} asks about “{criterion}”").format(
        student=student, criterion=criterion.name
    )
    buttons = (
        Button(_("Answer"), token("review answer", contest.id), "primary"),
        Button(_("See the grading"), token("review open", contest.evaluation_id)),
    )
    return Reply((Heading(title), Speech(student, contest.text)), buttons)


def answer(tx: Transaction, act: Act, contest: Contest, grade: Grade, text: str) -> Effects:
    """Keep the teacher's word and bring it to the student."""
    line = " ".join(text.split())
    if not line:
        raise RefusalError(Refusal.BAD_OPTION, option="text", wanted=_("a line of your own"))
    made = grade.evaluation
    contests.answer(tx, contest.id, line, act.by.id, act.now)
    audit.record(tx, Entry(act.by.id, "answer_contest", made.id, act.now, made.section_id))
    session = sessions.find(tx, made.session_id)
    if session is None:
        return NOTHING
    criterion = next(one for one in grade.criteria if one.id == contest.criterion)
    said = (
        Heading(_("About “{criterion}”").format(criterion=criterion.name)),
        Speech(_("You"), contest.text),
        Speech(act.by.name or _("Your teacher"), line),
    )
    place = Place.parse(session.place or session.origin)
    reply = Reply(said, (Button(_("See the grade"), token("why", made.id)),))
    return Effects((Draft(place, Post(reply)),))


def blocks(tx: Transaction, grade: Grade) -> Iterator[Block]:
    """What was asked, and what was answered."""
    names = {one.id: one.name for one in grade.criteria}
    for one in contests.of_evaluation(tx, grade.evaluation.id):
        yield Heading(_("Asked about “{criterion}”").format(criterion=names.get(one.criterion, "")))
        yield Prose(one.text)
        if one.answered_at is None:
            yield Note(_("Your teacher has it; no answer yet."))
        else:
            by = people.find(tx, one.answered_by)
            yield Speech((by.name if by else "") or _("Teacher"), one.answer)
