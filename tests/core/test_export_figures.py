"""Score bars, progress and heat map: well-formed for any text, honest about what is missing."""

from xml.etree import ElementTree as ET

import pytest

from core.export.cleaning import clean
from core.export.figures import (
    Heat,
    Score,
    Trend,
    bars_svg,
    describe_bars,
    describe_heat,
    describe_progress,
    heat_svg,
    progress_svg,
)
from core.export.hours import Hours, describe_hours, hours_svg
from core.export.png import png_from_svg
from tests.core.transcripts import HOSTILE

SCORES = (Score("Listens", 2, 3), Score("Risk", None, 3), Score("Opens", 0, 3))
TRENDS = (Trend("Reflections", (12, None, 40)), Trend("Facts", (31,)))
HEAT = Heat("Levels", ("Listens", "Risk"), ("0", "1"), ((4, 8), (None, 0)))
DAY = Hours("Day", ("09:00", "10:00", "11:00"), (4, 0, 12))
DRAWN = (bars_svg("Scores", SCORES), progress_svg("Progress", TRENDS), heat_svg(HEAT))
PICTURES = (*DRAWN, hours_svg(DAY))
EMPTY = (
    bars_svg("", ()),
    progress_svg("", ()),
    heat_svg(Heat("", (), (), ())),
    hours_svg(Hours("", (), ())),
)


def words_in(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    return [found.text or "" for found in root.findall(".//{*}text")]


@pytest.mark.parametrize("svg", [*PICTURES, *EMPTY])
def test_every_picture_can_be_drawn(svg: str) -> None:
    assert png_from_svg(svg).startswith(b"\x89PNG")


@pytest.mark.parametrize("raw", HOSTILE)
def test_any_name_gives_a_wellformed_picture(raw: str) -> None:
    name = clean(raw)
    heat = Heat(name, (name,), (name,), ((1,),))
    svgs = (bars_svg(name, (Score(name, 1, 1),)), progress_svg(name, (Trend(name, (1,)),)))
    assert all(words_in(svg) for svg in (*svgs, heat_svg(heat)))


def test_what_is_not_scored_is_said_and_never_a_zero() -> None:
    assert "not scored" in words_in(PICTURES[0])
    assert "Risk ░░░ not scored" in describe_bars("Scores", SCORES)
    assert "Opens ░░░ 0/3" in describe_bars("Scores", SCORES)


def test_one_attempt_is_a_dot_and_no_line() -> None:
    assert PICTURES[1].count("<polyline") == 1
    assert PICTURES[1].count("<circle") == 3


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (describe_progress("Progress", TRENDS), "Reflections: 12 %, –, 40 %; Facts: 31 %."),
        (describe_heat(HEAT), "Listens: 4 × 0, 8 × 1; Risk: – × 0, 0 × 1."),
        (describe_bars("Scores", ()), "Scores: no criterion."),
    ],
)
def test_the_words_say_what_the_picture_shows(said: str, words: str) -> None:
    assert said.endswith(words)


def test_every_count_stands_in_its_cell() -> None:
    assert {"4", "8", "–", "0"} <= set(words_in(PICTURES[2]))


def test_an_hour_without_a_line_has_no_bar() -> None:
    assert describe_hours(DAY) == "Day: 09:00 4, 11:00 12."
    assert hours_svg(DAY).count("<rect") == hours_svg(Hours("Day", (), ())).count("<rect") + 2
