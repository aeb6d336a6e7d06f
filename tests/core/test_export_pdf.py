"""The PDF read back with another library: every word there, tagged, no link, no glyph hidden."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from core.domain.curve import Curve, CurveMark
from core.export import export
from core.export.cleaning import clean
from core.export.runs import BREAK, breakable, is_right_to_left
from core.export.transcript import Transcript
from core.export.typeset import NO_GLYPH, SCRIPTS, missing_scripts
from tests.core.transcripts import FULL, HOSTILE, generated_transcript, transcript

LONG_WORDS = 6_000
# Some thirty texts each: 20,000 in full.
SWEEP = 700 if FULL else 6
CURVE = Curve("Ruth", 150, ((1, 300), (2, 600)), (CurveMark(2, "opened", "The second job"),))


def read(value: Transcript) -> PdfReader:
    return PdfReader(io.BytesIO(export(value, "pdf").data))


def text_of(reader: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def test_a_message_longer_than_a_page_is_all_there() -> None:
    said = " ".join(f"word{number}" for number in range(LONG_WORDS))
    reader = read(transcript(said))
    found = set(re.findall(r"word\d+", text_of(reader)))
    assert len(reader.pages) > 3
    assert len(found) == LONG_WORDS


def test_an_unbroken_run_stays_on_the_page() -> None:
    pages = read(transcript("x" * 5_000)).pages
    widest = max(len(row) for page in pages for row in page.extract_text().splitlines())
    assert sum(page.extract_text().count("x") for page in pages) >= 5_000
    assert widest < 200


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isascii() and "\n" not in text])
def test_markup_is_printed_as_it_was_typed(text: str) -> None:
    plain = clean(text)
    if plain.strip():
        found = text_of(read(transcript(plain.replace("\ufffd", "")))).replace(" ", "")
        assert re.sub(r"[\s\ufffd]", "", plain)[:40] in found


def test_no_link_and_no_script_is_in_the_file() -> None:
    reader = read(transcript(*HOSTILE))
    assert not [page for page in reader.pages if "/Annots" in page]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(reader.trailer["/Root"])


def test_the_file_is_tagged_and_titled() -> None:
    root = read(replace(transcript("Hello."), curve=CURVE)).trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_pages_are_numbered_and_the_engine_is_named() -> None:
    reader = read(transcript(*(["A line of words."] * 120)))
    assert f"Page 2 of {len(reader.pages)}" in reader.pages[1].extract_text()
    assert "demo client (scripted, no AI)" in reader.pages[1].extract_text()


def test_a_character_without_a_font_is_said_in_the_file() -> None:
    assert NO_GLYPH[:40] in text_of(read(transcript("unassigned \u0378 here")))
    assert NO_GLYPH[:40] not in text_of(read(transcript("plain")))


@pytest.mark.parametrize(
    ("text", "rtl"),
    [("מרחבא ok", True), ("ok שלום", False), ("123 مرحبا", True), ("", False), ("123", False)],
)
def test_direction_is_that_of_the_first_strong_character(text: str, *, rtl: bool) -> None:
    assert is_right_to_left(text) is rtl


@pytest.mark.parametrize("text", ["x" * 100, "e\u0301" * 100, "👩‍👩‍👧‍👦" * 30, "a b", "你好" * 60])
def test_breaks_come_within_a_run_and_never_within_a_letter(text: str) -> None:
    broken = breakable(text)
    assert broken.replace(BREAK, "") == text
    assert not re.search(f"{BREAK}[\u0301\u200d\ufe0f]|\u200d{BREAK}", broken)
    assert (BREAK in broken) == (len(text) > 40 and "你" not in text)


def test_scripts_without_a_font_are_named() -> None:
    assert missing_scripts(["DejaVu Sans", "Noto Sans"]) == (
        "Chinese, Japanese and Korean",
        "emoji",
    )
    assert missing_scripts([]) == tuple(SCRIPTS)


def test_generated_texts_of_every_script_become_a_file() -> None:
    for seed in range(SWEEP):
        assert read(generated_transcript(seed)).pages
