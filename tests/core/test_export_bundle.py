"""The section's ZIP: every session in it once, an index that can be opened, no name twice."""

import csv
import io
import zipfile
from dataclasses import replace

from core.export import FORMATS, export
from core.export.bundle import HEADER, INDEX, Bundle
from core.export.transcript import Transcript
from tests.core.transcripts import generated_transcript, transcript

SESSIONS = (
    transcript("Hello."),
    transcript("Hello again."),
    replace(transcript("Hi."), student="=cmd()", attempt=None, end_ms=None),
)


def packed(sessions: tuple[Transcript, ...], *formats: str) -> dict[str, bytes]:
    out = io.BytesIO()
    with Bundle(out) as package:
        for one in sessions:
            package.add(one, [export(one, name) for name in formats])
    with zipfile.ZipFile(out) as made:
        assert len(set(made.namelist())) == len(made.namelist())
        return {name: made.read(name) for name in made.namelist()}


def index(files: dict[str, bytes]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(files[INDEX].decode("utf-8-sig"), newline="")))


def test_equal_names_get_a_number_and_keep_their_own_words() -> None:
    files = packed(SESSIONS, "markdown", "csv-raw")
    stem = "sw510_maria-santos_attempt-1_2026-09-21"
    assert files[f"{stem}.md"] == export(SESSIONS[0], "markdown").data
    assert files[f"{stem}_2.md"] == export(SESSIONS[1], "markdown").data
    assert f"{stem}_2.raw.csv" in files
    assert len(files) == 2 * len(SESSIONS) + 1


def test_the_index_names_every_file_and_is_guarded() -> None:
    files = packed(SESSIONS, "markdown", "json")
    rows = index(files)
    assert tuple(rows[0]) == HEADER
    assert {name for row in rows[1:] for name in row[-1].split()} == files.keys() - {INDEX}
    assert rows[3][0] == "'=cmd()"


def test_same_sessions_same_bytes_in_every_format() -> None:
    assert packed(SESSIONS, *FORMATS) == packed(SESSIONS, *FORMATS)


def test_any_text_can_be_bundled() -> None:
    sessions = tuple(generated_transcript(seed) for seed in range(40))
    assert len(packed(sessions, "markdown", "csv")) == 2 * len(sessions) + 1


def test_a_section_without_sessions_is_an_index() -> None:
    assert index(packed((), "pdf")) == [list(HEADER)]
