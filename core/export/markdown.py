"""A transcript as Markdown (CommonMark) in which nobody's words are markup."""

import re
from collections.abc import Iterator

from core.domain.reply import Block, Heading, Note, Prose, Rows, Speech, Table
from core.export.chart import describe
from core.export.cleaning import one_line, shown
from core.export.transcript import Transcript, clock, facts_of

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_EDGE = re.compile(r"^\s+|\s+$")


def write(transcript: Transcript) -> bytes:
    parts = [f"# {inline(transcript.title)}", _facts(transcript)]
    parts += ["## Transcript", *_lines(transcript)]
    parts += [_block(block) for block in transcript.report]
    if transcript.curve:
        parts += ["### The curve of openness in words", escape(describe(transcript.curve))]
    return ("\n\n".join(parts) + "\n").encode()


def escape(text: str) -> str:
    """Plain text as one paragraph that reads the same: line breaks stay, nothing is markup."""
    return "\\\n".join(_escape_line(line) for line in shown(text).split("\n"))


def inline(text: str) -> str:
    return _escape_line(one_line(text))


def _escape_line(line: str) -> str:
    if not line.strip():
        # A blank line would end the paragraph, and the end of the text must be no backslash.
        return "&#32;"
    return _EDGE.sub(_entities, _PUNCTUATION.sub(r"\\\g<0>", line))


def _entities(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in found.group())


def _facts(transcript: Transcript) -> str:
    return "\n".join(f"- {name}: {inline(value)}" for name, value in facts_of(transcript))


def _lines(transcript: Transcript) -> Iterator[str]:
    for line in transcript.lines:
        mark = " · out of role" if line.is_out_of_role else ""
        turn = f" · turn {line.turn}" if line.turn else ""
        yield f"**{inline(line.speaker)}** · {clock(transcript, line.at_ms)}{turn}{mark}"
        yield escape(line.text)


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {inline(text)}"
        case Prose(text) | Note(text):
            return escape(text)
        case Speech(speaker, text, label):
            return f"**{inline(speaker)}**{f' ({inline(label)})' if label else ''}: {escape(text)}"
        case Rows(rows):
            return "\n".join(f"- {inline(row.name)}: {inline(str(row.value))}" for row in rows)
        case Table(header, cells):
            rule = "| " + " | ".join("---" for _ in header) + " |"
            return "\n".join((_cells(header), rule, *map(_cells, cells)))


def _cells(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(inline(cell) for cell in cells) + " |"
