"""Totals of a grade: in Decimal, half up, over what is scored, never silently renormalised."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.domain.grading import Finding, Reason, Ruling, Verdict, decided, standing, total_of
from core.domain.rubric import Criterion
from core.domain.rubrictext import rubric_from_text, rubric_to_text
from core.library.rubrics_loader import load_rubrics

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RUBRIC = load_rubrics()[0]


def criterion(name: str, weight: str, levels: int = 4) -> Criterion:
    return Criterion(name, name, "", Decimal(weight), ("",) * levels)


TWO = (criterion("a", "0.25"), criterion("b", "0.75", 3))


@pytest.mark.parametrize(
    ("levels", "percent", "share"),
    [
        ({"a": 3, "b": 2}, "100.0", "100"),
        ({"a": 0, "b": 0}, "0.0", "100"),
        ({"a": 1, "b": 1}, "45.8", "100"),
        ({"a": 1, "b": None}, "33.3", "25.0"),
        ({"b": 1}, "50.0", "75.0"),
        ({}, None, "0"),
    ],
)
def test_a_total_is_the_weighted_mean_of_what_is_scored(
    levels: dict[str, int | None], percent: str | None, share: str
) -> None:
    found = total_of(TWO, levels)
    assert found.percent == (None if percent is None else Decimal(percent))
    assert found.share == Decimal(share)
    assert found.complete == (share == "100")


def test_halves_are_rounded_up() -> None:
    three = tuple(criterion(name, weight) for name, weight in (("a", "0.0015"), ("b", "0.9985")))
    assert total_of(three, {"a": 1, "b": 0}).percent == Decimal("0.1")


def test_the_last_word_of_a_person_stands_over_the_machines() -> None:
    findings = (Finding("a", 3, Reason.SCORED), Finding("b", None, Reason.NO_EVIDENCE))
    verdicts = (
        Verdict("a", Ruling.OVERRIDE, 1, "", "t", AT),
        Verdict("a", Ruling.CONFIRM, 2, "", "t", AT),
        Verdict("b", Ruling.STRIKE, None, "", "t", AT),
    )
    assert standing(findings, verdicts) == {"a": 2, "b": None}
    assert decided(verdicts) == {"a"}


def test_a_rubric_reads_back_as_it_was_written() -> None:
    assert rubric_from_text(rubric_to_text(RUBRIC)) == RUBRIC
    assert {one.absence for one in RUBRIC.criteria} == {"lowest", "not_observed"}
