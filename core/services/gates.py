"""When a machine's levels may go out alone: each criterion's passport, and the class's rule."""

import hashlib
from collections.abc import Mapping

from core.domain.grading import Grade
from core.evaluation.passport import (
    FEWEST_PAIRS,
    Bar,
    Marked,
    Passport,
    may_release,
    passport,
)
from core.store import double_marks
from core.store.double_marks import Rules
from core.store.transaction import Transaction

PERMILLE = 1_000
AUDITED = 10


def bar_of(rules: Rules) -> Bar:
    """The teacher's own bar beside the fixed rules."""
    return Bar(kappa=rules.bar / PERMILLE)


def passports_of(tx: Transaction, grade: Grade, bar: Bar) -> tuple[Passport, ...]:
    """One for each criterion of the rubric, of this very grader."""
    return tuple(passport(one, bar) for one in marked(tx, grade))


def marked(tx: Transaction, grade: Grade) -> tuple[Marked, ...]:
    """What each criterion's passport is made from."""
    made = grade.evaluation
    pairs = double_marks.pairs(tx, made)
    coverage: Mapping[str, float] = double_marks.coverage(tx, made)
    return tuple(
        Marked(one.id, pairs.get(one.id, ()), coverage.get(one.id, 0.0), one.critical)
        for one in grade.criteria
    )


def ahead(tx: Transaction, grade: Grade) -> tuple[Marked, ...]:
    """What the gate will ask about; nothing where it stays shut without any statistics."""
    return marked(tx, grade) if may_open(tx, grade) else ()


def reckon(found: tuple[Marked, ...]) -> None:
    """Call it in a thread, before the finishing transaction: there the figures are known then."""
    for one in found:
        passport(one, Bar())


def opens(tx: Transaction, grade: Grade) -> bool:
    """Every criterion scored and its gate open, none critical, and the class wants it so.

    One in ten goes to the teacher all the same: that is how a drift is seen.
    """
    if not grade.total.complete or not may_open(tx, grade):
        return False
    rules = double_marks.rules(tx, grade.evaluation.section_id)
    return may_release(passports_of(tx, grade, bar_of(rules)), complete=True)


def may_open(tx: Transaction, grade: Grade) -> bool:
    """Whether only the statistics can still keep the gate shut."""
    made = grade.evaluation
    if not double_marks.rules(tx, made.section_id).automatic or is_audited(made.id):
        return False
    return not any(one.critical for one in grade.criteria) and not too_few(tx, grade)


def too_few(tx: Transaction, grade: Grade) -> bool:
    """Known without the statistics, which take a while."""
    pairs = double_marks.pairs(tx, grade.evaluation)
    return any(len(pairs.get(one.id, ())) < FEWEST_PAIRS for one in grade.criteria)


def is_audited(evaluation_id: str) -> bool:
    """Drawn by the id alone, never by what the machine found."""
    drawn = int.from_bytes(hashlib.sha256(evaluation_id.encode()).digest()[:4], "big")
    return drawn % 100 < AUDITED
