"""Rubrics as Canvas's CSV: its messages, its partial success, and both ways."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.domain.rubric import Rubric
from core.library.canvas import CanvasError, read_canvas, scaled, write_canvas
from core.library.rubricfile import FORMATS, read_rubrics, write_rubric
from core.library.rubrics_loader import load_rubrics

HEAD = "Rubric Name,Criteria Name,Criteria Description,Criteria Enable Range"
RATINGS = "Rating Name,Rating Description,Rating Points"
FILE = f"""{HEAD},{RATINGS},{RATINGS},{RATINGS}
First,Listening,Waits and returns,false,Full,All of it,3,Half,Some of it,"1,5",None,Nothing,0
First,Asking,,true,Yes,Asks,1,No,Asks not,0
Second,Plan,Next step,false,Yes,Agreed,2,No,Open,0
"""


def read(text: str) -> tuple[Rubric, ...]:
    return read_canvas(text.encode()).rubrics


def test_several_rubrics_come_from_one_file_and_ragged_rows_are_fine() -> None:
    first, second = read(FILE)
    assert [one.name for one in first.criteria] == ["Listening", "Asking"]
    assert [len(one.levels) for one in first.criteria] == [3, 2]
    assert second.name == "Second"


def test_a_decimal_comma_is_a_decimal_comma() -> None:
    assert read(FILE)[0].criteria[0].worth(1) == Decimal("1.5")


def test_the_weight_is_the_share_of_the_points() -> None:
    assert [one.weight for one in read(FILE)[0].criteria] == [Decimal("0.75"), Decimal("0.25")]


def test_levels_rise_although_canvas_lists_the_highest_first() -> None:
    assert read(FILE)[0].criteria[0].levels == ("Nothing", "Some of it", "All of it")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",Lost,,false,Yes,,1,No,,0", "Missing 'Rubric Name' in some rows."),
        ("Third,,,false,Yes,,1,No,,0", "Missing 'Criteria Name' for Third"),
        ("Third,Plan,,false", "Missing ratings for Third"),
        ("Third,Plan,,false,Yes,,lots,No,,0", "Third: “lots” is no number of points"),
        ("Third,Plan,,false,Yes,,1,No,,1", "Third: Plan: points must rise"),
        ("Third,Plan,,false,Yes,,1", "Third: at least two levels are needed: Plan"),
        ("Third,Plan,,false,Yes,,0,No,,0", "Third: no criterion has points"),
    ],
)
def test_what_is_wrong_is_said_in_canvas_s_words_and_the_rest_goes_in(line: str, said: str) -> None:
    found = read_canvas(f"{FILE}{line}\n".encode())
    assert [one.name for one in found.rubrics] == ["First", "Second"]
    assert any(message.startswith(said) for message in found.messages)


@pytest.mark.parametrize(
    "raw",
    [
        FILE.encode("utf-16"),
        FILE.encode("utf-8-sig"),
        FILE.replace(",", ";").replace("1;5", "1,5").encode(),
        FILE.replace("Waits", "Espera más").encode("cp1252"),
        FILE.replace("\n", "\r\n").encode(),
    ],
)
def test_other_encodings_and_delimiters_are_read(raw: bytes) -> None:
    assert [one.name for one in read_canvas(raw).rubrics] == ["First", "Second"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"Student,ID,Section\nA,1,B\n", "its first row must begin with Rubric Name"),
        (b"", "its first row must begin with"),
        (b"\x00\x00", "characters that are no text"),
        (b"\x81\x8d\x9d", "neither UTF-8"),
        (f"{HEAD}\n".encode() + b"A,B,C,false,X,,1\n" * 2_001, "2002 rows"),
    ],
)
def test_a_file_that_is_none_of_canvas_s_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(CanvasError, match=said):
        read_canvas(raw)


def test_canvas_to_canvas_changes_nothing() -> None:
    once = write_canvas(read(FILE))
    assert write_canvas(read_canvas(once).rubrics) == once


@pytest.mark.parametrize("rubric", load_rubrics(), ids=lambda one: one.id)
def test_a_shipped_rubric_keeps_names_levels_and_weights_on_the_way_through_canvas(
    rubric: Rubric,
) -> None:
    (again,) = read_canvas(write_canvas((rubric,))).rubrics
    for one, other in zip(rubric.criteria, again.criteria, strict=True):
        assert (one.name, one.description, one.levels) == (
            other.name,
            other.description,
            other.levels,
        )
        assert abs(one.weight - other.weight) < Decimal("0.005")


def test_points_that_do_not_follow_the_weights_are_scaled_and_it_is_known() -> None:
    assert scaled(load_rubrics()[0])
    assert not scaled(read(FILE)[0])


@pytest.mark.parametrize("name", ["yaml", "json"])
@pytest.mark.parametrize("rubric", load_rubrics(), ids=lambda one: one.id)
def test_yaml_and_json_bring_the_same_rubric_back(rubric: Rubric, name: str) -> None:
    assert read_rubrics(write_rubric(rubric, name)).rubrics == (rubric,)


def test_every_format_that_is_offered_can_be_written() -> None:
    rubric = replace(load_rubrics()[0], name="R")
    assert all(write_rubric(rubric, name) for name in FORMATS)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"id: x\nname: y\ncriteria: []\n", "at least two levels are needed"),
        (b'{"id": "x"}', "name: expected text"),
        (b"[" * 10_000, "cannot be used"),
        (b"x" * 300_000, "larger than"),
        (b"- : [", "is not valid YAML"),
    ],
)
def test_a_rubric_file_that_cannot_be_used_is_told_why(raw: bytes, said: str) -> None:
    found = read_rubrics(raw)
    assert found.rubrics == ()
    assert any(said in message for message in found.messages)
