"""CSV: nothing that a spreadsheet would calculate, and nothing lost."""

import csv
import io
import random

from core.export import export
from core.export.cleaning import clean
from core.export.csvfile import guard
from tests.core.transcripts import FULL, HOSTILE, generated_transcript, random_text

SWEEP = 20_000 if FULL else 2_000
STARTERS = set("=+-@\t\r\n＝＋－＠")


def rows(data: bytes, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_no_guarded_cell_starts_a_formula_and_one_apostrophe_is_the_way_back() -> None:
    rng = random.Random(2)
    for raw in (*HOSTILE, *(random_text(rng) for _ in range(SWEEP))):
        cell = guard(clean(raw))
        assert not (cell and cell[0] in STARTERS)
        assert not (cell.strip() and cell.strip()[0] in STARTERS)
        assert cell.removeprefix("'") == clean(raw)


def test_a_file_for_people_opens_as_utf8_and_is_guarded() -> None:
    for seed in range(SWEEP // 20):
        found = rows(export(generated_transcript(seed), "csv").data, "utf-8-sig")
        assert not [cell for row in found for cell in row if cell[:1] in STARTERS]


def test_a_file_for_machines_holds_the_texts_as_they_are() -> None:
    for seed in range(SWEEP // 20):
        value = generated_transcript(seed)
        found = rows(export(value, "csv-raw").data, "utf-8")
        assert [row[6] for row in found[1:]] == [clean(line.text) for line in value.lines]
        assert [row[3] for row in found[1:]] == [line.role.value for line in value.lines]


def test_numbers_are_numbers_and_times_name_their_zone() -> None:
    value = next(one for one in map(generated_transcript, range(50)) if one.lines)
    row = rows(export(value, "csv").data, "utf-8-sig")[1]
    assert row[0] == "1"
    assert row[2].startswith("2026-09-21T")
    assert row[2][-6] in "+-"
