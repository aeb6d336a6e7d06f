"""A transcript as DOCX, for teachers who comment in a word processor."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from core.domain.reply import Block, Heading, Note, Prose, Rows, Speech, Table
from core.export.chart import describe, openness_svg
from core.export.cleaning import one_line, shown
from core.export.docxshell import (
    ABOUT,
    DESCRIBED,
    DOCUMENT,
    ENGINE,
    FOOTER,
    HEIGHT,
    NO_DATE,
    PICTURE,
    PICTURE_WIDTH,
    TITLE,
    Shell,
    put,
    shell,
)
from core.export.png import png_from_svg
from core.export.runs import is_right_to_left
from core.export.transcript import Line, Transcript, clock, facts_of
from core.export.wordxml import BOLD, QUIET, Look, Shape, heading, paragraph, run, table

PIXELS = 960
WIDTH_AT, HEIGHT_AT = 16, 20
TIGHT = Shape(after=0)
HEAD = Shape(keep_next=True, before=160, after=0)
QUOTE = {'"': "&quot;"}


def write(transcript: Transcript) -> bytes:
    """The file; takes a while for a long interview, so call it in a thread."""
    empty = shell()
    picture = _picture(transcript)
    parts = [empty.head, *_parts(transcript), *_drawn(transcript, empty, picture), empty.tail]
    out = io.BytesIO()
    out.write(empty.fixed)
    with zipfile.ZipFile(out, "a") as package:
        put(package, DOCUMENT, "".join(parts).encode())
        put(package, ABOUT, _about(transcript, empty).encode())
        put(package, FOOTER, empty.footer.replace(ENGINE, _safe(transcript.engine)).encode())
        put(package, PICTURE, picture or empty.dot)
    return out.getvalue()


def _safe(text: str) -> str:
    return escape(one_line(text), QUOTE)


def _about(transcript: Transcript, empty: Shell) -> str:
    at_ms = transcript.end_ms or transcript.start_ms
    at = datetime.fromtimestamp(at_ms // 1000, UTC)
    dated = empty.about.replace(f"{NO_DATE:%Y-%m-%dT%H:%M:%SZ}", f"{at:%Y-%m-%dT%H:%M:%SZ}")
    return dated.replace(TITLE, escape(one_line(transcript.title)[:255]))


def _parts(transcript: Transcript) -> Iterator[str]:
    yield heading(one_line(transcript.title) or "Interview", 1)
    yield from (_pair(name, value) for name, value in facts_of(transcript))
    yield heading("Transcript", 2)
    yield from (_line(transcript, line) for line in transcript.lines)
    yield from (_block(block) for block in transcript.report)


def _pair(name: str, value: str) -> str:
    return paragraph(run(f"{one_line(name)}: ", BOLD) + run(one_line(value)), TIGHT)


def _line(transcript: Transcript, line: Line) -> str:
    turn = f" · turn {line.turn}" if line.turn else ""
    mark = " · out of role" if line.is_out_of_role else ""
    return _speech(line.speaker, f"  {clock(transcript, line.at_ms)}{turn}{mark}", line.text)


def _speech(speaker: str, about: str, text: str) -> str:
    """The speaker's line stays on the page of the words."""
    return paragraph(run(one_line(speaker), BOLD) + run(about, QUIET), HEAD) + _words(text)


def _words(text: str, *, quiet: bool = False) -> str:
    rtl = is_right_to_left(text)
    return paragraph(run(shown(text), Look(quiet=quiet, rtl=rtl)), Shape(rtl=rtl))


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return heading(one_line(text), 2)
        case Prose(text):
            return _words(text)
        case Note(text):
            return _words(text, quiet=True)
        case Speech(speaker, text, label):
            return _speech(speaker, f" ({one_line(label)})" if label else "", text)
        case Rows(rows):
            return "".join(_pair(row.name, str(row.value)) for row in rows)
        case Table(header, cells):
            return table(_flat(header), tuple(map(_flat, cells)))


def _flat(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one_line(cell) for cell in cells)


def _picture(transcript: Transcript) -> bytes:
    curve = transcript.curve
    return b"" if curve is None else png_from_svg(openness_svg(curve), PIXELS)


def _drawn(transcript: Transcript, empty: Shell, picture: bytes) -> Iterator[str]:
    """The picture in its own proportions, with the same in words below."""
    if transcript.curve is None:
        return
    words = describe(transcript.curve)
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (WIDTH_AT, HEIGHT_AT))
    tall = f'cy="{PICTURE_WIDTH * height // width}"'
    yield heading("The curve of openness", 2)
    yield empty.drawing.replace(HEIGHT, tall).replace(DESCRIBED, _safe(words))
    yield paragraph(run(one_line(words)))
