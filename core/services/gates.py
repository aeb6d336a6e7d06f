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
    made = grade.evaluation
    pairs = double_marks.pairs(tx, made)
    coverage: Mapping[str, float] = double_marks.coverage(tx, made)
    return tuple(
        passport(
            Marked(one.id, pairs.get(one.id, ()), coverage.get(one.id, 0.0), one.critical), bar
        )
        for one in grade.criteria
    )


def opens(tx: Transaction, grade: Grade) -> bool:
    """Every criterion scored and its gate open, none critical, and the class wants it so.

    One in ten goes to the teacher all the same: that is how a drift is seen.
    """
    made = grade.evaluation
    rules = double_marks.rules(tx, made.section_id)
    if not rules.automatic or is_audited(made.id) or not grade.total.complete:
        return False
    if any(one.critical for one in grade.criteria) or too_few(tx, grade):
        return False
    return may_release(passports_of(tx, grade, bar_of(rules)), complete=True)


def too_few(tx: Transaction, grade: Grade) -> bool:
    """Known without the statistics, which take a while and run in the finishing transaction."""
    pairs = double_marks.pairs(tx, grade.evaluation)
    return any(len(pairs.get(one.id, ())) < FEWEST_PAIRS for one in grade.criteria)


def is_audited(evaluation_id: str) -> bool:
    """Drawn by the id alone, never by what the machine found."""
    drawn = int.from_bytes(hashlib.sha256(evaluation_id.encode()).digest()[:4], "big")
    return drawn % 100 < AUDITED
