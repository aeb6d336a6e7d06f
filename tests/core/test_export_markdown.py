"""Markdown judged by a CommonMark parser: nobody's words are markup, and all of them are there."""

import random
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.export import export
from core.export.cleaning import clean, shown
from core.export.markdown import escape
from tests.core.transcripts import FULL, HOSTILE, generated_transcript, random_text, transcript

SWEEP = 20_000 if FULL else 1_500
PARSER = MarkdownIt("commonmark").enable("table")
OURS = {"paragraph_open", "paragraph_close", "inline"}


def inlines(source: str) -> Iterator[Token]:
    for token in PARSER.parse(source):
        yield from token.children or ()


def read_back(source: str) -> str:
    """Our escaped text as a parser shows it."""
    parts = (
        "\n" if token.type in ("hardbreak", "softbreak") else token.content
        for token in inlines(source)
    )
    return "".join(parts)


def texts() -> Iterator[str]:
    rng = random.Random(5)
    yield from HOSTILE
    for _ in range(SWEEP):
        yield random_text(rng)


def test_escaped_text_is_one_paragraph_of_plain_words() -> None:
    for raw in texts():
        source = escape(clean(raw))
        assert {token.type for token in PARSER.parse(source)} <= OURS, raw
        kinds = {token.type for token in inlines(source)}
        assert kinds <= {"text", "text_special", "hardbreak"}, raw


def test_escaped_text_reads_as_it_was() -> None:
    for raw in texts():
        text = shown(clean(raw))
        lines = [line if line.strip() else " " for line in text.split("\n")]
        assert read_back(escape(clean(raw))) == "\n".join(lines), raw


def test_a_whole_file_holds_no_link_image_or_html() -> None:
    for seed in range(SWEEP // 50):
        source = export(generated_transcript(seed), "markdown").data.decode()
        kinds = {token.type for token in (*PARSER.parse(source), *inlines(source))}
        assert not kinds & {"link_open", "image", "html_inline", "html_block", "em_open", "fence"}


def test_the_head_says_what_and_who() -> None:
    source = export(transcript("Hello."), "markdown").data.decode()
    assert "# Interview with Ruth\n" in source
    assert "- Engine: demo client \\(scripted\\, no AI\\)\n" in source
    assert "- Start: 2026\\-09\\-21 10\\:13\\:20 EDT \\(America\\/New\\_York\\)" in source


@pytest.mark.parametrize("word", ["coach", "app"])
def test_lines_out_of_role_are_marked(word: str) -> None:
    found = next(
        one
        for one in map(generated_transcript, range(100))
        if any(line.role.value == word for line in one.lines)
    )
    marked = export(found, "markdown").data.decode().count("· out of role")
    assert marked == sum(line.is_out_of_role for line in found.lines)
