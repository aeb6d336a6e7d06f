"""The gate over stored pairs: opens for a grader that agrees, never below the teacher's bar."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert

from core.domain.grading import (
    Evaluation,
    Finding,
    Grade,
    Pinned,
    Proof,
    Reason,
    Ruling,
    Span,
    Verdict,
)
from core.domain.rubric import Criterion, Rubric
from core.domain.rubrictext import rubric_to_text
from core.domain.teaching import Release
from core.evaluation.passport import Marked, figures_of
from core.services import gates, grades
from core.store import double_marks, evaluations
from core.store.class_tables import assignments, rubrics
from core.store.database import Database
from core.store.double_marks import Rules
from core.store.transaction import Transaction
from tests.fakes import START
from tests.seeds import add_sessions

TENANT = "play:W"
ONE = Criterion("a", "A", "", Decimal(1), ("0", "1", "2", "3"))
PINNED = ("grader", "prompt", "language")
PROOF = Proof((Span(2, 1, 0, 3, "Why"),), 1, "h")


def seed(tx: Transaction, pairs: Sequence[tuple[int, int]], criterion: Criterion = ONE) -> None:
    """Graded interviews with a blind mark each, and one more that nobody has marked."""
    add_sessions(tx, tuple(f"play:W:C:T{n}" for n in range(len(pairs) + 1)))
    common = {"tenant": tx.tenant, "created_at": START}
    text = rubric_to_text(Rubric("r", "R", "en", (criterion,)))
    row = {"id": "rub", "slug": "r", "version": 1, "name": "R", "criteria": text}
    tx.run(insert(rubrics), common | row)
    work = {"id": "work", "section_id": "sec", "title": "W", "graded": True, "state": "published"}
    tx.run(insert(assignments), common | work)
    pinned = Pinned("rub", text, "fake:grader", "g1", "t", "p", "en")
    for number, pair in enumerate((*pairs, (0, 2))):
        made = Evaluation(
            id=f"e{number}",
            session_id=f"s{number}",
            section_id="sec",
            assignment_id="work",
            pinned=pinned,
            done=True,
            policy=Release.AT_ONCE,
            release_on=None,
            created_at=START,
        )
        evaluations.add(tx, made)
        evaluations.add_finding(tx, made.id, 0, Finding("a", pair[1], Reason.SCORED, (PROOF,)))
        if number < len(pairs):
            at = START + timedelta(minutes=number)
            mark = Verdict("a", Ruling.BLIND, pair[0], "", "t", at)
            evaluations.add_verdict(tx, made.id, mark)


async def opens(database: Database, pairs: Sequence[tuple[int, int]], **more: object) -> bool:
    """Whether the unmarked interview would go out; ids are tried until one is not audited."""
    rules = Rules(int(str(more.get("bar", 600))), automatic=bool(more.get("automatic", True)))
    criterion = replace(ONE, critical=bool(more.get("critical", False)))

    def work(tx: Transaction) -> bool:
        seed(tx, pairs, criterion)
        double_marks.set_rules(tx, "sec", rules)
        last = evaluations.find(tx, f"e{len(pairs)}")
        assert last is not None
        pinned = replace(
            last.pinned,
            **{str(k): v for k, v in more.items() if k in {"grader", "prompt", "language"}},
        )  # type: ignore[arg-type]
        grade = grades.grade_of(tx, replace(last, pinned=pinned))
        free = next(f"x{n}" for n in range(99) if not gates.is_audited(f"x{n}"))
        return gates.opens(tx, replace(grade, evaluation=replace(grade.evaluation, id=free)))

    return await database.write(work, TENANT)


GOOD = [(n % 4, n % 4) for n in range(40)]
HIGH = [(n % 3, n % 3 + 1) for n in range(40)]
RNG = random.Random(3)
POOR = [(n % 4, RNG.randrange(4)) for n in range(40)]


async def test_the_gate_opens_for_a_grader_that_agrees(database: Database) -> None:
    assert await opens(database, GOOD)


@pytest.mark.parametrize(
    ("pairs", "more"),
    [
        (GOOD[:29], {}),
        (GOOD, {"automatic": False}),
        (GOOD, {"critical": True}),
        (GOOD, {"grader": "fake:other"}),
        (GOOD, {"prompt": "g2"}),
        (GOOD, {"language": "es"}),
        (HIGH, {}),
        (POOR, {}),
        ([(2, 2)] * 40, {}),
        ([], {}),
    ],
)
async def test_the_gate_stays_shut(
    sqlite_database: Database, pairs: list[tuple[int, int]], more: dict[str, object]
) -> None:
    assert not await opens(sqlite_database, pairs, **more)


async def test_what_was_reckoned_ahead_is_known_in_the_finishing_transaction(
    sqlite_database: Database,
) -> None:
    figures_of.cache_clear()
    assert await opens(sqlite_database, GOOD)
    assert figures_of.cache_info().misses == 1

    def work(tx: Transaction) -> tuple[Grade, tuple[Marked, ...]]:
        last = evaluations.find(tx, f"e{len(GOOD)}")
        assert last is not None
        free = next(f"x{n}" for n in range(99) if not gates.is_audited(f"x{n}"))
        grade = grades.grade_of(tx, last)
        grade = replace(grade, evaluation=replace(last, id=free))
        return grade, gates.ahead(tx, grade)

    grade, found = await sqlite_database.read(work, TENANT)
    figures_of.cache_clear()
    gates.reckon(found)
    assert figures_of.cache_info().misses == 1
    assert await sqlite_database.read(lambda tx: gates.opens(tx, grade), TENANT)
    assert figures_of.cache_info().misses == 1


def test_one_in_ten_is_kept_for_the_teacher() -> None:
    share = sum(gates.is_audited(f"id{n}") for n in range(5_000)) / 5_000
    assert 0.08 < share < 0.12
