"""The picture of openness: well-formed for any text, readable, with the same in words."""

import struct
from xml.etree import ElementTree as ET

import pytest

from core.domain.curve import Curve, CurveMark
from core.export.chart import MOST_NOTES, WIDTH, describe, notes_of, openness_svg
from core.export.cleaning import clean
from core.export.png import png_from_svg
from core.export.svg import fitted
from tests.core.transcripts import HOSTILE

POINTS = tuple((turn, turn * 37 % 1000) for turn in range(1, 41))
MARKS = (
    CurveMark(3, "fall", "confronting"),
    CurveMark(3, "rupture", "pushed back"),
    CurveMark(9, "rise", "a reflection"),
    CurveMark(9, "opened", "The second job"),
)
CURVE = Curve("Ruth", 150, POINTS, MARKS)
EMPTY = Curve("Ruth", 150, (), ())


@pytest.mark.parametrize("label", HOSTILE)
def test_any_text_gives_a_wellformed_picture(label: str) -> None:
    text = clean(label)
    curve = Curve(text, 0, ((1, 1000),), (CurveMark(1, "opened", text),))
    root = ET.fromstring(openness_svg(curve))  # noqa: S314 - our own text
    assert root.get("width") == str(WIDTH)
    assert not root.findall(".//{*}script")


@pytest.mark.parametrize("curve", [CURVE, EMPTY])
def test_the_png_is_as_wide_as_asked(curve: Curve) -> None:
    data = png_from_svg(openness_svg(curve), 900)
    width, _height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG")
    assert abs(width - 900) <= 1


def test_every_number_in_the_picture_is_in_the_words() -> None:
    said = describe(CURVE)
    assert "15 of 100 at the start, 48 at the end after turn 40" in said
    assert "Turn 3 – down: confronting; tension: pushed back (11)." in said
    assert "Turn 9 – told: The second job; up: a reflection (33)." in said
    assert "no turn was counted" in describe(EMPTY)


def test_falls_and_rises_come_before_tension_when_there_are_too_many() -> None:
    torn = tuple(CurveMark(turn, "rupture", "pushed back") for turn in range(1, 40))
    notes = notes_of(Curve("Ruth", 150, POINTS, (*torn, CurveMark(40, "fall", "advice"))))
    assert len(notes) == MOST_NOTES
    assert [note.number for note in notes] == list(range(1, MOST_NOTES + 1))
    assert notes[-1].turn == 40


def test_the_curve_stays_in_its_frame() -> None:
    root = ET.fromstring(openness_svg(CURVE))  # noqa: S314 - our own text
    frame = next(found for found in root.findall(".//{*}rect") if found.get("fill") == "none")
    top, height = float(frame.get("y", "0")), float(frame.get("height", "0"))
    spots = root.find(".//{*}polyline").get("points", "").split()
    assert len(spots) == len(POINTS) + 1
    assert all(top <= float(spot.split(",")[1]) <= top + height for spot in spots)


@pytest.mark.parametrize(
    ("words", "short"), [("abc", "abc"), ("abcdef", "abc…"), ("你好世界", "你…"), ("a\nb", "a b")]
)
def test_long_words_are_cut_to_their_place(words: str, short: str) -> None:
    assert fitted(words, 4) == short
