"""A rubric as the lines of a form: read, written, and every mistake named with its line."""

from decimal import Decimal

import pytest

from core.domain.rubric import Criterion, Rubric, RubricError, check
from core.domain.rubricform import from_lines, to_lines, with_known_ids
from core.library.rubrics_loader import load_rubrics

USUAL = ("Never.", "Sometimes.", "Always.")


def read(text: str) -> tuple[Criterion, ...]:
    criteria, wrong = from_lines(text, USUAL)
    assert wrong == ()
    return criteria


@pytest.mark.parametrize("rubric", load_rubrics(), ids=lambda one: one.id)
def test_a_shipped_rubric_goes_through_the_form_unchanged(rubric: Rubric) -> None:
    criteria = read("\n".join(to_lines(rubric)))
    again = with_known_ids(Rubric(rubric.id, rubric.name, rubric.language, criteria), rubric)
    assert again == rubric


@pytest.mark.parametrize("rubric", load_rubrics(), ids=lambda one: one.id)
def test_a_shipped_rubric_is_sound_and_describes_four_levels_each(rubric: Rubric) -> None:
    check(rubric)
    assert {len(one.levels) for one in rubric.criteria} == {4}
    assert all(one.description for one in rubric.criteria)


def test_three_rubrics_are_shipped() -> None:
    assert [one.id for one in load_rubrics()] == [
        "basic-interviewing",
        "motivational-interviewing",
        "risk-assessment",
    ]


@pytest.mark.parametrize(
    ("typed", "weight"), [("0.25", "0.25"), ("0,25", "0.25"), ("25 %", "0.25"), ("25", "0.25")]
)
def test_a_weight_is_read_as_people_write_it(typed: str, weight: str) -> None:
    assert read(f"Listening | {typed} | 4")[0].weight == Decimal(weight)


def test_points_that_nobody_gave_lie_evenly_below_the_most() -> None:
    (one,) = read("Listening | 1 | 4")
    assert [one.worth(level) for level in range(3)] == [0, 2, 4]


def test_a_level_may_say_its_points_and_its_title() -> None:
    (one,) = read("Listening | 1 | 5\n- None at all.\n- [1,5 Fair] Some.\n- [5 Good] Much.")
    assert one.points == (Decimal(0), Decimal("1.5"), Decimal(5))
    assert one.titles == ("", "Fair", "Good")


def test_levels_that_nobody_gave_are_the_usual_ones() -> None:
    assert read("Listening (critical) | 1 | 2")[0].levels == USUAL


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Listening | heavy | 4", "line 1: weight: please give a number"),
        ("Listening | 0.5 | many", "line 1: points: please give a number"),
        ("\n | 0.5 | 4", "line 2: name: is missing"),
        ("- A level.", "line 1: level: stands before any criterion"),
        ("", "line 1: name | weight | points: nothing is written"),
        ("Listening | -1 | 4", "line 1: weight"),
        ("Listening | NaN | 4", "line 1: weight"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_field(text: str, said: str) -> None:
    _criteria, wrong = from_lines(text, USUAL)
    assert any(said in one for one in wrong)


def test_weights_that_do_not_sum_are_shown_each_with_their_sum() -> None:
    criteria = read("Listening | 0.3 | 2\nAsking | 0.6 | 2")
    with pytest.raises(RubricError, match=r"not 0\.9: Listening 0\.3, Asking 0\.6"):
        check(Rubric("x", "X", "en", criteria))


def test_a_criterion_named_twice_is_refused_by_name() -> None:
    criteria = read("Listening | 0.5 | 2\nlistening | 0.5 | 2")
    with pytest.raises(RubricError, match="named twice: listening"):
        check(Rubric("x", "X", "en", criteria))


def test_points_must_rise() -> None:
    criteria = read("Listening | 1 | 2\n- [2] Low.\n- [1] High.")
    with pytest.raises(RubricError, match="Listening: points must rise"):
        check(Rubric("x", "X", "en", criteria))
