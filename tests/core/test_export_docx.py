"""The DOCX read back: every message there, right-to-left marked, nothing from outside."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest

from core.domain.curve import Curve
from core.domain.reply import Table
from core.export import export
from core.export.cleaning import clean, shown
from core.export.transcript import Transcript
from tests.core.transcripts import FULL, HOSTILE, generated_transcript, transcript

SWEEP = 700 if FULL else 15


def texts(value: Transcript) -> list[str]:
    return [
        found.text for found in docx.Document(io.BytesIO(export(value, "docx").data)).paragraphs
    ]


def parts(value: Transcript) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(export(value, "docx").data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_message_reads_as_it_was(text: str) -> None:
    assert shown(clean(text)) in texts(transcript(text))


def test_generated_messages_are_all_there() -> None:
    for seed in range(SWEEP):
        value = generated_transcript(seed)
        found = texts(value)
        assert all(shown(clean(line.text)) in found for line in value.lines)


def test_nothing_points_outside() -> None:
    found = parts(transcript(*HOSTILE))
    outside = [name for name, data in found.items() if b'TargetMode="External"' in data]
    assert outside == []
    assert b"<w:hyperlink" not in found["word/document.xml"]


def test_right_to_left_is_marked_for_its_paragraph_only() -> None:
    body = parts(transcript("Hello.", "שלום"))["word/document.xml"]
    assert body.count(b"<w:bidi/>") == 1
    assert body.count(b"<w:rtl/>") == 1


def test_a_table_has_a_header_row_and_the_picture_has_words() -> None:
    table = Table(("Fact", "Reached"), (("Sleep", "told"),))
    curve = Curve("Ruth", 150, ((1, 300),), ())
    value = replace(transcript("Hello."), report=(table,), curve=curve)
    body = parts(value)["word/document.xml"]
    assert body.count(b"<w:tblHeader/>") == 1
    assert b'descr="How open Ruth was: 15 of 100 at the start, 30 at the end' in body


def test_the_package_carries_no_date_of_the_machine() -> None:
    data = export(transcript("Hello."), "docx").data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
    about = docx.Document(io.BytesIO(data)).core_properties
    assert (about.title, about.created.year) == ("Interview with Ruth", 2026)
