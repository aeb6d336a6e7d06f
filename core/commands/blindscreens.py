"""What a teacher sees while marking blind: no level of the machine's until both are saved."""

from dataclasses import replace

from core.domain.grading import Grade, Ruling
from core.domain.reply import Block, Button, Heading, Note, Prose, Reply, Table
from core.domain.token import token
from core.evaluation.gradewords import level_words
from core.language import _
from core.services.reviews import Spot
from core.store import people, sessions
from core.store.transaction import Transaction


def title_of(tx: Transaction, grade: Grade) -> str:
    """Whose interview."""
    session = sessions.find(tx, grade.evaluation.session_id)
    student = people.find(tx, session.student_id) if session else None
    name = student.name or student.user if student else "–"
    return _("Review: {student}").format(student=name)


def blind(tx: Transaction, grade: Grade) -> Reply:
    """The first criterion without the teacher's level: its levels in words, a button for each."""
    one = grade.undecided[0]
    where = Spot(grade, grade.criteria.index(one))
    done = len(grade.criteria) - len(grade.undecided)
    of = {"n": done + 1, "all": len(grade.criteria)}
    blocks: list[Block] = [
        Heading(title_of(tx, grade)),
        Note(
            _("Blind, {n} of {all}: the grader's level is hidden until yours is saved.").format(
                **of
            )
        ),
        Heading(one.name),
        Prose(one.description),
        *(Note(f"{n}: {text}") for n, text in enumerate(one.levels)),
    ]
    levels = (
        Button(str(n), token("review mark", f"{where.target}.{n}"), "primary")
        for n in range(len(one.levels))
    )
    transcript = Button(_("Transcript"), token("review read", grade.evaluation.id))
    return Reply(tuple(blocks), (*levels, transcript))


def led(reply: Reply, words: str) -> Reply:
    """The same with a sentence before it."""
    return replace(reply, blocks=(Prose(words), *reply.blocks))


def compared(grade: Grade) -> Reply:
    """Both saved: side by side."""
    blind_levels = {
        one.criterion: str(one.level) for one in grade.verdicts if one.ruling is Ruling.BLIND
    }
    machine = replace(grade, verdicts=())
    cells = tuple(
        (one.name, blind_levels.get(one.id, "–"), level_words(machine, one))
        for one in grade.criteria
    )
    header = (_("Criterion"), _("You"), _("Grader"))
    made = grade.evaluation.id
    buttons = (
        Button(_("Next one"), token("review sample"), "primary"),
        Button(_("See the grading"), token("review open", made)),
        Button(_("How far the grader agrees"), token("review passport")),
    )
    return Reply((Heading(_("You and the grader")), Table(header, cells)), buttons)
