"""The completion record: one page whatever stands on it, tagged, the same bytes each time."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from core.export.completion import MOST_ROWS, Completion, write

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def made(student: str = "María Santos", clients: int = 2, title: str = "First") -> Completion:
    met = tuple((f"Client {number} {title}", number + 1, AT) for number in range(clients))
    return Completion(student, "Interviewing 101", "SW510", title, "America/New_York", AT, met)


def read(content: bytes) -> tuple[int, str]:
    reader = PdfReader(io.BytesIO(content))
    return len(reader.pages), "\n".join(page.extract_text() for page in reader.pages)


def test_it_names_who_did_what_and_when_in_the_time_of_the_class() -> None:
    pages, text = read(write(made()))
    assert pages == 1
    for words in ("María Santos", "SW510", "First", "2026-11-20 04:00", "Client 1", "not a grade"):
        assert words in text


@pytest.mark.parametrize("clients", [0, 1, MOST_ROWS, 60])
@pytest.mark.parametrize("word", ["x" * 500, "#strong[x] $y$ ", "﷽ 你好 🙂 ", "a\x00b\ud800c "])
def test_it_stays_one_page_with_any_text(word: str, clients: int) -> None:
    pages, _text = read(write(made(word * 3, clients, word * 3)))
    assert pages == 1


def test_the_same_record_gives_the_same_bytes() -> None:
    assert write(made()) == write(made())
