"""What every export format promises: it never fails, says the same twice, and names itself."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from core.export import FORMATS, export
from tests.core.transcripts import FULL, HOSTILE, generated_transcript, transcript

SWEEP = {"pdf": (25, 600), "docx": (25, 600)}
SAFE = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z.]+")
every_format = pytest.mark.parametrize("name", FORMATS)


@every_format
def test_it_never_fails_on_any_text(name: str) -> None:
    short, full = SWEEP.get(name, (100, 600))
    for seed in range(full if FULL else short):
        assert export(generated_transcript(seed), name).data


@every_format
def test_hostile_texts_in_one_file_are_no_trouble(name: str) -> None:
    assert export(transcript(*HOSTILE), name).data


@every_format
def test_same_transcript_same_bytes(name: str) -> None:
    value = transcript("Hello.", "Hi.")
    assert export(value, name).data == export(value, name).data


@every_format
@pytest.mark.parametrize("student", ["../../etc/passwd", "", "CON", "שלום", "a" * 300, "x\n.exe"])
def test_the_file_name_is_ours(name: str, student: str) -> None:
    found = export(replace(transcript("Hello."), student=student, section_code="/"), name).name
    assert SAFE.fullmatch(found)
    assert found.endswith(f"_attempt-1_2026-09-21.{FORMATS[name].suffix}")
    assert len(found) <= 120


@every_format
def test_an_empty_interview_has_a_file(name: str) -> None:
    assert export(replace(transcript(), attempt=None, end_ms=None), name).data


def test_no_two_formats_share_a_suffix() -> None:
    assert len({found.suffix for found in FORMATS.values()}) == len(FORMATS)


def test_writers_are_loaded_only_when_used() -> None:
    code = "import sys, core.export; print([m for m in ('typst', 'docx') if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    )
    assert run.stdout.strip() == "[]"
