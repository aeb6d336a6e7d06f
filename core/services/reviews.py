"""Teacher review: rulings on a grading, release, blind double-marking; every change audited."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.grading import Evaluation, Grade, Ruling, Verdict
from core.domain.policy import Action
from core.domain.rubric import Criterion
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import grades, grants
from core.services.grants import Act
from core.store import audit, double_marks, evaluations
from core.store.transaction import Transaction

MOST_DRAWN = 50


@dataclass(frozen=True, slots=True)
class Spot:
    """One criterion of one grading, read from a button: `grading.number`."""

    grade: Grade
    number: int

    @property
    def criterion(self) -> Criterion:
        return self.grade.criteria[self.number]

    @property
    def target(self) -> str:
        return f"{self.grade.evaluation.id}.{self.number}"


def find(tx: Transaction, act: Act, evaluation_id: str) -> Evaluation:
    """A finished grading of a class that the person teaches; any other reads as not found."""
    found = evaluations.find(tx, evaluation_id)
    if found is None or not found.done:
        raise RefusalError(Refusal.NOT_FOUND)
    grants.check_section(tx, Action.SCORE, found.section_id, act)
    return found


def spot(tx: Transaction, act: Act, target: str) -> Spot:
    """The criterion that a button names; RefusalError for one that is not there."""
    evaluation_id, _dot, rest = target.partition(".")
    grade = grades.grade_of(tx, find(tx, act, evaluation_id))
    number = rest.partition(".")[0]
    if not number.isascii() or not number.isdigit() or int(number) >= len(grade.criteria):
        raise RefusalError(Refusal.STALE_BUTTON)
    return Spot(grade, int(number))


def reveal(tx: Transaction, act: Act, evaluation: Evaluation) -> Evaluation:
    """The teacher sees the machine's levels from now on; whose words they read is audited."""
    if double_marks.is_hidden(tx, evaluation.id):
        raise RefusalError(Refusal.MARK_BLIND_FIRST)
    note_reading(tx, act, evaluation)
    if evaluation.revealed_at is not None:
        return evaluation
    seen = replace(evaluation, revealed_at=act.now)
    evaluations.save(tx, seen)
    return seen


def note_reading(tx: Transaction, act: Act, evaluation: Evaluation) -> None:
    """Whoever reads a transcript of somebody else's is in the audit."""
    entry = Entry(act.by.id, "read_transcript", evaluation.session_id, act.now)
    audit.record(tx, replace(entry, section_id=evaluation.section_id, reason="review"))


def confirm(tx: Transaction, act: Act, where: Spot) -> Effects:
    """The machine's level is the teacher's too."""
    level = where.grade.levels.get(where.criterion.id)
    if level is None:
        raise RefusalError(Refusal.BAD_OPTION, option="level", wanted=levels_of(where.criterion))
    return rule(tx, act, where, Verdict(where.criterion.id, Ruling.CONFIRM, level, "", "", act.now))


def override(tx: Transaction, act: Act, where: Spot, level: int, comment: str) -> Effects:
    """The teacher's level stands; the machine's stays beside it."""
    check_level(where.criterion, level)
    made = Verdict(where.criterion.id, Ruling.OVERRIDE, level, comment.strip(), "", act.now)
    return rule(tx, act, where, made)


def strike(tx: Transaction, act: Act, where: Spot, number: int) -> None:
    """A quote that the teacher does not accept is shown no more."""
    proofs = where.grade.finding(where.criterion.id).proofs
    if number >= len(proofs):
        raise RefusalError(Refusal.STALE_BUTTON)
    made = Verdict(where.criterion.id, Ruling.STRIKE, None, proofs[number].hash, "", act.now)
    rule(tx, act, where, made)


def rule(tx: Transaction, act: Act, where: Spot, made: Verdict) -> Effects:
    """Append the ruling; a grade that is out already is brought up to date for its student."""
    evaluation = where.grade.evaluation
    if double_marks.is_hidden(tx, evaluation.id) and made.ruling is not Ruling.BLIND:
        raise RefusalError(Refusal.MARK_BLIND_FIRST)
    evaluations.add_verdict(tx, evaluation.id, replace(made, by=act.by.id))
    entry = Entry(act.by.id, made.ruling.value, evaluation.id, act.now, evaluation.section_id)
    audit.record(tx, replace(entry, reason=made.criterion))
    if evaluation.released_at is None or made.level is None:
        return NOTHING
    return grades.renew(tx, evaluation, act.by.id)


def check_level(criterion: Criterion, level: int) -> None:
    """RefusalError for a level that the rubric does not have."""
    if not 0 <= level < len(criterion.levels):
        raise RefusalError(Refusal.BAD_OPTION, option="level", wanted=levels_of(criterion))


def levels_of(criterion: Criterion) -> str:
    return _("a level from 0 to {top}").format(top=len(criterion.levels) - 1)


def confirm_trusted(tx: Transaction, act: Act, grade: Grade, trusted: Sequence[str]) -> int:
    """Confirm at once what is undecided and whose gate stands open; how many that were."""
    done = 0
    for number, criterion in enumerate(grade.criteria):
        open_gate = criterion.id in trusted and criterion in grade.undecided
        if open_gate and grade.levels.get(criterion.id) is not None:
            confirm(tx, act, Spot(grade, number))
            done += 1
    return done


def release(tx: Transaction, act: Act, evaluation: Evaluation) -> Effects:
    """Let the student have it; RefusalError while a criterion is undecided."""
    if evaluation.released_at is not None:
        raise RefusalError(Refusal.ALREADY_DONE)
    grade = grades.grade_of(tx, evaluation)
    if grade.undecided:
        names = ", ".join(one.name for one in grade.undecided)
        raise RefusalError(Refusal.UNDECIDED, criteria=names)
    return grades.release(tx, evaluation, act.by.id, act.now)


def release_all(tx: Transaction, act: Act, assignment_id: str) -> tuple[int, int, Effects]:
    """Everything decided of an assignment: how many went out, how many still wait."""
    out, left, effects = 0, 0, NOTHING
    for one in evaluations.of_assignment(tx, assignment_id):
        if one.released_at is not None:
            continue
        if grades.grade_of(tx, one).undecided:
            left += 1
            continue
        out += 1
        effects = effects + grades.release(tx, one, act.by.id, act.now)
    return out, left, effects


def draw(tx: Transaction, act: Act, section_id: str, count: int) -> int:
    """Put random gradings that nobody has looked into aside for blind marking."""
    unseen = double_marks.unseen(tx, section_id)
    wanted = min(max(count, 1), MOST_DRAWN, len(unseen))
    drawn = random.SystemRandom().sample(unseen, wanted)
    double_marks.draw(tx, drawn, act.now)
    if drawn:
        audit.record(tx, Entry(act.by.id, "draw_sample", section_id, act.now, section_id))
    return len(drawn)


def mark(tx: Transaction, act: Act, where: Spot, level: int) -> Evaluation:
    """The teacher's own level before the machine's is shown; the last one reveals both."""
    evaluation, criterion = where.grade.evaluation, where.criterion
    if not double_marks.is_hidden(tx, evaluation.id) or criterion not in where.grade.undecided:
        raise RefusalError(Refusal.ALREADY_DONE)
    check_level(criterion, level)
    rule(tx, act, where, Verdict(criterion.id, Ruling.BLIND, level, "", "", act.now))
    if len(where.grade.undecided) == 1:
        double_marks.finish(tx, evaluation.id, act.now)
        evaluation = replace(evaluation, revealed_at=act.now)
        evaluations.save(tx, evaluation)
    return evaluation
